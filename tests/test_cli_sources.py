"""``sources`` lists the forms, and ``index --dry-run`` says what it would do."""

import csv
import io
import json
import os
from pathlib import Path

import pytest

from pressfind.printers.drawing import Screen
from pressfind.printers.forms import print_forms
from pressfind.sources import FORMS, list_forms
from tests.program import make_post, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of a page with a speech, and of what is none."""
    data = tmp_path / "data"
    data.mkdir()
    page = f"Blog\n\n{make_post('New ferry', 'Ships came in.')}"
    speech = "\n\n  • Ann Lee – A speech\n\n    The speech made by Ann Lee.\n"
    (data / "a.txt").write_text(page + speech, encoding="utf-8")
    (data / "b.json").write_text("[1]", encoding="utf-8")
    return tmp_path


def test_the_forms_are_those_of_the_table(tmp_path: Path) -> None:
    printed = json.loads(run(tmp_path, "sources", "--json").out)
    assert [form["name"] for form in printed["forms"]] == [form.name for form in FORMS]


def test_csv_and_tsv_have_the_same_rows(tmp_path: Path) -> None:
    by_comma = list(csv.reader(io.StringIO(run(tmp_path, "sources", "--csv").out)))
    tabbed = run(tmp_path, "sources", "--format", "tsv").out
    assert by_comma == [line.split("\t") for line in tabbed.splitlines()]


def test_each_form_is_a_line_in_a_pipe(tmp_path: Path) -> None:
    lines = run(tmp_path, "sources").out.splitlines()
    assert len(lines) == len(FORMS) + 1
    assert "documents" in next(line for line in lines if line.startswith("PDF"))


def test_a_terminal_wraps_what_recognises_a_form() -> None:
    stream = io.StringIO()
    print_forms(list_forms(), Screen(stream=stream, width=60))
    assert max(map(len, stream.getvalue().splitlines())) <= 60


def test_a_dry_run_waits_for_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    os.mkfifo(tmp_path / "data" / "pipe")
    assert (
        "unreadable: it isn't a regular file" in run(tmp_path, "index", "--dry-run").out
    )


def test_a_dry_run_says_what_each_file_is_and_why_not(folder: Path) -> None:
    done = run(folder, "index", "--dry-run")
    assert done.out.splitlines() == [
        "     1  data/a.txt: text archive",
        "          skipped line 12, speech: 'Ann Lee – A speech' isn't a press release",
        "     0  data/b.json: nothing",
        "          skipped unknown form: it has none of the forms that pressfind "
        "sources lists",
    ]
    assert done.errors == (
        "pressfind: files: 2, releases: 1, skipped: 2; nothing was written\n"
    )


def test_a_dry_run_makes_no_index(folder: Path) -> None:
    run(folder, "index", "--dry-run", "data")
    assert [path.name for path in folder.iterdir()] == ["data"]


def test_a_dry_run_changes_no_index(folder: Path) -> None:
    run(folder, "index")
    before = sorted(path.name for path in (folder / ".pressfind").iterdir())
    (folder / "data" / "a.txt").unlink()
    assert run(folder, "index", "--dry-run").out.count("\n") == 2
    assert sorted(p.name for p in (folder / ".pressfind").iterdir()) == before


def test_a_dry_run_that_should_forget_is_refused(folder: Path) -> None:
    done = run(folder, "index", "--dry-run", "--forget", "data")
    assert (done.status, done.out) == (2, "")


def test_a_path_that_is_not_there_is_an_error_of_a_dry_run(folder: Path) -> None:
    assert run(folder, "index", "--dry-run", "nowhere").status == 2
