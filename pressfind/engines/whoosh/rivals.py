"""Which releases must be decided together: those that keys join, transitively.

Most releases of a run share no key with any other and never come up here.
"""

from collections.abc import Iterable, Iterator, Sequence

from pressfind.engines.base import JOINING
from pressfind.engines.whoosh.segment import Segment

Place = tuple[int, int]
"""The number of a segment, and the document of a release in it."""


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


def find_having(segments: Sequence[Segment], key: int) -> Iterator[Place]:
    """Yield the live releases that have a key."""
    for number, segment in enumerate(segments):
        for document in segment.find_key(key):
            yield number, document


def _seeds(
    segments: Sequence[Segment], first_fresh: int, stale: Iterable[int]
) -> Iterator[Place]:
    if first_fresh < len(segments):
        from pressfind.engines.whoosh.sharing import find_joining

        for key in find_joining(segments[:first_fresh], segments[first_fresh:]):
            for place in find_having(segments, key):
                if place[0] >= first_fresh:
                    yield place
    for key in stale:
        yield from find_having(segments[:first_fresh], key)


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
