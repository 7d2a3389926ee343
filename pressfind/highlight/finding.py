"""Where the words and phrases of a query stand in a text.

Few words of a text can be what was sought, so only these are looked at: a regular
expression finds the places where a word begins as the sought one does.  Letters alone
tell most words; where signs join a word to others, or it is a number, the text is
analysed from there as far as a match can reach.  So the time grows with the text and
with what is found in it, not with their product.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain

from pressfind.analysis import (
    MAX_FORM,
    MAX_WIDTH,
    Token,
    stem,
    telling_digits,
    tokenize,
)
from pressfind.highlight.reading import Reading
from pressfind.query.matching import Occurrence, find_text
from pressfind.query.tree import (
    Chain,
    Exact,
    Fuzzy,
    Link,
    Pattern,
    Query,
    Slot,
    Text,
    find_readings,
    positive_texts,
    text_links,
)
from pressfind.schema import TEXT_FIELDS, TITLE
from pressfind.stemming import stem_beginning

Region = tuple[int, int]
"""Where a part of a text begins and ends, in code points."""

_Test = Callable[[str], bool]

_Tell = Callable[[str], bool | None]
"""Whether letters are a word that is sought, None if they don't tell."""

_UNTOLD, _ELSE = -1, 0
"""Instead of an end: letters don't tell, or something else stands there."""

_SPACE = re.compile(r"\s+")
_LETTER = r"[^\W_]"
_SIGNS = "-.,'`"
_WITHIN_WORD = f"[{_SIGNS}]*"
"""What can stand between the letters of a form: co-op, U.K., 20,000, don't."""

_POSSESSIVE = "'s"
_TIES_BEFORE, _TIES_BEHIND = "[-'`.]", "[-'`]"
"""Signs that may join letters to others, so that these alone don't tell the word."""

_NOUGHTS = frozenset("0.,")
"""What can stand before the digits that tell a number: 0.78 billion."""

_EVERYWHERE = frozenset(field.name for field in TEXT_FIELDS if field is not TITLE)
"""The fields of all blocks of a body."""

_KNOWN = 1000
"""So many words that begin as the sought one does are told without a look at them."""

_LEAVES = 100
"""For so many leaves words stay told, in 50 KB each where nearly all words begin so."""


def make_finders(query: Query) -> tuple["Finder", ...]:
    """Return what finds the leaves of a query that can light something, one of each."""
    leaves = dict.fromkeys(positive_texts(query))
    return tuple(chain.from_iterable(map(_make_finders, leaves)))


@lru_cache(maxsize=_LEAVES)
def _make_finders(leaf: Text) -> tuple["Finder", ...]:
    """Return what finds a leaf by each of its names: many queries have the same."""
    return tuple(Finder(reading, leaf) for reading, _ in find_readings(leaf))


class Finder:
    """Finds one leaf of a query in texts, by one of its names.

    Every region that has the leaf, and whose characters could all be folded, has
    something that ``anchor`` finds.  Where a leaf ``is_word`` of letters, texts that
    white space parts can be one region: nothing in them is found across it.
    """

    def __init__(self, text: Text, leaf: Text) -> None:
        self.leaf = leaf
        self._text = text
        self.fields = frozenset(text.fields)
        self.is_everywhere = self.fields >= _EVERYWHERE
        words = list(_words_in_a_row(text.slots))
        self._beginnings = [_beginning(word) for word in words]
        # What is longest to write is rarest, as a rule.
        self.anchor = max(self._beginnings, key=lambda one: len(one.pattern))
        self._tells = [_make_teller(word) for word in words]
        self._is_plain = all(len(links) == 1 for word in words for links in word)
        self._is_single = self._is_plain and len(words) == 1
        self._is_number = any(_is_number(links[0]) for links in text.slots[0])
        self.is_word = len(text.slots) == 1 and all(map(_is_of_letters, text.slots[0]))
        self._following = MAX_WIDTH * (sum(map(_longest, text.slots)) - 1)

    def find(self, reading: Reading, start: int, end: int) -> Iterator[Region]:
        """Yield where the leaf stands in a region, in reading order."""
        letters = reading.letters
        if not reading.can_tell(start, end):
            return self._read(tokenize(reading.text, start, end))
        if self._text.near is None:
            return self._find_beginnings(reading, start, end)
        if all(beginning.search(letters, start, end) for beginning in self._beginnings):
            return self._read(tokenize(reading.text, start, end))
        return iter(())

    def _find_beginnings(
        self, reading: Reading, start: int, end: int
    ) -> Iterator[Region]:
        letters, tell, single = reading.letters, self._tells[0], self._is_single
        place, found = start, (0, 0)
        for match in self._beginnings[0].finditer(letters, start, end):
            told = None if match.lastindex else tell(match[0])
            first, last = match.span()
            if told is False or first < place:
                continue
            if told:
                stop = last if single else self._follow(letters, last, end)
                if stop > 0:
                    found = first, stop
                    yield found
                if stop >= 0:
                    continue
            elif self._is_number and _is_within_number(letters, first, start):
                continue
            space = _SPACE.search(letters, last, end)
            place = space.end() if space else end
            first = _begin_chunk(letters, first, start)
            # Some of it may have been told by its letters already.
            for region in self._read_chunk(reading, first, place, end):
                if region > found:
                    found = region
                    yield found

    def _follow(self, letters: str, last: int, end: int) -> int:
        """Return where the leaf ends whose first word does, if letters tell."""
        if not self._is_plain:
            return _UNTOLD
        for tell in self._tells[1:]:
            match = _WORD.search(letters, last, end)
            if match is None:
                return _ELSE
            told = None if match.lastindex else tell(match[0])
            if not told:
                return _UNTOLD if told is None else _ELSE
            last = match.end()
        return last

    def _read_chunk(
        self, reading: Reading, start: int, stop: int, end: int
    ) -> Iterator[Region]:
        """Yield where the leaf stands that begins before ``stop``, or just behind."""
        if self.is_word:
            return self._read(tokenize(reading.text, start, stop))
        tokens = tokenize(reading.text, start, end)
        return self._read(_first_tokens(tokens, stop, self._following))

    def _read(self, tokens: Iterable[Token]) -> Iterator[Region]:
        return iter(sorted(set(_read_spans(self._text, tokens))))


def merge_regions(regions: Iterable[tuple[int, ...]]) -> list[Region]:
    """Return regions in order, those that overlap as one.

    What else is told of one behind its places is left out.
    """
    merged: list[Region] = []
    reached = 0
    for region in sorted(regions):
        start, end = region[0], region[1]
        if start >= reached:
            merged.append((start, end))
            reached = end
        elif end > reached:
            merged[-1] = merged[-1][0], end
            reached = end
    return merged


def _begin_letters(first: str) -> str:
    """Return what holds behind a first letter of a word, and shows if it is tied."""
    return f"(?<!{_LETTER}{first})(?:(?<={_TIES_BEFORE}{first})())?"


_FIRST_LETTER = _LETTER + _begin_letters(_LETTER)

# A letter with a full stop behind it may be the end of an acronym.
_REST = (
    f"{_LETTER}*+(?:{_POSSESSIVE}(?!{_LETTER}|{_TIES_BEHIND}))?+"
    f"(?:(?:(?={_TIES_BEHIND})|(?<!{_LETTER}{_LETTER})(?=\\.))())?"
)
_WORD = re.compile(_FIRST_LETTER + _REST)


def _is_within_number(letters: str, place: int, start: int) -> bool:
    """Whether the digits that tell a number are a part of another."""
    while place > start and letters[place - 1] in _NOUGHTS:
        place -= 1
    return place > start and letters[place - 1].isalnum()


def _begin_chunk(letters: str, place: int, start: int) -> int:
    while place > start and not letters[place - 1].isspace():
        place -= 1
    return place


def _first_tokens(tokens: Iterable[Token], end: int, following: int) -> Iterator[Token]:
    """Yield the tokens of a chunk, and those at so many positions behind it."""
    last = None
    for token in tokens:
        if token.span.start >= end:
            if last is None:
                last = token.position + following
            if token.position >= last:
                return
        yield token


def _words_in_a_row(slots: Iterable[Slot]) -> Iterator[Slot]:
    """Yield slots, and for one that a single chain stands for each word of it."""
    for slot in slots:
        if len(slot) == 1:
            yield from (((link,),) for link in slot[0])
        else:
            yield slot


def _longest(slot: Slot) -> int:
    return max(map(len, slot))


@lru_cache(maxsize=1000)
def _beginning(slot: Slot) -> re.Pattern[str]:
    """Return what finds, in folded letters, where a word of the slot may begin.

    It takes the letters behind as well; groups show that signs tie them to others.
    """
    patterns = sorted({_pattern(links[0]) for links in slot})
    # Without a group the expression begins with a letter, which is found fast.
    one = patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"
    return re.compile(one + _REST)


def _pattern(link: Link) -> str:
    if isinstance(link, Fuzzy):
        return _FIRST_LETTER
    if isinstance(link, Pattern):
        from pressfind.query.variants import beginning_of

        return _begin_word(beginning_of(link))
    form = _form_of(link)
    digits = telling_digits(form)
    if digits is not None:
        return _WITHIN_WORD.join(digits)
    return _begin_word(stem_beginning(stem(form)))


def _begin_word(beginning: str) -> str:
    first, *others = map(re.escape, beginning)
    # Most places with the first letter are told by what follows, which is seen fastest.
    ahead = f"(?=[{_SIGNS}{others[0]}])" if others else ""
    return _WITHIN_WORD.join((first + ahead + _begin_letters(first), *others))


def _form_of(link: Link) -> str:
    return link if isinstance(link, str) else link.form


def _is_of_letters(links: Chain) -> bool:
    """Whether a chain is one word that is in no quantity."""
    return len(links) == 1 and _form_of(links[0])[0].isalpha()


def _is_number(link: Link) -> bool:
    """Whether signs and noughts may stand before the digits that tell a form."""
    return isinstance(link, str | Exact) and telling_digits(_form_of(link)) is not None


def _make_teller(slot: Slot) -> _Tell:
    """Return what tells whether letters may be the first word of one of a query."""
    tests = [_make_test(links[0]) for links in slot]

    @lru_cache(maxsize=_KNOWN)
    def tell(letters: str) -> bool | None:
        word = letters.removesuffix(_POSSESSIVE)
        if not word.isalpha():
            return None
        return any(test(word[:MAX_FORM]) for test in tests)

    return tell


def _make_test(link: Link) -> _Test:
    """Return what tells whether a form is one that a link stands for."""
    if isinstance(link, str):
        own = stem(link)
        return lambda form: stem(form) == own
    if isinstance(link, Exact):
        return link.form.__eq__
    from pressfind.query.variants import compile_test

    holds = compile_test(link)
    if isinstance(link, Fuzzy):
        own = stem(link.form)
        return lambda form: holds(form) or stem(form) == own
    return holds


def _read_spans(leaf: Text, tokens: Iterable[Token]) -> Iterator[Region]:
    wanted = {_term_of(link) for link in text_links(leaf)}
    tests = {link: _make_test(link) for link in wanted if not isinstance(link, str)}
    places: dict[Link, list[Occurrence]] = {}
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for token in tokens:
        place = (token.position, token.position + token.width)
        starts[place[0]] = min(starts.get(place[0], token.span.start), token.span.start)
        ends[place[1]] = max(ends.get(place[1], 0), token.span.end)
        term = stem(token.form)
        if term in wanted:
            places.setdefault(term, []).append(place)
        for link, holds in tests.items():
            if holds(token.form):
                places.setdefault(link, []).append(place)
    for start, end in find_text(leaf, lambda link: places.get(_term_of(link), ())):
        yield starts[start], ends[end]


def _term_of(link: Link) -> Link:
    return stem(link) if isinstance(link, str) else link
