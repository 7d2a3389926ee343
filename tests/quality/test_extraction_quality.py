"""How well releases are extracted from a real archive, against what it really says.

The archive and its gold reading stand outside the project, in ``../shared``, and no
text of them is kept here; without them the tests are skipped.  ``FLOORS`` holds what
was reached, rounded down to two decimals; metadata has to be exact.

``scores`` says what is counted.  Where the gold reading allows other last lines, they
count as right.  The table is printed in every run.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pressfind.extract import extract_release
from pressfind.model import BlockKind, RawDocument, Release, Span
from pressfind.sources import read_file
from tests.quality.archives import CORPORA
from tests.quality.scores import Tally, Wanted, fold_role, print_table, tally

CORPUS = CORPORA / "home-office"
GOLDEN = Path(__file__).parents[1] / "golden" / "home-office.json"

FLOORS = {
    "precision": 1.0,
    "recall": 1.0,
    "F1": 1.0,
    "exact": 1.0,
    "speaker": 1.0,
    "role": 1.0,
    "organisation": 0.9,
    "block kinds": 1.0,
}

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"the shared corpus is not at {CORPUS}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One release as read, as extracted, and as the gold reading has it."""

    document: RawDocument
    release: Release
    gold: dict[str, Any]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Read and extract the archive, and pair it with its gold reading."""
    content = (CORPUS / "archive.txt").read_bytes()
    found = read_file(content, "archive.txt").documents
    documents = [item for item in found if isinstance(item, RawDocument)]
    gold = json.loads((CORPUS / "gold.json").read_text(encoding="utf-8"))
    assert len(documents) == len(gold)
    return [
        Case(document=document, release=extract_release(document).release, gold=entry)
        for document, entry in zip(documents, gold, strict=True)
    ]


def test_metadata_is_exact(cases: list[Case]) -> None:
    """Every title, month, department, date, lead and line range is as in the gold."""
    for case in cases:
        release, gold = case.release, case.gold
        assert {
            "title": release.title,
            "archive_month": case.document.month,
            "issuer": release.department,
            "issued_on": release.date.isoformat() if release.date else None,
            "lead": release.lead,
            "source_line_start": release.source.line_start,
            "source_line_end": release.source.line_end,
        } == {
            key: gold[key]
            for key in (
                "title",
                "archive_month",
                "issuer",
                "issued_on",
                "lead",
                "source_line_start",
                "source_line_end",
            )
        }
        assert release.lead == release.blocks[0].text


def test_blocks_are_exact(cases: list[Case]) -> None:
    """Every block has the text and line of the gold, and the kind if not of a quote."""
    quoted = {BlockKind.ATTRIBUTION, BlockKind.QUOTE_PARAGRAPH, BlockKind.PARAGRAPH}
    for case in cases:
        blocks, gold = case.release.blocks, case.gold["blocks"]
        assert [(b.line, b.text) for b in blocks] == [
            (g["line"], g["text"]) for g in gold
        ]
        for block, expected in zip(blocks, gold, strict=True):
            if block.kind not in quoted or BlockKind(expected["type"]) not in quoted:
                assert (block.line, block.kind) == (block.line, expected["type"])


def test_the_archive_gives_no_warning() -> None:
    """Dates and months of the archive agree."""
    content = (CORPUS / "archive.txt").read_bytes()
    for item in read_file(content, "archive.txt").documents:
        assert isinstance(item, RawDocument)
        assert extract_release(item).warnings == ()


def test_quotes_reach_their_floors(
    cases: list[Case], capsys: pytest.CaptureFixture[str]
) -> None:
    """Extent, boundaries, speakers and roles are at least as good as pinned."""
    counts = _tally(cases)
    with capsys.disabled():
        sys.stdout.write(print_table({"home-office": counts}))
    scores = counts.scores() | {"block kinds": _share_of_kinds(cases)}
    assert {name: v for name, v in scores.items() if v < FLOORS[name]} == {}


def test_the_reading_of_the_archive_is_unchanged(
    cases: list[Case], update_golden: bool
) -> None:
    """Ids, kinds, lines, spans and digests are those last reviewed."""
    found = [_stand_off(case.release) for case in cases]
    if update_golden:
        GOLDEN.write_text(_print(found), encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def _tally(cases: list[Case]) -> Tally:
    counts = Tally()
    for case in cases:
        reading = [_read(case.release, gold) for gold in case.gold["quotes"]]
        counts.add(tally(case.release.quotes, reading))
    return counts


def _share_of_kinds(cases: list[Case]) -> float:
    kinds = [
        bool(block.kind == expected["type"])
        for case in cases
        for block, expected in zip(
            case.release.blocks, case.gold["blocks"], strict=True
        )
    ]
    return sum(kinds) / len(kinds)


def _read(release: Release, gold: dict[str, Any]) -> Wanted:
    spans = tuple(_gold_spans(release, gold))
    assert spans[0].of(release.body).split() == gold["text"].split()
    roles = (gold["role"], gold["role_as_written"])
    return Wanted(
        spans=spans,
        speaker=gold["speaker"],
        roles=frozenset(map(fold_role, roles)),
        organisation=gold["organisation"],
    )


def _gold_spans(release: Release, gold: dict[str, Any]) -> Iterator[Span]:
    """Yield the span of a gold quote, then those with its other last lines."""
    at = {
        block.line: span
        for block, span in zip(release.blocks, release.block_spans(), strict=True)
    }
    first, last = at[gold["first_line"]], at[gold["last_line"]]
    if gold["kind"] == "inline":
        start = first.start + gold["char_start"]
        yield Span(start, first.start + gold["char_end"])
    else:
        yield Span(first.start, last.end)
    for line in gold.get("alternative_last_lines", ()):
        yield Span(first.start, at[line].end)


def _stand_off(release: Release) -> dict[str, Any]:
    """Return what was extracted: places and digests, and no text of the source."""
    return {
        "id": _digest(release.id),  # an id holds words of the title
        "title": _digest(release.title),
        "date": release.date and release.date.isoformat(),
        "department": _digest(release.department),
        "lines": [release.source.line_start, release.source.line_end],
        "lead": _digest(release.lead),
        "blocks": [[b.kind.value, b.line, _digest(b.text)] for b in release.blocks],
        "quotes": [
            [
                [quote.span.start, quote.span.end],
                quote.kind.value,
                quote.evidence.value,
                [quote.line_start, quote.line_end],
                _digest(quote.span.of(release.body)),
                _digest(quote.speaker.name),
                _digest(quote.speaker.role),
                _digest(quote.speaker.organisation),
                _digest(quote.attribution),
            ]
            for quote in release.quotes
        ],
    }


def _digest(text: str | None) -> str | None:
    return text and hashlib.sha256(text.encode()).hexdigest()


def _print(readings: list[dict[str, Any]]) -> str:
    """Return JSON with one block or quote a line, for a review line by line."""
    return "[\n" + ",\n".join(_print_one(reading) for reading in readings) + "\n]\n"


def _print_one(reading: dict[str, Any]) -> str:
    rows = []
    for key, value in reading.items():
        text = json.dumps(value, ensure_ascii=False)
        if key in ("blocks", "quotes") and value:
            text = ",\n   ".join(json.dumps(row) for row in value)
            text = f"[\n   {text}\n  ]"
        rows.append(f'  "{key}": {text}')
    return " {\n" + ",\n".join(rows) + "\n }"
