"""Segments into one: live documents keep their order, deleted ones are left out."""

import heapq
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, repeat
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.columns import (
    Column,
    Tokens,
    find_ranges,
    join_tokens,
    read_column,
    read_postings,
    read_tokens,
)
from pressfind.engines.whoosh.dictionary import write_dictionary, write_strings
from pressfind.engines.whoosh.fields import NAMES, POSTED, POSTINGS, RECORDS, SCORED
from pressfind.engines.whoosh.grouping import (
    AT_ONCE,
    PostingLists,
    as_array,
    group_tokens,
)
from pressfind.engines.whoosh.learnt import Entry, write_learnt
from pressfind.engines.whoosh.records import RecordWriter
from pressfind.engines.whoosh.sections import SectionWriter, narrow
from pressfind.engines.whoosh.segment import Segment
from pressfind.engines.whoosh.weighing import write_leaders

_GONE = 2**32 - 1
"""The new number of a document that is left out."""


class Merger:
    """Writes the segment that others become."""

    def __init__(self, segments: Sequence[Segment], folder: Path, name: str) -> None:
        self._segments = segments
        self._folder = folder
        self._name = name
        self._numbers, self._documents = _renumber(segments)
        self._live = [numbers != _GONE for numbers in self._numbers]

    def write(self) -> None:
        """Write the files of the new segment."""
        self._write_records()
        file = SectionWriter(self._folder / (self._name + POSTINGS))
        ordinals = self._write_dictionary(file)
        for name in POSTED:
            self._write_field(file, name, ordinals)
        write_learnt(file, self._merged_learnt())
        self._write_columns(file)
        totals = {
            name: sum(segment.live_length(name) for segment in self._segments)
            for name in SCORED
        }
        file.close(documents=self._documents, lengths=totals)
        write_leaders(self._folder, self._name)

    def find_new(self, name: str, document: int) -> tuple[str, int]:
        """Return where a live document of a segment is, if it is merged here."""
        for segment, numbers in zip(self._segments, self._numbers, strict=True):
            if segment.name == name:
                return self._name, numbers[document]
        return name, document

    def _write_records(self) -> None:
        records = RecordWriter(self._folder / (self._name + RECORDS))
        for segment, new in zip(self._segments, self._numbers, strict=True):
            old = segment.records
            for ordinal, document in enumerate(old.documents):
                if document not in segment.deleted:
                    records.add(
                        int(new[document]),
                        old.ids[ordinal],
                        old.keys_of(ordinal),
                        old.sketches[ordinal],
                        old.packed(ordinal),
                    )
        records.close()

    def _write_dictionary(self, file: SectionWriter) -> list[Column]:
        """Write the forms that live documents have; return each dictionary's ordinals.

        A form that is left out gets the ordinal of the next one that isn't.
        """
        ordinals: list[list[int]] = [[] for _ in self._segments]
        merged = heapq.merge(
            *(
                zip(segment.dictionary.entries(), repeat(number), self._used(number))
                for number, segment in enumerate(self._segments)
            )
        )
        filed: list[tuple[bytes, bytes, int]] = []
        for entry, same in groupby(merged, key=itemgetter(0)):
            is_used = False
            for _, number, used in same:
                ordinals[number].append(len(filed))
                is_used |= used
            if is_used:
                filed.append(entry)
        write_dictionary(file, filed)
        return [np.array(own, np.uint32) for own in ordinals]

    def _used(self, number: int) -> Iterable[bool]:
        """Return for each form of a dictionary whether a live document has it."""
        segment, numbers = self._segments[number], self._numbers[number]
        if not segment.deleted:
            return repeat(True)
        used = np.zeros(len(segment.dictionary.forms), bool)
        for name in POSTED:
            postings = read_postings(segment, name)
            used[postings.forms[numbers[postings.documents] != _GONE]] = True
        return used.tolist()

    def _write_field(
        self, file: SectionWriter, name: str, ordinals: Sequence[Column]
    ) -> None:
        fields = [
            _Field(segment, name, own, numbers)
            for segment, own, numbers in zip(
                self._segments, ordinals, self._numbers, strict=True
            )
        ]
        lists = PostingLists()
        for _, end in find_ranges(_count_tokens(fields), AT_ONCE):
            tokens = join_tokens(field.find_tokens(end) for field in fields)
            lists.add(group_tokens(tokens))
        lists.write(file, name)

    def _merged_learnt(self) -> Iterator[Entry]:
        owners: dict[tuple[bytes, frozenset[int]], array[int]] = {}
        for segment, numbers in zip(self._segments, self._numbers, strict=True):
            for text, sums, documents in segment.learnt.entries():
                new = numbers[list(documents)]
                live = new[new != _GONE].tolist()
                owners.setdefault((text, sums), array("I")).extend(live)
        for pair, documents in sorted(owners.items()):
            if documents:
                yield *pair, documents

    def _write_columns(self, file: SectionWriter) -> None:
        file.add("numbers", self._column(s.numbers for s in self._segments))
        file.add("days", self._column(s.days for s in self._segments))
        for name in SCORED:
            column = self._column(s.lengths(name) for s in self._segments)
            file.add(f"{name}.lengths", column)
        for name in NAMES:
            self._write_facet(file, name)

    def _column(self, columns: "Iterable[memoryview[int]]") -> "array[int]":
        pairs = zip(columns, self._live, strict=True)
        return as_array(np.concatenate([np.array(all_)[live] for all_, live in pairs]))

    def _write_facet(self, file: SectionWriter, name: str) -> None:
        values: dict[bytes, int] = {b"": 0}
        codes = array("I")
        for segment, live in zip(self._segments, self._live, strict=True):
            own, used = (
                segment.values(name),
                np.array(segment.codes(name))[live].tolist(),
            )
            new = {
                c: values.setdefault(own[c], len(values)) for c in dict.fromkeys(used)
            }
            codes.extend(map(new.__getitem__, used))
        file.add(f"{name}.codes", narrow(codes))
        write_strings(file, f"{name}.values", values)


class _Field:
    """A field of one segment, by the ordinals and documents of the merged one.

    Its tokens are found form by form, each once.
    """

    def __init__(
        self, segment: Segment, name: str, ordinals: Column, numbers: Column
    ) -> None:
        self._segment = segment
        self._name = name
        self._ordinals = ordinals
        self._numbers = numbers
        self._following = 0
        self.forms = ordinals[read_column(segment, f"{name}.terms")]
        self.counts = np.diff(read_column(segment, f"{name}.places"))
        """How many tokens each of its forms has."""

    def find_tokens(self, end: int) -> Tokens:
        """Return the tokens that live documents have of the next forms, up to one."""
        first = self._following
        self._following = int(np.searchsorted(self.forms, end))
        forms, documents, positions = read_tokens(
            self._segment, self._name, first, self._following
        )
        tokens = Tokens(self._ordinals[forms], self._numbers[documents], positions)
        return tokens.select(tokens.documents != _GONE)


def _count_tokens(fields: Sequence[_Field]) -> npt.NDArray[Any]:
    """Return how many tokens there are of each form, by ordinal."""
    forms = np.concatenate([field.forms for field in fields])
    return np.bincount(forms, np.concatenate([field.counts for field in fields]))


def _renumber(segments: Sequence[Segment]) -> tuple[list[Column], int]:
    """Return the new number of each segment's documents, and how many are live."""
    following = 0
    numbers = []
    for segment in segments:
        live = np.ones(segment.documents, bool)
        live[list(segment.deleted)] = False
        count = int(live.sum())
        new = np.full(segment.documents, _GONE, np.uint32)
        new[live] = np.arange(following, following + count)
        numbers.append(new)
        following += count
    return numbers, following
