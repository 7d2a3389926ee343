"""Postings of one field: of surface forms, in arrays, as ``grouping`` writes them.

A form has the documents that it is in, how often each has it, and the positions within
each.  A posting list is a run of these three arrays:

    terms[i]      the ordinal of a form in the segment's dictionary, ascending
    lists[i]      where its documents and frequencies begin; the next entry ends them
    places[i]     where its positions begin
    documents, frequencies, positions

A frequency takes one byte; where it is greater than that holds, ``over`` says at which
place and ``true`` what it is.

Every document's positions begin at 0.  A gap parts the texts of a field, so no phrase
crosses from one to the next.
"""

from bisect import bisect_left
from itertools import pairwise

from pressfind.engines.whoosh.sections import SectionFile

MOST = 255
"""The greatest frequency that stands in its own place."""


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
        terms = self.terms
        start = bisect_left(terms, first)
        most = min(start + end - first, len(terms))  # each has one list at most
        return range(start, bisect_left(terms, end, start, most))

    def greatest_position(self) -> int:
        """Return the greatest position that the field's array has room for."""
        return int(256**self._positions.itemsize - 1)

    @property
    def has_over(self) -> bool:
        """Whether any frequency is greater than stands in its own place."""
        return len(self._over) > 0

    def span(self, lists: range) -> slice:
        """Return where the documents of some lists are, and their frequencies."""
        return slice(self._lists[lists.start], self._lists[lists.stop])

    def place_span(self, lists: range) -> slice:
        """Return where the positions of some lists are."""
        return slice(self._places[lists.start], self._places[lists.stop])

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

    def counts(self, lists: range) -> list[int]:
        """Return how many documents each of some lists has."""
        bounds = self._lists[lists.start : lists.stop + 1]
        return [end - start for start, end in pairwise(bounds)]

    def positions(self, number: int, stop: int | None = None) -> "memoryview[int]":
        """Return the positions of a list, or of lists, document by document."""
        start, end = self._places[number], self._places[stop or number + 1]
        return self._positions[start:end]
