"""Tables for a person: a label, figures behind it, and a bar where there is room.

The same rows are printed everywhere.  On a terminal labels are wrapped and bars drawn;
elsewhere a row is a line, with its columns under one another.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from pressfind.model.counts import FacetPage, HeldRole, QuotedSpeaker, SpeakerPage
from pressfind.printers.drawing import Screen, open_console
from pressfind.printers.safety import make_safe
from pressfind.printers.text import say_part
from pressfind.values import frozen

_HEADING, _NAME, _BAR = "dim", "bold", "magenta"

_BETWEEN = 2
"""Columns are so far apart."""

_WIDEST_LABEL = 40
"""A label that is wider gives way to a bar."""

_NARROWEST_LABEL = 16
_WIDEST_BAR, _NARROWEST_BAR = 40, 8
_EIGHTHS = " ▏▎▍▌▋▊▉█"


@frozen(kw_only=True)
class Row:
    """A label with its figures; ``size`` is what its bar shows."""

    label: str
    figures: tuple[str, ...]
    size: int = 0
    indent: int = 0
    style: str = ""


@frozen(kw_only=True)
class Table:
    """Rows under the headings of their columns."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@frozen(kw_only=True)
class _Layout:
    """How wide the columns are; without a bar ``bar`` is 0."""

    label: int
    figures: tuple[int, ...]
    bar: int = 0


def print_facets(page: FacetPage, screen: Screen) -> None:
    """Write the values of a field, with a bar for how many releases have each."""
    of_quotes = any(one.quotes is not None for one in page.values)
    rows = tuple(
        Row(
            label=one.value,
            figures=(_number(one.releases), *([_number(one.quotes)] * of_quotes)),
            size=one.releases,
        )
        for one in page.values
    )
    headings = (page.field, "releases", *(["quotes"] * of_quotes))
    print_table(Table(headings=headings, rows=rows), screen)


def print_speakers(page: SpeakerPage, screen: Screen) -> None:
    """Write who is quoted, each with the roles held, and a bar for the quotes."""
    rows = tuple(row for speaker in page.speakers for row in _speaker_rows(speaker))
    headings = ("speaker", "quotes", "releases", "first", "last")
    print_table(Table(headings=headings, rows=rows), screen)


def say_facets(page: FacetPage) -> str:
    """Return a sentence about which values these are, and of how many releases."""
    if not page.releases:
        return "nothing found"
    found = f"{page.releases:,} release{'' if page.releases == 1 else 's'}"
    without = f", {page.without:,} of them without one" if page.without else ""
    return f"{say_part(page, len(page.values), page.field)}; {found}{without}"


def say_speakers(page: SpeakerPage) -> str:
    """Return a sentence about which speakers these are, and of how many quotes."""
    if not page.quotes:
        return "nothing found"
    found = f"{page.quotes:,} quote{'' if page.quotes == 1 else 's'}"
    unnamed = f", {page.unnamed:,} of them by nobody named" if page.unnamed else ""
    return f"{say_part(page, len(page.speakers), 'speaker')}; {found}{unnamed}"


def print_table(table: Table, screen: Screen) -> None:
    """Write a table; nothing if it has no rows."""
    if not table.rows:
        return
    if screen.width is None:
        layout = _lay_out(table, None)
        for row in _with_headings(table):
            screen.stream.write(_plain(row, layout) + "\n")
    else:
        _draw(table, screen, screen.width)


def _speaker_rows(speaker: QuotedSpeaker) -> Iterator[Row]:
    yield Row(
        label=" / ".join((speaker.name, *speaker.aliases)),
        figures=(
            _number(speaker.quotes),
            _number(speaker.releases),
            *_days(speaker.first_date, speaker.last_date),
        ),
        size=speaker.quotes,
        style=_NAME,
    )
    for held in speaker.roles:
        yield _role_row(held)


def _role_row(held: HeldRole) -> Row:
    days = _days(held.first_date, held.last_date)
    figures = (_number(held.quotes), "", *days)
    return Row(label=held.role, figures=figures, indent=2)


def _number(value: int | None) -> str:
    return f"{value or 0:,}"


def _days(*days: date | None) -> Iterator[str]:
    return (day.isoformat() if day else "undated" for day in days)


def _with_headings(table: Table) -> Iterable[Row]:
    label, *figures = table.headings
    return (Row(label=label, figures=tuple(figures), style=_HEADING), *table.rows)


def _lay_out(
    table: Table, width: int | None, measure: Callable[[str], int] = len
) -> _Layout:
    """Return how wide columns are on a screen, as ``measure`` has a text's width."""
    rows = _with_headings(table)
    label = max(row.indent + measure(_one_line(row.label)) for row in rows)
    columns = zip(*(row.figures for row in rows), strict=True)
    figures = tuple(max(map(len, column)) for column in columns)
    if width is None:
        return _Layout(label=label, figures=figures)
    left = width - sum(figures) - _BETWEEN * len(figures)
    beside = left - min(label, _WIDEST_LABEL) - _BETWEEN
    if beside < _NARROWEST_BAR or not any(row.size for row in table.rows):
        label = min(label, max(left, _NARROWEST_LABEL))
        return _Layout(label=label, figures=figures)
    bar = min(beside, _WIDEST_BAR)
    return _Layout(label=min(label, left - bar - _BETWEEN), figures=figures, bar=bar)


def _plain(row: Row, layout: _Layout) -> str:
    label = " " * row.indent + _one_line(row.label)
    return (label.ljust(layout.label) + _align(row, layout)).rstrip()


def _align(row: Row, layout: _Layout) -> str:
    pairs = zip(row.figures, layout.figures, strict=True)
    return "".join(" " * _BETWEEN + text.rjust(width) for text, width in pairs)


def _one_line(label: str) -> str:
    return make_safe(label).replace("\n", " ").replace("\t", " ")


def _draw(table: Table, screen: Screen, width: int) -> None:
    from rich.cells import cell_len
    from rich.text import Text

    console, layout = open_console(screen, width), _lay_out(table, width, cell_len)
    largest = max(row.size for row in table.rows)
    for row in _with_headings(table):
        label = Text(_one_line(row.label), style=row.style)
        lines = label.wrap(console, max(layout.label - row.indent, 1))
        for place, line in enumerate(lines):
            line.rstrip()
            drawn = Text(" " * row.indent)
            drawn.append_text(line)
            if not place:
                drawn.pad_right(max(layout.label - drawn.cell_len, 0))
                heading = row.style if row.style == _HEADING else ""
                drawn.append(_align(row, layout), heading)
                bar = _make_bar(row.size, largest, layout.bar)
                drawn.append(" " * _BETWEEN + bar if bar else "", _BAR)
            drawn.rstrip()
            console.print(drawn, no_wrap=True, overflow="ignore", crop=False)


def _make_bar(size: int, largest: int, width: int) -> str:
    """Return a bar of eighths of a column, not empty if there is anything to show.

    >>> _make_bar(3, 4, 2), _make_bar(1, 1000, 2), _make_bar(0, 4, 2)
    ('█▌', '▏', '')
    """
    if not size or not width:
        return ""
    full, part = divmod(max(round(8 * width * size / largest), 1), 8)
    return _EIGHTHS[-1] * full + _EIGHTHS[part].strip()
