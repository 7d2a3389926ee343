"""Who is named in a release: what "the minister" and "Minister Holt" are resolved by.

A reference is resolved only if exactly one person of the release fits, named in full
somewhere in it.  Who has a bare office and a surname only ("Minister Aster") can't be
the answer but keeps the office from meaning somebody else.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from pressfind.extract.mentions import find_mentions
from pressfind.extract.names import find_surname
from pressfind.extract.organisations import find_acronyms, find_organisation
from pressfind.extract.people import Reference
from pressfind.extract.vocabulary import (
    COUNTRIES,
)
from pressfind.model import Speaker
from pressfind.values import constructor_of, frozen

_make_speaker = constructor_of(Speaker)

# Before a role these make it somebody else's: "Prime Minister", "Canadian Minister".
_OTHER_OFFICES = COUNTRIES | {"prime"}
_MOST_SURNAMES = 8
"""Surnames that texts are searched for; to read them is less work than more."""


@frozen(kw_only=True)
class Person:
    """A name and the roles that stand beside it; ``full`` is False for a surname."""

    name: str
    roles: tuple[str, ...]
    full: bool


_make_person = constructor_of(Person)


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
        return _make_speaker(
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
    for name, role, full in find_mentions(texts, wanted):
        known = _cut_at_surname(name, surnames) if role and full else name
        held = roles.setdefault((known, full), {})
        if role:
            held[role] = None
    people = [
        _make_person(name=name, roles=tuple(held), full=full)
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
