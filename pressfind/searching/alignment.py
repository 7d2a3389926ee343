"""What is the same in two texts of coded words: one character stands for one word.

Differences are sought as a reader does: the longest stretch that is the same comes
first, then what is before it and behind it.  That takes time for each pair of words, so
texts that are long are first divided at the words that both have once.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from pressfind.values import frozen

_SMALL = 250_000
"""Texts whose lengths multiply to no more aren't divided."""


@frozen
class Block:
    """So many units that are the same, from these two places on."""

    said: int
    given: int
    size: int


def find_blocks(said: str, given: str) -> list[Block]:
    """Return what is the same in two coded texts, in reading order of both."""
    blocks: list[Block] = []
    pending = [(0, len(said), 0, len(given))]
    while pending:
        low, high, first, last = pending.pop()
        if low >= high or first >= last:
            continue
        if (high - low) * (last - first) <= _SMALL:
            matcher = SequenceMatcher(
                None, said[low:high], given[first:last], autojunk=False
            )
            found = matcher.get_matching_blocks()
            blocks += [Block(low + m.a, first + m.b, m.size) for m in found if m.size]
            continue
        anchors = _find_anchors(said, given, (low, high), (first, last))
        for place, other in anchors:
            pending.append((low, place, first, other))
            blocks.append(Block(place, other, 1))
            low, first = place + 1, other + 1
        if anchors:
            pending.append((low, high, first, last))
    return _joined(sorted(blocks, key=lambda block: block.said))


def _find_anchors(
    said: str, given: str, left: tuple[int, int], right: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return where words stand that both texts have once, in the order of both."""
    places = _find_unique(said, *left)
    others = _find_unique(given, *right)
    pairs = [(place, others[w]) for w, place in places.items() if w in others]
    # The longest rising series of places in the other text.
    ends: list[int] = []
    chains: list[tuple[int, int, object]] = []
    for place, other in pairs:
        number = bisect_left(ends, other)
        link = (place, other, chains[number - 1] if number else None)
        ends[number : number + 1] = [other]
        chains[number : number + 1] = [link]
    series: list[tuple[int, int]] = []
    link_at: object = chains[-1] if chains else None
    while isinstance(link_at, tuple):
        series.append((link_at[0], link_at[1]))
        link_at = link_at[2]
    return series[::-1]


def _find_unique(text: str, start: int, end: int) -> dict[str, int]:
    """Return where each character stands that stands once, in reading order."""
    counts = Counter(text[start:end])
    return {
        character: place
        for place, character in enumerate(text[start:end], start)
        if counts[character] == 1
    }


def _joined(blocks: Sequence[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            last
            and last.said + last.size == block.said
            and last.given + last.size == block.given
        ):
            joined[-1] = Block(last.said, last.given, last.size + block.size)
        else:
            joined.append(block)
    return joined
