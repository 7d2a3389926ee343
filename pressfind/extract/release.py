"""A document becomes a release: kinds, quotes, lead, date and identity, in that order.

Pure: the same document gives the same release.  What the source states is kept; what
it leaves open is decided here; what the text doesn't say stays None.
"""

from collections.abc import Sequence
from datetime import date

from pressfind.errors import ExtractionError
from pressfind.extract.blocks import decide_kinds
from pressfind.extract.dates import parse_date
from pressfind.extract.identity import base_id
from pressfind.extract.passages import find_passages, mark_quoted
from pressfind.extract.quotes import find_quotes
from pressfind.model import (
    BLOCK_SEPARATOR,
    Block,
    BlockKind,
    Quote,
    RawBlock,
    RawDocument,
    Release,
    Repair,
)
from pressfind.values import constructor_of, frozen

_make_release = constructor_of(Release)

_FEWEST_BLOCKS_WITH_LEAD = 2
"""A lead leads into something: a single block is the release itself."""


@frozen
class Extraction:
    """A release, and what about its document a person should know.

    Each warning is a whole sentence that begins with the place, ``path:line:``.
    """

    release: Release
    warnings: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


def extract_release(document: RawDocument) -> Extraction:
    """Return the release that a document holds.

    Raises ``ExtractionError`` only if the document has neither a title nor a block.
    """
    title = document.title.strip()
    raws = _keep_blocks(document)
    if not title and not raws:
        raise ExtractionError(
            f"{_place(document)}: neither a title nor any text; nothing to index"
        )
    issued, warnings = _find_date(document)
    blocks, quotes = _find_content(document, raws, title)
    kept = quotes if document.quotes is None else _keep_quotes(quotes, blocks)
    if len(kept) < len(quotes):
        warnings.append(
            f"{_place(document)}: {len(quotes) - len(kept)} of {len(quotes)} marked "
            "quotes lie outside the text; they are left out"
        )
    lead = _find_lead(document, blocks)
    if document.lead and lead is None:
        warnings.append(f"{_place(document)}: the lead is not in the text; left out")
    release = _make_release(
        id=document.given_id or base_id(title, issued),
        title=title,
        source=document.source,
        given_id=document.given_id,
        department=document.department or None,
        date=issued,
        lead=lead,
        tags=tuple(sorted(set(document.tags))),
        url=document.url,
        blocks=blocks,
        quotes=kept,
    )
    return Extraction(release, (*document.warnings, *warnings), document.repairs)


def _keep_blocks(document: RawDocument) -> list[RawBlock]:
    """Return the blocks that have text, and before them a lead that isn't the first.

    In a document that marks its own quotes nothing moves: they count on it.
    """
    if document.quotes is not None:
        return [raw for raw in document.blocks if raw.text]
    raws = [raw for raw in document.blocks if raw.text.strip()]
    lead = (document.lead or "").strip()
    if lead and not (raws and raws[0].text.strip() == lead):
        raws.insert(0, RawBlock(text=lead, kind=BlockKind.PARAGRAPH))
    return raws


def _is_decided(document: RawDocument) -> bool:
    """Tell whether the source has decided every kind, as our own export has."""
    return all(raw.kind is not None for raw in document.blocks)


def _find_content(
    document: RawDocument, raws: Sequence[RawBlock], title: str
) -> tuple[tuple[Block, ...], tuple[Quote, ...]]:
    blocks = decide_kinds(raws)
    if document.quotes is not None:
        return blocks, document.quotes
    passages = find_passages(blocks, [raw.kind is not None for raw in raws])
    blocks = mark_quoted(blocks, passages)
    quotes = find_quotes(
        blocks, passages, title=title, department=document.department or None
    )
    return blocks, quotes


def _keep_quotes(
    quotes: tuple[Quote, ...], blocks: Sequence[Block]
) -> tuple[Quote, ...]:
    """Return the quotes that lie in the body: a source may mark others."""
    length = len(BLOCK_SEPARATOR.join(block.text for block in blocks))
    return tuple(quote for quote in quotes if quote.span.end <= length)


def _find_lead(document: RawDocument, blocks: Sequence[Block]) -> str | None:
    if not blocks:
        return None
    first = blocks[0]
    if document.lead and document.lead.strip():
        same = first.text.strip() == document.lead.strip()
        return first.text if same else None
    if _is_decided(document) or len(blocks) < _FEWEST_BLOCKS_WITH_LEAD:
        return None
    return first.text if first.kind is BlockKind.PARAGRAPH else None


def _find_date(document: RawDocument) -> tuple[date | None, list[str]]:
    text = (document.date_text or "").strip()
    if not text:
        return None, []
    issued = parse_date(text)
    if issued is None:
        wrong = f"'{text}' is not a date; the release is kept without one"
    elif document.month and issued.strftime("%Y-%m") != document.month:
        wrong = (
            f"'{text}' is not in {document.month}, the month beside the title; "
            "the release is kept with the date"
        )
    else:
        return issued, []
    return issued, [f"{_place(document, document.date_line)}: {wrong}"]


def _place(document: RawDocument, line: int | None = None) -> str:
    line = line or document.source.line_start
    return document.source.path if line is None else f"{document.source.path}:{line}"
