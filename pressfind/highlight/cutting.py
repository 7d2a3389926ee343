"""How a block is cut into passages: at sentences where they fit, else between words.

All places are code points of the release's body.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from pressfind.highlight.body import Body
from pressfind.highlight.finding import Region, merge_regions
from pressfind.model import Snippet, Span
from pressfind.sentences import find_sentences

LENGTH = 240
"""About how many characters a passage has: two or three lines of a terminal."""

Light = tuple[int, int, int]
"""Where a leaf of the query stands, and the bit of its number."""

Stretch = tuple[int, int, int, int]
"""Where it begins and ends, the long sentence that it is a part of, and its leaves.

The sentence is a number, ``_WHOLE`` where it is all of one or of several, or ``_TAKEN``
where it is to be shown; leaves are the bits of their numbers.  Units are stretches that
no passage divides: a sentence with lights, or in a long one lights that overlap.
"""

_WHOLE, _TAKEN = -1, -2

_FEW = 40
"""So little of a sentence isn't cut off its beginning."""

_SPACE = re.compile(r"\s+")
_LAST_SPACE = re.compile(r".*(?<=\S)(?P<space>\s)", re.DOTALL)


class LitBlock:
    """A block, the lights in it, and what was taken of it to be shown.

    No passage of what is left has more than its ``leaves``.
    """

    __slots__ = (
        "_best",
        "_body",
        "_number",
        "_sentences",
        "_taken",
        "_units",
        "leaves",
        "lights",
    )

    def __init__(self, body: Body, number: int) -> None:
        self._body = body
        self._number = number
        self._units: list[Stretch] = []
        self._taken: list[tuple[int, int, int]] = []
        self.leaves = 0
        self.lights: list[Light] = []

    def find_best(self, worth: Mapping[int, int]) -> int:
        """Return the leaves of the best passage that is left, which can be taken then.

        It is the first of equal ones.  Each has as much as fits, so none is a part of
        another.
        """
        units = self._units or self._read_units()
        best, most, last = 0, -1, 0
        for first, (start, _, part_of, _) in enumerate(units):
            reached, furthest = last, start + LENGTH
            if first == last:
                last += 1
            while last < len(units):
                _, stop, other, _ = units[last]
                if stop > furthest or other != part_of:
                    break
                last += 1
            if last == reached:
                continue
            leaves = _join_leaves(units[first:last])
            if worth[leaves] > most:
                best, most = leaves, worth[leaves]
                self._best = slice(first, last)
                if leaves == self.leaves:
                    break
        return best

    def take(self) -> None:
        """Let what was found best be shown, and no other passage have any of it."""
        units, best = self._units, self._best
        (start, _, part_of, _), (_, end, _, _) = units[best.start], units[best.stop - 1]
        self._taken.append((start, end, part_of))
        units[best] = [(start, end, _TAKEN, 0)]
        self.leaves = _join_leaves(units)

    def cut(self) -> Iterator[Snippet]:
        """Yield what was taken in reading order, with as much around each as fits."""
        low, taken = 0, sorted(self._taken)
        for following, (start, end, part_of) in enumerate(taken, 1):
            is_last = following == len(taken)
            high = self._body.starts[-1] if is_last else taken[following][0]
            if part_of == _WHOLE:
                whole = shown = self._add_sentences(start, end, low, high)
            else:
                whole = self._sentences[part_of]
                shown = self._cut_sentence((start, end), whole, low, high)
            low = shown[1]
            yield self._make_snippet(shown, whole)

    def _make_snippet(self, shown: Region, whole: Region) -> Snippet:
        """Return a passage of sentences, or of one, that ``whole`` says all of."""
        body, (start, end) = self._body, shown
        before = "…" if start > whole[0] else ""
        after = "…" if end < whole[1] else ""
        shift = len(before) - start
        lit = self._find_lit(start, end)
        return Snippet(
            field=body.fields[self._number].name,
            text=before + body.reading.text[start:end] + after,
            highlights=tuple(
                [Span(first + shift, last + shift) for first, last in lit]
            ),
            line=body.release.blocks[self._number].line,
            quote=body.find_quote(lit or [shown]) if body.release.quotes else None,
        )

    def _find_lit(self, start: int, end: int) -> list[Region]:
        """Return where lights stand, as a whole between two places."""
        lights = self.lights
        low, high = bisect_left(lights, (start,)), bisect_left(lights, (end,))
        return merge_regions([light for light in lights[low:high] if light[1] <= end])

    def _read_units(self) -> list[Stretch]:
        self._sentences = self._find_sentences()
        self.lights.sort()
        units = self._units
        part_of = number = begin = stop = reached = 0
        for first, last, leaf in self.lights:
            if last > stop:
                number = self._find_sentence(number, first, last)
                begin, stop = self._sentences[number]
                part_of = _WHOLE if stop - begin <= LENGTH else number
            start, end = (begin, stop) if part_of == _WHOLE else (first, last)
            if start >= reached:
                reached = end
                units.append((start, end, part_of, leaf))
            else:
                reached = max(reached, end)
                start, _, _, leaves = units[-1]
                units[-1] = start, reached, part_of, leaves | leaf
        return units or self._read_opening()

    def _read_opening(self) -> list[Stretch]:
        start, end = self._sentences[0]
        is_short = end - start <= LENGTH
        self._units = [(start, end, _WHOLE, 0) if is_short else (start, start, 0, 0)]
        return self._units

    def _find_sentences(self) -> list[Region]:
        start, end = self._body.region(self._number)
        if end - start <= LENGTH:
            return [(start, end)]
        found = find_sentences(self._body.reading.text[start:end])
        return [(start + first, start + last) for first, last in found]

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

    def _add_sentences(self, start: int, end: int, low: int, high: int) -> Region:
        """Return where sentences stand, with those around them that fit as well."""
        sentences = self._sentences
        for _, stop in sentences[bisect_left(sentences, (end,)) :]:
            if stop > high or stop - start > LENGTH:
                break
            end = stop
        for begin, _ in reversed(sentences[: bisect_left(sentences, (start,))]):
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
            space = _SPACE.search(self._body.reading.text, start - 1, shown[0])
            start = space.end() if space else start
        if end < sentence[1]:
            space = _LAST_SPACE.match(self._body.reading.text, shown[1], end + 1)
            end = space.start("space") if space else end
        return start, end


def _join_leaves(stretches: Iterable[Stretch]) -> int:
    joined = 0
    for _, _, _, leaves in stretches:
        joined |= leaves
    return joined
