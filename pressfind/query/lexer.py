"""Query text into tokens, each with the column of its first code point.

Only what stands at the start of a word can be an operator: ``mid-2025``, ``10:30``,
``https://example.org`` and a quotation mark inside a word are text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto

from pressfind.analysis import find_words
from pressfind.errors import QueryError
from pressfind.schema import QUERY_FIELDS


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    MINUS = auto()
    NOT = auto()
    AND = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``value`` is the text without marks, colon or operator sign."""

    kind: Kind
    value: str
    column: int


_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
_OPENING_MARKS = '"“”'
_CHUNK = re.compile(r"[^\s()]+")
_FIELD = re.compile(r"(?P<name>[^\W\d_]+):(?!//)")  # title:  but not https:// or 10:30
_MINUS = re.compile(r"-(?=[^\s\-)])")
# What later versions of the language will read: an error now, never another meaning.
_UNREAD = (
    (re.compile(r"=(?=[\w\"“])"), "the exact form of a word, '=',"),
    (re.compile(r"[^\W_]{2,}(?P<sign>\*)$"), "a prefix, '*',"),
    (re.compile(r"[^\W_]+(?P<sign>[*?])[^\W_]"), "a wildcard"),
    (re.compile(r"[^\W_]+(?P<sign>~)\d*$"), "a misspelt word, '~',"),
)


def read_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text``; raise ``QueryError`` where there is none."""
    position = 0
    while position < len(text):
        character = text[position]
        if character.isspace():
            position += 1
        elif character in "()":
            kind = Kind.OPEN if character == "(" else Kind.CLOSE
            yield Token(kind, character, position)
            position += 1
        elif character in _OPENING_MARKS:
            token, position = _read_phrase(text, position)
            yield token
        elif match := _MINUS.match(text, position):
            yield Token(Kind.MINUS, "-", position)
            position = match.end()
        elif match := _FIELD.match(text, position):
            yield Token(
                Kind.FIELD, _known_field(match["name"], text, position), position
            )
            position = match.end()
        else:
            match = _CHUNK.match(text, position)
            assert match is not None  # noqa: S101  # neither space nor parenthesis
            yield _read_word(match[0], text, position)
            position = match.end()


def _read_phrase(text: str, start: int) -> tuple[Token, int]:
    # A typed mark is closed by a typed one, a curly by a curly; phones mix them.
    first, second = ('"', "”") if text[start] == '"' else ("”", '"')
    end = text.find(first, start + 1)
    if end < 0:
        end = text.find(second, start + 1)
    if end < 0:
        raise QueryError("this quotation mark is never closed", text, start)
    after = end + 1
    if text[after : after + 1] == "~":
        raise QueryError(
            "words near each other, '~', can't be asked for yet", text, after
        )
    # Marks within are no words; without them any phrase can be written in marks again.
    return Token(Kind.PHRASE, without_marks(text[start + 1 : end]), start), after


def without_marks(text: str) -> str:
    """Return ``text`` with spaces for its quotation marks and runs of white space."""
    return " ".join(
        text.translate(dict.fromkeys(map(ord, _OPENING_MARKS), " ")).split()
    )


def _known_field(name: str, text: str, column: int) -> str:
    folded = name.casefold()
    if folded in QUERY_FIELDS:
        return folded
    near = get_close_matches(folded, QUERY_FIELDS, n=2, cutoff=0.5)
    hint = " or ".join(f"{field}:" for field in near)
    known = f"did you mean {hint}" if near else f"known are {', '.join(QUERY_FIELDS)}"
    reason = (
        f"no field is called {name!r}; {known}? As text, write it in quotation marks"
    )
    raise QueryError(reason if near else reason.replace("?", "."), text, column)


def _read_word(chunk: str, text: str, column: int) -> Token:
    if chunk in _OPERATORS:
        return Token(_OPERATORS[chunk], chunk, column)
    for pattern, name in _UNREAD:
        if match := pattern.match(chunk):
            place = match.start("sign") if "sign" in pattern.groupindex else 0
            reason = f"{name} can't be asked for yet; write whole words"
            raise QueryError(reason, text, column + place)
    return Token(Kind.WORD, chunk, column)


def is_searchable(text: str) -> bool:
    """Whether ``text`` holds a word at all: punctuation alone does not."""
    return next(find_words(text), None) is not None
