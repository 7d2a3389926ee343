"""One release as plain text: a title, perhaps its date and issue line, then paragraphs.

Folders hold other text as well, so the tells are conservative.  A text that says of
itself that it is a press release is one.  Else it must be prose, have a line like a
title, and report: prose is mostly whole sentences, which code, tables, logs and lists
aren't; and a licence or a manual has no dateline, nobody who said something, and
nothing that happened today or on Monday.

A date is taken only where it is the release's own: on a line by itself, after "For
immediate release", in a dateline.  Numbers alone (05/07/2004) are not: such texts come
from both sides of the Atlantic.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pressfind.model import BlockKind, RawBlock, RawDocument, Skipped, Source
from pressfind.sources.endings import mark_endings
from pressfind.sources.paragraphs import join_paragraphs
from pressfind.sources.titles import DATE, read_issue, read_title
from pressfind.values import frozen

_RELEASE = r"(?:press|media|news)\s+(?:release|statement)"
# "Media release", "FOR IMMEDIATE RELEASE: May 7, 2004", "Tuesday, 4 May 2004"
_LABEL = re.compile(
    rf"(?=\w)(?P<name>{_RELEASE}|for\s+(?:immediate\s+)?release)?[\s:,–-]*"
    rf"(?P<date>{DATE})?\s*",
    re.I,
)
# "Media Release: Ferry sails", above a page that repeats the title
_LABELLED = re.compile(rf"{_RELEASE}\s*:\s*(?P<title>.*\S)", re.I)
# "WASHINGTON, D.C. - May 7, 2004 - Ships", "PORT ALDER, 4 May 2004 –", "ROME – Ships"
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]*[A-Z.](?:,\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?)?"
    rf"[\s,(–—-]+(?:(?P<date>(?i:{DATE}))\s*\)?\s*)?(?:/[\w ]+/\s*)?[–—-]"
)
_SPEECH = r"(?:said|says|added|adds|told|stated|stressed)"
# “… ,” said Ann Lee   “… ,” Ann Lee said   Ann Lee said: “
_SAID = re.compile(
    rf"[\"”’']\s*{_SPEECH}\b|[\"”’']\s*(?:[A-Z][\w.’'-]*\s+){{1,6}}{_SPEECH}\b"
    rf"|[A-Z][\w.’'-]*,?\s+{_SPEECH}\b[^.\"“‘]{{0,60}}[,:]\s*[\"“‘']"
)
_NEWS = re.compile(
    r"\b(?:today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.I
)
_SENTENCE = re.compile(r"[•*\s]*[\"“‘'(]?[A-ZÀ-Þ0-9£$€].*[.!?:][\"”’')\]]*", re.S)
_ODD = re.compile(r"[^\w\s.,;:!?'\"’‘“”()/&%£$€–—-]|__|::|//")
_UNDERLINE = re.compile(r"[=~^*#-]{3,}")

_PROBE = 20_000
_TITLE_WITHIN = 4
_MARKS_WITHIN = 4
LONGEST_TITLE = 200
LONGEST_WRAPPED = 120
"""A longer line isn't wrapped: then every line of the text is a paragraph."""
FEWEST_WORDS = 8
"""A paragraph of fewer words may be a heading or a label."""
PROSE = 0.6
"""So much of a text is in sentences; lists of names and places fill up the rest."""
MOST_ODD = 0.02
"""So many characters of a sentence may be signs of code or of tables."""


@dataclass(slots=True)
class _Reading:
    """What has been read of a text."""

    title: str = ""
    month: str | None = None
    named: bool = False
    """Whether the text calls itself a press release."""
    labelled: bool = False
    department: str | None = None
    date_text: str | None = None
    date_line: int | None = None
    blocks: list[RawBlock] = field(default_factory=list)


def is_text_release(text: str) -> bool:
    """Whether ``text`` is a press release by its own words or by its nature."""
    reading = _read(text[:_PROBE].split("\n"))
    if reading.named:
        return True
    return bool(
        reading.title
        and _is_title(reading.title)
        and is_prose(reading.blocks)
        and (
            reading.labelled
            or _DATELINE.match(reading.blocks[0].text)
            or reports(reading.blocks)
        )
    )


def read_text_release(text: str, path: str) -> Iterator[RawDocument | Skipped]:
    """Yield the one release of ``text``."""
    lines = text.removesuffix("\n").split("\n")
    reading = _read(lines)
    yield RawDocument(
        source=Source(path=path, line_start=1, line_end=len(lines)),
        title=reading.title,
        blocks=tuple(reading.blocks),
        department=reading.department,
        date_text=reading.date_text,
        date_line=reading.date_line,
        month=reading.month,
    )


@frozen(kw_only=True)
class Marks:
    """What the first lines below a title say of a release."""

    department: str | None
    date_text: str | None
    labelled: bool


def take_marks(blocks: list[RawBlock]) -> tuple[Marks, list[RawBlock]]:
    """Return what labels and the issue line say, and the blocks without them."""
    reading = _Reading()
    own = _read_marks(reading, blocks)
    marks = Marks(
        department=reading.department,
        date_text=reading.date_text,
        labelled=reading.labelled,
    )
    return marks, own


def _read(lines: list[str]) -> _Reading:
    unwrapped = any(len(line.rstrip()) > LONGEST_WRAPPED for line in lines)
    blocks = [
        RawBlock(text=text, line=line, kind=kind)
        for text, line, kind in join_paragraphs(
            lines, _always if unwrapped else _is_mark
        )
    ]
    reading = _Reading()
    blocks = _read_marks(reading, _read_title(reading, _read_marks(reading, blocks)))
    if blocks and reading.date_text is None:
        dateline = _DATELINE.match(blocks[0].text)
        if dateline and dateline["date"]:
            reading.date_text, reading.date_line = dateline["date"], blocks[0].line
    reading.blocks = [*mark_endings(blocks)]
    return reading


def _always(_: str) -> bool:
    return True


def _is_mark(line: str) -> bool:
    return bool(
        _LABEL.fullmatch(line) or read_issue(line) or read_title(line).is_release
    )


def _read_marks(reading: _Reading, blocks: list[RawBlock]) -> list[RawBlock]:
    """Take labels, dates and the issue line from the beginning of ``blocks``."""
    for place, block in enumerate(blocks[:_MARKS_WITHIN]):
        if issue := read_issue(block.text):
            reading.named = True
            reading.department, date_text = issue
        elif label := _LABEL.fullmatch(block.text):
            date_text = label["date"]
            reading.labelled = reading.labelled or label["name"] is not None
        else:
            return blocks[place:]
        if date_text:
            reading.date_text, reading.date_line = date_text, block.line
    return blocks[_MARKS_WITHIN:]


def _read_title(reading: _Reading, blocks: list[RawBlock]) -> list[RawBlock]:
    """Take the title, and what stands above the line that repeats it."""
    if not blocks:
        return blocks
    title, place = read_title(blocks[0].text), 0
    reading.named = reading.named or title.is_release
    for number, block in enumerate(blocks[:_TITLE_WITHIN]):
        if not title.is_release and (match := _LABELLED.fullmatch(block.text)):
            title, place = read_title(match["title"]), number
            reading.labelled = True
            break
    reading.title, reading.month = title.text, title.month
    for number in range(place + 1, min(len(blocks), place + 1 + _TITLE_WITHIN)):
        if read_title(blocks[number].text).text == title.text:
            return blocks[number + 1 :]
    return blocks[place + 1 :]


def _is_title(text: str) -> bool:
    return (
        len(text) <= LONGEST_TITLE
        and len(text.split()) > 1
        and not text.endswith((".", ",", ";", "{"))
        and bool(re.match(r"[\"“‘'(]?[A-ZÀ-Þ0-9£$€]", text))
        and sum(char.isalnum() or char.isspace() for char in text) > 0.8 * len(text)
        and sum(map(str.isalpha, text)) > 0.4 * len(text)
    )


def is_prose(blocks: Sequence[RawBlock]) -> bool:
    """Whether blocks are mostly whole sentences."""
    sentences = [block.text for block in blocks if _is_sentence(block)]
    whole = sum(len(block.text) for block in blocks)
    # A line of spaces that don't break is a block without words.
    opening = "".join(block.text for block in blocks[:1]).split(maxsplit=1)
    return bool(
        sum(map(len, sentences)) >= PROSE * whole > 0
        and not any(map(_UNDERLINE.fullmatch, opening[:1]))
        and any(len(text.split()) > FEWEST_WORDS for text in sentences)
    )


def _is_sentence(block: RawBlock) -> bool:
    text = block.text.rstrip()
    if len(_ODD.findall(text)) > MOST_ODD * len(text):
        return False
    if block.kind is BlockKind.BULLET:
        return len(text.split()) >= FEWEST_WORDS // 2
    return len(text.split()) >= FEWEST_WORDS and bool(_SENTENCE.fullmatch(text))


def reports(blocks: Sequence[RawBlock]) -> bool:
    """Whether blocks begin with news of a day, or say who said something."""
    return bool(
        _NEWS.search(blocks[0].text)
        or any(_SAID.search(block.text) for block in blocks)
    )
