"""How well quotes of many kinds of releases are extracted, against a reading by hand.

The second gold set: pages saved as text, pages of GOV.UK without their marks and with
them (not the Arabic one: attributions are read in English), releases of companies from
ten wires, and of members of Congress.  The texts stand outside the project, in
``../shared``; ``golden/second-quotes.json`` says where each quote, its speaker and role
stand, as ``[block, start, end]`` (block -1 is the title), and holds no text.  ``roles``
are alternatives, each of one part or more; an empty one is no role.

Half of the releases were looked at while the rules were made (``tuned``).  The others
(``held``) were read for the gold set by who made the rules, and their errors were seen
once, so they are no blind test either.  Where the quotation marks of a source are lost
(``lost``), a quote is neither wanted nor wrong.  ``FLOORS`` holds what was reached,
rounded down.
"""

import hashlib
import json
import sys
from typing import Any

import pytest

from pressfind.extract import extract_release
from pressfind.model import BLOCK_SEPARATOR, RawDocument, Release, Span
from tests.conftest import GOLDEN
from tests.quality.archives import CORPORA, read_release
from tests.quality.scores import Tally, Wanted, fold_role, match, print_table, tally

READING = GOLDEN / "second-quotes.json"

NAMES = ("precision", "recall", "F1", "exact", "speaker", "role", "organisation")
FLOORS = {
    "ukpol-excerpts": (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "govuk": (0.75, 0.75, 0.75, 1.0, 1.0, 1.0, 1.0),
    "govuk, marked": (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "wire-markdown": (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.88),
    "congress-jsonl": (1.0, 0.96, 0.98, 1.0, 1.0, 1.0, 1.0),
    "all, tuned": (0.96, 0.93, 0.95, 1.0, 1.0, 1.0, 1.0),
    "all, held": (0.96, 0.96, 0.96, 1.0, 1.0, 1.0, 0.75),
    "all": (0.96, 0.95, 0.95, 1.0, 1.0, 1.0, 0.92),
}

pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(), reason=f"the shared corpora are not at {CORPORA}"
)


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    """Extract every release of the set; count by source, by half, and in all."""
    rows: dict[str, Tally] = {}
    for entry in json.loads(READING.read_text(encoding="utf-8")):
        source = entry["path"].partition("/")[0]
        counts = _tally(entry)
        for row in (source, f"all, {entry['half']}", "all"):
            rows.setdefault(row, Tally()).add(counts)
        if source == "govuk":
            rows.setdefault("govuk, marked", Tally()).add(_tally(entry, marked=True))
    return {row: rows[row] for row in FLOORS}


def test_quotes_of_the_second_set_reach_their_floors(
    tallies: dict[str, Tally], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every score of every source is at least as good as pinned."""
    with capsys.disabled():
        sys.stdout.write(print_table(tallies))
    low = {
        (source, name): value
        for source, counts in tallies.items()
        for name, value in counts.scores().items()
        if value < dict(zip(NAMES, FLOORS[source], strict=True))[name]
    }
    assert low == {}


def _tally(entry: dict[str, Any], *, marked: bool = False) -> Tally:
    document = read_release(entry["path"], entry["number"], marked=marked)
    release = extract_release(document).release
    texts = [block.text for block in document.blocks]
    body = BLOCK_SEPARATOR.join(texts)
    assert hashlib.sha256(body.encode()).hexdigest()[:16] == entry["digest"]
    reading = [_read(document, release, gold) for gold in entry["quotes"]]
    lost = [
        wanted
        for wanted, gold in zip(reading, entry["quotes"], strict=True)
        if gold.get("lost")
    ]
    forgiven = [quote for quote, _ in match(release.quotes, lost)]
    quotes = [quote for quote in release.quotes if quote not in forgiven]
    return tally(quotes, [wanted for wanted in reading if wanted not in lost])


def _read(document: RawDocument, release: Release, gold: dict[str, Any]) -> Wanted:
    begins = [span.start for span in release.block_spans()]
    (first, start), (last, end) = gold["start"], gold["end"]
    speaker, organisation = gold["speaker"], gold.get("organisation")
    return Wanted(
        spans=(Span(begins[first] + start, begins[last] + end),),
        speaker=_text(document, speaker) if speaker else None,
        roles=frozenset(
            fold_role(" ".join(_text(document, part) for part in parts))
            for parts in gold["roles"]
        ),
        organisation=_text(document, organisation) if organisation else None,
        judged=organisation is not None,
    )


def _text(document: RawDocument, place: list[int]) -> str:
    block, start, end = place
    text = document.title if block < 0 else document.blocks[block].text
    return text[start:end]
