"""``search`` and ``quotes``: one question, two kinds of hits."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from pressfind.cli import options as opt
from pressfind.cli.boundary import report
from pressfind.errors import UsageError
from pressfind.model import (
    Grouping,
    Matching,
    Page,
    Question,
    QuotePage,
    ReleasePage,
    Sort,
    Suggestion,
)

SortOrder = Annotated[Sort, typer.Option("--sort", help="In which order hits come.")]
Matches = Annotated[
    Matching | None,
    typer.Option(
        "--match",
        help="How many of the words a hit must have. [default: all but those of"
        " grammar; most where none has these]",
    ),
]
_FORMAT = typer.Option("--format", help="The form that hits are printed in.")
SearchFormat = Annotated[opt.SearchFormat, _FORMAT]
QuoteFormat = Annotated[opt.QuoteFormat, _FORMAT]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain", help="Say of each hit which words it has, and its score from them."
    ),
]
ExplainQuery = Annotated[
    bool,
    typer.Option(
        "--explain-query", help="Say how QUERY is read, and search for nothing."
    ),
]
Every = Annotated[
    bool,
    typer.Option("--all", help="Count near-identical releases each, not as one."),
]
Group = Annotated[
    Grouping, typer.Option("--group", help="Under what text shows quotes together.")
]


def search(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
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
    every: Every = False,
    sort: SortOrder = Sort.RELEVANCE,
    limit: opt.Limit = 10,
    offset: opt.Offset = 0,
    snippets: opt.SnippetCount = 3,
    form: SearchFormat = opt.SearchFormat.TEXT,
    as_json: opt.AsJson = False,
    as_jsonl: opt.AsJsonLines = False,
    as_csv: opt.AsCsv = False,
    columns: opt.Columns = None,
    queries: opt.Queries = None,
    count: opt.Count = False,
    explain: Explain = False,
    explain_query: ExplainQuery = False,
    color: opt.Colors = opt.Color.AUTO,
) -> None:
    """Print the releases that match QUERY, best first.

    All words are asked for, in any form; "in quotation marks" they stand together.
    Without QUERY all that pass the filters are printed, newest first.
    """
    _run(dict(locals()), quotes=False)


def quotes(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
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
    sort: SortOrder = Sort.RELEVANCE,
    limit: opt.Limit = 10,
    offset: opt.Offset = 0,
    group: Group = Grouping.RELEASE,
    form: QuoteFormat = opt.QuoteFormat.TEXT,
    as_json: opt.AsJson = False,
    as_jsonl: opt.AsJsonLines = False,
    as_csv: opt.AsCsv = False,
    columns: opt.Columns = None,
    count: opt.Count = False,
    explain: Explain = False,
    explain_query: ExplainQuery = False,
    color: opt.Colors = opt.Color.AUTO,
) -> None:
    """Print the quotes that match QUERY: the words, and who said them.

    Each comes with its speaker's role as it was, its release, date and line. All that
    is asked of the words and of the speaker must hold in one quote.
    """
    _run(dict(locals()), quotes=True)


def make_question(given: dict[str, Any]) -> Question:
    """Return the question that a command's options ask."""
    from pressfind.searching import make_filters

    kinds = ("department", "speaker", "role", "organisation", "tag")
    filters = make_filters(
        {kind: given[kind] or () for kind in kinds},
        since=given["since"],
        until=given["until"],
        on=given["on"],
        fields=given["fields"] or (),
        today=opt.today(),
    )
    return Question(
        text=opt.join_words(given["query"]),
        filters=filters,
        sort=given.get("sort", Sort.NEWEST),
        limit=given.get("limit", 0),
        offset=given.get("offset", 0),
        snippets=given.get("snippets", 0),
        matching=given.get("match"),
        explain=given.get("explain", False),
        every=given.get("every", False),
    )


def _run(given: dict[str, Any], *, quotes: bool) -> None:
    from pressfind.searching import search_quotes, search_releases

    index = opt.find_folder(given["index"])
    given["form"] = opt.choose_format(
        given["form"],
        json=given["as_json"],
        jsonl=given["as_jsonl"],
        csv=given["as_csv"],
    )
    if given["explain_query"]:
        _explain_query(index, given, quotes=quotes)
        return
    if given.get("queries") is not None:
        from pressfind.cli.batch import search_queries

        question = make_question({**given, "query": None})
        raise typer.Exit(search_queries(given, question, index))
    if given["form"] == opt.SearchFormat.TREC:
        raise UsageError("--format trec is of a run of queries: add --queries FILE")
    ask = search_quotes if quotes else search_releases
    page = ask(index, make_question(given), opt.today())
    say_how(page, "quote" if quotes else "release")
    if given["count"]:
        sys.stdout.write(f"{page.total}\n")
    else:
        _print(page, given, index)
    raise typer.Exit(0 if page.total else 1)


def _explain_query(index: Path, given: dict[str, Any], *, quotes: bool) -> None:
    from pressfind.printers import records
    from pressfind.printers.understanding import (
        print_understanding,
        understanding_record,
    )
    from pressfind.searching.understanding import understand

    form = given["form"]
    if form not in {opt.SearchFormat.TEXT, opt.SearchFormat.JSON}:
        raise UsageError(f"--explain-query prints text or --json, not {form}")
    understood = understand(index, make_question(given), opt.today(), quotes=quotes)
    if form == opt.SearchFormat.JSON:
        records.print_json(understanding_record(understood), sys.stdout)
    else:
        print_understanding(understood, sys.stdout)


def say_how(page: Page, kind: str) -> None:
    """Say on standard error where what was found isn't what was asked for."""
    say_suggestions(page.suggestions)
    if said := _count_words(page, kind):
        report(said)


def say_suggestions(suggestions: Iterable[Suggestion]) -> None:
    """Say which words no release has, and which are like them."""
    for one in suggestions:
        message = f"no release has {one.word}"
        if one.used:
            message += f"; searched for {one.used} instead"
        elif one.nearest:
            message += f"; did you mean {' or '.join(one.nearest)}?"
        report(message)


def _count_words(page: Page, kind: str) -> str | None:
    """Return how many of its words a query was asked with, if not with all."""
    left_out = ", ".join(page.left_out)
    if page.match is Matching.MOST and left_out:
        count = page.words + len(page.left_out)
        held = f"{page.held} of {page.words}, with {left_out} left out"
        return f"no {kind} has all {count} words; these have {held}"
    if page.match is Matching.MOST and page.held < page.words:
        return f"no {kind} has all {page.words} words; these have {page.held} of them"
    if left_out:
        return f"left out: {left_out}; = before a word asks for it, --match all for all"
    insisted = page.question.matching in (Matching.ALL, Matching.ANY)
    if not (page.total or insisted) and len(page.suggestions) < page.words:
        return f"no {kind} has most of the {page.words} words; try: --match any"
    return None


def _print(page: ReleasePage | QuotePage, given: dict[str, Any], index: Path) -> None:
    from pressfind.printers import records

    form, quotes = given["form"], isinstance(page, QuotePage)
    if form == opt.SearchFormat.JSON:
        records.print_json(records.page_record(page), sys.stdout)
    elif form == opt.SearchFormat.JSONL:
        records.print_json_lines(page.hits, sys.stdout)
    elif form == opt.SearchFormat.IDS:
        records.print_ids(page.hits, sys.stdout)
    elif form == opt.SearchFormat.TEXT:
        _print_text(page, given, index)
    elif isinstance(page, QuotePage) and form == opt.QuoteFormat.CITATION:
        from pressfind.printers.citation import print_citations

        print_citations(page.hits, sys.stdout)
    else:
        known = records.QUOTE_COLUMNS if quotes else records.RELEASE_COLUMNS
        columns = records.choose_columns(given["columns"], known)
        rows = [records.hit_record(hit) for hit in page.hits]
        tabs = form == opt.SearchFormat.TSV
        records.print_table(rows, columns, sys.stdout, tabs=tabs)


def _print_text(
    page: ReleasePage | QuotePage, given: dict[str, Any], index: Path
) -> None:
    from pressfind.cli.screen import open_screen
    from pressfind.printers.text import print_quotes, print_releases, say_total

    screen = open_screen(given["color"], index)
    if isinstance(page, QuotePage):
        print_quotes(page, screen, given["group"])
    else:
        print_releases(page, screen)
    report(say_total(page))
