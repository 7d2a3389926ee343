"""Which releases say nearly the same, under whatever titles.

Two are if about as long, and if their resemblance is high: of the runs of words in
either, the part that is in both (A. Broder, On the resemblance and containment of
documents, 1997).  Keys find the few pairs worth comparing: min-hashes of chunks, which
the text itself cuts as in U. Manber, Finding similar files in a large file system,
1994.  Boilerplate doesn't count: who shares no more than that is not alike.  Nor are
texts alike that have other numbers in the place of numbers: the same grant to the next
town, or the figures of the week after, is other news.
"""

import re
from functools import cached_property
from operator import itemgetter
from zlib import crc32

from pressfind.model import BlockKind, Release

NEAR = 0.9
"""The least resemblance of near-identical texts, and ratio of their lengths.

A word in eighty may differ, or a tenth be left out.
"""

# Python 3.11 looks up a member of an enum in Python, and each block is compared.
_BOILERPLATE = BlockKind.BOILERPLATE
_RUN = 4  # words
_FEWEST_WORDS = 30
"""Shorter texts are alike by chance: an address, or a line about what follows."""

_ANCHOR = b" s"
"""What cuts chunks: one word in fourteen begins so, in languages like English too."""

_CHUNK = 32
"""Bytes of a chunk that count: a change is in fewer chunks if they are short."""

_BETWEEN = re.compile(r"\D+")  # also the st of 31st; takes half as long as numbers

_LENGTH_BITS = 24
_LONGEST = (1 << _LENGTH_BITS) - 1
_NUMBER_BITS = 64 - _LENGTH_BITS
"""Bits of a sketch: the length of a text, and what numbers are in it."""

_ONLY_DIGITS = bytes(b if chr(b) in "0123456789" else 32 for b in range(256))

_beginning = itemgetter(slice(_CHUNK))

_HASHES = 8
_ABOVE_ALL = 1 << 32
_HALF = 0x3FFFFFFF
_MARKS = (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'))
Runs = set[str]


def find_likeness(release: Release) -> tuple[frozenset[int], int]:
    """Return keys of 62 bits, and the sketch that ``Outline.are_apart`` takes.

    Near-identical releases have two keys in common, as a rule.  A key is of two
    min-hashes, so those who share a paragraph seldom share a key.
    """
    text = _text(release)
    if len(text.split(" ", _FEWEST_WORDS - 1)) < _FEWEST_WORDS:
        return frozenset(), 0
    raw = text.encode("utf-8", "surrogatepass").lower()
    least: dict[int, int] = {}
    for found in map(crc32, map(_beginning, raw.split(_ANCHOR))):
        if found < least.get(found % _HASHES, _ABOVE_ALL):
            least[found % _HASHES] = found
    pairs = [(least.get(n, 0), least.get(n + 1, 0)) for n in range(0, _HASHES, 2)]
    keys = frozenset((a & _HALF) << 32 | b for a, b in pairs if a or b)
    return keys, _sketch(raw) << _LENGTH_BITS | min(len(text), _LONGEST)


class Outline:
    """What of a release is compared with others."""

    def __init__(self, release: Release) -> None:
        self._text = _text(release)

    def is_like(self, other: "Outline") -> bool:
        """Whether two releases are near-identical; both say the same."""
        fewer, more = sorted((len(self._text), len(other._text)))
        if fewer < NEAR * more:
            return False
        if self._text == other._text:
            return True
        mine, theirs = self._numbers, other._numbers
        if mine - theirs and theirs - mine:
            return False
        return _resemblance(self._runs, other._runs) >= NEAR

    @staticmethod
    def are_apart(sketch: int, other: int) -> bool:
        """Whether no outlines of releases with these sketches can be alike."""
        fewer, more = sorted((sketch & _LONGEST, other & _LONGEST))
        if fewer < NEAR * more:
            return True
        mine, theirs = sketch >> _LENGTH_BITS, other >> _LENGTH_BITS
        return bool(mine & ~theirs and theirs & ~mine)

    @cached_property
    def _numbers(self) -> set[str]:
        return {*_BETWEEN.split(self._text)} - {""}

    @cached_property
    def _runs(self) -> Runs:
        return _runs(self._text)


def _sketch(raw: bytes) -> int:
    """Return a set of bits: each number of a text sets one, which others set too."""
    bits = 0
    for number in set(raw.translate(_ONLY_DIGITS).split()):
        bits |= 1 << crc32(number) % _NUMBER_BITS
    return bits


def _resemblance(one: Runs, other: Runs) -> float:
    both = len(one & other)
    return both / max(len(one) + len(other) - both, 1)


def _runs(text: str) -> Runs:
    words = text.lower().split()
    rows = (words[start:] for start in range(_RUN))
    return set(map(" ".join, zip(*rows, strict=False)))


def _text(release: Release) -> str:
    text = " ".join([b.text for b in release.blocks if b.kind is not _BOILERPLATE])
    for typeset, typed in _MARKS:
        text = text.replace(typeset, typed)
    return text
