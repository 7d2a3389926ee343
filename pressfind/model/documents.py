"""A release, from its source to what is kept of it."""

import datetime
from bisect import bisect_left
from dataclasses import field
from enum import StrEnum

from pressfind.values import frozen

BLOCK_SEPARATOR = "\n\n"
"""What joins the texts of blocks into ``Release.body``."""


@frozen
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span {self.start}:{self.end}")

    def of(self, text: str) -> str:
        """Return the part of ``text`` that this span names."""
        return text[self.start : self.end]


class BlockKind(StrEnum):
    """What a block of a release is."""

    PARAGRAPH = "paragraph"
    LIST_INTRO = "list_intro"
    BULLET = "bullet"
    HEADING = "heading"
    ATTRIBUTION = "attribution"
    QUOTE_PARAGRAPH = "quote_paragraph"
    BOILERPLATE = "boilerplate"


class QuoteKind(StrEnum):
    """Whether a quote stands as blocks of its own or inside a paragraph."""

    BLOCK = "block"
    INLINE = "inline"


class Evidence(StrEnum):
    """Whether marks show where a quote ends, or it was inferred."""

    MARKED = "marked"
    INFERRED = "inferred"


@frozen(kw_only=True)
class Source:
    """Where a text stands: a path, and its first and last line if it has lines.

    A path is relative to the folder that holds the index folder, with ``/``; ``-``
    is standard input.
    """

    path: str
    line_start: int | None = None
    line_end: int | None = None


@frozen(kw_only=True)
class Block:
    """One paragraph, bullet or heading; its text is never empty."""

    kind: BlockKind
    text: str
    line: int | None = None


@frozen(kw_only=True)
class Speaker:
    """Who said it: resolved, and as the words stand there."""

    name: str | None = None
    as_written: str | None = None
    role: str | None = None
    role_as_written: str | None = None
    organisation: str | None = None


@frozen(kw_only=True)
class Quote:
    """Words that a release reports.

    ``span`` counts code points of the release's body, without quotation marks;
    the lines are those of the words, not of the attribution.  ``ended_by`` names what
    ended a quote whose end was inferred, None where marks did.
    """

    span: Span
    kind: QuoteKind
    evidence: Evidence
    speaker: Speaker
    attribution: str | None = None
    line_start: int | None = None
    line_end: int | None = None
    ended_by: str | None = None


@frozen(kw_only=True)
class RawBlock:
    """One block as its source holds it; ``kind`` is None where extraction decides."""

    text: str
    line: int | None = None
    kind: BlockKind | None = None


@frozen
class Repair:
    """In how many places of a file text was repaired that had been encoded twice."""

    path: str
    places: int


@frozen(kw_only=True)
class RawDocument:
    """One release as its source holds it, before extraction.

    ``date_text`` is the date as written.  ``month`` is the month that an archive
    page states beside the title, as ``YYYY-MM``; it only checks the date.
    ``quotes`` is None unless the source marks them itself (our own export does).
    ``warnings`` are whole sentences on what was done to read it, and ``repairs`` what
    was repaired of what it was read from, since the release before.
    """

    source: Source
    title: str
    blocks: tuple[RawBlock, ...]
    given_id: str | None = None
    department: str | None = None
    date_text: str | None = None
    date_line: int | None = None
    month: str | None = None
    lead: str | None = None
    tags: tuple[str, ...] = ()
    url: str | None = None
    quotes: tuple[Quote, ...] | None = None
    warnings: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


@frozen(kw_only=True)
class Release:
    """One press release.

    ``body`` is all blocks' texts joined by a blank line.  A lead, where there is
    one, is the text of the first block.  Tags are sorted and distinct.
    """

    id: str
    title: str
    source: Source
    given_id: str | None = None
    department: str | None = None
    date: datetime.date | None = None
    lead: str | None = None
    tags: tuple[str, ...] = ()
    url: str | None = None
    blocks: tuple[Block, ...] = ()
    quotes: tuple[Quote, ...] = ()
    body: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        body = BLOCK_SEPARATOR.join([block.text for block in self.blocks])
        object.__setattr__(self, "body", body)

    def block_spans(self) -> tuple[Span, ...]:
        """Return where each block stands in the body, in reading order."""
        spans = []
        start = 0
        for block in self.blocks:
            spans.append(Span(start, start + len(block.text)))
            start += len(block.text) + len(BLOCK_SEPARATOR)
        return tuple(spans)

    def quote_id(self, quote: Quote) -> str:
        """Return ``ID#qN``, N counting this release's quotes from 1."""
        # Quotes stand in reading order, unless somebody wrote the export by hand.
        number = bisect_left(self.quotes, quote.span.start, key=_start_of_quote)
        if self.quotes[number : number + 1] != (quote,):
            number = self.quotes.index(quote)
        return f"{self.id}#q{number + 1}"


def _start_of_quote(quote: Quote) -> int:
    return quote.span.start


@frozen(kw_only=True)
class Skipped:
    """Something a source holds that is not indexed, and why.

    ``kind`` is a short noun that skips are counted by ("speech", "empty file");
    ``reason`` says more to a person, with the line where it applies.
    """

    path: str
    kind: str
    reason: str
    line: int | None = None
