"""Some hundred damaged files give releases and skips, and no exception.

``python -m tests.fuzz`` reads more of them; tests/fuzz/RECORD.md says what came of it.
"""

import pytest

from tests.conftest import ROOT, SAMPLE
from tests.fuzz.__main__ import read_damaged, read_files
from tests.fuzz.mutations import damage
from tests.made import make_files

CORPORA = ROOT.parent / "shared" / "corpora"
WEB = ("govuk", "justice-html", "eu-parliament-html", "wordpress-listing", "hard")
INPUTS = 300


def test_a_number_gives_the_same_damage() -> None:
    files = read_files([SAMPLE])
    assert [damage(files, n) for n in range(9)] == [damage(files, n) for n in range(9)]


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora aren't here")
def test_damaged_pages_and_items_give_releases_and_skips_alone() -> None:
    files = read_files([CORPORA / name for name in WEB])
    assert read_damaged(files, range(INPUTS)).failures == {}


def test_damaged_files_of_the_sample_give_releases_and_skips_alone() -> None:
    assert read_damaged(read_files([SAMPLE]), range(INPUTS)).failures == {}


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora aren't here")
def test_damaged_feeds_and_wires_give_releases_and_skips_alone() -> None:
    files = read_files([CORPORA / name for name in ("feeds", "wire-markdown")])
    assert read_damaged(files, range(INPUTS)).failures == {}


def test_damaged_files_of_every_form_give_releases_and_skips_alone() -> None:
    assert read_damaged(make_files(), range(2 * INPUTS)).failures == {}
