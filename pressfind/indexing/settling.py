"""Which versions are one release, and what its id is, decided group by group.

A group is all releases that shared keys join, so it can be decided without any other.
A release that comes out of it as it is written somewhere already stays where it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pressfind.engines.base import JOINING, LIKENESS, Candidate, Stored, Writer
from pressfind.extract.identity import (
    Group,
    assign_ids,
    find_keys,
    group_versions,
    hash_key,
    same_content,
)
from pressfind.extract.likeness import find_likeness
from pressfind.extract.versions import differ, find_naming, merge_versions
from pressfind.model import Release
from pressfind.model.indexes import Version

STDIN = "-"
"""The origin of records from standard input."""


@dataclass(slots=True)
class Tally:
    """How many releases of the index were added, changed or removed."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    warnings: list[str] = field(default_factory=list)


def store_alone(version: Version) -> Stored:
    """Return the release of a version that shares no key with any other."""
    return _store((version,), version.release)


@lru_cache(maxsize=1)  # a file has many releases
def origin_key(origin: str) -> int:
    """Return the key that finds, but doesn't join, all releases from ``origin``."""
    return JOINING + (hash_key(origin) >> 1)


def settle(
    group: Sequence[Candidate], writer: Writer, stale: set[str], *, anew: bool
) -> Tally:
    """Decide a group, tell the writer, and return what that changes.

    Versions whose origin is ``stale`` exist no more, unless they are fresh.  With
    ``anew`` nothing is kept where the last commit has it.
    """
    read = [(candidate, writer.read(candidate)) for candidate in group]
    before = {s.release.id: s for candidate, s in read if not candidate.fresh}
    fresh = [v for candidate, s in read if candidate.fresh for v in s.versions]
    kept = [
        version
        for stored in before.values()
        for version in stored.versions
        if version.origin not in stale
    ]
    after = {s.release.id: s for s in _resolve([*kept, *fresh], fresh)}
    _apply(read, after, writer, anew=anew)
    both = [(before[i].release, after[i].release) for i in before.keys() & after.keys()]
    return Tally(
        new=len(after.keys() - before.keys()),
        changed=sum(not same_content(was, now) for was, now in both),
        removed=len(before.keys() - after.keys()),
        warnings=list(_find_differences(after.values(), fresh)),
    )


def _resolve(versions: Iterable[Version], fresh: Sequence[Version]) -> Iterator[Stored]:
    """Yield the releases that versions make, with their ids."""
    known_as_fresh = {id(version) for version in fresh}
    groups = []
    for group in group_versions(versions):
        # A record given again on standard input replaces the one given before.
        given = {id(v) for v in group if v.origin == STDIN}
        if given & known_as_fresh:
            given -= known_as_fresh
            groups.append(tuple(v for v in group if id(v) not in given))
        else:
            groups.append(group)
    ids = assign_ids(map(find_naming, groups))
    for place, group in enumerate(groups):
        yield _store(group, replace(merge_versions(group), id=ids[place]))


def _store(group: Group, release: Release) -> Stored:
    keys = {key for version in group for key in find_keys(version)}
    keys |= {origin_key(version.origin) for version in group}
    likeness, sketch = find_likeness(release)
    keys |= {LIKENESS + key for key in likeness}
    return Stored(release=release, versions=group, keys=frozenset(keys), sketch=sketch)


def _apply(
    read: Sequence[tuple[Candidate, Stored]],
    after: dict[str, Stored],
    writer: Writer,
    *,
    anew: bool,
) -> None:
    """Leave what is as it must be, drop what isn't, and put what is nowhere yet."""
    wanted = dict(after)
    for candidate, stored in sorted(read, key=lambda pair: pair[0].fresh):
        as_wanted = wanted.get(stored.release.id) == stored
        if as_wanted and (candidate.fresh or not anew):
            del wanted[stored.release.id]
        else:
            writer.drop(candidate)
    for stored in wanted.values():
        writer.put(stored)


def _find_differences(
    settled: Iterable[Stored], fresh: Sequence[Version]
) -> Iterator[str]:
    for stored in settled:
        release, group = stored.release, stored.versions
        if differ(group) and any(version in fresh for version in group):
            places = " and ".join(sorted({version.origin for version in group}))
            line = release.source.line_start
            kept = release.source.path + (f":{line}" if line else "")
            yield f"{release.id} differs between {places}; the fuller is kept, {kept}"
