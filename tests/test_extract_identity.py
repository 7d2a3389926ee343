"""Which versions are one release, whatever their order; all of them are invented."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.extract.identity import Group, find_keys, group_versions
from pressfind.extract.versions import merge_versions
from pressfind.model import Block, BlockKind, Release, Source
from pressfind.model.indexes import Version

KITES = Release(
    id="kites",
    title="Kites",
    source=Source(path="a.txt"),
    blocks=(Block(kind=BlockKind.PARAGRAPH, text="We fly."),),
)

MADE = st.builds(
    replace,
    st.just(KITES),
    title=st.sampled_from(["Kites", "kites", "Strings"]),
    given_id=st.sampled_from([None, None, "k1", "k2"]),
    url=st.sampled_from([None, "https://a.org/1", "http://a.org/2", "b.org/1"]),
    source=st.builds(Source, path=st.sampled_from(["a.txt", "b.txt"])),
    department=st.sampled_from([None, "Sky Office"]),
    lead=st.sampled_from([None, "We fly."]),
)


def group(releases: Sequence[Release]) -> set[Group]:
    """Return the groups of releases that all come from one file."""
    versions = [Version(origin="a.txt", release=release) for release in releases]
    return set(group_versions(versions))


@pytest.mark.parametrize(
    "releases",
    [
        [KITES, replace(KITES, given_id="k1"), replace(KITES, given_id="k2")],
        [KITES, replace(KITES, url="/k"), replace(KITES, url="/k", title="Strings")],
        [KITES, replace(KITES, source=Source(path="b.txt")), replace(KITES, blocks=())],
        [KITES, replace(KITES, tags=("wind",)), replace(KITES, lead="We fly.")],
    ],
    ids=["given ids", "urls", "titles", "alike but for what ranks nothing"],
)
def test_groups_do_not_depend_on_the_order_of_versions(releases: list[Release]) -> None:
    found = [group(order) for order in permutations(releases)]
    assert found == [found[0]] * len(found)


def test_the_longest_version_of_a_release_comes_first() -> None:
    short = replace(KITES, blocks=())
    ((first, _),) = group([short, KITES])
    assert first.release == KITES


@given(
    st.lists(MADE, max_size=6).flatmap(
        lambda a: st.tuples(st.just(a), st.permutations(a))
    )
)
def test_what_releases_say_does_not_depend_on_the_order_of_versions(
    orders: tuple[list[Release], list[Release]],
) -> None:
    one, other = (sorted(map(repr, map(merge_versions, group(o)))) for o in orders)
    assert one == other


@given(st.lists(MADE, min_size=2, max_size=6))
def test_versions_of_a_release_are_joined_by_keys(releases: list[Release]) -> None:
    for versions in group(releases):
        joined, *others = map(find_keys, versions)
        for _ in others:
            joined = joined.union(*(keys for keys in others if keys & joined))
        assert all(keys <= joined for keys in others)


@pytest.mark.parametrize(
    ("one", "other", "groups"),
    [
        ("https://www.a.org/k/", "http://A.org/k?utm_source=feed&utm_medium=rss", 1),
        ("https://a.org/k?id=1&utm_source=x", "https://a.org/k?id=1", 1),
        ("https://a.org/k?id=1", "https://a.org/k?id=2", 2),
        ("https://a.org/k", "https://a.org/K", 2),
        ("https://a.org/k", "https://b.org/news/k", 1),
    ],
    ids=["writings", "campaign", "parameter", "case of a path", "another site"],
)
def test_urls_of_one_release_are_the_same_or_of_several_sites(
    one: str, other: str, groups: int
) -> None:
    found = group([replace(KITES, url=one), replace(KITES, url=other)])
    assert len(found) == groups


def test_a_title_is_the_same_however_its_marks_are_typed() -> None:
    typed = [replace(KITES, title=f"The kite{mark}s tail") for mark in "’'"]
    assert len(group(typed)) == 1
