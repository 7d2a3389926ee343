"""The other names of what a query asks for: learnt acronyms, and the keeper's synonyms.

Words in any form are looked at; a word with a sign asks for just that.  A name of
several words is one where they stand side by side, in a phrase or as words by
themselves: then its acronym stands for each of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby

from pressfind.analysis import find_words, stem
from pressfind.model import Learnt
from pressfind.query.names import (
    Forms,
    Row,
    Synonyms,
    find_rows,
    key_of_acronym,
    keys_of_word,
    read_forms,
)
from pressfind.query.tree import And, Exact, Not, Or, OtherName, Query, Slot, Text
from pressfind.values import frozen

MOST_MEANINGS = 5
"""The most long forms of an acronym, or acronyms of a long form."""

MOST_NAMES = 50
"""The most other names that are sought for one query: each is a search of its own."""

_OFTEN = 10
"""One of so many: what fewer releases explain beside another meaning is a slip."""


@frozen(kw_only=True)
class _Equal:
    """A name of a query, and one that stands for it."""

    forms: Forms
    name: str
    slot: Slot
    learnt: Learnt | None = None
    is_acronym: bool = False


def expand(
    query: Query,
    learnt: Iterable[Learnt],
    synonyms: Synonyms,
    count_releases: Callable[[str], int],
) -> Query:
    """Return a parsed query that also asks for other names of what it asks for.

    ``count_releases`` says how many have a form: a word in small letters is taken for
    an acronym only if a good part of these explain it.
    """
    equals: dict[str, list[_Equal]] = {}
    for equal in chain(_equals_of(learnt), _synonyms_of(synonyms)):
        equals.setdefault(stem(equal.forms[0]), []).append(equal)
    expansion = _Expansion(equals, count_releases)
    texts = [text for row in find_rows(query) for text in expansion.expand_row(row)]
    return _replace_texts(query, iter(texts))


def choose_learnt(learnt: Iterable[Learnt]) -> list[Learnt]:
    """Return the pairs that were learnt often enough beside others of either name."""
    kept = _most_learnt(learnt, lambda pair: key_of_acronym(pair.acronym))
    return _most_learnt(kept, lambda pair: " ".join(_stems(read_forms(pair.long_form))))


def _most_learnt(
    learnt: Iterable[Learnt], name_of: Callable[[Learnt], str]
) -> list[Learnt]:
    kept: list[Learnt] = []
    for _, same in groupby(sorted(learnt, key=name_of), key=name_of):
        pairs = sorted(same, key=lambda pair: (-pair.releases, pair.long_form))
        enough = pairs[0].releases / _OFTEN
        kept.extend(p for p in pairs[:MOST_MEANINGS] if p.releases >= enough)
    return kept


def _equals_of(learnt: Iterable[Learnt]) -> Iterator[_Equal]:
    """Yield the pairs in both directions, and both numbers of the acronyms."""
    numbered = set()
    for pair in choose_learnt(learnt):
        key, forms = key_of_acronym(pair.acronym), read_forms(pair.long_form)
        # Stemming knows no acronyms: SPOs is no form of SPO to it, and IRS one of IR.
        one, many = (Exact(key),), (Exact(f"{key}s"),)
        names: list[tuple[str, Slot]] = [(pair.long_form, (forms,))]
        if key not in numbered:
            names += (pair.acronym, (one,)), (f"{pair.acronym}s", (many,))
            numbered.add(key)
        for name, slot in names:
            yield _Equal(
                forms=(key,), name=name, slot=slot, learnt=pair, is_acronym=True
            )
        yield _Equal(forms=forms, name=pair.acronym, slot=(one, many), learnt=pair)


def _synonyms_of(synonyms: Synonyms) -> Iterator[_Equal]:
    for group in synonyms:
        for name in group:
            for other in group:
                if other != name:
                    forms = read_forms(name)
                    yield _Equal(forms=forms, name=other, slot=(read_forms(other),))


class _Expansion:
    """The other names that were found for the rows of one query so far."""

    def __init__(
        self, equals: Mapping[str, list[_Equal]], count: Callable[[str], int]
    ) -> None:
        self._equals = equals
        self._count = count
        self._left = MOST_NAMES

    def expand_row(self, row: Row) -> Sequence[Text]:
        """Return the texts of a row with their other names."""
        texts = list(row.texts)
        for place, forms in enumerate(row.words):
            for equal in self._beginning_with(forms or ()):
                end = self._end_of(equal, row, place)
                if end is not None and self._left and not _is_found(equal, forms):
                    self._left -= 1
                    _add(texts, row, range(place, end), equal)
        return texts

    def _beginning_with(self, forms: Forms) -> Iterator[_Equal]:
        keys = {stem(key) for key in (*forms[:1], *keys_of_word(forms))}
        return chain.from_iterable(self._equals.get(key, ()) for key in sorted(keys))

    def _end_of(self, equal: _Equal, row: Row, start: int) -> int | None:
        """Return where a name ends that begins at a word, None if it isn't there."""
        if equal.is_acronym:
            same = equal.forms[0] in keys_of_word(row.words[start] or ())
            meant = same and self._is_meant(equal, _written(row, start))
            return start + 1 if meant else None
        found: list[str] = []
        place = start
        while len(found) < len(equal.forms) and place < len(row.words):
            forms = row.words[place]
            if forms is None or (row.apart and found):
                return None
            found.extend(forms)
            place += 1
        return place if _stems(found) == _stems(equal.forms) else None

    def _is_meant(self, equal: _Equal, written: str) -> bool:
        """Whether a word is meant as an acronym: "who" seldom is."""
        if sum(map(str.isupper, written)) > 1 or equal.learnt is None:
            return True
        return self._count(equal.forms[0]) <= _OFTEN * equal.learnt.releases


def _is_found(equal: _Equal, forms: Forms | None) -> bool:
    """Whether a word finds the other number of an acronym by itself."""
    (first, *_), *_ = equal.slot
    return isinstance(first, Exact) and _stems([first.form]) == _stems(forms or ())


def _add(texts: list[Text], row: Row, places: range, equal: _Equal) -> None:
    """Add another name to the texts of a row whose words it stands for."""
    each = len(row.texts) == len(row.words)
    instead = " ".join(_written(row, place) for place in places)
    for number in places if each else (0,):
        text = texts[number]
        slots: tuple[Slot, ...] = (equal.slot,)
        if not each:
            before, behind = text.slots[: places.start], text.slots[places.stop :]
            slots = (*before, equal.slot, *behind)
        other = OtherName(
            slots=slots, name=equal.name, instead_of=instead, learnt=equal.learnt
        )
        texts[number] = replace(text, others=(*text.others, other))


def _written(row: Row, place: int) -> str:
    """Return a word as the query has it, if that can be told."""
    if len(row.texts) == len(row.words):
        return row.texts[place].written
    (text,) = row.texts
    words = [text.written[w.span.start : w.span.end] for w in find_words(text.written)]
    if len(words) == len(row.words):
        return words[place]
    return " ".join(row.words[place] or ())


def _replace_texts(query: Query, texts: Iterator[Text]) -> Query:
    """Return a query with other texts for its own, in order."""
    match query:
        case Text():
            return next(texts)
        case And(parts) | Or(parts):
            return replace(query, parts=tuple(_replace_texts(p, texts) for p in parts))
        case Not(part):
            return Not(_replace_texts(part, texts))
    return query


def _stems(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(stem, forms))
