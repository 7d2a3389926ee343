"""Verdicts on the quotes of a real archive: true, altered and misattributed.

The archive stands outside the project, in ``../shared``, and no text of it is kept
here: what is verified is made from its own words.  Without it the tests are skipped.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pressfind.indexing import Job, update_index
from pressfind.model import Question, QuoteHit
from pressfind.model.verdicts import Change, Verdict, Verification
from pressfind.searching import export_releases, search_quotes
from pressfind.searching.verifying import verify_words

ARCHIVE = (
    Path(__file__).parents[3] / "shared" / "corpora" / "home-office" / "archive.txt"
)
DAY = date(2026, 1, 1)
STRETCH = 14
"""Words of what is quoted: about a sentence."""

_NUMBER = re.compile(r"\d+")
_NOT = re.compile(r"\s(?:not|never)\s")

pytestmark = pytest.mark.skipif(
    not ARCHIVE.is_file(), reason=f"the shared corpus is not at {ARCHIVE}"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Index a copy of the archive."""
    folder = tmp_path_factory.mktemp("home-office")
    shutil.copy(ARCHIVE, folder)
    update_index(
        Job(index=folder / "index", cwd=folder, now_ns=0, paths=("archive.txt",))
    )
    return folder / "index"


@pytest.fixture(scope="module")
def hits(index: Path) -> tuple[QuoteHit, ...]:
    """Return every quote of the archive."""
    return search_quotes(index, Question(limit=0), DAY).hits


def _text(hit: QuoteHit) -> str:
    return hit.quote.span.of(hit.release.body)


def _around(text: str, found: re.Match[str]) -> tuple[str, str]:
    """Return some words before a place and some behind it."""
    before = text[: found.start()].split()[-STRETCH:]
    behind = text[found.end() :].split()[:STRETCH]
    return " ".join(before), " ".join(behind)


def _places(
    hits: tuple[QuoteHit, ...], pattern: re.Pattern[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield where a pattern stands in quotes, with the words on both sides."""
    for hit in hits:
        for found in pattern.finditer(_text(hit)):
            before, behind = _around(_text(hit), found)
            if min(len(before.split()), len(behind.split())) > 2:
                yield before, found[0], behind


def _kinds(found: Verification) -> set[Change | None]:
    return {edit.change for edit in found.closest[0].difference}


def test_every_quote_is_exact_and_its_own(
    index: Path, hits: tuple[QuoteHit, ...]
) -> None:
    for hit in hits:
        found = verify_words(index, _text(hit), DAY, speaker=hit.quote.speaker.name)
        closest = found.closest[0].hit
        assert (found.verdict, closest.release.quote_id(closest.quote)) == (
            Verdict.EXACT,
            hit.release.quote_id(hit.quote),
        )


def test_sentences_of_a_quote_with_an_ellipsis_between_are_exact(
    index: Path, hits: tuple[QuoteHit, ...]
) -> None:
    shortened = [
        " ".join([*words[:STRETCH], "[…]", *words[-STRETCH:]]).upper()
        for words in (_text(hit).split() for hit in hits)
        if len(words) > 3 * STRETCH
    ]
    assert shortened
    assert {verify_words(index, text, DAY).verdict for text in shortened} == {
        Verdict.EXACT
    }


def test_a_changed_number_is_an_alteration(
    index: Path, hits: tuple[QuoteHit, ...]
) -> None:
    places = list(_places(hits, _NUMBER))
    assert places
    for before, number, behind in places:
        found = verify_words(index, f"{before} {int(number) + 7} {behind}", DAY)
        assert (found.verdict, Change.NUMBER in _kinds(found)) == (
            Verdict.ALTERED,
            True,
        )


def test_a_dropped_not_is_an_alteration(
    index: Path, hits: tuple[QuoteHit, ...]
) -> None:
    places = list(_places(hits, _NOT))
    assert places
    for before, _, behind in places:
        found = verify_words(index, f"{before} {behind}", DAY)
        assert (found.verdict, _kinds(found)) == (
            Verdict.ALTERED,
            {None, Change.NEGATION},
        )


def test_a_quote_in_the_mouth_of_another_is_of_a_different_speaker(
    index: Path, hits: tuple[QuoteHit, ...]
) -> None:
    names = {hit.quote.speaker.name for hit in hits if hit.quote.speaker.name}
    for hit in hits:
        name = hit.quote.speaker.name
        other = next(other for other in sorted(names) if other != name)
        found = verify_words(index, _text(hit), DAY, speaker=other)
        assert found.verdict is Verdict.DIFFERENT_SPEAKER


def test_a_paragraph_of_narrative_is_nobodys_quote(index: Path) -> None:
    said = []
    for release in export_releases(index, Question(limit=0), DAY):
        for block, span in zip(release.blocks, release.block_spans(), strict=True):
            apart = all(
                span.end <= quote.span.start or quote.span.end <= span.start
                for quote in release.quotes
            )
            if apart and len(block.text.split()) >= STRETCH:
                said.append(block.text)
    assert said
    assert {verify_words(index, text, DAY).verdict for text in said} == {
        Verdict.ONLY_IN_NARRATIVE
    }
