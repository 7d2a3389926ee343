"""Bitmaps are sets of releases, and those of common stems are what the lists say.

The numbers from which on there are bitmaps are made so small that archives of a few
releases, which Hypothesis makes, have stems with a bitmap and without.
"""

import operator
import os
import tempfile
from collections.abc import Callable, Iterator, Set
from contextlib import closing
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh import leaders, weighing
from pressfind.engines.whoosh.bitmaps import Bitmap, Numbering
from pressfind.engines.whoosh.engine import open_engine
from pressfind.engines.whoosh.fields import RELEASE_FIELDS, SAID
from pressfind.engines.whoosh.segment import Segment
from pressfind.model import Filters, Release, Sort
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.schema import QUOTE, Target
from tests.archives import CLAUSES, TODAY, commit, make_release, queries_of, search
from tests.archives import releases as make_releases
from tests.reference_engine import ReferenceEngine

SHARE = 2
"""A stem that one in so many releases has is common here."""

archives = st.tuples(*(make_releases(f"r{number}") for number in range(5)))

Operator = Callable[[Set[int], Set[int]], Set[int]]


@pytest.fixture(autouse=True, scope="module")
def few() -> Iterator[None]:
    """Let two releases be many and lead, half of all be common, and commits quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(weighing, "MOST_LEADERS", 2)
        patch.setattr(leaders, "MOST_LEADERS", 2)
        patch.setattr(weighing, "MANY", 2)
        patch.setattr(weighing, "SHARE", SHARE)
        yield


@st.composite
def numberings(draw: st.DrawFn) -> Numbering:
    """Make releases with some quotes each, which are documents as well."""
    quotes = draw(st.lists(st.integers(0, 3), min_size=1, max_size=40))
    ends = accumulate((1 + count for count in quotes), initial=0)
    ordinals = [n for n, count in enumerate(quotes) for _ in range(1 + count)]
    return Numbering([*ends][:-1], ordinals)


@st.composite
def sets(draw: st.DrawFn) -> tuple[Numbering, set[int], set[int]]:
    """Make two sets of releases of one segment."""
    numbering = draw(numberings())
    some = st.sets(st.sampled_from(numbering.documents))
    return numbering, draw(some), draw(some)


def _make(numbering: Numbering, documents: Set[int]) -> Bitmap:
    return Bitmap(numbering.find_bits(documents), numbering)


@given(sets())
def test_a_bitmap_is_the_set_of_the_documents_it_was_made_of(
    given: tuple[Numbering, set[int], set[int]],
) -> None:
    numbering, some, _ = given
    bitmap = _make(numbering, some)
    assert (sorted(some), len(some), bool(some)) == (
        [*bitmap],
        len(bitmap),
        bool(bitmap),
    )


@given(sets())
def test_a_bitmap_has_the_releases_that_it_was_made_of_and_no_others(
    given: tuple[Numbering, set[int], set[int]],
) -> None:
    numbering, some, _ = given
    bitmap = _make(numbering, some)
    assert some == {d for d in numbering.documents if d in bitmap}


@given(sets(), st.sampled_from([operator.and_, operator.or_, operator.sub]))
@pytest.mark.parametrize("left", [_make, lambda _, documents: documents])
@pytest.mark.parametrize("right", [_make, lambda _, documents: documents])
def test_bitmaps_and_sets_combine_as_sets_do(
    left: Callable[[Numbering, Set[int]], Set[int]],
    right: Callable[[Numbering, Set[int]], Set[int]],
    given: tuple[Numbering, set[int], set[int]],
    combine: Operator,
) -> None:
    numbering, some, others = given
    combined = combine(left(numbering, some), right(numbering, others))
    assert combine(some, others) == set(combined)


@given(sets())
def test_a_bitmap_equals_what_has_the_same_documents(
    given: tuple[Numbering, set[int], set[int]],
) -> None:
    numbering, some, others = given
    assert (_make(numbering, some) == others) == (some == others)
    assert (_make(numbering, some) == _make(numbering, others)) == (some == others)


@given(sets())
def test_a_look_at_the_bits_of_releases_tells_those_that_are_in_the_set(
    given_sets: tuple[Numbering, set[int], set[int]],
) -> None:
    numbering, documents, others = given_sets
    bitmap = _make(numbering, documents)
    seen = bitmap.look_at(bitmap.locate(others))
    assert [one in documents for one in others] == [bool(bit) for bit in seen]


@given(sets())
def test_what_is_among_documents_is_a_bitmap_too(
    given: tuple[Numbering, set[int], set[int]],
) -> None:
    numbering, some, others = given
    assert _make(numbering, some).among(others) == _make(numbering, some & others)


def _find_holders(segment: Segment, number: int) -> set[int]:
    """Return which releases have a stem in any of their lists, deleted ones too."""
    found: set[int] = set()
    family = segment.dictionary.family(number)
    for name in RELEASE_FIELDS:
        field = segment.field(SAID if name == QUOTE.name else name)
        for one in field.find_lists(family.start, family.stop):
            found.update(d - segment.numbers[d] for d in field.documents(one))
    return found


def _find_common(segment: Segment) -> dict[str, set[int]]:
    """Return the stems that lists say are common, and the live releases of each."""
    least = len(segment.releases) / SHARE
    every = {
        stemmed.decode(): _find_holders(segment, number)
        for number, stemmed in enumerate(segment.dictionary.stems)
    }
    return {
        stemmed: found - segment.deleted
        for stemmed, found in every.items()
        if len(found) >= least and len(segment.releases) >= weighing.MANY
    }


@given(archives, archives, st.sets(st.integers(0, 4), max_size=3), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_bitmaps_say_what_lists_say_after_any_history(
    first: tuple[Release, ...],
    second: tuple[Release, ...],
    removed: set[int],
    times: int,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        commit(folder, first)
        commit(folder, second[:2], [f"r{number}" for number in sorted(removed)])
        for turn in range(times):  # until there are so many segments as are merged
            changed = replace(second[turn], id=f"s{turn}")
            commit(folder, (changed,), ["r4"])
        with closing(open_engine(folder)) as engine:
            for segment in engine._segments:
                stems = [stem.decode() for stem in segment.dictionary.stems]
                found = {stem: segment.find_common(stem) for stem in stems}
                held = {s: bits for s, bits in found.items() if bits is not None}
                assert _find_common(segment) == held


def test_merged_segments_have_the_bitmaps_of_what_they_hold(tmp_path: Path) -> None:
    for number in range(60):
        text = "Ferry and port" if number % 2 else "Ferry"
        commit(tmp_path / "index", (make_release(f"r{number:02}", text),))
    with closing(open_engine(tmp_path / "index")) as engine:
        merged = max(engine._segments, key=lambda one: one.documents)
        assert merged.documents > 2
        assert _find_common(merged) == {
            stem: merged.find_common(stem) for stem in ("and", "ferri", "port")
        }


def test_few_releases_have_no_bitmaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weighing, "MANY", 3)
    commit(tmp_path / "index", [make_release("a"), make_release("b")])
    with closing(open_engine(tmp_path / "index")) as engine:
        assert engine._segments[0].find_common("ferri") is None


def test_a_stem_that_fewer_have_has_no_bitmap(tmp_path: Path) -> None:
    titles = ["Ferry", "Ferry port", "Ferry"]
    commit(tmp_path / "index", [make_release(f"r{n}", t) for n, t in enumerate(titles)])
    with closing(open_engine(tmp_path / "index")) as engine:
        (segment,) = engine._segments
        assert {0, 1, 2} == segment.find_common("ferri")
        assert segment.find_common("port") is None


def _hits(matches: Matches) -> tuple[int, list[tuple[str, int | None]]]:
    return matches.total, [(match.release_id, match.number) for match in matches.page]


@given(
    archives,
    archives,
    queries_of([*CLAUSES, "ferry", "port", "the", "24", "3"]),
    st.sampled_from(Target),
    st.sampled_from(Sort),
    st.integers(0, 3),
)
@settings(max_examples=100, deadline=None)
def test_an_engine_with_bitmaps_agrees_with_the_oracle(  # noqa: PLR0917
    first: tuple[Release, ...],
    second: tuple[Release, ...],
    text: str,
    target: Target,
    sort: Sort,
    limit: int,
) -> None:
    query = plan(parse_query(text, TODAY), Filters(), target)
    request = Request(query=query, target=target, sort=sort, limit=limit)
    oracle = ReferenceEngine([*second[:2], *first[2:4]])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        commit(folder, first)
        commit(folder, second[:2], ["r4"])
        assert _hits(oracle.search(request)) == _hits(search(folder, request))
