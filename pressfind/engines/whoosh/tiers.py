"""Which segments are merged: that follows their size.

Where several of one size have gathered they become one of the next, so that a thousand
small updates leave few segments and each release is rewritten only a few times.  Full
segments are left alone.
"""

from collections.abc import Sequence

from pressfind.engines.whoosh.segment import Segment

FANOUT = 6
"""So many segments of one size become one."""

_SMALLEST, _LARGEST = 200, 20_000
"""Documents: below the one all segments count as one size, above the other as full."""


def choose_merges(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return groups of segments to be merged, each into one.

    A segment of which half is deleted is written anew even if it is alone.
    """
    sizes: dict[int, list[Segment]] = {}
    groups = []
    for segment in segments:
        live = segment.documents - len(segment.deleted)
        if 2 * live < segment.documents:
            groups.append([segment])
        elif live < _LARGEST:
            sizes.setdefault(_size_class(live), []).append(segment)
    groups += [same for _, same in sorted(sizes.items()) if len(same) >= FANOUT]
    return groups


def _size_class(documents: int) -> int:
    size = 0
    while documents > _SMALLEST:
        documents //= FANOUT
        size += 1
    return size
