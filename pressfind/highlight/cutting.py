"""How a block is cut into passages: at sentences where they fit, else between words.

All places are code points of the release's body.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pressfind.highlight.finding import Region, merge_regions
from pressfind.sentences import find_sentences

LENGTH = 240
"""About how many characters a passage has: two or three lines of a terminal."""

Light = tuple[int, int, int]
"""Where a leaf of the query stands, and the bit of its number."""

Run = tuple[int, int, int]
"""Units that are a passage: the first, the last, and the leaves in them."""

_NO_RUN = (0, 0, 0)

_FEW = 40
"""So little of a sentence isn't cut off its beginning."""

_SPACE = re.compile(r"\s+")
_LAST_SPACE = re.compile(r".*(?<=\S)(?P<space>\s)", re.DOTALL)


class Unit:
    """What no passage divides: a sentence, or a light within a long one.

    ``part_of`` is the number of the long one, None if it is a sentence; a passage is of
    sentences, or of parts of one.  ``leaves`` has the bits of those that stand in it.
    """

    __slots__ = ("end", "leaves", "part_of", "sentence", "start")

    def __init__(
        self, start: int, end: int, sentence: int, part_of: int | None, leaves: int
    ) -> None:
        self.start = start
        self.end = end
        self.sentence = sentence
        self.part_of = part_of
        self.leaves = leaves


class Passage(NamedTuple):
    """A part of a block; it may begin or end within a sentence."""

    block: int
    start: int
    end: int
    begins_within: bool
    ends_within: bool
    lit: Sequence[Region]


class CutBlock:
    """A block with the lights in it, given in order; without any, its beginning."""

    def __init__(
        self, body: str, number: int, region: Region, lights: Sequence[Light]
    ) -> None:
        self._body = body
        self._number = number
        self._start, self.end = region
        self._lights = lights
        self._sentences = self._find_sentences()
        self._taken: set[int] = set()
        self._best = _NO_RUN
        self.units = self._find_units() if lights else [self._opening()]

    def find_best(self, most: int, weigh: Callable[[int], int]) -> Run:
        """Return the first of the best runs that can be taken, by worth of leaves.

        Each has as much as fits, so none is a part of another.  None is better than
        one with ``most`` leaves; where all are taken, it is one without any.
        """
        if self._best[-1] == most:
            return self._best
        units, best = self.units, _NO_RUN
        last = reached = -1
        for first, unit in enumerate(units):
            if first in self._taken:
                continue
            last = self._find_last(first, max(first, last))
            if last == reached:
                continue
            reached = last
            leaves = unit.leaves
            for other in units[first + 1 : last + 1]:
                leaves |= other.leaves
            if leaves == most:
                best = first, last, leaves
                break
            if leaves != best[-1] and weigh(leaves) > weigh(best[-1]):
                best = first, last, leaves
        self._best = best
        return best

    def take(self, first: int, last: int) -> None:
        """Let no other passage have some units."""
        self._taken.update(range(first, last + 1))
        self._best = _NO_RUN

    def cut(self, first: int, last: int, low: int, high: int) -> Passage:
        """Return the passage of some units, as long as fits between two places."""
        one, other = self.units[first], self.units[last]
        if one.part_of is None:
            whole = start, end = self._add_sentences(one, other, low, high)
        else:
            whole = self._sentences[one.sentence]
            start, end = self._cut_sentence((one.start, other.end), whole, low, high)
        return Passage(
            self._number,
            start,
            end,
            start > whole[0],
            end < whole[1],
            merge_regions(self._find_lit(start, end)),
        )

    def _find_lit(self, start: int, end: int) -> list[Region]:
        """Return where lights stand, as a whole between two places."""
        lights = self._lights
        low, high = bisect_left(lights, (start, 0, 0)), bisect_left(lights, (end, 0, 0))
        return [(first, last) for first, last, _ in lights[low:high] if last <= end]

    def _find_last(self, first: int, last: int) -> int:
        """Return the last unit of a run, of which it is known that it goes so far."""
        units = self.units
        unit = units[first]
        part_of, furthest = unit.part_of, unit.start + LENGTH
        for following in range(last + 1, len(units)):
            other = units[following]
            if other.end > furthest or other.part_of != part_of:
                break
            if following in self._taken:
                break
            last = following
        return last

    def _find_sentences(self) -> list[Region]:
        start, end = self._start, self.end
        if end - start <= LENGTH:
            return [(start, end)]
        found = find_sentences(self._body[start:end])
        return [(start + first, start + last) for first, last in found]

    def _find_units(self) -> list[Unit]:
        units: list[Unit] = []
        number = begin = stop = reached = 0
        part_of = None
        for first, last, leaf in self._lights:
            if last > stop:
                number = self._find_sentence(number, first, last)
                begin, stop = self._sentences[number]
                part_of = None if stop - begin <= LENGTH else number
            start, end = (begin, stop) if part_of is None else (first, last)
            if start >= reached:
                reached = end
                units.append(Unit(start, end, number, part_of, leaf))
            else:
                reached = max(reached, end)
                unit = units[-1]
                unit.end, unit.part_of = reached, part_of
                unit.leaves |= leaf
        return units

    def _find_sentence(self, number: int, first: int, last: int) -> int:
        """Return the number of the sentence of a light, from one before it on."""
        sentences = self._sentences
        while sentences[number][1] <= first:
            number += 1
        while sentences[number][1] < last:
            # What is lit as a whole is in one sentence, as it seems.
            start, _ = sentences[number]
            sentences[number : number + 2] = [(start, sentences[number + 1][1])]
        return number

    def _opening(self) -> Unit:
        start, end = self._sentences[0]
        if end - start <= LENGTH:
            return Unit(start, end, 0, None, 0)
        return Unit(start, start, 0, 0, 0)

    def _add_sentences(self, first: Unit, last: Unit, low: int, high: int) -> Region:
        """Return where sentences stand, with those around them that fit as well."""
        start, end = first.start, last.end
        for _, stop in self._sentences[last.sentence + 1 :]:
            if stop > high or stop - start > LENGTH:
                break
            end = stop
        for begin, _ in reversed(self._sentences[: first.sentence]):
            if begin < low or end - begin > LENGTH:
                break
            start = begin
        return start, end

    def _cut_sentence(
        self, shown: Region, sentence: Region, low: int, high: int
    ) -> Region:
        """Return where a part of a sentence stands, with words around it.

        A word is cut only if there is no space for as long as a passage.
        """
        low, high = max(low, sentence[0]), min(high, sentence[1])
        room = max(0, LENGTH - (shown[1] - shown[0]))
        start = max(low, min(shown[0] - room // 2, high - LENGTH))
        if start - low <= _FEW and shown[1] - low <= LENGTH:
            start = low  # an ellipsis would say no less than the words
        end = min(high, max(shown[1], start + LENGTH))
        if start > sentence[0]:
            space = _SPACE.search(self._body, start - 1, shown[0])
            start = space.end() if space else start
        if end < sentence[1]:
            space = _LAST_SPACE.match(self._body, shown[1], end + 1)
            end = space.start("space") if space else end
        return start, end
