"""Read the options, make the corpora and the queries, measure, and write it down."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import tests.bench
from tests.bench import ours
from tests.bench.corpus import Corpus, read_corpus, write_corpus
from tests.bench.entrants import Setting
from tests.bench.measure import BenchError
from tests.bench.peers import PEERS, find_missing
from tests.bench.queries import Query, make_queries, read_queries, write_queries
from tests.bench.records import Row, find_circumstances, format_report, write_rows
from tests.bench.stages import MEASURES

SIZES = "1000,13000,100000"
RUNS = 3
SEED = 1
ALONE = ("extraction", "pages")
"""Measures without peers: releases are the same in a larger corpus."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make one run, and return the exit status."""
    options = _parse(arguments)
    try:
        _run(options)
    except BenchError as error:
        sys.stderr.write(f"bench: {error}\n")
        return 2
    return 0


def _run(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    names, notes = _choose(options.peers)
    corpora = [_write_corpus(options, size) for size in options.sizes]
    queries, left_out = _find_queries(options, corpora[0])
    notes += left_out
    circumstances = find_circumstances(
        [PEERS[name] for name in names if name in PEERS], runs=options.runs, notes=notes
    )
    for note in notes:
        _say(note)
    queries_path = options.out / "queries.json"
    write_queries(queries, queries_path)
    rows_path, report_path = options.out / "rows.jsonl", options.out / "report.md"
    rows_path.unlink(missing_ok=True)
    rows: list[Row] = []
    for corpus in corpora:
        setting = Setting(
            corpus=corpus,
            queries=queries,
            queries_path=queries_path.resolve(),
            names=names,
            folder=corpus.path.parent,
            runs=options.runs,
        )
        for measure in _measures_of(options, corpus, corpora):
            _say(f"{measure}, {corpus.releases:,} releases")
            found = MEASURES[measure](setting)
            write_rows(rows_path, found, corpus, circumstances)
            rows += found
            report = format_report(rows, corpora, circumstances)
            report_path.write_text(report, encoding="utf-8")
    sys.stdout.write(format_report(rows, corpora, circumstances))


def _measures_of(
    options: argparse.Namespace, corpus: Corpus, corpora: Sequence[Corpus]
) -> list[str]:
    """Return what to measure of a corpus; those of ours alone once."""
    wanted = [name for name in MEASURES if name in options.measures]
    if corpus is not corpora[0]:
        wanted = [name for name in wanted if name not in ALONE]
    return wanted


def _choose(wanted: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return who can be measured here, and a note of each who can't."""
    names, notes = [], []
    for name in wanted:
        missing = find_missing(PEERS[name]) if name in PEERS else None
        if missing:
            notes.append(f"Left out: {name}, because {missing}.")
        else:
            names.append(name)
    return tuple(names), notes


def _write_corpus(options: argparse.Namespace, size: int) -> Corpus:
    folder = (options.out / str(size)).resolve()
    folder.mkdir(exist_ok=True)
    _say(f"writing a corpus of {size:,} releases")
    path = folder / "corpus.jsonl"
    return write_corpus(path, size=size, seed=options.seed, source=options.source)


def _find_queries(
    options: argparse.Namespace, corpus: Corpus
) -> tuple[tuple[Query, ...], list[str]]:
    """Return the queries that pressfind takes, and a note of those left out for all."""
    if options.queries:
        queries = read_queries(options.queries)
    else:
        queries = make_queries(read_corpus(corpus.path), options.seed)
    with tempfile.TemporaryDirectory() as folder:
        refused = ours.find_refused(Path(folder))
    kept = tuple(query for query in queries if query.kind not in refused)
    notes = []
    for kind, reason in refused.items():
        if number := sum(query.kind is kind for query in queries):
            notes.append(
                f"Left out for all: {number} queries of kind {kind}, which pressfind "
                f"refuses: {reason}."
            )
    if not kept:
        raise BenchError("no query is left to ask")
    return kept, notes


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=tests.bench.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    known = [ours.NAME, *PEERS]
    add = parser.add_argument
    add("--out", type=Path, required=True, metavar="DIR", help="where all is written")
    add("--from", dest="source", type=Path, metavar="FILE", help="JSON Lines, or .gz")
    add(
        "--queries", type=Path, metavar="FILE", help="JSON; default: made of the corpus"
    )
    add("--sizes", type=_numbers, default=_numbers(SIZES), help=f"default: {SIZES}")
    add("--runs", type=_number, default=RUNS, metavar="N", help=f"default: {RUNS}")
    add("--seed", type=int, default=SEED, metavar="N", help=f"default: {SEED}")
    for option, names in (("--peers", known), ("--measures", list(MEASURES))):
        text = f"default: {','.join(names)}"
        add(option, type=_list_of(names), default=names, metavar="A,B", help=text)
    return parser.parse_args(arguments)


def _number(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def _numbers(text: str) -> list[int]:
    return sorted({_number(part) for part in text.split(",")})


def _list_of(known: Sequence[str]) -> Callable[[str], list[str]]:
    def parse(text: str) -> list[str]:
        names = list(dict.fromkeys(text.split(",")))
        if unknown := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(
                f"{', '.join(unknown)} isn't known; known are {', '.join(known)}"
            )
        return names

    return parse


def _say(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
