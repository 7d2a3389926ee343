"""PDF: lines by where they stand, paragraphs by the gaps, headings by their size.

A PDF knows no paragraphs.  Lines of one size that stand as close as most do are one.
"""

import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, Any

from pressfind.errors import UnreadableError
from pressfind.model import BlockKind, RawBlock, RawDocument
from pressfind.sources.content import Content
from pressfind.sources.limits import MOST_PAGES
from pressfind.sources.titled import read_titled
from pressfind.sources.titles import cut_title
from pressfind.values import frozen

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.I)
_BULLET = re.compile(r"[•·●▪◦‣*–-]\s+(?=\S)")
_LARGER = 1.12
"""A heading is so many times as large as the text."""
_WIDER = 1.25
"""A gap between paragraphs is so many times as wide as between lines."""
_LONGEST_HEADING = 300
_BROKEN = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(AssertionError, RecursionError, NotImplementedError, zlib.error, EOFError),
)
"""What pypdf raises, beside its own errors, on bytes that aren't as they should be."""


@frozen(kw_only=True)
class _Line:
    text: str
    page: int
    height: float
    """Where it stands on its page, from below."""
    size: float


def read_pdf(content: Content) -> Iterator[RawDocument]:
    """Yield the one release of a PDF."""
    from pypdf.errors import PyPdfError

    # It tells of every oddity that it gets over.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        lines = list(_read_lines(_open(content)))
    except (PyPdfError, *_BROKEN) as error:
        raise UnreadableError("damaged", f"it is a damaged PDF: {error}") from error
    if not lines:
        raise UnreadableError(
            "no text", "its pages are pictures without text; recognise the text first"
        )
    title, blocks = _take_title(_join(lines))
    yield read_titled(content, title, blocks)


def _open(content: Content) -> "PdfReader":
    from pypdf import PdfReader

    reader = PdfReader(content.open())
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("locked", "it is locked with a password")
    if len(reader.pages) > MOST_PAGES:
        raise UnreadableError("too large", f"it has more than {MOST_PAGES:,} pages")
    return reader


def _read_lines(reader: "PdfReader") -> Iterator[_Line]:
    for number, page in enumerate(reader.pages):
        for line in _read_page(page, number):
            if line.text and not _PAGE_NUMBER.fullmatch(line.text):
                yield line


def _read_page(page: "PageObject", number: int) -> Iterator[_Line]:
    pieces: list[tuple[str, float, float]] = []

    def visit(text: str, outer: Any, inner: Any, _: Any, size: float) -> None:
        height = inner[5] * outer[3] + outer[5]
        scale = hypot(inner[2], inner[3]) * hypot(outer[2], outer[3])
        pieces.append((text, float(height), abs(float(size * scale))))

    page.extract_text(visitor_text=visit)
    held: list[tuple[str, float, float]] = []
    for piece in [*pieces, ("\n", 0.0, 0.0)]:
        text, height, size = piece
        *ended, rest = text.split("\n")
        for part in ended:
            shown = [one for one in [*held, (part, height, size)] if one[0].strip()]
            if shown:
                words = " ".join("".join(one[0] for one in shown).split())
                largest = max(one[2] for one in shown)
                yield _Line(text=words, page=number, height=shown[0][1], size=largest)
            held = []
        held.append((rest, height, size))


def _join(lines: Sequence[_Line]) -> list[tuple[RawBlock, float]]:
    """Return the blocks that lines are, each with the size of its letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    usual = sizes.most_common(1)[0][0]
    leading = _find_leading(lines)
    joined: list[list[_Line]] = []
    for line in lines:
        if joined and _continues(joined[-1][-1], line, leading):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [(_make_block(part, usual), part[0].size) for part in joined]


def _find_leading(lines: Sequence[_Line]) -> float:
    """Return the gap between the lines of a paragraph, which few gaps fall below."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.page == b.page]
    gaps = sorted(a.height - b.height for a, b in pairs if a.height > b.height)
    return gaps[len(gaps) // 5] if gaps else 0.0


def _continues(before: _Line, line: _Line, leading: float) -> bool:
    if abs(before.size - line.size) > before.size / 20 or _BULLET.match(line.text):
        return False
    if before.page != line.page:
        return line.text[0].islower() and not before.text.endswith((".", "!", "?"))
    return 0 <= before.height - line.height <= max(leading, line.size) * _WIDER


def _make_block(lines: Sequence[_Line], usual: float) -> RawBlock:
    text = " ".join(line.text for line in lines)
    if match := _BULLET.match(text):
        return RawBlock(text=text[match.end() :], kind=BlockKind.BULLET)
    large = lines[0].size > usual * _LARGER and len(text) <= _LONGEST_HEADING
    return RawBlock(text=text, kind=BlockKind.HEADING if large else None)


def _take_title(
    blocks: Sequence[tuple[RawBlock, float]],
) -> tuple[str, list[RawBlock]]:
    """Return the largest heading, else the first words, and the other blocks."""
    headings = [
        (size, -place)
        for place, (block, size) in enumerate(blocks)
        if block.kind is BlockKind.HEADING
    ]
    place = -max(headings)[1] if headings else 0
    title = blocks[place][0].text
    others = [block for at, (block, _) in enumerate(blocks) if at != place]
    return title if headings else cut_title(title), others
