"""Which releases are copies of which original, decided anew where a commit changes it.

What a release is depends on the originals before it alone (see ``engines.base``).  So
releases are decided in their order: those of this run that share keys of likeness with
any other, the copies that have lost their original, and whatever comes later and is
like a release that has become an original.  What the last commit found is not compared
again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from heapq import heappop, heappush
from itertools import chain, islice

from pressfind.engines.base import LIKENESS, SHARED, Outline, Outlining
from pressfind.engines.whoosh.copies import Group
from pressfind.engines.whoosh.rivals import Place, find_having
from pressfind.engines.whoosh.segment import Segment

_OUTLINES = 256
"""Outlines that are kept to be compared again: each may take 100 KB."""

_MOST_COMPARED = 100
"""Originals that a release is compared with, the earliest that share its keys.

Only form letters have more: each is of other numbers, and all against all would take
hours.  (If one of so many is removed, none of the later ones is compared again.)
"""

_Order = tuple[bool, int, bytes]


def group_alike(
    segments: Sequence[Segment],
    first_fresh: int,
    before: Iterable[Group],
    outline: Outlining | None,
) -> list[Group]:
    """Return the groups of all live releases, each with its original first.

    ``before`` are those of the last commit, whose segments stand before the fresh ones.
    Without ``outline`` nothing fresh is compared.
    """
    copies = {copy: original for original, *others in before for copy in others}
    groups: dict[Place, list[Place]] = {}
    likening = _Likening(segments, first_fresh, copies, outline)
    for copy, original in sorted(likening.find_copies().items()):
        groups.setdefault(original, [original]).append(copy)
    return [groups[original] for original in sorted(groups)]


class _Likening:
    """What is known so far; a place that is no copy and isn't waiting is an original.

    ``before`` are the copies of the last commit with their originals, deleted ones too.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        first_fresh: int,
        before: Mapping[Place, Place],
        outline: Outlining | None,
    ) -> None:
        self._segments = segments
        self._first_fresh = first_fresh
        self._before = before
        self._copies = {c: o for c, o in before.items() if self._is_live(c)}
        self._followers: dict[Place, list[Place]] = {}
        for copy, original in self._copies.items():
            self._followers.setdefault(original, []).append(copy)
        self._queue: list[tuple[_Order, Place]] = []
        self._waiting: set[Place] = set()
        self._leading: dict[int, set[Place]] = {}
        """By key, the originals that have it."""
        self._order = cache(partial(_find_order, segments))
        self._keys_of = cache(partial(_find_keys, segments))
        self._are_alike = None if outline is None else _comparing(segments, outline)

    def find_copies(self) -> Mapping[Place, Place]:
        """Return each copy with its original."""
        for place in self._seeds():
            self._ask(place)
        while self._queue:
            _, place = heappop(self._queue)
            self._waiting.remove(place)
            self._decide(place)
        return self._copies

    def _seeds(self) -> Iterator[Place]:
        if self._first_fresh < len(self._segments):
            from pressfind.engines.whoosh.sharing import find_bound

            yield from find_bound(self._segments, self._first_fresh)
        for copy, original in self._copies.items():
            if not self._is_live(original):
                yield copy

    def _ask(self, place: Place) -> None:
        if place not in self._waiting:
            self._waiting.add(place)
            heappush(self._queue, (self._order(place), place))

    def _decide(self, place: Place) -> None:
        keys = self._keys_of(place)
        leading = [self._find_leading(key) for key in keys]
        is_new = place[0] >= self._first_fresh or place in self._copies
        original = self._find_original(place, self._sharing(keys, leading))
        if original is None:
            self._copies.pop(place, None)
            for originals in leading:
                originals.add(place)
            if is_new and self._first_fresh:
                self._ask_later(place, keys)
            return
        self._copies[place] = original
        for originals in leading:
            originals.discard(place)
        for copy in self._followers.get(place, ()):
            self._ask(copy)

    def _find_leading(self, key: int) -> set[Place]:
        """Return the originals that have a key; it is looked up once."""
        if key not in self._leading:
            old = find_having(self._segments[: self._first_fresh], key)
            self._leading[key] = {
                place
                for place in old
                if place not in self._copies and place not in self._waiting
            }
        return self._leading[key]

    def _sharing(
        self, keys: Sequence[int], holders: Iterable[Iterable[Place]]
    ) -> list[Place]:
        """Return the holders of enough of these keys, in their order."""
        shared = Counter(chain.from_iterable(holders))
        enough = min(SHARED, len(keys))
        found = (
            place
            for place, count in shared.items()
            if count >= enough or count == len(self._keys_of(place))
        )
        return sorted(found, key=self._order)

    def _find_original(self, place: Place, originals: Iterable[Place]) -> Place | None:
        for original in islice(originals, _MOST_COMPARED):
            if self._order(original) >= self._order(place):
                break
            if self._is_copy(place, original):
                return original
        return None

    def _is_copy(self, place: Place, original: Place) -> bool:
        """Whether they are alike: a release was compared with all before its own."""
        is_old = max(place, original)[0] < self._first_fresh
        if is_old and original not in self._before:
            own = self._before.get(place, place)
            if own == original:
                return True
            if self._order(original) < self._order(own):
                return False
        return self._are_alike is not None and self._are_alike(original, place)

    def _ask_later(self, place: Place, keys: Sequence[int]) -> None:
        """Ask for what comes later and may be a copy of a new original."""
        old = self._segments[: self._first_fresh]
        for other in self._sharing(keys, [find_having(old, key) for key in keys]):
            own = self._copies.get(other, other)
            if self._order(own) > self._order(place):
                self._ask(other)

    def _is_live(self, place: Place) -> bool:
        number, document = place
        return document not in self._segments[number].deleted


def _find_order(segments: Sequence[Segment], place: Place) -> _Order:
    segment, document = segments[place[0]], place[1]
    day = segment.days[document]
    return not day, day, segment.name_of(document)


def _find_keys(segments: Sequence[Segment], place: Place) -> list[int]:
    segment, document = segments[place[0]], place[1]
    return segment.records.keys_from(segment.ordinal(document), LIKENESS)


def _comparing(
    segments: Sequence[Segment], outline: Outlining
) -> Callable[[Place, Place], bool]:
    """Return what tells whether the releases of two places are near-identical."""

    @lru_cache(_OUTLINES)
    def find(place: Place) -> Outline:
        number, document = place
        return outline(segments[number].read_release(document))

    def sketch(place: Place) -> int:
        segment, document = segments[place[0]], place[1]
        return segment.records.sketches[segment.ordinal(document)]

    def compare(one: Place, other: Place) -> bool:
        if outline.are_apart(sketch(one), sketch(other)):
            return False
        return find(one).is_like(find(other))

    return compare
