"""Searches in bulk are those by lists, to the bit, and who asks much gets there."""

import math
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh import bulk, searcher
from pressfind.engines.whoosh.bulk import words
from pressfind.engines.whoosh.bulk.joined import Postings
from pressfind.engines.whoosh.bulk.rows import Stretches, find_places, join_rows
from pressfind.engines.whoosh.engine import open_engine
from pressfind.model import Filters, Release, Sort
from pressfind.query.expansion import expand
from pressfind.query.names import find_keys
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.relaxation import content_words, relax
from pressfind.query.tree import Everything, Query, Text
from pressfind.schema import Target
from tests.archives import CLAUSES, NAMED, TODAY, commit, make_release, queries_of
from tests.archives import releases as make_releases

archives = st.tuples(*(make_releases(f"r{number}") for number in range(5)))
pages = st.tuples(st.integers(0, 3), st.integers(0, 2))


@pytest.fixture(autouse=True, scope="module")
def quick() -> Iterator[None]:
    """Let commits be quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


def _search(folder: Path, request: Request, patience_s: float) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searcher, "PATIENCE_S", patience_s)
        with closing(open_engine(folder)) as opened:
            found = opened.search(request)
    return found, found.rarity


def _plan(folder: Path, text: str, target: Target) -> Query:
    """Return a query with the other names of what it asks for."""
    parsed = parse_query(text, TODAY)
    with closing(open_engine(folder)) as opened:
        learnt = opened.find_learnt(find_keys(parsed))
    return plan(expand(parsed, learnt, (), lambda _: 0), Filters(), target)


requests = st.builds(
    partial(Request, query=Everything()),
    target=st.sampled_from(Target),
    sort=st.sampled_from(Sort),
    limit=st.integers(0, 3),
    offset=st.integers(0, 2),
)
"""Requests whose query is still to be put in."""


@given(
    st.tuples(archives, archives),
    queries_of([*CLAUSES, *NAMED, "ferry port the", "the ferry OR 24-3"]),
    requests,
    st.sampled_from([1, 64]),
)
@settings(max_examples=200, deadline=None)
def test_a_search_in_bulk_answers_what_one_by_lists_does(
    history: tuple[Sequence[Release], Sequence[Release]],
    text: str,
    request: Request,
    kept: int,
) -> None:
    first, second = history
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        commit(folder, first)
        commit(folder, second[:3], ["r3"])
        asked = replace(request, query=_plan(folder, text, request.target))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(words, "_KEPT", kept)
            by_lists = _search(folder, asked, math.inf)
            given_up = _search(folder, asked, 1e-9)
            in_bulk = _search(folder, asked, 0)
    assert [by_lists] * 2 == [given_up, in_bulk]


@given(
    archives,
    st.lists(st.tuples(queries_of(CLAUSES[:6]), requests), min_size=2, max_size=4),
)
@settings(deadline=None)
def test_a_search_in_bulk_answers_the_same_after_others(
    made: Sequence[Release], asked: Sequence[tuple[str, Request]]
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name, "index")
        commit(folder, made)
        each = [
            replace(request, query=_plan(folder, text, request.target))
            for text, request in asked
        ]
        alone = [_search(folder, request, 0) for request in each]
        patch.setattr(searcher, "PATIENCE_S", 0)
        with closing(open_engine(folder)) as opened:
            together = [opened.search(request) for request in each]
    assert alone == [(found, found.rarity) for found in together]


def _count_lookups(
    folder: Path, patch: pytest.MonkeyPatch, *queries: Query
) -> dict[str, int]:
    """Return how often each text is looked up by searches in one engine."""
    looked: list[str] = []
    find = words.Words._find_in_fields

    def record(these: words.Words, text: Text) -> Iterator[tuple[str, Postings]]:
        looked.append(text.written)
        return find(these, text)

    patch.setattr(words.Words, "_find_in_fields", record)
    patch.setattr(searcher, "PATIENCE_S", 1e-9)
    commit(folder, [make_release("r1", "ferry port")])
    with closing(open_engine(folder)) as opened:
        for query in queries:
            asked = plan(query, Filters(), Target.RELEASES)
            opened.search(Request(query=asked, target=Target.RELEASES, limit=10))
    return Counter(looked)


def test_words_are_looked_up_once_in_whatever_ways_a_question_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = parse_query("ferry port quay", TODAY)
    among = content_words(parsed)[:1]
    ways = [relax(parsed, 3), relax(parsed, 1), relax(parsed, 2, among)]
    counts = _count_lookups(tmp_path / "i", monkeypatch, *ways)
    assert counts == {"ferry": 1, "port": 1, "quay": 1}


@pytest.mark.parametrize(
    ("texts", "times"),
    [
        (["ferry port", "port OR ferry"], 1),
        (["ferry port", "ferry quay"], 2),
        (["ferry port", "ferry port -quay"], 2),
        (["ferry port", "port quay", "ferry port"], 2),
    ],
)
def test_words_are_kept_until_others_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Sequence[str], times: int
) -> None:
    asked = (parse_query(text, TODAY) for text in texts)
    assert _count_lookups(tmp_path / "i", monkeypatch, *asked)["ferry"] == times


spans = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(1, 3)), max_size=12
)
"""Documents, positions and widths of stretches; some may be there twice."""


def _stretches(given: Sequence[tuple[int, int, int]]) -> Stretches:
    documents, positions, widths = np.array([*given, (0, 0, 0)], np.int64)[:-1].T
    starts = find_places(documents, positions.astype(np.uint32))
    return Stretches(starts, starts + widths)


@given(spans, spans)
def test_stretches_in_a_row_are_counted_once_each_by_document(
    left: list[tuple[int, int, int]], right: list[tuple[int, int, int]]
) -> None:
    rows = {
        (document, start, width + further)
        for (document, start, width), (other, begin, further) in product(left, right)
        if (document, start + width) == (other, begin)
    }
    joined = join_rows(_stretches(left), _stretches(right)).count_by_document()
    documents, counts = (column.tolist() for column in joined)
    expected = Counter(document for document, _, _ in rows)
    assert sorted(expected.items()) == [*zip(documents, counts, strict=True)]


def _count_bulk(
    folder: Path, patch: pytest.MonkeyPatch, patience_s: float, *texts: str
) -> int:
    """Return how many of some searches in one engine are done in bulk."""
    asked: list[object] = []

    def search(*given: object) -> Matches:
        asked.append(given)
        return Matches(total=0, page=())

    patch.setattr(bulk.Bulk, "search", search)
    patch.setattr(searcher, "PATIENCE_S", patience_s)
    commit(folder, [make_release("r1", "ferry port")])
    with closing(open_engine(folder)) as opened:
        for text in texts:
            query = plan(parse_query(text, TODAY), Filters(), Target.RELEASES)
            opened.search(Request(query=query, target=Target.RELEASES, limit=10))
    return len(asked)


def test_who_has_no_time_left_for_lists_searches_in_bulk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("ferry AND port", "title:ferry", "port -ferry")
    assert _count_bulk(tmp_path / "i", monkeypatch, 1e-9, *texts) == 3


def test_a_lone_word_is_searched_by_leaders_and_short_lists_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _count_bulk(tmp_path / "i", monkeypatch, 0, "ferry", "quay") == 0


def test_who_has_time_left_searches_by_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["ferry AND port"] * 3
    assert _count_bulk(tmp_path / "i", monkeypatch, math.inf, *texts) == 0
