"""Which keys releases share, and which of them share enough to be compared, in bulk.

Two are bound by two keys of likeness that both have (``SHARED``), or by one that is the
only one of either.
"""

from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np
import numpy.typing as npt

from pressfind.engines.base import JOINING, LIKENESS
from pressfind.engines.whoosh.columns import distinct, places_of
from pressfind.engines.whoosh.segment import Segment

_Keys = npt.NDArray[np.uint64]
_Numbers = npt.NDArray[np.int64]

_Held = npt.NDArray[np.int64]
"""In three rows: keys by number, who has each, and whether it is the only one."""


def find_joining(old: Sequence[Segment], fresh: Sequence[Segment]) -> list[int]:
    """Return the joining keys that a fresh release has and any other as well."""
    shared = _find_shared([*map(_joining_of, old)], [*map(_joining_of, fresh)])
    return [int(key) for key in shared]


def find_bound(
    segments: Sequence[Segment], first_fresh: int
) -> Iterator[tuple[int, int]]:
    """Yield the live releases that keys bind to any other, from a segment on.

    Each is the number of its segment and its document there.
    """
    bounds = np.cumsum([0, *(len(segment.releases) for segment in segments)])
    keys = [_likeness_of(segment)[0] for segment in segments]
    shared = _find_shared(keys[:first_fresh], keys[first_fresh:])
    pairs = zip(segments, bounds.tolist(), strict=False)
    held = [_find_held(segment, shared, first) for segment, first in pairs]
    bound = _find_owners(np.concatenate(held, axis=1))
    for owner in bound[bound >= bounds[first_fresh]].tolist():
        number = int(np.searchsorted(bounds, owner, "right")) - 1
        yield number, segments[number].releases[owner - int(bounds[number])]


def _joining_of(segment: Segment) -> _Keys:
    """Return the joining keys in a segment, ascending."""
    keys = np.asarray(segment.records.keys)
    return keys[: np.searchsorted(keys, np.uint64(JOINING))]


def _likeness_of(segment: Segment) -> tuple[_Keys, npt.NDArray[np.unsignedinteger]]:
    """Return the keys of likeness in a segment, ascending, and who has each."""
    records = segment.records
    keys = np.asarray(records.keys)
    first = np.searchsorted(keys, np.uint64(LIKENESS))
    return keys[first:], np.asarray(records.key_owners)[first:]


def _find_shared(old: Sequence[_Keys], fresh: Sequence[_Keys]) -> _Keys:
    """Return what any of fresh columns has twice, or with any other, ascending."""
    keys = np.sort(np.concatenate(fresh), kind="stable")  # it merges what is in order
    shared = [keys[1:][keys[1:] == keys[:-1]]]
    for others in old:
        starts, ends = _find_ranges(others, keys)
        shared.append(keys[starts < ends])
    return distinct(np.concatenate(shared))


def _find_ranges(keys: _Keys, wanted: _Keys) -> tuple[_Numbers, _Numbers]:
    """Return where each wanted key begins among ascending keys, and where it ends."""
    return np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right")


def _find_held(segment: Segment, wanted: _Keys, first: int) -> _Held:
    """Return what has the wanted keys; owners are numbered from ``first``."""
    keys, owners = _likeness_of(segment)
    starts, ends = _find_ranges(keys, wanted)
    counts = ends - starts
    numbers = np.repeat(np.arange(len(wanted)), counts)
    mine = owners[places_of(starts, counts)].astype(np.int64)
    is_only = np.bincount(owners, minlength=len(segment.releases)) == 1
    held = np.array([numbers, mine + first, is_only[mine]])
    if segment.deleted:
        is_dead = np.isin(np.asarray(segment.releases), [*segment.deleted])
        held = held[:, ~is_dead[mine]]
    return held


def _find_owners(held: _Held) -> _Numbers:
    """Return who has a bond with any other, ascending."""
    keys, owners, is_only = held[:, np.lexsort(held[:2])]
    is_bond = np.isin(keys, keys[is_only == 1])
    bonds, bound = [-1 - keys[is_bond]], [owners[is_bond]]
    most = int(keys.max(initial=0)) + 1
    for apart in count(1):
        is_same = owners[apart:] == owners[:-apart]
        if not is_same.any():
            break
        bonds.append((keys[:-apart] * most + keys[apart:])[is_same])
        bound.append(owners[apart:][is_same])
    _, numbers, counts = np.unique(
        np.concatenate(bonds), return_inverse=True, return_counts=True
    )
    return distinct(np.concatenate(bound)[counts[numbers] > 1])
