"""The words of a text as they are compared: what is no change has gone from a key.

Case, accents, punctuation, dashes and spaces don't count.  £780m is £780 million, 24
per cent is 24%, 10-12 is 10 to 12, nine is 9.  Among words that are given, an ellipsis
and square brackets are units of their own, which no word is equal to.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from pressfind.analysis import MAX_FORM, Word, find_words, fold
from pressfind.extract.vocabulary import list_words
from pressfind.model import Span
from pressfind.values import frozen


class Mark(Enum):
    """What an editor puts among the words of a quote."""

    ELLIPSIS = auto()
    BRACKETS = auto()


@frozen
class Unit:
    """A word, a quantity or a mark; units are the same if their keys are."""

    key: str
    span: Span
    mark: Mark | None = None


@frozen
class Wording:
    """The units of a part of a text, in reading order."""

    text: str
    part: Span
    units: tuple[Unit, ...]

    def written(self, first: int, last: int) -> str:
        """Return the text of units, from ``first`` up to ``last``, with its marks."""
        if first >= last:
            return ""
        start, end = self.units[first].span.start, self.units[last - 1].span.end
        floor, ceiling = self.part.start, self.part.end
        if first:
            floor = self.units[first - 1].span.end
        if last < len(self.units):
            ceiling = self.units[last].span.start
        while start > floor and not self.text[start - 1].isspace():
            start -= 1
        while end < ceiling and not self.text[end].isspace():
            end += 1
        return self.text[start:end]


_NEGATIONS = list_words("not never no none nor neither nobody nothing nowhere without")
_UNITS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_DIGITS = {
    **{word: str(number) for number, word in enumerate(_UNITS.split())},
    **{word: f"{number}0" for number, word in enumerate(_TENS.split(), 2)},
}
_AMOUNTS = list_words(
    """
    hundred thousand million billion trillion dozen half quarter third hundreds
    thousands millions billions trillions dozens halves quarters thirds double triple
    twice percent
    """
)

_BETWEEN_NUMBERS = frozenset("-‐‑–—")
_IN_WORD = re.compile(r"(?<=[^\W_])\[([^\W_]+)\]|\[([^\W_]+)\](?=[^\W_])")  # [T]he
_MARK = re.compile(
    r"""
      (?P<sic> [\[(] sic [\])] )
    | (?P<ellipsis> \[ [\s.…]+ \] | \(? (?: … | \. \s? \. \s? \. (?: \s? \. )* ) \)? )
    | (?P<brackets> \[ [^\[\]]* \] )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def read_said(text: str, parts: Sequence[Span]) -> Wording:
    """Return the words of these parts of a text, one at least, as one row."""
    units = (unit for part in parts for unit in _read(text, part.start, part.end))
    return Wording(text, Span(parts[0].start, parts[-1].end), tuple(units))


def read_given(text: str) -> Wording:
    """Return the words that somebody gives as a quote, with an editor's marks.

    >>> [unit.key for unit in read_given("“[T]he … [sic] cannot [all] go.”").units]
    ['the', '…', 'can', 'not', '[]', 'go']
    """
    text = _IN_WORD.sub(lambda match: match[1] or match[2], text)
    units: list[Unit] = []
    start = 0
    for match in _MARK.finditer(text):
        units += _read(text, start, match.start())
        start = match.end()
        if match.lastgroup == "ellipsis":
            units.append(Unit("…", Span(*match.span()), Mark.ELLIPSIS))
        elif match.lastgroup == "brackets":
            units.append(Unit("[]", Span(*match.span()), Mark.BRACKETS))
    units += _read(text, start, len(text))
    return Wording(text, Span(0, len(text) or 1), tuple(units))


def weigh(key: str) -> int:
    """Return how much a word says of which words these are.

    The longer a word the rarer it is.  Numbers are what is altered most: the words
    around them tell.
    """
    return 1 if _is_number(key) else len(key)


def find_numbers(wording: Wording, first: int, last: int) -> list[str]:
    """Return the numbers and amounts among units, sorted."""
    return sorted(key for key in _keys(wording, first, last) if _is_number(key))


def count_negations(wording: Wording, first: int, last: int) -> int:
    """Return how many of the units say no: not, never, don't."""
    keys = _keys(wording, first, last)
    return sum(key in _NEGATIONS or key.endswith("n't") for key in keys)


def _keys(wording: Wording, first: int, last: int) -> Iterator[str]:
    """Yield the keys of units, with those of the words within brackets."""
    for unit in wording.units[first:last]:
        if unit.mark is Mark.BRACKETS:
            inside = _read(wording.text, unit.span.start, unit.span.end)
            yield from (word.key for word in inside)
        else:
            yield unit.key


def _is_number(key: str) -> bool:
    return key in _AMOUNTS or any(map(str.isdecimal, key))


def _read(text: str, start: int, end: int) -> Iterator[Unit]:
    behind = start  # where the last number ends
    past = start  # where a quantity ends that takes in the words behind its number
    for word in find_words(text, start, end):
        if word.span.start < past:
            continue
        if word.is_number:
            if text[behind : word.span.start] in _BETWEEN_NUMBERS and behind > start:
                yield Unit("to", Span(behind, word.span.start))
            past = behind = word.quantity.end if word.quantity else word.span.end
            form = word.quantity.forms[0] if word.quantity else word.parts[0][0]
            yield Unit(
                _key(form, text[word.span.start : past]), Span(word.span.start, past)
            )
        else:
            yield from _read_word(text, word)


def _read_word(text: str, word: Word) -> Iterator[Unit]:
    for form, start, end in word.parts:
        if form == "cannot" and end - start == len(form):
            yield Unit("can", Span(start, end - 3))
            yield Unit("not", Span(end - 3, end))
        else:
            yield Unit(_key(form, text[start:end]), Span(start, end))


def _key(form: str, written: str) -> str:
    """Return a form as it is compared: whole, and with the possessive."""
    folded = fold(written)
    if len(form) >= MAX_FORM:
        return folded
    if folded.endswith("'s") and not form.endswith("'s"):
        return f"{form}'s"
    return _DIGITS.get(form, form)
