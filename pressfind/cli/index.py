"""``index``: bring the index up to date."""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressfind.cli import options as opt
from pressfind.cli.boundary import report_line

if TYPE_CHECKING:
    from pressfind.indexing import Progress
    from pressfind.model import IndexReport

MOST_NAMED = 20

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH]...", help="Files or folders; - for JSON Lines."),
]


def index(
    paths: Paths = None,
    index: opt.IndexFolder = None,
    forget: Annotated[
        list[str] | None,
        typer.Option("--forget", metavar="PATH", help="Drop what came from there."),
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Write all anew.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail if a file can't be read.")
    ] = False,
) -> None:
    """Bring the index up to date with PATHs, else those remembered, else ./data."""
    from pressfind.config import place_index
    from pressfind.indexing import Job, update_index

    job = Job(
        index=place_index(index, os.environ, Path.cwd()),
        cwd=Path.cwd(),
        now_ns=time.time_ns(),
        paths=tuple(paths or ()),
        forget=tuple(forget or ()),
        rebuild=rebuild,
        strict=strict,
        stdin=sys.stdin.buffer,
    )
    with _progress() as progress:
        report = update_index(job, progress=progress)
    _report(report)


def _report(report: "IndexReport") -> None:
    for warning in report.warnings[:MOST_NAMED]:
        report_line(warning)
    for skip in report.skipped[:MOST_NAMED]:
        line = f":{skip.line}" if skip.line else ""
        report_line(f"skipped {skip.path}{line}, {skip.kind}: {skip.reason}")
    unnamed = max(0, len(report.warnings) - MOST_NAMED)
    unnamed += max(0, len(report.skipped) - MOST_NAMED)
    if unnamed:
        report_line(f"and {unnamed} more like these")
    if kinds := Counter(skip.kind for skip in report.skipped):
        counted = (f"{number} {kind}" for kind, number in sorted(kinds.items()))
        report_line(f"skipped in all: {', '.join(counted)}")
    if not report.total:
        report_line("no releases were found in what was named")
    sys.stdout.write(
        f"+{report.new} new, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.skipped)} skipped\n"
    )


@contextmanager
def _progress() -> "Iterator[Progress | None]":
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def advance(done: int, total: int, _: str) -> None:
            bar.update(task, completed=done, total=total)

        yield advance
