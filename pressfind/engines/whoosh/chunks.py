"""What each chunk of text becomes: forms at places, looked up once for a whole part.

Most chunks come again, so a text is kept as the numbers of its chunks, and what these
become is worked out for whole fields at once (``placing``).  Chunks that are the same
plain word, however written, have one number, and only the word itself is kept.  Of the
segments of a part each has most chunks of the next.

    widths[n]     how many positions chunk n takes
    starts[n]     where its tokens begin; the next entry ends them
    forms         the numbers of the tokens' forms, chunk by chunk
    offsets       how many positions behind the chunk's first each stands
"""

from array import array
from collections.abc import Iterable, Sequence

from pressfind.analysis import analyse_chunk, find_plain_form
from pressfind.engines.whoosh.columns import Column, Offsets
from pressfind.engines.whoosh.cutting import Cutter
from pressfind.engines.whoosh.dictionary import Entry

MOST_CHUNKS = 200_000
"""Chunks after which a segment begins with none: they take about 70 MB."""


class Chunks(dict[str, int]):
    """From a chunk of text to its number."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[Entry, int] = {}
        """The forms of all chunks, and of their quantities, with their numbers."""
        self.widths = array("I")
        self.starts = array("I", [0])
        self.forms = array("I")
        self.offsets = array("I")
        self.numbers: dict[int, str] = {}
        """Of chunks that end with a number which may have its unit behind it: that."""
        self.units: dict[int, str] = {}
        """The chunks that begin with what may be a unit."""
        self._cutter = Cutter()

    def cut(self, texts: Sequence[bytes]) -> tuple[Column, Offsets]:
        """Return the numbers of the chunks of all texts, and how many each has.

        A text is as ``encode_text`` makes it.
        """
        return self._cutter.cut(texts, self.__getitem__)

    def __missing__(self, chunk: str) -> int:
        form = find_plain_form(chunk)
        if form is None:
            number = self._add_analysed(chunk)
        elif form == chunk:
            number = self._add(1, ((form, 0, 1),))
        else:
            return self[form]
        self[chunk] = number
        return number

    def _add_analysed(self, chunk: str) -> int:
        width, tokens, joint = analyse_chunk(chunk)
        number = self._add(width, tokens)
        if joint is not None and joint.number is not None:
            self.numbers[number] = joint.number
        if joint is not None and joint.is_unit:
            self.units[number] = chunk
        return number

    def _add(self, width: int, tokens: Iterable[tuple[str, int, int]]) -> int:
        number = len(self.widths)
        self.widths.append(width)
        for form, offset, covered in tokens:
            self.forms.append(self.number_of((form, covered)))
            self.offsets.append(offset)
        self.starts.append(len(self.forms))
        return number

    def number_of(self, entry: Entry) -> int:
        """Return the number of a form, a new one if need be."""
        return self.entries.setdefault(entry, len(self.entries))
