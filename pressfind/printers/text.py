"""Results for a person: wrapped and coloured on a terminal, plain lines elsewhere.

Both write the same lines, one blank line between results.  Elsewhere a line is never
wrapped or cut.  On a terminal prose is wrapped at a readable measure, an id or a path
never: the terminal folds it itself, so that it can be copied whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pressfind.model import (
    Block,
    BlockKind,
    QuoteHit,
    QuotePage,
    Release,
    ReleaseHit,
    ReleasePage,
    Span,
    Status,
)
from pressfind.printers.safety import make_safe

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Of the eight colours, red and magenta alone are readable on black and on white.
_LIT = "bold red"
_WHO = "magenta"
_TITLE = "bold"
_QUIET = "dim"

# Longer lines lose the eye on its way back; shorter ones can't hold a word.
_MEASURE, _NARROWEST = 100, 20

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)  # strftime would ask the locale


class Ink(StrEnum):
    """What may be written besides the text: nothing, weight, or colour too."""

    NONE = "none"
    MONO = "mono"
    COLOR = "color"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where text goes: ``width`` is None where lines aren't wrapped."""

    stream: TextIO
    width: int | None = None
    ink: Ink = Ink.NONE
    folder: str = ""  # absolute, so that links to files can be made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One paragraph; ``mark`` stands before it, and wrapped lines hang behind it."""

    text: str
    indent: int = 0
    mark: str = ""
    mark_style: str = ""
    style: str = ""
    lit: tuple[Span, ...] = ()
    link: str | None = None
    whole: bool = False  # an id or a path: to be copied, so never wrapped


_Lines = Iterable[_Line]
_BLANK = _Line(text="")


def print_releases(page: ReleasePage, screen: Screen) -> None:
    """Write a page of releases."""
    _draw((_release_lines(hit, screen) for hit in page.hits), screen)
    _end_page(screen)


def print_quotes(page: QuotePage, screen: Screen) -> None:
    """Write a page of quotes."""
    _draw((_quote_lines(hit, screen) for hit in page.hits), screen)
    _end_page(screen)


def print_whole(releases: Iterable[Release], screen: Screen) -> None:
    """Write releases whole."""
    _draw((_whole_lines(release, screen) for release in releases), screen)


def print_status(status: Status, screen: Screen) -> None:
    """Write what an index holds."""
    _draw([_status_lines(status)], screen)


def print_markdown(releases: Iterable[Release], stream: TextIO) -> None:
    """Write releases as Markdown."""
    for release in releases:
        stream.write(f"# {make_safe(release.title)}\n\n{make_safe(_about(release))}\n")
        previous = None
        for block in release.blocks:
            tight = previous is BlockKind.BULLET and block.kind is previous
            stream.write(("" if tight else "\n") + _markdown(block) + "\n")
            previous = block.kind
        stream.write("\n")


def say_total(page: ReleasePage | QuotePage) -> str:
    """Return a sentence about which part of all hits the page is."""
    noun = "release" if isinstance(page, ReleasePage) else "quote"
    total = f"{page.total:,} {noun}{'' if page.total == 1 else 's'}"
    first, shown = page.question.offset + 1, len(page.hits)
    if not page.total:
        return "nothing found"
    if not shown:
        return f"nothing from {first:,} on: there are {total}"
    if shown == page.total:
        return total
    last = first + shown - 1
    more = f"; for more: --offset {last}" if last < page.total else ""
    return f"{first:,} to {last:,} of {total}{more}"


def _release_lines(hit: ReleaseHit, screen: Screen) -> Iterator[_Line]:
    yield from _heading(hit.release, screen, hit.title_highlights)
    for snippet in hit.snippets:
        lit = snippet.highlights
        yield _Line(text=snippet.text, indent=2, mark="· ", mark_style=_QUIET, lit=lit)
        if snippet.quote and (who := _named(snippet.quote.speaker, snippet.quote.role)):
            yield _Line(text=who, indent=6, mark="— ", mark_style=_WHO, style=_WHO)
    yield from _why(hit)


def _why(hit: ReleaseHit | QuoteHit) -> Iterator[_Line]:
    if hit.explanation is not None:
        from pressfind.printers.explanations import explanation_lines

        for place, text in enumerate(explanation_lines(hit.explanation, hit.score)):
            yield _Line(text=text, indent=4 if place else 2, style=_QUIET)


def _quote_lines(hit: QuoteHit, screen: Screen) -> Iterator[_Line]:
    release, quote = hit.release, hit.quote
    lit = tuple(Span(span.start + 1, span.end + 1) for span in hit.highlights)
    yield _Line(text=f"“{quote.span.of(release.body)}”", lit=lit)
    who = _named(quote.speaker.name or quote.speaker.as_written, quote.speaker.role)
    who = who or "nobody is named"
    yield _Line(text=who, indent=2, mark="— ", mark_style=_WHO, style=_WHO)
    link = _link(release, screen)
    yield _Line(text=release.title, indent=4, style=_TITLE, link=link)
    yield _Line(text=_about(release), indent=4)
    place = _place(release, quote.line_start)
    for name in (place, release.quote_id(quote)):
        yield _Line(text=name, indent=4, style=_QUIET, whole=True)
    yield from _why(hit)


def _whole_lines(release: Release, screen: Screen) -> Iterator[_Line]:
    yield from _heading(release, screen, ())
    place = _place(release, release.source.line_start)
    yield _Line(text=place, style=_QUIET, whole=True)
    if release.url:
        yield _Line(text=release.url, style=_QUIET, whole=True)
    if release.tags:
        yield _Line(text=f"tags: {'; '.join(release.tags)}", style=_QUIET)
    previous = None
    for block in release.blocks:
        if not (previous is BlockKind.BULLET and block.kind is previous):
            yield _BLANK
        yield _block_line(block)
        previous = block.kind


def _block_line(block: Block) -> _Line:
    match block.kind:
        case BlockKind.BULLET:
            return _Line(text=block.text, indent=4, mark="• ")
        case BlockKind.QUOTE_PARAGRAPH:
            return _Line(text=block.text, indent=4)
        case BlockKind.HEADING:
            return _Line(text=block.text, style=_TITLE)
        case BlockKind.ATTRIBUTION:
            return _Line(text=block.text, style=_WHO)
        case _:
            return _Line(text=block.text)


def _status_lines(status: Status) -> Iterator[_Line]:
    dates = "none"
    if status.first_date and status.last_date:
        dates = f"{status.first_date} to {status.last_date}"
    rows = {
        "index": status.index,
        "releases": f"{status.releases:,} ({status.undated:,} undated)",
        "quotes": f"{status.quotes:,}",
        "dates": dates,
        "paths": ", ".join(status.roots) or "none",
        "files": f"{status.files:,}",
        "size": f"{status.size:,} bytes",
        "format": f"{status.format}, {status.engine}, pressfind {status.version}",
    }
    if status.damage is not None:
        rows["check"] = f"{len(status.damage):,} damaged" if status.damage else "whole"
    for name, value in rows.items():
        yield _Line(text=value, mark=f"{name:<10}", mark_style=_QUIET)


def _heading(
    release: Release, screen: Screen, lit: tuple[Span, ...]
) -> Iterator[_Line]:
    link = _link(release, screen)
    yield _Line(text=release.title, style=_TITLE, lit=lit, link=link)
    yield _Line(text=_about(release))
    yield _Line(text=release.id, style=_QUIET, whole=True)


def _markdown(block: Block) -> str:
    marks = {
        BlockKind.BULLET: "- ",
        BlockKind.HEADING: "## ",
        BlockKind.QUOTE_PARAGRAPH: "> ",
    }
    return marks.get(block.kind, "") + make_safe(block.text)


def _about(release: Release) -> str:
    date = "undated"
    if release.date:
        month = _MONTHS[release.date.month - 1]
        date = f"{release.date.day} {month} {release.date.year}"
    return " · ".join(filter(None, (release.department, date)))


def _place(release: Release, line: int | None) -> str:
    return f"{release.source.path}:{line}" if line else release.source.path


def _named(name: str | None, role: str | None) -> str:
    return ", ".join(filter(None, (name, role)))


def _link(release: Release, screen: Screen) -> str | None:
    if release.url:
        # Anything else could name a program that a click would start.
        web = release.url.startswith(("https://", "http://"))
        return make_safe(release.url) if web else None
    if not screen.folder or release.source.path == "-":
        return None
    return Path(screen.folder, release.source.path).resolve().as_uri()


def _draw(results: Iterable[_Lines], screen: Screen) -> None:
    write = _write_plain if screen.width is None else _drawer(screen, screen.width)
    for place, lines in enumerate(results):
        if place:
            screen.stream.write("\n")
        for line in lines:
            write(line, screen)


def _end_page(screen: Screen) -> None:
    if screen.width is not None:  # the total follows, on standard error
        screen.stream.write("\n")


def _write_plain(line: _Line, screen: Screen) -> None:
    flat = make_safe(line.text).replace("\n", " ").replace("\t", " ")
    screen.stream.write(f"{' ' * line.indent}{line.mark}{flat}".rstrip(" ") + "\n")


class _Drawer:
    """Writes lines with Rich, which is imported only where it draws."""

    def __init__(self, console: "Console", width: int) -> None:
        self._console = console
        self._width = max(width, _NARROWEST)

    def __call__(self, line: _Line, screen: Screen) -> None:
        text = self._style(line, screen)
        margin = line.indent + len(line.mark)
        rows = [text]
        if not line.whole:
            measure = min(_MEASURE, max(self._width - margin, _NARROWEST))
            rows = list(text.wrap(self._console, measure))
        for row in rows:
            row.rstrip()
        self._write(line, rows)

    def _write(self, line: _Line, rows: "list[Text]") -> None:
        from rich.text import Text

        for place, row in enumerate(rows or [Text()]):
            margin = line.indent + (len(line.mark) if place else 0)
            # A blank line between a quote's paragraphs has no margin to trail.
            drawn = Text(" " * margin if row.plain else "")
            if not place:
                drawn.append(line.mark, line.mark_style)
            drawn.append_text(row)
            self._console.print(drawn, no_wrap=True, overflow="ignore", crop=False)

    def _style(self, line: _Line, screen: Screen) -> "Text":
        from rich.style import Style
        from rich.text import Text

        text = Text(make_safe(line.text).replace("\t", " "), style=line.style)
        for span in line.lit:
            text.stylize(_LIT, span.start, span.end)
        if line.link and screen.ink is not Ink.NONE:
            text.stylize(Style(link=line.link))
        return text


def _drawer(screen: Screen, width: int) -> _Drawer:
    from rich.console import Console

    # All is said here, so that Rich asks neither the environment nor the stream.
    console = Console(
        file=screen.stream,
        width=width,
        height=25,
        force_terminal=screen.ink is not Ink.NONE,
        color_system=None if screen.ink is Ink.NONE else "standard",
        no_color=screen.ink is not Ink.COLOR,
        highlight=False,
        legacy_windows=False,
    )
    return _Drawer(console, width)
