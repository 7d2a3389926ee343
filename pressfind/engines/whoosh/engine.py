"""The default engine: an index folder on this machine, kept with Whoosh."""

import pickle
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex, LockError
from whoosh.index import IndexError as WhooshIndexError
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
                if storage.latest_generation(self._folder) == self.generation:
                    break
            except FileNotFoundError as error:  # a commit came between
                if attempt + 1 == _RETRIES:
                    raise EngineError(_damaged(self._folder, error)) from error
            except (OSError, ValueError, EOFError, WhooshIndexError) as error:
                raise EngineError(_damaged(self._folder, error)) from error
            except (pickle.UnpicklingError, AttributeError, KeyError) as error:
                raise EngineError(_damaged(self._folder, error)) from error
            time.sleep(_PAUSE)
        self._evaluation = Evaluation(self._reader)

    def search(self, request: Request) -> Matches:
        """See ``Engine.search``."""
        return self._evaluation.search(request)

    def read(self, release_id: str) -> Stored:
        """See ``Engine.read``."""
        found = (
            self._evaluation.find_keys("id", [release_id]) & self._evaluation.releases
        )
        if not found:
            raise ReleaseNotFoundError(f"no release has the id {release_id!r}")
        return self._load(found.pop())

    def find_ids(self, prefix: str) -> list[str]:
        """See ``Engine.find_ids``."""
        return [name for name, _ in self._ids() if name.startswith(prefix)]

    def find_related(self, keys: Iterable[str]) -> set[str]:
        """See ``Engine.find_related``."""
        names = self._evaluation.column("name")
        found = self._evaluation.find_keys("key", keys)
        return {names[document].decode() for document in found}

    def read_all(self) -> Iterator[Stored]:
        """See ``Engine.read_all``."""
        for _, document in self._ids():
            yield self._load(document)

    def catalogue(self) -> Catalogue:
        """See ``Engine.catalogue``."""
        return storage.read_catalogue(self._folder, self.generation)

    def size(self) -> int:
        """See ``Engine.size``."""
        return sum(int(size) for size, _ in self.record["files"].values())

    def find_damage(self) -> tuple[str, ...]:
        """See ``Engine.find_damage``."""
        return storage.find_damage(self._folder, self.generation)

    def begin(self, *, clear: bool = False) -> "WhooshWriter":
        """See ``Engine.begin``."""
        return WhooshWriter(self, self._folder, self._storage, clear=clear)

    def lookup(self, release_id: str) -> set[int]:
        """Return the live documents of a release: its own and its quotes'."""
        return self._evaluation.find_keys("id", [release_id])

    def close(self) -> None:
        """See ``Engine.close``."""
        self._reader.close()
        self._index.close()

    def _ids(self) -> list[tuple[str, int]]:
        names = self._evaluation.column("name")
        return sorted((names[d].decode(), d) for d in self._evaluation.releases)

    def _load(self, document: int) -> Stored:
        packed = self._reader.stored_fields(document)["record"]
        try:
            stored = pickle.loads(zlib.decompress(packed))  # noqa: S301  # our own index
        except (zlib.error, pickle.UnpicklingError, EOFError) as error:
            raise EngineError(_damaged(self._folder, error)) from error
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
            raise EngineUnavailableError(
                f"another process is writing {folder}; try again when it has finished"
            ) from error
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
        raise EngineError(
            f"{folder} isn't a pressfind index; name another with --index"
        )
    return WhooshEngine(folder)


def create_engine(folder: Path) -> WhooshEngine:
    """Open the index in ``folder``, made empty if there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    if storage.latest_generation(folder) < 0:
        if foreign := storage.foreign_files(folder):
            raise EngineError(
                f"{folder} isn't a pressfind index: it holds {foreign[0]}; "
                "name an empty or new folder with --index"
            )
        store = storage.DurableStorage(folder)
        store.seal = lambda oldname, newname: storage.write_commit(
            folder, 0, {newname: oldname}, Catalogue()
        )
        FileIndex.create(store, make_schema(), storage.NAME)
    return WhooshEngine(folder)


def _length(texts: tuple[str, ...]) -> int:
    # Positions, not terms: a number with a sign is two terms and one word.
    return len({position for _, position, _ in find_terms(texts, Analysis.FORMS)})


def _damaged(folder: Path, error: Exception) -> str:
    return f"{folder} can't be read ({error}); rebuild with: pressfind index --rebuild"
