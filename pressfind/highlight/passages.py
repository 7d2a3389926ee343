"""Which passages of a release to show: those with most of the rarer words sought.

What has been shown already counts half, so that passages differ; of those that are
worth the same the first of each block comes first.  No two overlap.

Notes are shown for what stands nowhere else.

A block can't be worth more than all that it has, so only the best blocks are looked at
sentence by sentence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_

from pressfind.highlight.body import Body
from pressfind.highlight.cutting import CutBlock, Light, Passage
from pressfind.highlight.finding import Finder
from pressfind.query.tree import Text
from pressfind.schema import HEADING, NOTES

_Choice = tuple[int, int, int]
"""A block's number, and the first and the last of its units."""

_NONE = (-1, 0, 0)

_FINENESS = 1000
"""How finely rarity is told: whole numbers add up to the same in any order."""


class Weights(dict[tuple[int, int], int]):
    """From leaves, and what is shown, to what the leaves are worth in a passage.

    Both are the bits of numbers; what is shown counts half.
    """

    def __init__(self, finders: Iterable[Finder], rarity: Mapping[Text, float]) -> None:
        super().__init__()
        weights = [_FINENESS * rarity.get(finder.leaf, 1.0) for finder in finders]
        self._single = [max(1, round(weight)) for weight in weights]

    def __missing__(self, key: tuple[int, int]) -> int:
        leaves, shown = key
        self[key] = self._add_up(leaves) + self._add_up(leaves & ~shown)
        return self[key]

    def _add_up(self, leaves: int) -> int:
        numbered = enumerate(self._single)
        return sum(weight for number, weight in numbered if leaves >> number & 1)


def find_passages(
    body: Body, finders: Sequence[Finder], weights: Weights, limit: int
) -> Iterator[Passage]:
    """Yield at most ``limit`` passages of a body with blocks, in reading order.

    Where nothing is found, it is the beginning of the first block of prose.
    """
    chooser = _Chooser(body, finders, weights)
    chosen = sorted(chooser.choose(limit)) or [(_first_prose(body), 0, 0)]
    low = 0
    for (number, first, last), (following, begin, _) in pairwise([*chosen, _NONE]):
        block = chooser.cut_block(number)
        high = block.units[begin].start if following == number else block.end
        passage = block.cut(first, last, low, high)
        low = passage.end
        yield passage


class _Chooser:
    """Chooses passages of one body, the best first."""

    def __init__(self, body: Body, finders: Sequence[Finder], weights: Weights) -> None:
        self._body = body
        self._finders = finders
        self._lights: dict[int, list[Light]] = {}
        self._told: set[int] = set()  # blocks with lights, but for notes
        self._leaves: dict[int, int] = {}
        self._blocks: dict[int, CutBlock] = {}
        self._weights = weights
        self._shown = 0

    def choose(self, limit: int) -> list[_Choice]:
        """Return what to show, the best first."""
        self._find_lights(limit)
        # No passage of a block has more than what is left in it.
        left = self._find_shown()
        chosen: list[_Choice] = []
        while left and len(chosen) < limit:
            number = max(left, key=lambda n: self._weights[left[n], self._shown])
            most = left.pop(number)
            block = self.cut_block(number)
            first, last, leaves = block.find_best(most, self._weigh)
            if leaves == most:
                chosen.append((number, first, last))
                block.take(first, last)
                self._shown |= leaves
            if leaves:
                # Of equal ones the first is taken: others come before it the next time.
                left[number] = leaves
        return chosen

    def cut_block(self, number: int) -> CutBlock:
        """Return a block with all that stands in it."""
        block = self._blocks.get(number)
        if block is None:
            text, region = self._body.reading.text, self._body.region(number)
            lights = sorted(self._lights.get(number, ()))
            block = self._blocks[number] = CutBlock(text, number, region, lights)
        return block

    def _weigh(self, leaves: int) -> int:
        return self._weights[leaves, self._shown]

    def _find_lights(self, limit: int) -> None:
        body, found = self._body, self._lights
        alone = len(self._finders) == 1
        for place, finder in enumerate(self._finders):
            leaf, end = 1 << place, 0
            for start, stop in body.find_lights(finder):
                if start >= end:
                    # All that has the one leaf is worth the same: some are enough.
                    if alone and len(self._told) == limit:
                        return
                    number = body.number_at(start)
                    end = body.starts[number + 1]
                    lights = found.setdefault(number, [])
                    self._leaves[number] = self._leaves.get(number, 0) | leaf
                    if body.fields[number] is not NOTES:
                        self._told.add(number)
                lights.append((start, stop, leaf))

    def _find_shown(self) -> dict[int, int]:
        """Return the leaves of each block that may be shown, in reading order."""
        found, told = self._leaves, self._told
        if len(told) < len(found):
            known = reduce(or_, [found[n] for n in told], 0)
            told = told.union(n for n in found if found[n] & ~known)
        return {number: found[number] for number in sorted(told)}


def _first_prose(body: Body) -> int:
    fields = enumerate(body.fields)
    return next((n for n, field in fields if field not in (HEADING, NOTES)), 0)
