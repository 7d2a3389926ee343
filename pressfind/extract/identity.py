"""Which versions are one release, what that release then says, and its id.

Two versions are one release if their given ids are equal; where not both have one, if
their URLs are equal; where not both have one, if title, department and date are.  Two
given ids are never merged.  Nothing here depends on the order of the versions.
"""

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pressfind.analysis import fold
from pressfind.model import Release
from pressfind.model.indexes import Version

MAX_SLUG = 60
"""Longest slug of a title in an id, in characters."""

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
Group = tuple[Version, ...]


def base_id(title: str, issued: datetime.date | None) -> str:
    """Return ``DATE-slug`` or ``undated-slug``, the slug cut at a word.

    >>> base_id("Attaché’s 20,000 miles", datetime.date(2024, 4, 18))
    '2024-04-18-attaches-20-000-miles'
    """
    return f"{issued or 'undated'}-{_slug(title) or 'release'}"


def find_keys(version: Version) -> frozenset[int]:
    """Return what any version of the same release, or of a rival id, shares one of."""
    release = version.release
    keys = {f"title:{_title_key(release)}"}
    if release.given_id is not None:
        keys |= {f"given:{release.given_id}", f"id:{release.given_id}"}
    if release.url:
        keys.add(f"url:{release.url}")
    if release.given_id is None:
        keys |= {f"id:{candidate}" for candidate in _candidates(release)}
    return frozenset(map(hash_key, keys))


def hash_key(key: str) -> int:
    """Return 63 bits that stand for a key; a collision only costs a comparison."""
    encoded = key.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest()) >> 1


def group_versions(versions: Iterable[Version]) -> list[Group]:
    """Return the versions in groups, each of one release."""
    by_id: defaultdict[str, list[Version]] = defaultdict(list)
    by_url: defaultdict[str, list[Version]] = defaultdict(list)
    by_title: defaultdict[str, list[Version]] = defaultdict(list)
    for version in versions:
        release = version.release
        if release.given_id is not None:
            by_id[release.given_id].append(version)
        elif release.url:
            by_url[release.url].append(version)
        else:
            by_title[_title_key(release)].append(version)
    groups = [by_id[given] for given in sorted(by_id)]
    homes = _homes(groups, "url")
    unclaimed = [group for group in groups if not _urls(group)]
    titles = _homes(unclaimed, "title")
    for url in sorted(by_url):
        group = by_url[url]
        home = homes.get(url) or _first(titles, group)
        if home is None:
            groups.append(group)
        else:
            home.extend(group)
    titles = _homes(groups, "title")
    for title in sorted(by_title):
        if (home := titles.get(title)) is not None:
            home.extend(by_title[title])
        else:
            groups.append(by_title[title])
    return [_order(group) for group in groups]


def merge_versions(group: Group) -> Release:
    """Return the release that its versions make: the longest, with all their tags."""
    best = group[0].release
    tags = {tag for version in group for tag in version.release.tags}
    return replace(best, tags=tuple(sorted(tags, key=lambda tag: (fold(tag), tag))))


def differ(group: Group) -> bool:
    """Whether the versions of a release do not say the same."""
    return len({version.release.body for version in group}) > 1


def assign_ids(releases: Iterable[Release]) -> dict[int, str]:
    """Return the id of each release by its place; a collision renames all of them."""
    listed = list(releases)
    levels = dict.fromkeys(range(len(listed)), 0)
    while True:
        ids = {place: _id_at(listed[place], level) for place, level in levels.items()}
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, identifier in ids.items():
            places[identifier].append(place)
        raised = [
            place
            for same in places.values()
            if len(same) > 1
            for place in same
            if listed[place].given_id is None and levels[place] < 2
        ]
        if not raised:
            return ids
        for place in raised:
            levels[place] += 1


def same_content(left: Release, right: Release) -> bool:
    """Whether two releases say the same, wherever they stand."""
    return _content(left) == _content(right)


def _content(release: Release) -> tuple[object, ...]:
    kinds = tuple(block.kind for block in release.blocks)
    quotes = tuple(replace(q, line_start=None, line_end=None) for q in release.quotes)
    parts = (release.title, release.department, release.date, release.lead, release.url)
    return (*parts, release.tags, release.body, kinds, quotes)


def _order(group: list[Version]) -> Group:
    """Return the versions of a release, the one to keep first, in a total order."""
    if len({_rank(version) for version in group}) < len(group):
        group = sorted(group, key=lambda version: repr(version.release))
    return tuple(sorted(group, key=_rank))


def _rank(version: Version) -> tuple[int, str, str, int, str, str]:
    release = version.release
    source = release.source
    place = (version.origin, source.path, source.line_start or 0)
    return (-len(release.body), *place, release.title, release.body)


def _homes(groups: list[list[Version]], kind: str) -> Mapping[str, list[Version]]:
    homes: dict[str, list[Version]] = {}
    for group in groups:
        for version in group:
            release = version.release
            key = release.url if kind == "url" else _title_key(release)
            if key:
                homes.setdefault(key, group)
    return homes


def _first(
    homes: Mapping[str, list[Version]], group: list[Version]
) -> list[Version] | None:
    keys = sorted({_title_key(version.release) for version in group})
    return next((homes[key] for key in keys if key in homes), None)


def _urls(group: list[Version]) -> set[str]:
    return {version.release.url for version in group if version.release.url}


def _title_key(release: Release) -> str:
    title = " ".join(release.title.split()).casefold()
    return "\x1f".join((title, fold(release.department or ""), str(release.date)))


def _id_at(release: Release, level: int) -> str:
    if release.given_id is not None:
        return release.given_id
    return _candidates(release)[level]


def _candidates(release: Release) -> tuple[str, str, str]:
    plain = base_id(release.title, release.date)
    department = _slug(release.department or "")
    longer = f"{plain}-{department}" if department else plain
    whole = "\x1f".join((_title_key(release), release.url or ""))
    return plain, longer, f"{longer}-{_digest(whole)[:8]}"


def _slug(text: str) -> str:
    folded = fold(text).replace("'", "").encode("ascii", "ignore").decode()
    slug = _NOT_SLUG.sub("-", folded).strip("-")
    if len(slug) <= MAX_SLUG:
        return slug
    return slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]


def _digest(text: str) -> str:
    encoded = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(encoded, digest_size=12).hexdigest()
