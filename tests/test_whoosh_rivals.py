"""Which releases are decided together, against a closure that is taken step by step."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines.base import JOINING
from pressfind.engines.whoosh import rivals
from pressfind.engines.whoosh.builder import SegmentBuilder
from pressfind.engines.whoosh.rivals import Place, find_groups
from pressfind.engines.whoosh.segment import Segment
from tests.archives import make_release, store

KEYS = st.sampled_from([0, 1, 2, 3, 4, 2**32, JOINING - 1, JOINING, 2**64 - 1])
releases = st.sets(KEYS, max_size=3)
segments = st.lists(st.lists(releases, min_size=1, max_size=4), max_size=3)

Keyed = dict[Place, set[int]]


def _write(folder: Path, held: list[set[int]], deleted: frozenset[int]) -> Segment:
    name = f"MAIN_{len(list(folder.iterdir()))}"
    builder = SegmentBuilder(folder, name)
    for number, keys in enumerate(held):
        builder.add(store(make_release(f"{name}-{number}"), *keys))
    builder.write()
    return Segment(folder, name, deleted)


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


@given(
    segments, segments, st.sets(KEYS, max_size=2), st.data(), st.sampled_from([1, 9])
)
@settings(max_examples=60, deadline=None)
def test_groups_are_the_closure_over_shared_keys(
    old: list[list[set[int]]],
    fresh: list[list[set[int]]],
    stale: set[int],
    data: st.DataObject,
    most_keys: int,
) -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(rivals, "_MOST_KEYS", most_keys)
        written, keyed = [], {}
        for number, held in enumerate([*old, *fresh]):
            places = st.sets(st.integers(0, len(held) - 1))
            deleted = data.draw(places) if number < len(old) else set[int]()
            written.append(_write(Path(name), held, frozenset(deleted)))
            for document, keys in enumerate(held):
                if document not in deleted:
                    keyed[number, document] = keys
        found = [frozenset(g) for g in find_groups(written, len(old), stale)]
    # A key that only a deleted release shares leaves a fresh one a group of its own.
    apart = [group for group in found if len(group) > 1 or _is_old(group, len(old))]
    expected = _expect(keyed, len(old), stale)
    assert (len(apart), set(apart)) == (len(expected), expected)


def _is_old(group: frozenset[Place], first_fresh: int) -> bool:
    return all(number < first_fresh for number, _ in group)
