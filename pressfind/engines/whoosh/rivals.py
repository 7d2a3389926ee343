"""Which releases must be decided together: those that keys join, transitively.

Most releases of a run share no key with any other and never come up here.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from operator import eq

from pressfind.engines.base import JOINING
from pressfind.engines.whoosh.segment import Segment

Place = tuple[int, int]
"""The number of a segment, and the document of a release in it."""

_MOST_KEYS = 2_000_000
"""Keys that are compared at once: a bound on memory, about 200 MB."""


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


def _seeds(
    segments: Sequence[Segment], first_fresh: int, stale: Iterable[int]
) -> Iterator[Place]:
    for key in sorted(_shared_keys(segments[:first_fresh], segments[first_fresh:])):
        for place in _having(segments, key):
            if place[0] >= first_fresh:
                yield place
    for key in stale:
        yield from _having(segments[:first_fresh], key)


def _shared_keys(old: Sequence[Segment], fresh: Sequence[Segment]) -> Iterator[int]:
    """Yield the joining keys that a fresh release has and any other as well."""
    rounds = 1 + sum(len(segment.records.keys) for segment in fresh) // _MOST_KEYS
    for number in range(rounds):
        lowest, end = JOINING * number // rounds, JOINING * (number + 1) // rounds
        met: set[int] = set()
        shared: set[int] = set()
        for segment in fresh:
            keys = _keys_between(segment, lowest, end)
            shared.update(compress(keys, map(eq, keys, keys[1:])))
            shared.update(met.intersection(keys))
            met.update(keys)
        for segment in old if met else ():
            shared.update(met.intersection(_keys_between(segment, lowest, end)))
        yield from shared


def _keys_between(segment: Segment, lowest: int, end: int) -> "memoryview[int]":
    keys = segment.records.keys
    return keys[bisect_left(keys, lowest) : bisect_left(keys, end)]


def _having(segments: Sequence[Segment], key: int) -> Iterator[Place]:
    for number, segment in enumerate(segments):
        for document in segment.find_key(key):
            yield number, document


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
            for place in _having(segments, key):
                if place not in group:
                    group[place] = None
                    waiting.append(place)
    return list(group)
