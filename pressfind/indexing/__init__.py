"""Bring an index up to date with its sources: read what changed, write what follows.

A file is read again if its size or time changed, and parsed again if its content did.
What is read goes at once into parts of a new state of the index, in as many processes
as are worth it.  Then the releases that could be the same as another, or want its id,
are decided group by group, and one commit ends the run.  So any series of updates ends
in the index that one run over the final files makes, and memory doesn't grow with it.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from pressfind.engines import create_engine
from pressfind.engines.base import Engine, Writer
from pressfind.errors import SourceError, UsageError
from pressfind.extract.likeness import Outline
from pressfind.indexing.scope import check_there, covers, find_name, find_named
from pressfind.indexing.settling import STDIN, Tally, origin_key, settle
from pressfind.indexing.tasks import (
    Result,
    Task,
    check_regular,
    describe_repairs,
    store_documents,
    unreadable,
)
from pressfind.indexing.workers import (
    Helper,
    count_helpers,
    perform_all,
    start_helpers,
)
from pressfind.model import Repair, Skipped
from pressfind.model.indexes import Catalogue, IndexedFile, IndexReport
from pressfind.sources import (
    LACKING,
    count_ranges,
    find_ready,
    read_records,
    split_lines,
)
from pressfind.values import frozen

DEFAULT_ROOT = "data"

Progress = Callable[[int, int, str], None]
"""Told how many bytes are read, of how many, and what was read last."""

_FAILURES = {
    *("unreadable", "not text", "unknown form", "empty file", "bad record"),
    *("no release", "too large", "bomb", "nested too deep", "unsafe name", "locked"),
    *("damaged", "unknown packing", "unsafe XML", LACKING, "no text"),
}
"""Kinds of skips that ``strict`` refuses; a post that is no release isn't one."""

# A file system stamps times with the granularity of its clock: a file changed again
# within it keeps its time.  Whole seconds betray a coarse one.
_FINE_NS, _COARSE_NS = 50_000_000, 2_000_000_000


@frozen(kw_only=True)
class Job:
    """What one run is asked to do; relative paths are of ``cwd``.

    ``jobs`` is the greatest number of processes that read.
    """

    index: Path
    cwd: Path
    now_ns: int
    paths: tuple[str, ...] = ()
    forget: tuple[str, ...] = ()
    rebuild: bool = False
    strict: bool = False
    jobs: int = 1
    stdin: BinaryIO | None = None


@dataclass(slots=True)
class _Run:
    """What a run has found so far; ``stale`` are origins whose versions are void."""

    files: dict[str, IndexedFile]
    roots: list[str]
    tasks: list[Task] = field(default_factory=list)
    pieces: int = 0
    """How many tasks there will be, about, when large files are split."""
    helpers: Sequence[Helper] = ()
    stale: set[str] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    fresh: int = 0
    ready: frozenset[str] = field(default_factory=find_ready)
    """The forms whose extra is there."""


def update_index(job: Job, *, progress: Progress | None = None) -> IndexReport:
    """Do one run, all or nothing, and return what it did."""
    base = job.index.absolute().parent
    wanted = [find_name(job.cwd / path, base) for path in job.paths if path != STDIN]
    for path in wanted:
        check_there(base, path)
    with closing(create_engine(job.index, anew=job.rebuild)) as engine:
        catalogue = engine.catalogue()
        run = _Run({f.path: f for f in catalogue.files}, list(catalogue.roots))
        run.warnings += [engine.loss] if engine.loss else []
        for path in job.forget:
            root = STDIN if path == STDIN else find_name(job.cwd / path, base)
            _forget(run, path, root)
        scope = _scope(job, run, wanted, base)
        _find_tasks(job, run, scope)
        size = sum(task.size for task in run.tasks)
        count = count_helpers(size, run.pieces, job.jobs)
        with start_helpers(count) as run.helpers:
            _split_tasks(run)
            return _write(job, run, engine, catalogue, progress)


def _scope(job: Job, run: _Run, wanted: list[str], base: Path) -> list[str]:
    if not wanted and not job.forget and (not job.paths or job.rebuild):
        wanted = list(run.roots)
        if not wanted and not job.paths:
            default = job.cwd / DEFAULT_ROOT
            if not default.exists():
                raise UsageError(
                    f"nothing to index: name a PATH, there is no {default}"
                )
            wanted = [find_name(default, base)]
    for path in wanted:
        check_there(base, path)
        if not any(covers(root, path) for root in run.roots):
            run.roots = [root for root in run.roots if not covers(path, root)]
            run.roots.append(path)
    run.roots.sort()
    return wanted


def _forget(run: _Run, written: str, root: str) -> None:
    if root == STDIN:
        run.stale.add(STDIN)
        return
    if root not in run.roots:
        known = ", ".join(run.roots) or "nothing"
        raise UsageError(f"{written} isn't remembered; remembered: {known}")
    run.roots.remove(root)
    for path in [path for path in run.files if covers(root, path)]:
        del run.files[path]
        run.stale.add(path)


def _find_tasks(job: Job, run: _Run, scope: list[str]) -> None:
    """Find what is to be read, and which files are gone."""

    def unlistable(folder: str, error: OSError) -> None:
        run.skipped.append(unreadable(folder, error))
        kept.append(folder)

    kept: list[str] = []
    found: dict[str, str] = {}
    for file in find_named(scope, job.index, unlistable):
        if isinstance(file, Skipped):
            run.skipped.append(file)
        else:
            name, path = file
            found[name] = path
    for name, path in sorted(found.items()):
        try:
            if task := _find_task(job, run, name, path):
                run.tasks.append(task)
                run.pieces += count_ranges(task.path, task.size)
        except OSError as error:
            run.skipped.append(unreadable(name, error))
    for name in list(run.files):
        gone = name not in found and any(covers(root, name) for root in scope)
        if gone and not any(covers(folder, name) for folder in kept):
            del run.files[name]
            run.stale.add(name)


def _find_task(job: Job, run: _Run, name: str, where: str) -> Task | None:
    """Return the reading of a file, None if it can't have changed."""
    old = run.files.get(name)
    state = os.stat(where)  # noqa: PTH116  # most files are looked at no further
    same = old and (old.size, old.mtime_ns) == (state.st_size, state.st_mtime_ns)
    if old and old.lacks_extra and old.form in run.ready:
        old = replace(old, sha256="")
    elif old and same and old.settled and not job.rebuild:
        return None
    check_regular(state)
    entry = IndexedFile(
        path=name,
        size=state.st_size,
        mtime_ns=state.st_mtime_ns,
        sha256="",
        settled=_is_settled(state.st_mtime_ns, job.now_ns),
        form=old.form if old else "",
        releases=old.releases if old else 0,
        skipped=old.skipped if old else 0,
        lacks_extra=old.lacks_extra if old else False,
    )
    known = old.sha256 if old and not job.rebuild else None
    return Task(path=Path(where), entry=entry, known_sha256=known)


def _split_tasks(run: _Run) -> None:
    """Put the ranges of large files in their place, unless their content is known."""
    tasks, run.tasks = run.tasks, []
    for task in tasks:
        try:
            run.tasks += _ranges_of(run, task)
        except OSError as error:
            run.skipped.append(unreadable(task.entry.path, error))


def _ranges_of(run: _Run, task: Task) -> Sequence[Task]:
    ranges, digest = split_lines(task.path, task.size)
    if not ranges:
        return (task,)
    entry = replace(task.entry, sha256=digest)
    if digest == task.known_sha256:
        run.files[entry.path] = entry
        return ()
    entry = replace(entry, form="JSON Lines", releases=0, skipped=0)
    return [Task(path=task.path, entry=entry, lines=lines) for lines in ranges]


def _write(
    job: Job,
    run: _Run,
    engine: Engine,
    catalogue: Catalogue,
    progress: Progress | None,
) -> IndexReport:
    held = engine.summary().releases
    tally = Tally()
    given = STDIN in job.paths and job.stdin is not None
    if run.tasks or run.stale or given or _catalogue(run) != catalogue:
        writer = engine.begin(clear=job.rebuild)
        try:
            _read(job, run, writer, progress)
            _refuse_failures(job, run)
            tally = _settle(job, run, writer, catalogue)
            writer.commit(_catalogue(run), Outline)
        finally:
            writer.abort()
    else:
        _refuse_failures(job, run)
    return IndexReport(
        index=str(job.index),
        new=tally.new,
        changed=tally.changed,
        removed=tally.removed,
        unchanged=held - tally.removed - tally.changed,
        skipped=tuple(run.skipped),
        warnings=(
            *run.warnings,
            *describe_repairs(run.repairs),
            *tally.warnings,
        ),
    )


def _catalogue(run: _Run) -> Catalogue:
    files = tuple(run.files[path] for path in sorted(run.files))
    return Catalogue(roots=tuple(run.roots), files=files)


def _read(job: Job, run: _Run, writer: Writer, progress: Progress | None) -> None:
    """Read all that is to be read into parts, which the writer adopts."""
    total, read = sum(task.size for task in run.tasks), 0
    results: dict[int, Result] = {}

    def done(number: int, result: Result) -> None:
        nonlocal read
        results[number] = result
        read += run.tasks[number].size
        if progress:
            progress(read, total, run.tasks[number].entry.path)

    parts: list[object] = []
    if run.tasks:
        parts += perform_all(run.tasks, writer.open_part, run.helpers, done)
    for number in sorted(results):
        _take(run, results[number])
    if STDIN in job.paths and job.stdin is not None:
        part = writer.open_part()
        try:
            _take(run, store_documents(read_records(job.stdin), STDIN, part))
            parts.append(part.seal())
        finally:
            part.abandon()
    run.fresh = sum(map(writer.adopt, parts))


def _take(run: _Run, result: Result) -> None:
    run.skipped += result.skipped
    run.warnings += result.warnings
    run.repairs += result.repairs
    entry = result.entry
    if entry is None:
        return
    if entry.path in run.stale:  # another range of the same file
        before = run.files[entry.path]
        releases = before.releases + entry.releases
        entry = replace(
            entry, releases=releases, skipped=before.skipped + entry.skipped
        )
    if result.changed:
        run.stale.add(entry.path)
    run.files[entry.path] = entry


def _settle(job: Job, run: _Run, writer: Writer, catalogue: Catalogue) -> Tally:
    """Decide what the run has made undecided; count what that changes."""
    origins = set(run.stale)
    if job.rebuild:  # whatever isn't stale is put anew
        origins |= {STDIN, *(file.path for file in catalogue.files)}
    keys = sorted(map(origin_key, origins))
    total = Tally(new=run.fresh)
    for group in writer.find_groups(keys):
        tally = settle(group, writer, run.stale, anew=job.rebuild)
        total.new += tally.new - sum(candidate.fresh for candidate in group)
        total.changed += tally.changed
        total.removed += tally.removed
        total.warnings += tally.warnings
    return total


def _refuse_failures(job: Job, run: _Run) -> None:
    failures = [skip for skip in run.skipped if skip.kind in _FAILURES]
    if job.strict and failures:
        listed = "\n  ".join(f"{skip.path}: {skip.reason}" for skip in failures[:20])
        raise SourceError(
            f"{len(failures)} can't be read; the index is left as it was:\n  {listed}"
        )


def _is_settled(mtime_ns: int, now_ns: int) -> bool:
    coarse = mtime_ns % 1_000_000_000 == 0
    return now_ns - mtime_ns > (_COARSE_NS if coarse else _FINE_NS)
