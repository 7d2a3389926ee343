"""What flows between the layers: frozen values without I/O.

A ``Span`` counts code points of ``Release.body`` and is half-open, so
``body[span.start:span.end]`` is always the text it names.  Lines are 1-based
lines of the source.  ``None`` means that the text does not say.
"""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

BLOCK_SEPARATOR = "\n\n"
"""What joins the texts of blocks into ``Release.body``."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a text stands: a path, and its first and last line if it has lines.

    A path is relative to the folder that holds the index folder, with ``/``; ``-``
    is standard input.
    """

    path: str
    line_start: int | None = None
    line_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, bullet or heading; its text is never empty."""

    kind: BlockKind
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said it: resolved, and as the words stand there."""

    name: str | None = None
    as_written: str | None = None
    role: str | None = None
    role_as_written: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that a release reports.

    ``span`` counts code points of the release's body, without quotation marks;
    the lines are those of the words, not of the attribution.
    """

    span: Span
    kind: QuoteKind
    evidence: Evidence
    speaker: Speaker
    attribution: str | None = None
    line_start: int | None = None
    line_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBlock:
    """One block as its source holds it; ``kind`` is None where extraction decides."""

    text: str
    line: int | None = None
    kind: BlockKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """One release as its source holds it, before extraction.

    ``date_text`` is the date as written.  ``month`` is the month that an archive
    page states beside the title, as ``YYYY-MM``; it only checks the date.
    ``quotes`` is None unless the source marks them itself (our own export does).
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


@dataclass(frozen=True, slots=True, kw_only=True)
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
        body = BLOCK_SEPARATOR.join(block.text for block in self.blocks)
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
        return f"{self.id}#q{self.quotes.index(quote) + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something a source holds that is not indexed, and why.

    ``kind`` is a short noun that skips are counted by ("speech", "empty file");
    ``reason`` says more to a person, with the line where it applies.
    """

    path: str
    kind: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One release as one origin states it.

    ``origin`` is the path (or ``-``) whose removal removes this version; it differs
    from ``release.source.path`` for records that came through an export.
    """

    origin: str
    release: Release


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFile:
    """A file as it was when last read: what tells whether to read it again.

    ``settled`` is False when the file was so young at reading that a later change
    could have left size and time as they were.
    """

    path: str
    size: int
    mtime_ns: int
    sha256: str
    settled: bool
    form: str
    releases: int
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What an index remembers of where its releases came from."""

    roots: tuple[str, ...] = ()
    files: tuple[IndexedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What every hit must also satisfy; each tuple means any of its values."""

    department: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    fields: tuple[str, ...] = ()


class Sort(StrEnum):
    """In which order hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Matching(StrEnum):
    """How many of its words a query asks a hit to have."""

    ALL = "all"
    MOST = "most"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a user asks: query text, filters, order, and which page of the answer.

    ``limit`` 0 means all hits.  Without ``matching`` all words are asked for, and where
    nothing has them all, most of them.
    """

    text: str = ""
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE
    limit: int = 10
    offset: int = 0
    snippets: int = 3
    matching: Matching | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteReference:
    """The quote that a snippet stands in."""

    id: str
    speaker: str | None
    role: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A passage of a release; ``highlights`` count code points of ``text``."""

    field: str
    text: str
    highlights: tuple[Span, ...]
    line: int | None = None
    quote: QuoteReference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHit:
    """A release that matched; ``score`` is rounded to 6 decimals."""

    rank: int
    score: float
    release: Release
    snippets: tuple[Snippet, ...] = ()
    title_highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteHit:
    """A quote that matched; ``highlights`` count code points of its text."""

    rank: int
    score: float
    release: Release
    quote: Quote
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A word that is in no release, the words most like it, and which was ``used``."""

    word: str
    nearest: tuple[str, ...]
    used: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of an answer; ``total`` counts all that matched.

    ``held`` is how many of the ``words`` of the query each hit has at least.
    """

    question: Question
    parsed: str
    total: int
    match: Matching = Matching.ALL
    held: int = 0
    words: int = 0
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage(Page):
    """One page of releases."""

    hits: tuple[ReleaseHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePage(Page):
    """One page of quotes."""

    hits: tuple[QuoteHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexReport:
    """What one indexing run did, counted in releases; what it passed over, and why.

    ``warnings`` are whole sentences for standard error.
    """

    index: str
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Return how many releases the index now holds."""
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What an index holds; ``size`` is in bytes, ``damage`` names what is broken.

    ``damage`` is None unless the index was checked.
    """

    index: str
    version: str
    format: int
    engine: str
    releases: int
    quotes: int
    undated: int
    first_date: datetime.date | None
    last_date: datetime.date | None
    roots: tuple[str, ...]
    files: int
    size: int
    damage: tuple[str, ...] | None = None
