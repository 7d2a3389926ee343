"""What each chunk of text becomes: forms at places, looked up once for a whole part.

Most chunks come again, so a text is kept as the numbers of its chunks, and what these
become is worked out for whole fields at once (``placing``).  Chunks that are the same
plain word, whatever stands around it, have one number.  Of the segments of a part each
has most chunks of the next.

    widths[n]     how many positions chunk n takes
    starts[n]     where its tokens begin; the next entry ends them
    forms         the numbers of the tokens' forms, chunk by chunk
    offsets       how many positions behind the chunk's first each stands

A unit with a number before it is another chunk than the unit alone: what both are
together stands before its first position.
"""

from array import array
from collections.abc import Iterable, Sequence

from pressfind.analysis import (
    MAX_FORM,
    MAX_WIDTH,
    UNIT_FORMS,
    analyse_chunk,
    find_plain_form,
    read_quantity,
)
from pressfind.engines.whoosh.columns import Column, Offsets
from pressfind.engines.whoosh.cutting import Cutter
from pressfind.engines.whoosh.dictionary import Entry

MOST_CHUNKS = 300_000
"""Chunks after which a segment begins with none: they take about 90 MB."""

# What may stand around a word and leave it as it is: all but letters, digits, marks and
# the percent sign, which may be the unit of a number before it.
_AROUND_WORDS = "!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~“”„‟‘’‚‛«»‹›–—…•"


class Chunks(dict[str, int]):
    """From a chunk of text to its number."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[Entry, int] = {}
        """The forms of all chunks, and of their quantities, with their numbers."""
        self.widths = array("I")
        self.starts = array("I", [0])
        self.forms = array("I")
        self.offsets = array("i")
        self.numbers: dict[int, str] = {}
        """Of chunks that end with a number which may have its unit behind it: that."""
        self.units: dict[int, str] = {}
        """The chunks that begin with what may be a unit."""
        self._behind_numbers: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._cutter = Cutter()

    def cut(self, texts: Sequence[bytes]) -> tuple[Column, Offsets]:
        """Return the numbers of the chunks of all texts, and how many each has.

        A text is as ``encode_text`` makes it.
        """
        return self._cutter.cut(texts, self.__getitem__)

    def put_behind(self, number: int, unit: int, further: int) -> tuple[int, int]:
        """Return which chunk one of two becomes behind a number, and which of them.

        The first of the two may be its unit, or else both may: per cent.
        """
        key = number, unit, further
        if key not in self._behind_numbers:  # few amounts stand only once
            self._behind_numbers[key] = self._put_behind(*key)
        return self._behind_numbers[key]

    def number_of(self, entry: Entry) -> int:
        """Return the number of a form, a new one if need be."""
        return self.entries.setdefault(entry, len(self.entries))

    def __missing__(self, chunk: str) -> int:
        word = _find_plain_word(chunk)
        if word is None:
            number = self._add_analysed(chunk)
        elif word == chunk:
            number = self._add_word(word)
        else:
            number = self[word]
        self[chunk] = number
        return number

    def _add_word(self, word: str) -> int:
        if "-" not in word:
            return self._add(1, ((self.number_of((word, 1)), 0),))
        parts = word.split("-")
        tokens = [(part, place, 1) for place, part in enumerate(parts)]
        joined = "".join(parts), 0, len(parts)
        return self._add_tokens(len(parts), [*tokens, joined])

    def _add_analysed(self, chunk: str) -> int:
        width, tokens, joint = analyse_chunk(chunk)
        number = self._add_tokens(width, tokens)
        if joint is not None and joint.number is not None:
            self.numbers[number] = joint.number
        if joint is not None and joint.is_unit:
            self.units[number] = chunk
        return number

    def _add_tokens(self, width: int, tokens: Iterable[tuple[str, int, int]]) -> int:
        numbered = [
            (self.number_of((form, wide)), place) for form, place, wide in tokens
        ]
        return self._add(width, numbered)

    def _put_behind(self, number: int, unit: int, further: int) -> tuple[int, int]:
        written, unit_text = self.numbers[number], self.units[unit]
        entries = read_quantity(written, unit_text)
        if entries:
            return self._add_quantity(entries, unit, 1), 0
        is_one_word = self.widths[unit] == 1 and unit not in self.numbers
        if is_one_word and further in self.units:
            entries = read_quantity(written, f"{unit_text} {self.units[further]}")
        if entries:
            return self._add_quantity(entries, further, 2), 1
        return unit, 0

    def _add_quantity(self, entries: Iterable[Entry], unit: int, before: int) -> int:
        """Add a unit with what it and the number some positions before it are."""
        own = slice(self.starts[unit], self.starts[unit + 1])
        tokens = [(self.number_of(entry), -before) for entry in entries]
        tokens += zip(self.forms[own], self.offsets[own], strict=True)
        return self._add(self.widths[unit], tokens)

    def _add(self, width: int, tokens: Iterable[tuple[int, int]]) -> int:
        """Add a chunk whose tokens are of these forms, at these places behind it."""
        number = len(self.widths)
        self.widths.append(width)
        for form, offset in tokens:
            self.forms.append(form)
            self.offsets.append(offset)
        self.starts.append(len(self.forms))
        return number


def _find_plain_word(chunk: str) -> str | None:
    """Return the one plain word that a chunk is, None of any other chunk.

    Most are such, and ``analyse_chunk`` takes three times as long.

    >>> [_find_plain_word(chunk) for chunk in ("(Word,", "Co-op.", "million", "a.m.")]
    ['word', 'co-op', None, None]
    """
    core = chunk.strip(_AROUND_WORDS)
    form = find_plain_form(core)
    if form is not None:
        return form
    parts = core.lower().split("-")
    is_plain = 1 < len(parts) <= MAX_WIDTH and all(map(str.isalpha, parts))
    is_plain = is_plain and parts[0] not in UNIT_FORMS and core.isascii()
    return "-".join(parts) if is_plain and len(core) <= MAX_FORM else None
