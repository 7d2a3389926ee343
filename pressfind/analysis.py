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
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer  # type: ignore[import-untyped]

from pressfind.model import Span

MAX_WIDTH = 8
"""Longest hyphenated word, in parts, that is also findable joined."""

MAX_FORM = 128
"""Longest word that is kept whole, in code points: longer ones are data, not words."""

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
      (?P<number>                      # £55.5   20,000   24%   €3
        (?P<money>[{_MONEY}])? \d+ (?: [.,]\d+ )* (?P<percent>%)?
        (?! [^\W_] | [{_MARKS}] )
      )
    | (?P<acronym>                     # U.S.   U.K.
        (?<![^\W_]) (?: [^\W\d_]\. ){{2,}} (?: [^\W\d_] (?! [^\W_] ) )?
      )
    | (?P<word>                        # don't   O’Brien   multi-agency   £780m
        [{_MONEY}]? {_LETTERS}
        (?: [{_APOSTROPHES}] {_LETTERS} )*
        (?: [{_HYPHENS}] {_LETTERS} (?: [{_APOSTROPHES}] {_LETTERS} )* )*
      )
    """,
    re.VERBOSE,
)

# Letters that Unicode doesn't decompose, as English sources write them.
_UNDECOMPOSED = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "ng", "\u00ad": "", "\u200c": "", "\u200d": "",
        **dict.fromkeys(_APOSTROPHES, "'"),
    }
)  # fmt: skip
_HYPHEN = re.compile(rf"[{_HYPHENS}]")
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: what it is searched as, and where it stands."""

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

    Source: snowballstem.org, the English stemmer.  Forms with a digit or a sign are
    their own stems: "5s" isn't a plural.

    >>> stem("smugglers"), stem("smuggling"), stem("24%")
    ('smuggler', 'smuggl', '24%')
    """
    return str(_STEMMER.stemWord(form)) if form.isalpha() else form


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text``, positions never decreasing.

    >>> [(token.form, token.position, token.width) for token in tokenize("a co-op’s £5.7m")]
    [('a', 0, 1), ('co', 1, 1), ('op', 2, 1), ('coop', 1, 2), ('£5.7', 3, 1), ('m', 4, 1)]
    """
    position = 0
    for match in _WORD.finditer(text):
        forms = _forms_of(match)
        start, end = match.span()
        for form, offset, width, part in forms.entries:
            span = Span(start, end) if part is None else Span(start + part[0], start + part[1])
            yield Token(form, position + offset, width, span)
        position += forms.width
