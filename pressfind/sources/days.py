"""The day of an instant, where its publisher lives.

One day of GOV.UK is written as ``2025-09-17T00:00:00+01:00`` and as
``2025-09-16T23:00:00Z``: it is the one in London.
"""

from datetime import datetime

LONDON = "Europe/London"


def find_day(written: str, zone: str) -> str:
    """Return the day of an instant in ``zone``, or what isn't one as it is written.

    >>> find_day("2025-09-16T23:00:00Z", LONDON), find_day("17 May 2025", LONDON)
    ('2025-09-17', '17 May 2025')
    """
    from zoneinfo import ZoneInfo

    try:
        instant = datetime.fromisoformat(written)
        if instant.tzinfo is None:
            return written
        return instant.astimezone(ZoneInfo(zone)).date().isoformat()
    except (ValueError, OverflowError):
        return written
