"""Sets of releases of one segment as bitmaps: a bit for each release, by ordinal.

What has common words is combined and counted by machine words, whatever its size.  It
becomes documents, one by one, only where somebody wants these: a bitmap is a set like
any other, and all that it meets are releases of its own segment.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import compress
from typing import Any

_FEW = 16
"""Documents are few if a segment has so many times as many releases: each is looked up,
which takes less than making a set of the bitmap."""

_SPARSE = 8
"""In a bitmap of so many times as many bits, those that are set are searched for."""

_ONE = re.compile("1")

_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


class Bitmap(Set[int]):
    """The releases that have their bits set, as documents; ``releases`` are all."""

    __slots__ = ("_bits", "_documents", "_releases")

    def __init__(self, bits: int, releases: Sequence[int]) -> None:
        self._bits = bits
        self._releases = releases
        self._documents: frozenset[int] | None = None

    def select(self, bits: int) -> "Bitmap":
        """Return those of the set whose bits are set here too."""
        return Bitmap(self._bits & bits, self._releases)

    def among(self, documents: Iterable[Any]) -> "Bitmap":
        """Return those of the set that are among some documents, as a bitmap."""
        return self.select(self._find_bits(documents))

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
        if len(self) * _SPARSE < len(self._releases):
            return (self._releases[one.start()] for one in _ONE.finditer(digits))
        return compress(self._releases, digits.encode().translate(_FLAGS))

    def __contains__(self, document: object) -> bool:
        return bool(self.among((document,)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Bitmap):
            return self._bits == other._bits
        return self.documents() == other

    __hash__ = None  # type: ignore[assignment]  # it equals sets, which have none

    def __and__(self, other: Set[Any]) -> Set[int]:
        if isinstance(other, Bitmap):
            return self.select(other._bits)
        if self._documents is None and len(other) * _FEW < len(self._releases):
            return self._look_up(other)
        return self.documents() & other

    def __or__(self, other: Set[int]) -> "Bitmap":  # type: ignore[override]
        return Bitmap(self._bits | self._find_bits(other), self._releases)

    def __sub__(self, other: Set[Any]) -> "Bitmap":
        return Bitmap(self._bits & ~self._find_bits(other), self._releases)

    def __rsub__(self, other: Set[int]) -> Set[int]:
        return other - (self & other)

    __rand__ = __and__
    __ror__ = __or__

    def _look_up(self, documents: Iterable[int]) -> set[int]:
        octets = self._bits.to_bytes(len(self._releases) // 8 + 1, "little")
        ordinals = ((d, bisect_left(self._releases, d)) for d in documents)
        return {d for d, n in ordinals if octets[n >> 3] >> (n & 7) & 1}

    def _find_bits(self, documents: Iterable[Any]) -> int:
        if isinstance(documents, Bitmap):
            return documents._bits
        octets = bytearray(len(self._releases) // 8 + 1)
        for document in documents:
            ordinal = bisect_left(self._releases, document)
            octets[ordinal >> 3] |= 1 << (ordinal & 7)
        return int.from_bytes(octets, "little")
