"""First and last uses: a record of one shape, whether it is a quote or a release."""

from collections.abc import Iterator
from typing import TextIO

from pressfind.model import QuoteHit, ReleaseHit, Speaker
from pressfind.model.uses import Use, Uses
from pressfind.printers.drawing import Line, Screen, draw, end_page
from pressfind.printers.records import (
    VERSION,
    Record,
    hit_record,
    print_table,
    query_record,
    release_record,
    speaker_record,
    suggestion_records,
)
from pressfind.printers.text import quote_lines, release_lines

COLUMNS = (
    *("type", "user", "id", "text", "speaker.name", "speaker.role"),
    *("speaker.organisation", "release.id", "release.title", "release.department"),
    *("release.date", "release.url", "source.path", "source.line"),
)


def uses_record(uses: Uses) -> Record:
    """Return first or last uses, and what could be none."""
    return {
        "version": VERSION,
        "type": uses.direction.value,
        "query": query_record(uses.question, uses.parsed),
        "by": uses.by and uses.by.value,
        "total": uses.total,
        "undated": uses.undated,
        "unnamed": uses.unnamed,
        "suggestions": suggestion_records(uses.suggestions),
        "uses": [_use_record(use) for use in uses.uses],
    }


def print_uses(uses: Uses, screen: Screen) -> None:
    """Write each use as search and quotes write a hit."""
    draw((_lines(use, screen) for use in uses.uses), screen)
    end_page(screen)


def print_uses_table(uses: Uses, stream: TextIO, *, tabs: bool) -> None:
    """Write a row a use, as CSV or TSV."""
    records = [_use_record(use) for use in uses.uses]
    print_table(records, COLUMNS, stream, tabs=tabs)


def say_uses(uses: Uses) -> str:
    """Return a sentence about how many there are, and what is left out."""
    if not uses.total and not uses.undated:
        return "nothing found"
    noun = "quote" if uses.by == "speaker" else "release"
    parts = [f"{uses.direction} of {_count(uses.total, noun)}"]
    if uses.undated:
        parts.append(f"{_count(uses.undated, 'undated ' + noun)} left out")
    if uses.unnamed:
        parts.append(f"{_count(uses.unnamed, noun)} without a {uses.by} left out")
    return "; ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _lines(use: Use, screen: Screen) -> Iterator[Line]:
    if isinstance(use.hit, QuoteHit):
        return quote_lines(use.hit, screen)
    return release_lines(use.hit, screen)


def _use_record(use: Use) -> Record:
    hit = use.hit
    found = _quote(hit) if isinstance(hit, QuoteHit) else _passage(hit)
    return {
        "type": found["type"],
        "user": use.user,
        "id": found["id"],
        "text": found["text"],
        "highlights": found["highlights"],
        "speaker": found["speaker"],
        "release": release_record(hit.release),
        "source": {"path": hit.release.source.path, "line": found["line"]},
    }


def _quote(hit: QuoteHit) -> Record:
    return {**hit_record(hit), "line": hit.quote.line_start}


def _passage(hit: ReleaseHit) -> Record:
    """Return what of a release to show: what matched in its text, or its title."""
    record = hit_record(hit)
    shown: Record = {
        "text": hit.release.title,
        "highlights": [[span.start, span.end] for span in hit.title_highlights],
        "line": hit.release.source.line_start,
    }
    for snippet in record["snippets"]:
        if snippet["highlights"] or not hit.title_highlights:
            shown = snippet
    return {**record, **shown, "speaker": speaker_record(Speaker())}
