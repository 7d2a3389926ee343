"""What a run found: a line of JSON for each row, and tables for people.

A ratio is of things measured side by side in the same run; above 1 is slower, or
larger, than what it is divided by.  What couldn't be measured is null, and empty.
"""

import datetime
import json
import os
import platform
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from tests.bench.corpus import Corpus
from tests.bench.peers import Peer, find_version

ROOT = Path(__file__).parents[2]
VERSION = 1
CHANGED = "+changes"

Figures = dict[str, float | None]
"""Numbers by name; which names a measure has is in ``COLUMNS``."""

Column = tuple[str, str, str]
"""The name of a figure, its heading, and how it is written."""

COLUMNS: dict[str, tuple[Column, ...]] = {
    "index": (
        ("releases_per_s", "releases/s", ",.0f"),
        ("mb_per_s", "MB/s", ".2f"),
        ("time_to_fts5", "time ÷ fts5", ".2f"),
        ("time_to_whoosh", "÷ whoosh-stock", ".3f"),
        ("size_to_text", "index ÷ text", ".2f"),
        ("largest_mb", "private MB, a process", ",.0f"),
        ("together_mb", "together", ",.0f"),
        ("runs", "runs", "d"),
    ),
    "warm": (
        ("plain_median_ms", "median ms", ".2f"),
        ("plain_p95_ms", "p95 ms", ".2f"),
        ("plain_median_to_fts5", "median ÷ fts5", ".2f"),
        ("plain_p95_to_fts5", "p95 ÷ fts5", ".2f"),
        ("snippets_median_ms", "with snippets: median ms", ".2f"),
        ("snippets_p95_ms", "p95 ms", ".2f"),
        ("snippets_median_to_fts5", "median ÷ fts5", ".2f"),
        ("snippets_p95_to_fts5", "p95 ÷ fts5", ".2f"),
        ("snippets_alone_ms", "snippets alone ms", ".2f"),
        ("hits", "hits", ",d"),
        ("largest_mb", "private MB", ",.0f"),
    ),
    "cold": (
        ("median_ms", "median ms", ".0f"),
        ("p95_ms", "p95 ms", ".0f"),
        ("time_to_typer", "÷ typer-nothing", ".2f"),
        ("time_to_whoosh_cli", "÷ whoosh-cli", ".2f"),
        ("time_to_fts5", "÷ fts5", ".2f"),
        ("largest_mb", "private MB", ",.0f"),
        ("bytes_written", "bytes printed", ",.0f"),
    ),
    "extraction": (
        ("read_ms", "read ms a release", ".3f"),
        ("extract_mean_ms", "extract ms, mean", ".3f"),
        ("extract_median_ms", "median", ".3f"),
        ("extract_p95_ms", "p95", ".3f"),
        ("releases", "releases", ",d"),
    ),
    "pages": (
        ("pages_per_s", "pages/s of one core", ",.0f"),
        ("kb", "KB a page", ",.0f"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of one engine on one corpus."""

    measure: str
    size: int
    peer: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Where and with what a run was made; ``notes`` say what was left out."""

    date: str
    machine: str
    commit: str
    versions: tuple[str, ...]
    runs: int
    notes: tuple[str, ...]


def find_circumstances(
    peers: Iterable[Peer], *, runs: int, notes: Sequence[str]
) -> Circumstances:
    """Return the circumstances of a run that begins now, on this machine."""
    ours = [
        f"{name} {metadata.version(name)}" for name in ("pressfind", "typer", "rich")
    ]
    versions = [f"Python {platform.python_version()}", *ours, *map(find_version, peers)]
    return Circumstances(
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        machine=_find_machine(),
        commit=find_commit(),
        versions=tuple(versions),
        runs=runs,
        notes=tuple(notes),
    )


def find_commit() -> str:
    """Return the commit of this checkout, with ``CHANGED`` if it isn't all of it."""
    commit = _ask_git("rev-parse", "--short=10", "HEAD") or "unknown"
    changed = _ask_git("status", "--porcelain", "--untracked-files=no")
    return f"{commit}{CHANGED}" if changed else commit


def write_rows(
    path: Path, rows: Iterable[Row], corpus: Corpus, circumstances: Circumstances
) -> None:
    """Add a line to ``path`` for each row, whole in itself."""
    with path.open("a", encoding="utf-8") as file:
        for row in rows:
            record = {
                "version": VERSION,
                "type": "bench",
                "measure": row.measure,
                "peer": row.peer,
                "corpus": corpus.origin,
                "releases": corpus.releases,
                "text_bytes": corpus.text_bytes,
                "sha256": corpus.sha256,
                "figures": row.figures,
                **asdict(circumstances),
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def format_report(
    rows: Sequence[Row], corpora: Sequence[Corpus], circumstances: Circumstances
) -> str:
    """Return a run as Markdown, a table for each measure and corpus."""
    lines = [
        f"## {circumstances.date}, commit {circumstances.commit}",
        "",
        f"{circumstances.machine}. {'; '.join(circumstances.versions)}. "
        f"Runs: {circumstances.runs}.",
        *(f"\n{note}" for note in circumstances.notes),
    ]
    for measure, columns in COLUMNS.items():
        for corpus in corpora:
            wanted = (measure, corpus.releases)
            found = [row for row in rows if (row.measure, row.size) == wanted]
            if found:
                lines += ["", _title(measure, corpus), "", *_table(found, columns)]
    lines += _growth(rows, corpora)
    return "\n".join(lines) + "\n"


def _title(measure: str, corpus: Corpus) -> str:
    text_mb = corpus.text_bytes / 1e6
    return (
        f"### {measure}: {corpus.releases:,} releases, "
        f"{text_mb:,.1f} MB of text ({corpus.origin})"
    )


def _table(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[str]:
    heads = ["", *(heading for _, heading, _ in columns)]
    yield f"| {' | '.join(heads)} |"
    yield "|---|" + "--:|" * len(columns)
    for row in rows:
        cells = [_cell(row.figures.get(name), form) for name, _, form in columns]
        yield f"| {' | '.join([row.peer, *cells])} |"


def _cell(value: float | None, form: str) -> str:
    if value is None:
        return ""
    return format(int(value) if form.endswith("d") else value, form)


def _growth(rows: Sequence[Row], corpora: Sequence[Corpus]) -> Iterator[str]:
    """Yield how much slower a cold search is over the largest corpus."""
    sizes = sorted(corpus.releases for corpus in corpora)
    cold = {
        (row.peer, row.size): row.figures["median_ms"]
        for row in rows
        if row.measure == "cold"
    }
    if len(sizes) < 2 or not cold:
        return
    yield f"\n### cold, growth from {sizes[0]:,} to {sizes[-1]:,} releases\n"
    yield "| | times |"
    yield "|---|--:|"
    for peer in dict.fromkeys(peer for peer, _ in cold):
        first, last = cold.get((peer, sizes[0])), cold.get((peer, sizes[-1]))
        if first and last:
            yield f"| {peer} | {last / first:.2f} |"


def _find_machine() -> str:
    found = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return found
    models = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return f"{found}, {models[0]}" if models else found


def _ask_git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):  # no checkout, or no git
        return ""
    return done.stdout.strip()
