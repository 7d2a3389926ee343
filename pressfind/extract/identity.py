"""Which versions are one release, and its id.

Two versions are one release if their given ids are equal; else if their URLs are; else
if title, department and date are, unless both have a URL of one site.  So two pages of
a site are two releases, and a page and a feed, a mail or another site's copy are one.
Two given ids are never one release.  A version that could be of several releases is of
the first: by given id, then by URL.  Nothing depends on the order of the versions.
"""

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from string import ascii_lowercase, digits

from pressfind.analysis import fold
from pressfind.model import Release
from pressfind.model.indexes import Version

MAX_SLUG = 60
"""Longest slug of a title in an id, in characters."""

# In half the time that an expression takes.
_ONLY_SLUG = bytes(b if chr(b) in ascii_lowercase + digits else 32 for b in range(256))
_SCHEME = re.compile(r"\Ahttps?://(?:www\.)?", re.IGNORECASE)  # https://www.example.org
_CAMPAIGN = re.compile(r"(?<=[?&])utm_\w+=[^&#]*&?")  # ?utm_source=feed
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
        keys.add(f"url:{_url_key(release.url)}")
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
            by_url[_url_key(release.url)].append(version)
        else:
            by_title[_title_key(release)].append(version)
    homes = _Homes()
    for given in sorted(by_id):
        homes.add(by_id[given], None)
    for url in sorted(by_url):
        found = homes.with_url(url)
        if found is None:
            found = homes.with_title(by_url[url])
        homes.add(by_url[url], found)
    for title in sorted(by_title):
        homes.add(by_title[title], homes.with_title(by_title[title]))
    return [_order(group) for group in homes.groups]


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


class _Homes:
    """The groups so far, and by what a version finds its own."""

    def __init__(self) -> None:
        self.groups: list[list[Version]] = []
        self._by_url: dict[str, int] = {}
        self._by_title: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self._sites: list[set[str]] = []

    def add(self, versions: list[Version], home: int | None) -> None:
        """Add versions of one release to a group, or as a new one."""
        if home is None:
            home = len(self.groups)
            self.groups.append([])
            self._sites.append(set())
        self.groups[home].extend(versions)
        self._sites[home] |= _sites(versions)
        for version in versions:
            if version.release.url:
                self._by_url.setdefault(_url_key(version.release.url), home)
            self._by_title[_title_key(version.release)].setdefault(home)

    def with_url(self, url: str) -> int | None:
        """Return the first group that has a URL."""
        return self._by_url.get(url)

    def with_title(self, versions: list[Version]) -> int | None:
        """Return the first group that has a title of theirs, and no URL of a site."""
        sites = _sites(versions)
        titles = sorted({_title_key(version.release) for version in versions})
        homes = (home for title in titles for home in self._by_title.get(title, ()))
        return next((h for h in homes if self._sites[h].isdisjoint(sites)), None)


def _sites(versions: Iterable[Version]) -> set[str]:
    urls = (version.release.url for version in versions)
    return {_url_key(url).partition("/")[0] for url in urls if url}


def _url_key(url: str) -> str:
    """Return what is the same of a URL in a feed and on its page."""
    site, slash, path = _SCHEME.sub("", url).partition("/")
    return (site.lower() + slash + _CAMPAIGN.sub("", path)).rstrip("/?&")


def _title_key(release: Release) -> str:
    title = " ".join(fold(release.title).split())
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
    folded = fold(text).replace("'", "").encode("ascii", "ignore")
    slug = b"-".join(folded.translate(_ONLY_SLUG).split()).decode()
    if len(slug) <= MAX_SLUG:
        return slug
    return slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]


def _digest(text: str) -> str:
    encoded = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(encoded, digest_size=12).hexdigest()
