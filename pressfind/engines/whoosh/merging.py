"""Segments into one: live documents keep their order, deleted ones are left out.

Which segments are merged follows their size: where several of one size have gathered
they become one of the next, so that a thousand small updates leave few segments and
each release is rewritten only a few times.  Full segments are left alone.
"""

import heapq
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, groupby, repeat
from operator import itemgetter
from pathlib import Path

from pressfind.engines.whoosh.dictionary import write_dictionary, write_strings
from pressfind.engines.whoosh.fields import NAMES, POSTED, POSTINGS, RECORDS, SCORED
from pressfind.engines.whoosh.learnt import Entry, write_learnt
from pressfind.engines.whoosh.postings import SHIFT, FieldPostings, Place, PostingLists
from pressfind.engines.whoosh.records import RecordWriter
from pressfind.engines.whoosh.sections import SectionWriter, narrow
from pressfind.engines.whoosh.segment import Segment
from pressfind.engines.whoosh.weighing import write_leaders

FANOUT = 6
"""So many segments of one size become one."""

_SMALLEST, _LARGEST = 200, 20_000
"""Documents: below the one all segments count as one size, above the other as full."""

_GONE = 2**32 - 1
"""The new number of a document that is left out."""


def choose_merges(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return groups of segments to be merged, each into one.

    A segment of which half is deleted is written anew even if it is alone.
    """
    sizes: dict[int, list[Segment]] = {}
    groups = []
    for segment in segments:
        live = segment.documents - len(segment.deleted)
        if 2 * live < segment.documents:
            groups.append([segment])
        elif live < _LARGEST:
            sizes.setdefault(_size_class(live), []).append(segment)
    groups += [same for _, same in sorted(sizes.items()) if len(same) >= FANOUT]
    return groups


def _size_class(documents: int) -> int:
    size = 0
    while documents > _SMALLEST:
        documents //= FANOUT
        size += 1
    return size


class Merger:
    """Writes the segment that others become."""

    def __init__(self, segments: Sequence[Segment], folder: Path, name: str) -> None:
        self._segments = segments
        self._folder = folder
        self._name = name
        self._numbers, self._documents = _renumber(segments)
        self._live = [list(map(_GONE.__ne__, numbers)) for numbers in self._numbers]

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
                    keys, packed = old.keys_of(ordinal), old.packed(ordinal)
                    records.add(new[document], old.ids[ordinal], keys, packed)
        records.close()

    def _write_dictionary(self, file: SectionWriter) -> "list[array[int]]":
        """Write the forms that live documents have; return each dictionary's ordinals.

        A form that is left out gets the ordinal of the next one that isn't.
        """
        ordinals = [array("I") for _ in self._segments]
        merged = heapq.merge(
            *(
                zip(segment.dictionary.entries(), repeat(number), self._used(number))
                for number, segment in enumerate(self._segments)
            )
        )
        filed: list[tuple[bytes, bytes, int]] = []
        for entry, same in groupby(merged, key=itemgetter(0)):
            is_used = 0
            for _, number, used in same:
                ordinals[number].append(len(filed))
                is_used |= used
            if is_used:
                filed.append(entry)
        write_dictionary(file, filed)
        return ordinals

    def _used(self, number: int) -> Iterable[int]:
        """Return for each form of a dictionary 1 if a live document has it, else 0."""
        segment, numbers = self._segments[number], self._numbers[number]
        if not segment.deleted:
            return repeat(1)
        used = bytearray(len(segment.dictionary.forms))
        for field in map(segment.field, POSTED):
            for place, term in enumerate(field.terms):
                documents = field.documents(place)
                used[term] |= any(numbers[document] != _GONE for document in documents)
        return used

    def _write_field(
        self, file: SectionWriter, name: str, ordinals: "list[array[int]]"
    ) -> None:
        fields = [segment.field(name) for segment in self._segments]
        merged = heapq.merge(
            *(
                zip(map(new.__getitem__, field.terms), repeat(number), range(2**31))
                for number, (field, new) in enumerate(
                    zip(fields, ordinals, strict=True)
                )
            )
        )
        longest = max(field.greatest_position() for field in fields)
        lists = PostingLists(self._documents, longest)
        for term, same in groupby(merged, key=itemgetter(0)):
            places = array("Q")
            for _, number, list_number in same:
                places.extend(self._renumbered(fields[number], list_number, number))
            if places:
                lists.add(term, places)
        lists.write(file, name)

    def _renumbered(
        self, field: FieldPostings, list_number: int, number: int
    ) -> Iterator[Place]:
        """Yield the places of a list in live documents, by the new numbers of these."""
        new = map(self._numbers[number].__getitem__, field.documents(list_number))
        frequencies = field.frequencies(list_number)
        owners = chain.from_iterable(map(repeat, new, frequencies))
        pairs = zip(owners, field.positions(list_number), strict=True)
        return (
            owner << SHIFT | position for owner, position in pairs if owner != _GONE
        )

    def _merged_learnt(self) -> Iterator[Entry]:
        owners: dict[tuple[bytes, frozenset[int]], array[int]] = {}
        for segment, numbers in zip(self._segments, self._numbers, strict=True):
            for text, sums, documents in segment.learnt.entries():
                new = map(numbers.__getitem__, documents)
                live = filter(_GONE.__ne__, new)
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
        kept = map(compress, columns, self._live)
        return narrow(list(chain.from_iterable(kept)))

    def _write_facet(self, file: SectionWriter, name: str) -> None:
        values: dict[bytes, int] = {b"": 0}
        codes = array("I")
        for segment, live in zip(self._segments, self._live, strict=True):
            own, used = segment.values(name), [*compress(segment.codes(name), live)]
            new = {
                c: values.setdefault(own[c], len(values)) for c in dict.fromkeys(used)
            }
            codes.extend(map(new.__getitem__, used))
        file.add(f"{name}.codes", narrow(codes))
        write_strings(file, f"{name}.values", values)


def _renumber(segments: Sequence[Segment]) -> "tuple[list[array[int]], int]":
    """Return the new number of each segment's documents, and how many are live."""
    following = 0
    numbers = []
    for segment in segments:
        new = array("I")
        for document in range(segment.documents):
            gone = document in segment.deleted
            new.append(_GONE if gone else following)
            following += not gone
        numbers.append(new)
    return numbers, following
