"""Given words against said words, word by word.

The given words may be a part of what was said: only the stretch that they are most like
is compared.  What an editor marks is no change: an ellipsis stands for any words that
were left out, brackets for a few, unless they change a number or what is denied.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pressfind.model import Span
from pressfind.model.verdicts import Change, Edit, Operation
from pressfind.searching.alignment import Block, find_blocks
from pressfind.searching.wording import (
    Mark,
    Wording,
    count_negations,
    find_numbers,
    weigh,
)
from pressfind.values import frozen

ALIKE = 0.7
"""From which likeness on given words are said ones, altered.

Sentences that have nothing to do with each other stay below 0.55, but for a few that
everybody says.
"""

_MOST_HIDDEN = 5
"""Words that brackets stand for at most: for "we" or a name, not for a clause."""

_MOST_STARTS = 100
"""Places tried for words with brackets among them."""

_COST_OF_GAP = 1 / 3
"""What a word left out in silence takes from the words that are the same around it."""

_Range = tuple[int, int]
"""The first of some units, and the one behind the last."""

_SENTENCE_ENDS = frozenset(".!?…\n")


@frozen(kw_only=True)
class Comparison:
    """How given words differ from said ones; ``spans`` is what is the same in these."""

    edits: tuple[Edit, ...]
    likeness: float
    spans: tuple[Span, ...]

    @property
    def is_exact(self) -> bool:
        """Return whether the words are the same but for what an editor marked."""
        return all(edit.change in (None, Change.MARKED) for edit in self.edits)


class Comparer:
    """Given words, to compare with any number of said ones."""

    def __init__(self, given: Wording) -> None:
        self._given = given
        self._letters: dict[str, str] = {}
        self._coded = self._encode(given)
        self._sections = list(_find_sections(given))
        plain = [unit for unit in given.units if unit.mark is None]
        self._counts = Counter(unit.key for unit in plain)
        self._weight = sum(weigh(unit.key) for unit in plain)

    def find(self, said: Wording) -> Comparison | None:
        """Return where the given words stand in a row, apart from an editor's marks."""
        blocks = self._place(self._encode(said))
        return self._describe(said, blocks) if blocks else None

    def compare(self, said: Wording) -> Comparison | None:
        """Return the difference from the stretch of ``said`` that is most alike.

        It is None where too few words are the same to be the same words altered.
        """
        if self._most_alike(said) < ALIKE:
            return None
        found = self.find(said)
        if found and found.is_exact:
            return found
        blocks = self._align(self._encode(said))
        compared = self._describe(said, blocks) if blocks else None
        best = max(filter(None, (found, compared)), key=_likeness, default=None)
        return best if best and best.likeness >= ALIKE else None

    def _encode(self, wording: Wording) -> str:
        """Return a character for each unit, the same for the same key."""
        letters = self._letters
        return "".join(
            letters.setdefault(unit.key, chr(len(letters))) for unit in wording.units
        )

    def _most_alike(self, said: Wording) -> float:
        """Return what the likeness can't be more than, from counts of words alone."""
        counts = Counter(unit.key for unit in said.units)
        shared = (self._counts & counts).items()
        same = sum(weigh(key) * count for key, count in shared)
        return 2 * same / (self._weight + same)

    def _place(self, said: str) -> list[Block] | None:
        """Return where each run stands: near behind brackets, anywhere behind …."""
        blocks: list[Block] = []
        start = 0
        for runs in self._sections:
            found = self._place_section(said, runs, start)
            if found is None:
                return None
            blocks += found
            start = found[-1].said + found[-1].size
        return blocks

    def _place_section(
        self, said: str, runs: Sequence[_Range], start: int
    ) -> list[Block] | None:
        for _ in range(_MOST_STARTS):
            blocks: list[Block] = []
            place, limit = start, len(said)
            for first, last in runs:
                size = last - first
                if blocks:
                    limit = place + _MOST_HIDDEN + size
                found = said.find(self._coded[first:last], place, limit)
                if found < 0:
                    break
                blocks.append(Block(found, first, size))
                place = found + size
            if len(blocks) == len(runs):
                return blocks
            if not blocks:
                return None
            start = blocks[0].said + 1
        return None

    def _align(self, said: str) -> list[Block]:
        """Return what is the same in the stretch that the given words are most like."""
        blocks = self._choose(find_blocks(said, self._coded))
        if not blocks:
            return []
        # Without the rest of the text no far-off word is taken for a near one.
        last = blocks[-1]
        behind = len(self._coded) - last.given - last.size
        low = max(0, blocks[0].said - blocks[0].given)
        high = last.said + last.size + behind
        near = find_blocks(said[low:high], self._coded)
        return self._choose([replace(b, said=low + b.said) for b in near])

    def _choose(self, blocks: Sequence[Block]) -> list[Block]:
        """Return the neighbouring blocks with the most words for the fewest between."""
        best: tuple[float, int, int] = (0, 0, 0)
        sum_here, first = 0.0, 0
        for number, block in enumerate(blocks):
            if number:
                sum_here -= self._cost(blocks[number - 1], block)
            if sum_here <= 0:
                sum_here, first = 0.0, number
            sum_here += block.size
            if sum_here > best[0]:
                best = (sum_here, first, number + 1)
        return list(blocks[best[1] : best[2]])

    def _cost(self, left: Block, right: Block) -> float:
        units = self._given.units[left.given + left.size : right.given]
        if any(unit.mark is Mark.ELLIPSIS for unit in units):
            return 0
        between = right.said - left.said - left.size
        return max(0, between - len(units)) * _COST_OF_GAP

    def _describe(self, said: Wording, blocks: Sequence[Block]) -> Comparison:
        edits: list[Edit] = []
        same = compared = 0
        for kind, left, right in self._stretches(said, blocks):
            edit = self._make_edit(kind, said, left, right)
            edits.append(edit)
            weight = _weigh(said, left)
            if edit.op is Operation.EQUAL:
                same += weight
            if edit.change is not Change.MARKED:
                compared += weight
        spans = tuple(
            Span(
                said.units[b.said].span.start, said.units[b.said + b.size - 1].span.end
            )
            for b in blocks
        )
        likeness = 2 * same / (self._weight + compared)
        return Comparison(edits=tuple(edits), likeness=likeness, spans=spans)

    def _stretches(
        self, said: Wording, blocks: Sequence[Block]
    ) -> Iterator[tuple[Operation, _Range, _Range]]:
        """Yield the kind of each stretch, and its units on both sides."""
        first, last = blocks[0], blocks[-1]
        at_said = first.said - self._count_before(said, first)
        end_said = last.said + last.size
        at_given, end_given = 0, len(self._given.units)
        behind = self._count_behind(said, last)
        whole = (*blocks, Block(end_said + behind, end_given, 0))
        for block in whole:
            left, right = (at_said, block.said), (at_given, block.given)
            if kind := _kind_of(left, right):
                yield kind, left, right
            at_said, at_given = block.said + block.size, block.given + block.size
            if block.size:
                yield Operation.EQUAL, (block.said, at_said), (block.given, at_given)

    def _count_before(self, said: Wording, block: Block) -> int:
        """Return how many said words the given ones before the first block replace."""
        wanted = _count_words(self._given, 0, block.given)
        count = 0
        while count < min(wanted, block.said):
            place = block.said - count
            if _parts(said, place - 1, place):
                break
            count += 1
        return count

    def _count_behind(self, said: Wording, block: Block) -> int:
        end = block.given + block.size
        wanted = _count_words(self._given, end, len(self._given.units))
        place = block.said + block.size
        count = 0
        while count < wanted and place + count < len(said.units):
            if _parts(said, place + count - 1, place + count):
                break
            count += 1
        return count

    def _make_edit(
        self,
        kind: Operation,
        said: Wording,
        left: _Range,
        right: _Range,
    ) -> Edit:
        equal = kind is Operation.EQUAL
        change = None if equal else _judge(said, left, self._given, right)
        return Edit(
            op=kind,
            said=said.written(*left),
            given=self._given.written(*right),
            change=change,
        )


def _likeness(comparison: Comparison) -> float:
    return comparison.likeness


def _find_sections(given: Wording) -> Iterator[list[_Range]]:
    """Yield what stands between ellipses: runs of units that brackets part."""
    runs: list[_Range] = []
    start: int | None = None
    for place, unit in enumerate((*given.units, None)):
        if unit and unit.mark is None:
            start = place if start is None else start
            continue
        if start is not None:
            runs.append((start, place))
            start = None
        if runs and (unit is None or unit.mark is Mark.ELLIPSIS):
            yield runs
            runs = []


def _judge(said: Wording, left: _Range, given: Wording, right: _Range) -> Change:
    """Return what kind of change it is."""
    units = given.units[slice(*right)]
    only_marks = bool(units) and all(unit.mark for unit in units)
    if only_marks and any(unit.mark is Mark.ELLIPSIS for unit in units):
        return Change.MARKED
    numbers = find_numbers(said, *left)
    # Brackets may say "[of 2023]" where no number was said.
    if numbers != find_numbers(given, *right) and (numbers or not only_marks):
        return Change.NUMBER
    if count_negations(said, *left) != count_negations(given, *right):
        return Change.NEGATION
    if only_marks:
        hidden = left[1] - left[0]
        return Change.MARKED if hidden <= _MOST_HIDDEN else Change.WORDING
    return Change.WORDING


def _kind_of(left: _Range, right: _Range) -> Operation | None:
    any_said, any_given = left[0] < left[1], right[0] < right[1]
    if any_said and any_given:
        return Operation.REPLACE
    if any_said or any_given:
        return Operation.DELETE if any_said else Operation.INSERT
    return None


def _count_words(wording: Wording, first: int, last: int) -> int:
    return sum(unit.mark is None for unit in wording.units[first:last])


def _parts(said: Wording, left: int, right: int) -> bool:
    """Whether a sentence ends between two neighbouring units."""
    between = said.text[said.units[left].span.end : said.units[right].span.start]
    return not _SENTENCE_ENDS.isdisjoint(between)


def _weigh(wording: Wording, place: _Range) -> int:
    return sum(weigh(unit.key) for unit in wording.units[slice(*place)])
