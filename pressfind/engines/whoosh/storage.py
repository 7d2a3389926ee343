"""The index folder: what is written beside Whoosh's files, and when it is safe.

A commit is the renaming of Whoosh's table of contents.  Before it, every file that it
will name is on disk, and so are two files of the same generation N: ``commit-N.json``
(the format, and size and SHA-256 of each file) and ``catalogue-N.json`` (the sources).
A reader takes the newest table of contents and the two files of its generation.
"""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from pressfind.engines.whoosh.fields import FORMAT
from pressfind.errors import EngineError
from pressfind.model import Catalogue, IndexedFile

NAME = "MAIN"
_OURS = re.compile(
    r"_?MAIN[._].*|(?:commit|catalogue)-\d+\.json|(?:aliases|synonyms)\.toml"
)
_RECORD = re.compile(r"(?:commit|catalogue)-(?P<generation>\d+)\.json")
# "_MAIN_2.toc.5712636": a table of contents that a killed run gave no name to.
_UNNAMED = re.compile(rf"_{NAME}_(?P<generation>\d+)\.toc\..+")


class DurableStorage(FileStorage):
    """A Whoosh folder that calls ``seal`` before a table of contents gets its name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.path = folder
        self.seal: Callable[[str, str], None] | None = None

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file; if it is a commit, make everything durable first."""
        if newname.endswith(".toc") and self.seal:
            self.seal(oldname, newname)
        super().rename_file(oldname, newname, safe=safe)
        sync(self.path)


def write_commit(
    folder: Path, generation: int, files: dict[str, str], catalogue: Catalogue
) -> None:
    """Write and sync all that belongs to a generation; ``files``: name -> name now."""
    catalogue_name = f"catalogue-{generation}.json"
    _write(folder / catalogue_name, asdict(catalogue))
    sums = {name: _sum(folder / now) for name, now in sorted(files.items())}
    sums[catalogue_name] = _sum(folder / catalogue_name)
    for now in files.values():
        sync(folder / now)
    record = {"format": FORMAT, "files": sums}
    _write(folder / f"commit-{generation}.json", {**record, "sum": _seal(record)})


def read_commit(folder: Path, generation: int) -> dict[str, Any]:
    """Return what a generation recorded; raise ``EngineError`` for another format."""
    record = _read(folder / f"commit-{generation}.json")
    if record.get("format") != FORMAT:
        raise EngineError(
            f"{folder} is an index of format {record.get('format')}, this pressfind "
            f"reads format {FORMAT}; rebuild with: pressfind index --rebuild"
        )
    return record


def read_catalogue(folder: Path, generation: int) -> Catalogue:
    """Return the sources that a generation was made from."""
    values = _read(folder / f"catalogue-{generation}.json")
    files = tuple(IndexedFile(**file) for file in values["files"])
    return Catalogue(roots=tuple(values["roots"]), files=files)


def find_damage(folder: Path, generation: int) -> tuple[str, ...]:
    """Return a sentence for each file that is missing, cut short or altered."""
    try:
        record = read_commit(folder, generation)
    except FileNotFoundError:
        return (f"commit-{generation}.json is missing",)
    damage = []
    if record.pop("sum", None) != _seal(record):
        damage.append(f"commit-{generation}.json is altered")
    for name, expected in record["files"].items():
        try:
            found = _sum(folder / name)
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
    return max((int(match["generation"]) for match in matches if match), default=-1)


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


def remove_older(folder: Path, generation: int) -> None:
    """Remove what older generations left, but nothing of one that is being written."""
    for path in folder.iterdir():
        record, unnamed = _RECORD.fullmatch(path.name), _UNNAMED.fullmatch(path.name)
        if (record and int(record["generation"]) < generation) or (
            unnamed and int(unnamed["generation"]) <= generation
        ):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()


def latest_generation(folder: Path) -> int:
    """Return the generation of the last commit, -1 if there is none."""
    return int(TOC._latest_generation(FileStorage(str(folder)), NAME))


def toc_name(generation: int) -> str:
    """Return the name of a generation's table of contents."""
    return str(TOC._filename(NAME, generation))


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


def _sum(path: Path) -> list[Any]:
    with path.open("rb") as stream:
        return [path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()]


def _seal(record: dict[str, Any]) -> str:
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
