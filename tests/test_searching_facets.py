"""What releases are counted by: all that match, whole names, and time without gaps."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from pressfind.errors import UsageError
from pressfind.model import Filters, Matching, Question, Speaker
from pressfind.model.counts import FacetPage
from pressfind.searching.facets import FACETS, count_facet
from tests.archives import commit, make_quoted, make_release

DAY = datetime.date(2026, 1, 1)
IDA = Speaker(name="Ida Holt", role="Ports Minister", organisation="Port Office")
CAPITALS = Speaker(name="IDA HOLT", role="Trade Minister")
BO = Speaker(name="Bo Holt", as_written="Dr Bo Holt")
NOBODY = Speaker(as_written="a visitor")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facets") / "index"
    days = [datetime.date(2023, 11, 30), datetime.date(2024, 2, 1), None]
    releases = [
        make_quoted("a", IDA, IDA, BO, date=days[0]),
        make_quoted("b", CAPITALS, NOBODY, date=days[1]),
        make_quoted("c", NOBODY, date=days[2]),
        make_release("d", "Port", tags=("Ports", "Trade"), date=days[1]),
    ]
    departments = ["Port Office", "Aster Office", "Port Office", None]
    named = [
        replace(release, department=department)
        for release, department in zip(releases, departments, strict=True)
    ]
    commit(folder, named)
    return folder


def _count(index: Path, field: str, text: str = "", **asked: object) -> FacetPage:
    question = Question(text=text, **{"limit": 0, **asked})  # type: ignore[arg-type]
    return count_facet(index, field, question, DAY)


def _rows(page: FacetPage) -> list[tuple[str, int, int | None]]:
    return [(one.value, one.releases, one.quotes) for one in page.values]


@pytest.mark.parametrize(
    ("field", "rows"),
    [
        ("department", [("Port Office", 2, None), ("Aster Office", 1, None)]),
        ("tag", [("Ports", 1, None), ("Trade", 1, None)]),
        ("speaker", [("Ida Holt", 2, 3), ("Bo Holt", 1, 1)]),
        ("role", [("Ports Minister", 1, 2), ("Trade Minister", 1, 1)]),
        ("organisation", [("Port Office", 1, 2)]),
        ("year", [("2023", 1, None), ("2024", 2, None)]),
    ],
)
def test_the_most_frequent_value_comes_first_and_years_in_their_order(
    index: Path, field: str, rows: list[tuple[str, int, int | None]]
) -> None:
    assert _rows(_count(index, field)) == rows


def test_months_without_releases_count_nothing_between_the_first_and_the_last(
    index: Path,
) -> None:
    assert [(value, n) for value, n, _ in _rows(_count(index, "month"))] == [
        *(("2023-11", 1), ("2023-12", 0), ("2024-01", 0), ("2024-02", 2))
    ]


@pytest.mark.parametrize(
    ("field", "without"),
    [("department", 1), ("tag", 3), ("speaker", 2), ("role", 2), ("month", 1)],
)
def test_releases_without_a_value_are_told(
    index: Path, field: str, without: int
) -> None:
    page = _count(index, field)
    assert (page.releases, page.without) == (4, without)


def test_only_what_matches_is_counted(index: Path) -> None:
    assert _rows(_count(index, "department", "port")) == []
    assert _count(index, "department", "port").releases == 1


def test_a_filter_by_speaker_leaves_the_others_of_its_releases(index: Path) -> None:
    page = _count(index, "speaker", filters=Filters(speaker=("bo",)))
    assert _rows(page) == [("Bo Holt", 1, 1), ("Ida Holt", 1, 2)]


def test_all_matches_count_whatever_page_is_shown(index: Path) -> None:
    page = _count(index, "month", limit=2, offset=1)
    assert (page.total, page.releases) == (4, 4)
    assert [one.value for one in page.values] == ["2023-12", "2024-01"]


def test_where_no_release_has_all_words_those_with_most_are_counted(
    index: Path,
) -> None:
    page = _count(index, "year", "ferry zyzzyva")
    assert (page.match, page.releases) == (Matching.MOST, 3)


@pytest.mark.parametrize("field", FACETS)
def test_nothing_found_has_no_values(index: Path, field: str) -> None:
    page = _count(index, field, "zyzzyva")
    assert (page.total, page.releases, page.values) == (0, 0, ())


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("speakers", "did you mean speaker?"),
        ("Months", "did you mean month?"),
        ("organization", "did you mean organisation?"),
        ("x", "known are department, speaker, role, organisation, tag, year, month"),
    ],
)
def test_an_unknown_field_names_the_nearest_known_ones(
    index: Path, field: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        _count(index, field)
    assert str(caught.value) == f"no facet is called {field!r}; {hint}"
