"""Results for a person, as lines to draw: one blank line between results."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from pressfind.model import (
    Block,
    BlockKind,
    Grouping,
    Page,
    QuoteHit,
    QuotePage,
    Release,
    ReleaseHit,
    ReleasePage,
    Source,
    Span,
    Speaker,
)
from pressfind.model.indexes import Status, WholeRelease
from pressfind.printers.drawing import (
    BLANK,
    QUIET,
    TITLE,
    WHO,
    Line,
    Screen,
    draw,
    end_page,
)
from pressfind.printers.safety import make_safe

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)  # strftime would ask the locale

_MOST_ALSO = 3
"""Near-identical releases that are named: a notice of every month has hundreds."""

_NOBODY = "nobody is named"


def print_releases(page: ReleasePage, screen: Screen) -> None:
    """Write a page of releases."""
    draw((release_lines(hit, screen) for hit in page.hits), screen)
    end_page(screen)


def print_quotes(
    page: QuotePage, screen: Screen, grouping: Grouping = Grouping.RELEASE
) -> None:
    """Write a page of quotes, together where they are of one release or speaker.

    Groups come in the order of their best quotes.
    """
    by_speaker = grouping is Grouping.SPEAKER
    groups: dict[str, list[QuoteHit]] = {}
    for hit in page.hits:
        key = _name(hit.quote.speaker) if by_speaker else hit.release.id
        groups.setdefault(key, []).append(hit)
    write = _speaker_lines if by_speaker else _quoting_lines
    draw((write(hits, screen) for hits in groups.values()), screen)
    end_page(screen)


def print_whole(found: Iterable[WholeRelease], screen: Screen) -> None:
    """Write releases whole."""
    draw((_whole_lines(whole, screen) for whole in found), screen)


def print_status(status: Status, screen: Screen) -> None:
    """Write what an index holds."""
    draw([_status_lines(status)], screen)


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
    return say_part(page, len(page.hits), noun) if page.total else "nothing found"


def say_part(page: Page, shown: int, noun: str) -> str:
    """Return a sentence about how many of all that there are a page shows."""
    total = f"{page.total:,} {noun}{'' if page.total == 1 else 's'}"
    first = page.question.offset + 1
    if page.total and not shown:
        return f"nothing from {first:,} on: there are {total}"
    if shown == page.total:
        return total
    last = first + shown - 1
    more = f"; for more: --offset {last}" if last < page.total else ""
    return f"{first:,} to {last:,} of {total}{more}"


def say_date(date: datetime.date) -> str:
    """Return a date in English, as 9 July 2024."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def say_speaker(speaker: Speaker) -> str:
    """Return a name, and the role as it was held then."""
    return _named(speaker.name or speaker.as_written, speaker.role) or _NOBODY


def release_lines(hit: ReleaseHit, screen: Screen) -> Iterator[Line]:
    """Yield a release and the passages of it that were found."""
    yield from heading_lines(hit.release, screen, hit.title_highlights)
    yield from _also_lines(hit.also)
    for snippet in hit.snippets:
        lit = snippet.highlights
        yield Line(text=snippet.text, indent=2, mark="· ", mark_style=QUIET, lit=lit)
        if snippet.quote and (who := _named(snippet.quote.speaker, snippet.quote.role)):
            yield Line(text=who, indent=6, mark="— ", mark_style=WHO, style=WHO)
    yield from _why(hit)


def _also_lines(also: Sequence[str]) -> Iterator[Line]:
    """Yield which releases are near-identical."""
    for name in also[:_MOST_ALSO]:
        yield Line(text=f"also: {name}", style=QUIET, whole=True)
    if len(also) > _MOST_ALSO:
        yield Line(text=f"also: {len(also) - _MOST_ALSO:,} more", style=QUIET)


def _why(hit: ReleaseHit | QuoteHit) -> Iterator[Line]:
    if hit.explanation is not None:
        from pressfind.printers.explanations import explanation_lines

        for place, text in enumerate(explanation_lines(hit.explanation, hit.score)):
            yield Line(text=text, indent=4 if place else 2, style=QUIET)


def quote_lines(hit: QuoteHit, screen: Screen) -> Iterator[Line]:
    """Yield a quote, who said it, and the release that it stands in."""
    yield from _said_lines(hit, say_speaker(hit.quote.speaker), indent=0)
    yield from _about_lines(hit.release, screen, indent=4)
    yield from _source_lines(hit, indent=4)


def heading_lines(
    release: Release, screen: Screen, lit: tuple[Span, ...] = ()
) -> Iterator[Line]:
    """Yield a release's title, what it is, and its id."""
    yield from _about_lines(release, screen, indent=0, lit=lit)
    yield Line(text=release.id, style=QUIET, whole=True)


def place_line(release: Release, line: int | None, indent: int = 0) -> Line:
    """Return where a text stands, as a path and a line."""
    return _place_line(release.source, line, indent)


def say_place(source: Source, line: int | None) -> str:
    """Return a path, and a line where the source has lines."""
    return f"{source.path}:{line}" if line else source.path


def _quoting_lines(hits: Sequence[QuoteHit], screen: Screen) -> Iterator[Line]:
    """Yield a release and what is said in it."""
    yield from _about_lines(hits[0].release, screen, indent=0)
    for place, hit in enumerate(hits):
        if place:
            yield BLANK
        yield from _said_lines(hit, say_speaker(hit.quote.speaker), indent=2)
        yield from _source_lines(hit, indent=6)


def _speaker_lines(hits: Sequence[QuoteHit], screen: Screen) -> Iterator[Line]:
    """Yield a speaker and what they said, each in the role of that day."""
    name = _name(hits[0].quote.speaker)
    yield Line(text=name, style=WHO)
    for place, hit in enumerate(hits):
        if place:
            yield BLANK
        role = hit.quote.speaker.role
        yield from _said_lines(hit, None if role == name else role, indent=2)
        yield from _about_lines(hit.release, screen, indent=6)
        yield from _source_lines(hit, indent=6)


def _said_lines(hit: QuoteHit, who: str | None, *, indent: int) -> Iterator[Line]:
    lit = tuple(Span(span.start + 1, span.end + 1) for span in hit.highlights)
    words = hit.quote.span.of(hit.release.body)
    yield Line(text=f"“{words}”", indent=indent, lit=lit)
    if who:
        yield Line(text=who, indent=indent + 2, mark="— ", mark_style=WHO, style=WHO)
    if hit.quote.attribution:
        yield Line(text=hit.quote.attribution, indent=indent + 4, style=QUIET)


def _about_lines(
    release: Release, screen: Screen, *, indent: int, lit: tuple[Span, ...] = ()
) -> Iterator[Line]:
    link = _link(release, screen)
    yield Line(text=release.title, indent=indent, style=TITLE, lit=lit, link=link)
    yield Line(text=_about(release), indent=indent)


def _source_lines(hit: QuoteHit, *, indent: int) -> Iterator[Line]:
    yield place_line(hit.release, hit.quote.line_start, indent)
    name = hit.release.quote_id(hit.quote)
    yield Line(text=name, indent=indent, style=QUIET, whole=True)
    yield from _why(hit)


def _whole_lines(whole: WholeRelease, screen: Screen) -> Iterator[Line]:
    release = whole.release
    yield from heading_lines(release, screen)
    yield from _contribution_lines(whole)
    yield from _also_lines(whole.also)
    if release.url:
        yield Line(text=release.url, style=QUIET, whole=True)
    if release.tags:
        yield Line(text=f"tags: {'; '.join(release.tags)}", style=QUIET)
    previous = None
    for block in release.blocks:
        if not (previous is BlockKind.BULLET and block.kind is previous):
            yield BLANK
        yield _block_line(block)
        previous = block.kind


def _place_line(source: Source, line: int | None, indent: int = 0) -> Line:
    text = say_place(source, line)
    return Line(text=text, indent=indent, style=QUIET, whole=True)


def _contribution_lines(whole: WholeRelease) -> Iterator[Line]:
    """Yield where a release stands, and what all but the first of the places gave."""
    for number, given in enumerate(whole.sources):
        yield _place_line(given.source, given.source.line_start)
        if number and given.fields:
            gave = f"gave {', '.join(given.fields)}"
            yield Line(text=gave, indent=2, style=QUIET)


def _block_line(block: Block) -> Line:
    match block.kind:
        case BlockKind.BULLET:
            return Line(text=block.text, indent=4, mark="• ")
        case BlockKind.QUOTE_PARAGRAPH:
            return Line(text=block.text, indent=4)
        case BlockKind.HEADING:
            return Line(text=block.text, style=TITLE)
        case BlockKind.ATTRIBUTION:
            return Line(text=block.text, style=WHO)
        case _:
            return Line(text=block.text)


def _status_lines(status: Status) -> Iterator[Line]:
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
        yield Line(text=value, mark=f"{name:<10}", mark_style=QUIET)


def _markdown(block: Block) -> str:
    marks = {
        BlockKind.BULLET: "- ",
        BlockKind.HEADING: "## ",
        BlockKind.QUOTE_PARAGRAPH: "> ",
    }
    return marks.get(block.kind, "") + make_safe(block.text)


def _about(release: Release) -> str:
    date = say_date(release.date) if release.date else "undated"
    return " · ".join(filter(None, (release.department, date)))


def _name(speaker: Speaker) -> str:
    return speaker.name or speaker.as_written or speaker.role or _NOBODY


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
