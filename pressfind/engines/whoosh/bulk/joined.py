"""The segments of a commit as one, in columns that all have in common.

Their documents are numbered on and on: those of each segment begin at its base.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.columns import Flags, Offsets
from pressfind.engines.whoosh.copies import Copies
from pressfind.engines.whoosh.evaluation import Found
from pressfind.engines.whoosh.postings import FieldPostings
from pressfind.engines.whoosh.segment import Segment

Run = tuple[int, FieldPostings, range]
"""The number of a segment, a field of it, and lists one behind the other there."""

Weights = npt.NDArray[np.float64]

NONE = np.zeros(0, np.int64)
"""No documents."""


class Postings(NamedTuple):
    """Documents, more than once where they have several forms, and how often."""

    documents: Offsets
    frequencies: npt.NDArray[Any]


NO_POSTINGS = Postings(NONE, NONE)


class Joined:
    """The columns of all segments, one behind the other."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.bases = [*accumulate((s.documents for s in segments), initial=0)]
        self.documents = self.bases[-1]
        self.days = _join(segment.days for segment in segments)
        numbers = _join(segment.numbers for segment in segments)
        self.owners = np.arange(self.documents) - numbers
        """The release of each quote, and of each release itself."""
        self.live: Flags = ~self.flag(segment.deleted for segment in segments)
        self.releases: Flags = (numbers == 0) & self.live
        self.quotes: Flags = (numbers != 0) & self.live
        self._lengths: dict[str, Offsets] = {}
        self._norms: dict[str, Weights] = {}
        self._members: tuple[Offsets, Offsets] | None = None
        """The releases that are in a group of copies, and the number of its group."""

    def flag(self, found: Iterable[Found]) -> Flags:
        """Return a flag for each document: whether it was found in its segment."""
        flags = np.zeros(self.documents, np.bool_)
        for base, here in zip(self.bases, found, strict=False):
            if here:
                flags[np.fromiter(here, np.int64, len(here)) + base] = True
        return flags

    def place_of(self, document: int) -> tuple[int, int]:
        """Return the number of a document's segment, and its number there."""
        number = bisect_right(self.bases, document) - 1
        return number, document - self.bases[number]

    def count_hidden(self, copies: Copies, found: Flags) -> int:
        """Return how many of what was found are not the first of a group (of a commit).

        See ``Copies.count_hidden``.
        """
        if not copies.groups:
            return 0
        if self._members is None:
            rows = [
                (self.bases[number] + document, group)
                for number, own in enumerate(copies.numbers)
                for document, group in own.items()
            ]
            documents, groups = np.array(rows, np.int64).T
            self._members = documents, groups
        documents, groups = self._members
        met = groups[found[documents]]
        return len(met) - len(np.unique(met))

    def find_runs(
        self, name: str, ordinals: Iterable[Sequence[range]]
    ) -> Iterator[Run]:
        """Yield where the lists are of forms that have these ordinals in a segment."""
        for number, ranges in enumerate(ordinals):
            field = self.segments[number].field(name)
            for forms in ranges:
                lists = field.find_lists(forms.start, forms.stop)
                if lists:
                    yield number, field, lists

    def join_postings(
        self, parts: Iterable[tuple[int, Sequence[int], Sequence[float]]]
    ) -> Postings:
        """Return the postings of segments by number, one behind the other."""
        bases: list[int] = []
        counts: list[int] = []
        documents: list[npt.NDArray[Any]] = [NONE]
        frequencies: list[npt.NDArray[Any]] = []
        for number, owners, times in parts:
            bases.append(self.bases[number])
            counts.append(len(owners))
            documents.append(np.asarray(owners, np.int64))
            frequencies.append(np.asarray(times))
        if not bases:
            return NO_POSTINGS
        joined = np.concatenate(documents)
        joined += np.repeat(bases, counts)
        return Postings(joined, np.concatenate(frequencies))

    def find_norms(
        self, name: str, documents: Offsets, norms: Mapping[int, float]
    ) -> Weights:
        """Return what one occurrence in a field of documents counts.

        ``norms`` says it by the field's length, and is the same for all of a commit.
        """
        if name not in self._norms:
            lengths = _join(segment.lengths(name) for segment in self.segments)
            table = np.zeros(int(lengths.max(initial=0)) + 1)
            distinct = np.flatnonzero(np.bincount(lengths))
            table[distinct] = [norms[length] for length in distinct.tolist()]
            self._lengths[name], self._norms[name] = lengths, table
        return self._norms[name][self._lengths[name][documents]]


def _join(columns: "Iterable[memoryview[int]]") -> Offsets:
    return np.concatenate([NONE, *map(np.asarray, columns)])
