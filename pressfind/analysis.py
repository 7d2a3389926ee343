"""What a word is: the one analysis for documents, queries and highlights.

A token has a folded ``form`` (case and accents gone, apostrophes straight, the
possessive removed) and a ``position``; its ``width`` says how many positions it
covers.  Positions count words.  Besides plain words, at the same positions:

- a hyphenated word is its parts, and the parts joined over the width of all of them;
- a number keeps its money or percent sign, and stands without it as well.

So ``multi-agency`` is found as multi-agency, multi agency and multiagency.  Nothing
is a stop word: a phrase keeps all of its words.
"""

import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pressfind.model import Span
from pressfind.stemming import stem_word

MAX_WIDTH = 8
"""Longest hyphenated word, in parts, that is also findable joined."""

MAX_FORM = 128
"""Longest form that is kept, in code points: what is longer is data, not a word."""

# Combining marks are part of a word but not of \w; whole blocks of Indic and
# South-East Asian scripts because their vowel signs are not of \w either.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0966-\u0e7f\u0e81-\u0eff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
    "\u200c\u200d\u00ad\ufe00-\ufe0f\ufe20-\ufe2f"
)
_LETTERS = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
_APOSTROPHES = "'’‘ʼ＇`´"
_HYPHENS = "-‐‑"
_MONEY = "£$€¥₹"

_WORD = re.compile(
    rf"""
      (?P<number>                      # £55.5  20,000  24%  £780m  20th
        [{_MONEY}]? \d+ (?: [.,]\d+ )* (?: % | [^\W\d_]{{1,4}} )?
        (?! [^\W_] | [{_MARKS}] )
      )
    | (?P<acronym>                     # U.S.  U.K.
        (?<![^\W_]) (?: [^\W\d_]\. ){{2,}} (?: [^\W\d_] (?! [^\W_] | [{_MARKS}] ) )?
        (?: [{_APOSTROPHES}] s (?! [^\W_] ) )?
      )
    | (?P<word>                        # don't  O’Brien  multi-agency  F-35
        {_LETTERS}
        (?: [{_APOSTROPHES}] {_LETTERS} )*
        (?: [{_HYPHENS}] {_LETTERS} (?: [{_APOSTROPHES}] {_LETTERS} )* )*
      )
    """,
    re.VERBOSE,
)

# Letters that Unicode doesn't decompose, as English sources write them.
_UNDECOMPOSED = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae",
        "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "ng",
        **dict.fromkeys("\u00ad\u200c\u200d", ""),
        **dict.fromkeys(_APOSTROPHES, "'"),
    }
)  # fmt: skip
_HYPHEN = re.compile(rf"[{_HYPHENS}]")
_IRREGULAR = {"die", "lie", "tie"}  # of "dying" and so on
_POSSESSIVE = re.compile(r"'s$")
# What may stand around a word and leave it as it is: all but letters, digits and marks.
_AROUND_WORDS = string.punctuation + "“”„‟‘’‚‛«»‹›–—…•"
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, with every form that it may be searched as.

    ``parts`` are its hyphenated parts (most words have one), each with its first and
    last offset in the text; ``joined`` is the parts written as one, ``bare`` a number
    without its signs, each None where it would say nothing new.
    """

    span: Span
    parts: tuple[tuple[str, int, int], ...]
    joined: str | None = None
    bare: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A form at a place: ``width`` positions from ``position`` on."""

    form: str
    position: int
    width: int
    span: Span


def fold(text: str) -> str:
    """Return ``text`` without case, accents and typographic variants.

    >>> fold("Attaché’s STRASSE Straße")
    "attache's strasse strasse"
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        character for character in decomposed if not unicodedata.combining(character)
    ).translate(_UNDECOMPOSED)


@lru_cache(maxsize=100_000)
def stem(form: str) -> str:
    """Return the English Snowball (Porter2) stem of a folded form.

    Forms with a digit or a sign are their own stems: "5s" isn't a plural.

    >>> stem("smugglers"), stem("smuggling"), stem("24%")
    ('smuggler', 'smuggl', '24%')
    """
    return stem_word(form) if form.isalpha() else form


def stem_beginning(stemmed: str) -> str:
    """Return what every form of a stem begins with.

    The algorithm changes or adds a stem's last letter at most, but for three words.

    >>> stem_beginning(stem("happiness")), stem_beginning(stem("dying"))
    ('happ', 'd')
    """
    return stemmed[:1] if stemmed in _IRREGULAR else stemmed[:-1] or stemmed


def find_words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of ``text`` in reading order, from ``start`` up to ``end``.

    >>> [word.parts[0][0] for word in find_words("Q&A: the U.K.’s 24% share")]
    ['q', 'a', 'the', 'uk', '24%', 'share']
    """
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        first, last = match.span()
        parts, joined, bare = _forms(match[0], match.lastgroup or "word")
        if not parts:
            continue
        yield Word(
            Span(first, last),
            tuple((form, first + begin, first + stop) for form, begin, stop in parts),
            joined,
            bare,
        )


def tokenize(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of ``text`` from ``start`` up to ``end``, by position.

    >>> [(token.form, token.position, token.width) for token in tokenize("co-op’s £3")]
    [('co', 0, 1), ('op', 1, 1), ('coop', 0, 2), ('£3', 2, 1), ('3', 2, 1)]
    """
    position = 0
    for word in find_words(text, start, end):
        for offset, (form, first, last) in enumerate(word.parts):
            yield Token(form, position + offset, 1, Span(first, last))
        if word.joined is not None:
            yield Token(word.joined, position, len(word.parts), word.span)
        if word.bare is not None:
            yield Token(word.bare, position, 1, word.span)
        position += len(word.parts)


@lru_cache(maxsize=100_000)
def analyse_chunk(chunk: str) -> tuple[int, tuple[tuple[str, int, int], ...]]:
    """Return how many positions a text takes, and form, position, width of its tokens.

    No token spans white space or depends on what stands beyond it, so analysing the
    chunks of ``text.split()`` one by one is ``tokenize``, and chunks repeat.

    >>> analyse_chunk("co-op’s")
    (2, (('co', 0, 1), ('op', 1, 1), ('coop', 0, 2)))
    """
    core = chunk.strip(_AROUND_WORDS)
    if core.isascii() and core.isalpha():  # most chunks, and _WORD is slow
        return 1, ((core.lower()[:MAX_FORM], 0, 1),)
    tokens = tuple((t.form, t.position, t.width) for t in tokenize(chunk))
    return len({position for _, position, _ in tokens}), tokens


@lru_cache(maxsize=100_000)
def _forms(
    raw: str, kind: str
) -> tuple[tuple[tuple[str, int, int], ...], str | None, str | None]:
    """Return the parts with offsets in ``raw``, the joined form and the bare one."""
    if kind == "number":
        form = _DIGIT_COMMA.sub("", fold(raw))[:MAX_FORM]
        bare = form.strip(_MONEY + "%")
        return ((form, 0, len(raw)),), None, bare if bare not in ("", form) else None
    if kind == "acronym":
        form = _POSSESSIVE.sub("", fold(raw.replace(".", "")))
        return ((form, 0, len(raw)),), None, None
    parts = []
    start = 0
    for piece in _HYPHEN.split(raw):
        if form := _POSSESSIVE.sub("", fold(piece))[:MAX_FORM]:
            parts.append((form, start, start + len(piece)))
        start += len(piece) + 1
    joined = "".join(form for form, _, _ in parts)
    findable = 1 < len(parts) <= MAX_WIDTH and len(joined) <= MAX_FORM
    return tuple(parts), joined if findable else None, None
