"""What each block of a release is, as far as single lines and their neighbours tell.

A kind that the source gives is kept.  Which paragraphs are quoted is not decided here:
that takes the whole run of paragraphs after an attribution.
"""

import re
from collections.abc import Sequence

from pressfind.extract.attributions import (
    parse_attribution,
    parse_introduction,
    parse_signature,
)
from pressfind.model import Block, BlockKind, RawBlock
from pressfind.values import constructor_of

_make_block = constructor_of(Block)

# Python 3.11 looks up a member of an enum in Python, and each block is compared.
_PARAGRAPH, _BULLET = BlockKind.PARAGRAPH, BlockKind.BULLET
_QUOTE_PARAGRAPH = BlockKind.QUOTE_PARAGRAPH
_CLOSING_PUNCTUATION = ".!?:;,…”’\"')"
_HEADING_BEGINS = re.compile(r"[“‘\"'(]?[A-Z0-9£$€]")
# "020 7035 1234", "press@example.org", "https://example.org".  An expression that
# begins with a set is fast, so what stands before is looked at behind it.
_CONTACT = re.compile(r"[@:w\d](?:(?<=@)|(?<=:)//|(?<=w)ww\.|(?<=\d)[\d\s()-]{6,})")

LONGEST_HEADING = 90
MOST_HEADING_WORDS = 14
"""Longer lines without a full stop are sentences that lack one."""


def decide_kinds(raws: Sequence[RawBlock]) -> tuple[Block, ...]:
    """Return the blocks with their kinds; quoted paragraphs are still paragraphs.

    >>> [b.kind.value for b in decide_kinds([RawBlock(text="Ida Holt said:"),
    ...     RawBlock(text="We are glad.")])]
    ['attribution', 'paragraph']
    """
    marked = _QUOTE_PARAGRAPH in [raw.kind for raw in raws]
    blocks = []
    for index, raw in enumerate(raws):
        kind = raw.kind
        if kind is None:
            # Most blocks are long, and what isn't short can be nothing else.
            plain = not marked and _is_running(raw.text)
            kind = _PARAGRAPH if plain else _decide(raws, index)
        blocks.append(_make_block(kind=kind, text=raw.text, line=raw.line))
    return tuple(blocks)


def _is_running(text: str) -> bool:
    """Tell whether a text is too long for a heading, and introduces nothing."""
    line = text.strip()
    return len(line) > LONGEST_HEADING and line[-1] != ":"


def _decide(raws: Sequence[RawBlock], index: int) -> BlockKind:
    text = raws[index].text.rstrip()
    before = raws[index - 1] if index else None
    following = raws[index + 1] if index + 1 < len(raws) else None
    if _attributes_marked(raws[index].text, before, following):
        return BlockKind.ATTRIBUTION
    if following and text.endswith(":"):
        if following.kind is _BULLET:
            return BlockKind.LIST_INTRO
        if _can_be_quoted(following) and parse_attribution(text, following.text):
            return BlockKind.ATTRIBUTION
    if before and following and _is_heading(text, before, following):
        return BlockKind.HEADING
    return _PARAGRAPH


def _attributes_marked(
    text: str, before: RawBlock | None, following: RawBlock | None
) -> bool:
    """Tell whether a block says who speaks words beside it that the source marks."""
    if following and following.kind is _QUOTE_PARAGRAPH:
        return parse_introduction(text) is not None
    quoted = before is not None and before.kind is _QUOTE_PARAGRAPH
    return quoted and parse_signature(text) is not None


def _can_be_quoted(block: RawBlock) -> bool:
    return block.kind is None and not block.text.rstrip().endswith(":")


def _is_heading(text: str, before: RawBlock, following: RawBlock) -> bool:
    """Tell whether a short line stands alone between blocks of running text.

    Neither the first block nor the last is one, since a page may end in mid-sentence;
    nor is a line among short lines, which is part of an enumeration; nor what follows
    an attribution, which is said.
    """
    if not is_short_line(text):
        return False
    if before.kind is not _BULLET and is_short_line(before.text):
        return False
    if following.kind is not _BULLET and is_short_line(following.text):
        return False
    return not before.text.rstrip().endswith(":")


def is_short_line(text: str) -> bool:
    """Tell whether a text has the form of a heading: short, and no sentence.

    >>> is_short_line("Forty Miles Done, Two To Go"), is_short_line("It rained.")
    (True, False)
    """
    line = text.strip()
    return (
        0 < len(line) <= LONGEST_HEADING
        and line[-1] not in _CLOSING_PUNCTUATION
        and bool(_HEADING_BEGINS.match(line))
        and len(line.split()) <= MOST_HEADING_WORDS
        and any(map(str.isalpha, line))
        and not _CONTACT.search(line)
    )
