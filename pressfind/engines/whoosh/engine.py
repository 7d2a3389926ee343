"""The default engine: an index folder on this machine, kept with Whoosh.

Searching maps the files of the last commit and needs nothing of Whoosh; what writes is
imported when something is written.
"""

import datetime
import struct
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pressfind.engines.base import (
    Counts,
    Grouping,
    Key,
    Match,
    Matches,
    Request,
    Stored,
    Summary,
)
from pressfind.engines.whoosh import storage
from pressfind.engines.whoosh.copies import Copies, copies_name
from pressfind.engines.whoosh.evaluation import as_set
from pressfind.engines.whoosh.fields import FORMAT, RECORDS
from pressfind.engines.whoosh.records import RecordFile
from pressfind.engines.whoosh.searcher import Searcher
from pressfind.engines.whoosh.segment import Segment
from pressfind.errors import EngineError, ReleaseNotFoundError
from pressfind.model import Learnt, Release
from pressfind.query.tree import Query
from pressfind.schema import Target

if TYPE_CHECKING:
    from pressfind.engines.whoosh.writer import WhooshWriter
    from pressfind.model.explanations import Explanation
    from pressfind.model.indexes import Catalogue, Version

_RETRIES = 20
_PAUSE = 0.05  # seconds; a commit swaps its files in far less


_MISREAD = (
    *(ArithmeticError, AttributeError, LookupError, MemoryError, OSError),
    *(TypeError, ValueError, struct.error, EngineError, ReleaseNotFoundError),
)
"""What reading altered bytes can end in; it is told from a bug by the files' sums."""

_GIVE_AGAIN = "records from standard input have to be given again"


class WhooshEngine:
    """See ``Engine``; opens the last commit of ``folder``, unless it has none yet."""

    name: ClassVar[str] = "whoosh"
    format: ClassVar[int] = FORMAT

    def __init__(
        self, folder: Path, loss: str | None = None, *, is_new: bool = False
    ) -> None:
        self.loss = loss
        self.folder = folder
        self._guard = _Guard(self)
        if is_new:
            self._hold(storage.NOTHING)
        else:
            self._open()

    def _open(self) -> None:
        for attempt in range(_RETRIES):
            generation = storage.latest_generation(self.folder)
            try:
                self._hold(storage.read_commit(self.folder, generation))
                break
            except EngineError:
                raise
            except _MISREAD as error:
                # A commit may have come between.
                latest = storage.latest_generation(self.folder)
                if latest == generation or attempt + 1 == _RETRIES:
                    raise EngineError(damaged(self.folder, error)) from error
                time.sleep(_PAUSE)

    def _hold(self, commit: storage.Commit) -> None:
        self._commit = commit
        self._segments = [
            Segment.hold(self.folder, entry.name, frozenset(entry.deleted))
            for entry in commit.segments
        ]
        self._copies = self._map_copies()
        self._searcher = Searcher(self._segments, self._copies)

    def _map_copies(self) -> Copies:
        name = copies_name(self._commit.generation)
        path = self.folder / name if name in self._commit.files else None
        return Copies(path, self._segments)

    def search(self, request: Request) -> Matches:
        """See ``Engine.search``."""
        with self._guard:
            return self._searcher.search(request)

    def count_values(
        self, query: Query, target: Target, fields: Sequence[str], group: Grouping[Key]
    ) -> Counts[Key]:
        """See ``Engine.count_values``."""
        from pressfind.engines.whoosh.counting import count_values

        with self._guard:
            found = self._searcher.find(query, target)
            places = [(e.segment, as_set(documents)) for e, documents in found]
            return count_values(places, target, fields, group)

    def explain(self, request: Request, matches: Matches) -> "list[Explanation]":
        """See ``Engine.explain``."""
        from pressfind.engines.whoosh.explaining import explain

        with self._guard:
            scorer = self._searcher.scorer(request.target)
            return explain(self._segments, scorer, request, matches)

    def read(self, release_id: str) -> Release:
        """See ``Engine.read``."""
        with self._guard:
            number, document = self._find_place(release_id)
            return self._segments[number].read_release(document)

    def read_versions(self, release_id: str) -> "tuple[Version, ...]":
        """See ``Engine.read_versions``."""
        with self._guard:
            number, document = self._find_place(release_id)
            return self._segments[number].read(document).versions

    def _find_place(self, release_id: str) -> tuple[int, int]:
        for number, segment in enumerate(self._segments):
            for document in segment.find_id(release_id):
                return number, document
        raise ReleaseNotFoundError(f"no release has the id {release_id!r}")

    def read_match(self, match: Match) -> Release:
        """See ``Engine.read_match``."""
        with self._guard:
            if match.place is None:
                return self.read(match.release_id)
            number, document = match.place
            return self._segments[number].read_release(document)

    def find_also(self, match: Match) -> tuple[str, ...]:
        """See ``Engine.find_also``."""
        with self._guard:
            place = match.place or self._find_place(match.release_id)
            others = self._copies.find_others(place)
            return tuple(
                sorted(self._segments[n].name_of(d).decode() for n, d in others)
            )

    def find_ids(self, prefix: str) -> list[str]:
        """See ``Engine.find_ids``."""
        wanted = prefix.encode("utf-8", "surrogatepass")
        with self._guard:
            return sorted(
                name.decode()
                for segment in self._segments
                for name, _ in segment.find_ids(wanted)
            )

    def find_similar(self, form: str, limit: int) -> list[str]:
        """See ``Engine.find_similar``."""
        from pressfind.engines.whoosh.spelling import find_similar

        with self._guard:
            return find_similar(self._segments, form, limit)

    def find_learnt(self, keys: Collection[str]) -> list[Learnt]:
        """See ``Engine.find_learnt``."""
        with self._guard:
            found = [
                (segment, number)
                for segment in self._segments
                for number in segment.learnt.find(keys)
            ]
            if not found:
                return []
            from pressfind.engines.whoosh.learning import gather_learnt

            return gather_learnt(found, keys)

    def summary(self) -> Summary:
        """See ``Engine.summary``."""
        days: list[int] = []
        documents = 0
        for segment in self._segments:
            days.extend(map(segment.days.__getitem__, segment.live_releases()))
            documents += segment.documents - len(segment.deleted)
        dated = [day for day in days if day]
        return Summary(
            releases=len(days),
            quotes=documents - len(days),
            undated=len(days) - len(dated),
            first_date=datetime.date.fromordinal(min(dated)) if dated else None,
            last_date=datetime.date.fromordinal(max(dated)) if dated else None,
        )

    def catalogue(self) -> "Catalogue":
        """See ``Engine.catalogue``."""
        while True:
            try:
                return storage.read_catalogue(self.folder, self._commit.generation)
            except FileNotFoundError as error:
                if self._is_latest():
                    raise EngineError(damaged(self.folder, error)) from error
                self._open()  # a commit has removed it

    def size(self) -> int:
        """See ``Engine.size``."""
        return sum(size for size, _ in self._commit.files.values())

    def find_damage(self) -> tuple[str, ...]:
        """See ``Engine.find_damage``."""
        damage = storage.find_damage(self.folder, self._commit)
        while damage and not self._is_latest():  # a commit has removed its files
            self._open()
            damage = storage.find_damage(self.folder, self._commit)
        return damage

    def _is_latest(self) -> bool:
        latest = storage.latest_generation(self.folder)
        return latest == self._commit.generation

    def begin(self, *, clear: bool = False) -> "WhooshWriter":
        """See ``Engine.begin``."""
        from pressfind.engines.whoosh.writer import WhooshWriter, write_empty
        from pressfind.model.indexes import Catalogue

        if self._commit == storage.NOTHING:
            self._commit = write_empty(self.folder, 0, Catalogue())
        return WhooshWriter(self.folder, self._commit, self._segments, clear=clear)

    def close(self) -> None:
        """See ``Engine.close``."""
        self._segments = []
        self._copies = Copies(None, ())
        self._searcher = Searcher((), self._copies)


class _Guard:
    """Lets an error that damaged files explain leave as one that names them.

    It is entered for each hit: so it is no generator, which would take twice as long.
    """

    def __init__(self, engine: WhooshEngine) -> None:
        self._engine = engine

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, _MISREAD) and (damage := self._engine.find_damage()):
            message = damaged(self._engine.folder, "; ".join(damage))
            raise EngineError(message) from error


def open_engine(folder: Path) -> WhooshEngine:
    """Open the index in ``folder``; raise ``EngineError`` where there is none."""
    if not folder.is_dir():
        raise EngineError(
            f"there is no index at {folder}; make one with: pressfind index"
        )
    if storage.latest_generation(folder) < 0:
        if storage.lacks_toc(folder):
            name = storage.toc_name(storage.last_recorded(folder))
            raise EngineError(damaged(folder, f"{name} is missing"))
        raise EngineError(
            f"{folder} isn't a pressfind index; name another with --index"
        )
    return WhooshEngine(folder)


def create_engine(folder: Path, *, anew: bool = False) -> WhooshEngine:
    """Open the index in ``folder``; a new one is made when writing begins.

    With ``anew`` one that can't be read is replaced: what can be read of it is kept.
    """
    if not folder.is_dir():
        return WhooshEngine(folder, is_new=True)
    loss = None
    if storage.latest_generation(folder) < 0 and not storage.lacks_toc(folder):
        if foreign := storage.foreign_files(folder):
            raise EngineError(
                f"{folder} isn't a pressfind index: it holds {foreign[0]}; "
                "name an empty or new folder with --index"
            )
        return WhooshEngine(folder, is_new=True)
    if anew:
        loss = _repair(folder)
    return WhooshEngine(folder, loss)


def damaged(folder: Path, what: object) -> str:
    """Return the message about an index that can't be read."""
    return f"{folder} can't be read ({what}); rebuild with: pressfind index --rebuild"


def _repair(folder: Path) -> str | None:
    """Make an index that can't be read one that can; return what is lost of it."""
    from pressfind.engines.whoosh.writer import WhooshWriter, write_empty
    from pressfind.model.indexes import Catalogue

    roots = Catalogue(roots=storage.remembered_roots(folder))
    try:
        commit = storage.read_commit(folder, storage.latest_generation(folder))
    except _MISREAD:
        # Nothing can be read but, perhaps, which paths it was made from.
        last = max(storage.latest_generation(folder), storage.last_recorded(folder))
        write_empty(folder, last + 1, roots)
        return f"the index could not be read but for its paths; {_GIVE_AGAIN}"
    damage = storage.find_damage(folder, commit)
    if not damage:
        return None
    writer = WhooshWriter(folder, commit, [], clear=True)
    try:
        for stored in _salvage(folder, commit):
            writer.put(stored)
        writer.commit(roots)
    finally:
        writer.abort()
    lost = [sentence for sentence in damage if RECORDS in sentence]
    return (
        f"{'; '.join(lost)}: some releases may be lost; {_GIVE_AGAIN}" if lost else None
    )


def _salvage(folder: Path, commit: storage.Commit) -> Iterator[Stored]:
    """Yield every release that can be read, whatever else is damaged."""
    for entry in commit.segments:
        with suppress(*_MISREAD):
            records = RecordFile(folder / (entry.name + RECORDS))
            deleted = frozenset(entry.deleted)
            for ordinal, document in enumerate(records.documents):
                if document not in deleted:
                    with suppress(*_MISREAD):
                        yield records.read(ordinal)
