"""The command line: read options, call one function, print, choose a status.

Exit status: 0 found or done, 1 nothing found, 2 error, 75 try again later,
130 interrupted.  Results go to standard output and nothing else does.
"""

import sys
from typing import Annotated

import typer

from pressfind import __version__
from pressfind.cli.boundary import ErrorBoundary
from pressfind.cli.index import index
from pressfind.cli.schema import schema
from pressfind.cli.search import quotes, search
from pressfind.cli.show import export, show, status

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
    typer.Option("--version", callback=_print_version, is_eager=True, help="Print it."),
]


@app.callback()
def pressfind(version: Version = False) -> None:
    """Search archives of press releases: what was said, by whom, when, and where."""


for command in (index, search, quotes, show, export, status, schema):
    app.command()(command)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # Output is UTF-8 whatever the locale; a broken argument must not break it.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    app(prog_name="pressfind")
