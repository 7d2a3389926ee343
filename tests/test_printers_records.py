"""Results for programs: every release of the sample as it is exported, and tables.

``golden/sample.json`` holds each release whole, a block or a quote a line, so that a
change is read where it happened.  ``body`` is left out: it is its blocks.  It says what
is extracted; what would be right for the quotes is in ``golden/sample-quotes.json``.
"""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pressfind.errors import UsageError
from pressfind.model import Question
from pressfind.printers import records
from pressfind.searching import export_releases
from tests.conftest import GOLDEN

DAY = date(2026, 1, 1)


@pytest.fixture
def exported(sample_index: Path) -> list[dict[str, Any]]:
    found = export_releases(sample_index, Question(limit=0), DAY)
    return [records.export_record(release) for release in found]


def test_the_sample_is_exported_as_last_reviewed(
    exported: list[dict[str, Any]], update_golden: bool
) -> None:
    path = GOLDEN / "sample.json"
    bodiless = [{k: v for k, v in r.items() if k != "body"} for r in exported]
    if update_golden:
        path.write_text(_print(bodiless), encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == bodiless


def test_a_body_is_its_blocks(exported: list[dict[str, Any]]) -> None:
    joined = ["\n\n".join(b["text"] for b in record["blocks"]) for record in exported]
    assert joined == [record["body"] for record in exported]


def test_a_quote_is_the_part_of_the_body_that_its_span_names(
    exported: list[dict[str, Any]],
) -> None:
    named = [
        (record["body"][slice(*quote["span"])], quote["text"])
        for record in exported
        for quote in record["quotes"]
    ]
    assert [span for span, _ in named] == [text for _, text in named]


def test_json_escapes_what_could_steer_a_terminal() -> None:
    stream = io.StringIO()
    records.print_json({"title": "\x9b31m\u202e"}, stream)
    assert stream.getvalue() == '{"title": "\\u009b31m\\u202e"}\n'


def test_a_table_marks_what_could_steer_a_terminal() -> None:
    stream = io.StringIO(newline="")
    records.print_table([{"id": "\x1b[31m"}], ["id"], stream, tabs=False)
    assert stream.getvalue() == "id\r\n�[31m\r\n"


def test_tsv_keeps_a_record_on_one_line() -> None:
    stream = io.StringIO()
    row = {"id": "a\tb", "text": "c\n\nd"}
    records.print_table([row], ["id", "text"], stream, tabs=True)
    assert stream.getvalue() == "id\ttext\na b\tc d\n"


def test_an_unknown_column_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UsageError, match="no column 'titel'; there are id, title"):
        records.choose_columns("id,titel", ["id", "title"])


def _print(exported: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(map(_print_one, exported)) + "\n]\n"


def _print_one(record: dict[str, Any]) -> str:
    rows = []
    for key, value in record.items():
        text = json.dumps(value, ensure_ascii=False)
        if key in ("blocks", "quotes") and value:
            items = ",\n   ".join(json.dumps(row, ensure_ascii=False) for row in value)
            text = f"[\n   {items}\n  ]"
        rows.append(f'  "{key}": {text}')
    return " {\n" + ",\n".join(rows) + "\n }"
