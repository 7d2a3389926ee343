"""Posting lists of one field that lie one behind the other, read as one.

The forms of a stem are filed together, and so are those of a prefix: their lists in a
field are one stretch of its arrays.  A document comes once for each form that it has.
Where few documents are wanted, either all postings are looked at, or each list is
searched for each document, whichever is less work.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, groupby, repeat

from pressfind.engines.whoosh.places import Places
from pressfind.engines.whoosh.postings import FieldPostings
from pressfind.query.matching import Starts

Documents = set[int] | frozenset[int]

Postings = tuple[Sequence[int], Sequence[float]]
"""Documents, and how often each of them has something."""

Placed = tuple[Iterable[int], Iterable[int], Iterable[int]]
"""Documents, how often each has something, and all the positions of it."""

_FEW = 2
"""If a list has so many times the documents that are wanted, others are left out."""

_SEARCH = 8
"""Postings that are looked at while a list is searched for one document."""


class Lists:
    """The lists of a field from one number up to another."""

    __slots__ = ("_field", "_numbers", "_searched", "documents")

    def __init__(self, field: FieldPostings, numbers: range) -> None:
        self._field = field
        self._numbers = numbers
        self._searched: tuple[Documents, Postings] = (frozenset(), ((), ()))
        """The documents that they were last searched for, and what was found."""
        self.documents = field.documents(numbers.start, numbers.stop)

    def find(self, wanted: Documents) -> Iterable[int]:
        """Return the documents of ``wanted`` that are in any of the lists."""
        if self._is_searched(wanted):
            return wanted.intersection(self._search(wanted)[0])
        return wanted.intersection(self.documents)

    def narrow(self, wanted: Documents | None) -> Postings:
        """Return the postings of documents that are wanted, or more of them."""
        if wanted is not None and self._is_searched(wanted):
            return self._search(wanted)
        start, stop = self._numbers.start, self._numbers.stop
        return self.documents, self._field.frequencies(start, stop)

    def starts(
        self, widths: Sequence[int], wanted: Documents, places: Places
    ) -> Starts:
        """Return where forms stand in documents, by their widths.

        There may be more of them than stand in documents that are wanted.
        """
        starts: Starts = {}
        is_searched = self._is_searched(wanted)
        for width, lists in self._by_width(widths):
            here = starts.setdefault(width, set())
            placed = lists._search_all(wanted) if is_searched else lists._look(wanted)
            here.update(places.find(*placed))
        return starts

    def _is_searched(self, wanted: Documents) -> bool:
        return len(wanted) * len(self._numbers) * _SEARCH < len(self.documents)

    def _search(self, wanted: Documents) -> Postings:
        """Search for documents once: who asks again asks for a part of them."""
        known, postings = self._searched
        if not wanted <= known:
            postings = self._find_places(sorted(wanted))
            self._searched = (wanted, postings)
        return postings

    def _find_places(self, order: Sequence[int]) -> Postings:
        found: list[int] = []
        times: list[int] = []
        for number in self._numbers:
            places = _places_of(self._field.documents(number), order)
            if places:
                frequencies = self._field.frequencies(number)
                found += [document for document, _ in places]
                times += [frequencies[place] for _, place in places]
        return found, times

    def _by_width(self, widths: Sequence[int]) -> "Iterator[tuple[int, Lists]]":
        terms = self._field.terms
        for width, group in groupby(self._numbers, lambda n: widths[terms[n]]):
            numbers = [*group]
            yield width, Lists(self._field, range(numbers[0], numbers[-1] + 1))

    def _look(self, wanted: Documents) -> Placed:
        field, start, stop = self._field, self._numbers.start, self._numbers.stop
        documents = self.documents
        frequencies = field.frequencies(start, stop)
        positions = field.positions(start, stop)
        if len(wanted) * _FEW > len(documents):
            return documents, frequencies, positions
        kept = [*map(wanted.__contains__, documents)]
        each = chain.from_iterable(map(repeat, kept, frequencies))
        return (
            compress(documents, kept),
            compress(frequencies, kept),
            compress(positions, each),
        )

    def _search_all(self, wanted: Documents) -> Placed:
        owners: list[int] = []
        times: list[int] = []
        slices: list[Iterable[int]] = []
        order = sorted(wanted)
        for number in self._numbers:
            found = _places_of(self._field.documents(number), order)
            frequencies = self._field.frequencies(number)
            positions = self._field.positions(number)
            passed = begin = 0
            for document, place in found:
                begin += sum(frequencies[passed:place])
                end = begin + frequencies[place]
                owners.append(document)
                times.append(end - begin)
                slices.append(positions[begin:end])
                passed, begin = place + 1, end
        return owners, times, chain.from_iterable(slices)


def _places_of(
    documents: Sequence[int], wanted: Sequence[int]
) -> list[tuple[int, int]]:
    """Return which documents of a list are wanted, and where they stand.

    Both are ascending.
    """
    found, start, end = [], 0, len(documents)
    for document in wanted:
        start = bisect_left(documents, document, start)
        if start == end:
            break
        if documents[start] == document:
            found.append((document, start))
    return found
