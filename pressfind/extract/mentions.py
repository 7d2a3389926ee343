"""Names that stand in the texts of a release, and the role beside each.

A name is a run of capitalised words that can be one.  A role stands right before it, or
is all that stands between it and a comma on either side.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from pressfind.extract.names import LONGEST_NAME, fold_word, is_name_word
from pressfind.extract.roles import is_role
from pressfind.extract.spaces import plain_spaces
from pressfind.extract.vocabulary import (
    GENERATIONS,
    HONORIFICS,
    NAME_PARTICLES,
    PEERAGE,
    POST_NOMINALS,
    ROLE_NOUNS,
    list_words,
)

# A stop ends none after an initial or a title: "Sen. Ida J. Holt".
_STRETCH = re.compile(
    r"[^\s,;.:()“”—][^,;.:()“”—]*+(?:\.(?:(?<=\b[A-Z]\.)|(?<=\b(?:Dr|Mr|Ms)\.)"
    r"|(?<=\b(?:Mrs|Sen|Rep|Gov|Rev|Gen|Col)\.))[^,;.:()“”—]*+)*+"
)
# The word that ends what stands before white space: "Sen." of "(Sen."
_LAST_WORD = re.compile(r"[^,;.:()“”—]++\.?\Z")
# What stands behind a word in its stretch: "Holt" behind Ida
_BEHIND = re.compile(r"\s++(?P<word>[^\s,;.:()“”—]++)")
_POSSESSIVES = ("’s", "'s")
# "Roads and Parks" of "Minister for Trees, Roads and Parks": the role goes on.
_LIST_END = re.compile(r"[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3}\s(?:and|&)\s[A-Z]")
# "Senators Ida Holt and Ann Aster": nobody holds a role in the plural.
_OFFICES = ROLE_NOUNS - {f"{noun}s" for noun in ROLE_NOUNS} - {"secretaries"}
_TITLES = HONORIFICS | PEERAGE
# Beside a surname these make a full name of it: "van Holt", "Lord Holt", "Holt Jr".
_PARTS_OF_NAMES = NAME_PARTICLES | PEERAGE | {word.lower() for word in GENERATIONS}
# "Today Senator Ida Holt", "While Mayor Holt"
_BEFORE_ROLES = list_words(
    "the a an today yesterday tonight also meanwhile while when as and but if"
)
_MOST_ROLE_WORDS = 14
"""Words of the longest role read after a name."""
_LONGEST_WORD = 30
"""Characters before a surname among which the word before it is looked for."""


def find_mentions(
    texts: Iterable[str], wanted: Collection[str]
) -> Iterator[tuple[str, str | None, bool]]:
    """Yield names, the role beside each, and whether it is full, in reading order.

    They are those of stretches that hold one of the folded words, in texts where one
    may be of a full name; of all stretches where a word is "".
    """
    for text in texts if wanted else ():
        if _may_name(text, wanted):
            yield from _find_in_text(plain_spaces(text), wanted)


def _may_name(text: str, surnames: Collection[str]) -> bool:
    """Tell whether one of the surnames may be of a full name in a text.

    In most it stands alone: "said Holt.", "Senator Holt will".
    """
    folded = text.casefold()
    # Few letters have other ones for their case, by which places move.
    moved = len(folded) != len(text)
    for surname in surnames:
        end = 0
        while (start := folded.find(surname, end)) >= 0:
            end = start + len(surname)
            if moved or not surname or _is_beside_name(text, start, end):
                return True
    return False


def _is_beside_name(text: str, start: int, end: int) -> bool:
    """Tell whether beside a surname stands what can be more of the name."""
    behind = _BEHIND.match(text, end)
    if behind and _ends_with_part_of_name(behind["word"]):
        return True
    before = text[max(0, start - _LONGEST_WORD) : start]
    words = before.split() if before[-1:].isspace() else []
    return bool(words) and _ends_with_part_of_name(words[-1])


@lru_cache(maxsize=10_000)
def _ends_with_part_of_name(text: str) -> bool:
    word = _LAST_WORD.search(text)
    return word is not None and (
        fold_word(word[0]) in _PARTS_OF_NAMES or _begins_name(word[0])
    )


def _find_in_text(
    text: str, wanted: Collection[str]
) -> Iterator[tuple[str, str | None, bool]]:
    stretches = _STRETCH.findall(text)
    for index in _find_holders(stretches, wanted):
        words = stretches[index].split()
        for first, last in _find_runs(words):
            name = _drop_possessive(" ".join(words[first:last]))
            if last - first > 1:
                yield name, _find_role(words, (first, last), stretches, index), True
            elif first and fold_word(words[first - 1]) in PEERAGE:
                title = words[first - 1]
                yield f"{title} {name}", _role_in_front(words, first - 1), True
            else:
                role = _role_in_front(words, first)
                if role:
                    yield name, role, False


def _find_holders(texts: Sequence[str], words: Collection[str]) -> list[int]:
    """Return the places of the texts that hold one of the folded words."""
    folded = [text.casefold() for text in texts]
    holders = {n for word in words for n, text in enumerate(folded) if word in text}
    return sorted(holders)


def _find_role(
    words: list[str], run: tuple[int, int], stretches: list[str], index: int
) -> str | None:
    """Return the role right before a full name, or else in the stretches beside it."""
    first, last = run
    role = _role_in_front(words, first)
    # Not a slice: in a megabyte without punctuation there is one for every name.
    behind = range(last, len(words))
    if role is None and all(words[place] in POST_NOMINALS for place in behind):
        role = _role_behind(stretches, index)
    if role is None and first == 0 and index:
        role = _whole_role(stretches[index - 1])
    return role


def _find_runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where the words of one name after the other stand: "Ida van Holt’s" too."""
    end = 0
    # Small words, which are most, would crowd the names out of the cache.
    for first in [place for place, word in enumerate(words) if not word.islower()]:
        if first < end or not _begins_name(words[first]):
            continue
        end = first + 1
        while end < len(words) and _continues(words[end - 1], words[end]):
            end += 1
        last = end
        while words[last - 1] in NAME_PARTICLES:
            last -= 1
        if last < len(words) and words[last] in GENERATIONS:
            last += 1
        if last - first <= LONGEST_NAME:
            yield first, last


def _continues(before: str, word: str) -> bool:
    if before.endswith(_POSSESSIVES):
        return False
    return word in NAME_PARTICLES or _begins_name(word)


@lru_cache(maxsize=10_000)
def _begins_name(word: str) -> bool:
    return is_name_word(_drop_possessive(word))


def _drop_possessive(text: str) -> str:
    return text[:-2] if text.endswith(_POSSESSIVES) else text


def _role_in_front(words: list[str], first: int) -> str | None:
    """Return the capitalised words with an office right before a name."""
    end = first
    while end and fold_word(words[end - 1]) in _TITLES:
        end -= 1
    if not end or fold_word(words[end - 1]) not in _OFFICES:
        return None
    begin, earliest = end, max(0, end - _MOST_ROLE_WORDS)
    while begin > earliest and _can_be_office(words[begin - 1]):
        begin -= 1
    while begin < end and fold_word(words[begin]) in _BEFORE_ROLES:
        begin += 1
    return " ".join(words[begin:end]) or None


def _can_be_office(word: str) -> bool:
    return word[0].isupper() or fold_word(word) == "minister"


def _role_behind(stretches: list[str], index: int) -> str | None:
    """Return the role after a name: ", Minister for Roads and Parks,"."""
    if index + 1 >= len(stretches):
        return None
    role = _whole_role(stretches[index + 1])
    if role and index + 2 < len(stretches):
        words = stretches[index + 2].split()
        more = " ".join(words)
        if len(words) <= _MOST_ROLE_WORDS // 2 and _LIST_END.match(more):
            return f"{role}, {more}"
    return role


def _whole_role(stretch: str) -> str | None:
    """Return a stretch that is a capitalised office and nothing else."""
    words = stretch.split()
    if fold_word(words[0]) == "the":
        words = words[1:]
    if not words or len(words) > _MOST_ROLE_WORDS or not words[0][0].isupper():
        return None
    text = " ".join(words)
    named = any(fold_word(word) in ROLE_NOUNS for word in words[:3])
    return text if named and is_role(text) else None
