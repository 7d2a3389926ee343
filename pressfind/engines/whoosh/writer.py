"""Writing: the one commit that takes in the parts of a run.

The writer holds Whoosh's lock from its beginning to its end; its commit is the renaming
of Whoosh's table of contents.  Whatever dies before it leaves files that the next
commit removes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from pressfind.engines.base import Candidate, Outlining, Stored
from pressfind.engines.whoosh import storage
from pressfind.engines.whoosh.codec import ArraySegment, make_schema
from pressfind.engines.whoosh.copies import Copies, Group, copies_name, write_copies
from pressfind.engines.whoosh.fields import FILES
from pressfind.engines.whoosh.likening import group_alike
from pressfind.engines.whoosh.parts import Sealed, WhooshPart, new_name, sum_segment
from pressfind.engines.whoosh.rivals import find_groups
from pressfind.engines.whoosh.segment import Segment
from pressfind.engines.whoosh.tiers import choose_merges
from pressfind.errors import EngineError, EngineUnavailableError
from pressfind.model.indexes import Catalogue

Groups = list[list[tuple[str, int]]]
"""Groups of near-identical releases: a segment's name and a document of it, of each."""


class WhooshWriter:
    """See ``Writer``; ``segments`` are those of the commit that it goes on from."""

    def __init__(
        self,
        folder: Path,
        commit: storage.Commit,
        segments: Iterable[Segment],
        *,
        clear: bool,
    ) -> None:
        self._folder = folder
        self._clear = clear
        self._commit = commit
        self._generation = commit.generation + 1
        self._own = WhooshPart(folder)
        self._put: set[str] = set()
        self._lock: Any = _lock(folder)
        if storage.latest_generation(folder) != commit.generation:
            self._release()
            raise _changed(folder)
        # A damaged file must not be taken for sound in the next commit's sums.
        self._sums = dict(commit.files)
        self._segments = list(segments)
        self._old = len(self._segments)
        self._deleted = [set(segment.deleted) for segment in self._segments]

    @property
    def open_part(self) -> Callable[[], WhooshPart]:
        """See ``Writer.open_part``."""
        return partial(WhooshPart, self._folder)

    def adopt(self, sealed: Sealed) -> int:
        """See ``Writer.adopt``."""
        releases = 0
        for name, sums in sealed:
            segment = Segment(self._folder, name, frozenset())
            self._segments.append(segment)
            self._deleted.append(set())
            self._sums |= sums
            releases += len(segment.releases)
        return releases

    def find_groups(self, stale: Iterable[int]) -> Iterator[tuple[Candidate, ...]]:
        """See ``Writer.find_groups``."""
        for group in find_groups(tuple(self._segments), self._old, stale):
            yield tuple(Candidate(place, place[0] >= self._old) for place in group)

    def read(self, candidate: Candidate) -> Stored:
        """See ``Writer.read``."""
        number, document = candidate.place
        return self._segments[number].read(document)

    def drop(self, candidate: Candidate) -> None:
        """See ``Writer.drop``."""
        self._delete(*candidate.place)

    def put(self, stored: Stored) -> None:
        """See ``Writer.put``."""
        self.remove(stored.release.id)
        self._put.add(stored.release.id)
        self._own.write((stored,))

    def remove(self, release_id: str) -> None:
        """See ``Writer.remove``."""
        if release_id in self._put:
            self._adopt_own()
        for number, segment in enumerate(self._segments):
            for document in segment.find_id(release_id):
                self._delete(number, document)

    def commit(self, catalogue: Catalogue, outline: Outlining | None = None) -> None:
        """See ``Writer.commit``."""
        self._adopt_own()
        first = self._old if self._clear else 0
        segments = [
            segment.without(frozenset(deleted))
            for segment, deleted in zip(
                self._segments[first:], self._deleted[first:], strict=True
            )
        ]
        groups = self._group(segments, outline)
        kept, groups = self._merge(
            [s for s in segments if s.has_live_documents], groups
        )
        names = [s.name + ending for s in kept for ending in FILES]
        names += self._write_groups(kept, groups)
        write_generation(
            self._folder,
            self._generation,
            kept,
            {name: self._sums[name] for name in sorted(names)},
            catalogue,
        )
        self._release()

    def abort(self) -> None:
        """See ``Writer.abort``."""
        self._own.abandon()
        if self._lock is not None:
            # Later it is a commit, of which only the cleaning up was interrupted.
            if storage.latest_generation(self._folder) < self._generation:
                storage.remove_others(self._folder, self._commit)
            self._release()

    def _adopt_own(self) -> None:
        """Make what was put so far a part that things can be removed from."""
        self.adopt(self._own.seal())
        self._own = WhooshPart(self._folder)
        self._put.clear()

    def _release(self) -> None:
        self._lock.release()
        self._lock = None

    def _group(self, segments: Sequence[Segment], outline: Outlining | None) -> Groups:
        """Return the groups of near-identical releases of these segments."""
        old = 0 if self._clear else self._old
        before = self._read_groups() if old else ()
        return [
            [(segments[number].name, document) for number, document in group]
            for group in group_alike(segments, old, before, outline)
        ]

    def _read_groups(self) -> Sequence[Group]:
        """Return the groups of the last commit, unless its file is damaged."""
        name = copies_name(self._commit.generation)
        if name not in self._commit.files:
            return ()
        path = self._folder / name
        if storage.sum_file(path) != self._commit.files[name]:
            raise EngineError(f"{path} is damaged; rebuild with --rebuild")
        return Copies(path, self._segments[: self._old]).groups

    def _merge(
        self, segments: list[Segment], groups: Groups
    ) -> tuple[list[Segment], Groups]:
        while chosen := choose_merges(segments):
            from pressfind.engines.whoosh.merging import Merger

            for some in chosen:
                merger = Merger(some, self._folder, name := new_name())
                merger.write()
                self._sums |= sum_segment(self._folder, name)
                merged = Segment(self._folder, name, frozenset())
                segments = [s for s in segments if s not in some] + [merged]
                groups = [[merger.find_new(*p) for p in group] for group in groups]
        return segments, groups

    def _write_groups(self, segments: list[Segment], groups: Groups) -> list[str]:
        """Write the file of groups, if there are any; return the names of files."""
        if not groups:
            return []
        name = copies_name(self._generation)
        numbers = {segment.name: number for number, segment in enumerate(segments)}
        write_copies(
            self._folder / name,
            [
                [(numbers[name], document) for name, document in group]
                for group in groups
            ],
        )
        self._sums[name] = storage.sum_file(self._folder / name)
        return [name]

    def _delete(self, number: int, release: int) -> None:
        quotes = self._segments[number].quotes_of(release)
        self._deleted[number].update((release, *quotes))


class _DurableStorage(FileStorage):  # type: ignore[misc]
    """Calls ``seal`` before a table of contents is renamed, with both names."""

    def __init__(self, folder: Path, seal: Callable[[str, str], None]) -> None:
        super().__init__(str(folder))
        self._seal = seal

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        self._seal(oldname, newname)
        super().rename_file(oldname, newname, safe=safe)


def write_generation(
    folder: Path,
    generation: int,
    segments: Iterable[Segment],
    sums: dict[str, storage.Sum],
    catalogue: Catalogue,
) -> storage.Commit:
    """Make these segments the index: everything is durable before the last renaming."""

    def seal(written: str, name: str) -> None:
        storage.sync(folder / written)
        files = {**sums, name: storage.sum_file(folder / written)}
        commit = storage.Commit(generation=generation, segments=entries, files=files)
        storage.write_commit(folder, commit, catalogue)

    listed = list(segments)
    entries = tuple(
        storage.SegmentEntry(s.name, tuple(sorted(s.deleted))) for s in listed
    )
    toc = TOC(make_schema(), [ArraySegment(s) for s in listed], generation)
    toc.write(_DurableStorage(folder, seal), storage.NAME)
    storage.sync(folder)
    commit = storage.read_commit(folder, generation)
    storage.remove_others(folder, commit)
    return commit


def write_empty(folder: Path, generation: int, catalogue: Catalogue) -> storage.Commit:
    """Make an index without releases."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = _lock(folder)
    try:
        if storage.latest_generation(folder) >= generation:
            raise _changed(folder)
        return write_generation(folder, generation, [], {}, catalogue)
    finally:
        lock.release()


def _lock(folder: Path) -> Any:
    lock = FileStorage(str(folder)).lock(storage.LOCK)
    if not lock.acquire():
        raise EngineUnavailableError(
            f"another process is writing {folder}; try again when it has finished"
        )
    return lock


def _changed(folder: Path) -> EngineUnavailableError:
    return EngineUnavailableError(f"{folder} has just been changed; try again")
