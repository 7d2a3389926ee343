"""``show``, ``export`` and ``status``: what is in the index, as it is."""

import sys
from typing import Annotated

import typer

from pressfind.cli import options as opt
from pressfind.cli.boundary import WRONG, report

ShowForm = Annotated[
    opt.ShowFormat, typer.Option("--format", help="The form to print them in.")
]
StatusForm = Annotated[
    opt.TableFormat, typer.Option("--format", help="The form to print it in.")
]


def show(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Ids as search and quotes print them, or how one begins, if only one"
            " does.",
        ),
    ],
    index: opt.IndexFolder = None,
    form: ShowForm = opt.ShowFormat.TEXT,
    as_json: opt.AsJson = False,
    color: opt.Colors = opt.Color.AUTO,
) -> None:
    """Print releases whole, by their ids."""
    from pressfind.cli.screen import open_screen
    from pressfind.printers import records, text
    from pressfind.searching import find_whole

    folder = opt.find_folder(index)
    found = find_whole(folder, ids)
    if as_json or form is opt.ShowFormat.JSON:
        records.print_json(records.show_record(found), sys.stdout)
    elif form is opt.ShowFormat.MARKDOWN:
        text.print_markdown((whole.release for whole in found), sys.stdout)
    else:
        text.print_whole(found, open_screen(color, folder))


def export(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
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
) -> None:
    """Print releases as parsed, one JSON object a line.

    Without QUERY all are printed, newest first. `pressfind index -` reads them again.
    """
    from pressfind.cli.search import make_question
    from pressfind.printers import records
    from pressfind.searching import export_releases

    given = dict(locals())
    found = False
    for release in export_releases(
        opt.find_folder(index), make_question(given), opt.today()
    ):
        found = True
        records.print_json(records.export_record(release), sys.stdout)
    raise typer.Exit(0 if found else 1)


def status(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
    index: opt.IndexFolder = None,
    check: Annotated[
        bool, typer.Option("--check", help="Verify every file of the index by its sum.")
    ] = False,
    form: StatusForm = opt.TableFormat.TEXT,
    as_json: opt.AsJson = False,
    as_csv: opt.AsCsv = False,
    color: opt.Colors = opt.Color.AUTO,
) -> None:
    """Print what the index holds, and with --check whether it is whole."""
    from pressfind.cli.screen import open_screen
    from pressfind.printers import records, text
    from pressfind.searching import read_status

    folder = opt.find_folder(index)
    found = read_status(folder, check=check)
    record = records.status_record(found)
    chosen = opt.choose_format(form, json=as_json, csv=as_csv)
    if chosen is opt.TableFormat.JSON:
        records.print_json(record, sys.stdout)
    elif chosen is opt.TableFormat.TEXT:
        text.print_status(found, open_screen(color, folder))
    else:
        tabs = chosen is opt.TableFormat.TSV
        records.print_table([record], records.STATUS_COLUMNS, sys.stdout, tabs=tabs)
    if found.damage:
        listed = "\n  ".join(found.damage)
        report(
            f"the index is damaged; rebuild with: pressfind index --rebuild\n  {listed}"
        )
        raise typer.Exit(WRONG)
