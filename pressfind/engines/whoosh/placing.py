"""The texts of one field of a growing segment, and where their forms stand.

While documents are added, texts are kept as they are; every so many bytes they become
the numbers of their chunks, and every so many chunks columns.

Positions count words.  Every document's begin at 0, and a gap parts the texts of a
field, so no phrase crosses from one to the next.
"""

from array import array
from collections.abc import Iterable

import numpy as np

from pressfind.engines.whoosh.chunks import Chunks
from pressfind.engines.whoosh.columns import Column, Offsets, Runs, Tokens, begins_of
from pressfind.engines.whoosh.cutting import encode_text
from pressfind.engines.whoosh.fields import GAP
from pressfind.engines.whoosh.grouping import group_tokens

_CUT_AT_ONCE = 300_000
"""Bytes of texts that are cut: work for C, and what is new is soon known in bulk."""

_AT_ONCE = 500_000
"""Chunks whose texts are turned into columns: work for C, and little memory."""

_NONE = 2**32 - 1
"""No chunk's number."""


class FieldBuilder:
    """Gathers the texts of a field; documents come in order.

    Nothing is added any more when tokens or lengths have been asked for.
    """

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._texts = _Texts()
        self._runs: list[Runs] = []
        self._lengths: list[tuple[Column, Offsets]] = []
        self._placed = 0
        self.size = 0
        """How many chunks there are in the texts that are cut: about as many words."""

    def add(self, document: int, texts: Iterable[str]) -> None:
        """Add the field of a document."""
        self._texts.add(document, texts)
        if self._texts.uncut >= _CUT_AT_ONCE:
            self._texts.cut(self._chunks)
            self.size = self._placed + self._texts.chunks
            if self._texts.chunks >= _AT_ONCE:
                self._place()

    def find_runs(self) -> list[Runs]:
        """Return the tokens of all documents, in parts that are in order."""
        self._place()
        return self._runs

    def find_lengths(self, documents: int) -> Column:
        """Return how many words the field has in each document."""
        self._place()
        lengths = np.zeros(documents, np.uint32)
        for owners, words in self._lengths:
            np.add.at(lengths, owners, words)
        return lengths

    def _place(self) -> None:
        if self._texts.owners:
            self._texts.cut(self._chunks)
            block = _Block(self._chunks, self._texts)
            self._runs.append(group_tokens(block.find_tokens()))
            self._lengths.append((block.owners, block.words))
            self._placed += self._texts.chunks
            self._texts = _Texts()


class _Texts:
    """Texts of whole documents, one behind the other; those at the end may be uncut.

    ``owners`` says which document has each, ``counts`` how many chunks each has that is
    cut, and ``numbers`` which.
    """

    def __init__(self) -> None:
        self.owners = array("I")
        self.numbers: list[Column] = []
        self.counts: list[Offsets] = []
        self.chunks = 0
        """How many there are in the texts that are cut."""
        self.uncut = 0
        """How many bytes there are in those that aren't."""
        self._uncut: list[bytes] = []

    def add(self, document: int, texts: Iterable[str]) -> None:
        for text in texts:
            encoded = encode_text(text)
            self.owners.append(document)
            self._uncut.append(encoded)
            self.uncut += len(encoded)

    def cut(self, chunks: Chunks) -> None:
        numbers, counts = chunks.cut(self._uncut)
        self.numbers.append(numbers)
        self.counts.append(counts)
        self.chunks += len(numbers)
        self._uncut, self.uncut = [], 0


class _Block:
    """Texts that are all known, as columns; ``words`` is how many each has."""

    def __init__(self, chunks: Chunks, texts: _Texts) -> None:
        self._chunks = chunks
        self._numbers = np.concatenate(texts.numbers)
        self.owners = np.array(texts.owners)
        self._bounds = np.cumsum(np.concatenate([[0], *texts.counts]), dtype=np.int64)
        widths = np.asarray(chunks.widths)[self._numbers]
        # How many words there are before each chunk, in all texts.
        self._before = np.zeros(len(widths) + 1, np.uint32)
        np.cumsum(widths, out=self._before[1:])
        self.words = np.diff(self._before[self._bounds])

    def find_tokens(self) -> Tokens:
        """Return the tokens of all texts."""
        _join_quantities(self._chunks, self._numbers, self._bounds)
        starts = np.asarray(self._chunks.starts)
        counts = np.diff(starts)[self._numbers]
        ends = np.zeros(len(counts) + 1, np.uint32)
        np.cumsum(counts, out=ends[1:])
        # Which of all tokens that chunks become each is.  What is less than nothing
        # until all is added up is so modulo 2^32, as everywhere below.
        kinds = np.repeat(starts[self._numbers] - ends[:-1], counts)
        kinds += np.arange(len(kinds), dtype=np.uint32)
        positions = np.repeat(self._find_places(), counts)
        positions += np.asarray(self._chunks.offsets).view(np.uint32)[kinds]
        return Tokens(
            np.asarray(self._chunks.forms)[kinds],
            np.repeat(self.owners, np.diff(ends[self._bounds])),
            positions,
        )

    def _find_places(self) -> Column:
        """Return the position of each chunk in its document."""
        starts = self._before[self._bounds][:-1].astype(np.int64)
        # The gap behind each text, and what stands before the document.
        before = starts + GAP * np.arange(len(self.owners))
        origins = np.where(begins_of(self.owners), before, 0)
        shifts = before - np.maximum.accumulate(origins) - starts
        places = np.repeat(shifts.astype(np.uint32), np.diff(self._bounds))
        places += self._before[:-1]
        return places


def _join_quantities(chunks: Chunks, numbers: Column, bounds: Offsets) -> None:
    """Put units that stand right behind a number in the place of those alone."""
    is_number, is_unit = np.zeros((2, len(chunks.widths)), bool)
    is_number[list(chunks.numbers)] = is_unit[list(chunks.units)] = True
    places = np.flatnonzero(is_number[numbers[:-1]]) + 1
    places = places[is_unit[numbers[places]]]
    texts = np.searchsorted(bounds, places, side="right")
    within = bounds[texts - 1] < places  # a number in the text before is not meant
    places, ends = places[within], bounds[texts[within]]
    if len(places):
        behind = numbers.take(places + 1, mode="clip")
        is_further = (places + 1 < ends) & is_unit[behind]
        further = np.where(is_further, behind, _NONE)
        columns = numbers[places - 1], numbers[places], further
        joined = [*map(chunks.put_behind, *(column.tolist() for column in columns))]
        found, which = np.array(joined).T
        numbers[places + which] = found
