"""Block quotes: paragraphs that stand under an attribution.

Where the source marks the paragraphs, or quotation marks do, that decides; otherwise
``endings`` weighs how far the voice reaches.  Blocks are named by their index.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pressfind.extract.attributions import (
    Attribution,
    parse_attribution,
    parse_introduction,
    parse_signature,
)
from pressfind.extract.endings import Run, find_certain_end, find_ending
from pressfind.extract.inline import joins
from pressfind.extract.marks import CLOSING_MARKS, OPENING_MARKS, Marks, find_marks
from pressfind.extract.names import find_surname
from pressfind.extract.people import Reference
from pressfind.model import Block, BlockKind, Evidence
from pressfind.values import frozen

_BEGINNINGS = (BlockKind.ATTRIBUTION, BlockKind.QUOTE_PARAGRAPH)
_FOLLOWERS = {
    BlockKind.ATTRIBUTION: "attribution",
    BlockKind.HEADING: "heading",
    BlockKind.BULLET: "list",
    BlockKind.LIST_INTRO: "list",
    BlockKind.BOILERPLATE: "afterword",
    BlockKind.QUOTE_PARAGRAPH: "marked quote",
    BlockKind.PARAGRAPH: "marked paragraph",
}
"""What ends a run of paragraphs, by the kind of the block behind it."""


@frozen(kw_only=True)
class Passage:
    """A block quote: its blocks, and where its words begin and end in them.

    ``attribution`` is where its attribution begins, as block and offset: in the block
    before, or behind where the source marks a quote.  ``ended_by`` names what ended a
    quote whose end was inferred.
    """

    first: int
    last: int
    start: int
    end: int
    evidence: Evidence
    reference: Reference | None = None
    attribution: tuple[int, int] | None = None
    ended_by: str | None = None


def find_passages(
    blocks: Sequence[Block], given: Sequence[bool] = ()
) -> tuple[Passage, ...]:
    """Return the block quotes of a release in reading order.

    ``given`` tells of each block whether its source states the kind: such a paragraph
    is never quoted by inference.
    """
    found = []
    reached = -1
    for index, block in enumerate(blocks):
        begins = block.kind in _BEGINNINGS and index > reached
        passage = _find_at(blocks, given, index) if begins else None
        if passage:
            found.append(passage)
            reached = max(
                passage.last, passage.attribution[0] if passage.attribution else 0
            )
    return tuple(found)


def mark_quoted(
    blocks: Sequence[Block], passages: Sequence[Passage]
) -> tuple[Block, ...]:
    """Return the blocks with the paragraphs of block quotes marked as such."""
    marked = list(blocks)
    for passage in passages:
        for index in range(passage.first, passage.last + 1):
            marked[index] = replace(marked[index], kind=BlockKind.QUOTE_PARAGRAPH)
    return tuple(marked)


def _find_at(
    blocks: Sequence[Block], given: Sequence[bool], index: int
) -> Passage | None:
    """Return the passage whose attribution, or first marked block, is at ``index``."""
    kind = blocks[index].kind
    if kind is BlockKind.QUOTE_PARAGRAPH:
        return _follow_source(blocks, index)
    if kind is not BlockKind.ATTRIBUTION or not _is_open(blocks, given, index + 1):
        return None
    found = parse_attribution(blocks[index].text, blocks[index + 1].text)
    reference = found.reference if found else None
    passage = _follow_text(blocks, given, index + 1, reference)
    return passage and replace(
        passage,
        reference=reference,
        attribution=(index, found.start if found else 0),
    )


def _is_open(blocks: Sequence[Block], given: Sequence[bool], index: int) -> bool:
    if index >= len(blocks) or (given and given[index]):
        return False
    return blocks[index].kind is BlockKind.PARAGRAPH


def _follow_source(blocks: Sequence[Block], first: int) -> Passage:
    """Return the quote that the source marks: whole, with the attribution beside it."""
    last = first
    while last + 1 < len(blocks) and blocks[last + 1].kind is BlockKind.QUOTE_PARAGRAPH:
        last += 1
    before = _introduce(blocks, first)
    place, found = first - 1, before
    if not (before and before.reference):
        signature = parse_signature(blocks[last].text) if last > first else None
        if signature:
            last -= 1
        elif last + 1 < len(blocks) and _may_attribute(blocks[last + 1]):
            signature = parse_signature(blocks[last + 1].text)
        if signature:
            place, found = last + 1, signature
    return replace(
        _enclose(blocks, first, last, Evidence.MARKED),
        reference=found.reference if found else None,
        attribution=(place, found.start) if found else None,
    )


def _introduce(blocks: Sequence[Block], first: int) -> Attribution | None:
    if not first or not _may_attribute(blocks[first - 1]):
        return None
    return parse_introduction(blocks[first - 1].text)


def _may_attribute(block: Block) -> bool:
    return block.kind in (
        BlockKind.ATTRIBUTION,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_INTRO,
    )


def _follow_text(
    blocks: Sequence[Block],
    given: Sequence[bool],
    first: int,
    reference: Reference | None,
) -> Passage | None:
    last = first
    while _is_open(blocks, given, last + 1):
        last += 1
    opened = blocks[first].text.lstrip()[:1] in tuple(OPENING_MARKS)
    if opened:
        marked = _follow_marks(blocks, first, last)
        if marked is not None:
            return _enclose(blocks, first, marked, Evidence.MARKED)
        if find_marks(blocks[first].text).pairs:
            return None  # the marks close in mid-paragraph: an inline quote
    if find_certain_end(blocks[first].text):
        return None
    behind = blocks[last + 1].kind if last + 1 < len(blocks) else None
    run = Run(
        paragraphs=tuple(block.text for block in blocks[first : last + 1]),
        speaker=_surname(reference),
        follows=_FOLLOWERS[behind] if behind else "end of text",
    )
    ending = find_ending(run)
    passage = _enclose(blocks, first, first + ending.count - 1, Evidence.INFERRED)
    return replace(passage, ended_by=ending.sign)


def _surname(reference: Reference | None) -> str:
    name = (reference.name or reference.surname) if reference else None
    return find_surname(name) if name else ""


def _follow_marks(blocks: Sequence[Block], first: int, last: int) -> int | None:
    """Return the last paragraph of those that quotation marks hold, or None.

    Each paragraph opens with a mark and only the last needs to close its own, which is
    forgotten at times; or the first opens and the last closes, with no mark between.
    """
    reached = opened = None
    for index in range(first, last + 1):
        text = blocks[index].text.strip()
        if not text or text[0] not in OPENING_MARKS:
            break
        marks = find_marks(text)
        if _is_wholly_marked(text, marks):
            reached = index
        elif marks.unclosed != 0 or marks.pairs or find_certain_end(text):
            break
        else:
            opened = index
    if reached is not None or opened is None:
        return reached
    if opened == first:
        return _find_closing(blocks, first, last)
    return opened if opened - first < _MOST_WRAPPED else None


def _find_closing(blocks: Sequence[Block], first: int, last: int) -> int | None:
    """Return the paragraph that closes the mark that the first one opens."""
    for index in range(first + 1, min(last, first + _MOST_WRAPPED) + 1):
        text = blocks[index].text.strip()
        if text[:1] in tuple(OPENING_MARKS) or find_certain_end(text):
            return None
        marks = find_marks(text)
        if text[-1] in _NEVER_APOSTROPHES and not any(
            pair.mark_end == len(text) for pair in marks.pairs
        ):
            return index
    return None


_MOST_WRAPPED = 12
"""Paragraphs behind an opening mark whose closing one is far, or forgotten."""


def _is_wholly_marked(text: str, marks: Marks) -> bool:
    pairs = marks.pairs
    if not pairs or pairs[0].mark_start or pairs[-1].mark_end != len(text):
        return False
    return all(
        joins(text[one.mark_end : other.mark_start]) for one, other in pairwise(pairs)
    )


def _enclose(
    blocks: Sequence[Block], first: int, last: int, evidence: Evidence
) -> Passage:
    """Return a passage whose words exclude white space and marks around them."""
    opening, closing = blocks[first].text, blocks[last].text
    start = len(opening) - len(opening.lstrip())
    end = len(closing.rstrip())
    inner = start + (opening[start] in OPENING_MARKS)
    outer = end - (closing[end - 1] in CLOSING_MARKS)
    if evidence is Evidence.INFERRED:
        # A mark that has no partner belongs to nobody's words; a pair's mark does.
        pairs = find_marks(opening).pairs
        inner = start if any(pair.mark_start == start for pair in pairs) else inner
        alone = closing[end - 1] in _NEVER_APOSTROPHES and not any(
            pair.mark_end == end for pair in find_marks(closing).pairs
        )
        outer = outer if alone else end
    elif inner == start or (outer == end and find_marks(opening).unclosed != start):
        inner, outer = start, end
    # Marks may stand apart from the words, and a paragraph may be nothing but marks.
    while inner < len(opening) and opening[inner].isspace():
        inner += 1
    while outer > 0 and closing[outer - 1].isspace():
        outer -= 1
    if inner == len(opening) or outer == 0 or (first == last and inner >= outer):
        inner, outer = start, end
    return Passage(first=first, last=last, start=inner, end=outer, evidence=evidence)


_NEVER_APOSTROPHES = '”»"'
