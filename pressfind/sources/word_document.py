"""Word documents (DOCX): paragraphs and tables in their order, kinds by style."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from zipfile import ZipFile

from pressfind.errors import UnreadableError
from pressfind.model import BlockKind, RawBlock, RawDocument
from pressfind.sources.content import Content
from pressfind.sources.titled import read_titled
from pressfind.sources.titles import cut_title
from pressfind.sources.zip_archive import BROKEN, refuse_bomb

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_MALFORMED = (*BROKEN, LookupError, TypeError, AttributeError, SyntaxError)
"""What python-docx and lxml raise on parts that aren't what they should be."""
_STYLES = (
    ("title", BlockKind.HEADING),
    ("heading", BlockKind.HEADING),
    ("list", BlockKind.BULLET),
    ("quote", BlockKind.QUOTE_PARAGRAPH),
    ("intense quote", BlockKind.QUOTE_PARAGRAPH),
)


def read_word_document(content: Content) -> Iterator[RawDocument]:
    """Yield the one release of a document."""
    from docx.opc.exceptions import OpcError

    try:
        with ZipFile(content.open()) as archive:
            refuse_bomb(content, archive.infolist())
        blocks = list(_read_blocks(content))
    except (OpcError, *_MALFORMED) as error:
        raise UnreadableError("damaged", f"it is damaged: {error}") from error
    if not blocks:
        raise UnreadableError("no text", "it holds no text")
    title, blocks = _take_title(blocks)
    yield read_titled(content, title, blocks)


def _read_blocks(content: Content) -> Iterator[RawBlock]:
    from docx import Document
    from docx.text.paragraph import Paragraph

    for part in Document(content.open()).iter_inner_content():
        if isinstance(part, Paragraph):
            if text := " ".join(part.text.split(" ")).strip():
                yield RawBlock(text=text.replace("\n", " "), kind=_find_kind(part))
            continue
        for row in part.rows:
            cells = [" ".join(cell.text.split()) for cell in row.cells]
            if text := " | ".join(filter(None, cells)):
                yield RawBlock(text=text, kind=BlockKind.PARAGRAPH)


def _find_kind(paragraph: "Paragraph") -> BlockKind | None:
    style = (paragraph.style.name or "").lower() if paragraph.style else ""
    properties = paragraph._p.pPr  # numbering has no other name
    if properties is not None and properties.numPr is not None:
        return BlockKind.BULLET
    return next((kind for name, kind in _STYLES if style.startswith(name)), None)


def _take_title(blocks: Sequence[RawBlock]) -> tuple[str, list[RawBlock]]:
    """Return the first heading, and the other blocks; without any, the first words."""
    place = next(
        (at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING), None
    )
    title = blocks[0] if place is None else blocks[place]
    others = [block for block in blocks if block is not title]
    return cut_title(title.text) if place is None else title.text, others
