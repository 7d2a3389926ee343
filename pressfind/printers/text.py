"""Results for a person: Rich on a terminal; plain, unwrapped lines elsewhere.

Both draw the same styled lines; on a terminal they are indented and wrapped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
    from rich.text import Text

_LIGHT = "bold yellow"
_TITLE = "bold"
_QUIET = "dim"
_WHO = "cyan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where text goes: ``width`` is None where nothing is drawn."""

    stream: TextIO
    width: int | None = None
    folder: str = ""  # absolute, so that links to files can be made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    indent: int = 0
    style: str = ""
    lit: tuple[Span, ...] = ()
    link: str | None = None


def print_releases(page: ReleasePage, screen: Screen) -> None:
    """Write a page of releases."""
    lines = (line for hit in page.hits for line in _release_lines(hit, screen))
    _draw([*lines, *_ending(page, "release")], screen)


def print_quotes(page: QuotePage, screen: Screen) -> None:
    """Write a page of quotes."""
    lines = (line for hit in page.hits for line in _quote_lines(hit, screen))
    _draw([*lines, *_ending(page, "quote")], screen)


def print_whole(releases: Iterable[Release], screen: Screen) -> None:
    """Write releases whole."""
    _draw(
        [line for release in releases for line in _whole_lines(release, screen)], screen
    )


def print_markdown(releases: Iterable[Release], stream: TextIO) -> None:
    """Write releases as Markdown."""
    for release in releases:
        stream.write(f"# {make_safe(release.title)}\n\n{_about(release)}\n\n")
        for block in release.blocks:
            stream.write(_markdown(block) + "\n\n")


def print_status(status: Status, screen: Screen) -> None:
    """Write what an index holds."""
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
    _draw([_Line(text=f"{name:<9} {value}") for name, value in rows.items()], screen)


def _release_lines(hit: ReleaseHit, screen: Screen) -> Iterator[_Line]:
    release = hit.release
    link = _link(release, screen)
    yield _Line(text=release.title, style=_TITLE, lit=hit.title_highlights, link=link)
    yield _Line(text=f"{_about(release)} · {release.id}", style=_QUIET)
    for snippet in hit.snippets:
        yield _Line(text=snippet.text, indent=4, lit=snippet.highlights)
        if snippet.quote and (who := _named(snippet.quote.speaker, snippet.quote.role)):
            yield _Line(text=f"— {who}", indent=6, style=_WHO)
    yield _Line(text="")


def _quote_lines(hit: QuoteHit, screen: Screen) -> Iterator[_Line]:
    release, quote = hit.release, hit.quote
    lit = tuple(Span(span.start + 1, span.end + 1) for span in hit.highlights)
    words = quote.span.of(release.body).replace("\n\n", "  ")
    yield _Line(text=f"“{words}”", lit=lit)
    who = _named(quote.speaker.name or quote.speaker.as_written, quote.speaker.role)
    yield _Line(text=f"— {who or 'nobody named'}", indent=2, style=_WHO)
    yield _Line(text=release.title, indent=4, link=_link(release, screen))
    place = f"{release.source.path}:{quote.line_start}" if quote.line_start else ""
    about = " · ".join(filter(None, (_about(release), release.quote_id(quote), place)))
    yield _Line(text=about, indent=4, style=_QUIET)
    yield _Line(text="")


def _whole_lines(release: Release, screen: Screen) -> Iterator[_Line]:
    yield _Line(text=release.title, style=_TITLE, link=_link(release, screen))
    yield _Line(text=f"{_about(release)} · {release.id}", style=_QUIET)
    for place, block in enumerate(release.blocks):
        bullet = block.kind is BlockKind.BULLET
        if not (
            bullet and place and release.blocks[place - 1].kind is BlockKind.BULLET
        ):
            yield _Line(text="")
        style = _TITLE if block.kind is BlockKind.HEADING else ""
        indent = 4 if bullet or block.kind is BlockKind.QUOTE_PARAGRAPH else 0
        yield _Line(
            text=("• " if bullet else "") + block.text, indent=indent, style=style
        )
    yield _Line(text="")


def _markdown(block: Block) -> str:
    text = make_safe(block.text)
    marks = {
        BlockKind.BULLET: "- ",
        BlockKind.HEADING: "## ",
        BlockKind.QUOTE_PARAGRAPH: "> ",
    }
    return marks.get(block.kind, "") + text


def _ending(page: ReleasePage | QuotePage, noun: str) -> Iterator[_Line]:
    shown = len(page.hits)
    total = f"{page.total:,} {noun}{'' if page.total == 1 else 's'}"
    if 0 < shown < page.total:
        first = page.question.offset + 1
        yield _Line(text=f"{first} to {first + shown - 1} of {total}", style=_QUIET)
    elif page.total:
        yield _Line(text=total, style=_QUIET)


def _about(release: Release) -> str:
    date = "undated"
    if release.date:
        date = f"{release.date.day} {release.date:%B %Y}"
    return make_safe(" · ".join(filter(None, (release.department, date))))


def _named(name: str | None, role: str | None) -> str:
    return ", ".join(filter(None, (name, role)))


def _link(release: Release, screen: Screen) -> str | None:
    if release.url:
        return release.url
    if not screen.folder or release.source.path == "-":
        return None
    from pathlib import Path

    return Path(screen.folder, release.source.path).resolve().as_uri()


def _draw(lines: list[_Line], screen: Screen) -> None:
    if screen.width is None:
        for line in lines:
            flat = make_safe(line.text).replace("\n", " ").replace("\t", " ")
            screen.stream.write(f"{' ' * line.indent}{flat}".rstrip(" ") + "\n")
        return
    from rich.console import Console
    from rich.padding import Padding

    console = Console(
        file=screen.stream,
        width=screen.width,
        force_terminal=True,
        color_system="standard",
        highlight=False,
        legacy_windows=False,
    )
    for line in lines:
        if not line.text:
            console.print()
            continue
        console.print(Padding(_styled(line), (0, 0, 0, line.indent), expand=False))


def _styled(line: _Line) -> "Text":
    from rich.style import Style
    from rich.text import Text

    text = Text(make_safe(line.text), style=line.style)
    for span in line.lit:
        text.stylize(_LIGHT, span.start, span.end)
    if line.link:
        text.stylize(Style(link=make_safe(line.link)))
    return text
