"""The first and the last that say something: releases, or quotes in them.

A use is the earliest (latest) dated release that has all that is asked for.  If one of
its quotes has it all by itself, the use is that quote: the first such in the release.
Undated releases are neither first nor last.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

from pressfind.engines import open_engine
from pressfind.engines.base import Engine, Match
from pressfind.highlight import find_highlights, make_snippets
from pressfind.model import (
    Filters,
    Matching,
    Question,
    QuoteHit,
    Release,
    ReleaseHit,
    Sort,
)
from pressfind.model.uses import Direction, Use, UserKind, Uses
from pressfind.query.printer import print_query
from pressfind.query.tree import Query, positive_texts
from pressfind.schema import (
    DATE,
    DEPARTMENT,
    FIELDS,
    QUOTE,
    SPEAKER,
    TITLE,
    Target,
    quote_names,
    release_names,
)
from pressfind.searching.asking import Answer, ask
from pressfind.searching.people import filed_name, find_people
from pressfind.values import frozen

_Texts = tuple[str, ...]


def find_uses(
    index: Path,
    question: Question,
    today: date,
    *,
    direction: Direction,
    by: UserKind | None = None,
) -> Uses:
    """Return the first or last use of what is asked, or that of each speaker, say.

    All words are asked for.  Uses come in the order of their days.
    """
    sort = Sort.OLDEST if direction is Direction.FIRST else Sort.NEWEST
    asked = replace(question, sort=sort, offset=0, matching=Matching.ALL, every=True)
    with closing(open_engine(index)) as engine:
        return _Finder(engine, asked, today).find(direction, by)


class _First(NamedTuple):
    """The first match of all, or of a user."""

    match: Match
    release: Release
    user: str | None = None


@frozen
class _Finder:
    """A question about uses, and an open index."""

    engine: Engine
    question: Question
    today: date

    def find(self, direction: Direction, by: UserKind | None) -> Uses:
        """Return the uses."""
        target = Target.QUOTES if by is UserKind.SPEAKER else Target.RELEASES
        filters = self.question.filters
        dated = replace(filters, since=filters.since or date.min)
        answer = self._ask(target, dated, limit=0 if by else 1)
        unnamed = 0
        if by is None:
            page = answer.matches.page
            firsts = [_First(match, self.engine.read_match(match)) for match in page]
        else:
            users = _Users(self.engine, answer, by)
            firsts, unnamed = [*users.find_firsts()], users.unnamed
        hits = self._make_hits(answer, firsts) if firsts else ()
        return Uses(
            question=self.question,
            parsed=print_query(answer.parsed),
            direction=direction,
            by=by,
            total=answer.matches.total,
            undated=self._count_undated(target, answer.matches.total),
            unnamed=unnamed,
            uses=tuple(
                Use(hit=hit, user=first.user)
                for hit, first in zip(hits, firsts, strict=True)
            ),
            suggestions=answer.suggestions,
        )

    def _ask(self, target: Target, filters: Filters, *, limit: int) -> Answer:
        question = replace(self.question, filters=filters, limit=limit)
        return ask(self.engine, question, target, self.today)

    def _count_undated(self, target: Target, dated: int) -> int:
        filters = self.question.filters
        if filters.since or filters.until:
            return 0
        return self._ask(target, filters, limit=1).matches.total - dated

    def _make_hits(
        self, answer: Answer, firsts: Sequence[_First]
    ) -> Iterator[ReleaseHit | QuoteHit]:
        query = asked = answer.request.query
        numbers: Mapping[str, int] = {}
        if answer.request.target is Target.RELEASES:
            asked, numbers = self._find_quotes(firsts)
        for rank, (match, release, _) in enumerate(firsts, start=1):
            number = match.number or numbers.get(release.id)
            if number is None:
                yield ReleaseHit(
                    rank=rank,
                    score=match.score,
                    release=release,
                    snippets=make_snippets(query, release, 1),
                    title_highlights=find_highlights(query, release.title, TITLE.name),
                )
            else:
                quote = release.quotes[number - 1]
                words = quote.span.of(release.body)
                yield QuoteHit(
                    rank=rank,
                    score=match.score,
                    release=release,
                    quote=quote,
                    highlights=find_highlights(asked, words, QUOTE.name),
                )

    def _find_quotes(self, firsts: Sequence[_First]) -> tuple[Query, Mapping[str, int]]:
        """Return how quotes are asked for, and the first of each release that has all.

        They are sought from the day of the first of all uses to that of the last.
        """
        days = [first.release.date for first in firsts if first.release.date]
        within = replace(self.question.filters, since=min(days), until=max(days))
        answer = self._ask(Target.QUOTES, within, limit=0)
        query = answer.request.query
        if not self._asks_of_quotes(query):
            return query, {}
        found = ((m.release_id, m.number or 1) for m in answer.matches.page)
        # The first of a release is the last to be told.
        return query, dict(sorted(found, reverse=True))

    def _asks_of_quotes(self, query: Query) -> bool:
        """Whether words or speakers of quotes are asked for, or only of releases."""
        filters = self.question.filters
        if filters.speaker or filters.role or filters.organisation:
            return True
        fields = (name for text in positive_texts(query) for name in text.fields)
        return any(FIELDS[name].of_quote for name in fields)


class _Users:
    """The speakers, or departments, whose the dated matches of an answer are."""

    def __init__(self, engine: Engine, answer: Answer, by: UserKind) -> None:
        self._engine = engine
        self._answer = answer
        self._find_name: Callable[[_Texts], _Texts] = filed_name
        query, target, field = answer.request.query, answer.request.target, DEPARTMENT
        if by is UserKind.SPEAKER:
            self._find_name = find_people(engine, query, target).find_name
            field = SPEAKER
        counts = engine.count_values(query, target, (field.name, DATE), self._group)
        self._by_day: dict[str, Counter[str | None]] = defaultdict(Counter)
        """How many matches of each day are of each user, or of none."""
        for (user, day), count in counts.by_key.items():
            number = count.quotes if target is Target.QUOTES else count.releases
            self._by_day[day][user] = number

    def _group(self, names: _Texts, days: _Texts) -> Iterable[tuple[str | None, str]]:
        return product(self._find_name(names) or (None,), days)

    @property
    def unnamed(self) -> int:
        """How many matches are of none."""
        return sum(users[None] for users in self._by_day.values())

    def find_firsts(self) -> Iterator[_First]:
        """Yield the first match of each user, in order.

        Releases are read of those days alone on which somebody is first.
        """
        matches = iter(self._answer.matches.page)
        met: set[str | None] = {None}
        is_newest_first = self._answer.request.sort is Sort.NEWEST
        for day in sorted(self._by_day, reverse=is_newest_first):
            users = self._by_day[day]
            here = [*islice(matches, users.total())]
            yield from self._find_among(here, users.keys() - met)
            met |= users.keys()

    def _find_among(
        self, matches: Iterable[Match], sought: set[str | None]
    ) -> Iterator[_First]:
        releases: dict[str, Release] = {}  # several quotes can be of one
        for match in matches:
            if not sought:
                return
            release = releases.get(match.release_id) or self._engine.read_match(match)
            releases[release.id] = release
            user = self._find_user(match, release)
            if user in sought:
                sought.remove(user)
                yield _First(match, release, user)

    def _find_user(self, match: Match, release: Release) -> str | None:
        if match.number is None:
            names = release_names(release)[DEPARTMENT.name]
        else:
            names = quote_names(release.quotes[match.number - 1])[SPEAKER.name]
        return next(iter(self._find_name(names)), None)
