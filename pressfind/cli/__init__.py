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
