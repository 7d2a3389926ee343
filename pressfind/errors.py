"""Every error pressfind raises on purpose, and its exit status.

PressfindError                   2
├── UsageError                   2   an option, argument or keeper's file has no meaning
├── SourceError                  2   a file or folder cannot be read
│   └── UnreadableError          2   one file cannot be read as releases
├── ExtractionError              2   one document cannot become a Release
├── QueryError                   2   the text is not a valid query
├── EngineError                  2   the index is missing, damaged or of another format
│   └── EngineUnavailableError  75   another process is writing: try again
├── AmbiguousIdError             2   several releases have an id that begins so
└── ReleaseNotFoundError         1   no release has that id

The text of an error is shown to the user as it is: what is wrong, where, and
what to try.
"""

from typing import ClassVar

SHOWN_BESIDE = 200
"""So many characters of a query are shown on either side of what is wrong in it."""


class PressfindError(Exception):
    """Base of all expected failures."""

    exit_status: ClassVar[int] = 2


class UsageError(PressfindError):
    """An option, an argument or a file of the keeper's has no meaning."""


class SourceError(PressfindError):
    """A file or folder cannot be read as releases."""


class UnreadableError(SourceError):
    """One file cannot be read as releases; indexing records it and goes on.

    ``kind`` is the short noun that such skips are counted by.
    """

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


class ExtractionError(PressfindError):
    """One document cannot become a Release; indexing records it and goes on."""


class QueryError(PressfindError):
    """The query text is not a valid query.

    ``column`` is the 0-based code point of ``text`` where reading failed, at
    most ``len(text)``.
    """

    def __init__(self, reason: str, text: str, column: int) -> None:
        start = max(0, column - SHOWN_BESIDE)
        line = text[start : column + SHOWN_BESIDE].replace("\n", " ").replace("\t", " ")
        super().__init__(f"{reason}\n  {line}\n  {' ' * (column - start)}^")
        self.reason = reason
        self.column = column


class EngineError(PressfindError):
    """The index is missing, damaged, not an index, or of another format."""


class EngineUnavailableError(EngineError):
    """Another process holds the index; trying again may work."""

    exit_status = 75  # EX_TEMPFAIL of BSD's sysexits.h


class AmbiguousIdError(PressfindError):
    """Several releases have an id that begins so."""


class ReleaseNotFoundError(PressfindError):
    """No release has that id: to a script, the same as a search with no hits."""

    exit_status = 1
