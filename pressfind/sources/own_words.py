"""What a release says of itself in its own title and first lines."""

import re
from dataclasses import replace

from pressfind.model import BlockKind, RawBlock, RawDocument, Skipped, Source
from pressfind.sources.titles import DATE, find_other_kind, read_issue, read_title

_DAY = re.compile(rf"(?:(?:published|posted)(?:\s+on)?[\s:]*)?{DATE}", re.I)
_WITHIN = 4
"""Marks are among the first blocks, or they are text like any other."""


def heed_own_words(document: RawDocument) -> RawDocument | Skipped:
    """Return the document with what its marks say, and without the marks.

    These are the title repeated, a day that stands alone, ``PRESS RELEASE :`` and the
    month beside a title, and the line that names who issued it and when, which knows
    better than the page around it.  A line that names another kind makes it a skip.
    """
    title = read_title(document.title)
    marks, text = document.blocks[:_WITHIN], document.blocks[_WITHIN:]
    kept = []
    for block in marks:
        if issue := read_issue(block.text):
            department, date_text = issue
            document = replace(
                document,
                department=department,
                date_text=date_text or document.date_text,
                date_line=block.line if date_text else document.date_line,
            )
        elif not title.is_release and (kind := find_other_kind(block.text)):
            return name_other(kind, title.text, document.source)
        elif not _is_mark(block, title.text, document.title):
            kept.append(block)
    return replace(document, title=title.text, month=title.month, blocks=(*kept, *text))


def name_other(kind: str, title: str, source: Source) -> Skipped:
    """Return the skip of a text that is of another kind."""
    reason = f"{title!r} isn't a press release"
    return Skipped(path=source.path, kind=kind, reason=reason, line=source.line_start)


def _is_mark(block: RawBlock, *titles: str) -> bool:
    if block.kind is BlockKind.BOILERPLATE:
        return False
    return block.text in titles or _DAY.fullmatch(block.text) is not None
