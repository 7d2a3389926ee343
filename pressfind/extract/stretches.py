"""A subject's stretches: what stands between its commas, where a person may begin.

A stretch is a pair of offsets into the subject, in which no-break spaces are plain.
"""

import re

from pressfind.extract.names import parse_name
from pressfind.extract.roles import ARTICLE, is_role, trim

# "Speaking after the vote, ", "In a statement, ", "Commenting on the news, "
_INTRODUCTION = re.compile(
    r"(?:[A-Z]\w+ing|In|At|On|Upon|After|Following|Before|Ahead|Today|Yesterday|Meanwhile"
    r"|Earlier|Later|During|Also|Finally|However|But|And|As|Asked|For|With|While|When)\b"
)
# "Commenting on the news of the council": no role, whatever it holds
_PARTICIPLE = re.compile(
    r"[A-Z]\w+ing\s(?:on|about|to|at|after|before|following|the|a|an|in|during|from|with"
    r"|today|yesterday|his|her|their|its|this)\b"
)
# "As Ida Holt" said, "According to the Aster Trust"
_SOURCE = re.compile(r"(?:As|According to)\s+(?=\S)")
# "LEEDS, 5 May – ", "Aster, N.D.  " before the subject of a release's first sentence
_DATELINE = re.compile(r"[A-Z].{0,60}?(?:\s[–—-]{1,2}\s*|\s{2,})(?=[A-Z])")
# "TERNBY, Ore. " without a dash
_CAPITAL_DATELINE = re.compile(
    r"[A-Z]{4,}(?:\s[A-Z]+)*(?:,\s[A-Z][\w.]{1,5}|\sD\.?C\.?)\s+(?=[A-Z])"
)
# "Ida Holt (head of tides)", "Ida Holt – head of tides –"
_BRACKETED_ROLE = re.compile(r"\s\((?P<role>[^()]{3,120})\)[\s,]*$")
_DASHED_ROLE = re.compile(
    r"(?P<name>[^–—-]{3,60}?)\s[–—-]{1,2}\s(?P<role>[^–—]{3,120}?)(?:\s[–—-]{1,2})?[\s,]*$"
)
# Not of "Ida Holt, Jr."
_COMMA = re.compile(r",\s(?!(?:Jr|Sr|II|III|IV)\b)")


def set_commas(subject: str) -> str:
    """Return "Ida Holt, head of tides" of "Ida Holt (head of tides)" or "– … –"."""
    bracket = _BRACKETED_ROLE.search(subject)
    if bracket and is_role(bracket["role"]):
        return f"{subject[: bracket.start()]}, {bracket['role']}"
    dashes = _DASHED_ROLE.match(subject)
    if dashes and is_role(dashes["role"]):
        named = parse_name(dashes["name"], 0, len(dashes["name"]))
        if named and named.full and named.role_end == 0:
            return f"{dashes['name']}, {dashes['role']}"
    return subject


def find_begin(text: str) -> int:
    """Return where a subject begins, behind a dateline, a colon or a lost break."""
    dateline = _DATELINE.match(text) or _CAPITAL_DATELINE.match(text)
    colon = text.rfind(": ") + 1
    return max(dateline.end() if dateline else 0, colon, _find_lost_break(text))


def split_at_commas(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of ``text[start:end]`` between commas."""
    cuts = [match.end() for match in _COMMA.finditer(text[start:end])]
    begins = [start, *(start + cut for cut in cuts)]
    ends = [*(start + cut for cut in cuts), end]
    trimmed = [trim(text, *pair) for pair in zip(begins, ends, strict=True)]
    return [pair for pair in trimmed if pair[0] < pair[1]]


def drop_introduction(
    text: str, stretches: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Drop "Speaking after the vote," and its like, up to where a person may begin."""
    start, end = stretches[0]
    if len(stretches) == 1:
        source = _SOURCE.match(text, start, end)
        return [(source.end(), end)] if source else stretches
    first = text[start:end]
    if not _INTRODUCTION.match(first):
        return stretches
    if is_role(first) and not _PARTICIPLE.match(first):
        return stretches
    for index, (start, _) in enumerate(stretches[1:], start=1):
        if text[start].isupper() or ARTICLE.match(text, start):
            return stretches[index:]
    return stretches


def _find_lost_break(text: str) -> int:
    """Return where the last of paragraphs begins that were run together, or 0.

    Where their breaks were lost, two spaces are left: "in the rain  Ida Holt".
    """
    at = text.rstrip().rfind("  ")
    return at if at > 0 and len(text[at:].split()) > 1 else 0
