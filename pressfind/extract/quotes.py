"""All quotes of a release, in reading order: spans of its body, and who speaks.

Spans exclude quotation marks, lie in the body, and never overlap: what is marked
inside a block quote is part of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from pressfind.extract.attributions import parse_attribution, parse_signature
from pressfind.extract.cast import Cast, find_cast
from pressfind.extract.inline import Inline, find_evidence, find_inline, joins
from pressfind.extract.marks import OPENING_MARKS, Marks, Pair, find_marks, may_open
from pressfind.extract.passages import Passage
from pressfind.extract.people import Reference
from pressfind.model import (
    BLOCK_SEPARATOR,
    Block,
    BlockKind,
    Evidence,
    Quote,
    QuoteKind,
    Span,
    Speaker,
)
from pressfind.values import constructor_of, frozen

_make_quote = constructor_of(Quote)

_MOST_PARAGRAPHS = 30
"""Paragraphs of the longest marked quote: what opens and never closes is given up."""

_LONGEST_UNCLOSED = 1500
"""Characters that are believed to be spoken though no mark closes them."""

_WITH_INLINE = (
    BlockKind.PARAGRAPH,
    BlockKind.LIST_INTRO,
    BlockKind.BULLET,
    BlockKind.ATTRIBUTION,
)


@frozen(kw_only=True)
class _Found:
    """A quote before its speaker is identified; places are (block, offset)."""

    start: tuple[int, int]
    end: tuple[int, int]
    kind: QuoteKind
    evidence: Evidence
    reference: Reference | None
    attribution: str | None = None
    ended_by: str | None = None
    alone: bool = False  # all of its paragraph


_make_found = constructor_of(_Found)


def find_quotes(
    blocks: Sequence[Block],
    passages: Sequence[Passage],
    *,
    title: str,
    department: str | None,
) -> tuple[Quote, ...]:
    """Return the block quotes that ``passages`` are and the inline quotes between."""
    found = sorted(
        [
            *(_take_passage(blocks, passage) for passage in passages),
            *_find_all_inline(blocks, passages),
        ],
        key=lambda quote: quote.start,
    )
    if not found:
        return ()
    texts = (title, *[block.text for block in blocks])
    references = [quote.reference for quote in found if quote.reference]
    speakers = _identify(found, find_cast(texts, references, department))
    begins = _find_begins(blocks)
    return tuple(
        _make_quote(
            span=Span(begins[q.start[0]] + q.start[1], begins[q.end[0]] + q.end[1]),
            kind=q.kind,
            evidence=q.evidence,
            speaker=speaker,
            attribution=q.attribution,
            line_start=blocks[q.start[0]].line,
            line_end=blocks[q.end[0]].line,
            ended_by=q.ended_by,
        )
        for q, speaker in zip(found, speakers, strict=True)
    )


def _find_begins(blocks: Sequence[Block]) -> list[int]:
    lengths = (len(block.text) + len(BLOCK_SEPARATOR) for block in blocks)
    return list(accumulate(lengths, initial=0))


def _identify(found: Sequence[_Found], cast: Cast) -> list[Speaker]:
    """Return who speaks each quote; "she added" is who was quoted just before."""
    speakers: list[Speaker] = []
    known: dict[Reference | None, Speaker] = {}
    for index, quote in enumerate(found):
        reference = quote.reference
        speaker = known.get(reference)
        if speaker is None:
            speaker = cast.identify(reference) if reference else Speaker()
            known[reference] = speaker
        if index and _goes_on(found[index - 1], quote):
            speaker = _same_speaker(speakers[-1], speaker)
        speakers.append(speaker)
    return speakers


def _goes_on(before: _Found, quote: _Found) -> bool:
    """Tell whether a quote is more from who was quoted just before.

    So are "she added", and marked words right below that nobody is said to speak.
    """
    if quote.reference is None:
        return quote.start[0] - before.end[0] == 1 and quote.alone
    # The attribution of a block quote stands in a block of its own.
    near = 1 if quote.kind is QuoteKind.INLINE else 2
    return quote.reference.pronoun and quote.start[0] - before.end[0] <= near


def _same_speaker(before: Speaker, pronoun: Speaker) -> Speaker:
    return Speaker(
        name=before.name,
        as_written=pronoun.as_written,
        role=before.role,
        role_as_written=None,
        organisation=before.organisation,
    )


def _take_passage(blocks: Sequence[Block], passage: Passage) -> _Found:
    attribution = None
    if passage.attribution is not None:
        index, offset = passage.attribution
        attribution = blocks[index].text[offset:].strip() or None
    return _Found(
        start=(passage.first, passage.start),
        end=(passage.last, passage.end),
        kind=QuoteKind.BLOCK,
        evidence=passage.evidence,
        reference=passage.reference,
        attribution=attribution,
        ended_by=passage.ended_by,
    )


def _find_all_inline(
    blocks: Sequence[Block], passages: Sequence[Passage]
) -> Iterator[_Found]:
    taken = {i for passage in passages for i in range(passage.first, passage.last + 1)}
    narrative_ends = dict(
        passage.attribution for passage in passages if passage.attribution
    )
    reached = -1
    for index, block in enumerate(blocks):
        # Most blocks have no marks, which is soonest seen.
        if not may_open(block.text) or index <= reached or index in taken:
            continue
        if block.kind not in _WITH_INLINE:
            continue
        text = block.text[: narrative_ends.get(index)]
        marks = find_marks(text)
        found = []
        if marks.pairs:
            introduced = _introduced(blocks, index)
            found = list(_place(find_inline(text, marks, introduced), index))
            found = _sign(blocks, index, found)
        if marks.unclosed is not None:
            found = _reach_on(blocks, index, marks, found, taken)
        if found:
            yield from found
            reached = found[-1].end[0]


def _sign(blocks: Sequence[Block], index: int, found: list[_Found]) -> list[_Found]:
    """Return the quotes of a paragraph; one that fills it may be signed below."""
    unsigned = len(found) == 1 and found[0].alone and found[0].reference is None
    if not unsigned or index + 1 == len(blocks):
        return found
    signature = parse_signature(blocks[index + 1].text)
    return [replace(found[0], reference=signature.reference)] if signature else found


def _place(quotes: Iterator[Inline], index: int) -> Iterator[_Found]:
    for quote in quotes:
        yield _make_found(
            start=(index, quote.start),
            end=(index, quote.end),
            kind=QuoteKind.INLINE,
            evidence=Evidence.MARKED,
            reference=quote.reference,
            alone=quote.alone,
        )


def _introduced(blocks: Sequence[Block], index: int) -> Reference | None:
    """Return whom an attribution in the block before means."""
    if not index or blocks[index - 1].kind is not BlockKind.ATTRIBUTION:
        return None
    found = parse_attribution(blocks[index - 1].text, blocks[index].text)
    return found.reference if found else None


def _reach_on(
    blocks: Sequence[Block],
    index: int,
    marks: Marks,
    found: list[_Found],
    taken: set[int],
) -> list[_Found]:
    """Return the quotes of a paragraph, the last of which opens a mark and goes on.

    It closes in a later paragraph: by custom each further one opens with a mark, and
    only the last closes.  Or it doesn't close, and only its paragraph ends it: that is
    believed of the second part of a quote, “A,” said Ida Holt. “B.
    """
    text, opening = blocks[index].text, marks.unclosed or 0
    start = opening + 1 + len(text[opening + 1 :]) - len(text[opening + 1 :].lstrip())
    if start >= len(text):
        return found
    before = found[-1] if found and _is_more(text, marks, found[-1]) else None
    last = _find_closing(blocks, index + 1, taken)
    if last is None:
        if before is None or len(text) - start > _LONGEST_UNCLOSED:
            return found
        end = (index, len(text.rstrip()))
        return [*found[:-1], replace(before, end=end)]
    closing = find_marks(blocks[last].text).pairs[0]
    if before:
        return [*found[:-1], replace(before, end=(last, closing.end))]
    reference = _find_reference_across(text, opening, blocks[last].text, closing)
    if reference is None:
        return found
    across = _Found(
        start=(index, start),
        end=(last, closing.end),
        kind=QuoteKind.INLINE,
        evidence=Evidence.MARKED,
        reference=reference,
    )
    return [*found, across]


def _is_more(text: str, marks: Marks, quote: _Found) -> bool:
    """Tell whether the mark that isn't closed goes on with a quote before it."""
    pair = marks.pairs[-1]
    between = text[pair.mark_end : marks.unclosed]
    return pair.end == quote.end[1] and bool(between.strip()) and joins(between)


def _find_closing(blocks: Sequence[Block], index: int, taken: set[int]) -> int | None:
    end = min(len(blocks), index + _MOST_PARAGRAPHS)
    while index < end and index not in taken:
        text = blocks[index].text.lstrip()
        if blocks[index].kind is not BlockKind.PARAGRAPH or text[:1] not in tuple(
            OPENING_MARKS
        ):
            return None
        marks = find_marks(text)
        if marks.pairs and marks.pairs[0].mark_start == 0:
            return index
        if marks.unclosed != 0:
            return None
        index += 1
    return None


def _find_reference_across(
    first: str, opening: int, last: str, closing: Pair
) -> Reference | None:
    rest = Pair(
        start=opening + 1, end=len(first), mark_start=opening, mark_end=len(first)
    )
    evidence = find_evidence(first, rest, 0, len(first))
    if evidence and evidence.near and evidence.reference:
        return evidence.reference
    evidence = find_evidence(last, closing, closing.mark_start, len(last))
    return evidence.reference if evidence else None
