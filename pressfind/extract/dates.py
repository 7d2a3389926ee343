"""The day a release was issued, from the words that state it.

Only whole dates of known forms are read: nothing is filled in from today's date, and
day and month are never swapped to make a date of an impossible one.  Numbers are day
first.
Of a date with a time the day is taken as it stands there, in whatever zone.
"""

import re
from datetime import date
from functools import lru_cache

_MONTHS = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
)
_DAY = r"(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4})"
# ", 10:30:00 +0100", " at 2:23pm", " - 10:30 GMT"
_TIME = (
    r"(?:,?\s+(?:at\s+|[-–]\s+)?[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:[+-][0-9]{2}:?[0-9]{2}|[a-z]{1,5})?(?:\s*\([a-z ]{1,30}\))?)?"
)

# Most archives have one form, so each is compiled when a date gets to it.
_FORMS = (
    # "2024-05-21", "2024-05-21T10:30:00.000+01:00"
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?:[T\s][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"\s*(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?)?",
    # "21 May 2024", "21st May 2024", "Tue, 21 May 2024 10:30:00 +0100"
    rf"{_WEEKDAY}{_DAY}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTHS}[,\s-]\s*{_YEAR}{_TIME}",
    # "May 21, 2024", "Tuesday, May 21st, 2024 - 2:23pm"
    rf"{_WEEKDAY}{_MONTHS}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}{_TIME}",
    # "21/05/2024"
    rf"{_DAY}/(?P<month>[0-9]{{1,2}})/{_YEAR}",
)

_LONGEST_DATE = 80
"""No date is longer; a longer text is not looked at."""

_MONTH_NUMBERS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6},
    **{"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
}


@lru_cache(maxsize=5_000)  # an archive of ten years has fewer days
def parse_date(text: str) -> date | None:
    """Return the day that ``text`` states, or None if it states none.

    >>> parse_date("21st May 2024"), parse_date("05/13/2024"), parse_date("May 2024")
    (datetime.date(2024, 5, 21), None, None)
    """
    words = " ".join(text.split()) if len(text) <= _LONGEST_DATE else ""
    for form in _FORMS:
        match = re.fullmatch(form, words, re.IGNORECASE)
        if match:
            return _build(match["year"], match["month"], match["day"])
    return None


def _build(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTH_NUMBERS[month[:3].lower()]
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
