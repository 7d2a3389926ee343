"""Which forms a pattern or a misspelt word stands for.

Forms are compared character by character, as they are folded.
"""

import fnmatch
import re
from collections.abc import Callable
from functools import lru_cache

from pressfind.query.tree import Fuzzy, Pattern, Variant

_WILDCARDS = re.compile(r"[*?]")

_DEAD = -1


@lru_cache(maxsize=1000)
def compile_test(variant: Variant) -> Callable[[str], bool]:
    """Return what tells whether a form is one that ``variant`` stands for.

    Of a misspelt word these are the forms near it, not its relatives.
    """
    match variant:
        case Pattern(form):
            # A piece has letters, digits, apostrophes and wildcards: no bracket.  The
            # expression never tries a star again, so no text takes it long.
            matches = re.compile(fnmatch.translate(form)).match
            return lambda form: matches(form) is not None
        case Fuzzy(form, edits):
            return Neighbourhood(form, edits).holds


def beginning_of(pattern: Pattern) -> str:
    """Return what all forms of a pattern begin with: something, as it is read."""
    return _WILDCARDS.split(pattern.form, maxsplit=1)[0]


class Neighbourhood:
    """The forms at most so many edits from a word.

    They are told by an automaton: its states are the rows of the table of optimal
    string alignment distances, each made when a form first leads there.  So a form
    costs a step for each character, up to the first that none can follow.
    """

    def __init__(self, word: str, edits: int) -> None:
        self._word = word
        self._edits = edits
        self._letters = frozenset(word)
        self._numbers: dict[_Row, int] = {}
        self._rows: list[_Row] = []
        self._steps: list[dict[str, int]] = []
        first = tuple(min(place, edits + 1) for place in range(len(word) + 1))
        self._start = self._number_of((first, (), ""))

    def holds(self, form: str) -> bool:
        """Whether a form is within the edits."""
        state = self._start
        for character in form:
            following = self._steps[state].get(character)
            state = self._step(state, character) if following is None else following
            if state == _DEAD:
                return False
        return self._rows[state][0][-1] <= self._edits

    def _step(self, state: int, character: str) -> int:
        # All characters that the word doesn't have lead to the same row.
        letter = character if character in self._letters else ""
        row = self._row_after(self._rows[state], letter)
        dead = min(row) > self._edits
        number = _DEAD if dead else self._number_of((row, self._rows[state][0], letter))
        self._steps[state][character] = number
        return number

    def _number_of(self, row: "_Row") -> int:
        if row not in self._numbers:
            self._numbers[row] = len(self._rows)
            self._rows.append(row)
            self._steps.append({})
        return self._numbers[row]

    def _row_after(self, last: "_Row", letter: str) -> tuple[int, ...]:
        above, before, previous = last
        row = [above[0] + 1]
        for place, own in enumerate(self._word):
            cost = min(
                row[place] + 1, above[place + 1] + 1, above[place] + (own != letter)
            )
            swapped = before and place and own == previous
            if swapped and self._word[place - 1] == letter:
                cost = min(cost, before[place - 1] + 1)
            row.append(cost)
        return tuple(min(cost, self._edits + 1) for cost in row)


_Row = tuple[tuple[int, ...], tuple[int, ...], str]
"""A row of the table, the one above it, and the letter that led to it."""
