"""Searches in bulk are those by lists, to the bit, and who asks much gets there."""

import math
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh import bulk, searcher
from pressfind.engines.whoosh.bulk.rows import Stretches, find_places, join_rows
from pressfind.engines.whoosh.engine import WhooshEngine, open_engine
from pressfind.model import Filters, Release, Sort
from pressfind.query import parse_query, plan
from pressfind.query.expansion import expand
from pressfind.query.names import find_keys
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


def _search(
    patch: pytest.MonkeyPatch, opened: WhooshEngine, request: Request, patience: float
) -> tuple[Matches, object]:
    patch.setattr(searcher, "PATIENCE_S", patience)
    found = opened.search(request)
    return found, found.rarity


@given(
    st.tuples(archives, archives),
    queries_of([*CLAUSES, *NAMED, "ferry port the", "the ferry OR 24-3"]),
    st.sampled_from(Target),
    st.sampled_from(Sort),
    pages,
)
@settings(max_examples=200, deadline=None)
def test_a_search_in_bulk_answers_what_one_by_lists_does(
    history: tuple[Sequence[Release], Sequence[Release]],
    text: str,
    target: Target,
    sort: Sort,
    page: tuple[int, int],
) -> None:
    first, second = history
    with (
        tempfile.TemporaryDirectory() as name,
        pytest.MonkeyPatch.context() as patch,
    ):
        commit(Path(name, "i"), first)
        commit(Path(name, "i"), second[:3], ["r3"])
        with closing(open_engine(Path(name, "i"))) as opened:
            parsed = parse_query(text, TODAY)
            learnt = opened.find_learnt(find_keys(parsed))
            query = plan(expand(parsed, learnt, (), lambda _: 0), Filters(), target)
            limit, offset = page
            request = Request(
                query=query, target=target, sort=sort, limit=limit, offset=offset
            )
            by_lists = _search(patch, opened, request, math.inf)
            in_bulk = _search(patch, opened, request, -1)
    assert by_lists == in_bulk


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


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[WhooshEngine]:
    commit(tmp_path / "i", [make_release("r1", "ferry port")])
    with closing(open_engine(tmp_path / "i")) as one:
        yield one


def _count_bulk(
    opened: WhooshEngine, patch: pytest.MonkeyPatch, texts: Sequence[str]
) -> int:
    """Return how many of some searches are done in bulk."""
    asked: list[Request] = []

    def search(*given: object) -> Matches:
        asked.append(given[2])  # type: ignore[arg-type]
        return Matches(total=0, page=())

    patch.setattr(bulk, "search", search)
    for text in texts:
        query = plan(parse_query(text, TODAY), Filters(), Target.RELEASES)
        opened.search(Request(query=query, target=Target.RELEASES, limit=10))
    return len(asked)


def test_an_engine_searches_in_bulk_once_lists_have_taken_long_enough(
    opened: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "PATIENCE_S", 0)
    assert _count_bulk(opened, monkeypatch, ["ferry AND port"] * 3) == 2


def test_an_engine_searches_by_lists_as_long_as_these_take_little(
    opened: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searcher, "PATIENCE_S", math.inf)
    assert _count_bulk(opened, monkeypatch, ["ferry AND port"] * 3) == 0
