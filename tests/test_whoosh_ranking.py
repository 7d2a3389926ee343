"""Order and scores are the oracle's, whatever history, page, target and sort."""

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines import open_engine
from pressfind.engines.base import Matches, Request
from pressfind.model import Block, BlockKind, Filters, Release, Sort
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.schema import TEXT_FIELDS, Target
from tests.archives import (
    CLAUSES,
    TODAY,
    commit,
    make_paragraph,
    make_release,
    queries_of,
    search,
)
from tests.archives import releases as make_releases
from tests.reference_engine import ReferenceEngine

COMMITS = 8
"""More than it takes to have segments merged."""

requests = st.builds(
    lambda text, target, sort, fields: Request(
        query=plan(parse_query(text, TODAY), Filters(fields=tuple(fields)), target),
        target=target,
        sort=sort,
    ),
    queries_of(CLAUSES),
    st.sampled_from(Target),
    st.sampled_from(Sort),
    st.lists(st.sampled_from([field.name for field in TEXT_FIELDS]), unique=True),
)
changes = st.lists(
    st.integers(0, 5).flatmap(lambda number: make_releases(f"r{number}")),
    min_size=COMMITS,
    max_size=COMMITS + 3,
)


def _places(matches: Matches) -> tuple[int, list[tuple[str, int | None]]]:
    return matches.total, [(match.release_id, match.number) for match in matches.page]


@given(changes, st.sets(st.integers(0, 5), max_size=2), st.lists(requests, max_size=4))
@settings(max_examples=25, deadline=None)
def test_order_and_scores_are_the_oracles_after_commits_and_merges(
    put: list[Release], removed: set[int], asked: list[Request]
) -> None:
    gone = {f"r{number}" for number in removed}
    live = {release.id: release for release in put if release.id not in gone}
    oracle = ReferenceEngine(live.values())
    with tempfile.TemporaryDirectory() as name:
        for release in put:
            commit(Path(name, "index"), (release,))
        commit(Path(name, "index"), (), gone)
        with closing(open_engine(Path(name, "index"))) as engine:
            for request in asked:
                found, expected = engine.search(request), oracle.search(request)
                assert _places(expected) == _places(found)
                scores = [match.score for match in expected.page]
                assert [m.score for m in found.page] == pytest.approx(scores, abs=1e-6)


@pytest.fixture(scope="module")
def tied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an index in which most releases have the score of others."""
    folder = tmp_path_factory.mktemp("tied") / "index"
    days = [None, TODAY, datetime.date(2023, 1, 2)]
    archive = [
        make_release(f"r{n * 7 % 20:02}", "Ferry" if n % 4 else "Ferry ferry port")
        for n in range(20)
    ]
    dated = [replace(one, date=days[n % 3]) for n, one in enumerate(archive)]
    for start in range(0, len(dated), 7):
        commit(folder, dated[start : start + 7])
    return folder


def _pages(folder: Path, request: Request, size: int) -> Iterator[Matches]:
    with closing(open_engine(folder)) as engine:
        for offset in range(0, 20 + size, size):
            yield engine.search(replace(request, limit=size, offset=offset))


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", ["ferry", "ferry OR port", "-port", ""])
def test_the_pages_of_any_size_are_the_whole_list(
    tied: Path, sort: Sort, text: str
) -> None:
    query = plan(parse_query(text, TODAY), Filters(), Target.RELEASES)
    request = Request(query=query, target=Target.RELEASES, sort=sort)
    with closing(open_engine(tied)) as engine:
        whole = engine.search(request).page
    for size in range(1, 22):
        paged = [match for page in _pages(tied, request, size) for match in page.page]
        assert list(whole) == paged, f"pages of {size}"


def test_every_page_knows_the_total(tied: Path) -> None:
    query = plan(parse_query("ferry", TODAY), Filters(), Target.RELEASES)
    request = Request(query=query, target=Target.RELEASES)
    assert {20} == {page.total for page in _pages(tied, request, 6)}


def test_equal_scores_come_newer_first_then_by_id(tied: Path) -> None:
    query = plan(parse_query("port", TODAY), Filters(), Target.RELEASES)
    with closing(open_engine(tied)) as engine:
        found = engine.search(Request(query=query, target=Target.RELEASES)).page
        days = [engine.read(match.release_id).date for match in found]
    order = [
        (-(day.toordinal() if day else 0), match.release_id)
        for day, match in zip(days, found, strict=True)
    ]
    assert (len({match.score for match in found}), sorted(order)) == (1, order)


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases of one port: all have it in their notes, one is about it."""
    folder = tmp_path_factory.mktemp("noted") / "index"
    text = make_paragraph("The inspector of Port Alder sent a report to the harbour.")
    notes = [
        Block(kind=BlockKind.BOILERPLATE, text=about)
        for about in ("About Port Alder", "Port Alder is run by Port Alder council.")
    ]
    plain = make_paragraph("The inspector sent a report to the harbour.")
    commit(
        folder,
        (
            make_release("about", blocks=(text, *notes)),
            *(make_release(f"r{n}", blocks=(plain, *notes)) for n in range(9)),
            make_release("mention", blocks=(text,)),
        ),
    )
    return folder


def _find(folder: Path, asked: str) -> list[str]:
    query = plan(parse_query(asked, TODAY), Filters(), Target.RELEASES)
    page = search(folder, Request(query=query, target=Target.RELEASES)).page
    return [match.release_id for match in page]


@pytest.mark.parametrize("asked", ["alder", "port alder", '"port alder"'])
def test_a_mention_in_the_text_is_worth_more_than_three_in_the_notes(
    noted: Path, asked: str
) -> None:
    assert _find(noted, asked)[:2] == ["about", "mention"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("council", 10),
        ("notes:council", 10),
        ("body:council", 0),
        ('"harbour about"', 0),
        ('"harbour run"~15', 0),
        ('notes:"alder port"', 0),
    ],
)
def test_notes_are_a_field_that_no_phrase_leaves(
    noted: Path, asked: str, found: int
) -> None:
    assert len(_find(noted, asked)) == found
