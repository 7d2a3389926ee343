"""Where the index is: a flag, else the environment, else the nearest ``.pressfind``."""

from collections.abc import Mapping
from pathlib import Path

from pressfind.errors import EngineError

FOLDER = ".pressfind"
VARIABLE = "PRESSFIND_INDEX"


def find_index(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """Return the folder of the index to read; raise ``EngineError`` if none is near."""
    found = _named(explicit, environ, cwd) or _nearest(cwd)
    if found is None:
        raise EngineError(
            f"there is no index in {cwd} or a folder above it; "
            "make one with: pressfind index PATH"
        )
    return found


def place_index(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """Return the folder of the index to write, which need not exist yet."""
    return _named(explicit, environ, cwd) or _nearest(cwd) or cwd / FOLDER


def _named(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Path | None:
    if explicit is not None:
        return cwd / explicit
    return cwd / environ[VARIABLE] if environ.get(VARIABLE) else None


def _nearest(cwd: Path) -> Path | None:
    candidates = (folder / FOLDER for folder in (cwd, *cwd.parents))
    return next((folder for folder in candidates if folder.is_dir()), None)
