"""Open the engine of an index folder; its library is imported only then."""

from pathlib import Path

from pressfind.engines.base import Engine


def open_engine(folder: Path) -> Engine:
    """Open the index in ``folder``, or raise ``EngineError``."""
    from pressfind.engines import whoosh

    return whoosh.open_engine(folder)


def create_engine(folder: Path, *, anew: bool = False) -> Engine:
    """Open the index in ``folder``, made empty if there is none yet.

    With ``anew`` one that is damaged or of another format is made readable first: the
    paths that it remembers and the releases that can be read are kept.
    """
    from pressfind.engines import whoosh

    return whoosh.create_engine(folder, anew=anew)
