"""A real file of each form gives the releases that were reviewed.

The golden file is stand-off: ids, kinds, lines, spans and hashes, but no text.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pressfind.extract import extract_release
from pressfind.model import RawDocument, Release
from pressfind.sources import read_file
from tests.conftest import ROOT

CORPORA = ROOT.parent / "shared" / "corpora"
GOLDEN = Path(__file__).parent / "golden" / "forms.json"
FILES = [
    "congress-jsonl/sample.jsonl",
    "feeds/atom10.xml",
    "feeds/koi8r.xml",
    "feeds/ruiz_rss.xml",
    "feeds/whitehouse_briefings.xml",
    "hard/7Nov2006Wyden119.txt",
    "ukpol-excerpts/p05.txt",
    "wire-markdown/newsworthy/2024/0507",
]


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora aren't here")
@pytest.mark.parametrize("name", FILES)
def test_a_real_file_gives_the_releases_that_were_reviewed(
    name: str, update_golden: bool
) -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    found = _read(CORPORA / name)
    if update_golden:
        golden[name] = found
        text = json.dumps(golden, indent=1, sort_keys=True)
        GOLDEN.write_text(text + "\n", encoding="utf-8")
    assert found == golden[name]


def _read(path: Path) -> dict[str, Any]:
    file = next(iter(sorted(path.iterdir()))) if path.is_dir() else path
    name = file.relative_to(CORPORA).as_posix()
    reading = read_file(file.read_bytes(), name)
    documents = list(reading.documents)[:10]
    return {
        "form": reading.form,
        "releases": [
            _stand_off(extract_release(document).release)
            for document in documents
            if isinstance(document, RawDocument)
        ],
    }


def _stand_off(release: Release) -> dict[str, Any]:
    return {
        "id": release.id,
        "date": release.date and release.date.isoformat(),
        "lines": [release.source.line_start, release.source.line_end],
        "title": _hash(release.title),
        "lead": release.lead and _hash(release.lead),
        "blocks": [f"{b.kind} {b.line} {_hash(b.text)}" for b in release.blocks],
        "quotes": [
            f"{q.span.start}:{q.span.end} {q.kind} {q.evidence}" for q in release.quotes
        ],
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
