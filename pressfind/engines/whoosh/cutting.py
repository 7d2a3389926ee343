"""Texts cut into chunks, and the numbers of these, for many texts at once.

To look all chunks up in a dictionary takes a third of the work of a segment, most of it
to fetch from memory what they are compared with.  So those that come first, and most
often as a rule, are also in a table, where a few operations find many by their bytes.
A text is in UTF-8 here, and only white space of ASCII parts its chunks.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.columns import Column, Offsets

_Keys = npt.NDArray[np.uint64]

_SHORT = 15
"""The most bytes of a chunk that the table has, and of fifty all but one are shorter.

They are two integers: eight of them, and seven with how many they are.
"""

_LONG = _SHORT + 1
_LOW = np.array([(1 << 8 * min(n, 8)) - 1 for n in range(_LONG)] + [0], np.uint64)
_HIGH = np.array([(1 << 8 * max(n - 8, 0)) - 1 for n in range(_LONG)] + [0], np.uint64)
_LENGTH = np.arange(_LONG + 1, dtype=np.uint64) << np.uint64(56)

_SLOTS = 18
"""Bits of a place in the table: it takes 6 MB, and has a quarter of a million."""

_ROW = np.dtype([("low", "u8"), ("high", "u8"), ("number", "u8")])
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")


def encode_text(text: str) -> bytes:
    """Return a text as ``Cutter`` reads it.

    No form has the case of its letters, and chunks without it are a sixth fewer.
    """
    if not text.isascii():
        text = _WIDE_SPACE.sub(" ", text)
    return text.encode("utf-8", "surrogatepass").lower()


class Cutter:
    """Cuts texts, and has the table of chunks that came first."""

    def __init__(self) -> None:
        self._table = np.zeros(1 << _SLOTS, _ROW)

    def cut(
        self, texts: Sequence[bytes], find: Callable[[Sequence[bytes]], Sequence[int]]
    ) -> tuple[Column, Offsets]:
        """Return the numbers of the chunks of all texts, and how many each text has.

        ``find`` tells the numbers of chunks that aren't in the table.
        """
        # The spaces at the end let 16 bytes be read of the last chunk, too.
        raw = b"\n".join((b"", *texts, b" " * _LONG))
        starts, ends = _find_chunks(raw)
        behind = np.cumsum([1 + len(text) for text in texts], dtype=np.int64)
        counts = np.diff(np.searchsorted(starts, behind), prepend=0)
        low, high = _read_keys(raw, starts, ends)
        slots = _find_slots(low, high)
        numbers, rest = self._look_up(slots, low, high)
        beside, others = self._look_up(slots[rest] ^ 1, low[rest], high[rest])
        numbers[rest] = beside
        rest = rest[others]
        bounds = zip(starts[rest].tolist(), ends[rest].tolist(), strict=True)
        numbers[rest] = find([raw[start:end] for start, end in bounds])
        new = rest[high[rest] < _LENGTH[_LONG]]
        self._fill(slots[new], low[new], high[new], numbers[new])
        return numbers, counts

    def _look_up(
        self, slots: Offsets, low: _Keys, high: _Keys
    ) -> tuple[Column, Offsets]:
        """Return the numbers in some slots, and which are of other chunks."""
        rows = np.take(self._table, slots)
        others = np.flatnonzero((rows["low"] != low) | (rows["high"] != high))
        return rows["number"].astype(np.uint32), others

    def _fill(self, slots: Offsets, low: _Keys, high: _Keys, numbers: Column) -> None:
        """Put chunks into their slots, or beside these, where that is empty."""
        slots = np.where(self._table["high"][slots] == 0, slots, slots ^ 1)
        empty = np.flatnonzero(self._table["high"][slots] == 0)
        # As whole rows, since of chunks with one slot any may be the last to be set.
        rows = np.zeros(len(empty), _ROW)
        rows["low"], rows["high"] = low[empty], high[empty]
        rows["number"] = numbers[empty]
        self._table[slots[empty]] = rows


def _find_chunks(raw: bytes) -> tuple[Offsets, Offsets]:
    """Return where chunks begin and end in bytes between white space."""
    characters = np.frombuffer(raw, np.uint8)
    # From tab to return, and from the file separator to the space.
    is_space = (characters - 9 < 5) | (characters - 28 < 5)
    edges = np.flatnonzero(is_space[1:] != is_space[:-1]) + 1
    return edges[::2], edges[1::2]


def _read_keys(raw: bytes, starts: Offsets, ends: Offsets) -> tuple[_Keys, _Keys]:
    """Return the two integers that each chunk is; of a long one only its length."""
    lengths = np.minimum(ends - starts, _LONG)
    windows = np.ndarray(len(raw) - _SHORT, "V16", raw, strides=(1,))
    halves = windows[starts].view("<u8").reshape(-1, 2)
    low = halves[:, 0] & _LOW[lengths]
    return low, halves[:, 1] & _HIGH[lengths] | _LENGTH[lengths]


def _find_slots(low: _Keys, high: _Keys) -> Offsets:
    """Return where in the table a chunk is, by the first bits of a product."""
    mixed = (low * 0x9E3779B97F4A7C15) ^ (high * 0xC2B2AE3D27D4EB4F)
    return (mixed >> (64 - _SLOTS)).astype(np.int64)
