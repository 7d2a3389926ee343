"""What is asked of an index, and what it answers."""

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from pressfind.model.documents import Quote, Release, Span
from pressfind.values import frozen

if TYPE_CHECKING:
    from pressfind.model.explanations import Explanation


@frozen(kw_only=True)
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


class Grouping(StrEnum):
    """Under what quotes are shown together."""

    RELEASE = "release"
    SPEAKER = "speaker"


class Matching(StrEnum):
    """How many of its words a query asks a hit to have."""

    ALL = "all"
    MOST = "most"
    ANY = "any"


@frozen(kw_only=True)
class Question:
    """What a user asks: query text, filters, order, and which page of the answer.

    ``limit`` 0 means all hits.  Without ``matching`` all words are asked for, and where
    nothing has them all, most of them.  With ``explain`` each hit says why it has
    its score.  Near-identical releases are one hit, unless ``every`` one is asked for.
    """

    text: str = ""
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE
    limit: int = 10
    offset: int = 0
    snippets: int = 3
    matching: Matching | None = None
    explain: bool = False
    every: bool = False


@frozen(kw_only=True)
class QuoteReference:
    """The quote that a snippet stands in."""

    id: str
    speaker: str | None
    role: str | None


@frozen(kw_only=True)
class Snippet:
    """A passage of a release; ``highlights`` count code points of ``text``."""

    field: str
    text: str
    highlights: tuple[Span, ...]
    line: int | None = None
    quote: QuoteReference | None = None


@frozen(kw_only=True)
class ReleaseHit:
    """A release that matched; ``score`` is rounded to 6 decimals.

    ``also`` are the ids of the near-identical releases, sorted, found or not.
    """

    rank: int
    score: float
    release: Release
    snippets: tuple[Snippet, ...] = ()
    title_highlights: tuple[Span, ...] = ()
    also: tuple[str, ...] = ()
    explanation: "Explanation | None" = None


@frozen(kw_only=True)
class QuoteHit:
    """A quote that matched; ``highlights`` count code points of its text."""

    rank: int
    score: float
    release: Release
    quote: Quote
    highlights: tuple[Span, ...] = ()
    explanation: "Explanation | None" = None


@frozen(kw_only=True)
class Suggestion:
    """A word that is in no release, the words most like it, and which was ``used``."""

    word: str
    nearest: tuple[str, ...]
    used: str | None = None


@frozen(kw_only=True)
class Learnt:
    """An acronym and its long form, in how many ``releases`` and in which first."""

    acronym: str
    long_form: str
    releases: int
    release_id: str


@frozen(kw_only=True)
class Page:
    """One page of an answer; ``total`` counts all that matched.

    ``held`` is how many of the ``words`` of the query each hit has at least; words
    ``left_out`` are not among these.
    """

    question: Question
    parsed: str
    total: int
    match: Matching = Matching.ALL
    held: int = 0
    words: int = 0
    left_out: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


@frozen(kw_only=True)
class ReleasePage(Page):
    """One page of releases."""

    hits: tuple[ReleaseHit, ...]


@frozen(kw_only=True)
class QuotePage(Page):
    """One page of quotes."""

    hits: tuple[QuoteHit, ...]
