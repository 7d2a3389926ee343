"""Where the words of a text stand: the one rule for engines and highlights.

An occurrence is a half-open range of positions.  A chain holds where each of its
forms begins where the one before ends.

Words are near each other where each has a place of its own, no two of them overlap,
and from the first of these places to the last at most so many positions belong to
none.  Of stretches of text that hold the words so, the ones that hold no other count.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat

from pressfind.query.tree import Link, Slot, Text

FARTHEST = 15
"""The most words between words that are near: about a sentence.

Texts of a field are farther apart, so words of two texts are never near each other.
"""

MOST_NEAR = 10
"""The most words that can be asked to be near each other: orders grow with them."""

Occurrence = tuple[int, int]

Starts = dict[int, set[int]]
"""From a width in positions to the places where something that wide begins."""

_State = tuple[int, int]
_States = dict[_State, tuple[int, tuple[Occurrence, ...]]]

Lookup = Callable[[Link], Iterable[Occurrence]]
"""From what a word may be to its occurrences in one document's field."""


def find_text(text: Text, lookup: Lookup) -> Iterable[Occurrence]:
    """Return where a text stands: in a row as a whole, words near others apart."""
    if text.near is None:
        return find_slots(text.slots, lookup)
    words = [starts_of(find_slot(slot, lookup)) for slot in text.slots]
    return chain.from_iterable(find_near(words, text.near))


def find_slots(slots: Sequence[Slot], lookup: Lookup) -> list[Occurrence]:
    """Return where the slots stand in a row, sorted and distinct."""
    found: set[Occurrence] | None = None
    for slot in slots:
        here = find_slot(slot, lookup)
        found = here if found is None else _join(found, here)
        if not found:
            return []
    return sorted(found or ())


def find_slot(slot: Slot, lookup: Lookup) -> set[Occurrence]:
    """Return where a word stands, in any of its chains."""
    here: set[Occurrence] = set()
    for links in slot:
        here.update(_follow(None, [set(lookup(link)) for link in links]))
    return here


def find_near(words: Sequence[Starts], near: int) -> list[tuple[Occurrence, ...]]:
    """Return where words are near each other, given where each of them stands.

    It is a tuple for each stretch: the places of the words in it, in reading order.
    """
    words = _within_reach(words, near + sum(max(word, default=0) for word in words))
    if _are_apart(words):
        return list(_find_apart([word.get(1, set()) for word in words], near))
    return _find_any(words, near)


def starts_of(occurrences: Iterable[Occurrence]) -> Starts:
    """Return occurrences as ``find_near`` takes them."""
    starts: Starts = {}
    for start, end in occurrences:
        starts.setdefault(end - start, set()).add(start)
    return starts


def _within_reach(words: Sequence[Starts], reach: int) -> Sequence[Starts]:
    """Leave out of frequent words what no place of the rarest one is near to."""
    sizes = [sum(map(len, word.values())) for word in words]
    rarest = words[sizes.index(min(sizes))]
    if min(sizes) * 2 * reach >= max(sizes):
        return words
    places = chain.from_iterable(rarest.values())
    around = set(chain.from_iterable(range(p - reach, p + reach) for p in places))
    return [
        {width: places & around for width, places in word.items()} for word in words
    ]


def _are_apart(words: Sequence[Starts]) -> bool:
    """Whether no two of the words can stand at one place, as most words can't."""
    if any(width != 1 for word in words for width in word):
        return False
    places = [word.get(1, set()) for word in words]
    return len(set().union(*places)) == sum(map(len, places))


def _find_apart(
    words: Sequence[set[int]], near: int
) -> Iterator[tuple[Occurrence, ...]]:
    # In reading order, the last place of each word; the first of these comes first.
    last: dict[int, int] = {}
    begun = None
    count = len(words)
    for place, number in _in_reading_order(words):
        last.pop(number, None)
        last[number] = place
        if len(last) < count:
            continue
        start = next(iter(last.values()))
        if start != begun and place - start < near + count:
            yield tuple((place, place + 1) for place in last.values())
        begun = start


def _in_reading_order(words: Sequence[set[int]]) -> Iterator[tuple[int, int]]:
    # One number for place and word: these are sorted fast, and there can be many.
    count = len(words)
    keys = (
        (place * count + number for place in word) for number, word in enumerate(words)
    )
    return map(divmod, sorted(chain.from_iterable(keys)), repeat(count))


def _find_any(words: Sequence[Starts], near: int) -> list[tuple[Occurrence, ...]]:
    places = sorted(
        (start, start + width, number)
        for number, word in enumerate(words)
        for width, starts in word.items()
        for start in starts
    )
    search = _NearSearch(places, words, near)
    found: list[tuple[Occurrence, ...]] = []
    least = None  # where the nearest stretch that begins behind this one ends
    for first in reversed(range(len(places))):
        stretch = search.find_from(first)
        if stretch and (least is None or stretch[-1][1] < least):
            least = stretch[-1][1]
            if found and found[-1][0][0] == stretch[0][0]:
                found.pop()
            found.append(stretch)
    return found[::-1]


class _NearSearch:
    """Finds the shortest stretch that begins with a given place."""

    def __init__(
        self,
        places: Sequence[tuple[int, int, int]],
        words: Sequence[Starts],
        near: int,
    ) -> None:
        self._places = places
        self._near = near
        self._all = (1 << len(words)) - 1
        # Of words that stand at the same places the first is placed first: trying
        # their orders would find the same stretches again.
        self._before = [_bits_of_twins(words, number) for number in range(len(words))]
        self._reach = near + sum(max(word, default=0) for word in words)

    def find_from(self, first: int) -> tuple[Occurrence, ...]:
        """Return the places of the words in the stretch, or none."""
        start, end, number = self._places[first]
        if self._before[number]:
            return ()
        # From the words placed and where the last ends to how many positions are
        # between them, and the places.
        states: _States = {(1 << number, end): (0, ((start, end),))}
        best: tuple[Occurrence, ...] = ()
        for place in self._following(first):
            if best and place[0] >= best[-1][1]:
                break
            for (placed, stop), (between, chosen) in list(self._extend(states, place)):
                if placed == self._all:
                    if not best or stop < best[-1][1]:
                        best = chosen
                elif (placed, stop) not in states or (
                    between < states[placed, stop][0]
                ):
                    states[placed, stop] = (between, chosen)
        return best

    def _following(self, first: int) -> Iterator[tuple[int, int, int]]:
        limit = self._places[first][0] + self._reach
        for index in range(first + 1, len(self._places)):
            if self._places[index][0] >= limit:
                return
            yield self._places[index]

    def _extend(
        self, states: _States, place: tuple[int, int, int]
    ) -> Iterator[tuple[_State, tuple[int, tuple[Occurrence, ...]]]]:
        start, end, number = place
        bit, before = 1 << number, self._before[number]
        for (placed, stop), (between, chosen) in states.items():
            if placed & bit or placed & before != before or start < stop:
                continue
            if (total := between + start - stop) <= self._near:
                yield (placed | bit, end), (total, (*chosen, (start, end)))


def _bits_of_twins(words: Sequence[Starts], number: int) -> int:
    return sum(1 << twin for twin in range(number) if words[twin] == words[number])


def _follow(
    found: set[Occurrence] | None, links: Iterable[set[Occurrence]]
) -> set[Occurrence]:
    for link in links:
        found = link if found is None else _join(found, link)
    return found or set()


def _join(left: set[Occurrence], right: set[Occurrence]) -> set[Occurrence]:
    starts: dict[int, list[int]] = {}
    for start, end in right:
        starts.setdefault(start, []).append(end)
    return {(start, stop) for start, end in left for stop in starts.get(end, ())}
