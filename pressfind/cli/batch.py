"""``search --queries``: every query of a file, asked in one process."""

import sys
from pathlib import Path
from typing import Any

from pressfind.cli import options as opt
from pressfind.cli.boundary import report
from pressfind.errors import UsageError
from pressfind.model import Question


def search_queries(given: dict[str, Any], question: Question, index: Path) -> int:
    """Print what is found for each query of a file; return the exit status."""
    from pressfind.printers import records
    from pressfind.searching import batch

    form = given["form"]
    _check(given, form)
    today = opt.today()
    queries = batch.read_queries(*_read(given["queries"]), today)
    without = []
    if form == opt.SearchFormat.TREC:
        for query, answer in batch.rank_releases(index, queries, question, today):
            ranked = [(match.release_id, match.score) for match in answer.matches.page]
            records.print_run(query.id, ranked, question.offset + 1, sys.stdout)
            without += [] if answer.matches.total else [query.id]
    else:
        for query, page in batch.search_each(index, queries, question, today):
            records.print_json_lines(page.hits, sys.stdout, query_id=query.id)
            without += [] if page.total else [query.id]
    _say_what_is_without(without, len(queries))
    return 0 if len(without) < len(queries) else 1


def _check(given: dict[str, Any], form: str) -> None:
    if given["query"]:
        raise UsageError("QUERY and --queries are two ways to ask: use one")
    if form not in {opt.SearchFormat.TREC, opt.SearchFormat.JSONL}:
        raise UsageError("--queries prints --format trec or --jsonl: add one of them")
    for name in ("count", "columns"):
        if given[name]:
            option = "--fields" if name == "columns" else "--count"
            raise UsageError(f"{option} doesn't go with --queries: leave out one")


def _read(path: Path) -> tuple[bytes, str]:
    """Return what a file holds, and what to call it."""
    if path == Path("-"):
        return sys.stdin.buffer.read(), "standard input"
    return path.read_bytes(), str(path)


def _say_what_is_without(without: list[str], count: int) -> None:
    if without:
        shown = ", ".join(without[:10]) + (", …" if len(without) > 10 else "")
        report(f"nothing found for {len(without)} of {count} queries: {shown}")
