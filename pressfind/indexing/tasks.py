"""What is done for one file, or for one range of lines of a large one, in any process.

A task says everything that reading needs and a result everything that came of it; the
releases themselves go straight into the part of the process.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from io import BufferedReader, BytesIO
from pathlib import Path

from pressfind.engines.base import Part
from pressfind.errors import ExtractionError
from pressfind.indexing.settling import store_alone
from pressfind.model import RawDocument, Release, Repair, Skipped
from pressfind.model.indexes import IndexedFile, Version
from pressfind.sources import LACKING, Documents, Lines, read_json_range, read_stream
from pressfind.sources.limits import IN_MEMORY
from pressfind.values import frozen

_LOT = 150_000
"""Characters of what is read, extracted and written together: about a range.

With a quarter of them half of the gain is left.
"""


@frozen(kw_only=True)
class Task:
    """A file to read; ``lines`` is a range of a large one, which is known as changed.

    ``entry`` is the file as it will be recorded, but for what reading it tells.
    """

    path: Path
    entry: IndexedFile
    known_sha256: str | None = None
    lines: Lines | None = None

    @property
    def size(self) -> int:
        """Return how many bytes are to be read."""
        return self.lines.size if self.lines else self.entry.size


@frozen(kw_only=True)
class Result:
    """What a task gave; ``entry`` is None where nothing could be read.

    ``changed`` tells whether the content is other than it was known as.
    """

    releases: int = 0
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    entry: IndexedFile | None = None
    changed: bool = True


def perform(task: Task, part: Part) -> Result:
    """Read what a task names and write its releases into ``part``."""
    entry = task.entry
    if task.lines is not None:
        documents = read_json_range(task.path, task.lines, entry.path)
        return _recorded(store_documents(documents, entry.path, part), entry)
    with ExitStack() as opened:
        try:
            stream = _open(task.path, entry.size)
            opened.callback(stream.close)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            return Result(skipped=(unreadable(entry.path, error),))
        entry = replace(entry, sha256=digest)
        if digest == task.known_sha256:
            return Result(entry=entry, changed=False)
        reading = read_stream(stream, entry.path)
        result = store_documents(reading.documents, entry.path, part)
    lacks = any(skip.kind == LACKING for skip in result.skipped)
    return _recorded(result, replace(entry, form=reading.form, lacks_extra=lacks))


def _open(path: Path, size: int) -> BufferedReader | BytesIO:
    """Open a file, a small one in memory: then its sum is of the very bytes read."""
    return path.open("rb") if size > IN_MEMORY else BytesIO(path.read_bytes())


def store_documents(documents: Documents, origin: str, part: Part) -> Result:
    """Extract the releases of documents and write them into ``part``.

    So many are read as make a lot, then all of these extracted, then all written: a
    processor that goes on with what it has just done takes an eighth less time.
    """
    results: list[Result] = []
    for lot in _take_lots(documents):
        releases: list[Release] = []
        results.append(extract_documents(lot, origin, releases.append))
        versions = [Version(origin=origin, release=release) for release in releases]
        part.write([*map(store_alone, versions)])
    return Result(
        releases=sum(result.releases for result in results),
        skipped=tuple(skip for result in results for skip in result.skipped),
        warnings=tuple(text for result in results for text in result.warnings),
        repairs=tuple(repair for result in results for repair in result.repairs),
    )


def _take_lots(documents: Documents) -> Iterator[Sequence[RawDocument | Skipped]]:
    """Yield documents some at a time, so that little of a large file is in memory."""
    lot: list[RawDocument | Skipped] = []
    size = 0
    for document in documents:
        lot.append(document)
        if isinstance(document, RawDocument):
            size += sum([len(block.text) for block in document.blocks])
            size += len(document.title)
        if size >= _LOT:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def extract_documents(
    documents: Iterable[RawDocument | Skipped],
    origin: str,
    keep: Callable[[Release], None],
) -> Result:
    """Extract the releases of documents, hand each on, and return what came of it."""
    from pressfind.extract import extract_release

    skipped: list[Skipped] = []
    warnings: list[str] = []
    repairs: list[Repair] = []
    releases = 0
    for document in documents:
        if isinstance(document, Skipped):
            skipped.append(document)
            continue
        try:
            extraction = extract_release(document)
        except ExtractionError as error:
            line = document.source.line_start
            reason = str(error)
            skipped.append(
                Skipped(path=origin, kind="no release", reason=reason, line=line)
            )
            continue
        keep(extraction.release)
        warnings.extend(extraction.warnings)
        repairs.extend(extraction.repairs)
        releases += 1
    return Result(
        releases=releases,
        skipped=tuple(skipped),
        warnings=tuple(warnings),
        repairs=tuple(repairs),
    )


def describe_repairs(repairs: Iterable[Repair]) -> Iterator[str]:
    """Yield a sentence for each file, however many parts it was read in."""
    places: dict[str, int] = {}
    for repair in repairs:
        places[repair.path] = places.get(repair.path, 0) + repair.places
    for path, count in places.items():
        where = f"{count:,} {'place' if count == 1 else 'places'}"
        yield f"{path}: text that had been encoded twice was repaired in {where}"


def _recorded(result: Result, entry: IndexedFile) -> Result:
    counted = replace(entry, releases=result.releases, skipped=len(result.skipped))
    return replace(result, entry=counted)


def check_regular(state: os.stat_result) -> None:
    """Raise ``OSError`` if it is of no file: a pipe would be waited for."""
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "it isn't a regular file")


def unreadable(path: str, error: OSError) -> Skipped:
    """Return the skip of a file or folder that the system doesn't let us read."""
    reason = error.strerror or str(error)
    return Skipped(path=path, kind="unreadable", reason=reason)
