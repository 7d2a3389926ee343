"""What an index remembers, what it holds, and what a run did to it."""

import datetime

from pressfind.model.documents import Release, Skipped, Source
from pressfind.values import frozen


@frozen(kw_only=True)
class Version:
    """One release as one origin states it.

    ``origin`` is the path (or ``-``) whose removal removes this version; it differs
    from ``release.source.path`` for records that came through an export.
    """

    origin: str
    release: Release


@frozen(kw_only=True)
class Contribution:
    """A source that a release stands in, and which of its fields come from there."""

    source: Source
    fields: tuple[str, ...]


@frozen(kw_only=True)
class WholeRelease:
    """A release with the sources that it stands in, the richest first.

    ``also`` are the ids of near-identical releases, sorted.
    """

    release: Release
    sources: tuple[Contribution, ...]
    also: tuple[str, ...] = ()


@frozen(kw_only=True)
class IndexedFile:
    """A file as it was when last read: what tells whether to read it again.

    ``settled`` is False when the file was so young at reading that a later change
    could have left size and time as they were.  With ``lacks_extra`` some of it wasn't
    read for want of an extra: it is read anew when that is there.
    """

    path: str
    size: int
    mtime_ns: int
    sha256: str
    settled: bool
    form: str
    releases: int
    skipped: int
    lacks_extra: bool = False


@frozen(kw_only=True)
class Catalogue:
    """What an index remembers of where its releases came from."""

    roots: tuple[str, ...] = ()
    files: tuple[IndexedFile, ...] = ()


@frozen(kw_only=True)
class IndexReport:
    """What one indexing run did, counted in releases; what it passed over, and why.

    ``warnings`` are whole sentences for standard error.
    """

    index: str
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Return how many releases the index now holds."""
        return self.new + self.changed + self.unchanged


@frozen(kw_only=True)
class Preview:
    """What indexing a file would give; ``form`` is empty where none fits."""

    path: str
    form: str = ""
    releases: int = 0
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()


@frozen(kw_only=True)
class SourceForm:
    """A form that is read, and what recognises it.

    ``extra`` is needed for all files of the form, or for some of them.
    """

    name: str
    tell: str
    extra: str | None = None
    for_some: bool = False
    installed: bool = True


@frozen(kw_only=True)
class Status:
    """What an index holds; ``size`` is in bytes, ``damage`` names what is broken.

    ``damage`` is None unless the index was checked.
    """

    index: str
    version: str
    format: int
    engine: str
    releases: int
    quotes: int
    undated: int
    first_date: datetime.date | None
    last_date: datetime.date | None
    roots: tuple[str, ...]
    files: int
    size: int
    damage: tuple[str, ...] | None = None
