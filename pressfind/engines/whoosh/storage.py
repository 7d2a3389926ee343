"""The index folder: which files a commit is made of, and their sums.

A commit is the renaming of Whoosh's table of contents, ``_MAIN_N.toc``.  Before it, all
files of generation N are on disk, and beside them ``commit-N.json`` (the format, the
segments with their deleted documents, size and SHA-256 of each file) and
``catalogue-N.json`` (the sources).  A reader takes the newest table of contents and the
two files of its generation; it needs nothing of Whoosh itself.
"""

import contextlib
import json
import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressfind.engines.whoosh.fields import FORMAT
from pressfind.errors import EngineError
from pressfind.values import frozen

if TYPE_CHECKING:
    from pressfind.model.indexes import Catalogue

NAME = "MAIN"
LOCK = f"{NAME}_WRITELOCK"
_TOC = re.compile(rf"_{NAME}_(?P<generation>\d+)\.toc")
_RECORD = re.compile(r"(?:commit|catalogue)-(?P<generation>\d+)\.json")
_COMMITTED = re.compile(rf"_?{NAME}_.*|(?:commit|catalogue)-\d+\.json")
_OURS = re.compile(
    rf"_?{NAME}[._].*|(?:commit|catalogue)-\d+\.json|(?:aliases|synonyms)\.toml"
)

Sum = tuple[int, str]
"""The size of a file in bytes and its SHA-256."""


@frozen
class SegmentEntry:
    """A segment as a commit names it."""

    name: str
    deleted: tuple[int, ...] = ()


@frozen(kw_only=True)
class Commit:
    """What a generation consists of."""

    generation: int
    segments: tuple[SegmentEntry, ...] = ()
    files: dict[str, Sum]


NOTHING = Commit(generation=-1, files={})
"""What an index is made of before its first generation, which is empty."""


def write_commit(folder: Path, commit: Commit, catalogue: "Catalogue") -> None:
    """Write and sync the two files of a generation."""
    name = f"catalogue-{commit.generation}.json"
    _write(folder / name, asdict(catalogue))
    record = {
        "format": FORMAT,
        "segments": [asdict(segment) for segment in commit.segments],
        "files": {**commit.files, name: sum_file(folder / name)},
    }
    sealed = {**record, "sum": _seal(record)}
    _write(folder / f"commit-{commit.generation}.json", sealed)
    sync(folder)


def read_commit(folder: Path, generation: int) -> Commit:
    """Return a generation; raise ``EngineError`` if it is of another format."""
    record = _read(folder / f"commit-{generation}.json")
    if record.get("format") != FORMAT:
        raise EngineError(
            f"{folder} is an index of format {record.get('format')}, this pressfind "
            f"reads format {FORMAT}; rebuild with: pressfind index --rebuild"
        )
    return Commit(
        generation=generation,
        segments=tuple(
            SegmentEntry(segment["name"], tuple(segment["deleted"]))
            for segment in record["segments"]
        ),
        files={name: (size, sha) for name, (size, sha) in record["files"].items()},
    )


def read_catalogue(folder: Path, generation: int) -> "Catalogue":
    """Return the sources that a generation was made from."""
    from pressfind.model.indexes import Catalogue, IndexedFile

    if generation == NOTHING.generation:
        return Catalogue()
    values = _read(folder / f"catalogue-{generation}.json")
    files = tuple(IndexedFile(**file) for file in values["files"])
    return Catalogue(roots=tuple(values["roots"]), files=files)


def find_damage(folder: Path, commit: Commit) -> tuple[str, ...]:
    """Return a sentence for each file that is missing, cut short or altered."""
    name = f"commit-{commit.generation}.json"
    try:
        record = _read(folder / name)
    except FileNotFoundError:
        return (f"{name} is missing",)
    damage = []
    if record.pop("sum", None) != _seal(record):
        damage.append(f"{name} is altered")
    for name, expected in commit.files.items():
        try:
            found = sum_file(folder / name)
        except FileNotFoundError:
            damage.append(f"{name} is missing")
            continue
        if found != expected:
            what = "altered" if found[0] == expected[0] else "not as long as it was"
            damage.append(f"{name} is {what}")
    return tuple(damage)


def last_recorded(folder: Path) -> int:
    """Return the newest generation with a record, though it may not be a commit."""
    matches = (_RECORD.fullmatch(path.name) for path in folder.iterdir())
    return max((int(m["generation"]) for m in matches if m), default=-1)


def lacks_toc(folder: Path) -> bool:
    """Whether a commit's table of contents has been lost.

    The first generation is empty: a run that died before it left nothing to lose.
    """
    return latest_generation(folder) < 0 < last_recorded(folder)


def remembered_roots(folder: Path) -> tuple[str, ...]:
    """Return the paths in the newest catalogue that can be read, of any format."""
    for generation in range(last_recorded(folder), -1, -1):
        try:
            values = _read(folder / f"catalogue-{generation}.json")
        except (FileNotFoundError, EngineError):
            continue
        roots = values.get("roots")
        if isinstance(roots, list):
            return tuple(root for root in roots if isinstance(root, str))
    return ()


def remove_others(folder: Path, commit: Commit) -> None:
    """Remove what no reader of this commit needs: older ones, and unfinished ones.

    Only who holds the lock may.
    """
    keep = {*commit.files, f"commit-{commit.generation}.json", LOCK}
    for path in folder.iterdir():
        if path.name not in keep and _COMMITTED.fullmatch(path.name):
            with contextlib.suppress(OSError):  # some systems keep what is open
                path.unlink()


def latest_generation(folder: Path) -> int:
    """Return the generation of the last commit, -1 if there is none."""
    matches = (_TOC.fullmatch(path.name) for path in folder.iterdir())
    return max((int(m["generation"]) for m in matches if m), default=NOTHING.generation)


def toc_name(generation: int) -> str:
    """Return the name of a generation's table of contents."""
    return f"_{NAME}_{generation}.toc"


def foreign_files(folder: Path) -> list[str]:
    """Return what lies in ``folder`` that no pressfind index holds."""
    return sorted(
        path.name for path in folder.iterdir() if not _OURS.fullmatch(path.name)
    )


def sync(path: Path) -> None:
    """Make a file's content, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sum_file(path: Path) -> Sum:
    """Return size and SHA-256 of a file."""
    import hashlib  # loads OpenSSL, which a search doesn't need

    with path.open("rb") as stream:
        return path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def _seal(record: dict[str, Any]) -> str:
    import hashlib

    canonical = json.dumps(record, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _write(path: Path, values: dict[str, Any]) -> None:
    path.write_text(json.dumps(values, ensure_ascii=True), encoding="utf-8")
    sync(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise EngineError(
            f"{path} is damaged: {error}; rebuild with --rebuild"
        ) from error
    if not isinstance(values, dict):
        raise EngineError(f"{path} is damaged; rebuild with --rebuild")
    return values
