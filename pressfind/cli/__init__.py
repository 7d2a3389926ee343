"""The command line: read options, call one function, print, choose a status.

Exit status: 0 found or done, 1 nothing found, 2 error, 75 try again later,
130 interrupted.  Results go to standard output and nothing else does.
"""

import os
import sys
from typing import Annotated

import typer

from pressfind import __version__
from pressfind.cli.boundary import ErrorBoundary
from pressfind.cli.index import index
from pressfind.cli.schema import schema
from pressfind.cli.search import quotes, search
from pressfind.cli.show import export, show, status

EXAMPLES = {
    "index": (
        "index archive/ page.txt",
        "index",
        "index --forget page.txt",
        "export | pressfind index - --index copy",
    ),
    "search": (
        "search Rwanda",
        "search '\"small boats\" -ferry' --since 2024",
        "search title:visas OR department:interior --json",
        "search --department trade --sort oldest --limit 0",
    ),
    "quotes": (
        "quotes --speaker Rastrick",
        "quotes coffee --since 2025-03 --until 2025-06",
        "quotes 'speaker:penhallick quote:trade' --csv",
    ),
    "show": ("show 2025-03-12-trade", "show 2025-03-12-trade --format markdown"),
    "export": ("export > releases.jsonl", "export coffee --since 2024"),
    "status": ("status", "status --check --json"),
    "schema": ("schema search", "schema quotes-line"),
}

app = typer.Typer(
    cls=ErrorBoundary,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"pressfind {__version__}\n")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version",
        callback=_print_version,
        is_eager=True,
        help="Print the version and exit.",
    ),
]


@app.callback()
def pressfind(version: Version = False) -> None:
    """Search archives of press releases: what was said, by whom, when, and where."""


for command in (index, search, quotes, show, export, status, schema):
    shown = "\n".join(f"  pressfind {line}" for line in EXAMPLES[command.__name__])
    # \b keeps Click from filling the lines.
    app.command(epilog=f"\b\nExamples:\n{shown}")(command)


def main() -> None:
    """Run the command line."""
    for name, mode, broken in (
        ("stdin", "r", "surrogateescape"),  # as in an argument
        ("stdout", "w", "backslashreplace"),
        ("stderr", "w", "backslashreplace"),
    ):
        if getattr(sys, name) is None:  # closed by who started us
            setattr(sys, name, open(os.devnull, mode))  # noqa: PTH123, SIM115
        # All is UTF-8 whatever the locale, and broken text must not break the program.
        getattr(sys, name).reconfigure(encoding="utf-8", errors=broken)
    app(prog_name="pressfind")
