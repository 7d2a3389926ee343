"""The keeper's own file of names that mean the same, in the folder of an index.

    # Each line is a group: a search for any of its names finds the others too.
    HSO = ["harbour safety order"]
    "small boats" = ["dinghies", "channel crossings"]

It is read at each search, and never written.
"""

from pathlib import Path

from pressfind.query.lexer import is_searchable
from pressfind.query.names import Synonyms
from pressfind.searching.keeper import KeptFile, read_kept

_LINE = '"small boats" = ["dinghies", "channel crossings"]'


def read_synonyms(path: Path) -> Synonyms:
    """Return the groups of a file; raise ``UsageError`` with the line of a mistake."""
    kept = read_kept(path, _LINE)
    return tuple(
        (name, *_read_names(name, others, kept))
        for name, others in kept.entries.items()
    )


def _read_names(name: str, others: object, kept: KeptFile) -> list[str]:
    if not isinstance(others, list) or not others:
        raise kept.wrong(name, f"{name!r} needs a list of names")
    for other in (name, *others):
        if not isinstance(other, str):
            raise kept.wrong(name, f"{name!r} has {other!r}, which is no text")
        if not is_searchable(other):
            raise kept.wrong(name, f"{name!r} has {other!r}, which holds no word")
    return [str(other) for other in others]
