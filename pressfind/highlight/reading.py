"""A text made ready to find words in: each of its characters folded to one.

Folded, texts of English are ASCII, whatever signs they are printed with, and these are
searched fastest.
"""

import re
import unicodedata
from typing import NamedTuple

from pressfind.analysis import fold

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

_UNFOLDED = "\0"
"""Stands for what goes on a word and is no single letter when it is folded."""

_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
_USUAL = "’“”‘–£"
"""What most texts that aren't ASCII have of other characters, and nothing else."""

_FEW = 16
"""So many different characters are replaced faster one by one than by a table."""


class Reading(NamedTuple):
    """A text, and its characters folded one by one: both have the same length."""

    text: str
    letters: str
    is_whole: bool

    def can_tell(self, start: int, end: int) -> bool:
        """Whether the letters of a region show every word that may be sought there."""
        return self.is_whole or self.letters.find(_UNFOLDED, start, end) < 0


def read_text(text: str) -> Reading:
    """Return a text made ready for finders."""
    letters = text
    if not letters.isascii():
        for character in _USUAL:
            letters = letters.replace(character, _FOLDED[ord(character)])
    if not letters.isascii():
        characters = set(_NOT_ASCII.findall(letters))
        if len(characters) > _FEW:
            letters = text.translate(_FOLDED)
        else:
            for character in characters:
                letters = letters.replace(character, _FOLDED[ord(character)])
    return Reading(text, letters.lower(), _UNFOLDED not in letters)


class _Folded(dict[int, str]):
    """From a character's code to what stands for it in the letters of a reading."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _fold_character(chr(code))
        return letter


def _fold_character(character: str) -> str:
    folded = fold(character)
    if character.isalnum():
        return folded if len(folded) == 1 and folded.isalnum() else _UNFOLDED
    if unicodedata.category(character) in _MARKS:
        return _UNFOLDED
    if len(folded) != 1 or folded.isalnum() or folded.isspace():
        return " "
    # Texts of ASCII are searched much faster: any sign that ties no words will do.
    return folded if folded.isascii() else '"'


# Decomposed, this accent would be a space; it is written for an apostrophe.  Hyphens
# are all the one of ASCII, for with any other an expression takes four times as long
# to compile.
_FOLDED = _Folded({ord("´"): "'", ord("‐"): "-", ord("‑"): "-"})
