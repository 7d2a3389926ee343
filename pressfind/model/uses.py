"""The first and last uses of words."""

from enum import StrEnum

from pressfind.model.answers import Question, QuoteHit, ReleaseHit, Suggestion
from pressfind.values import frozen


class Direction(StrEnum):
    """Which use of words is sought."""

    FIRST = "first"
    LAST = "last"


class UserKind(StrEnum):
    """Whose uses of words are told apart."""

    SPEAKER = "speaker"
    DEPARTMENT = "department"


@frozen(kw_only=True)
class Use:
    """The first or last use of words, by ``user`` if it is told whose."""

    hit: ReleaseHit | QuoteHit
    user: str | None = None


@frozen(kw_only=True)
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
