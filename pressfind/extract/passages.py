"""Block quotes: paragraphs that stand under an attribution.

Where the source marks the paragraphs, or quotation marks do, that decides; otherwise
``endings`` weighs how far the voice reaches.  Blocks are named by their index.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pressfind.extract.attributions import parse_attribution
from pressfind.extract.endings import Run, find_ending
from pressfind.extract.inline import joins
from pressfind.extract.marks import (
    CLOSING_MARKS,
    OPENING_MARKS,
    Marks,
    find_marks,
)
from pressfind.extract.people import Reference
from pressfind.model import Block, BlockKind, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block quote: its blocks, and where its words begin and end in them.

    ``attribution_start`` is where the attribution begins in its block, which is the
    one before ``first``; None where the source marks a quote without any.
    """

    first: int
    last: int
    start: int
    end: int
    evidence: Evidence
    reference: Reference | None = None
    attribution_start: int | None = None


def find_passages(
    blocks: Sequence[Block], given: Sequence[bool] = ()
) -> tuple[Passage, ...]:
    """Return the block quotes of a release in reading order.

    ``given`` tells of each block whether its source states the kind: such a paragraph
    is never quoted by inference.
    """
    found = []
    index = 0
    while index < len(blocks):
        passage = _find_at(blocks, given, index)
        if passage:
            found.append(passage)
            index = passage.last
        index += 1
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
    if kind is not BlockKind.ATTRIBUTION or index + 1 == len(blocks):
        return None
    following = blocks[index + 1]
    attribution = parse_attribution(blocks[index].text, following.text)
    if following.kind is BlockKind.QUOTE_PARAGRAPH:
        passage: Passage | None = _follow_source(blocks, index + 1)
    elif _is_open(blocks, given, index + 1):
        reference = attribution.reference if attribution else None
        passage = _follow_text(blocks, given, index + 1, reference)
    else:
        passage = None
    if passage is None:
        return None
    return replace(
        passage,
        reference=attribution.reference if attribution else None,
        attribution_start=attribution.start if attribution else 0,
    )


def _is_open(blocks: Sequence[Block], given: Sequence[bool], index: int) -> bool:
    if index >= len(blocks) or (given and given[index]):
        return False
    return blocks[index].kind is BlockKind.PARAGRAPH


def _follow_source(blocks: Sequence[Block], first: int) -> Passage:
    last = first
    while last + 1 < len(blocks) and blocks[last + 1].kind is BlockKind.QUOTE_PARAGRAPH:
        last += 1
    return _enclose(blocks, first, last, Evidence.MARKED)


def _follow_text(
    blocks: Sequence[Block],
    given: Sequence[bool],
    first: int,
    reference: Reference | None,
) -> Passage | None:
    last = first
    while _is_open(blocks, given, last + 1):
        last += 1
    if blocks[first].text.lstrip()[:1] in tuple(OPENING_MARKS):
        marked = _follow_marks(blocks, first, last)
        if marked is not None:
            return _enclose(blocks, first, marked, Evidence.MARKED)
        if find_marks(blocks[first].text).pairs:
            return None  # the marks close in mid-paragraph: an inline quote
    follows = last + 1 < len(blocks) and blocks[last + 1].kind is BlockKind.ATTRIBUTION
    run = Run(
        paragraphs=tuple(block.text for block in blocks[first : last + 1]),
        speaker=_surname(reference),
        attribution_follows=follows,
    )
    return _enclose(blocks, first, first + find_ending(run) - 1, Evidence.INFERRED)


def _surname(reference: Reference | None) -> str:
    name = (reference.name or reference.surname) if reference else None
    return name.split()[-1] if name else ""


def _follow_marks(blocks: Sequence[Block], first: int, last: int) -> int | None:
    """Return the last paragraph of those that quotation marks hold, or None.

    Each paragraph opens with a mark; only the last needs to close its own.
    """
    reached = None
    for index in range(first, last + 1):
        text = blocks[index].text.strip()
        if not text or text[0] not in OPENING_MARKS:
            break
        marks = find_marks(text)
        if _is_wholly_marked(text, marks):
            reached = index
        elif marks.unclosed != 0 or marks.pairs:
            break
    return reached


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
    elif inner == start or outer == end:
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
