"""One stretch between commas: the person it names, and the role beside the name.

A name is filed without honorific, rank, office or post-nominals; "Jr" and "III" stay.
Of a peer's title only what the name cannot do without is kept: "Lord Aster", but "Ida
Aster" of "Lady Ida Aster".  A single name without a peerage is a surname, never a full
name.
Offsets count code points of the text given, in which no-break spaces are plain.
"""

import re
from functools import lru_cache

from pressfind.extract.vocabulary import (
    COUNTRIES,
    GENERATIONS,
    GIVEN_NAMES_TOO,
    HONORIFICS,
    NAME_PARTICLES,
    OFFICES_OF_GENERAL,
    ORGANISATION_NOUNS,
    PEERAGE,
    PERSON_NOUNS,
    POST_NOMINALS,
    RANK_MODIFIERS,
    RANKS,
    ROLE_NOUNS,
    SURNAMES_TOO,
    TOPIC_NOUNS,
    list_words,
)
from pressfind.values import frozen

# "Holt" of "Holt,"
_WORD = re.compile(r"\S*[^\s,;:]")
# "Holt", "O’Dair", "Lind-Aster", "McAdam", "J."; not "NPCC", "Holt’s", "35th", "says"
_NAME_WORD = re.compile(r"[^\W\d_](?:\.|(?:[\w’'-]*[^\W\d_])?)")

# After one of these a capitalised word is the object of a role: "Head of Aster Mills".
_CONNECTIVES = list_words("of for and the at to in on & with from by under")
# Between an office's object and a name there may be no comma: "Mayor of Tern Ida Holt".
_PORTFOLIO = re.compile(
    r"\b(?:(?:minister|secretary)\b[^,]*\b(?:for|and)"
    r"|(?:head|director|chair|manager|officer|lead)\sof\b[^,]*\band"
    r"|(?:minister|mayor|governor|bishop|archbishop|ambassador)\s(?:of|to))$",
    re.IGNORECASE,
)

_FUNCTION_WORDS = list_words(
    """
    the a an this that these those in on at by for from with after before following
    speaking commenting responding today yesterday he she they it we i our his her their
    its as when while but and or if more new some all both each other another also
    earlier finally however last later meanwhile next not only so still then yet
    monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december
    """
)
_TITLES = HONORIFICS | PEERAGE
_NEVER_IN_NAMES = (
    ROLE_NOUNS | ORGANISATION_NOUNS | TOPIC_NOUNS | RANKS | COUNTRIES | _TITLES
) | _FUNCTION_WORDS

# "Baroness Aster of Lower Holt": the place belongs to the title.
_TERRITORIAL = re.compile(
    r"(?:^|\s)(?P<title>(?:Lord|Lady|Baroness|Baron|Viscount|Viscountess|Earl)"
    r" [A-Z][\w’'-]+ of [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)$"
)

LONGEST_NAME = 5
"""Words of the longest name believed: more is a title in capitals."""
_SHORTEST_PORTFOLIO_TAIL = 3


_Place = re.Match[str]
"""A word where it stands."""


@frozen(kw_only=True)
class Named:
    """A person's name as found: ``start`` and ``end`` hold titles and post-nominals.

    ``role_end`` is where the words before the name and its titles end; ``rank`` is the
    rank that directly stands before the name.  ``full`` is False for a surname alone.
    """

    name: str
    start: int
    end: int
    role_end: int
    rank: str | None
    full: bool


def find_surname(name: str) -> str:
    """Return the last word of a name that is no "Jr" or "III"."""
    *before, last = name.split()
    return before[-1] if before and last in GENERATIONS else last


@lru_cache(maxsize=10_000)
def fold_word(word: str) -> str:
    """Return a word without case and punctuation around it."""
    return word.strip("“”‘’\"'(),.;:").lower()


def split_words(text: str) -> list[str]:
    """Return the words of ``text``, commas stripped off."""
    return [word for split in text.split() if (word := split.rstrip(",;:"))]


def parse_name(text: str, start: int, end: int) -> Named | None:
    """Return the person that ends ``text[start:end]``, or None.

    >>> found = parse_name("Deputy Chief Constable Ida van Holt KC", 0, 38)
    >>> found.name, found.rank, found.role_end
    ('Ida van Holt', 'Deputy Chief Constable', 0)
    """
    peer = _TERRITORIAL.search(text, start, end) if " of " in text else None
    if peer:
        return _build_peer(peer, start)
    places = list(_WORD.finditer(text, start, end))
    words = [place[0] for place in places]
    last = _drop_post_nominals(words)
    surname_end = _drop_generation(words, last)
    first = _find_name_start(words, surname_end)
    if first == surname_end:
        return None
    titles = _find_titles_start(words, first)
    if titles == first:
        first = titles = _cut_portfolio(text, places, first, last)
        if first == last:
            return None
    return _build(text, places, (titles, first, last), start)


@lru_cache(maxsize=10_000)
def is_name_word(word: str) -> bool:
    """Tell whether a word can be part of a person's name by its form and meaning."""
    bare = word.strip('“”"')
    if not bare[:1].isupper() or not _NAME_WORD.fullmatch(bare):
        return False
    if len(bare) > 1 and bare.isupper() and "." not in bare:
        return False
    return bare.lower() not in _NEVER_IN_NAMES and not bare.endswith(("’s", "'s"))


def _drop_post_nominals(words: list[str]) -> int:
    last = len(words)
    while last > 1 and _follows_names(words[last - 1]):
        last -= 1
    return last


def _drop_generation(words: list[str], last: int) -> int:
    generation = last > 1 and words[last - 1].strip(".") in GENERATIONS
    return last - 1 if generation else last


def _follows_names(word: str) -> bool:
    """Tell whether a word is "MP", "C.B.E." or a bracket such as "(D-CA)"."""
    bracketed = word.startswith("(") and word.endswith(")")
    return bracketed or word.replace(".", "") in POST_NOMINALS


def _find_name_start(words: list[str], last: int) -> int:
    first = last
    if _is_surname_too(words, last - 1):
        first -= 1
    while first > 0 and last - first < LONGEST_NAME:
        word = words[first - 1]
        if is_name_word(word) or _is_particle(words, first - 1, last):
            first -= 1
        else:
            break
    if first == 1 and fold_word(words[0]) in GIVEN_NAMES_TOO and words[0].istitle():
        first = 0
    while first < last and words[first] in NAME_PARTICLES:
        first += 1  # "of the" before a name is no part of it
    return first


def _is_surname_too(words: list[str], index: int) -> bool:
    """Tell whether a word that is no name elsewhere is one: "Ida King", "Mr Tom May".

    A given name stands before it, and before that at most a title or an office.
    """
    if index < 1 or not is_name_word(words[index - 1]):
        return False
    text, folded = words[index], fold_word(words[index])
    if not text[0].isupper() or text.isupper() or is_name_word(text):
        return False
    before = fold_word(words[index - 2]) if index > 1 else None
    addressed = before in _TITLES or before in RANKS or before in PERSON_NOUNS
    if folded in SURNAMES_TOO:
        return before is None or addressed
    return addressed and (folded in TOPIC_NOUNS or folded in COUNTRIES)


def _is_particle(words: list[str], index: int, last: int) -> bool:
    if not 0 < index < last - 1 or words[index] not in NAME_PARTICLES:
        return False
    before = words[index - 1]
    return before in NAME_PARTICLES or is_name_word(before)


def _find_titles_start(words: list[str], first: int) -> int:
    """Return where peerage, honorifics and a rank before a name begin."""
    titles = first
    while titles > 0 and fold_word(words[titles - 1]) in _TITLES:
        titles -= 1
    if titles < first and titles > 0 and fold_word(words[titles - 1]) == "the":
        titles -= 1
    # A rank counts where it begins the stretch; elsewhere it is the end of an office.
    if titles and all(_is_rank_word(word) for word in words[:titles]):
        is_rank = any(fold_word(word) in RANKS for word in words[:titles])
        return 0 if is_rank and not _is_office(words[:titles]) else titles
    return titles


def _is_rank_word(word: str) -> bool:
    return fold_word(word) in RANKS or fold_word(word) in RANK_MODIFIERS


def _is_office(words: list[str]) -> bool:
    folded = [fold_word(word) for word in words]
    return folded[-1] == "general" and any(
        word in OFFICES_OF_GENERAL for word in folded
    )


def _cut_portfolio(text: str, places: list[_Place], first: int, last: int) -> int:
    """Return where the name begins where nothing but a role parts it from the text.

    "Head of Aster Mills" names nobody; of "Minister for Roads and Parks Ida Holt" and
    "Mayor of Tern Ida Holt" the last two words are the name, if enough stand there.
    """
    if first == 0 or fold_word(places[first - 1][0]) not in _CONNECTIVES:
        return first
    before = text[places[0].start() : places[first - 1].end()]
    if last - first >= _SHORTEST_PORTFOLIO_TAIL and _PORTFOLIO.search(before):
        return last - 2
    return last


def _build(
    text: str, places: list[_Place], bounds: tuple[int, int, int], start: int
) -> Named:
    titles, first, last = bounds
    surname_end = _drop_generation([place[0] for place in places], last)
    full = surname_end - first > 1
    name_end = places[(last if full else surname_end) - 1].end()
    name = text[places[first].start() : name_end].replace(",", "").strip("“”\"'’.")
    peerage = [p for p in places[titles:first] if fold_word(p[0]) in PEERAGE]
    if peerage and not full:
        name, full = text[peerage[-1].start() : places[last - 1].end()], True
    rank = [place for place in places[titles:first] if _is_rank_word(place[0])]
    return Named(
        name=" ".join(name.split()),
        start=places[titles].start(),
        end=places[-1].end(),
        role_end=places[titles - 1].end() if titles else start,
        rank=text[rank[0].start() : rank[-1].end()] if rank else None,
        full=full,
    )


def _build_peer(match: re.Match[str], start: int) -> Named:
    return Named(
        name=match["title"],
        start=match.start("title"),
        end=match.end("title"),
        role_end=max(start, match.start()),
        rank=None,
        full=True,
    )
