"""Dates as people write them: each form names a first and a last day.

Only the forms below are read.  The form is checked here before dateutil is asked,
because dateutil fills what is missing from today's date and would take "banana 3".
"""

import calendar
import datetime
import re
from collections.abc import Callable

Days = tuple[datetime.date, datetime.date]

FORMS = (
    "2024-04-18, 2024-04, 2024, 18 April 2024, April 2024, 18/04/2024, "
    "today, yesterday, last month, last year or 3 weeks ago"
)

_MONTHS = "|".join(
    f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name
    for name in (
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
    )
)
_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.A)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.A)
_NAMED = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTHS})\s+(?P<year>\d{{4}})",
    re.A | re.I,
)
_AGO = re.compile(r"(?P<count>\d{1,4})\s+(?P<unit>day|week|month|year)s?\s+ago", re.A)


def read_days(text: str, today: datetime.date) -> Days:
    """Return the first and the last day that ``text`` names; raise ``ValueError``.

    >>> read_days("2024-02", datetime.date(2030, 1, 1))
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    plain = " ".join(text.split()).casefold()
    for pattern in (_ISO, _DAY_FIRST, _NAMED):
        if match := pattern.fullmatch(plain):
            return _calendar_days(match.groupdict())
    if plain in _RELATIVE:
        return _RELATIVE[plain](today)
    if match := _AGO.fullmatch(plain):
        return _ago(int(match["count"]), match["unit"], today)
    raise ValueError(f"not a date: {text!r}; write {FORMS}")


def _calendar_days(parts: dict[str, str | None]) -> Days:
    year = int(parts["year"] or 0)
    name = parts["month"]
    month = None if name is None else _month_number(name)
    day = int(parts["day"]) if parts["day"] else None
    try:
        if month is None:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        if day is None:
            return _month(datetime.date(year, month, 1))
        return (exact := datetime.date(year, month, day)), exact
    except ValueError as error:
        raise ValueError(f"no such day: {error}; write {FORMS}") from None


def _month_number(name: str) -> int:
    if name.isdigit():
        return int(name)
    # The names are ours, not the locale's: calendar.month_abbr would be.
    return "janfebmaraprmayjunjulaugsepoctnovdec".index(name[:3]) // 3 + 1


def _month(day: datetime.date) -> Days:
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=1), day.replace(day=last)


def _ago(count: int, unit: str, today: datetime.date) -> Days:
    from dateutil.relativedelta import relativedelta

    try:
        day = today - relativedelta(
            days=count * (unit == "day"),
            weeks=count * (unit == "week"),
            months=count * (unit == "month"),
            years=count * (unit == "year"),
        )
    except (ValueError, OverflowError):
        raise ValueError(f"{count} {unit}s ago is before the calendar begins") from None
    return day, day


def _last_year(today: datetime.date) -> Days:
    year = today.year - 1
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def _yesterday(today: datetime.date) -> Days:
    return (day := today - datetime.timedelta(days=1)), day


_RELATIVE: dict[str, Callable[[datetime.date], Days]] = {
    "today": lambda today: (today, today),
    "yesterday": _yesterday,
    "last month": lambda today: _month(
        today.replace(day=1) - datetime.timedelta(days=1)
    ),
    "last year": _last_year,
}
