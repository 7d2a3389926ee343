"""What stands around a release's own words: labels, dateline, notes, contacts.

The lead is the first block of a release, so what stands before it is put behind all
else.  It is boilerplate there, as what stands behind the end is (``endings``).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pressfind.model import BlockKind, RawBlock
from pressfind.sources.endings import as_boilerplate, mark_endings
from pressfind.values import frozen

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    r"(?i:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}))"
)
# "TOKYO, JAPAN", "Beverly Hills, California", "WASHINGTON, D.C."
_PLACE = r"[A-ZÀ-Þ][\w.’'-]*(?:[ ,]+[A-ZÀ-Þ][\w.’'-]*){0,6}"
# "(Newswire)", "/24-7PressRelease/"
_WIRE = r"(?:\([^()\n]{2,40}\)|/\s?[^/\n]{2,60}/)"
_NEWSWIRE = r"(?:[(/][^()/\n]{0,30}(?i:news|wire|press)[^()/\n]{0,30}[)/])"
# "@ 10:30 AM America/New_York"
_TIME = r"(?:@?\s*\d{1,2}:\d{2}\s*(?i:[ap]\.?m\.?)?(?:\s+[A-Z]\w+(?:/\w+)?)?)"
_GAP = r"[\s,–—-]*"
_DASH = r"(?:\s*[–—]|\s*--?)(?=\s|$)"
_DATELINES = tuple(
    re.compile(form)
    for form in (
        # "LONDON, 7 May 2024 (Newswire) --", "ROME (Newswire) Tuesday May 7, 2024 —"
        rf"(?:{_PLACE}{_GAP})?(?:{_WIRE}{_GAP})?(?P<date>{_DATE}){_GAP}"
        rf"(?:{_TIME}{_GAP})?(?:{_WIRE}(?:{_DASH}|\s|$)|(?<=[–—-]\s)|{_DASH})",
        # "ROME, ITALY (Newswire) --"
        rf"{_PLACE}{_GAP}(?P<date>){_NEWSWIRE}{_DASH}",
        # "ROME – Ships", "WASHINGTON, D.C. - Ships"
        rf"(?P<date>)[A-Z]{{4}}[A-Z.’' -]*(?:,\s+[A-Z][\w.]*){{0,2}}{_DASH}",
    )
)
_DATELINE_WITHIN = 5

# "FOR IMMEDIATE RELEASE", "--News Direct--", "By Ann Lee, The Ferryman"
_LABEL = re.compile(
    r"(?i:for\s+immediate\s+release|(?:press|media|news)\s+release)\W*"
    r"|-{2,}[^-]{2,40}-{2,}|[Bb]y\s+[A-Z][\w.’'-]*(?:,?\s+[A-Z][\w.’'-]*){1,5}"
)
_LABELS_WITHIN = 3


@frozen(kw_only=True)
class Framed:
    """Blocks with their boilerplate marked, and the date of the dateline as written."""

    blocks: tuple[RawBlock, ...]
    date_text: str | None = None
    date_line: int | None = None
    labelled: bool = False
    """Whether a label or a dateline says that it is a release."""


def mark_frame(blocks: Sequence[RawBlock]) -> Framed:
    """Return the blocks of a release with what stands around its words marked.

    >>> framed = mark_frame([RawBlock(text="ROME, 7 May 2024 (Newswire) -- It sails."),
    ...     RawBlock(text="ENDS")])
    >>> [(b.kind and b.kind.value, b.text) for b in framed.blocks]
    [(None, 'It sails.'), ('boilerplate', 'ENDS'), \
('boilerplate', 'ROME, 7 May 2024 (Newswire) --')]
    """
    before, own = _take_labels(list(blocks))
    dateline = None
    for place, block in enumerate(own[:_DATELINE_WITHIN]):
        if match := _find_dateline(block):
            dateline = match
            rest = block.text[match.end() :].strip()
            before.append(as_boilerplate(block, match[0].strip()))
            own[place : place + 1] = [replace(block, text=rest)] if rest else []
            date_line = block.line
            break
    if dateline is None:
        date_line = None
    return Framed(
        blocks=(*mark_endings(own), *before),
        date_text=(dateline["date"] or None) if dateline else None,
        date_line=date_line,
        labelled=bool(before),
    )


def _take_labels(blocks: list[RawBlock]) -> tuple[list[RawBlock], list[RawBlock]]:
    labels = [b for b in blocks[:_LABELS_WITHIN] if _LABEL.fullmatch(b.text.strip())]
    own = [block for block in blocks if block not in labels]
    return [as_boilerplate(block) for block in labels], own


def _find_dateline(block: RawBlock) -> re.Match[str] | None:
    if block.kind not in {None, BlockKind.PARAGRAPH}:
        return None
    return next((m for form in _DATELINES if (m := form.match(block.text))), None)
