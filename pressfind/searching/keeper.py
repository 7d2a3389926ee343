"""The files that an archive's keeper writes into the folder of an index: TOML.

What is wrong in one is an error that says on which line, and how a line is written.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pressfind.errors import UsageError
from pressfind.values import frozen

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@frozen
class KeptFile:
    """What a file says, and how a line of it is written."""

    path: Path
    text: str
    entries: Mapping[str, object]
    example: str

    def wrong(self, key: str, reason: str, advice: str = "") -> UsageError:
        """Return an error that says what is wrong with an entry."""
        written = rf"^[ \t]*[\[\"']*{re.escape(key)}[\"'\]]*[ \t]*(?:=|\.|$)"
        found = re.search(written, self.text, re.MULTILINE)
        line = self.text.count("\n", 0, found.start()) + 1 if found else None
        return _make_error(self.path, line, f"{reason}; {advice or self.example}")


def read_kept(path: Path, line: str) -> KeptFile:
    """Return what a file says; ``line`` is how one may be written.

    Raises ``UsageError`` where it isn't TOML.
    """
    example = f"write a line as: {line}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        reason = "this isn't UTF-8; save it as UTF-8"
        raise _make_error(path, number, reason) from None
    try:
        entries = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also of endless digits or lists
        place = _PLACE.search(str(error))
        last = text.count("\n") + 1
        at = int(place["line"] or last) if place else None
        reason = f"not TOML: {_PLACE.sub('', str(error))}; {example}"
        raise _make_error(path, at, reason) from None
    return KeptFile(path, text, entries, example)


def _make_error(path: Path, line: int | None, reason: str) -> UsageError:
    return UsageError(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")
