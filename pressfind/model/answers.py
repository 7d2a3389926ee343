"""What is asked of an index, and what it answers."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pressfind.model.documents import Quote, Release, Span

if TYPE_CHECKING:
    from pressfind.model.explanations import Explanation


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


class Grouping(StrEnum):
    """Under what quotes are shown together."""

    RELEASE = "release"
    SPEAKER = "speaker"


class Matching(StrEnum):
    """How many of its words a query asks a hit to have."""

    ALL = "all"
    MOST = "most"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a user asks: query text, filters, order, and which page of the answer.

    ``limit`` 0 means all hits.  Without ``matching`` all words are asked for, and where
    nothing has them all, most of them.  With ``explain`` each hit says why it has
    its score.
    """

    text: str = ""
    filters: Filters = Filters()
    sort: Sort = Sort.RELEVANCE
    limit: int = 10
    offset: int = 0
    snippets: int = 3
    matching: Matching | None = None
    explain: bool = False


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
    """A release that matched; ``score`` is rounded to 6 decimals.

    ``also`` are the ids of near-identical releases, sorted.
    """

    rank: int
    score: float
    release: Release
    snippets: tuple[Snippet, ...] = ()
    title_highlights: tuple[Span, ...] = ()
    also: tuple[str, ...] = ()
    explanation: "Explanation | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteHit:
    """A quote that matched; ``highlights`` count code points of its text."""

    rank: int
    score: float
    release: Release
    quote: Quote
    highlights: tuple[Span, ...] = ()
    explanation: "Explanation | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A word that is in no release, the words most like it, and which was ``used``."""

    word: str
    nearest: tuple[str, ...]
    used: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """An acronym and its long form, in how many ``releases`` and in which first."""

    acronym: str
    long_form: str
    releases: int
    release_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage(Page):
    """One page of releases."""

    hits: tuple[ReleaseHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePage(Page):
    """One page of quotes."""

    hits: tuple[QuoteHit, ...]


class Operation(StrEnum):
    """What makes given words of said ones, as ``difflib`` names it."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


class Change(StrEnum):
    """What kind of difference an edit is; one that is marked is no alteration."""

    NUMBER = "number"
    NEGATION = "negation"
    WORDING = "wording"
    MARKED = "marked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A stretch of a quote and of given words; ``change`` is None where they agree."""

    op: Operation
    said: str
    given: str
    change: Change | None = None


class Verdict(StrEnum):
    """Whether words were said; where several hold, it is the first of them."""

    EXACT = "exact"
    ALTERED = "altered"
    DIFFERENT_SPEAKER = "different speaker"
    ONLY_IN_NARRATIVE = "only in narrative"
    NOT_IN_THIS_ARCHIVE = "not in this archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseQuote:
    """A quote like the given words; ``hit.score`` is how alike, up to 1.

    ``of_speaker`` is whether the speaker that was named said it; None if none was.
    """

    hit: QuoteHit
    difference: tuple[Edit, ...]
    of_speaker: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """Where a release has words that nobody is quoted with."""

    release: Release
    text: str
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What an archive says of words given as a quote; the closest quotes come first."""

    given: str
    speaker: str | None
    verdict: Verdict
    closest: tuple[CloseQuote, ...] = ()
    narrative: tuple[Narrative, ...] = ()


class Direction(StrEnum):
    """Which use of words is sought."""

    FIRST = "first"
    LAST = "last"


class UserKind(StrEnum):
    """Whose uses of words are told apart."""

    SPEAKER = "speaker"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The first or last use of words, by ``user`` if it is told whose."""

    hit: ReleaseHit | QuoteHit
    user: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """The first or last uses of what a question asks for.

    ``undated`` and ``unnamed`` count what could be none: releases without a date; with
    ``by``, quotes or releases that name no speaker or department.
    """

    question: Question
    parsed: str
    direction: Direction
    by: UserKind | None = None
    total: int = 0
    undated: int = 0
    unnamed: int = 0
    uses: tuple[Use, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value of a field, and how many releases have it.

    ``quotes`` counts those of speakers, roles and organisations, and is None of others.
    """

    value: str
    releases: int
    quotes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetPage(Page):
    """The values of a field; ``total`` counts them all.

    ``releases`` is how many matched, and ``without`` how many of them have no value.
    """

    field: str
    releases: int
    without: int
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role that somebody is quoted in, from a first release to a last."""

    role: str
    first_date: datetime.date | None
    last_date: datetime.date | None
    quotes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedSpeaker:
    """Somebody who is quoted; ``aliases`` are other names of theirs in the archive."""

    name: str
    aliases: tuple[str, ...]
    quotes: int
    releases: int
    first_date: datetime.date | None
    last_date: datetime.date | None
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerPage(Page):
    """Who is quoted; ``total`` counts these people.

    ``quotes`` is how many matched, and ``unnamed`` how many of these name nobody.
    """

    quotes: int
    unnamed: int
    speakers: tuple[QuotedSpeaker, ...]
