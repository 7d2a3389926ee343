"""Postings of one field: of surface forms, in arrays, grouped once at the end.

While documents are added, each form gathers its places.  Writing turns these into its
documents, how often each has it, and the positions within each.  A posting list is a
run of these three arrays:

    terms[i]      the ordinal of a form in the segment's dictionary, ascending
    lists[i]      where its documents and frequencies begin; the next entry ends them
    places[i]     where its positions begin
    documents, frequencies, positions

A frequency takes one byte; where it is greater than that holds, ``over`` says at which
place and ``true`` what it is.

Every document's positions begin at 0.  A gap parts the texts of a field, so no phrase
crosses from one to the next.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress, pairwise
from operator import ne, sub

from pressfind.analysis import analyse_chunk, read_quantity
from pressfind.engines.whoosh.fields import GAP
from pressfind.engines.whoosh.sections import (
    SectionFile,
    SectionWriter,
    narrow,
    type_code,
)

MOST = 255
"""The greatest frequency that stands in its own place."""


Place = int
"""A document and a position in it, ``document << 32 | position``."""

Entry = tuple[str, int]
"""A form and its width."""

Put = Callable[[Place], int | None]
"""Puts a chunk's forms at a place; answers how many positions beyond one it took."""

_AT_ONCE = 500_000
"""Places that are turned into posting lists together: work for C, and little memory."""

SHIFT = 32
"""Bits of a place that are the position."""

_NO_NUMBER = ("", -9, "")
_POSITION, _DOCUMENT = (0, 1) if sys.byteorder == "little" else (1, 0)
"""Which half of a place in memory is which."""


class _Chunks(dict[str, Put]):
    """From a chunk of text to what puts its forms at a place.

    It answers how many positions the chunk takes beyond one, if not none.  Most chunks
    are one form, and come again: then it is the ``append`` of the form's own array.
    """

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[Entry, array[int]] = {}
        self._number = _NO_NUMBER
        """The last number, where it stands, and "per" if that came behind it."""

    def __missing__(self, chunk: str) -> Put:
        width, tokens, joint = analyse_chunk(chunk)
        appends = [(self._append(form, w), position) for form, position, w in tokens]
        put: Put
        put = appends[0][0] if width == len(appends) == 1 else _put_all(width, appends)
        if joint is not None and joint.is_unit:
            put = self._put_unit(chunk, put)
        elif not width:
            put = self._part_number(put)
        if joint is not None and joint.number is not None:
            put = self._put_number(joint.number, width, put)
        self[chunk] = put
        return put

    def _put_number(self, number: str, width: int, put: Put) -> Put:
        def put_number(place: Place) -> int | None:
            further = put(place)
            self._number = (number, place + width - 1, "")
            return further

        return put_number

    def _put_unit(self, chunk: str, put: Put) -> Put:
        def put_unit(place: Place) -> int | None:
            number, start, per = self._number
            self._number = _NO_NUMBER
            if place == start + (2 if per else 1):
                unit = f"{per} {chunk}" if per else chunk
                entries = read_quantity(number, unit)
                for form, width in entries:
                    self._append(form, width)(start)
                if not entries and not per:
                    self._number = (number, start, chunk)
            return put(place)

        return put_unit

    def _part_number(self, put: Put) -> Put:
        """Let no unit come to a number across a chunk without words, a dash say."""

        def part_number(place: Place) -> int | None:
            self._number = _NO_NUMBER
            return put(place)

        return part_number

    def _append(self, form: str, width: int) -> Callable[[Place], None]:
        places = self.places.get((form, width))
        if places is None:
            places = self.places[form, width] = array("Q")
        return places.append


def _put_all(
    width: int, appends: Sequence[tuple[Callable[[Place], None], int]]
) -> Callable[[Place], int]:
    def put(place: Place) -> int:
        for append, offset in appends:
            append(place + offset)
        return width - 1

    return put


class FieldBuilder:
    """The postings of one field of a growing segment; documents come in order."""

    def __init__(self) -> None:
        self._chunks = _Chunks()
        self._longest = 0
        self.words = 0
        """How many positions are taken in all documents."""

    @property
    def entries(self) -> Mapping[Entry, "array[int]"]:
        """The forms that the field has, with their widths, and their places."""
        return self._chunks.places

    def add(self, document: int, texts: Iterable[str]) -> int:
        """Add the field of a document; return how many words it has."""
        chunks = self._chunks
        start = place = document << SHIFT
        words = 0
        for text in texts:
            first = place
            for put in map(chunks.__getitem__, text.split()):
                place += 1 + (put(place) or 0)
            words += place - first
            place += GAP
        self._longest = max(self._longest, place - start)
        self.words += words
        return words

    def write(
        self, file: SectionWriter, name: str, ordinals: dict[Entry, int], documents: int
    ) -> None:
        """Write the field's arrays, and let go of them; a field is written once.

        ``ordinals`` says where each form is filed.
        """
        lists = PostingLists(documents, self._longest)
        places = self._chunks.places
        for entry in sorted(places, key=ordinals.__getitem__):
            lists.add(ordinals[entry], places[entry])
        lists.write(file, name)
        # Chunks and what they put know each other: nothing else frees them soon.
        self._chunks.clear()


class PostingLists:
    """The arrays of a field while they are made, form by form.

    ``documents`` and ``positions`` say how many of each there can be: so their arrays
    are as narrow as they may be from the start.
    """

    def __init__(self, documents: int, positions: int) -> None:
        self._terms = array("I")
        self._lists = array("I", [0])
        self._ends = array("I", [0])
        self._documents = array(type_code(documents))
        self._frequencies = array("B")
        self._over = array("I")
        self._true = array("I")
        self._positions = array(type_code(positions))
        self._waiting = array("Q")
        self._waiting_ends: list[int] = []

    def add(self, term: int, places: "array[Place]") -> None:
        """Add a form, which is filed behind all that were added, with its places."""
        self._terms.append(term)
        self._waiting.extend(places)
        self._waiting_ends.append(len(self._waiting))
        if len(self._waiting) >= _AT_ONCE:
            self._add_waiting()

    def _add_waiting(self) -> None:
        """Turn the places that wait, of many forms, into posting lists.

        A posting begins where the document is another than before, or the form is.
        """
        ends, count = self._waiting_ends, len(self._waiting)
        halves = array("I", self._waiting.tobytes())
        owners, positions = halves[_DOCUMENT::2], halves[_POSITION::2]
        begins = bytearray(b"\1")
        begins.extend(map(ne, owners[1:], owners))
        for end in ends[:-1]:
            begins[end] = 1
        firsts = array("I", compress(range(count), begins))
        self._documents.extend(compress(owners, begins))
        self._add_frequencies([*map(sub, chain(firsts[1:], [count]), firsts)])
        listed, placed = self._lists[-1], self._ends[-1]
        for start, end in pairwise((0, *ends)):
            listed += begins.count(1, start, end)
            self._lists.append(listed)
            self._ends.append(placed + end)
        self._positions.extend(array(self._positions.typecode, positions))
        self._waiting, self._waiting_ends = array("Q"), []

    def write(self, file: SectionWriter, name: str) -> None:
        """Write the arrays as sections ``name.terms`` and so on."""
        if self._waiting:
            self._add_waiting()
        file.add(f"{name}.terms", narrow(self._terms))
        file.add(f"{name}.lists", narrow(self._lists))
        file.add(f"{name}.places", narrow(self._ends))
        file.add(f"{name}.documents", self._documents)
        file.add(f"{name}.frequencies", self._frequencies)
        file.add(f"{name}.over", narrow(self._over))
        file.add(f"{name}.true", narrow(self._true))
        file.add(f"{name}.positions", self._positions)

    def _add_frequencies(self, values: Sequence[int]) -> None:
        start = len(self._frequencies)
        try:
            self._frequencies.extend(array("B", values))
        except OverflowError:
            self._frequencies.extend([min(value, MOST) for value in values])
            for place, value in enumerate(values, start):
                if value > MOST:
                    self._over.append(place)
                    self._true.append(value)


class FieldPostings:
    """The posting lists of one field of a mapped segment."""

    def __init__(self, file: SectionFile, name: str) -> None:
        self.terms = file.array(f"{name}.terms")
        self._lists = file.array(f"{name}.lists")
        self._places = file.array(f"{name}.places")
        self._documents = file.array(f"{name}.documents")
        self._frequencies = file.array(f"{name}.frequencies")
        self._positions = file.array(f"{name}.positions")
        self._over = file.array(f"{name}.over")
        self._true = file.array(f"{name}.true")

    def find_lists(self, first: int, end: int) -> range:
        """Return the numbers of the lists of the terms from ``first`` up to ``end``."""
        start = bisect_left(self.terms, first)
        return range(start, bisect_left(self.terms, end, start))

    def greatest_position(self) -> int:
        """Return the greatest position that the field's array has room for."""
        return int(256**self._positions.itemsize - 1)

    def lengths(self) -> Iterator[int]:
        """Yield how many documents each list has."""
        return map(sub, self._lists[1:], self._lists)

    def documents(self, number: int, stop: int | None = None) -> "memoryview[int]":
        """Return the documents of a list, ascending; or of the lists up to ``stop``."""
        start, end = self._lists[number], self._lists[stop or number + 1]
        return self._documents[start:end]

    def frequencies(
        self, number: int, stop: int | None = None
    ) -> "memoryview[int] | list[int]":
        """Return how often each document of a list, or of lists, has the form."""
        start, end = self._lists[number], self._lists[stop or number + 1]
        frequencies = self._frequencies[start:end]
        first = bisect_left(self._over, start)
        if first == len(self._over) or self._over[first] >= end:
            return frequencies
        true = list(frequencies)
        for place in range(first, bisect_left(self._over, end)):
            true[self._over[place] - start] = self._true[place]
        return true

    def positions(self, number: int, stop: int | None = None) -> "memoryview[int]":
        """Return the positions of a list, or of lists, document by document."""
        start, end = self._places[number], self._places[stop or number + 1]
        return self._positions[start:end]
