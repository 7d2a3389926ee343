"""What a word is: the one analysis for documents, queries and highlights.

A token has a folded ``form`` (case and accents gone, apostrophes straight, the
possessive removed) and a ``position``; its ``width`` says how many positions it
covers.  Positions count words.  Besides plain words, at the same positions:

- a hyphenated word is its parts, and the parts joined over the width of all of them;
- a number keeps its money or percent sign, and stands without it as well;
- a number and the unit behind it are one quantity, over the width of both.

So ``multi-agency`` is found as multi-agency, multi agency and multiagency.  A quantity
is written out: £780m and £780 million are ``£780000000``, 24 per cent is ``24%``.
Nothing is a stop word: a phrase keeps all of its words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from pressfind.model import Span
from pressfind.stemming import stem_word
from pressfind.values import frozen

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
_APOSTROPHES = "'’‘ʼ＇`´"
_HYPHENS = "-‐‑"
MONEY = "£$€¥₹"
# Without their case, to compile so many marks takes three times as long.
_WORD_ENDS = rf"(?! [^\W_] | (?-i: [{_MARKS}] ) )"

_SCALES = {
    **{"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "tn": 12, "trn": 12},
    **{"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
}
"""Units that are a power of ten."""

_MONEY_ONLY = {"b"}  # 5b is a paragraph, $5b is money
_SPACED_MONEY_ONLY = {"k", "m", "mn", "b", "tn", "trn"}  # 5 m is a length, TN a state
# Behind these the word goes on, and is another one: million's, m.p.
_UNIT_ENDS = rf"{_WORD_ENDS} (?! [{_APOSTROPHES}] [^\W_] | \. [^\W\d_] \. )"
_LONG_UNITS = "thousand|million|billion|trillion|percent"

_WORD = re.compile(
    rf"""
      (?P<number>                      # £55.5  20,000  24%  £780m  20th
        [{MONEY}]? \d+ (?: [.,]\d+ )*
        (?: % | (?i: {_LONG_UNITS} ) | [^\W\d_]{{1,4}} )?
        {_WORD_ENDS}
      )
    | (?P<acronym>                     # U.S.  U.K.
        (?<![^\W_]) (?: [^\W\d_]\. ){{2,}} (?: [^\W\d_] {_WORD_ENDS} )?
        (?: [{_APOSTROPHES}] s (?! [^\W_] ) )?
      )
    | (?P<word>                        # don't  O’Brien  multi-agency  F-35
        [^\W_] (?: [^\W_]++ | [{_MARKS}] | [{_HYPHENS}{_APOSTROPHES}] (?= [^\W_] ) )*+
      )
    """,
    re.VERBOSE,
)


def _when_called(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """Compile an expression when it is first called: most queries have no number.

    To compile those of numbers takes as long as to answer.
    """
    return cache(lambda: re.compile(pattern, flags))


_UNIT_FLAGS = re.VERBOSE | re.IGNORECASE
# million  bn  per-cent  per cent  %
_UNIT = (
    rf"(?: {'|'.join(_SCALES)} | percent | per (?: \s+ | [{_HYPHENS}] ) cent | % )"
    + _UNIT_ENDS
)
_unit = _when_called(_UNIT, _UNIT_FLAGS)
_hyphenated = _when_called(  # $5-million  24-per-cent
    rf"[{_HYPHENS}] (?: {_LONG_UNITS} | per [{_HYPHENS}] cent ) {_UNIT_ENDS}",
    _UNIT_FLAGS,
)
_unit_begins = _when_called(rf"{_UNIT} | cent {_UNIT_ENDS} | per \Z", _UNIT_FLAGS)
_number = _when_called(
    rf"(?P<sign>[{MONEY}]?)(?P<digits>\d+(?:\.\d+)?)(?P<unit>[^\W\d_]*|%)"
)
UNIT_FORMS = frozenset({*_SCALES, "percent", "per", "cent"})
"""The forms that a unit may begin with."""

_SPACE = re.compile(r"\s+")
_UNIT_WORD = re.compile(r"[^\W\d_]+")

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
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@frozen
class Quantity:
    """A number with the unit behind it: forms, how many positions both take, the end.

    A percent sign that stands alone is no word, so then the width is 1.
    """

    forms: tuple[str, ...]
    width: int
    end: int


@frozen
class Word:
    """A word of a text, with every form that it may be searched as.

    ``parts`` are its hyphenated parts (most words have one), each with its first and
    last offset in the text; ``joined`` is the parts written as one, ``bare`` a number
    without its signs, each None where it would say nothing new.  ``quantity`` is what a
    number is with the unit behind it, which is a word too.
    """

    span: Span
    parts: tuple[tuple[str, int, int], ...]
    joined: str | None = None
    bare: str | None = None
    is_number: bool = False
    quantity: Quantity | None = None


@frozen
class Joint:
    """What of a chunk may be in a quantity with its neighbours.

    ``number`` is the one at its end that may have its unit in the next chunk, None if
    there is none; ``is_unit`` whether it begins with what may be one.
    """

    number: str | None
    is_unit: bool


@frozen
class Token:
    """A form at a place: ``width`` positions from ``position`` on."""

    form: str
    position: int
    width: int
    span: Span


_Forms = tuple[tuple[tuple[str, int, int], ...], str | None, str | None]
"""Parts with their offsets in the word, the joined form and the bare one."""

_Read = tuple[int, int, bool, _Forms, Quantity | None]
"""Where a word begins and ends, whether it is a number, and what becomes of it."""


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


def telling_digits(form: str) -> str | None:
    """Return the digits that every way to write a number has, None of another form.

    >>> telling_digits("£1200000000"), telling_digits("0.05%"), telling_digits("20th")
    ('12', '5', None)
    """
    match = None if form.isalpha() else _number().fullmatch(form)
    if match is None or match["unit"] not in ("", "%"):
        return None
    return match["digits"].replace(".", "").strip("0") or "0"


def find_words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of ``text`` in reading order, from ``start`` up to ``end``.

    >>> [word.parts[0][0] for word in find_words("Q&A: the U.K.’s 24% share")]
    ['q', 'a', 'the', 'uk', '24%', 'share']
    """
    for first, last, is_number, forms, quantity in _read_words(text, start, end):
        parts, joined, bare = forms
        placed = tuple(
            (form, first + begin, first + stop) for form, begin, stop in parts
        )
        yield Word(Span(first, last), placed, joined, bare, is_number, quantity)


def split_hyphens(text: str) -> list[str]:
    """Return the parts of a hyphenated word, as they are written."""
    return _HYPHEN.split(text)


def fold_part(part: str) -> str:
    """Return the form of a part of a word: folded, without the possessive."""
    return fold(part).removesuffix("'s")[:MAX_FORM]


def tokenize(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of ``text`` from ``start`` up to ``end``, by position.

    >>> [(token.form, token.position, token.width) for token in tokenize("co-op’s £3")]
    [('co', 0, 1), ('op', 1, 1), ('coop', 0, 2), ('£3', 2, 1), ('3', 2, 1)]
    """
    for form, position, width, first, last in _place(_read_words(text, start, end)):
        yield Token(form, position, width, Span(first, last))


def find_plain_form(text: str) -> str | None:
    """Return all that becomes of a text of one plain word, None of any other text.

    Most are such, and to look for words in it takes ten times as long.

    >>> find_plain_form("Word"), find_plain_form("co-op"), find_plain_form("million")
    ('word', None, None)
    """
    form = text.lower()
    is_plain = form.isalpha() and form.isascii() and len(form) <= MAX_FORM
    return form if is_plain and form not in UNIT_FORMS else None


def analyse_chunk(
    chunk: str,
) -> tuple[int, tuple[tuple[str, int, int], ...], Joint | None]:
    """Return how many positions a text takes, and form, position, width of its tokens.

    No token but a quantity spans white space or depends on what stands beyond it, and
    chunks repeat.  So analysing the chunks of ``text.split()`` one by one is
    ``tokenize``, if ``read_quantity`` is too where the joints of two chunks meet.

    >>> analyse_chunk("co-op’s")
    (2, (('co', 0, 1), ('op', 1, 1), ('coop', 0, 2)), None)
    >>> analyse_chunk("(£3")
    (1, (('£3', 0, 1), ('3', 0, 1)), Joint(number='£3', is_unit=False))
    """
    words = tuple(_read_words(chunk))
    tokens = tuple((form, place, width) for form, place, width, _, _ in _place(words))
    positions = sum(len(parts) for _, _, _, (parts, _, _), _ in words)
    return positions, tokens, _find_joint(chunk, words, tokens)


@lru_cache(maxsize=10_000)
def read_quantity(number: str, chunks: str) -> tuple[tuple[str, int], ...]:
    """Return forms and widths of what a number and the chunks behind it may be.

    >>> read_quantity("£780", "million"), read_quantity("24", "per")
    ((('£780000000', 2), ('780000000', 2)), ())
    """
    text = f"{number} {chunks}"
    quantity = _find_quantity(number, text, len(number), len(text))
    if quantity is None:
        return ()
    return tuple((form, quantity.width) for form in quantity.forms)


def _read_words(text: str, start: int = 0, end: int | None = None) -> Iterator[_Read]:
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        written, last, kind = match[0], match.end(), match.lastgroup
        forms = _forms(written, kind or "word")
        if not forms[0]:
            continue
        is_number = kind == "number"
        found = _find_quantity(written, text, last, match.endpos) if is_number else None
        yield match.start(), last, is_number, forms, found


def _place(words: Iterable[_Read]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield every form, its position, its width, its start and its end."""
    position = 0
    for start, end, _, (parts, joined, bare), quantity in words:
        for offset, (form, first, last) in enumerate(parts):
            yield form, position + offset, 1, start + first, start + last
        if joined is not None:
            yield joined, position, len(parts), start, end
        if bare is not None:
            yield bare, position, 1, start, end
        if quantity is not None:
            for form in quantity.forms:
                yield form, position, quantity.width, start, quantity.end
        position += len(parts)


def _find_joint(
    chunk: str, words: Sequence[_Read], tokens: Sequence[tuple[str, int, int]]
) -> Joint | None:
    may_be = not tokens or chunk[0] == "%" or tokens[0][0] in UNIT_FORMS
    is_unit = may_be and _unit_begins().match(chunk) is not None
    for start, _, is_number, _, _ in words[-1:]:
        if is_number and chunk[-1].isdecimal():
            return Joint(chunk[start:], is_unit)
    return Joint(None, is_unit) if is_unit else None


@lru_cache(maxsize=100_000)
def _forms(raw: str, kind: str) -> _Forms:
    if kind == "number":
        number = _DIGIT_COMMA.sub("", fold(raw))
        form = (_write_out(number) or number)[:MAX_FORM]
        return ((form, 0, len(raw)),), None, _bare(form)
    if kind == "acronym":
        form = fold(raw.replace(".", "")).removesuffix("'s")
        return ((form, 0, len(raw)),), None, None
    parts = []
    start = 0
    for piece in split_hyphens(raw):
        if form := fold_part(piece):
            parts.append((form, start, start + len(piece)))
        start += len(piece) + 1
    joined = "".join(form for form, _, _ in parts)
    findable = 1 < len(parts) <= MAX_WIDTH and len(joined) <= MAX_FORM
    return tuple(parts), joined if findable else None, None


def _bare(form: str) -> str | None:
    bare = form.strip(MONEY + "%")
    return bare if bare not in ("", form) else None


def _write_out(number: str) -> str | None:
    """Return a folded number, its unit in digits or as a percent sign."""
    if number[-1:].isdecimal():  # no unit, as most: spares the expression
        return None
    match = _number().fullmatch(number)
    if match is None:
        return None
    sign, digits, unit = match.groups()
    if unit == "percent":
        return sign + digits + "%"
    if unit not in _SCALES or (unit in _MONEY_ONLY and not sign):
        return None
    whole, _, part = digits.partition(".")
    zeros = _SCALES[unit]
    moved = (whole + part[:zeros].ljust(zeros, "0")).lstrip("0") or "0"
    rest = part[zeros:].rstrip("0")
    return f"{sign}{moved}.{rest}" if rest else sign + moved


def _find_quantity(raw: str, text: str, start: int, end: int) -> Quantity | None:
    """Return what a number is with its unit, which is sought between two offsets."""
    if start == end or not raw[-1].isdecimal():
        return None
    if space := _SPACE.match(text, start, end):
        match = _unit().match(text, space.end(), end)
    else:
        match = _hyphenated().match(text, start, end)
    if match is None:
        return None
    words = _UNIT_WORD.findall(fold(match[0]))
    unit = "".join(words)
    if unit in _SPACED_MONEY_ONLY and raw[0] not in MONEY:
        return None
    number = _DIGIT_COMMA.sub("", fold(raw))
    form = _write_out(number + (unit or "percent"))
    if form is None:
        return None
    form = form[:MAX_FORM]
    bare = _bare(form) if unit in _SCALES else None  # 24 stands in 24 per cent anyway
    forms = (form,) if bare is None else (form, bare)
    return Quantity(forms, 1 + len(words), match.end())
