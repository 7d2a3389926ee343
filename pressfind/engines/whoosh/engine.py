"""The default engine: an index folder on this machine, kept with Whoosh."""

import pickle
import struct
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex, LockError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError
from whoosh.writing import CLEAR, SegmentWriter

from pressfind.engines.base import Matches, Request, Stored
from pressfind.engines.whoosh import storage
from pressfind.engines.whoosh.evaluation import Evaluation
from pressfind.engines.whoosh.fields import SAID, find_terms, length_column, make_schema
from pressfind.errors import EngineError, EngineUnavailableError, ReleaseNotFoundError
from pressfind.model import Catalogue
from pressfind.schema import TEXT_FIELDS, Analysis, quote_texts, release_texts

_RETRIES = 20
_PAUSE = 0.05  # seconds; a commit swaps its files in far less

_MISREAD = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError),
    *(MemoryError, OSError, TypeError, ValueError, WhooshIndexError),
    *(struct.error, zlib.error, pickle.UnpicklingError, CorruptIndexError),
    ReleaseNotFoundError,
)
"""What reading altered bytes can end in; it is told from a bug by the files' sums."""


class WhooshEngine:
    """See ``Engine``; opens the last commit of ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = storage.DurableStorage(folder)
        self._open()

    def _open(self) -> None:
        for attempt in range(_RETRIES):
            self.generation = storage.latest_generation(self._folder)
            try:
                self.record = storage.read_commit(self._folder, self.generation)
                self._index = FileIndex(self._storage, indexname=storage.NAME)
                self._reader = self._index.reader()
                # Read now: the next commit removes it.
                self._catalogue = storage.read_catalogue(self._folder, self.generation)
                if self._is_latest():
                    break
                self.close()
            except _MISREAD as error:
                # A commit may have come between.
                if self._is_latest() or attempt + 1 == _RETRIES:
                    raise EngineError(self._explain(error)) from error
            time.sleep(_PAUSE)
        with self.guard():
            self._evaluation = Evaluation(self._reader)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Let an error that damaged files explain leave as one that names them."""
        try:
            yield
        except _MISREAD as error:
            if self._is_latest() and storage.find_damage(self._folder, self.generation):
                raise EngineError(self._explain(error)) from error
            raise

    def _explain(self, error: Exception) -> str:
        with suppress(OSError, EngineError):
            damage = storage.find_damage(self._folder, self.generation)
            return _damaged(self._folder, "; ".join(damage) or error)
        return _damaged(self._folder, error)

    def _is_latest(self) -> bool:
        return storage.latest_generation(self._folder) == self.generation

    def search(self, request: Request) -> Matches:
        """See ``Engine.search``."""
        with self.guard():
            return self._evaluation.search(request)

    def read(self, release_id: str) -> Stored:
        """See ``Engine.read``."""
        with self.guard():
            found = self.lookup(release_id) & self._evaluation.releases
            if not found:
                raise ReleaseNotFoundError(f"no release has the id {release_id!r}")
            return self._load(found.pop())

    def find_ids(self, prefix: str) -> list[str]:
        """See ``Engine.find_ids``."""
        return [name for name, _ in self._ids() if name.startswith(prefix)]

    def find_related(self, keys: Iterable[str]) -> set[str]:
        """See ``Engine.find_related``."""
        with self.guard():
            names = self._evaluation.column("name")
            found = self._evaluation.find_keys("key", keys)
            return {names[document].decode() for document in found}

    def read_all(self) -> Iterator[Stored]:
        """See ``Engine.read_all``."""
        for _, document in self._ids():
            with self.guard():
                stored = self._load(document)
            yield stored

    def salvage(self) -> Iterator[Stored]:
        """Yield every release that can be read, whatever else is damaged."""
        for _, document in self._ids():
            with suppress(*_MISREAD):
                yield self._load(document)

    def catalogue(self) -> Catalogue:
        """See ``Engine.catalogue``."""
        return self._catalogue

    def size(self) -> int:
        """See ``Engine.size``."""
        return sum(int(size) for size, _ in self.record["files"].values())

    def find_damage(self) -> tuple[str, ...]:
        """See ``Engine.find_damage``."""
        damage = storage.find_damage(self._folder, self.generation)
        while damage and not self._is_latest():  # a commit has removed its files
            self.close()
            self._open()
            damage = storage.find_damage(self._folder, self.generation)
        return damage

    def begin(self, *, clear: bool = False) -> "WhooshWriter":
        """See ``Engine.begin``."""
        return WhooshWriter(self, self._folder, self._storage, clear=clear)

    def lookup(self, release_id: str) -> set[int]:
        """Return the live documents of a release: its own and its quotes'."""
        with self.guard():
            return self._evaluation.find_keys("id", [release_id])

    def close(self) -> None:
        """See ``Engine.close``."""
        self._reader.close()
        self._index.close()

    def _ids(self) -> list[tuple[str, int]]:
        with self.guard():
            names = self._evaluation.column("name")
            return sorted((names[d].decode(), d) for d in self._evaluation.releases)

    def _load(self, document: int) -> Stored:
        packed = self._reader.stored_fields(document)["record"]
        stored = pickle.loads(zlib.decompress(packed))  # noqa: S301  # our own index
        assert isinstance(stored, Stored)  # noqa: S101
        return stored


class WhooshWriter:
    """See ``Writer``; a release is put at most once."""

    def __init__(
        self,
        engine: WhooshEngine,
        folder: Path,
        store: storage.DurableStorage,
        *,
        clear: bool,
    ) -> None:
        self._folder = folder
        self._clear = clear
        self._store = store
        try:
            self._writer: Any = _CommittingWriter(
                FileIndex(store, indexname=storage.NAME), limitmb=256
            )
        except LockError as error:
            raise EngineUnavailableError(_busy(folder)) from error
        if self._writer.generation != engine.generation + 1:
            self._writer.cancel()
            raise EngineUnavailableError(f"{folder} has just been changed; try again")
        self._engine = engine

    def put(self, stored: Stored) -> None:
        """See ``Writer.put``."""
        release = stored.release
        self.remove(release.id)
        day = release.date.toordinal() if release.date else 0
        common = {"id": (release.id,), "name": release.id.encode(), "day": day}
        packed = zlib.compress(pickle.dumps(stored, 5), 6)
        texts = release_texts(release)
        self._writer.add_document(
            **common,
            **texts,
            **{length_column(f.name): _length(texts[f.name]) for f in TEXT_FIELDS},
            key=tuple(stored.keys),
            number=0,
            record=packed,
        )
        for number, quote in enumerate(release.quotes, 1):
            said = quote_texts(release, quote)
            words = said.pop("quote")
            self._writer.add_document(
                **common,
                **said,
                **{SAID: words, length_column(SAID): _length(words)},
                number=number,
            )

    def remove(self, release_id: str) -> None:
        """See ``Writer.remove``."""
        if not self._clear:
            for document in self._engine.lookup(release_id):
                self._writer.delete_document(document)

    def commit(self, catalogue: Catalogue) -> None:
        """See ``Writer.commit``."""
        self._writer.catalogue = catalogue
        with self._engine.guard():
            self._writer.commit(mergetype=CLEAR if self._clear else None)
        storage.remove_older(self._folder, self._writer.generation)

    def abort(self) -> None:
        """See ``Writer.abort``."""
        if not self._writer.is_closed:
            self._writer.cancel()


class _CommittingWriter(SegmentWriter):
    """Whoosh's writer, which also records a generation before it becomes the index."""

    catalogue = Catalogue()

    def _commit_toc(self, segments: list[Any]) -> None:
        folder = self.storage.path
        names = {f"{segment.segment_id()}." for segment in segments}
        files = {
            path.name: path.name
            for path in folder.iterdir()
            if any(path.name.startswith(name) for name in names)
        }

        def seal(oldname: str, newname: str) -> None:
            contents = {**files, newname: oldname}
            storage.write_commit(folder, self.generation, contents, self.catalogue)

        self.storage.seal = seal
        super()._commit_toc(segments)


def open_engine(folder: Path) -> WhooshEngine:
    """Open the index in ``folder``; raise ``EngineError`` where there is none."""
    if not folder.is_dir():
        raise EngineError(
            f"there is no index at {folder}; make one with: pressfind index"
        )
    if storage.latest_generation(folder) < 0:
        if _lacks_toc(folder):
            name = storage.toc_name(storage.last_recorded(folder))
            raise EngineError(_damaged(folder, f"{name} is missing"))
        raise EngineError(
            f"{folder} isn't a pressfind index; name another with --index"
        )
    return WhooshEngine(folder)


def create_engine(folder: Path, *, anew: bool = False) -> WhooshEngine:
    """Open the index in ``folder``, made empty if there is none.

    With ``anew`` one that can't be read is replaced: what can be read of it is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if storage.latest_generation(folder) < 0 and not _lacks_toc(folder):
        if foreign := storage.foreign_files(folder):
            raise EngineError(
                f"{folder} isn't a pressfind index: it holds {foreign[0]}; "
                "name an empty or new folder with --index"
            )
        _commit_empty(folder, 0, Catalogue())
    elif anew:
        _repair(folder)
    return WhooshEngine(folder)


def _lacks_toc(folder: Path) -> bool:
    # The first generation is empty: a run that died before it left nothing to lose.
    return storage.latest_generation(folder) < 0 < storage.last_recorded(folder)


def _commit_empty(folder: Path, generation: int, catalogue: Catalogue) -> None:
    store = storage.DurableStorage(folder)
    store.seal = lambda oldname, newname: storage.write_commit(
        folder, generation, {newname: oldname}, catalogue
    )
    lock = store.lock(f"{storage.NAME}_WRITELOCK")
    if not lock.acquire():
        raise EngineUnavailableError(_busy(folder))
    try:
        if storage.latest_generation(folder) < generation:
            TOC(make_schema(), [], generation).write(store, storage.NAME)
    finally:
        lock.release()


def _repair(folder: Path) -> None:
    """Make an index that can't be read one that can, with what is left of it."""
    try:
        engine = WhooshEngine(folder)
    except EngineError:
        # Nothing can be read but, perhaps, which paths it was made from.
        last = max(storage.latest_generation(folder), storage.last_recorded(folder))
        roots = storage.remembered_roots(folder)
        _commit_empty(folder, last + 1, Catalogue(roots=roots))
        return
    with closing(engine):
        if engine.find_damage():
            writer = engine.begin(clear=True)
            try:
                for stored in engine.salvage():
                    writer.put(stored)
                writer.commit(engine.catalogue())
            finally:
                writer.abort()


def _length(texts: tuple[str, ...]) -> int:
    # Positions, not terms: a number with a sign is two terms and one word.
    return len({position for _, position, _ in find_terms(texts, Analysis.FORMS)})


def _busy(folder: Path) -> str:
    return f"another process is writing {folder}; try again when it has finished"


def _damaged(folder: Path, error: object) -> str:
    return f"{folder} can't be read ({error}); rebuild with: pressfind index --rebuild"
