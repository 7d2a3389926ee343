"""The commands: where each is, and examples of its use.

A command is imported when it is asked for, so that it starts with its own options alone
and with no other's.  ``--help``, completion and an unknown name ask for all.
"""

from importlib import import_module

import typer
from typer.core import TyperCommand

MODULES = {
    "index": "index",
    "search": "search",
    "quotes": "search",
    "verify": "verify",
    "first": "uses",
    "last": "uses",
    "speakers": "facets",
    "facets": "facets",
    "show": "show",
    "export": "show",
    "status": "show",
    "sources": "sources",
    "schema": "schema",
}
"""The module of each command, in the order of the help; the function has its name."""

EXAMPLES = {
    "index": (
        "index archive/ page.txt",
        "index",
        "index --forget page.txt",
        "index --dry-run mailbox archive.zip",
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
        "quotes queue --format citation",
    ),
    "verify": (
        "verify 'The rules have not been relaxed' --speaker Hallam",
        "verify 'I came to sell … having bought as well.' --json",
        "verify < quote.txt",
    ),
    "first": (
        "first 'small boats'",
        "first coffee --by department",
    ),
    "last": (
        "last --speaker Brade",
        "last queue --by speaker --csv",
    ),
    "speakers": (
        "speakers coffee",
        "speakers --role 'trade secretary' --since 2024",
        "speakers --department interior --csv",
    ),
    "facets": (
        "facets department Rwanda",
        "facets month --since 2024 --format tsv",
        "facets speaker coffee --limit 5",
    ),
    "show": ("show 2025-03-12-trade", "show 2025-03-12-trade --format markdown"),
    "export": ("export > releases.jsonl", "export coffee --since 2024"),
    "status": ("status", "status --check --json"),
    "sources": ("sources", "sources --json"),
    "schema": ("schema search", "schema quotes-line"),
}


def load_command(name: str) -> TyperCommand:
    """Import and return the command of this name, one of ``MODULES``."""
    function = getattr(import_module(f"pressfind.cli.{MODULES[name]}"), name)
    examples = "\n".join(f"  pressfind {line}" for line in EXAMPLES[name])
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    # \b keeps Click from filling the lines.
    app.command(name, epilog=f"\b\nExamples:\n{examples}")(function)
    command = typer.main.get_command(app)
    assert isinstance(command, TyperCommand)  # noqa: S101  # an app of one command
    return command
