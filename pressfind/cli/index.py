"""``index``: bring the index up to date."""

import gc
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
from pressfind.errors import UsageError
from pressfind.printers.safety import make_safe

if TYPE_CHECKING:
    from pressfind.indexing import Job, Progress
    from pressfind.model.indexes import IndexReport

MOST_NAMED = 20

_GARBAGE = 400_000
"""Objects after which garbage is looked for: there is little in what is read."""

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Files or folders; - reads JSON Lines from standard input.",
    ),
]


def index(  # noqa: PLR0913, PLR0917  # every option is a parameter to Typer
    paths: Paths = None,
    index: opt.IndexFolder = None,
    forget: Annotated[
        list[str] | None,
        typer.Option(
            "--forget",
            metavar="PATH",
            help="Drop what came from there; - what came from standard input.",
        ),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Write the whole index anew.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Change nothing if a file can't be read.")
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Write nothing; say what each file is, would give, and why not.",
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, help="Most processes; else one for each core."),
    ] = None,
) -> None:
    """Bring the index up to date with files and folders.

    Without PATH it is brought up to date with the paths that it remembers, else with
    ./data. Only what changed is read. A PATH named is added to those remembered.
    """
    from pressfind.config import place_index
    from pressfind.indexing import Job, update_index

    gc.set_threshold(_GARBAGE)
    job = Job(
        index=place_index(index, os.environ, Path.cwd()),
        cwd=Path.cwd(),
        now_ns=time.time_ns(),
        paths=tuple(paths or ()),
        forget=tuple(forget or ()),
        rebuild=rebuild,
        strict=strict,
        jobs=jobs or os.cpu_count() or 1,
        stdin=sys.stdin.buffer,
    )
    if dry_run:
        _rehearse(job)
        return
    with _progress() as progress:
        done = update_index(job, progress=progress)
    _print(done)


def _rehearse(job: "Job") -> None:
    from pressfind.cli.screen import open_screen
    from pressfind.indexing.rehearsal import rehearse_index
    from pressfind.printers.forms import print_previews

    if job.forget or job.rebuild:
        raise UsageError("--dry-run reads; it goes with neither --forget nor --rebuild")
    screen = open_screen(opt.Color.NEVER, job.index)
    files, releases, skips = print_previews(rehearse_index(job), screen)
    report_line(
        f"files: {files:,}, releases: {releases:,}, skipped: {skips:,}; "
        "nothing was written"
    )


def _print(done: "IndexReport") -> None:
    for warning in done.warnings[:MOST_NAMED]:
        report_line(warning)
    for skip in done.skipped[:MOST_NAMED]:
        line = f":{skip.line}" if skip.line else ""
        report_line(f"skipped {skip.path}{line}, {skip.kind}: {skip.reason}")
    unnamed = max(0, len(done.warnings) - MOST_NAMED)
    unnamed += max(0, len(done.skipped) - MOST_NAMED)
    if unnamed:
        report_line(f"and {unnamed:,} more like these")
    if kinds := Counter(skip.kind for skip in done.skipped):
        counted = ", ".join(
            f"{number} {kind}" for kind, number in sorted(kinds.items())
        )
        report_line(f"skipped in all: {counted}")
    if not done.total:
        report_line("no releases were found in what was named")
    sys.stdout.write(
        f"+{done.new} new, {done.changed} changed, {done.removed} removed, "
        f"{done.unchanged} unchanged, {len(done.skipped)} skipped\n"
    )


@contextmanager
def _progress() -> "Iterator[Progress | None]":
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress as rich
    from rich.console import Console
    from rich.table import Column

    columns = (
        rich.SpinnerColumn(),
        rich.TextColumn("Reading"),
        rich.BarColumn(),
        rich.DownloadColumn(),
        rich.TimeElapsedColumn(),
        # Last, and cut, so that a long name pushes nothing from its place.
        rich.TextColumn(
            "{task.description}",
            markup=False,
            table_column=Column(max_width=30, no_wrap=True, overflow="ellipsis"),
        ),
    )
    with rich.Progress(
        *columns, console=Console(stderr=True), transient=True, expand=False
    ) as bar:
        task = bar.add_task("", total=None)

        def advance(done: int, total: int, name: str) -> None:
            shown = make_safe(Path(name).name)
            bar.update(task, completed=done, total=total, description=shown)

        yield advance
