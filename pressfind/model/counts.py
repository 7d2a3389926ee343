"""What is counted over all that was found: values of fields, and who is quoted."""

import datetime

from pressfind.model.answers import Page
from pressfind.values import frozen


@frozen(kw_only=True)
class FacetValue:
    """A value of a field, and how many releases have it.

    ``quotes`` counts those of speakers, roles and organisations, and is None of others.
    """

    value: str
    releases: int
    quotes: int | None = None


@frozen(kw_only=True)
class FacetPage(Page):
    """The values of a field; ``total`` counts them all.

    ``releases`` is how many matched, and ``without`` how many of them have no value.
    """

    field: str
    releases: int
    without: int
    values: tuple[FacetValue, ...]


@frozen(kw_only=True)
class HeldRole:
    """A role that somebody is quoted in, from a first release to a last."""

    role: str
    first_date: datetime.date | None
    last_date: datetime.date | None
    quotes: int


@frozen(kw_only=True)
class QuotedSpeaker:
    """Somebody who is quoted; ``aliases`` are other names of theirs in the archive."""

    name: str
    aliases: tuple[str, ...]
    quotes: int
    releases: int
    first_date: datetime.date | None
    last_date: datetime.date | None
    roles: tuple[HeldRole, ...]


@frozen(kw_only=True)
class SpeakerPage(Page):
    """Who is quoted; ``total`` counts these people.

    ``quotes`` is how many matched, and ``unnamed`` how many of these name nobody.
    """

    quotes: int
    unnamed: int
    speakers: tuple[QuotedSpeaker, ...]
