"""The keeper's own file of names that mean the same, in the folder of an index.

    # Each line is a group: a search for any of its names finds the others too.
    HSO = ["harbour safety order"]
    "small boats" = ["dinghies", "channel crossings"]

It is read at each search, and never written.
"""

import re
import tomllib
from pathlib import Path

from pressfind.errors import UsageError
from pressfind.query.lexer import is_searchable
from pressfind.query.names import Synonyms

_EXAMPLE = 'write a line as: "small boats" = ["dinghies", "channel crossings"]'
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def read_synonyms(path: Path) -> Synonyms:
    """Return the groups of a file; raise ``UsageError`` with the line of a mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(f"{path}:{line}: this isn't UTF-8; save it as UTF-8") from None
    try:
        groups = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place["line"] or 0) if place else 0
        what = _PLACE.sub("", str(error))
        at = f"{path}:{line or text.count(chr(10)) + 1}"
        raise UsageError(f"{at}: not TOML: {what}; {_EXAMPLE}") from None
    return tuple(
        (name, *_read_names(name, others, path, text))
        for name, others in groups.items()
    )


def _read_names(name: str, others: object, path: Path, text: str) -> list[str]:
    at = f"{path}:{_line_of(name, text)}: {name!r}"
    if not isinstance(others, list) or not others:
        raise UsageError(f"{at} needs a list of names; {_EXAMPLE}")
    for other in (name, *others):
        if not isinstance(other, str):
            raise UsageError(f"{at} has {other!r}, which is no text; {_EXAMPLE}")
        if not is_searchable(other):
            raise UsageError(f"{at} has {other!r}, which holds no word; {_EXAMPLE}")
    return [str(other) for other in others]


def _line_of(name: str, text: str) -> int:
    """Return the line that a key is on."""
    key = rf"^[ \t]*[\[\"']*{re.escape(name)}[\"'\]]*[ \t]*(?:=|\.|$)"
    found = re.search(key, text, re.MULTILINE)
    return text.count("\n", 0, found.start() if found else 0) + 1
