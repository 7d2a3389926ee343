"""``sources``: the forms in which releases are read."""

import sys
from typing import Annotated

import typer

from pressfind.cli import options as opt


def sources(
    form: Annotated[
        opt.TableFormat,
        typer.Option("--format", help="The form to print them in."),
    ] = opt.TableFormat.TEXT,
    as_json: opt.AsJson = False,
    as_csv: opt.AsCsv = False,
) -> None:
    """Print the forms that are read, what recognises each, and the extra it needs.

    A file is what its content says, whatever its name; the first form that fits reads
    it.
    """
    from pathlib import Path

    from pressfind.cli.screen import open_screen
    from pressfind.printers import records
    from pressfind.printers.forms import print_forms
    from pressfind.sources import list_forms

    found = list_forms()
    chosen = opt.choose_format(form, json=as_json, csv=as_csv)
    if chosen is opt.TableFormat.JSON:
        records.print_json(records.forms_record(found), sys.stdout)
    elif chosen is opt.TableFormat.TEXT:
        print_forms(found, open_screen(opt.Color.NEVER, Path.cwd()))
    else:
        tabs = chosen is opt.TableFormat.TSV
        rows = records.forms_record(found)["forms"]
        records.print_table(rows, records.FORM_COLUMNS, sys.stdout, tabs=tabs)
