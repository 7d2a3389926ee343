"""Whether words were said, and how they differ from what was."""

from enum import StrEnum

from pressfind.model.answers import QuoteHit
from pressfind.model.documents import Release
from pressfind.values import frozen


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


@frozen(kw_only=True)
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


@frozen(kw_only=True)
class CloseQuote:
    """A quote like the given words; ``hit.score`` is how alike, up to 1.

    ``of_speaker`` is whether the speaker that was named said it; None if none was.
    """

    hit: QuoteHit
    difference: tuple[Edit, ...]
    of_speaker: bool | None = None


@frozen(kw_only=True)
class Narrative:
    """Where a release has words that nobody is quoted with."""

    release: Release
    text: str
    line: int | None


@frozen(kw_only=True)
class Verification:
    """What an archive says of words given as a quote; the closest quotes come first."""

    given: str
    speaker: str | None
    verdict: Verdict
    closest: tuple[CloseQuote, ...] = ()
    narrative: tuple[Narrative, ...] = ()
