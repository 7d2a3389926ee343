"""The parts of a run: each writes segments of its own, which nobody sees.

A process that only reads imports no more of the engine than it takes to write them, and
one that writes none doesn't import NumPy.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pressfind.engines.base import Stored
from pressfind.engines.whoosh import storage
from pressfind.engines.whoosh.fields import FILES

if TYPE_CHECKING:
    from pressfind.engines.whoosh.builder import SegmentBuilder
    from pressfind.engines.whoosh.chunks import Chunks

Sealed = tuple[tuple[str, dict[str, storage.Sum]], ...]
"""For each segment of a part its name, and the sums of its files."""


class WhooshPart:
    """See ``Part``: segments that are written as memory fills."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sealed: list[tuple[str, dict[str, storage.Sum]]] = []
        self._builder: SegmentBuilder | None = None
        self._chunks: Chunks | None = None
        self._name = ""

    def write(self, stored: Sequence[Stored]) -> None:
        """See ``Part.write``."""
        if not stored:
            return
        if self._builder is None:
            self._builder = self._open_builder()
        self._builder.add(stored)
        if self._builder.is_full:
            self._flush()

    def seal(self) -> Sealed:
        """See ``Part.seal``."""
        self._flush()
        self._chunks = None  # much memory, and a commit needs some
        return tuple(self._sealed)

    def abandon(self) -> None:
        """See ``Part.abandon``."""
        if self._builder is not None:
            self._builder.abandon()
            self._builder = None

    def _open_builder(self) -> "SegmentBuilder":
        """Open one that knows the chunks of the segment before."""
        from pressfind.engines.whoosh.builder import SegmentBuilder
        from pressfind.engines.whoosh.chunks import MOST_CHUNKS, Chunks

        if self._chunks is None or len(self._chunks) > MOST_CHUNKS:
            self._chunks = Chunks()
        self._name = new_name()
        return SegmentBuilder(self._folder, self._name, self._chunks)

    def _flush(self) -> None:
        if self._builder is not None:
            self._builder.write()
            self._builder = None
            self._sealed.append((self._name, sum_segment(self._folder, self._name)))


def new_name() -> str:
    """Return a name for a segment, of the form that Whoosh gives its own."""
    return f"{storage.NAME}_{os.urandom(8).hex()}"


def sum_segment(folder: Path, name: str) -> dict[str, storage.Sum]:
    """Return the sums of a segment's files."""
    return {
        name + ending: storage.sum_file(folder / (name + ending)) for ending in FILES
    }
