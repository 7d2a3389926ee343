"""What a fresh process imports: starting is most of what a command takes."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.program import environment

# Runs the program and lists, when it ends, what was imported since it began.
PROGRAM = """
import os, sys
before = set(sys.modules)
end = os._exit
def tell(status):
    for name in sorted(set(sys.modules) - before):
        print("imported", name, file=sys.stderr)
    sys.stderr.flush()
    end(status)
os._exit = tell
from pressfind.__main__ import main
main()
"""

OF_EVERY_COMMAND = (
    *("pressfind", "pressfind.__main__", "pressfind.cli", "pressfind.cli.boundary"),
    *("pressfind.cli.commands", "pressfind.errors", "pressfind.printers"),
    "pressfind.printers.safety",
)
OF_A_SEARCH = (
    *OF_EVERY_COMMAND,
    *("pressfind.analysis", "pressfind.cli.options", "pressfind.cli.search"),
    *("pressfind.config", "pressfind.engines", "pressfind.engines.base"),
    *("pressfind.engines.whoosh", "pressfind.engines.whoosh.dictionary"),
    *("pressfind.engines.whoosh.engine", "pressfind.engines.whoosh.evaluation"),
    *("pressfind.engines.whoosh.fields", "pressfind.engines.whoosh.frames"),
    "pressfind.engines.whoosh.occurrences",
    *("pressfind.engines.whoosh.leaders", "pressfind.engines.whoosh.leading"),
    *("pressfind.engines.whoosh.learnt", "pressfind.engines.whoosh.pruning"),
    *("pressfind.engines.whoosh.copies", "pressfind.engines.whoosh.lists"),
    *("pressfind.engines.whoosh.bitmaps", "pressfind.engines.whoosh.places"),
    *("pressfind.engines.whoosh.postings", "pressfind.engines.whoosh.records"),
    *("pressfind.engines.whoosh.scoring", "pressfind.engines.whoosh.sections"),
    "pressfind.engines.whoosh.searcher",
    *("pressfind.engines.whoosh.segment", "pressfind.engines.whoosh.storage"),
    *("pressfind.highlight", "pressfind.highlight.body"),
    *("pressfind.highlight.cutting", "pressfind.highlight.finding"),
    *("pressfind.highlight.passages", "pressfind.highlight.reading"),
    *("pressfind.model", "pressfind.model.answers"),
    "pressfind.model.documents",
    "pressfind.printers.records",
    *("pressfind.query", "pressfind.query.lexer", "pressfind.query.matching"),
    *("pressfind.query.parser", "pressfind.query.plan", "pressfind.query.printer"),
    *("pressfind.query.names", "pressfind.query.relaxation"),
    *(
        "pressfind.query.slots",
        "pressfind.query.tree",
        "pressfind.schema",
        "pressfind.searching",
        "pressfind.searching.asking",
        "pressfind.sentences",
        "pressfind.stemming",
        "pressfind.values",
    ),
)

NOT_STANDARD = {"typer", "annotated_doc", "shellingham"}
"""Packages of others: Typer, with what it imports itself."""

OF_RECORDS = NOT_STANDARD | {"zstandard"}
"""And of Zstandard: what is found is read by it."""

NEEDLESS = {
    *("asyncio", "concurrent", "multiprocessing", "sched"),
    *("email", "http", "socket", "ssl", "urllib.request"),
    *("argparse", "calendar", "csv", "decimal", "doctest", "fractions", "glob"),
    *("importlib.metadata", "importlib.resources", "logging", "pickle", "random"),
    *("secrets", "sqlite3", "statistics", "tempfile", "tomllib", "unittest", "xml"),
}
"""Modules of the standard library that take long, or that a search has no use for."""


OF_OTHER_FORMS = {
    *("email", "feedparser", "gzip", "html", "logging", "lxml", "markdown_it"),
    *("tarfile", "tomllib", "zipfile"),
}
"""Modules by which forms other than JSON Lines are read."""


@pytest.fixture(scope="module")
def searched(sample_index: Path) -> list[str]:
    return _imports(sample_index, "search", "coffee", "--json")


def test_a_search_imports_these_modules_of_ours_and_no_others(
    searched: list[str],
) -> None:
    assert sorted(OF_A_SEARCH) == _ours(searched)


def test_a_search_imports_these_packages_of_others_and_no_more(
    searched: list[str],
) -> None:
    assert _foreign(searched) == OF_RECORDS


def test_a_search_imports_nothing_needless_of_the_standard_library(
    searched: list[str],
) -> None:
    assert {name for name in searched if name in NEEDLESS} == set()


@pytest.mark.parametrize("date", ["2025-03", "31 March 2025", "yesterday"])
def test_a_date_of_the_calendar_is_read_without_dateutil(
    sample_index: Path, date: str
) -> None:
    imported = _imports(sample_index, "search", "coffee", "--json", "--until", date)
    assert _foreign(imported) == OF_RECORDS


def test_a_search_for_weeks_ago_imports_dateutil(sample_index: Path) -> None:
    imported = _imports(
        sample_index, "search", "coffee", "--json", "--until", "3 weeks ago"
    )
    assert "dateutil" in _foreign(imported)


def test_a_search_printed_as_plain_text_imports_no_rich(sample_index: Path) -> None:
    assert _foreign(_imports(sample_index, "search", "coffee")) == OF_RECORDS


def test_the_version_is_printed_by_these_modules_of_ours(sample_index: Path) -> None:
    assert sorted(OF_EVERY_COMMAND) == _ours(_imports(sample_index, "--version"))


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["index", "--help"], ["search", "--help"]]
)
def test_help_and_version_import_typer_alone(
    sample_index: Path, arguments: list[str]
) -> None:
    assert _foreign(_imports(sample_index, *arguments)) == NOT_STANDARD


def test_a_command_is_imported_without_the_other_commands(sample_index: Path) -> None:
    imported = _ours(_imports(sample_index, "index", "--help"))
    commands = {"index", "schema", "search", "show", "sources"}
    assert [n for n in imported if n.rpartition(".")[2] in commands] == [
        "pressfind.cli.index"
    ]


def test_an_index_of_json_lines_imports_nothing_that_reads_another_form(
    tmp_path: Path,
) -> None:
    (tmp_path / "new.jsonl").write_text('{"title": "A pier", "body": "It opens."}\n')
    imported = _imports(tmp_path / "index", "index", "new.jsonl")
    assert {name for name in imported if name in OF_OTHER_FORMS} == set()


def _imports(index: Path, *arguments: str) -> list[str]:
    """Return the modules that a run of the program imported, sorted."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=index.parent,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stderr.splitlines()
    mark = "imported "
    return [line.removeprefix(mark) for line in lines if line.startswith(mark)]


def _ours(imported: Sequence[str]) -> list[str]:
    return [name for name in imported if name.partition(".")[0] == "pressfind"]


def _foreign(imported: Sequence[str]) -> set[str]:
    packages = {name.partition(".")[0] for name in imported}
    return packages - sys.stdlib_module_names - {"pressfind"}
