"""Who is named in a release: what "the minister" and "Minister Holt" are resolved by.

A reference is resolved only if exactly one person of the release fits, named in full
somewhere in it.  Who has a bare office and a surname only ("Minister Aster") can't be
the answer but keeps the office from meaning somebody else.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from pressfind.extract.names import LONGEST_NAME, find_surname, fold_word, is_name_word
from pressfind.extract.organisations import find_acronyms, find_organisation
from pressfind.extract.people import Reference
from pressfind.extract.roles import is_role
from pressfind.extract.spaces import plain_spaces
from pressfind.extract.vocabulary import (
    COUNTRIES,
    GENERATIONS,
    HONORIFICS,
    NAME_PARTICLES,
    PEERAGE,
    POST_NOMINALS,
    ROLE_NOUNS,
    list_words,
)
from pressfind.model import Speaker
from pressfind.values import frozen

# A stop ends none after an initial or a title: "Sen. Ida J. Holt".
_STRETCH = re.compile(
    r"[^\s,;.:()“”—][^,;.:()“”—]*+(?:\.(?:(?<=\b[A-Z]\.)|(?<=\b(?:Dr|Mr|Ms)\.)"
    r"|(?<=\b(?:Mrs|Sen|Rep|Gov|Rev|Gen|Col)\.))[^,;.:()“”—]*+)*+"
)
# What stands beside a word in its stretch: "Ida" before Holt, "Holt" behind Ida
_BEFORE = re.compile(r"(?P<word>[^\s,;.:()“”—]++\.?)\s++\Z")
_BEHIND = re.compile(r"\s++(?P<word>[^\s,;.:()“”—]++)")
_POSSESSIVES = ("’s", "'s")
# "Roads and Parks" of "Minister for Trees, Roads and Parks": the role goes on.
_LIST_END = re.compile(r"[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3}\s(?:and|&)\s[A-Z]")
# "Senators Ida Holt and Ann Aster": nobody holds a role in the plural.
_OFFICES = ROLE_NOUNS - {f"{noun}s" for noun in ROLE_NOUNS} - {"secretaries"}
# Before a role these make it somebody else's: "Prime Minister", "Canadian Minister".
_OTHER_OFFICES = COUNTRIES | {"prime"}
_TITLES = HONORIFICS | PEERAGE
# Beside a surname these make a full name of it: "van Holt", "Lord Holt", "Holt Jr".
_PARTS_OF_NAMES = NAME_PARTICLES | PEERAGE | {word.lower() for word in GENERATIONS}
# "Today Senator Ida Holt", "While Mayor Holt"
_BEFORE_ROLES = list_words(
    "the a an today yesterday tonight also meanwhile while when as and but if"
)
_MOST_ROLE_WORDS = 14
"""Words of the longest role read after a name."""
_MOST_SURNAMES = 8
"""Surnames that texts are searched for; to read them is less work than more."""
_LONGEST_WORD = 30
"""Characters before a surname among which the word before it is looked for."""


@frozen(kw_only=True)
class Person:
    """A name and the roles that stand beside it; ``full`` is False for a surname."""

    name: str
    roles: tuple[str, ...]
    full: bool


@frozen(kw_only=True)
class Cast:
    """The people of one release, its department, and the texts that are all of it.

    ``by_word`` has, for each folded word of a surname or role, who bears it.
    """

    by_word: Mapping[str, Sequence[Person]]
    department: str | None
    texts: tuple[str, ...]

    def identify(self, reference: Reference) -> Speaker:
        """Return the speaker that ``reference`` means, as far as the release tells."""
        name, role = reference.name, "; ".join(reference.roles) or None
        if name is None and reference.definite:
            person = self._find(reference)
            if person:
                name, role = person.name, _fullest(person.roles, role)
        return Speaker(
            name=name,
            as_written=reference.as_written or None,
            role=role,
            role_as_written=" … ".join(reference.roles) or None,
            organisation=self._find_organisation(reference),
        )

    def _find(self, reference: Reference) -> Person | None:
        """Return the one person who fits, if exactly one does."""
        fits = list(islice(self._find_fitting(reference), 2))
        return fits[0] if len(fits) == 1 and fits[0].full else None

    def _find_fitting(self, reference: Reference) -> Iterator[Person]:
        if reference.surname:
            surname = reference.surname.casefold()
            bearers = [p for p in self.by_word.get(surname, ()) if p.full]
            named = [p for p in bearers if _fold_surname(p) == surname]
            if not named and not reference.roles:
                # "Ida said": a first name, which nobody has as a surname
                named = [p for p in bearers if _fold_first_name(p) == surname]
            yield from named
            return
        wanted = _fold(reference.roles[0])
        # Whoever fits bears every word; of a hundred ministers few are "for Roads".
        by_word = [self.by_word.get(word, ()) for word in wanted]
        for person in min(by_word, key=len, default=()):
            if _holds(person, wanted):
                yield person

    def _find_organisation(self, reference: Reference) -> str | None:
        found = reference.organisation
        for role in reference.roles:
            found = found or find_organisation(role, self.department)
        return _read_acronyms(self.texts).get(found, found) if found else None


def find_cast(
    texts: tuple[str, ...],
    references: Collection[Reference],
    department: str | None = None,
) -> Cast:
    """Return whom ``references`` may mean of all who are named in ``texts``.

    Each text is a block or the title of one release.
    """
    surnames = {(r.surname or "").casefold() for r in references if r.name is None}
    wanted = _choose_words(references)
    roles: dict[tuple[str, bool], dict[str, None]] = {}
    for text in _find_naming(texts, wanted):
        for name, role, full in _find_mentions(plain_spaces(text), wanted):
            known = _cut_at_surname(name, surnames) if role and full else name
            held = roles.setdefault((known, full), {})
            if role:
                held[role] = None
    people = [
        Person(name=name, roles=tuple(held), full=full)
        for (name, full), held in roles.items()
    ]
    by_word: dict[str, list[Person]] = {}
    for person in _drop_doubles(people):
        words = {word for role in person.roles for word in _fold(role)}
        if words and person.full:  # who is called by a first name is introduced before
            words.add(_fold_first_name(person))
        for word in words | {_fold_surname(person)}:
            by_word.setdefault(word, []).append(person)
    return Cast(by_word=by_word, department=department, texts=texts)


@lru_cache(maxsize=1)  # the speakers of a release ask in turn, and few belong anywhere
def _read_acronyms(texts: tuple[str, ...]) -> dict[str, str]:
    bracketed = [text for text in texts if "(" in text]  # where each acronym stands
    return dict(pair for text in bracketed for pair in find_acronyms(text))


def _choose_words(references: Collection[Reference]) -> Collection[str]:
    """Return words of which stretches hold one that can resolve what is left open.

    "The minister" may be anybody in the release, but only stretches that hold the name
    Holt tell who "Minister Holt" is, and most references are of that kind.
    """
    unresolved = [r for r in references if r.definite and r.name is None]
    surnames = {(r.surname or "").casefold() for r in unresolved}
    return surnames if len(surnames) <= _MOST_SURNAMES else {""}


def _find_naming(texts: Iterable[str], words: Collection[str]) -> Iterator[str]:
    """Yield the texts in which one of the words may be of a full name.

    In most a surname stands alone: "said Holt.", "Senator Holt will".
    """
    for text in texts if words else ():
        folded = text.casefold()
        held = [word for word in words if word in folded]
        if not held:
            continue
        # Few letters have other ones for their case, by which places move.
        if len(folded) != len(text) or any(_is_beside(w, text, folded) for w in held):
            yield text


def _is_beside(surname: str, text: str, folded: str) -> bool:
    """Tell whether a surname stands in a text beside what can be more of the name."""
    end = 0
    while surname and (start := folded.find(surname, end)) >= 0:
        end = start + len(surname)
        before = _BEFORE.search(text, max(0, start - _LONGEST_WORD), start)
        behind = _BEHIND.match(text, end)
        words = [match["word"] for match in (before, behind) if match]
        if any(map(_may_be_of_name, words)):
            return True
    return not surname


def _may_be_of_name(word: str) -> bool:
    return fold_word(word) in _PARTS_OF_NAMES or _begins_name(word)


def _fold_surname(person: Person) -> str:
    return find_surname(person.name).casefold()


def _fold_first_name(person: Person) -> str:
    return person.name.partition(" ")[0].casefold()


def _cut_at_surname(name: str, surnames: Collection[str]) -> str:
    """Return "Ida Holt" of "Ida Holt Opens Fair" if Holt is whom somebody refers to.

    Titles in capitals run on after a name.
    """
    words = name.split()
    for end in range(2, len(words)):
        if words[end - 1].casefold() in surnames:
            return " ".join(words[:end])
    return name


def _fold(text: str) -> list[str]:
    return [word.strip(",") for word in text.casefold().split()]


def _find_mentions(
    text: str, wanted: Collection[str]
) -> Iterator[tuple[str, str | None, bool]]:
    """Yield each name in a text, the role beside it, and whether it is full.

    Of the stretches of a text only those that hold one of the words are looked at.
    """
    stretches = [part for part in _STRETCH.findall(text) if not part.isspace()]
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
    behind = (words[place] for place in range(last, len(words)))
    if role is None and all(word in POST_NOMINALS for word in behind):
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


def _holds(person: Person, wanted: list[str]) -> bool:
    """Tell whether a person's roles contain the words of a role.

    "The minister" is never the Prime Minister, and whoever has only a surname holds
    just the bare office that stands before it.
    """
    for held in person.roles:
        words = _fold(held)
        if not person.full and words != wanted:
            continue
        for start in range(len(words) - len(wanted) + 1):
            other = start and words[start - 1] in _OTHER_OFFICES
            if words[start : start + len(wanted)] == wanted and not other:
                return True
    return False


def _fullest(roles: tuple[str, ...], written: str | None) -> str | None:
    """Return the one role that says more than what was written, or what was."""
    longer = {
        role for role in roles if len(role.split()) > len((written or "").split())
    }
    return longer.pop() if len(longer) == 1 else written


def _drop_doubles(people: Sequence[Person]) -> tuple[Person, ...]:
    """Drop surnames and longer runs that end as a full name of the release does.

    "Visiting Ida Holt" is a run of capitals too; the shorter one is the name.
    """
    by_name = {person.name: person for person in people if person.full}
    kept: dict[str, Person] = {}
    for person in people:
        shorter = _find_shorter(person.name, by_name)
        known = kept.get(shorter)
        if known or shorter != person.name:
            kept[shorter] = _merge(known, person, shorter)
        else:
            kept[shorter] = person
    surnames = {find_surname(name) for name in by_name}
    return tuple(p for p in kept.values() if p.full or p.name not in surnames)


def _find_shorter(name: str, names: Collection[str]) -> str:
    """Return the longest end of a name, of two words at least, that is one of names."""
    words = name.split()
    for cut in range(1, len(words) - 1):
        shorter = " ".join(words[cut:])
        if shorter in names:
            return shorter
    return name


def _merge(known: Person | None, person: Person, name: str) -> Person:
    roles = dict.fromkeys((*(known.roles if known else ()), *person.roles))
    return Person(name=name, roles=tuple(roles), full=person.full)
