"""``schema``: the shape of what other commands print."""

import sys
from typing import Annotated

import typer


def schema(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="search, quotes, export, …")
    ],
) -> None:
    """Print the JSON Schema of an output."""
    from pressfind.printers.schemas import read_schema

    sys.stdout.write(read_schema(name))
