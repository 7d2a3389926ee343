"""Which files a run looks at, and what they are called.

A file's name is its path from the folder that holds the index folder, with ``/``.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pressfind.errors import SourceError
from pressfind.model import Skipped
from pressfind.sources import find_files

Named = tuple[str, str]
"""The name of a file, and the path that opens it."""


def covers(root: str, name: str) -> bool:
    """Whether a name is that of a root or of what lies under it."""
    return root in (name, ".") or name.startswith(f"{root}/")


def find_name(path: Path, base: Path) -> str:
    """Return the name of a path; ``base`` is the folder that holds the index folder."""
    return Path(os.path.relpath(path.absolute(), base)).as_posix()


def check_there(base: Path, name: str) -> None:
    """Raise ``SourceError`` if nothing has this name."""
    if not Path(_find_path(base, name)).exists():
        raise SourceError(
            f"{name} isn't there, so nothing was changed; check the path, "
            "or drop what came from it with --forget"
        )


def find_named(
    roots: list[str], index: Path, unlistable: Callable[[str, OSError], None]
) -> Iterator[Named | Skipped]:
    """Yield the files under roots but those of the index; tell of closed folders."""
    base = index.absolute().parent
    folders: dict[str, str] = {}

    def name(path: str) -> str:
        folder, file = os.path.split(path)
        if folder not in folders:
            named = find_name(Path(folder), base)
            folders[folder] = "" if named == "." else f"{named}/"
        return folders[folder] + file

    def tell(error: OSError) -> None:
        unlistable(find_name(Path(str(error.filename)), base), error)

    for root in roots:
        for found in find_files(_find_path(base, root), tell):
            if isinstance(found, Skipped):
                yield replace(found, path=name(found.path))
            elif not covers(index.name, named := name(found)):
                yield named, found


def _find_path(base: Path, name: str) -> str:
    """Return the path of a name; ``base`` may be a folder that isn't made yet."""
    return os.path.normpath(base / name)
