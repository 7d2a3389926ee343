"""Open the engine of an index folder; its library is imported only then."""

from pathlib import Path

from pressfind.engines.base import Engine


def open_engine(folder: Path) -> Engine:
    """Open the index in ``folder``, or raise ``EngineError``."""
    from pressfind.engines.whoosh import engine

    return engine.open_engine(folder)


def create_engine(folder: Path, *, anew: bool = False) -> Engine:
    """Open the index in ``folder``; a new one is made when writing begins.

    With ``anew`` one that is damaged or of another format is opened as far as it can be
    read: the paths that it remembers and, if its files are whole, its releases.
    """
    from pressfind.engines.whoosh import engine

    return engine.create_engine(folder, anew=anew)
