"""``verify``: whether words were said, and how they were."""

import sys
from typing import Annotated

import typer

from pressfind.cli import options as opt
from pressfind.errors import UsageError

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WORDS]...",
        help="The words, as they are quoted; - or none reads them from standard input.",
    ),
]
Speaker = Annotated[
    str | None,
    typer.Option("--speaker", metavar="NAME", help="Who is said to have said them."),
]
Format = Annotated[
    opt.TableFormat, typer.Option("--format", help="The form to print it in.")
]


def verify(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
    words: Words = None,
    index: opt.IndexFolder = None,
    speaker: Speaker = None,
    form: Format = opt.TableFormat.TEXT,
    as_json: opt.AsJson = False,
    as_csv: opt.AsCsv = False,
    color: opt.Colors = opt.Color.AUTO,
) -> None:
    """Say whether WORDS stand in a quote of the archive, and what differs.

    The verdict is the first that holds: exact, altered, different speaker, only in
    narrative, not in this archive. Ellipses, square brackets, case, punctuation and the
    way a number is written are no alterations. The status is 0 if exact, else 1.
    """
    from pressfind.cli.screen import open_screen
    from pressfind.model.verdicts import Verdict
    from pressfind.printers import records, verdicts
    from pressfind.searching.verifying import verify_words

    chosen = opt.choose_format(form, json=as_json, csv=as_csv)
    folder = opt.find_folder(index)
    if not words and sys.stdin.isatty():
        raise UsageError("give the words to verify, or pipe them to standard input")
    given = opt.join_words(words or ["-"])
    found = verify_words(folder, given, opt.today(), speaker=speaker)
    if chosen is opt.TableFormat.JSON:
        records.print_json(verdicts.verdict_record(found), sys.stdout)
    elif chosen is opt.TableFormat.TEXT:
        verdicts.print_verdict(found, open_screen(color, folder))
    else:
        tabs = chosen is opt.TableFormat.TSV
        verdicts.print_verdict_table(found, sys.stdout, tabs=tabs)
    raise typer.Exit(0 if found.verdict is Verdict.EXACT else 1)
