"""Tables of the sample at several widths and in a pipe, and rows that are hard."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from pressfind.model import Question
from pressfind.model.counts import FacetPage, FacetValue
from pressfind.printers.drawing import Ink, Screen
from pressfind.printers.tables import (
    Row,
    Table,
    print_facets,
    print_speakers,
    print_table,
    say_facets,
    say_speakers,
)
from pressfind.searching.facets import count_facet
from pressfind.searching.people import find_speakers
from tests.conftest import GOLDEN
from tests.test_printers_text import DAY, ESCAPE

ALL = Question(limit=0)


def _view_facets(index: Path, screen: Screen) -> None:
    print_facets(count_facet(index, "department", ALL, DAY), screen)


def _view_months(index: Path, screen: Screen) -> None:
    print_facets(count_facet(index, "month", Question(text="coffee"), DAY), screen)


def _view_speakers(index: Path, screen: Screen) -> None:
    print_speakers(find_speakers(index, Question(limit=8), DAY), screen)


VIEWS: dict[str, Callable[[Path, Screen], None]] = {
    "facets": _view_facets,
    "facets-months": _view_months,
    "speakers": _view_speakers,
}


def _draw(name: str, index: Path, *, width: int | None, ink: Ink) -> str:
    stream = io.StringIO(newline="")
    VIEWS[name](index, Screen(stream=stream, width=width, ink=ink))
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 200, None])
@pytest.mark.parametrize("name", VIEWS)
def test_a_table_is_as_it_was_last_reviewed(
    sample_index: Path, update_golden: bool, name: str, width: int | None
) -> None:
    ink = Ink.COLOR if width else Ink.NONE
    shown = _draw(name, sample_index, width=width, ink=ink).replace("\x1b", "␛")
    path = GOLDEN / "screens" / f"{name}-{width or 'pipe'}.txt"
    if update_golden:
        path.write_text(shown, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("name", VIEWS)
def test_no_row_is_wider_than_the_screen(
    sample_index: Path, name: str, width: int
) -> None:
    drawn = ESCAPE.sub("", _draw(name, sample_index, width=width, ink=Ink.COLOR))
    assert [line for line in drawn.splitlines() if len(line) > width] == []


@pytest.mark.parametrize("width", [60, 80, 200, None])
def test_no_row_ends_in_space(sample_index: Path, width: int | None) -> None:
    drawn = _draw("speakers", sample_index, width=width, ink=Ink.NONE)
    assert [line for line in drawn.split("\n") if line != line.rstrip()] == []


def test_without_ink_a_terminal_gets_bars_and_no_escape(sample_index: Path) -> None:
    bare = _draw("facets", sample_index, width=80, ink=Ink.NONE)
    drawn = _draw("facets", sample_index, width=80, ink=Ink.COLOR)
    assert bare == ESCAPE.sub("", drawn)


@pytest.mark.parametrize("width", [None, 60])
def test_a_label_cannot_steer_the_terminal_or_break_its_row(width: int | None) -> None:
    row = Row(label="Port\x1b[31m\nOffice", figures=("1",), size=1)
    assert "Port�[31m Office" in _draw_rows(row, width=width)


def test_figures_stand_behind_a_label_of_wide_letters() -> None:
    rows = (Row(label="港務局", figures=("1",)), Row(label="Ports", figures=("1",)))
    wide, narrow = _draw_rows(*rows, width=60).splitlines()[1:]
    assert (wide, narrow) == ("港務局  1", "Ports   1")


def test_the_longest_bar_is_the_greatest_and_the_least_is_still_seen() -> None:
    sizes = (1000, 500, 1, 0)
    rows = (Row(label="a", figures=(str(size),), size=size) for size in sizes)
    bars = [line.partition("  ")[2][4:].strip() for line in _lines(*rows, width=20)]
    assert bars == ["███████████", "█████▌", "▏", ""]


def _lines(*rows: Row, width: int) -> list[str]:
    return _draw_rows(*rows, width=width).splitlines()[1:]


def _draw_rows(*rows: Row, width: int | None) -> str:
    stream = io.StringIO()
    table = Table(headings=("a", "b"), rows=rows)
    print_table(table, Screen(stream=stream, width=width))
    return stream.getvalue()


def test_a_table_without_rows_is_nothing() -> None:
    assert _draw_rows(width=80) == ""


def test_the_total_says_how_many_values_and_releases_there_are(
    sample_index: Path,
) -> None:
    question = Question(limit=5)
    said = [
        say_facets(count_facet(sample_index, "month", ALL, DAY)),
        say_facets(count_facet(sample_index, "tag", ALL, DAY)),
        say_speakers(find_speakers(sample_index, question, DAY)),
        say_speakers(find_speakers(sample_index, Question(text="zyzzyva"), DAY)),
    ]
    assert said == [
        "38 months; 24 releases",
        "2 tags; 24 releases, 3 of them without one",
        "1 to 5 of 32 speakers; for more: --offset 5; 53 quotes, 1 of them by nobody"
        " named",
        "nothing found",
    ]


def test_releases_without_any_value_are_still_told() -> None:
    page = FacetPage(
        question=ALL, parsed="", total=0, field="tag", releases=1, without=1, values=()
    )
    assert say_facets(page) == "0 tags; 1 release, 1 of them without one"


def test_one_value_is_one() -> None:
    values = (FacetValue(value="Ports", releases=2),)
    page = FacetPage(
        question=ALL,
        parsed="",
        total=1,
        field="tag",
        releases=2,
        without=0,
        values=values,
    )
    assert say_facets(page) == "1 tag; 2 releases"
