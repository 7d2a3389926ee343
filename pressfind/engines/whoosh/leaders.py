"""How many releases of a segment have each stem, and which of them lead by it.

    held[i]         how many releases have the stem of family i in any text field
    common[k]       the families that a large part of the releases has, ascending
    bits            for each of these, a bit for each release, by ordinal: who has it
    ordinals        for each document, the ordinal of the release it belongs to
    families[j]     the families that many releases have, ascending
    documents       for each of these, the releases that the stem weighs most in
    frequencies     how often they have it, field by field of ``RELEASE_FIELDS``, packed
    ends[j]         where these of the families up to j end
    rest[j]         what it weighs at most in any other release, in units of ``UNIT``
    most            the same field by field, in units of ``FIELD_UNIT``

So neither a search for one word nor the rarity of a word needs whole posting lists, and
no search for several has to look at those of common words to find what has them.
Weights depend on the mean lengths of fields, which are the segment's own here and those
of all segments in a search: ``Leaders.find`` allows for the difference.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from pathlib import Path

from pressfind.engines.whoosh.dictionary import find_place
from pressfind.engines.whoosh.fields import RELEASE_FIELDS
from pressfind.engines.whoosh.sections import SectionFile
from pressfind.schema import FIELDS, find_norm
from pressfind.values import frozen

MOST_LEADERS = 20
"""Leaders of a stem in a segment: two pages, since other means can reorder them."""

UNIT = 2.0**-16
"""Of ``rest``: it is rounded up."""

FIELD_UNIT = 2.0**-4
"""Of ``most``, which only says how much less certain other means make ``rest``."""

_WINDOW = -9
"""Packed by zlib, without a sum of its own, since the file has one.

The window is the smallest: to clear a larger one takes longer than to pack so little.
"""


@frozen
class Leading:
    """The releases that lead by a stem; ``packed`` is how often each has it, by field.

    No other release weighs more than ``rest``.
    """

    documents: Sequence[int]
    packed: "bytes | memoryview[int]"
    rest: float

    def find_postings(self) -> Iterator[tuple[str, tuple[list[int], bytes]]]:
        """Yield the fields that any of them has it in, with which do and how often."""
        frequencies = zlib.decompress(self.packed, _WINDOW)
        for number, name in enumerate(RELEASE_FIELDS):
            column = frequencies[number * MOST_LEADERS : (number + 1) * MOST_LEADERS]
            if held := column.replace(b"\0", b""):
                yield name, ([*compress(self.documents, column)], held)


NONE_LEADING = Leading((), b"", 0.0)
"""What leads by a stem that no release has."""


class Leaders:
    """The leaders of a mapped segment."""

    def __init__(self, path: Path) -> None:
        file = SectionFile(path)
        self._held = file.array("held")
        self._common = file.array("common")
        self._bits = file.array("bits")
        self.ordinals = file.array("ordinals")
        self._families = file.array("families")
        self._documents = file.array("documents")
        self._frequencies = file.array("frequencies")
        self._ends = file.array("ends")
        self._rest = file.array("rest")
        self._most = file.array("most")
        self._means: dict[str, float] = file.about["means"]
        self._is_current = file.about["norms"] == sample_norms()

    def count(self, family: int) -> int:
        """Return how many releases have a stem of this family, deleted ones too."""
        return self._held[family]

    def find_bits(self, family: int) -> int | None:
        """Return which releases have a stem of this family, or None if few have it."""
        place = find_place(self._common, family)
        if place is None:
            return None
        width = len(self._bits) // len(self._common)
        return int.from_bytes(self._bits[place * width : (place + 1) * width], "little")

    def find(self, family: int, means: Mapping[str, float]) -> Leading | None:
        """Return the leaders of a family, or None if few releases have it.

        ``means`` are the mean lengths of the fields that weights are by now.
        """
        place = find_place(self._families, family)
        if place is None or not self._is_current:
            return None
        start, end = place * MOST_LEADERS, (place + 1) * MOST_LEADERS
        begin = self._ends[place - 1] if place else 0
        return Leading(
            self._documents[start:end].tolist(),
            self._frequencies[begin : self._ends[place]],
            self._rest[place] * UNIT + self._find_growth(place, means),
        )

    def _find_growth(self, place: int, means: Mapping[str, float]) -> float:
        """Return by how much weights can have grown: in a field as much as its mean."""
        first = place * len(RELEASE_FIELDS)
        return sum(
            most * FIELD_UNIT * (means[name] / self._means[name] - 1)
            for name, most in zip(RELEASE_FIELDS, self._most[first:], strict=False)
            if self._means[name] and means[name] > self._means[name]
        )


def pack(frequencies: bytes) -> bytes:
    """Return how often leaders have a stem, field by field, in few bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _WINDOW)
    return packer.compress(frequencies) + packer.flush()


def sample_norms() -> list[float]:
    """Return norms that are others if weights are by other parameters."""
    fields = map(FIELDS.__getitem__, RELEASE_FIELDS)
    return [find_norm(field, length, 2.0) for field in fields for length in (1, 2, 3)]
