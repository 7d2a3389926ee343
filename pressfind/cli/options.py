"""The options that several commands share, each declared once."""

import datetime
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

QueryWords = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help="Words, phrases, fields; - reads them."),
]
IndexFolder = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="The folder of the index.")
]


def _names(name: str) -> typer.models.OptionInfo:
    text = f"Only with this {name}, any of its words; repeatable."
    option: typer.models.OptionInfo = typer.Option(
        f"--{name}", metavar="NAME", help=text
    )
    return option


Departments = Annotated[list[str] | None, _names("department")]
Speakers = Annotated[list[str] | None, _names("speaker")]
Roles = Annotated[list[str] | None, _names("role")]
Organisations = Annotated[list[str] | None, _names("organisation")]
Tags = Annotated[list[str] | None, _names("tag")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="From this day.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="To this day.")
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="On this day or month.")
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--in", metavar="FIELD", help="title, lead, heading, body or quote; repeatable."
    ),
]
Limit = Annotated[
    int, typer.Option("--limit", min=0, help="Most hits to print; 0 for all.")
]
Offset = Annotated[int, typer.Option("--offset", min=0, help="Hits to pass over.")]
SnippetCount = Annotated[
    int, typer.Option("--snippets", min=0, help="Passages of a hit.")
]
Columns = Annotated[
    str | None, typer.Option("--fields", metavar="A,B", help="Columns of CSV and TSV.")
]
Count = Annotated[bool, typer.Option("--count", help="Print only how many there are.")]
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
AsJsonLines = Annotated[
    bool, typer.Option("--jsonl", help="The same as --format jsonl.")
]
AsCsv = Annotated[bool, typer.Option("--csv", help="The same as --format csv.")]


class HitFormat(StrEnum):
    """How hits are printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    IDS = "ids"


class ShowFormat(StrEnum):
    """How releases are shown."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class StatusFormat(StrEnum):
    """How an index's state is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


class Color(StrEnum):
    """When text is drawn."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


Colors = Annotated[Color, typer.Option("--color", help="When to draw text.")]


def join_words(words: list[str] | None) -> str:
    """Return the query; a single ``-`` reads it from standard input."""
    if words == ["-"]:
        return sys.stdin.read().strip()
    return " ".join(words or ())


def today() -> datetime.date:
    """Return the day that relative dates count from."""
    return datetime.datetime.now().astimezone().date()
