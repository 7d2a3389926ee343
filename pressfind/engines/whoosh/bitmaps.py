"""Sets of releases of one segment as bitmaps: a bit for each release, by ordinal.

What has common words is combined and counted by machine words, whatever its size.  It
becomes documents, one by one, only where somebody wants these: a bitmap is a set like
any other, and all that it meets are releases of its own segment.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import compress
from typing import Any

_SPARSE = 8
"""In a bitmap of so many times as many bits, those that are set are searched for."""

_ONE = re.compile("1")

_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


Bit = tuple[int, int]
"""The place of a bit: its octet, and what this is if no other bit of it is set."""


class Numbering:
    """The document of each release, and of each document the ordinal of its release."""

    def __init__(self, documents: Sequence[int], ordinals: Sequence[int]) -> None:
        self.documents = documents
        self.ordinals = ordinals
        self.octets = len(documents) // 8 + 1

    @cached_property
    def listed(self) -> list[int]:
        """The same documents, which are gone through in half the time."""
        return list(self.documents)

    def find_bits(self, documents: Iterable[int]) -> int:
        """Return the bits of some releases."""
        octets, ordinals = bytearray(self.octets), self.ordinals
        for document in documents:
            ordinal = ordinals[document]
            octets[ordinal >> 3] |= 1 << (ordinal & 7)
        return int.from_bytes(octets, "little")


class Bitmap(Set[int]):
    """The releases of a segment whose bits are set, as documents."""

    __slots__ = ("_bits", "_documents", "_numbering")

    def __init__(self, bits: int, numbering: Numbering) -> None:
        self._bits = bits
        self._numbering = numbering
        self._documents: frozenset[int] | None = None

    def select(self, bits: int) -> "Bitmap":
        """Return those of the set whose bits are set here too."""
        return Bitmap(self._bits & bits, self._numbering)

    def among(self, documents: Iterable[int]) -> "Bitmap":
        """Return those of the set that are among some documents, as a bitmap."""
        return self.select(self._numbering.find_bits(documents))

    def locate(self, documents: Iterable[int]) -> list[Bit]:
        """Return where some releases have their bits, for ``look_at``."""
        ordinals = map(self._numbering.ordinals.__getitem__, documents)
        return [(ordinal >> 3, 1 << (ordinal & 7)) for ordinal in ordinals]

    def look_at(self, places: Iterable[Bit]) -> list[int]:
        """Return for each of some bits whether it is set: else it is 0."""
        octets = self._bits.to_bytes(self._numbering.octets, "little")
        return [octets[octet] & bit for octet, bit in places]

    def documents(self) -> frozenset[int]:
        """Return the same as a set of Python's; it is made once."""
        if self._documents is None:
            self._documents = frozenset(self)
        return self._documents

    def __len__(self) -> int:
        return self._bits.bit_count()

    def __bool__(self) -> bool:
        return self._bits != 0

    def __iter__(self) -> Iterator[int]:
        digits = f"{self._bits:b}"[::-1]
        documents = self._numbering.documents
        if len(self) * _SPARSE < len(documents):
            return (documents[one.start()] for one in _ONE.finditer(digits))
        return compress(self._numbering.listed, digits.encode().translate(_FLAGS))

    def __contains__(self, document: Any) -> bool:
        return bool(self._bits >> self._numbering.ordinals[document] & 1)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Bitmap):
            return self._bits == other._bits
        return self.documents() == other

    __hash__ = None  # type: ignore[assignment]  # it equals sets, which have none

    def __and__(self, other: Set[Any]) -> Set[int]:
        if isinstance(other, Bitmap):
            return self.select(other._bits)
        # To look up a document takes as long as to make it one of a set.
        if self._documents is None and len(other) < len(self):
            return self._look_up(other)
        return self.documents() & other

    def __or__(self, other: Set[int]) -> "Bitmap":  # type: ignore[override]
        return Bitmap(self._bits | self._bits_of(other), self._numbering)

    def __sub__(self, other: Set[Any]) -> "Bitmap":
        return Bitmap(self._bits & ~self._bits_of(other), self._numbering)

    def __rsub__(self, other: Set[int]) -> Set[int]:
        return other - (self & other)

    __rand__ = __and__
    __ror__ = __or__

    def _look_up(self, documents: Iterable[int]) -> set[int]:
        octets = self._bits.to_bytes(self._numbering.octets, "little")
        ordinals = self._numbering.ordinals
        return {
            document
            for document in documents
            if octets[(ordinal := ordinals[document]) >> 3] >> (ordinal & 7) & 1
        }

    def _bits_of(self, documents: Set[Any]) -> int:
        if isinstance(documents, Bitmap):
            return documents._bits
        return self._numbering.find_bits(documents)
