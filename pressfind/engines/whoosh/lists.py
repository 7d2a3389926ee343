"""Posting lists of one field that lie one behind the other, read as one.

The forms of a stem are filed together, and so are those of a prefix: their lists in a
field are one stretch of its arrays.  A document comes once for each form that it has.
Where few documents are wanted, either all postings are looked at, or each list is
searched for each document, whichever is less work.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, compress, groupby
from operator import add

from pressfind.engines.whoosh.places import Place, Places
from pressfind.engines.whoosh.postings import FieldPostings
from pressfind.query.matching import Starts

Documents = set[int] | frozenset[int]

Postings = tuple[Sequence[int], Sequence[float]]
"""Documents, and how often each of them has something."""

Placed = tuple[Iterable[int], Iterable[int], Iterable[int]]
"""Documents, how often each has something, and all the positions of it."""

Beside = Callable[[int], set[Place]]
"""From a width to the places where something that wide is beside something else."""

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
        self,
        widths: Sequence[int],
        wanted: Documents,
        places: Places,
        beside: Beside | None = None,
    ) -> Starts:
        """Return where forms stand in documents, by their widths.

        There may be more of them than stand in documents that are wanted, but none that
        isn't ``beside`` others.
        """
        starts: Starts = {}
        for width, numbers in self._by_width(widths):
            here = starts.setdefault(width, set())
            among = beside(width) if beside else None
            for placed in self._find_placed(numbers, wanted):
                found = places.find(*placed)
                here.update(found if among is None else among.intersection(found))
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

    def _by_width(self, widths: Sequence[int]) -> Iterator[tuple[int, Iterator[int]]]:
        terms = self._field.terms
        return groupby(self._numbers, lambda number: widths[terms[number]])

    def _find_placed(
        self, numbers: Iterable[int], wanted: Documents
    ) -> Iterator[Placed]:
        """Yield postings of lists that are searched or, in a row, looked at."""
        documents, least = self._field.documents, len(wanted) * _SEARCH
        order: Sequence[int] = ()
        for is_long, row in groupby(numbers, lambda n: len(documents(n)) > least):
            if is_long:
                order = order or sorted(wanted)
                for number in row:
                    yield self._search_places(number, order)
            else:
                several = [*row]
                yield self._look(several[0], several[-1] + 1, wanted)

    def _look(self, start: int, stop: int, wanted: Documents) -> Placed:
        field = self._field
        documents = field.documents(start, stop)
        frequencies = field.frequencies(start, stop)
        positions = field.positions(start, stop)
        if len(wanted) * _FEW > len(documents):
            return documents, frequencies, positions
        kept = [*map(wanted.__contains__, documents)]
        times = [*compress(frequencies, kept)]
        begins = [*compress(accumulate(frequencies, initial=0), kept)]
        slices = map(slice, begins, map(add, begins, times))
        each = map(positions.__getitem__, slices)
        return compress(documents, kept), times, chain.from_iterable(each)

    def _search_places(self, number: int, order: Sequence[int]) -> Placed:
        frequencies = self._field.frequencies(number)
        positions = self._field.positions(number)
        owners: list[int] = []
        times: list[int] = []
        slices: list[Iterable[int]] = []
        passed = begin = 0
        for document, place in _places_of(self._field.documents(number), order):
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
