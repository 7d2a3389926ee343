"""How well releases are extracted from a real archive, against what it really says.

The archive and its gold reading stand outside the project, in ``../shared``, and no
text of them is kept here; without them the tests are skipped.  ``FLOORS`` holds what
was reached, rounded down to two decimals; metadata has to be exact.

A quote is found if its span and a gold span share at least 0.8 of the characters that
they cover together; each gold quote is matched once.  Where the gold reading allows
other last lines, they count as right.  A role is right in its resolved or its written
form, case and ``;`` ``,`` ``…`` folded.  The table is printed in every run.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pressfind.extract import extract_release
from pressfind.model import BlockKind, Quote, RawDocument, Release, Span
from pressfind.sources import read_file

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "home-office"
GOLDEN = Path(__file__).parents[1] / "golden" / "home-office.json"

OVERLAP = 0.8

FLOORS = {
    "quote precision": 1.0,
    "quote recall": 1.0,
    "quote F1": 1.0,
    "exact boundaries": 1.0,
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
    scores = _score(cases)
    rows = [f"\n{'home-office archive':<20}{'floor':>8}{'reached':>10}"]
    for name, (right, of) in scores.items():
        reached = f"{right / of:>10.3f}  {right:g}/{of:g}"
        rows.append(f"{name:<20}{FLOORS[name]:>8.2f}{reached}")
    with capsys.disabled():
        sys.stdout.write("\n".join(rows) + "\n")
    low = {
        name: value for name, value in scores.items() if _ratio(value) < FLOORS[name]
    }
    assert low == {}


def test_the_reading_of_the_archive_is_unchanged(
    cases: list[Case], update_golden: bool
) -> None:
    """Ids, kinds, lines, spans and digests are those last reviewed."""
    found = [_stand_off(case.release) for case in cases]
    if update_golden:
        GOLDEN.write_text(_print(found), encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


Score = tuple[float, float]


def _ratio(score: Score) -> float:
    return score[0] / score[1]


def _score(cases: list[Case]) -> dict[str, Score]:
    matches = [match for case in cases for match in _match(case)]
    found = sum(len(case.release.quotes) for case in cases)
    wanted = sum(len(case.gold["quotes"]) for case in cases)
    matched = len(matches)
    kinds = [
        block.kind == expected["type"]
        for case in cases
        for block, expected in zip(
            case.release.blocks, case.gold["blocks"], strict=True
        )
    ]
    return {
        "quote precision": (matched, max(found, 1)),
        "quote recall": (matched, wanted),
        "quote F1": (2 * matched, found + wanted),
        "exact boundaries": (sum(m.exact for m in matches), matched),
        "speaker": (sum(_has_speaker(m) for m in matches), matched),
        "role": (sum(_has_role(m) for m in matches), matched),
        "organisation": (sum(_has_organisation(m) for m in matches), matched),
        "block kinds": (sum(kinds), len(kinds)),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A quote that was found, the gold quote that it is, and whether it ends alike."""

    quote: Quote
    gold: dict[str, Any]
    exact: bool


def _match(case: Case) -> Iterator[Match]:
    free = list(case.release.quotes)
    for gold in case.gold["quotes"]:
        spans = list(_gold_spans(case.release, gold))
        best = max(free, key=lambda quote: _best(quote, spans), default=None)
        if best is not None and _best(best, spans) >= OVERLAP:
            free.remove(best)
            yield Match(quote=best, gold=gold, exact=best.span in spans)


def _best(quote: Quote, spans: list[Span]) -> float:
    return max(_overlap(quote.span, span) for span in spans)


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    together = max(one.end, other.end) - min(one.start, other.start)
    return max(shared, 0) / together


def _gold_spans(release: Release, gold: dict[str, Any]) -> Iterator[Span]:
    """Yield the span of a gold quote, then those with its other last lines."""
    at = {
        block.line: span
        for block, span in zip(release.blocks, release.block_spans(), strict=True)
    }
    first, last = at[gold["first_line"]], at[gold["last_line"]]
    if gold["kind"] == "inline":
        start = first.start + gold["char_start"]
        span = Span(start, first.start + gold["char_end"])
    else:
        span = Span(first.start, last.end)
    assert span.of(release.body).split() == gold["text"].split()
    yield span
    for line in gold.get("alternative_last_lines", ()):
        yield Span(first.start, at[line].end)


def _has_speaker(match: Match) -> bool:
    return bool(match.quote.speaker.name == match.gold["speaker"])


def _has_role(match: Match) -> bool:
    speaker = match.quote.speaker
    found = {_fold(speaker.role), _fold(speaker.role_as_written)}
    return bool(found & {_fold(match.gold[k]) for k in ("role", "role_as_written")})


def _has_organisation(match: Match) -> bool:
    return bool(match.quote.speaker.organisation == match.gold["organisation"])


def _fold(role: str | None) -> str | None:
    return role and " ".join(re.sub(r"[;,…]", " ", role).casefold().split())


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
