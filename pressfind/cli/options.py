"""The options that several commands share, each declared once."""

import datetime
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from pressfind.errors import UsageError

Form = TypeVar("Form", bound=StrEnum)

QueryWords = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
        help="Words, phrases, fields; none finds all. - reads it from standard input.",
    ),
]
IndexFolder = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="DIR",
        help="The index's folder. [default: $PRESSFIND_INDEX, else the nearest "
        ".pressfind, here or above]",
    ),
]


def _names(name: str, of: str) -> typer.models.OptionInfo:
    text = f"Only {of}: any words of the name; repeatable."
    option: typer.models.OptionInfo = typer.Option(
        f"--{name}", metavar="NAME", help=text
    )
    return option


def _not_negative(value: int) -> int:
    if value < 0:
        raise typer.BadParameter(f"{value} is less than 0.")
    return value


Departments = Annotated[list[str] | None, _names("department", "of this department")]
Speakers = Annotated[list[str] | None, _names("speaker", "where this person is quoted")]
Roles = Annotated[list[str] | None, _names("role", "where this office is quoted")]
Organisations = Annotated[
    list[str] | None, _names("organisation", "where this body is quoted")
]
Tags = Annotated[list[str] | None, _names("tag", "with this tag")]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help="From this day, as 2024-04-18, 2024-04, '18 April 2024', yesterday or "
        "'3 weeks ago'.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="To this day, it included."),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="On this day, or in this month or year."),
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--in",
        metavar="FIELD",
        help="Search only title, lead, heading, body, quote or notes; repeatable.",
    ),
]
Limit = Annotated[
    int,
    typer.Option(
        "--limit",
        metavar="N",
        callback=_not_negative,
        help="Print at most N hits; 0 for all.",
    ),
]
Most = Annotated[
    int,
    typer.Option(
        "--limit",
        metavar="N",
        callback=_not_negative,
        help="Print at most N rows; 0 for all.",
    ),
]
Offset = Annotated[
    int,
    typer.Option(
        "--offset", metavar="N", callback=_not_negative, help="Pass over the first N."
    ),
]
SnippetCount = Annotated[
    int,
    typer.Option(
        "--snippets",
        metavar="N",
        callback=_not_negative,
        help="Show at most N passages of a release.",
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--fields", metavar="A,B", help="Columns of CSV and TSV, as date,release.id."
    ),
]
Count = Annotated[
    bool, typer.Option("--count", help="Print only how many hits there are.")
]
Queries = Annotated[
    Path | None,
    typer.Option(
        "--queries",
        metavar="FILE",
        help="Ask every query of a file: lines of ID, a tab and the query, or JSON"
        " Lines of id and query. - is standard input. Prints --format trec or --jsonl.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
AsJsonLines = Annotated[
    bool, typer.Option("--jsonl", help="The same as --format jsonl.")
]
AsCsv = Annotated[bool, typer.Option("--csv", help="The same as --format csv.")]


class SearchFormat(StrEnum):
    """How releases that matched are printed, or a run of many queries."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    IDS = "ids"
    TREC = "trec"


class QuoteFormat(StrEnum):
    """How quotes are printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    IDS = "ids"
    CITATION = "citation"


class ShowFormat(StrEnum):
    """How releases are shown."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class TableFormat(StrEnum):
    """How an answer that isn't a page of hits is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


class Color(StrEnum):
    """When text is drawn."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


Colors = Annotated[
    Color,
    typer.Option(
        "--color",
        help="When to draw text; auto: on a terminal, unless NO_COLOR is set.",
    ),
]


def choose_format(
    form: Form, *, json: bool = False, jsonl: bool = False, csv: bool = False
) -> Form:
    """Return the form that is named, by its short flag if there is one.

    Raises ``UsageError`` for two flags.
    """
    flags = {"json": json, "jsonl": jsonl, "csv": csv}
    named = [name for name, given in flags.items() if given]
    if len(named) > 1:
        raise UsageError(f"--{named[0]} and --{named[1]} are two formats: name one")
    return type(form)(named[0]) if named else form


def find_folder(index: Path | None) -> Path:
    """Return the folder of the index that is named, or else found from here."""
    import os

    from pressfind.config import find_index

    return find_index(index, os.environ, Path.cwd())


def join_words(words: list[str] | None) -> str:
    """Return the query; a single ``-`` reads it from standard input."""
    if words == ["-"]:
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace").strip()
    return " ".join(words or ())


def today() -> datetime.date:
    """Return the day that relative dates count from."""
    return datetime.datetime.now().astimezone().date()
