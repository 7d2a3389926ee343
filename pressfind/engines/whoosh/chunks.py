"""What each chunk of text becomes: forms at places, looked up once for a whole part.

Most chunks come again, so a text is kept as the numbers of its chunks, and what these
become is worked out for whole fields at once (``placing``).  Of the segments of a part
each has most chunks of the next.

    widths[n]     how many positions chunk n takes
    starts[n]     where its tokens begin; the next entry ends them
    forms         the numbers of the tokens' forms, chunk by chunk
    offsets       how many positions behind the chunk's first each stands

A unit with a number before it is another chunk than the unit alone: what both are
together stands before its first position.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count, islice, repeat

from pressfind.analysis import (
    MAX_FORM,
    MAX_WIDTH,
    MONEY,
    UNIT_FORMS,
    analyse_chunk,
    find_plain_form,
    read_quantity,
)
from pressfind.engines.whoosh.columns import Column, Offsets
from pressfind.engines.whoosh.cutting import Cutter
from pressfind.engines.whoosh.dictionary import Entry, key_of

MOST_CHUNKS = 300_000
"""Chunks after which a segment begins with none: they take about 90 MB."""

# What may stand around a word and leave it as it is: all but letters, digits, marks and
# the percent sign, which may be the unit of a number before it.
_AROUND_WORDS = "!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~“”„‟‘’‚‛«»‹›–—…•"

# ($1,200.50),  but not 24% or 20th, whose ends are of the number
_NUMBER = re.compile(
    rf"[^\w%]*?([{MONEY}]?[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)[!-$&-/:-@]*"
)


class Chunks:
    """From chunks of texts to their numbers, and what these become."""

    def __init__(self) -> None:
        self._next_number = count().__next__
        self._numbers: defaultdict[bytes, int] = defaultdict(self._next_number)
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
        self._keys: list[str] = []
        self._behind_numbers: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._cutter = Cutter()

    def __len__(self) -> int:
        return len(self._numbers)

    def cut(self, texts: Sequence[bytes]) -> tuple[Column, Offsets]:
        """Return the numbers of the chunks of all texts, and how many each has.

        A text is as ``encode_text`` makes it.
        """
        return self._cutter.cut(texts, self._find_numbers)

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

    def find_keys(self) -> list[str]:
        """Return what each form is filed by, which takes long, and is found once."""
        self._keys += map(key_of, islice(self.entries, len(self._keys), None))
        return self._keys

    def _find_numbers(self, chunks: Sequence[bytes]) -> list[int]:
        """Return the numbers of chunks, of which new ones get those that come next."""
        known = len(self._numbers)
        numbers = [*map(self._numbers.__getitem__, chunks)]
        new = [*islice(reversed(self._numbers), len(self._numbers) - known)]
        for chunk in b" ".join(new[::-1]).decode("utf-8", "surrogatepass").split():
            self._add_chunk(chunk)
        return numbers

    def _add_chunk(self, chunk: str) -> None:
        core = chunk.strip(_AROUND_WORDS)
        word = find_plain_form(core)
        if word is not None:
            self._add_word(word)
        elif parts := _split_plain(core):
            self._add_hyphenated(parts)
        elif match := _NUMBER.fullmatch(chunk):
            self._add_number(match[1], match.end(1) == len(chunk))
        else:
            self._add_analysed(chunk)

    def _add_word(self, word: str) -> None:
        self.forms.append(self.number_of((word, 1)))
        self.offsets.append(0)
        self._end_chunk(1)

    def _add_hyphenated(self, parts: Sequence[str]) -> None:
        tokens = [(part, place, 1) for place, part in enumerate(parts)]
        joined = "".join(parts), 0, len(parts)
        self._add_tokens(len(parts), [*tokens, joined])

    def _add_number(self, written: str, is_last: bool) -> None:
        """Add a number without a unit: half of what is no word.

        ``analyse_chunk`` takes four times as long.
        """
        if is_last:
            self.numbers[len(self.widths)] = written
        form = written.replace(",", "")[:MAX_FORM]
        forms = [form] if form[0].isdecimal() else [form, form[1:]]
        self._add_tokens(1, [(form, 0, 1) for form in forms])

    def _add_analysed(self, chunk: str) -> None:
        number = len(self.widths)
        width, tokens, joint = analyse_chunk(chunk)
        self._add_tokens(width, tokens)
        if joint is not None and joint.number is not None:
            self.numbers[number] = joint.number
        if joint is not None and joint.is_unit:
            self.units[number] = chunk

    def _add_tokens(self, width: int, tokens: Iterable[tuple[str, int, int]]) -> None:
        for form, place, wide in tokens:
            self.forms.append(self.number_of((form, wide)))
            self.offsets.append(place)
        self._end_chunk(width)

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

    def _add_quantity(self, entries: Sequence[Entry], unit: int, before: int) -> int:
        """Add a unit with what it and the number some positions before it are."""
        own = slice(self.starts[unit], self.starts[unit + 1])
        self.forms.extend([*map(self.number_of, entries), *self.forms[own]])
        self.offsets.extend([*repeat(-before, len(entries)), *self.offsets[own]])
        self._end_chunk(self.widths[unit])
        return self._next_number()

    def _end_chunk(self, width: int) -> None:
        """Let the tokens behind those of the last chunk be of the next one."""
        self.widths.append(width)
        self.starts.append(len(self.forms))


def _split_plain(word: str) -> list[str]:
    """Return the parts of a hyphenated word without anything else, or none.

    ``analyse_chunk`` takes twice as long.

    >>> _split_plain("Co-op"), _split_plain("co--op"), _split_plain("million-5")
    (['co', 'op'], [], [])
    """
    parts = word.lower().split("-")
    is_plain = 1 < len(parts) <= MAX_WIDTH and all(map(str.isalpha, parts))
    is_plain = is_plain and parts[0] not in UNIT_FORMS and word.isascii()
    return parts if is_plain and len(word) <= MAX_FORM else []
