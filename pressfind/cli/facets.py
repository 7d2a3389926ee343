"""``facets`` and ``speakers``: all that was found, counted."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pressfind.cli import options as opt
from pressfind.cli.boundary import report
from pressfind.cli.search import Matches, make_question, say_how
from pressfind.model.counts import FacetPage, SpeakerPage

Form = Annotated[
    opt.TableFormat, typer.Option("--format", help="The form to print them in.")
]


def facets(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
    field: Annotated[
        str,
        typer.Argument(
            metavar="FIELD",
            help="department, speaker, role, organisation, tag, year or month.",
        ),
    ],
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
    match: Matches = None,
    limit: opt.Most = 0,
    offset: opt.Offset = 0,
    form: Form = opt.TableFormat.TEXT,
    as_json: opt.AsJson = False,
    as_csv: opt.AsCsv = False,
    columns: opt.Columns = None,
    count: opt.Count = False,
    color: opt.Colors = opt.Color.AUTO,
) -> None:
    """Print the values of FIELD in releases that match QUERY, and how many have each.

    Of a speaker, a role or an organisation all quotes in these releases count. Years
    and months come in their order, those without a release too if others are around.
    """
    from pressfind.searching.facets import count_facet

    given = dict(locals())
    folder = opt.find_folder(index)
    page = count_facet(folder, field, make_question(given), opt.today())
    _print(page, given, folder)


def speakers(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
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
    match: Matches = None,
    limit: opt.Most = 0,
    offset: opt.Offset = 0,
    form: Form = opt.TableFormat.TEXT,
    as_json: opt.AsJson = False,
    as_csv: opt.AsCsv = False,
    columns: opt.Columns = None,
    count: opt.Count = False,
    color: opt.Colors = opt.Color.AUTO,
) -> None:
    """Print who said the quotes that match QUERY, and in what roles from when to when.

    Whoever is quoted most comes first. Names that aliases.toml in the index's folder
    joins are one person.
    """
    from pressfind.searching.people import find_speakers

    given = dict(locals())
    folder = opt.find_folder(index)
    page = find_speakers(folder, make_question(given), opt.today())
    _print(page, given, folder)


def _print(page: FacetPage | SpeakerPage, given: dict[str, Any], folder: Path) -> None:
    say_how(page, "quote" if isinstance(page, SpeakerPage) else "release")
    form = opt.choose_format(given["form"], json=given["as_json"], csv=given["as_csv"])
    if given["count"]:
        sys.stdout.write(f"{page.total}\n")
    elif form is opt.TableFormat.TEXT:
        _print_text(page, given, folder)
    else:
        _print_records(page, given, form)
    raise typer.Exit(0 if page.total else 1)


def _print_text(
    page: FacetPage | SpeakerPage, given: dict[str, Any], folder: Path
) -> None:
    from pressfind.cli.screen import open_screen
    from pressfind.printers import tables

    screen = open_screen(given["color"], folder)
    if isinstance(page, FacetPage):
        tables.print_facets(page, screen)
        report(tables.say_facets(page))
    else:
        tables.print_speakers(page, screen)
        report(tables.say_speakers(page))


def _print_records(
    page: FacetPage | SpeakerPage, given: dict[str, Any], form: opt.TableFormat
) -> None:
    from pressfind.printers import counts, records

    if isinstance(page, FacetPage):
        record, known = counts.facet_record(page), counts.FACET_COLUMNS
        rows = record["values"]
    else:
        record, known = counts.speakers_record(page), counts.SPEAKER_COLUMNS
        rows = counts.speaker_rows(record)
    if form is opt.TableFormat.JSON:
        records.print_json(record, sys.stdout)
    else:
        columns = records.choose_columns(given["columns"], known)
        tabs = form is opt.TableFormat.TSV
        records.print_table(rows, columns, sys.stdout, tabs=tabs)
