"""The program as its users run it: results, messages and exit statuses."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pressfind.cli.commands import EXAMPLES
from pressfind.cli.options import Color
from pressfind.cli.screen import open_screen
from pressfind.printers.drawing import Ink
from tests.conftest import ROOT, SAMPLE


def _run(folder: Path, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PRESSFIND_INDEX", None)
    done = subprocess.run(
        [sys.executable, "-m", "pressfind", *arguments],
        cwd=folder,
        env=environment,
        input=stdin.encode(),
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli")
    shutil.copytree(SAMPLE, root / "data" / "sample")
    assert _run(root, "index")[0] == 0
    return root


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("search", "zyzzyva"), 1, "nothing found"),
        (("search", "foo:rwanda"), 2, "no field is called 'foo'"),
        (("search", '"never closed'), 2, "never closed"),
        (("search", "&"), 2, "no word to search for"),
        (("search", "--limit", "-1"), 2, "-1"),
        (("search", "--since", "banana"), 2, "not a date"),
        (("search", "--nonsense"), 2, "after --"),
        (("search", "x", "--index", "nowhere"), 2, "no index"),
        (("index", "nowhere"), 2, "isn't there"),
        (("index", "--index", "data"), 2, "isn't a pressfind index"),
        (("show", "zyzzyva"), 1, "no release"),
        (("show", "202"), 2, "ids begin"),
        (("schema", "zyzzyva"), 2, "no schema"),
        (("--nonsense",), 2, "no option is called --nonsense"),
        (("nonsense",), 2, "no such command 'nonsense'"),
        (("serch", "x"), 2, "did you mean 'search'"),
        (("--index", "x", "search"), 2, "pressfind COMMAND --index"),
        (("search", "--limt", "3"), 2, "near it: --limit"),
        (("search", "--limit"), 2, "see: pressfind search --help"),
        (("search", "--limit", "ten"), 2, "'ten' is not a valid int"),
        (("search", "--json", "--csv"), 2, "are two formats"),
        (("search", "--csv", "--fields", "titel"), 2, "no column 'titel'"),
        (("search", "zyzzyva", "--csv", "--fields", "titel"), 2, "no column 'titel'"),
        (("show",), 2, "missing argument 'ID...'"),
        (("verify", ""), 2, "no word to verify"),
        (("verify", "[…]"), 2, "no word to verify"),
        (("verify", "ferry", "--speaker", "…"), 2, "--speaker '…' holds no word"),
        (("verify", "ferry", "--json", "--csv"), 2, "are two formats"),
        (("verify", "ferry", "--index", "nowhere"), 2, "no index"),
        (("verify",), 2, "no word to verify"),
        (("first", "zyzzyva"), 1, "nothing found"),
        (("last", "ferry", "--by", "tag"), 2, "'tag' is not one of"),
        (("first", '"never closed'), 2, "never closed"),
        (("quotes", "ferry", "--group", "day"), 2, "'day' is not one of"),
        (("facets",), 2, "missing argument 'FIELD'"),
        (("facets", "x"), 2, "known are department, speaker"),
        (("facets", "tags", "foo:x"), 2, "did you mean tag?"),
        (("facets", "tag", "--json", "--csv"), 2, "are two formats"),
        (("facets", "tag", "--csv", "--fields", "tag"), 2, "no column 'tag'"),
        (("facets", "tag", "zyzzyva"), 1, "nothing found"),
        (("speakers", "zyzzyva"), 1, "nothing found"),
        (("speakers", "foo:rwanda"), 2, "no field is called 'foo'"),
    ],
)
def test_what_goes_wrong_is_one_message_and_a_status(
    folder: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    code, _, errors = _run(folder, *arguments)
    assert (code, message in errors, "Traceback" in errors) == (status, True, False)
    assert errors.startswith("pressfind: ")


def test_without_a_command_the_help_is_on_standard_error(folder: Path) -> None:
    code, printed, errors = _run(folder)
    assert (code, printed, errors[:17]) == (2, "", "Usage: pressfind ")


@pytest.mark.parametrize(
    "example",
    [
        line
        for name, lines in EXAMPLES.items()
        for line in lines
        if name != "index" and not {"<", ">"} & set(line)
    ],
)
def test_an_example_of_a_help_text_finds_something(folder: Path, example: str) -> None:
    assert _run(folder, *shlex.split(example))[0] == 0


@pytest.mark.parametrize("command", [("speakers",), ("facets", "month")])
def test_where_nothing_is_found_the_json_is_whole_and_the_count_0(
    folder: Path, command: tuple[str, ...]
) -> None:
    status, printed, _ = _run(folder, *command, "zyzzyva", "--json")
    counted = _run(folder, *command, "zyzzyva", "--count")[:2]
    total = json.loads(printed)["total"]
    assert (status, total, counted) == (1, 0, (1, "0\n"))


def test_a_row_of_speakers_holds_each_role_with_its_dates(folder: Path) -> None:
    asked = ("speakers", "--speaker", "callum", "--format")
    columns = ("--fields", "name,quotes,roles.role,roles.first_date,roles.last_date")
    assert _run(folder, *asked, "csv", *columns)[1].splitlines()[1] == (
        "Callum Brade,4,Trade Secretary; Health Secretary,2023-08-22; 2025-09-30,"
        "2024-02-07; 2025-09-30"
    )


def test_a_person_without_a_role_has_empty_cells_for_it(folder: Path) -> None:
    asked = ("speakers", "--speaker", "ilves", "--format", "tsv")
    row = _run(folder, *asked)[1].splitlines()[1]
    assert row == "Tancred Ilves\t\t1\t1\t2023-05-11\t2023-05-11\t\t\t\t"


def test_values_are_rows_of_a_table(folder: Path) -> None:
    printed = _run(folder, "facets", "year", "--csv", "--limit", "1")[1]
    assert printed == "value,releases,quotes\r\n2022,4,\r\n"


def test_totals_and_hints_go_to_standard_error(folder: Path) -> None:
    _, printed, errors = _run(folder, "search", "--limit", "2")
    told = "pressfind: 1 to 2 of 24 releases; for more: --offset 2\n"
    assert (errors, "24 releases" in printed) == (told, False)


def test_the_id_of_a_quote_shows_its_release(folder: Path) -> None:
    _, printed, _ = _run(folder, "quotes", "--format", "ids", "--limit", "1")
    quote = printed.strip()
    shown = _run(folder, "show", quote, "--json")[1]
    assert json.loads(shown)["releases"][0]["id"] == quote.rpartition("#q")[0]


def test_a_message_cannot_steer_the_terminal(folder: Path) -> None:
    assert "\x1b" not in _run(folder, "search", "foo:\x1b[31m")[2]


@pytest.mark.parametrize(
    ("color", "environment", "terminal", "ink"),
    [
        (Color.AUTO, {}, True, Ink.COLOR),
        (Color.AUTO, {}, False, Ink.NONE),
        (Color.AUTO, {"NO_COLOR": "1"}, True, Ink.MONO),
        (Color.AUTO, {"NO_COLOR": ""}, True, Ink.COLOR),
        (Color.AUTO, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, Ink.NONE),
        (Color.AUTO, {"FORCE_COLOR": "1"}, False, Ink.COLOR),
        (Color.AUTO, {"TERM": "dumb"}, True, Ink.NONE),
        (Color.AUTO, {"TERM": "dumb", "FORCE_COLOR": "1"}, True, Ink.NONE),
        (Color.ALWAYS, {"NO_COLOR": "1", "TERM": "dumb"}, False, Ink.COLOR),
        (Color.NEVER, {"FORCE_COLOR": "1"}, True, Ink.NONE),
    ],
)
def test_flag_environment_and_stream_decide_what_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
    color: Color,
    environment: dict[str, str],
    terminal: bool,
    ink: Ink,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert open_screen(color, Path("x")).ink is ink


@pytest.mark.parametrize(("terminal", "wrapped"), [(True, True), (False, False)])
def test_lines_are_wrapped_on_a_terminal_without_colour_too(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, wrapped: bool
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    screen = open_screen(Color.NEVER, Path("x"))
    assert (screen.width is not None) is wrapped


def test_highlights_are_the_words_sought(folder: Path) -> None:
    page = json.loads(_run(folder, "search", "Rwanda", "--json")[1])
    lit = {
        snippet["text"][start:end]
        for hit in page["hits"]
        for snippet in hit["snippets"]
        for start, end in snippet["highlights"]
    }
    assert lit <= {"Rwanda", "Rwanda’s"}
    assert lit


def test_the_releases_found_are_those_whose_text_has_the_word(folder: Path) -> None:
    records = map(json.loads, _run(folder, "export")[1].splitlines())
    having = {r["id"] for r in records if "Rwanda" in r["title"] + r["body"]}
    found = _run(folder, "search", "Rwanda", "--format", "ids")[1]
    assert having <= set(found.split())


def test_an_export_indexed_again_exports_the_same(folder: Path, tmp_path: Path) -> None:
    exported = _run(folder, "export")[1]
    _run(tmp_path, "index", "-", "--index", "copy", stdin=exported)
    assert _run(tmp_path, "export", "--index", "copy")[1] == exported


def test_a_truncated_file_is_found_and_named(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / ".pressfind", tmp_path / "copy")
    catalogue = next((tmp_path / "copy").glob("catalogue-*.json"))
    catalogue.write_bytes(catalogue.read_bytes() + b" ")
    code, _, errors = _run(tmp_path, "status", "--check", "--index", "copy")
    assert (code, catalogue.name in errors) == (2, True)


def test_a_release_cannot_steer_the_terminal(tmp_path: Path) -> None:
    record = {"title": "Red \x1b[31m ferry [bold]", "body": "A ferry \u202e came."}
    _run(tmp_path, "index", "-", stdin=json.dumps(record))
    printed = _run(tmp_path, "search", "ferry", "--color", "never")[1]
    assert ("\x1b" in printed, "\u202e" in printed, "[bold]" in printed) == (
        False,
        False,
        True,
    )


def test_colour_is_drawn_only_when_asked_for_in_a_pipe(folder: Path) -> None:
    plain = _run(folder, "search", "Rwanda")[1]
    drawn = _run(folder, "search", "Rwanda", "--color", "always")[1]
    assert ("\x1b[" in plain, "\x1b[" in drawn) == (False, True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 900,
        b"PRESS RELEASE : A\n\n" + b"x" * 1_000_000,
        bytes(range(256)) * 8,
    ],
    ids=["empty", "NULs", "a 1 MB line", "not text"],
)
def test_a_strange_file_stops_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "strange.txt").write_bytes(content)
    code, _, errors = _run(tmp_path, "index")
    assert (code, "Traceback" in errors) == (0, False)


def test_an_impossible_day_is_reported_and_its_release_kept(tmp_path: Path) -> None:
    title = "PRESS RELEASE : New ferry"
    issued = "The press release issued by the Port Office on 31 February 2024."
    text = f"Blog\n\n  • {title}\n\n    {title}\n\n    {issued}\n\n  • {title} 2\n"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "page.txt").write_text(text, encoding="utf-8")
    _, printed, errors = _run(tmp_path, "index")
    assert (printed[:6], "31 February 2024" in errors) == ("+2 new", True)
