"""Which passages of a release to show: those with most of the rarer words sought.

What has been shown already counts half, so that passages differ; of those that are
worth the same the first of each block comes first.  No two overlap.

Notes are shown for what stands nowhere else.

A block can't be worth more than all that it has, so only the best blocks are looked at
sentence by sentence.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from pressfind.highlight.body import Body
from pressfind.highlight.cutting import LitBlock
from pressfind.highlight.finding import Finder
from pressfind.query.tree import Text
from pressfind.schema import NOTES

_FINENESS = 1000
"""How finely rarity is told: whole numbers add up to the same in any order."""


class Weights(dict[int, "Worth"]):
    """From the leaves that are shown already to what others are worth beside them."""

    def __init__(self, finders: Iterable[Finder], rarity: Mapping[Text, float]) -> None:
        super().__init__()
        weights = [_FINENESS * rarity.get(finder.leaf, 1.0) for finder in finders]
        self._single = [max(1, round(weight)) for weight in weights]

    def __missing__(self, shown: int) -> "Worth":
        worth = self[shown] = Worth(self._single, shown)
        return worth


class Worth(dict[int, int]):
    """From the bits of leaves to what they are worth in a passage."""

    def __init__(self, single: Sequence[int], shown: int) -> None:
        super().__init__()
        self._single = [
            weight if shown >> number & 1 else 2 * weight
            for number, weight in enumerate(single)
        ]

    def __missing__(self, leaves: int) -> int:
        numbered = enumerate(self._single)
        self[leaves] = sum(
            weight for number, weight in numbered if leaves >> number & 1
        )
        return self[leaves]


def find_lit_blocks(
    body: Body, finders: Sequence[Finder], limit: int
) -> list[LitBlock]:
    """Return the blocks that may be shown, in reading order.

    Where nothing is found, it is the first block of prose, if there is one.
    """
    blocks: dict[int, LitBlock] = {}
    notes: list[int] = []
    alone = len(finders) == 1
    for place, finder in enumerate(finders):
        leaf, end = 1 << place, 0
        for start, stop in body.find_lights(finder):
            if start >= end:
                # All that has the one leaf is worth the same: some are enough.
                if alone and len(blocks) - len(notes) == limit:
                    break
                number = body.number_at(start)
                end = body.starts[number + 1]
                block = blocks.get(number)
                if block is None:
                    block = blocks[number] = LitBlock(body, number)
                    if body.fields[number] is NOTES:
                        notes.append(number)
                block.leaves |= leaf
                lights = block.lights
            lights.append((start, stop, leaf))
    if notes:
        _leave_out_notes(blocks, notes)
    if not blocks and body.fields:
        return [LitBlock(body, body.find_prose())]
    return [block for _, block in sorted(blocks.items())]


def _leave_out_notes(blocks: dict[int, LitBlock], notes: list[int]) -> None:
    """Leave out what has no leaf that stands in none of the others."""
    known = reduce(or_, [blocks[n].leaves for n in blocks if n not in notes], 0)
    for number in notes:
        if not blocks[number].leaves & ~known:
            del blocks[number]


def take_best(blocks: Iterable[LitBlock], weights: Weights, limit: int) -> None:
    """Take what to show, the best first."""
    shown, worth = 0, weights[0]
    bounds = {block: worth[block.leaves] for block in blocks}
    while bounds and limit:
        block = max(bounds, key=bounds.__getitem__)
        leaves = block.find_best(worth)
        if worth[leaves] < bounds[block]:
            bounds[block] = worth[leaves]
            continue
        block.take()
        limit -= 1
        # Of equal ones the first is taken: others come before it the next time.
        del bounds[block]
        if block.leaves:
            bounds[block] = worth[block.leaves]
        if leaves & ~shown:
            shown |= leaves
            worth = weights[shown]
            bounds = {block: worth[block.leaves] for block in bounds}
