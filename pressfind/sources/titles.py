"""What text forms share: the title line and the issue line of a release."""

import re

from pressfind.values import frozen

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
# "Tuesday, May 7th, 2004", "7 May 2004", "2004-05-07"
DATE = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"(?:(?:{'|'.join(_MONTHS)})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{'|'.join(_MONTHS)}),?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2})"
)
"""A whole date in words, or in the one order of numbers that nobody reads otherwise."""
# PRESS RELEASE : New ferry to Port Alder [May 2024]
_PREFIX = re.compile(r"press\s+release\s*:\s*", re.I)
_MONTH = re.compile(
    rf"\s*\[(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}})\]\s*$", re.I
)
# The press release issued by the Home Office on 21 May 2024.
_ISSUED = re.compile(
    r"the\s+press\s+release\s+issued\s+by\s+(?:the\s+)?(?P<department>.+?)"
    r"(?:\s+on\s+(?P<date>\d[^.]*?))?\s*\.?\s*$",
    re.I,
)
# The speech made by Ann Lee, the Minister for Ports, on 3 May 2023.
_MADE = re.compile(
    r"the\s+(?P<kind>(?:[a-z]+\s+)?(?:speech|tribute|statement|letter|comments?|article))"
    rf"\s+(?:made|given|issued|asked|sent)\b.*\bon\s+{DATE}\.?",
    re.I,
)

LONGEST_CUT = 120
"""Characters at most of a text that stands for a title."""


@frozen
class Title:
    """A title without its marks, and what they said."""

    text: str
    is_release: bool
    month: str | None


def read_title(line: str) -> Title:
    """Return the title of ``line``; its bracket becomes a month, ``YYYY-MM``."""
    text = line.strip(" \t")
    prefix = _PREFIX.match(text)
    if prefix:
        text = text[prefix.end() :]
    month = None
    if match := _MONTH.search(text):
        month = f"{match['year']}-{_MONTHS.index(match['month'].lower()) + 1:02}"
        text = text[: match.start()]
    return Title(text.strip(), prefix is not None, month)


def read_issue(line: str) -> tuple[str, str | None] | None:
    """Return department and date as written, if ``line`` says who issued it."""
    match = _ISSUED.match(line.strip(" \t"))
    return None if match is None else (match["department"].strip(), match["date"])


def find_other_kind(line: str) -> str | None:
    """Return what ``line`` says that a text is, if that is no press release."""
    match = _MADE.fullmatch(line.strip())
    return None if match is None else " ".join(match["kind"].lower().split())


def cut_title(text: str) -> str:
    """Return the first words of a text, which stand for a title that there isn't."""
    if len(text) <= LONGEST_CUT:
        return text
    return text[:LONGEST_CUT].rpartition(" ")[0] + "…"
