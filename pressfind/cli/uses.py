"""``first`` and ``last``: who said something first, or last, and when."""

import sys
from typing import Annotated, Any

import typer

from pressfind.cli import options as opt
from pressfind.cli.boundary import report
from pressfind.model.uses import Direction, UserKind

By = Annotated[
    UserKind | None,
    typer.Option("--by", help="Find that of each speaker, or of each department."),
]
Format = Annotated[
    opt.TableFormat, typer.Option("--format", help="The form to print it in.")
]


def first(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
    query: opt.QueryWords = None,
    index: opt.IndexFolder = None,
    department: opt.Departments = None,
    speaker: opt.Speakers = None,
    role: opt.Roles = None,
    organisation: opt.Organisations = None,
    tag: opt.Tags = None,
    since: opt.Since = None,
    until: opt.Until = None,
    on: opt.On = None,
    fields: opt.Fields = None,
    by: By = None,
    form: Format = opt.TableFormat.TEXT,
    as_json: opt.AsJson = False,
    as_csv: opt.AsCsv = False,
    color: opt.Colors = opt.Color.AUTO,
) -> None:
    """Print the earliest release that says QUERY, or the quote in it that does.

    All words are asked for. It is a quote if one has them all. Releases without a date
    are left out, and counted.
    """
    _run(dict(locals()), Direction.FIRST)


def last(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
    query: opt.QueryWords = None,
    index: opt.IndexFolder = None,
    department: opt.Departments = None,
    speaker: opt.Speakers = None,
    role: opt.Roles = None,
    organisation: opt.Organisations = None,
    tag: opt.Tags = None,
    since: opt.Since = None,
    until: opt.Until = None,
    on: opt.On = None,
    fields: opt.Fields = None,
    by: By = None,
    form: Format = opt.TableFormat.TEXT,
    as_json: opt.AsJson = False,
    as_csv: opt.AsCsv = False,
    color: opt.Colors = opt.Color.AUTO,
) -> None:
    """Print the latest release that says QUERY, or the quote in it that does.

    All words are asked for. It is a quote if one has them all. Releases without a date
    are left out, and counted.
    """
    _run(dict(locals()), Direction.LAST)


def _run(given: dict[str, Any], direction: Direction) -> None:
    from pressfind.cli.screen import open_screen
    from pressfind.cli.search import make_question, say_suggestions
    from pressfind.printers import records, uses
    from pressfind.searching.uses import find_uses

    form = opt.choose_format(given["form"], json=given["as_json"], csv=given["as_csv"])
    index = opt.find_folder(given["index"])
    question, today = make_question(given), opt.today()
    found = find_uses(index, question, today, direction=direction, by=given["by"])
    say_suggestions(found.suggestions)
    if form is opt.TableFormat.JSON:
        records.print_json(uses.uses_record(found), sys.stdout)
    elif form is opt.TableFormat.TEXT:
        uses.print_uses(found, open_screen(given["color"], index))
    else:
        uses.print_uses_table(found, sys.stdout, tabs=form is opt.TableFormat.TSV)
    report(uses.say_uses(found))
    raise typer.Exit(0 if found.uses else 1)
