"""The README is executed: sessions, library example, and the parts that are generated.

Between ``<!-- NAME -->`` and ``<!-- end -->`` stands what a program printed;
``--update-golden`` writes it anew.  In a session every ``$ pressfind`` line is run, and
its output and status are compared; a file named before its content is written.
"""

import doctest
import inspect
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pressfind.cli.commands import MODULES
from pressfind.errors import QueryError
from pressfind.model import Question
from pressfind.printers.drawing import Screen
from pressfind.printers.records import page_record
from pressfind.printers.text import print_quotes, print_releases
from pressfind.query import parser
from pressfind.searching import search_quotes, search_releases
from pressfind.sources import list_forms
from tests.conftest import ROOT

README = ROOT / "README.md"
DAY = date(2026, 1, 1)
QUERIES = [
    *(
        "eel smuggling",
        '"smuggling eels"~5',
        "=smuggling",
        "smuggl*",
        "wom?n",
        "rwnada~",
    ),
    *("HSO", "harbour safety orders", "=HSO"),
    *("penhalick~2", "multi-agen*", '="waiting times"', "visas -hospital"),
    *("coffee OR tea", "title:(coffee OR visas)", "speaker:pen* quote:coffee"),
    *("date:2024-04..2024-07", "(ferr* OR port) NOT quote:ferr*"),
]
MISTAKES = [
    *("flights:rwanda", "titel:rwanda", "title:", '"never closed', "(never closed"),
    *("closed)", "()", "a AND", "OR b", "…", "date:banana", "date:2025..2024"),
    *("date:..", "id:", '"a b"~', '"a b"~16', '"a"~5', '"a b c d e f g h i j k"~5'),
    *("=smuggl*", "=(a b)", "s*", "(a b)~5", '"a b"*', "smuggled~3", "co-op~"),
]
_SESSION = re.compile(
    r"```console\n(?P<session>.*?)```"
    r"|`(?P<file>\.pressfind/\w+\.toml|\w+\.jsonl)`:\n\n```\w+\n(?P<content>.*?)```",
    re.DOTALL,
)
_PROMPT = re.compile(r"^\$ ", re.MULTILINE)
_PYTHON = re.compile(r"```python\n(?P<example>.*?)```", re.DOTALL)


def test_the_sessions_of_the_readme_are_true(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    text = README.read_text(encoding="utf-8")
    written, replayed = [], []
    for match in _SESSION.finditer(text):
        if match["file"]:
            (tmp_path / match["file"]).write_text(match["content"], encoding="utf-8")
        else:
            written.append(match["session"])
            replayed.append(_replay(match["session"], tmp_path))
    assert written
    assert replayed == written


def test_the_library_example_of_the_readme_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    found = _PYTHON.search(README.read_text(encoding="utf-8"))
    assert found
    example = doctest.DocTestParser().get_doctest(
        found["example"], {}, "README", str(README), 0
    )
    said = io.StringIO()
    doctest.DocTestRunner(verbose=False).run(example, out=said.write)
    assert said.getvalue() == ""


@pytest.mark.parametrize(
    "name", ["picture", "grammar", "queries", "errors", "json", "forms", "commands"]
)
def test_what_a_program_printed_into_the_readme_is_what_it_prints(
    name: str, sample_index: Path, update_golden: bool
) -> None:
    text = README.read_text(encoding="utf-8")
    before, start, rest = text.partition(f"<!-- {name} -->\n")
    written, end, after = rest.partition("<!-- end -->")
    printed = PARTS[name](sample_index)
    if update_golden:
        README.write_text(before + start + printed + end + after, encoding="utf-8")
        written = printed
    assert written == printed


def _draw_picture(index: Path) -> str:
    stream = io.StringIO()
    screen = Screen(stream=stream, width=80)
    stream.write("$ pressfind search Rwanda --snippets 1\n")
    question = Question(text="Rwanda", snippets=1)
    print_releases(search_releases(index, question, DAY), screen)
    stream.write("$ pressfind quotes queue\n")
    print_quotes(search_quotes(index, Question(text="queue"), DAY), screen)
    return f"```text\n{stream.getvalue().rstrip()}\n```\n"


def _print_grammar(_: Path) -> str:
    rules = inspect.getdoc(parser).split("\n\n")[1]  # type: ignore[union-attr]
    return f"```text\n{textwrap.dedent(rules)}\n```\n"


def _print_queries(index: Path) -> str:
    lines = ["| query | releases | is read as |", "|---|--:|---|"]
    for text in QUERIES:
        page = search_releases(index, Question(text=text, limit=1), DAY)
        assert page.total
        lines.append(f"| `{text}` | {page.total} | `{page.parsed}` |")
    return "\n".join(lines) + "\n"


def _print_errors(index: Path) -> str:
    said = []
    for text in MISTAKES:
        with pytest.raises(QueryError) as caught:
            search_releases(index, Question(text=text), DAY)
        said.append(str(caught.value))
    return "```text\n" + "\n".join(said) + "\n```\n"


def _print_json(index: Path) -> str:
    question = Question(text="quote:coffee", snippets=1)
    page = page_record(search_releases(index, question, DAY))
    text = json.dumps(page, ensure_ascii=False, indent=2)
    # A list of numbers is read on one line.
    text = re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", text)
    return f"```json\n{text}\n```\n"


def _print_commands(_: Path) -> str:
    parts = [("", "pressfind"), *((name, f"pressfind {name}") for name in MODULES)]
    return "\n".join(
        f"{'### `' + title + '`' if name else ''}\n\n```text\n"
        f"{_run(f'{title} --help', ROOT)}```\n".lstrip("\n")
        for name, title in parts
    )


def _print_forms(_: Path) -> str:
    lines = ["| form | recognised by | extra |", "|---|---|---|"]
    for form in list_forms():
        extra = f"`{form.extra}`" if form.extra else ""
        some = ", for some pages" if form.for_some else ""
        lines.append(f"| {form.name} | {form.tell} | {extra}{some} |")
    return "\n".join(lines) + "\n"


PARTS: dict[str, Callable[[Path], str]] = {
    "picture": _draw_picture,
    "grammar": _print_grammar,
    "queries": _print_queries,
    "errors": _print_errors,
    "json": _print_json,
    "forms": _print_forms,
    "commands": _print_commands,
}


def _replay(session: str, folder: Path) -> str:
    steps = [step.split("\n", 1)[0] for step in _PROMPT.split(session)[1:]]
    return "".join(f"$ {command}\n{_run(command, folder)}" for command in steps)


def _run(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    assert program == "pressfind"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    environment.pop("PRESSFIND_INDEX", None)
    done = subprocess.run(
        [sys.executable, "-m", "pressfind", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    # A session shows results, and the message where there are none.
    shown = done.stdout or done.stderr
    status = f"[exit {done.returncode}]\n" if done.returncode else ""
    return shown.decode().replace("\r\n", "\n") + status
