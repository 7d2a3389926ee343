"""Query text into tokens, each with the column of its first code point.

What stands at the start of a word can be an operator; ``*`` and ``?`` only touching its
letters, and ``~`` only at its end: ``mid-2025``, ``10:30``, ``5*``, ``heat?``,
``https://example.org`` and a quotation mark inside a word are text.  A sign that looks
like an operator and can't be one is an error, so that nothing is dropped in silence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from enum import Enum, auto

from pressfind.analysis import (
    Word,
    find_plain_form,
    find_words,
    fold,
    split_hyphens,
)
from pressfind.errors import QueryError
from pressfind.query.matching import FARTHEST, MOST_NEAR
from pressfind.query.slots import read_slots
from pressfind.schema import QUERY_FIELDS
from pressfind.values import frozen


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PATTERN = auto()
    FUZZY = auto()
    PHRASE = auto()
    FIELD = auto()
    MINUS = auto()
    NOT = auto()
    AND = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()


@frozen
class Token:
    """One token; ``value`` is the text without marks, colon or operator sign.

    ``number`` is what stands behind ``~``: how many edits away words may be, or how
    many other words between them.
    """

    kind: Kind
    value: str
    column: int
    exact: bool = False
    number: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is a word or phrase without any sign of its own."""
        plain = self.kind in (Kind.WORD, Kind.PHRASE)
        return plain and not self.exact and self.number is None


EDITS = (1, 2)
"""How many edits away a word can be asked for; with three, most words are any word."""

_MOST_DIGITS = 4
"""Longest number that is read."""

_TOO_MANY = 10_000
"""What a longer one stands for: more than any that is allowed."""

_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
_OPENING_MARKS = '"“”'
_CHUNK = re.compile(r"[^\s()]+")
_FIELD = re.compile(r"(?P<name>[^\W\d_]+):(?!//)")  # title:  but not https:// or 10:30
_MINUS = re.compile(r"-(?=[^\s\-)])")
_NEAR = re.compile(r"~(?P<number>\d*)")  # "border security"~5
_FUZZY = re.compile(r"(?P<word>.*[^\W_])~(?P<number>\d*)[.,;:!?]*")  # refoulment~2

# smuggl*  wom?n  o'bri*  but not 5*  f*
_PIECE = re.compile(
    r"""
      [^\W_]+
      (?: ' [^\W_]+ | (?<=[^\W\d_]) [*?]+ (?=[^\W\d_]) [^\W_]+ )*
      (?: (?<=[^\W_]{2}) [*?]* \* )?
    """,
    re.VERBOSE,
)
_LETTER = re.compile(r"[^\W\d_]")
_STRAY_STAR = re.compile(r"(?<=[^\W\d_])[*?]*\*|\*[*?]*(?=[^\W\d_])")
_AROUND_PATTERN = ".,;:!?'‘’[]{}-‐‑–—…"


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
        elif _is_exact(text, position):
            token, position = _read_exact(text, position)
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
            _refuse_loose_sign(match[0], text, position)
            yield _read_word(match[0], text, position)
            position = match.end()


def _is_exact(text: str, start: int) -> bool:
    """Whether ``=`` stands here, and behind it a word or quotation marks."""
    if text[start] != "=" or not (match := _CHUNK.match(text, start + 1)):
        return False
    word = next(find_words(match[0]), None)
    begins = word is not None and word.span.start == 0
    return begins or match[0][0] in _OPENING_MARKS


def _read_exact(text: str, start: int) -> tuple[Token, int]:
    if text[start + 1] in _OPENING_MARKS:
        token, end = _read_phrase(text, start + 1)
    else:
        match = _CHUNK.match(text, start + 1)
        assert match is not None  # noqa: S101  # _is_exact has looked
        token, end = _read_word(match[0], text, start + 1), match.end()
    if token.kind in (Kind.PATTERN, Kind.FUZZY):
        sign = "~" if token.kind is Kind.FUZZY else "* and ?"
        reason = f"= asks for one form and {sign} for others: leave out one of them"
        raise QueryError(reason, text, start)
    if token.kind not in (Kind.WORD, Kind.PHRASE):  # =AND
        token = replace(token, kind=Kind.WORD)
    return replace(token, column=start, exact=True), end


def _read_phrase(text: str, start: int) -> tuple[Token, int]:
    # A typed mark is closed by a typed one, a curly by a curly; phones mix them.
    first, second = ('"', "”") if text[start] == '"' else ("”", '"')
    end = text.find(first, start + 1)
    if end < 0:
        end = text.find(second, start + 1)
    if end < 0:
        raise QueryError("this quotation mark is never closed", text, start)
    # Marks within are no words; without them any phrase can be written in marks again.
    token = Token(Kind.PHRASE, without_marks(text[start + 1 : end]), start)
    match = _NEAR.match(text, end + 1)
    if not match:
        return token, end + 1
    return replace(token, number=_read_near(token, match, text)), match.end()


def _read_near(token: Token, match: re.Match[str], text: str) -> int:
    words = len(read_slots(token.value))
    number = _read_number(match["number"])
    if words < 2:
        reason = "~ behind a quotation mark needs two words or more within the marks"
    elif words > MOST_NEAR:
        reason = f"{words} words can't be near each other: {MOST_NEAR} at most"
    elif number is None:
        reason = 'how many other words may stand between them? Write "…"~5'
    elif number > FARTHEST:
        reason = f"words are near with {FARTHEST} others between them at most"
    else:
        return number
    raise QueryError(reason, text, match.start())


def _read_number(digits: str) -> int | None:
    if len(digits) > _MOST_DIGITS:
        return _TOO_MANY
    return int(digits) if digits else None


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
    if match := _FUZZY.fullmatch(chunk):
        words = list(find_words(match["word"]))
        if any(_LETTER.search(form) for word in words for form, _, _ in word.parts):
            return _read_fuzzy(match, words, text, column)
    elif pieces := _read_pieces(chunk):
        return Token(Kind.PATTERN, pieces, column)
    if match := _STRAY_STAR.search(chunk):
        reason = (
            "* stands behind two letters or more, or between letters, of one word; "
            "as text, write it in quotation marks"
        )
        raise QueryError(reason, text, column + match.start())
    return Token(Kind.WORD, chunk, column)


def _read_fuzzy(
    match: re.Match[str], words: Sequence[Word], text: str, column: int
) -> Token:
    number = _read_number(match["number"])
    if len(words) > 1 or len(words[0].parts) > 1 or set("*?") & set(match["word"]):
        reason = "~ stands behind one word, without hyphens or wildcards"
    elif number not in (None, *EDITS):
        reason = "~ and ~1 mean one edit away, ~2 two, and no more can be asked for"
    else:
        return Token(Kind.FUZZY, match["word"], column, number=number or EDITS[0])
    raise QueryError(reason, text, column + match.end("word"))


def _read_pieces(chunk: str) -> str | None:
    """Return a chunk that is one word with wildcards, without what stands around it."""
    if "*" not in chunk and "?" not in chunk:
        return None
    core = chunk.strip(_AROUND_PATTERN)
    pieces = split_hyphens(fold(core))
    if not all(_PIECE.fullmatch(piece) and _LETTER.search(piece) for piece in pieces):
        return None
    return core if set("*?") & set(core) else None


def _refuse_loose_sign(chunk: str, text: str, column: int) -> None:
    """Refuse a sign that stands at a parenthesis, where it would mean nothing."""
    end = column + len(chunk)
    reason = None
    if chunk == "=" and text[end : end + 1] == "(":
        reason = "= stands before a word, or words in quotation marks"
    elif column and text[column - 1] == ")" and chunk[0] in "~*":
        reason = f"{chunk[0]} stands behind a word, not a parenthesis"
    elif column and text[column - 1] in _OPENING_MARKS and chunk[0] == "*":
        reason = "* stands behind a word, not quotation marks"
    if reason is not None:
        raise QueryError(reason, text, column)


def is_searchable(text: str) -> bool:
    """Whether ``text`` holds a word at all: punctuation alone does not."""
    # Most are one plain word, which is told in a tenth of the time.
    return find_plain_form(text) is not None or any(find_words(text))
