"""Near-identical releases are one hit of a search, and each counts everywhere else."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pressfind.model import Filters, Question, Sort
from pressfind.searching import export_releases, search_quotes, search_releases
from pressfind.searching.facets import count_facet
from tests.program import INDEX, run

TODAY = date(2026, 1, 1)
SAID = "“We are glad of every lantern on the quay,” said Ida Holt."
BODY = " ".join(f"lantern{number} hangs" for number in range(60)) + f"\n\n{SAID}"
NOTICES = [
    ("2024-05-01", "Ports", "Lantern night"),
    ("2024-05-03", "Ports", "Lantern night: a lantern for all"),
    ("2024-05-02", "Trade", "Lights on the quay"),
]
FIRST, TITLED, OTHER = (
    "2024-05-01-lantern-night",
    "2024-05-03-lantern-night-a-lantern-for-all",
    "2024-05-02-lights-on-the-quay",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an index of three near-identical releases and one that is none."""
    folder = tmp_path_factory.mktemp("notices")
    records = [
        {"title": title, "department": department, "date": day, "body": BODY}
        for day, department, title in NOTICES
    ]
    records.append({"title": "A lantern is lost", "body": "It was on the quay."})
    lines = "\n".join(map(json.dumps, records))
    (folder / "notices.jsonl").write_text(lines, encoding="utf-8")
    run(folder, "index", "notices.jsonl")
    return folder


def _find(root: Path, **asked: object) -> tuple[int, list[str]]:
    page = search_releases(root / INDEX, Question(**asked), TODAY)  # type: ignore[arg-type]
    return page.total, [hit.release.id for hit in page.hits]


@pytest.mark.parametrize(
    ("sort", "first"),
    [(Sort.RELEVANCE, OTHER), (Sort.NEWEST, TITLED), (Sort.OLDEST, FIRST)],
)
def test_the_best_of_a_group_is_shown_in_the_order_asked_for(
    root: Path, sort: Sort, first: str
) -> None:
    total, shown = _find(root, text="quay", sort=sort)
    assert (total, sorted(shown)) == (2, [first, "undated-a-lantern-is-lost"])


def test_a_hit_names_the_rest_of_its_group(root: Path) -> None:
    page = search_releases(root / INDEX, Question(text="title:night"), TODAY)
    assert [hit.also for hit in page.hits] == [(OTHER, TITLED)]


def test_of_those_that_pass_a_filter_one_is_shown(root: Path) -> None:
    trade = Filters(department=("trade",))
    assert _find(root, text="lantern hangs", filters=trade) == (1, [OTHER])


def test_a_page_goes_on_behind_what_was_shown(root: Path) -> None:
    pages = [_find(root, text="quay", limit=1, offset=n)[1] for n in range(3)]
    shown = [name for page in pages for name in page]
    assert (len(shown), len(set(shown) & {FIRST, TITLED, OTHER})) == (2, 1)


HANGS = Question(text="hangs")
COUNTS: list[Callable[[Path], int]] = [
    lambda index: _find(index.parent, text="hangs", every=True)[0],
    lambda index: len(list(export_releases(index, HANGS, TODAY))),
    lambda index: count_facet(index, "year", HANGS, TODAY).values[0].releases,
]


@pytest.mark.parametrize("count", COUNTS, ids=["every", "export", "facets"])
def test_elsewhere_every_release_counts(
    root: Path, count: Callable[[Path], int]
) -> None:
    assert count(root / INDEX) == 3


def test_every_quote_counts(root: Path) -> None:
    assert search_quotes(root / INDEX, Question(text="glad"), TODAY).total == 3


@pytest.mark.parametrize(("options", "count"), [((), "2\n"), (("--all",), "4\n")])
def test_all_counts_each_release(
    root: Path, options: tuple[str, ...], count: str
) -> None:
    assert run(root, "search", "lantern", "--count", *options).out == count


@pytest.mark.parametrize(("options", "count"), [((), 2), (("--all",), 4)])
def test_a_run_of_queries_counts_as_a_search_does(
    root: Path, options: tuple[str, ...], count: int
) -> None:
    (root / "queries.tsv").write_text("1\tlantern\n", encoding="utf-8")
    asked = ("search", "--queries", "queries.tsv", "--format", "trec", *options)
    assert len(run(root, *asked).out.splitlines()) == count
