"""``schema``: the shape of what other commands print."""

import sys
from typing import Annotated

import typer


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="search, quotes, speakers, facets, verify, first, last, show, export, "
            "status or sources; search-line or quotes-line for a line of --jsonl.",
        ),
    ],
) -> None:
    """Print the JSON Schema of what another command prints."""
    from pressfind.printers.schemas import read_schema

    sys.stdout.write(read_schema(name))
