"""What a release says that stands in several forms: the richer one wins by field.

- Body, lead and quotes are of one version, since spans count in its body and lines in
  its source: of those with nearly the most text, the one with the most marked quotes,
  then a lead, then the most text, then the most blocks.
- Title and date are of one version, since the id is made of both: of those that say
  the most of date and department, the richest.
- A department or URL is of that version or the richest, else of any that says one.
- Tags are of all, a given id of whichever has one.

Versions come in the order of ``group_versions``, so nothing depends on another.
"""

import re
from dataclasses import replace

from pressfind.analysis import fold
from pressfind.extract.identity import Group
from pressfind.model import BlockKind, Evidence, Release
from pressfind.model.indexes import Contribution, Version

_NEARLY = 0.95
"""The part of the most text that is nearly as much: forms differ by a line of links."""

_SUMMARY = 0.5
"""A form with less of the text sums it up, as feeds do, in words of its own."""

_CUT = re.compile(r"\s*(?:\[\s*)?(?:…|\.\.\.)(?:\s*\])?$")  # sail at noon […]


def merge_versions(group: Group) -> Release:
    """Return the release that its versions make; ``assign_ids`` gives it its id."""
    givers = _find_givers(group)
    tags = {tag for version in group for tag in version.release.tags}
    return replace(
        givers["body"].release,
        title=givers["title"].release.title,
        department=givers["department"].release.department,
        date=givers["date"].release.date,
        url=givers["url"].release.url,
        given_id=_find_given_id(group),
        tags=tuple(sorted(tags, key=lambda tag: (fold(tag), tag))),
    )


def find_naming(group: Group) -> Release:
    """Return the version that a release's id is made of, with the given id of any.

    An id is never made of what two versions say: only keys of one find all rivals.
    """
    naming = _find_givers(group)["title"].release
    return replace(naming, given_id=_find_given_id(group))


def find_contributions(group: Group) -> tuple[Contribution, ...]:
    """Return the sources of a release, each with the fields that it gave."""
    givers = _find_givers(group)
    richest = givers["body"]
    tags: set[str] = set()
    contributions = []
    for version in (richest, *(other for other in group if other is not richest)):
        own = version.release
        given = [n for n, giver in givers.items() if giver is version]
        fields = [name for name in given if getattr(own, name)]
        if not tags.issuperset(own.tags):
            fields.append("tags")
            tags.update(own.tags)
        contributions.append(Contribution(source=own.source, fields=tuple(fields)))
    return tuple(contributions)


def differ(group: Group) -> bool:
    """Whether a version says what the richest doesn't, and isn't a summary of it."""
    body = _find_givers(group)["body"].release.body
    kept = _words(body)
    return any(
        _words(_CUT.sub("", block.text)) not in kept
        for version in group
        if version.release.body != body
        and len(version.release.body) >= _SUMMARY * len(body)
        for block in version.release.blocks
        if block.kind is not BlockKind.BOILERPLATE
    )


def _find_givers(group: Group) -> dict[str, Version]:
    """Return the version that each field is of; of equals it is the first."""
    most = max(len(version.release.body) for version in group)
    near = [v for v in group if len(v.release.body) >= _NEARLY * most]
    richest = max(near, key=_riches)
    ordered = (richest, *group)
    naming = max(ordered, key=_says_when_and_who)
    who = (v for v in (naming, *ordered) if v.release.department)
    where = (v for v in ordered if v.release.url)
    return {
        "title": naming,
        "department": next(who, naming),
        "date": naming,
        "url": next(where, richest),
        "lead": richest,
        "body": richest,
        "quotes": richest,
    }


def _riches(version: Version) -> tuple[int, bool, int, int]:
    release = version.release
    marked = sum(quote.evidence is Evidence.MARKED for quote in release.quotes)
    blocks = len(release.blocks)
    return marked, release.lead is not None, len(release.body), blocks


def _says_when_and_who(version: Version) -> tuple[bool, bool]:
    release = version.release
    return release.date is not None, bool(release.department)


def _find_given_id(group: Group) -> str | None:
    given = (version.release.given_id for version in group)
    return next((name for name in given if name is not None), None)


def _words(text: str) -> str:
    return " ".join(fold(text).split())
