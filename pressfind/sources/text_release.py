"""One release as plain text: a title, perhaps an issue line, then paragraphs.

The tells are conservative, because folders hold other text as well: the title line
begins as a press release's does, or an issue line follows it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from pressfind.model import BlockKind, RawBlock, RawDocument, Skipped, Source
from pressfind.sources.titles import read_issue, read_title

_BULLET = re.compile(r"^[•*–-]\s+(?=\S)")
_TITLE_WITHIN = 4

Paragraph = tuple[str, int, BlockKind | None]
"""A text, the line where it begins, and its kind."""


def is_text_release(text: str) -> bool:
    """Whether ``text`` says of itself that it is a press release."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:_TITLE_WITHIN]
    return bool(lines) and (
        read_title(lines[0]).is_release or any(map(read_issue, lines[1:]))
    )


def read_text_release(text: str, path: str) -> Iterator[RawDocument | Skipped]:
    """Yield the one release of ``text``."""
    lines = text.removesuffix("\n").split("\n")
    blocks = [
        RawBlock(text=text, line=line, kind=kind)
        for text, line, kind in join_paragraphs(lines)
    ]
    title = read_title(blocks.pop(0).text)
    if blocks and read_title(blocks[0].text).text == title.text:
        blocks.pop(0)
    department = date_text = date_line = None
    for place, block in enumerate(blocks[:2]):
        if issue := read_issue(block.text):
            department, date_text = issue
            date_line = block.line
            del blocks[place]
            break
    yield RawDocument(
        source=Source(path=path, line_start=1, line_end=len(lines)),
        title=title.text,
        blocks=tuple(blocks),
        department=department,
        date_text=date_text,
        date_line=date_line,
        month=title.month,
    )


def join_paragraphs(lines: Iterable[str]) -> Iterator[Paragraph]:
    """Yield the blocks of ``lines``: blank lines part them, bullets stand alone."""
    gathered: list[str] = []
    first = 0
    kind: BlockKind | None = None
    for number, line in enumerate(chain(lines, ("",)), 1):
        plain = line.strip(" \t")
        bullet = _BULLET.match(plain)
        if gathered and (bullet or not plain):
            yield " ".join(gathered), first, kind
            gathered = []
        if not plain:
            continue
        if not gathered:
            first, kind = number, BlockKind.BULLET if bullet else None
        gathered.append(plain[bullet.end() :] if bullet else plain)
