"""Which versions are one release, whatever their order; all of them are invented."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from pressfind.extract.identity import Group, group_versions
from pressfind.model import (
    Block,
    BlockKind,
    Release,
    Source,
)
from pressfind.model.indexes import Version

KITES = Release(
    id="kites",
    title="Kites",
    source=Source(path="a.txt"),
    blocks=(Block(kind=BlockKind.PARAGRAPH, text="We fly."),),
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
