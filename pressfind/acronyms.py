"""The acronyms that a release explains: each with the long form beside its brackets.

Both ``Stalking Protection Orders (SPO)`` and ``SPO (Stalking Protection Order)`` are
read.  A wrong pair makes every search worse and a missed one only some, so a long form
has to give the letters of its acronym: each word one or more, from its first on, small
words perhaps none.  A name may go on behind the words that give the letters: "… for the
Citizens' Rights Agreements".  Letters may be those of another language: then as many
capitalised words as there are letters are the long form, if most of them agree, or all
capitalised words behind "the", if the release uses the acronym again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pressfind.model import BLOCK_SEPARATOR, Release

_MOST_LETTERS = 10
_FEWEST_UNTOLD = 3
"""Letters: with two, one that doesn't match leaves no evidence."""

_LONGEST_UNTOLD = 10
"""Words of a name without its letters: more are several names."""

_REACH = 250
"""Characters before brackets that are looked at."""

_FAR = 20_000
"""Characters around brackets in which an acronym may be used again."""

_GOES_ON = frozenset({"against", "at", "for", "in", "of", "on", "to", "with"})
"""Words behind which a name may say more than its acronym does."""

_SMALL = _GOES_ON | {
    *("a", "al", "an", "and", "by", "de", "des", "du", "from", "or", "the"),
}
"""Words that may give no letter; no long form begins or ends with one."""

_HYPHENS = ("-", "‐", "‑")

_BRACKETS = re.compile(r"\((?P<inside>[^()\n]{2,100})\)")
_ACRONYM = re.compile(  # SPO  SPOs  DfE  U.N.  the “SPO”
    r"(?:or )?(?:the )?[“\"‘']?(?:the )?"
    r"(?P<acronym>(?:[^\W\d_]\.){2,9}|[^\W\d_][^\W_]{1,9}?)s?[”\"’']?"
)
_PIECE = re.compile(  # Chiefs’  Children's  co-operation  U.S.
    r"(?P<word>(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’](?!s\b)[^\W_]+)*)(?:['’]s?\b)?"
    r"|(?P<joint>[-‐‑]|,$|[&/’'])|(?P<end>.)"
)


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """An acronym, without the ending of a plural, and its long form, as written."""

    acronym: str
    long_form: str


class _Word(NamedTuple):
    text: str  # in lower case, without dots
    start: int  # in its chunk
    end: int
    is_joined: bool  # by a hyphen to the word before it
    is_capital: bool
    is_small: bool

    @property
    def may_be_silent(self) -> bool:
        return self.is_small or self.is_joined or self.text.isdecimal()


class _Chunk(NamedTuple):
    """What stands between white space; a sentence or clause may begin or end there."""

    words: tuple[_Word, ...]
    begins: bool
    ends: bool


_Range = tuple[int, int]
"""Of words, half-open."""


def find_pairs(release: Release) -> Iterator[Pair]:
    """Yield the pairs that a release explains, in reading order.

    A pair may come several times.
    """
    body = release.body
    # Half of all releases have no brackets, which a character shows soonest.
    for match in _BRACKETS.finditer(body) if "(" in body else ():
        start, end = match.span()
        acronym = _read_acronym(match["inside"])
        if acronym is not None:
            before = body[max(0, start - _REACH) : start].rpartition(BLOCK_SEPARATOR)
            row = _Row(before[2], 2 * len(acronym) + 6)
            found = row.find_long_form(acronym)
            if found is None and (untold := row.find_institution(acronym)):
                around = body[max(0, start - _FAR) : start], body[end : end + _FAR]
                used = any(_is_used(acronym, text) for text in around)
                found = untold if used else None
            if found is not None:
                yield Pair(acronym, row.written(found))
        elif body[start - 1 : start] == " ":
            words = body[max(0, start - _MOST_LETTERS - 2) : start].split()
            acronym = _read_acronym(words[-1]) if words else None
            if acronym is not None:
                row = _Row(match["inside"], 3 * len(acronym))
                if row.is_long_form(acronym):
                    yield Pair(acronym, row.written((0, len(row.words))))


@lru_cache(maxsize=4000)  # most brackets hold what others do: "(R-Maine)"
def _read_acronym(text: str) -> str | None:
    match = _ACRONYM.fullmatch(text)
    if match is None:
        return None
    acronym = match["acronym"].replace(".", "")
    capitals = sum(map(str.isupper, acronym))
    return acronym if capitals > 1 and len(acronym) <= _MOST_LETTERS else None


def _is_used(acronym: str, text: str) -> bool:
    """Whether a text has an acronym as a word by itself."""
    place = text.find(acronym)
    while place >= 0:
        end = place + len(acronym)
        beside = text[place - 1 : place], text[end : end + 1]
        if not any(map(str.isalnum, beside)):
            return True
        place = text.find(acronym, end)
    return False


class _Row:
    """The words at the end of a text that can be one name, at most so many chunks."""

    def __init__(self, text: str, most: int) -> None:
        chunks = text.rsplit(None, most)[-most:]
        read: list[tuple[_Word, ...]] = []
        for written in reversed(chunks):
            words, begins, ends = _read_chunk(written)
            if ends:
                break
            read.append(words)
            if begins:
                break
        read.reverse()
        self._chunks = chunks[len(chunks) - len(read) :]
        self._read = read  # the words of each chunk
        self.words = [word for words in read for word in words]

    def written(self, found: _Range) -> str:
        """Return the words as the text has them, with single spaces."""
        places = [place for place, words in enumerate(self._read) for _ in words]
        first, last = found[0], found[1] - 1
        chunks = self._chunks[places[first] : places[last] + 1]
        chunks[-1] = chunks[-1][: self.words[last].end]
        chunks[0] = chunks[0][self.words[first].start :]
        return " ".join(chunks)

    def find_long_form(self, acronym: str) -> _Range | None:
        """Return the words at the end that are the long form of an acronym."""
        if not self.words or self.words[-1].is_small:
            return None
        letters = acronym.lower()
        start = _begin_of(letters, self.words)
        if start is not None:
            return start, self._end()
        if len(acronym) < _FEWEST_UNTOLD:
            return None
        name = self._capitalised()
        return self._find_beginning(letters, name) or self._find_untold(acronym, name)

    def find_institution(self, acronym: str) -> _Range | None:
        """Return the capitalised words at the end behind "the": no person's name."""
        if len(acronym) < _FEWEST_UNTOLD or not acronym.isupper():
            return None
        name = self._capitalised()
        count = len(self.words) - name
        named = 1 < count <= _LONGEST_UNTOLD and not self.words[-1].is_small
        if named and name and self.words[name - 1].text == "the":
            return name, self._end()
        return None

    def is_long_form(self, acronym: str) -> bool:
        """Whether all the words are the long form of an acronym."""
        return bool(self.words) and _begin_of(acronym.lower(), self.words) == 0

    def _end(self) -> int:
        """Return where the words end without a year: an act is the same of any."""
        end = len(self.words)
        while self.words[end - 1].is_small or self.words[end - 1].text.isdecimal():
            end -= 1
        return end

    def _capitalised(self) -> int:
        """Return where the capitalised words at the end begin, small ones between."""
        first = len(self.words)
        for place in range(len(self.words) - 1, -1, -1):
            if self.words[place].is_capital:
                first = place
            elif not self.words[place].is_small:
                break
        return first

    def _find_beginning(self, letters: str, name: int) -> _Range | None:
        """Return a name of which the beginning alone gives the letters."""
        for place in range(len(self.words) - 2, name, -1):
            if self.words[place].text in _GOES_ON:
                start = _begin_of(letters, self.words[name:place])
                if start is not None:
                    return name + start, len(self.words)
        return None

    def _find_untold(self, acronym: str, name: int) -> _Range | None:
        """Return a name of as many words as letters, if most of these agree."""
        telling = [
            n for n in range(name, len(self.words)) if not self.words[n].is_small
        ]
        chosen = telling[-len(acronym) :]
        initials = "".join(self.words[n].text[0] for n in chosen)
        letters = acronym.lower()
        if not acronym.isupper() or initials[:1] != letters[0]:
            return None
        agreeing = sum(map(str.__eq__, initials, letters))
        told = len(initials) == len(letters) and 2 * agreeing > len(letters)
        return (chosen[0], len(self.words)) if told else None


@lru_cache(maxsize=20_000)
def _read_chunk(chunk: str) -> _Chunk:
    if chunk.isalpha():  # as most are
        return _Chunk((_make_word(chunk, 0, is_joined=False),), False, False)
    words: list[_Word] = []
    begins = ends = joined = False
    for match in _PIECE.finditer(chunk):
        if word := match["word"]:
            if ends:
                words, begins, ends = [], True, False
            words.append(_make_word(word, match.start("word"), is_joined=joined))
        elif match["end"]:
            begins, ends = begins or not words, ends or bool(words)
        joined = bool(words) and match["joint"] in _HYPHENS
    return _Chunk(tuple(words), begins, ends or (begins and not words))


def _make_word(written: str, start: int, *, is_joined: bool) -> _Word:
    text = written.replace(".", "").lower()
    capital = written[0].isupper() or written[0].isdecimal()
    end = start + len(written)
    return _Word(text, start, end, is_joined, capital, text in _SMALL)


def _begin_of(
    letters: str, words: Sequence[_Word], stop: int | None = None
) -> int | None:
    """Return where the words begin that end at ``stop`` and give the letters."""
    place = len(words) if stop is None else stop
    whole = stop is not None
    while place:
        place -= 1
        word = words[place]
        for count in range(1, min(len(letters), len(word.text)) + 1):
            if not word.text.startswith(letters[-count:]):
                continue
            if count < len(letters):
                start = _begin_of(letters[:-count], words, place)
                if start is not None:
                    return start
            elif whole and not word.is_small and not word.is_joined:
                return place
        if not word.may_be_silent:
            return None
    return None
