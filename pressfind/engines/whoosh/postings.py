"""Postings of one field: of surface forms, in arrays, grouped once at the end.

While documents are added, each form gathers its places: positions counted through all
documents of the segment.  Writing turns the places of a form into its documents, how
often each has it, and the positions within each.  A posting list is a run of these
three arrays:

    terms[i]      the ordinal of a form in the segment's dictionary, ascending
    lists[i]      where its documents and frequencies begin; the next entry ends them
    places[i]     where its positions begin
    documents, frequencies, positions

A frequency takes one byte; where it is greater than that holds, ``over`` says at which
place and ``true`` what it is.

Every document's positions begin at 0.  A gap parts the texts of a field, so no phrase
crosses from one to the next.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import sub

from pressfind.engines.whoosh.sections import (
    SectionFile,
    SectionWriter,
    narrow,
    type_code,
)

MOST = 255
"""The greatest frequency that stands in its own place."""


class Places(dict[int, Callable[[int], None]]):
    """From the number of a form to what takes its next place."""

    def __init__(self) -> None:
        super().__init__()
        self.arrays: dict[int, array[int]] = {}

    def __missing__(self, form: int) -> Callable[[int], None]:
        places = self.arrays[form] = array("I")
        self[form] = places.append
        return places.append


class FieldBuilder:
    """The postings of one field of a growing segment; documents come in order."""

    def __init__(self) -> None:
        self.places = Places()
        self.end = 0
        """The first place that no document has taken."""
        self._starts = array("I")
        self._owners = array("I")
        self._longest = 0

    def close_document(self, document: int, end: int) -> None:
        """Give ``document`` all places up to ``end`` that no one before it has."""
        self._starts.extend(array("I", [self.end]) * (document + 1 - len(self._starts)))
        self._owners.extend(array("I", [document]) * (end - self.end))
        self._longest = max(self._longest, end - self.end)
        self.end = end

    def write(
        self, file: SectionWriter, name: str, ordinals: dict[int, int], documents: int
    ) -> None:
        """Write the field's arrays; ``ordinals`` says where each form is filed."""
        lists = PostingLists(documents, self._longest)
        arrays = self.places.arrays
        for form in sorted(arrays, key=ordinals.__getitem__):
            places = arrays[form]
            if len(places) == 1:  # half of all forms: not worth what follows
                (place,) = places
                owner = self._owners[place]
                lists.add_one(ordinals[form], owner, place - self._starts[owner])
                continue
            owners = list(map(self._owners.__getitem__, places))
            positions = map(sub, places, map(self._starts.__getitem__, owners))
            lists.add(ordinals[form], owners, positions)
        lists.write(file, name)


class PostingLists:
    """The arrays of a field while they are made, form by form.

    ``documents`` and ``positions`` say how many of each there can be: so their arrays
    are as narrow as they may be from the start.
    """

    def __init__(self, documents: int, positions: int) -> None:
        self._terms = array("I")
        self._lists = array("I", [0])
        self._places = array("I", [0])
        self._documents = array(type_code(documents))
        self._frequencies = array("B")
        self._over = array("I")
        self._true = array("I")
        self._positions = array(type_code(positions))

    def add(self, term: int, owners: list[int], positions: Iterable[int]) -> None:
        """Add a form with the document of each of its occurrences, ascending."""
        distinct = dict.fromkeys(owners)
        if len(distinct) == len(owners):
            self.add_list(term, distinct, [1] * len(owners), positions)
        else:
            counts = Counter(owners)
            self.add_list(term, counts, [*counts.values()], positions)

    def add_one(self, term: int, document: int, position: int) -> None:
        """Add a form that occurs once."""
        self._terms.append(term)
        self._documents.append(document)
        self._frequencies.append(1)
        self._positions.append(position)
        self._lists.append(len(self._documents))
        self._places.append(len(self._positions))

    def add_list(
        self,
        term: int,
        documents: Iterable[int],
        frequencies: Sequence[int],
        positions: Iterable[int],
    ) -> None:
        """Add a whole posting list."""
        self._terms.append(term)
        self._documents.extend(documents)
        self._add_frequencies(frequencies)
        self._positions.extend(positions)
        self._lists.append(len(self._documents))
        self._places.append(len(self._positions))

    def write(self, file: SectionWriter, name: str) -> None:
        """Write the arrays as sections ``name.terms`` and so on."""
        file.add(f"{name}.terms", narrow(self._terms))
        file.add(f"{name}.lists", narrow(self._lists))
        file.add(f"{name}.places", narrow(self._places))
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

    def documents(self, number: int) -> "memoryview[int]":
        """Return the documents of a list, ascending."""
        return self._documents[self._lists[number] : self._lists[number + 1]]

    def frequencies(self, number: int) -> "memoryview[int] | list[int]":
        """Return how often each document of a list has the form."""
        start, end = self._lists[number], self._lists[number + 1]
        frequencies = self._frequencies[start:end]
        first = bisect_left(self._over, start)
        if first == len(self._over) or self._over[first] >= end:
            return frequencies
        true = list(frequencies)
        for place in range(first, bisect_left(self._over, end)):
            true[self._over[place] - start] = self._true[place]
        return true

    def positions(self, number: int) -> "memoryview[int]":
        """Return the positions of a list, document by document."""
        return self._positions[self._places[number] : self._places[number + 1]]
