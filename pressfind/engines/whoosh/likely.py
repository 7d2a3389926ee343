"""Which releases share so many keys of likeness that they may be near-identical."""

from collections import Counter
from collections.abc import Sequence

from pressfind.engines.base import LIKENESS, SHARED
from pressfind.engines.whoosh.segment import Segment

Place = tuple[int, int]
"""The number of a segment, and the document of a release in it."""


def find_likely(segments: Sequence[Segment], seed: Place) -> list[Place]:
    """Return the places of the live releases that ``Engine.read_likely`` speaks of."""
    number, document = seed
    segment = segments[number]
    own = segment.records.keys_from(segment.ordinal(document), LIKENESS)
    shared = Counter(
        (other, found)
        for key in own
        for other, segment in enumerate(segments)
        for found in segment.find_key(key)
    )
    del shared[seed]
    enough = min(SHARED, len(own))
    return sorted(place for place, times in shared.items() if times >= enough)
