"""Bring an index up to date with its sources: read what changed, write what follows.

A file is read again if its size or time changed, and parsed again if its content did.
The releases to write are found by closure over shared keys: whatever could be the same
release as a changed one, or want its id, is decided anew with it.  So any series of
updates ends in the index that one run over the final files makes.
"""

import errno
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from pressfind.engines import create_engine
from pressfind.engines.base import Engine, Stored
from pressfind.errors import ExtractionError, SourceError, UsageError
from pressfind.extract import extract_release
from pressfind.extract.identity import (
    assign_ids,
    differ,
    find_keys,
    group_versions,
    merge_versions,
    same_content,
)
from pressfind.model import Catalogue, IndexedFile, IndexReport, Skipped, Version
from pressfind.sources import Documents, find_files, read_file, read_records

STDIN = "-"
DEFAULT_ROOT = "data"

Progress = Callable[[int, int, str], None]
"""Told how many files are done, of how many, and which comes next."""

_FAILURES = {
    "unreadable",
    "not text",
    "unknown form",
    "empty file",
    "bad record",
    "no release",
}
"""Kinds of skips that ``strict`` refuses; a post that is no release isn't one."""

# A file system stamps times with the granularity of its clock: a file changed again
# within it keeps its time.  Whole seconds betray a coarse one.
_FINE_NS, _COARSE_NS = 50_000_000, 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one run is asked to do; relative paths are of ``cwd``."""

    index: Path
    cwd: Path
    now_ns: int
    paths: tuple[str, ...] = ()
    forget: tuple[str, ...] = ()
    rebuild: bool = False
    strict: bool = False
    stdin: BinaryIO | None = None


@dataclass(slots=True)
class _Run:
    """What a run has found so far."""

    files: dict[str, IndexedFile]
    roots: list[str]
    versions: list[Version] = field(default_factory=list)
    stale: set[str] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def update_index(job: Job, *, progress: Progress | None = None) -> IndexReport:
    """Do one run, all or nothing, and return what it did."""
    base = job.index.absolute().parent
    wanted = [_relative(job.cwd / path, base) for path in job.paths if path != STDIN]
    for path in wanted:
        _check_there(base, path)
    with closing(create_engine(job.index, anew=job.rebuild)) as engine:
        catalogue = engine.catalogue()
        run = _Run({f.path: f for f in catalogue.files}, list(catalogue.roots))
        for path in job.forget:
            _forget(
                run, path, STDIN if path == STDIN else _relative(job.cwd / path, base)
            )
        scope = _scope(job, run, wanted, base)
        _read_files(job, run, scope, base, progress)
        if STDIN in job.paths and job.stdin is not None:
            _extract(run, read_records(job.stdin), STDIN)
        _refuse_failures(job, run)
        return _write(job, run, engine, catalogue)


def _scope(job: Job, run: _Run, wanted: list[str], base: Path) -> list[str]:
    if not wanted and not job.forget and (not job.paths or job.rebuild):
        wanted = list(run.roots)
        if not wanted and not job.paths:
            default = job.cwd / DEFAULT_ROOT
            if not default.exists():
                raise UsageError(
                    f"nothing to index: name a PATH, there is no {default}"
                )
            wanted = [_relative(default, base)]
    for path in wanted:
        _check_there(base, path)
        if not any(_covers(root, path) for root in run.roots):
            run.roots = [root for root in run.roots if not _covers(path, root)]
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
    for path in [path for path in run.files if _covers(root, path)]:
        del run.files[path]
        run.stale.add(path)


def _read_files(
    job: Job, run: _Run, scope: list[str], base: Path, progress: Progress | None
) -> None:
    def unreadable(error: OSError) -> None:
        where = _relative(Path(str(error.filename)), base)
        run.skipped.append(_unreadable(where, error))
        kept.append(where)

    kept: list[str] = []
    found: dict[str, Path] = {}
    for root in scope:
        for path in find_files(base / root, unreadable):
            if isinstance(path, Skipped):
                where = _relative(Path(path.path), base)
                run.skipped.append(replace(path, path=where))
            elif job.index.absolute() not in path.absolute().parents:
                found[_relative(path, base)] = path
    for place, (name, path) in enumerate(sorted(found.items())):
        if progress:
            progress(place, len(found), name)
        _read_one(job, run, name, path)
    for name in list(run.files):
        gone = name not in found and any(_covers(root, name) for root in scope)
        if gone and not any(_covers(folder, name) for folder in kept):
            del run.files[name]
            run.stale.add(name)


def _read_one(job: Job, run: _Run, name: str, path: Path) -> None:
    old = run.files.get(name)
    try:
        state = path.stat()
        same = old and (old.size, old.mtime_ns) == (state.st_size, state.st_mtime_ns)
        if old and same and old.settled and not job.rebuild:
            return
        if not stat.S_ISREG(state.st_mode):  # a pipe would be waited for
            raise OSError(errno.EINVAL, "it isn't a regular file")
        content = path.read_bytes()
    except OSError as error:
        run.skipped.append(_unreadable(name, error))
        return
    digest = hashlib.sha256(content).hexdigest()
    entry = IndexedFile(
        path=name,
        size=state.st_size,
        mtime_ns=state.st_mtime_ns,
        sha256=digest,
        settled=_is_settled(state.st_mtime_ns, job.now_ns),
        form=old.form if old else "",
        releases=old.releases if old else 0,
        skipped=old.skipped if old else 0,
    )
    if old is None or old.sha256 != digest or job.rebuild:
        reading = read_file(content, name)
        run.stale.add(name)
        releases, skipped = _extract(run, reading.documents, name)
        entry = replace(entry, form=reading.form, releases=releases, skipped=skipped)
    run.files[name] = entry


def _extract(run: _Run, documents: Documents, origin: str) -> tuple[int, int]:
    before = len(run.versions), len(run.skipped)
    for document in documents:
        if isinstance(document, Skipped):
            run.skipped.append(document)
            continue
        try:
            extraction = extract_release(document)
        except ExtractionError as error:
            line = document.source.line_start
            run.skipped.append(
                Skipped(path=origin, kind="no release", reason=str(error), line=line)
            )
            continue
        run.versions.append(Version(origin=origin, release=extraction.release))
        run.warnings.extend(extraction.warnings)
    return len(run.versions) - before[0], len(run.skipped) - before[1]


def _refuse_failures(job: Job, run: _Run) -> None:
    failures = [skip for skip in run.skipped if skip.kind in _FAILURES]
    if job.strict and failures:
        listed = "\n  ".join(f"{skip.path}: {skip.reason}" for skip in failures[:20])
        raise SourceError(
            f"{len(failures)} can't be read; the index is left as it was:\n  {listed}"
        )


def _write(job: Job, run: _Run, engine: Engine, catalogue: Catalogue) -> IndexReport:
    held = len(engine.find_ids(""))
    before = {s.release.id: s for s in _affected(job, run, engine)}
    after = {s.release.id: s for s in _resolve(run, before.values())}
    files = tuple(run.files[path] for path in sorted(run.files))
    renewed = Catalogue(roots=tuple(run.roots), files=files)
    if job.rebuild or before != after or renewed != catalogue:
        writer = engine.begin(clear=job.rebuild)
        try:
            for release_id in sorted(before.keys() - after.keys()):
                writer.remove(release_id)
            for release_id in sorted(after):
                if job.rebuild or before.get(release_id) != after[release_id]:
                    writer.put(after[release_id])
            writer.commit(renewed)
        finally:
            writer.abort()
    both = before.keys() & after.keys()
    changed = sum(not same_content(before[i].release, after[i].release) for i in both)
    removed = len(before.keys() - after.keys())
    return IndexReport(
        index=str(job.index),
        new=len(after.keys() - before.keys()),
        changed=changed,
        removed=removed,
        unchanged=held - removed - changed,
        skipped=tuple(run.skipped),
        warnings=tuple(run.warnings),
    )


def _affected(job: Job, run: _Run, engine: Engine) -> Iterator[Stored]:
    """Yield all that could be, or be named, like something that changed."""
    if job.rebuild:
        yield from engine.read_all()
        return
    keys = {_origin_key(origin) for origin in run.stale}
    keys.update(key for version in run.versions for key in find_keys(version))
    seen: set[str] = set()
    while keys:
        found = engine.find_related(keys) - seen
        keys = set()
        for release_id in sorted(found):
            stored = engine.read(release_id)
            keys |= stored.keys
            yield stored
        seen |= found


def _resolve(run: _Run, affected: Iterable[Stored]) -> Iterator[Stored]:
    old = [version for stored in affected for version in stored.versions]
    kept = [version for version in old if version.origin not in run.stale]
    fresh = {id(version) for version in run.versions}
    groups = []
    for group in group_versions([*kept, *run.versions]):
        # A record given again on standard input replaces the one given before.
        replaced = any(v.origin == STDIN and id(v) in fresh for v in group)
        groups.append(
            tuple(
                version
                for version in group
                if not replaced or version.origin != STDIN or id(version) in fresh
            )
        )
    releases = [merge_versions(group) for group in groups]
    ids = assign_ids(releases)
    for place, group in enumerate(groups):
        release = replace(releases[place], id=ids[place])
        if differ(group) and any(id(version) in fresh for version in group):
            kept_at = release.source
            run.warnings.append(
                f"{release.id} differs between {_places(group)}; "
                f"the longer is kept, {kept_at.path}:{kept_at.line_start}"
            )
        keys = {key for version in group for key in find_keys(version)}
        keys |= {_origin_key(version.origin) for version in group}
        yield Stored(release=release, versions=group, keys=frozenset(keys))


def _places(group: tuple[Version, ...]) -> str:
    counted = Counter(version.origin for version in group)
    return " and ".join(sorted(counted))


def _origin_key(origin: str) -> str:
    printable = origin.encode("utf-8", "backslashreplace").decode()
    return f"origin:{printable}"


def _unreadable(name: str, error: OSError) -> Skipped:
    reason = error.strerror or str(error)
    return Skipped(path=name, kind="unreadable", reason=reason)


def _check_there(base: Path, path: str) -> None:
    if not (base / path).exists():
        raise SourceError(
            f"{path} isn't there, so nothing was changed; check the path, "
            "or drop what came from it with --forget"
        )


def _is_settled(mtime_ns: int, now_ns: int) -> bool:
    coarse = mtime_ns % 1_000_000_000 == 0
    return now_ns - mtime_ns > (_COARSE_NS if coarse else _FINE_NS)


def _covers(root: str, path: str) -> bool:
    return root in (path, ".") or path.startswith(f"{root}/")


def _relative(path: Path, base: Path) -> str:
    return Path(os.path.relpath(path.absolute(), base)).as_posix()
