"""What is counted, as records: the values of a field, and who is quoted."""

import datetime
from collections.abc import Sequence

from pressfind.model.counts import FacetPage, SpeakerPage
from pressfind.printers.records import Record, envelope

FACET_COLUMNS: Sequence[str] = ("value", "releases", "quotes")
SPEAKER_COLUMNS = (
    *("name", "aliases", "quotes", "releases", "first_date", "last_date", "roles.role"),
    *("roles.first_date", "roles.last_date", "roles.quotes"),
)


def facet_record(page: FacetPage) -> Record:
    """Return the values of a field with their counts."""
    values = [
        {"value": one.value, "releases": one.releases, "quotes": one.quotes}
        for one in page.values
    ]
    return envelope("facets", page) | {
        "field": page.field,
        "releases": page.releases,
        "without": page.without,
        "values": values,
    }


def speakers_record(page: SpeakerPage) -> Record:
    """Return who is quoted, in which roles and from when to when."""
    return envelope("speakers", page) | {
        "quotes": page.quotes,
        "unnamed": page.unnamed,
        "speakers": [
            {
                "name": one.name,
                "aliases": list(one.aliases),
                "quotes": one.quotes,
                "releases": one.releases,
                "first_date": _day(one.first_date),
                "last_date": _day(one.last_date),
                "roles": [
                    {
                        "role": held.role,
                        "first_date": _day(held.first_date),
                        "last_date": _day(held.last_date),
                        "quotes": held.quotes,
                    }
                    for held in one.roles
                ],
            }
            for one in page.speakers
        ],
    }


def speaker_rows(record: Record) -> list[Record]:
    """Return the speakers of a record as rows of a table, a list for each key of roles.

    All lists are as long: the first date is that of the first role.
    """
    keys = ("role", "first_date", "last_date", "quotes")
    return [
        one | {"roles": {k: [str(r[k] or "") for r in one["roles"]] for k in keys}}
        for one in record["speakers"]
    ]


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
