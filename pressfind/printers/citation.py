"""A quote as a line to cite it by; what a release doesn't say is left out."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from pressfind.model import QuoteHit, Speaker
from pressfind.printers.safety import make_safe
from pressfind.printers.text import say_date, say_place


def print_citations(hits: Iterable[QuoteHit], stream: TextIO) -> None:
    """Write a line a quote: who, the words, department, date, title, and where."""
    for hit in hits:
        stream.write(make_safe(", ".join(_parts(hit))) + "\n")


def _parts(hit: QuoteHit) -> Iterator[str]:
    release, quote = hit.release, hit.quote
    if who := _cite_speaker(quote.speaker):
        yield who
    words = " ".join(quote.span.of(release.body).split())
    # Within the marks of the line, a straight one would seem to end the words.
    yield '"' + words.replace('"', "'") + '"'
    if release.department:
        yield release.department
    if release.date:
        yield say_date(release.date)
    yield " ".join(release.title.split())
    yield release.url or say_place(release.source, quote.line_start)


def _cite_speaker(speaker: Speaker) -> str | None:
    name, role = speaker.name or speaker.as_written, speaker.role
    return f"{name} ({role})" if name and role else name or role
