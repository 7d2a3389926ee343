"""Pairs of quotation marks in one paragraph, outermost only.

’ is both apostrophe and closing mark, ‘ may be closed by ”, and marks may be missing:
a mark without its partner makes no pair.  One pass over the marks; whatever they are,
each is looked at once.
"""

import re
from functools import lru_cache

from pressfind.values import constructor_of, frozen

# Any mark but the apostrophe of "it’s", by far the most frequent and never a mark, and
# the okina of "Hawai‘i".
_MARK = re.compile(r"[“”„«»‘’‚\"'](?<![^\W_][’'‘](?=[^\W_]))")
# What begins with a character is found much faster than what begins with a set, and a
# character alone faster still.
_STRAIGHT_DOUBLE = re.compile(r"\"")
_STRAIGHT_SINGLE = re.compile(r"'(?<![^\W_]'(?=[^\W_]))")
_OPENS_DOUBLE = "“„«"
_CLOSES_DOUBLE = "”»"
_BRACKETS = "([{—–-/“‘"

OPENING_MARKS = "“„«\"‘‚'"
CLOSING_MARKS = "”»\"’'"


@frozen(kw_only=True)
class Pair:
    """Marked words: ``start`` and ``end`` hold them without the marks around."""

    start: int
    end: int
    mark_start: int
    mark_end: int


@frozen(kw_only=True)
class Marks:
    """The pairs of a paragraph, and where an opening mark without partner stands."""

    pairs: tuple[Pair, ...]
    unclosed: int | None


_make_pair = constructor_of(Pair)
_make_marks = constructor_of(Marks)
_NO_MARKS = _make_marks(pairs=(), unclosed=None)


def may_open(text: str) -> bool:
    """Tell whether a mark in ``text`` can open: without one no mark closes."""
    if '"' in text or _has_straight_single(text):
        return True
    return not text.isascii() and (
        "“" in text or "‘" in text or "„" in text or "«" in text or "‚" in text
    )


@lru_cache(maxsize=64)  # to find where marks close those of each paragraph are found
def find_marks(text: str) -> Marks:
    """Return the outermost pairs of marks in ``text``, in reading order.

    >>> text = "The trustees’ ‘plan B” and “It’s ‘ours’ now,” she said."
    >>> [text[pair.start : pair.end] for pair in find_marks(text).pairs]
    ['plan B', 'It’s ‘ours’ now,']
    """
    if not may_open(text):
        return _NO_MARKS
    only_double = text.isascii() and not _has_straight_single(text)
    mark = _STRAIGHT_DOUBLE if only_double else _MARK
    pairing = _Pairing(text)
    for match in mark.finditer(text):
        pairing.take(match.start())
    return pairing.finish()


def _has_straight_single(text: str) -> bool:
    return "'" in text and _STRAIGHT_SINGLE.search(text) is not None


class _Pairing:
    """What is open while the marks of a paragraph are read in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pairs: list[Pair] = []
        self.double: int | None = None
        self.single: int | None = None
        self.weak: int | None = None  # a ’ that may as well be a plural's apostrophe
        self.nested = False  # a double pair inside a single one

    def take(self, at: int) -> None:
        mark = self.text[at]
        if mark == '"':
            mark = "“" if self._straight_opens(at) else "”"
        if mark in _CLOSES_DOUBLE or (mark == "“" and self._is_german()):
            self._close_double(at)
        elif mark in _OPENS_DOUBLE:
            self._open_double(at)
        elif self.double is None:
            self._take_single(at)

    def finish(self) -> Marks:
        single = self.single if self.weak is None else None
        self._settle_single()
        unclosed = single if self.double is None else self.double
        return _make_marks(pairs=tuple(self.pairs), unclosed=unclosed)

    def _is_german(self) -> bool:
        return self.double is not None and self.text[self.double] == "„"

    def _straight_opens(self, at: int) -> bool:
        before = self.text[at - 1 : at]
        begins = not before or before.isspace() or before in _BRACKETS
        is_inside = self.double is not None or self.nested
        if begins != is_inside:
            return begins
        after = self.text[at + 1 : at + 2]
        # “A.”“B.” where a paragraph's end was lost: what just closed can't close again.
        if self.pairs and self.pairs[-1].mark_end == at:
            return bool(after) and not after.isspace()
        return after.isalnum()

    def _around(self, at: int) -> tuple[str, str]:
        return self.text[at - 1 : at], self.text[at + 1 : at + 2]

    def _open_double(self, at: int) -> None:
        if self.single is not None and self.weak is None:
            self.nested = True
            return
        self._settle_single()
        self.double = at

    def _close_double(self, at: int) -> None:
        if self.double is not None:
            self._pair(self.double, at)
            self.double = None
        elif self.nested:
            self.nested = False
        elif self.single is not None:
            self._pair(self.single, at)
            self.single = self.weak = None

    def _take_single(self, at: int) -> None:
        before, after = self._around(at)
        if self.text[at] in "‘‚" or (self.text[at] == "'" and self._opens_single(at)):
            self._settle_single()
            self.single, self.nested = at, False
            return
        apostrophe = before.isalnum() and after.isalnum()
        if self.single is None or apostrophe or not before or before.isspace():
            return
        if before == "s" and after.isspace():
            self.weak = self.weak or at
        else:
            self._pair(self.single, at)
            self.single, self.weak, self.nested = None, None, False

    def _opens_single(self, at: int) -> bool:
        before, after = self._around(at)
        begins = not before or before.isspace() or before in _BRACKETS
        return begins and bool(after) and not after.isspace()

    def _settle_single(self) -> None:
        if self.single is not None and self.weak is not None:
            self._pair(self.single, self.weak)
        self.single, self.weak, self.nested = None, None, False

    def _pair(self, opening: int, closing: int) -> None:
        words = self.text[opening + 1 : closing]
        inner = words.strip()
        if inner:
            start = opening + 1 + len(words) - len(words.lstrip())
            self.pairs.append(
                _make_pair(
                    start=start,
                    end=start + len(inner),
                    mark_start=opening,
                    mark_end=closing + 1,
                )
            )
