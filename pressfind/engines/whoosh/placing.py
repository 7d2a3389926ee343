"""The texts of one field of a growing segment, and where their forms stand.

While documents are added, a text costs no more than to cut it and to look up the
numbers of its chunks.  Then all texts are turned into columns at once.

Positions count words.  Every document's begin at 0, and a gap parts the texts of a
field, so no phrase crosses from one to the next.
"""

from array import array
from collections.abc import Iterable, Iterator

import numpy as np

from pressfind.analysis import read_quantity
from pressfind.engines.whoosh.chunks import Chunks
from pressfind.engines.whoosh.columns import Column, Offsets, Tokens, begins_of
from pressfind.engines.whoosh.fields import GAP


class FieldBuilder:
    """Gathers the texts of a field; documents come in order."""

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._numbers = array("I")
        self._ends = array("Q")
        self._owners = array("I")

    def __len__(self) -> int:
        """How many chunks there are: about as many words."""
        return len(self._numbers)

    def add(self, document: int, texts: Iterable[str]) -> None:
        """Add the field of a document."""
        numbers, find = self._numbers, self._chunks.__getitem__
        for text in texts:
            numbers.extend(map(find, text.split()))
            self._ends.append(len(numbers))
            self._owners.append(document)

    def place(self) -> "PlacedField":
        """Return the field with its texts placed; nothing can be added any more."""
        return PlacedField(self._chunks, self._numbers, self._ends, self._owners)


class PlacedField:
    """A field whose texts are all known, by columns.

    ``numbers`` are those of its chunks; for each text ``ends`` says how many are up to
    its end, and ``owners`` which document has it.
    """

    def __init__(
        self,
        chunks: Chunks,
        numbers: "array[int]",
        ends: "array[int]",
        owners: "array[int]",
    ) -> None:
        self._chunks = chunks
        self._numbers = np.frombuffer(numbers, np.uint32)
        self._owners = np.frombuffer(owners, np.uint32)
        self._bounds: Offsets = np.zeros(len(ends) + 1, np.int64)
        self._bounds[1:] = ends
        widths = np.frombuffer(chunks.widths, np.uint32)[self._numbers]
        self._words: Offsets = np.zeros(len(numbers) + 1, np.int64)
        np.cumsum(widths, out=self._words[1:])
        self._quantities = _find_quantities(chunks, self._numbers, self._bounds)

    def lengths(self, documents: int) -> Column:
        """Return how many words the field has in each document."""
        of_texts = np.diff(self._words[self._bounds])
        lengths = np.bincount(self._owners, of_texts, minlength=documents)
        return lengths.astype(np.uint32)

    def find_tokens(self) -> Tokens:
        """Return the tokens of all texts."""
        chunks, numbers = self._chunks, self._numbers
        places = self._find_places()
        owners = np.repeat(self._owners, np.diff(self._bounds))
        starts = np.frombuffer(chunks.starts, np.uint32)
        counts = np.diff(starts)[numbers]
        firsts = np.cumsum(counts, dtype=np.int64) - counts
        # Each token's chunk, and which of all tokens that chunks become it is.
        within = np.repeat(np.arange(len(numbers), dtype=np.uint32), counts)
        kinds = starts[numbers] - firsts
        kinds = np.repeat(kinds, counts) + np.arange(len(within), dtype=np.int64)
        positions = places[within] + np.frombuffer(chunks.offsets, np.uint32)[kinds]
        forms = np.frombuffer(chunks.forms, np.uint32)[kinds]
        tokens = Tokens(forms, owners[within], positions)
        return self._add_quantities(tokens, firsts, places, owners)

    def _find_places(self) -> Column:
        """Return the position of each chunk in its document."""
        starts = self._words[self._bounds]
        # The gap behind each text, and what stands before the document.
        before = starts[:-1] + GAP * np.arange(len(self._owners), dtype=np.int64)
        origins = np.where(begins_of(self._owners), before, 0)
        origins = np.maximum.accumulate(origins)
        shifts = before - origins - starts[:-1]
        places = self._words[:-1] + np.repeat(shifts, np.diff(self._bounds))
        return places.astype(np.uint32)

    def _add_quantities(
        self, tokens: Tokens, firsts: Offsets, places: Column, owners: Column
    ) -> Tokens:
        """Return tokens with those of quantities, which stand before their units'."""
        if not self._quantities:
            return tokens
        units, starts, forms = np.array(self._quantities, np.int64).T
        widths = np.frombuffer(self._chunks.widths, np.uint32)
        last_words = places[starts] + widths[self._numbers[starts]] - 1
        at = firsts[units]
        return Tokens(
            np.insert(tokens.forms, at, forms),
            np.insert(tokens.documents, at, owners[units]),
            np.insert(tokens.positions, at, last_words),
        )


_Quantity = tuple[int, int, int]
"""Which of the chunks ends it, which has its number, and the number of its form."""


def _find_quantities(
    chunks: Chunks, numbers: Column, bounds: Offsets
) -> list[_Quantity]:
    """Return what numbers and the units right behind them are, in order."""
    is_number, is_unit = np.zeros((2, len(chunks)), bool)
    is_number[list(chunks.numbers)] = is_unit[list(chunks.units)] = True
    places = np.flatnonzero(is_number[numbers[:-1]] & is_unit[numbers[1:]]) + 1
    texts = np.searchsorted(bounds, places, side="right")
    within = bounds[texts - 1] < places  # a number in the text before is not meant
    found: list[_Quantity] = []
    for place, end in np.stack((places, bounds[texts]), 1)[within].tolist():
        found.extend(_read_quantity(chunks, numbers[place - 1 : end][:3], place))
    return found


def _read_quantity(chunks: Chunks, numbers: Column, place: int) -> Iterator[_Quantity]:
    """Yield what a number is with one chunk behind it, or with two: per cent.

    The first of these stands at ``place``.
    """
    first, second, *rest = numbers.tolist()
    number, unit = chunks.numbers[first], chunks.units[second]
    entries, end = read_quantity(number, unit), place
    further = chunks.units.get(rest[0]) if rest else None
    is_one_word = chunks.widths[second] == 1 and second not in chunks.numbers
    if not entries and further is not None and is_one_word:
        entries, end = read_quantity(number, f"{unit} {further}"), place + 1
    for entry in entries:
        yield end, place - 1, chunks.number_of(entry)
