"""The segments of a commit as one, in columns that all have in common.

Their documents are numbered on and on: those of each segment begin at its base.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.columns import Column, Flags, Offsets, distinct
from pressfind.engines.whoosh.copies import Copies
from pressfind.engines.whoosh.evaluation import Found
from pressfind.engines.whoosh.segment import Segment

Weights = npt.NDArray[np.float64]

NONE = np.zeros(0, np.int64)
"""No documents."""


class Postings(NamedTuple):
    """Documents, more than once where they have several forms, and how often."""

    documents: Offsets
    frequencies: npt.NDArray[Any]

    def among(self, flags: Flags) -> "Postings":
        """Return those of documents that have a flag."""
        kept = flags[self.documents]
        if kept.all():
            return self
        return Postings(self.documents[kept], self.frequencies[kept])


class FieldColumns:
    """The posting lists of a field of one segment, as columns of numpy.

    They are made once: to make a column of each list takes longer than all the rest.
    """

    def __init__(self, segment: Segment, name: str, base: int) -> None:
        self.base = base
        self._lists = segment.field(name)
        sections = ("terms", "documents", "frequencies", "positions")
        columns = (np.asarray(segment.section(f"{name}.{part}")) for part in sections)
        self._terms, self._documents, self._frequencies, self._positions = columns
        self._widths = np.asarray(segment.dictionary.widths)

    def find_lists(self, forms: range) -> range:
        """Return the numbers of the lists of forms by ordinal."""
        return self._lists.find_lists(forms.start, forms.stop)

    def documents(self, lists: range) -> Column:
        """Return the documents of some lists."""
        return self._documents[self._lists.span(lists)]

    def frequencies(self, lists: range) -> Column:
        """Return how often each of these has the form."""
        if self._lists.has_over:
            return np.asarray(self._lists.frequencies(lists.start, lists.stop))
        return self._frequencies[self._lists.span(lists)]

    def positions(self, lists: range) -> Column:
        """Return the positions of some lists, document by document."""
        return self._positions[self._lists.place_span(lists)]

    def widths(self, lists: range) -> Column:
        """Return how wide the form of each posting is."""
        widths = self._widths[self._terms[lists.start : lists.stop]]
        return np.repeat(widths, self._lists.counts(lists))


Run = tuple[FieldColumns, range]
"""A field of a segment, and lists one behind the other there."""


class Joined:
    """The columns of all segments, one behind the other."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.bases = [*accumulate((s.documents for s in segments), initial=0)]
        self.documents = self.bases[-1]
        self.days = _join(segment.days for segment in segments)
        numbers = _join(segment.numbers for segment in segments)
        self.owners: Offsets = np.arange(self.documents) - numbers
        """The release of each quote, and of each release itself."""
        self.live: Flags = ~self.flag(segment.deleted for segment in segments)
        self.releases: Flags = (numbers == 0) & self.live
        self.quotes: Flags = (numbers != 0) & self.live
        self._fields: dict[str, list[FieldColumns]] = {}
        self._lengths: dict[str, npt.NDArray[Any]] = {}
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
        return len(met) - len(distinct(met))

    def find_runs(
        self, name: str, ordinals: Iterable[Sequence[range]]
    ) -> Iterator[Run]:
        """Yield where the lists are of forms that have these ordinals in a segment."""
        if name not in self._fields:
            pairs = zip(self.segments, self.bases, strict=False)
            self._fields[name] = [FieldColumns(one, name, base) for one, base in pairs]
        for field, ranges in zip(self._fields[name], ordinals, strict=True):
            for forms in ranges:
                if lists := field.find_lists(forms):
                    yield field, lists

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
        found: Weights = self._norms[name][self._lengths[name][documents]]
        return found


def join_postings(
    bases: Sequence[int], documents: Sequence[Column], frequencies: Sequence[Column]
) -> Postings:
    """Return the postings of segments, which have these bases, one behind the other."""
    if not bases:
        return Postings(NONE, NONE)
    joined = np.concatenate(documents, dtype=np.int64)
    joined += np.repeat(bases, [*map(len, documents)])
    return Postings(joined, np.concatenate(frequencies))


def _join(columns: "Iterable[memoryview[int]]") -> npt.NDArray[Any]:
    """Return columns, one behind the other, in as few bytes as they take."""
    return np.concatenate([np.zeros(0, np.uint8), *map(np.asarray, columns)])
