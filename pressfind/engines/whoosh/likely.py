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
    shared = [
        place
        for key in own
        for other, holder in enumerate(segments)
        for found in holder.find_key(key)
        if (place := (other, found)) != seed
    ]
    if not shared:  # as of most
        return []
    enough = min(SHARED, len(own))
    times = Counter(shared)
    return sorted(place for place in times if times[place] >= enough)
