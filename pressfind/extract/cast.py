"""Who is named in a release: what "the minister" and "Minister Holt" are resolved by.

A reference is resolved only if exactly one person of the release fits, named in full
somewhere in it.  Who has a bare office and a surname only ("Minister Aster") can't be
the answer but keeps the office from meaning somebody else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pressfind.extract.names import LONGEST_NAME, Word, find_words, is_name_word
from pressfind.extract.organisations import find_acronyms, find_organisation
from pressfind.extract.people import Reference, is_role
from pressfind.extract.sentences import NO_BREAK_SPACES
from pressfind.extract.vocabulary import (
    COUNTRIES,
    HONORIFICS,
    NAME_PARTICLES,
    PEERAGE,
    POST_NOMINALS,
    ROLE_NOUNS,
)
from pressfind.model import Speaker

_STRETCH = re.compile(r"[^,;.:()“”]+")
_POSSESSIVE = re.compile(r"[’']s$")
# "Roads and Parks" of "Minister for Trees, Roads and Parks": a role goes on after a comma.
_LIST_END = re.compile(r"[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3}\s(?:and|&)\s[A-Z]")
# "Senators Ida Holt and Ann Aster": nobody holds a role in the plural.
_PLURALS = frozenset(
    noun
    for noun in ROLE_NOUNS
    if noun.removesuffix("s") in ROLE_NOUNS and noun.endswith("s")
) | {"secretaries"}
_MOST_ROLE_WORDS = 14
"""Words of the longest role read after a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name and the roles that stand beside it; ``full`` is False for a surname."""

    name: str
    roles: tuple[str, ...]
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people of one release, its department, and its acronyms with their words."""

    people: tuple[Person, ...]
    department: str | None
    acronyms: tuple[tuple[str, str], ...]

    def identify(self, reference: Reference) -> Speaker:
        """Return the speaker that ``reference`` means, as far as the release tells."""
        written = " … ".join(reference.roles) or None
        role = "; ".join(reference.roles) or None
        name = reference.name
        if name is None and reference.definite:
            person = self._find(reference)
            if person:
                name, role = person.name, _fullest(person.roles, role)
        return Speaker(
            name=name,
            as_written=reference.as_written or None,
            role=role,
            role_as_written=written,
            organisation=self._find_organisation(reference),
        )

    def _find(self, reference: Reference) -> Person | None:
        if reference.surname:
            surname = reference.surname.casefold()
            fits = [
                person
                for person in self.people
                if person.full and person.name.split()[-1].casefold() == surname
            ]
        else:
            fits = [p for p in self.people if _holds(p, reference.roles[0])]
        return fits[0] if len(fits) == 1 and fits[0].full else None

    def _find_organisation(self, reference: Reference) -> str | None:
        if reference.organisation:
            return self._expand(reference.organisation)
        for role in reference.roles:
            found = find_organisation(role, self.department)
            if found:
                return self._expand(found)
        return None

    def _expand(self, name: str) -> str:
        return dict(self.acronyms).get(name, name)


def find_cast(texts: Iterable[str], department: str | None = None) -> Cast:
    """Return who is named in ``texts``, each a block or the title of one release."""
    roles: dict[tuple[str, bool], list[str]] = {}
    acronyms: dict[str, str] = {}
    for text in texts:
        plain = text.translate(NO_BREAK_SPACES)
        acronyms.update(find_acronyms(plain))
        for name, role, full in _find_mentions(plain):
            held = roles.setdefault((name, full), [])
            if role and role not in held:
                held.append(role)
    people = tuple(
        Person(name=name, roles=tuple(held), full=full)
        for (name, full), held in roles.items()
    )
    return Cast(
        people=_drop_doubles(people),
        department=department,
        acronyms=tuple(acronyms.items()),
    )


def _find_mentions(text: str) -> Iterator[tuple[str, str | None, bool]]:
    """Yield the names in a text with the role beside each, and whether they are full."""
    stretches = [
        find_words(text, match.start(), match.end())
        for match in _STRETCH.finditer(text)
    ]
    stretches = [words for words in stretches if words]
    for index, words in enumerate(stretches):
        before = stretches[index - 1] if index else []
        for first, last in _find_runs(words):
            name = _POSSESSIVE.sub("", " ".join(w.text for w in words[first:last]))
            role = _role_in_front(words, first)
            if last - first == 1:
                peer = first and words[first - 1].folded in PEERAGE
                if peer:
                    yield (
                        f"{words[first - 1].text} {name}",
                        _role_in_front(words, first - 1),
                        True,
                    )
                elif role:
                    yield name, role, False
                continue
            if role is None and _ends(words, last):
                role = _role_behind(stretches, index)
            if role is None and first == 0 and before:
                role = _whole_role(before)
            yield name, role, True


def _find_runs(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield where the words of one name after the other stand: "Ida van Holt’s" too."""
    first = 0
    while first < len(words):
        last = first
        while last < len(words) and _continues(words, first, last):
            last += 1
        end = last
        while end > first and words[end - 1].text in NAME_PARTICLES:
            end -= 1
        if 0 < end - first <= LONGEST_NAME:
            yield first, end
        first = max(last, first + 1)


def _continues(words: list[Word], first: int, index: int) -> bool:
    word = words[index].text
    if index > first:
        if _POSSESSIVE.search(words[index - 1].text):
            return False
        if word in NAME_PARTICLES:
            return True
    return is_name_word(_POSSESSIVE.sub("", word))


def _role_in_front(words: list[Word], first: int) -> str | None:
    """Return the capitalised words with an office right before a name."""
    begin = first
    while begin and words[begin - 1].folded in HONORIFICS | PEERAGE:
        begin -= 1
    end = begin
    while begin and (
        words[begin - 1].text[0].isupper() or words[begin - 1].folded == "minister"
    ):
        begin -= 1
    while begin < end and words[begin].folded in ("the", "a", "an"):
        begin += 1
    role = [word.text for word in words[begin:end]]
    if not role or words[end - 1].folded not in ROLE_NOUNS - _PLURALS:
        return None
    return " ".join(role)


def _ends(words: list[Word], last: int) -> bool:
    return all(word.text in POST_NOMINALS for word in words[last:])


def _role_behind(stretches: list[list[Word]], index: int) -> str | None:
    """Return the role between commas after a name: ", Minister for Roads and Parks,"."""
    if index + 1 >= len(stretches):
        return None
    role = _whole_role(stretches[index + 1])
    if role and index + 2 < len(stretches):
        more = " ".join(word.text for word in stretches[index + 2])
        listed = _LIST_END.match(more)
        if listed and len(more.split()) <= _MOST_ROLE_WORDS // 2:
            return f"{role}, {more}"
    return role


def _whole_role(words: list[Word]) -> str | None:
    """Return a stretch that is a capitalised office and nothing else."""
    if words[0].folded == "the":
        words = words[1:]
    text = " ".join(word.text for word in words)
    if not words or len(words) > _MOST_ROLE_WORDS or not words[0].text[0].isupper():
        return None
    named = any(word.folded in ROLE_NOUNS for word in words[:3])
    return text if named and is_role(text) else None


def _holds(person: Person, role: str) -> bool:
    """Tell whether a person's roles contain the words of ``role``.

    "The minister" is never the Prime Minister, and whoever has only a surname holds
    just the bare office that stands before it.
    """
    wanted = role.casefold().split()
    for held in person.roles:
        words = held.casefold().split()
        words = [word.strip(",") for word in words]
        if not person.full and words != wanted:
            continue
        for start in range(len(words) - len(wanted) + 1):
            prime = start and words[start - 1] in ("prime", *COUNTRIES)
            if words[start : start + len(wanted)] == wanted and not prime:
                return True
    return False


def _fullest(roles: tuple[str, ...], written: str | None) -> str | None:
    """Return the one role that says more than what was written, or what was."""
    longer = {
        role for role in roles if len(role.split()) > len((written or "").split())
    }
    return longer.pop() if len(longer) == 1 else written


def _drop_doubles(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Drop surnames and longer runs that end as a full name of the release does.

    "Visiting Ida Holt" is a run of capitals too; the shorter one is the name.
    """
    by_name = {person.name: person for person in people if person.full}
    kept: dict[str, Person] = {}
    for person in people:
        words = person.name.split()
        shorter = next(
            (
                " ".join(words[cut:])
                for cut in range(1, len(words) - 1)
                if " ".join(words[cut:]) in by_name
            ),
            person.name,
        )
        kept[shorter] = _merge(kept.get(shorter), person, shorter)
    surnames = {name.split()[-1] for name in by_name}
    return tuple(p for p in kept.values() if p.full or p.name not in surnames)


def _merge(known: Person | None, person: Person, name: str) -> Person:
    roles = dict.fromkeys((*(known.roles if known else ()), *person.roles))
    return Person(name=name, roles=tuple(roles), full=person.full)
