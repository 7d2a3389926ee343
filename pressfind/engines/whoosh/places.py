"""The places in documents that were chosen: a document and a position in one integer.

Documents are numbered anew, so that places are small: Python adds and hashes what is
below 2**30 in half the time.  No place is near to one in another document.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import add, rshift

Place = int


class Places:
    """From documents and positions up to the greatest to places, and back."""

    def __init__(self, documents: Collection[int], greatest: int) -> None:
        self._documents = [*documents]
        self._bits = greatest.bit_length() + 1
        self._nowhere = -2 << self._bits
        self._bases = {
            document: number << self._bits
            for number, document in enumerate(self._documents)
        }

    def find(
        self,
        documents: Iterable[int],
        frequencies: Iterable[int],
        positions: Iterable[int],
    ) -> Iterable[Place]:
        """Return the places of postings; those of other documents are nowhere."""
        bases = map(self._bases.get, documents, repeat(self._nowhere))
        owners = chain.from_iterable(map(repeat, bases, frequencies))
        return map(add, owners, positions)

    def count(self, places: Iterable[Place]) -> Mapping[int, int]:
        """Return how many places each document has."""
        numbers = Counter(map(rshift, places, repeat(self._bits)))
        documents: Sequence[int] = self._documents
        return {documents[n]: count for n, count in numbers.items() if n >= 0}
