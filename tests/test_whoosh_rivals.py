"""Which releases are decided together, against a closure that is taken step by step."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines.base import JOINING, LIKENESS, SHARED
from pressfind.engines.whoosh.builder import SegmentBuilder
from pressfind.engines.whoosh.rivals import Place, find_groups
from pressfind.engines.whoosh.segment import Segment
from pressfind.engines.whoosh.sharing import find_bound
from tests.archives import make_release, store

KEYS = st.sampled_from([0, 1, 2, 3, 4, 2**32, JOINING - 1, JOINING, 2**64 - 1])
releases = st.sets(KEYS, max_size=3)
segments = st.lists(st.lists(releases, min_size=1, max_size=4), max_size=3)

ALIKE = st.sampled_from([JOINING, *(LIKENESS + n for n in range(5)), 2**64 - 1])
alike = st.sets(ALIKE, max_size=5)
alike_segments = st.lists(st.lists(alike, min_size=1, max_size=5), max_size=3)

Held = list[list[set[int]]]
Keyed = dict[Place, set[int]]


def _write(folder: Path, held: list[set[int]], deleted: frozenset[int]) -> Segment:
    name = f"MAIN_{len(list(folder.iterdir()))}"
    builder = SegmentBuilder(folder, name)
    numbered = enumerate(held)
    builder.add([store(make_release(f"{name}-{n}"), *keys) for n, keys in numbered])
    builder.write()
    return Segment(folder, name, deleted)


def _write_all(
    folder: Path, old: Held, fresh: Held, data: st.DataObject
) -> tuple[list[Segment], Keyed]:
    """Write segments, the old ones with deleted releases; return what is live too."""
    written, keyed = [], {}
    for number, held in enumerate([*old, *fresh]):
        places = st.sets(st.integers(0, len(held) - 1))
        deleted = data.draw(places) if number < len(old) else set[int]()
        written.append(_write(folder, held, frozenset(deleted)))
        for document, keys in enumerate(held):
            if document not in deleted:
                keyed[number, document] = keys
    return written, keyed


def _close(keyed: Keyed, seed: Place) -> frozenset[Place]:
    group = {seed}
    while True:
        keys = _joining(set().union(*(keyed[place] for place in group)))
        wider = group | {place for place, own in keyed.items() if own & keys}
        if wider == group:
            return frozenset(group)
        group = wider


def _joining(keys: set[int]) -> set[int]:
    return {key for key in keys if key < JOINING}


def _expect(keyed: Keyed, first_fresh: int, stale: set[int]) -> set[frozenset[Place]]:
    """Return the groups that hold a seed, by comparing every release with every one."""
    seeds = set()
    for place, own in keyed.items():
        others = (keys for other, keys in keyed.items() if other != place)
        if place[0] < first_fresh and own & stale:
            seeds.add(place)
        if place[0] >= first_fresh and any(_joining(own & keys) for keys in others):
            seeds.add(place)
    return {_close(keyed, seed) for seed in seeds}


@given(segments, segments, st.sets(KEYS, max_size=2), st.data())
@settings(max_examples=60, deadline=None)
def test_groups_are_the_closure_over_shared_keys(
    old: Held,
    fresh: Held,
    stale: set[int],
    data: st.DataObject,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        written, keyed = _write_all(Path(name), old, fresh, data)
        found = [frozenset(g) for g in find_groups(written, len(old), stale)]
    # A key that only a deleted release shares leaves a fresh one a group of its own.
    apart = [group for group in found if len(group) > 1 or _is_old(group, len(old))]
    expected = _expect(keyed, len(old), stale)
    assert (len(apart), set(apart)) == (len(expected), expected)


@given(alike_segments, alike_segments.filter(bool), st.data())
@settings(max_examples=60, deadline=None)
def test_releases_are_bound_by_two_keys_of_likeness_or_by_their_only_one(
    old: Held, fresh: Held, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as name:
        written, keyed = _write_all(Path(name), old, fresh, data)
        found = [*find_bound(written, len(old))]
    expected = [
        place
        for place, own in keyed.items()
        if place[0] >= len(old)
        and any(_are_bound(own, keys) for o, keys in keyed.items() if o != place)
    ]
    assert expected == found


def _are_bound(one: set[int], other: set[int]) -> bool:
    one, other = ({k for k in keys if k >= LIKENESS} for keys in (one, other))
    shared = len(one & other)
    return shared >= SHARED or shared == 1 in (len(one), len(other))


def _is_old(group: frozenset[Place], first_fresh: int) -> bool:
    return all(number < first_fresh for number, _ in group)
