"""The people of an archive: names that are one person's, and the roles they held.

Names that differ in accents, case or marks alone are of one person, and so are those
that the keeper's aliases join.  All else is apart: nobody is guessed from a surname.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pressfind.engines import open_engine
from pressfind.engines.base import Count, Engine
from pressfind.model import Question
from pressfind.model.counts import HeldRole, QuotedSpeaker, SpeakerPage
from pressfind.query.plan import fold_name
from pressfind.query.tree import Query
from pressfind.schema import DATE, ROLE, SPEAKER, Target
from pressfind.searching.asking import (
    choose_page,
    find_aliases,
    find_matching,
    make_page,
)
from pressfind.values import frozen

if TYPE_CHECKING:
    from pressfind.searching.aliases import Aliases

_Texts = tuple[str, ...]
_Words = tuple[str, ...]


@frozen
class People:
    """Who is meant by what is filed of a speaker (see ``schema.quote_names``).

    ``written`` is how each name is written, by its folded words.
    """

    written: Mapping[_Words, str]
    aliases: "Aliases | None"

    def find_name(self, speaker: _Texts) -> _Texts:
        """Return the name of the person, or nothing where the text names nobody."""
        if not speaker:
            return ()
        words = _fold(_called(speaker))
        if self.aliases and words in self.aliases.joined:
            return (self.aliases.joined[words],)
        return (self.written[words],) if speaker[0] else ()


def find_people(engine: Engine, query: Query, target: Target) -> People:
    """Return who is quoted in what a query, planned for ``target``, holds for."""
    counts = engine.count_values(query, target, (SPEAKER.name,), filed_name)
    quotes: dict[_Words, dict[str, int]] = defaultdict(dict)
    for name, count in counts.by_key.items():
        quotes[_fold(name)][name] = count.quotes
    written = {words: _most_frequent(names) for words, names in quotes.items()}
    return People(written, find_aliases(engine))


def filed_name(names: _Texts) -> _Texts:
    """Return what a quote is filed under in a field, if it is under anything."""
    return names[:1] if names and names[0] else ()


class _Detail(NamedTuple):
    """What quotes are counted by: who, called what, in which role, on which day."""

    person: str
    called: str
    role: str | None
    day: str | None


def find_speakers(index: Path, question: Question, today: datetime.date) -> SpeakerPage:
    """Return who said the quotes that match, whoever said most of them first."""
    with closing(open_engine(index)) as engine:
        answer = find_matching(engine, question, Target.QUOTES, today)
        people = find_people(engine, answer.request.query, Target.QUOTES)
        asked = answer.request.query, Target.QUOTES
        counts = engine.count_values(*asked, (SPEAKER.name,), people.find_name)
        fields = SPEAKER.name, ROLE.name, DATE
        details = engine.count_values(*asked, fields, _group_by_detail(people))
    of_person: dict[str, list[tuple[_Detail, int]]] = defaultdict(list)
    for detail, count in details.by_key.items():
        of_person[detail.person].append((detail, count.quotes))
    speakers = [
        _make_speaker(name, counts.by_key[name], of_person[name])
        for name in sorted(of_person, key=lambda n: (-counts.by_key[n].quotes, n))
    ]
    return make_page(
        SpeakerPage,
        question,
        answer,
        total=len(speakers),
        quotes=counts.total,
        unnamed=counts.without,
        speakers=choose_page(speakers, question),
    )


def _group_by_detail(people: People) -> Callable[..., Iterable[_Detail]]:
    def group(speaker: _Texts, role: _Texts, days: _Texts) -> Iterator[_Detail]:
        for person in people.find_name(speaker):
            held = next(iter(filed_name(role)), None)
            yield _Detail(person, _called(speaker), held, next(iter(days), None))

    return group


def _make_speaker(
    name: str, count: Count, details: list[tuple[_Detail, int]]
) -> QuotedSpeaker:
    called = {detail.called for detail, _ in details}
    first, last = _first_and_last(detail.day for detail, _ in details)
    return QuotedSpeaker(
        name=name,
        aliases=tuple(sorted(c for c in called if _fold(c) != _fold(name))),
        quotes=count.quotes,
        releases=count.releases,
        first_date=first,
        last_date=last,
        roles=tuple(_find_roles(details)),
    )


def _find_roles(details: list[tuple[_Detail, int]]) -> list[HeldRole]:
    """Return the roles that a person held, in the order in which they are met."""
    quotes: dict[_Words, Counter[str]] = defaultdict(Counter)
    days: dict[_Words, list[str | None]] = defaultdict(list)
    for detail, count in details:
        if detail.role:
            quotes[_fold(detail.role)][detail.role] += count
            days[_fold(detail.role)].append(detail.day)
    roles = []
    for words, written in quotes.items():
        first, last = _first_and_last(days[words])
        roles.append(
            HeldRole(
                role=_most_frequent(written),
                first_date=first,
                last_date=last,
                quotes=written.total(),
            )
        )
    latest = datetime.date.max  # a role without a date comes last
    return sorted(
        roles, key=lambda r: (r.first_date or latest, r.last_date or latest, r.role)
    )


def _first_and_last(
    days: Iterable[str | None],
) -> tuple[datetime.date | None, datetime.date | None]:
    dated = [day for day in days if day]
    if not dated:
        return None, None
    first, last = map(datetime.date.fromisoformat, (min(dated), max(dated)))
    return first, last


def _most_frequent(written: Mapping[str, int]) -> str:
    return min(written, key=lambda name: (-written[name], name.isupper(), name))


def _called(speaker: _Texts) -> str:
    """Return the name that a speaker is filed under, else the words for the speaker."""
    return next(filter(None, speaker))


def _fold(name: str) -> _Words:
    return fold_name(name) or (name,)
