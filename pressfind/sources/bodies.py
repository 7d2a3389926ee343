"""Bodies that come inside another form: HTML or plain text, as they turn out to be."""

import html
import re

from pressfind.model import BlockKind, RawBlock
from pressfind.sources.markup import read_blocks
from pressfind.sources.paragraphs import join_paragraphs

_TAG = re.compile(r"<[/!]?[a-zA-Z]")
_BREAKS = re.compile(r"</?(?:p|div|br|li|blockquote|h[1-6]|table)\b", re.I)
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
# "-- " above a signature
_SIGNATURE = "-- "


def read_body(text: str) -> tuple[RawBlock, ...]:
    """Return the blocks of a body that may be HTML, without lines of their own.

    Old editors keep paragraphs as blank lines between pieces of HTML.  Raises
    ``ExtractionError`` if elements are nested too deep.
    """
    if not _TAG.search(text):
        return read_plain(html.unescape(text) if "&" in text else text)
    if not _BREAKS.search(text):
        text = f"<p>{_BLANK_LINE.sub('<p>', text)}"
    return tuple(_without_line(block) for block in read_blocks(text))


def read_plain(text: str) -> tuple[RawBlock, ...]:
    """Return the blocks of plain text; a signature below its mark is boilerplate."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = lines.index(_SIGNATURE) if _SIGNATURE in lines else len(lines)
    own = join_paragraphs(lines[:end])
    below = join_paragraphs(lines[end + 1 :])
    return (
        *(RawBlock(text=text, kind=kind) for text, _, kind in own),
        *(RawBlock(text=text, kind=BlockKind.BOILERPLATE) for text, _, _ in below),
    )


def _without_line(block: RawBlock) -> RawBlock:
    return RawBlock(text=block.text, kind=block.kind)
