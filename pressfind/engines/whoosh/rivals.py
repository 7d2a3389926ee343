"""Which releases must be decided together: those that keys join, transitively.

Most releases of a run share no key with any other and never come up here.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import compress
from operator import eq

from pressfind.engines.base import JOINING
from pressfind.engines.whoosh.segment import Segment

Place = tuple[int, int]
"""The number of a segment, and the document of a release in it."""

_MOST_KEYS = 2_000_000
"""Keys that are compared at once: a bound on memory, about 200 MB."""

_LOOK_UP = 20
"""In so many times as many keys, looking up each takes less than reading all."""


def find_groups(
    segments: Sequence[Segment], first_fresh: int, stale: Iterable[int]
) -> Iterator[tuple[Place, ...]]:
    """Yield the groups of releases that ``Writer.find_groups`` speaks of.

    Segments from ``first_fresh`` on are those of this run.
    """
    seen: set[Place] = set()
    for seed in _seeds(segments, first_fresh, stale):
        if seed in seen:
            continue
        group = _joined(segments, seed)
        seen.update(group)
        yield tuple(group)


def find_shared_keys(
    old: Sequence[Segment], fresh: Sequence[Segment], among: range
) -> Iterator[int]:
    """Yield the keys of a range that a fresh release has and any other as well."""
    rounds = 1 + sum(len(segment.records.keys) for segment in fresh) // _MOST_KEYS
    width = (among.stop - among.start) // rounds + 1
    for number in range(rounds):
        lowest = among.start + number * width
        end = min(lowest + width, among.stop)
        met: set[int] = set()
        shared: set[int] = set()
        for segment in fresh:
            keys = _keys_between(segment, lowest, end)
            shared.update(compress(keys, map(eq, keys, keys[1:])))
            shared.update(met.intersection(keys))
            met.update(keys)
        for segment in old if met else ():
            shared.update(_common(met, _keys_between(segment, lowest, end)))
        yield from shared


def find_having(segments: Sequence[Segment], key: int) -> Iterator[Place]:
    """Yield the live releases that have a key."""
    for number, segment in enumerate(segments):
        for document in segment.find_key(key):
            yield number, document


def find_holders(
    segments: Sequence[Segment], keys: Set[int]
) -> Iterator[tuple[Place, int]]:
    """Yield the live releases that have any of these keys, with each, ascending."""
    for number, segment in enumerate(segments):
        releases, deleted = segment.releases, segment.deleted
        for key, ordinal in _held(segment, keys):
            document = releases[ordinal]
            if document not in deleted:
                yield (number, document), key


def _seeds(
    segments: Sequence[Segment], first_fresh: int, stale: Iterable[int]
) -> Iterator[Place]:
    old, fresh = segments[:first_fresh], segments[first_fresh:]
    for key in sorted(find_shared_keys(old, fresh, range(JOINING))):
        for place in find_having(segments, key):
            if place[0] >= first_fresh:
                yield place
    for key in stale:
        yield from find_having(segments[:first_fresh], key)


def _common(few: set[int], keys: "memoryview[int]") -> Iterable[int]:
    """Return what is in a set and in an ascending list."""
    if len(few) * _LOOK_UP > len(keys):
        return few.intersection(keys)
    places = ((key, bisect_left(keys, key)) for key in few)
    return [key for key, n in places if n < len(keys) and keys[n] == key]


def _held(segment: Segment, keys: Set[int]) -> Iterable[tuple[int, int]]:
    """Return which of these keys are held by what, dead or alive, by key."""
    records = segment.records
    if len(keys) * _LOOK_UP > len(records.keys):
        pairs = zip(records.keys, records.key_owners, strict=True)
        return compress(pairs, map(keys.__contains__, records.keys))
    return ((key, owner) for key in sorted(keys) for owner in records.find_key(key))


def _keys_between(segment: Segment, lowest: int, end: int) -> "memoryview[int]":
    keys = segment.records.keys
    return keys[bisect_left(keys, lowest) : bisect_left(keys, end)]


def _joined(segments: Sequence[Segment], seed: Place) -> list[Place]:
    """Return all releases that shared keys join with ``seed``."""
    group = dict.fromkeys([seed])
    waiting, asked = [seed], set[int]()
    while waiting:
        number, document = waiting.pop()
        segment = segments[number]
        own = segment.records.keys_of(segment.ordinal(document))
        keys = {key for key in own if key < JOINING} - asked
        asked |= keys
        for key in keys:
            for place in find_having(segments, key):
                if place not in group:
                    group[place] = None
                    waiting.append(place)
    return list(group)
