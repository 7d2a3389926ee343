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

_CLOSING_PUNCTUATION = tuple(".!?:;,…”’\"')")
_HEADING_BEGINS = re.compile(r"[“‘\"'(]?[A-Z0-9£$€]")
# "020 7035 1234", "press@example.org", "https://example.org"
_CONTACT = re.compile(r"@|://|www\.|\+?\d[\d\s()-]{6,}")

LONGEST_HEADING = 90
MOST_HEADING_WORDS = 14
"""Longer lines without a full stop are sentences that lack one."""


def decide_kinds(raws: Sequence[RawBlock]) -> tuple[Block, ...]:
    """Return the blocks with their kinds; quoted paragraphs are still paragraphs.

    >>> [b.kind.value for b in decide_kinds([RawBlock(text="Ida Holt said:"),
    ...     RawBlock(text="We are glad.")])]
    ['attribution', 'paragraph']
    """
    return tuple(
        Block(kind=raw.kind or _decide(raws, index), text=raw.text, line=raw.line)
        for index, raw in enumerate(raws)
    )


def _decide(raws: Sequence[RawBlock], index: int) -> BlockKind:
    text = raws[index].text.rstrip()
    following = raws[index + 1] if index + 1 < len(raws) else None
    if _attributes_marked(raws, index):
        return BlockKind.ATTRIBUTION
    if text.endswith(":") and following:
        if following.kind is BlockKind.BULLET:
            return BlockKind.LIST_INTRO
        if _can_be_quoted(following) and parse_attribution(text, following.text):
            return BlockKind.ATTRIBUTION
    return BlockKind.HEADING if _is_heading(raws, index) else BlockKind.PARAGRAPH


def _attributes_marked(raws: Sequence[RawBlock], index: int) -> bool:
    """Tell whether a block says who speaks words beside it that the source marks."""
    text = raws[index].text
    if index + 1 < len(raws) and raws[index + 1].kind is BlockKind.QUOTE_PARAGRAPH:
        return parse_introduction(text) is not None
    before = raws[index - 1].kind if index else None
    return before is BlockKind.QUOTE_PARAGRAPH and parse_signature(text) is not None


def _can_be_quoted(block: RawBlock) -> bool:
    return block.kind is None and not block.text.rstrip().endswith(":")


def _is_heading(raws: Sequence[RawBlock], index: int) -> bool:
    """Tell whether a short line stands alone between blocks of running text.

    Neither the first block nor the last is one, since a page may end in mid-sentence;
    nor is a line among short lines, which is part of an enumeration; nor what follows
    an attribution, which is said.
    """
    if not 0 < index < len(raws) - 1 or not is_short_line(raws[index].text):
        return False
    before, after = raws[index - 1], raws[index + 1]
    if before.kind is not BlockKind.BULLET and is_short_line(before.text):
        return False
    if after.kind is not BlockKind.BULLET and is_short_line(after.text):
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
        and len(line.split()) <= MOST_HEADING_WORDS
        and not line.endswith(_CLOSING_PUNCTUATION)
        and bool(_HEADING_BEGINS.match(line))
        and any(char.isalpha() for char in line)
        and not _CONTACT.search(line)
    )
