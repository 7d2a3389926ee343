"""The first and the last that say something: releases, or quotes in them.

A use is the earliest (latest) dated release that has all that is asked for.  If one of
its quotes has it all by itself, the use is that quote: the first such in the release.
Undated releases are neither first nor last.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

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
from pressfind.query import print_query
from pressfind.query.tree import Query, positive_texts
from pressfind.schema import FIELDS, QUOTE, SPEAKER, TITLE, Target, quote_names
from pressfind.searching.asking import Answer, ask
from pressfind.searching.people import find_people
from pressfind.values import frozen


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


@frozen
class _Finder:
    """A question about uses, and an open index."""

    engine: Engine
    question: Question
    today: date

    def find(self, direction: Direction, by: UserKind | None) -> Uses:
        """Return the uses; every match is looked at to tell whose it is."""
        target = Target.QUOTES if by is UserKind.SPEAKER else Target.RELEASES
        filters = self.question.filters
        dated = replace(filters, since=filters.since or date.min)
        answer = self._ask(target, dated, limit=0 if by else 1)
        uses: dict[str, Use] = {}
        unnamed = 0
        find_user = self._tell_users(by, answer)
        for match in answer.matches.page:
            release = self.engine.read_match(match)
            user = find_user(release, match)
            if user is None:
                unnamed += 1
            elif user not in uses:
                hit = self._make_hit(match, release, rank=len(uses) + 1)
                uses[user] = Use(hit=hit, user=user or None)
        return Uses(
            question=self.question,
            parsed=print_query(answer.parsed),
            direction=direction,
            by=by,
            total=answer.matches.total,
            undated=self._count_undated(target, answer.matches.total),
            unnamed=unnamed,
            uses=tuple(uses.values()),
            suggestions=answer.suggestions,
        )

    def _tell_users(
        self, by: UserKind | None, answer: Answer
    ) -> Callable[[Release, Match], str | None]:
        """Return what tells whose use a match is: an empty name where nobody asks."""
        if by is None:
            return lambda _release, _match: ""
        if by is UserKind.DEPARTMENT:
            return lambda release, _match: release.department
        people = find_people(self.engine, answer.request.query, Target.QUOTES)

        def find_speaker(release: Release, match: Match) -> str | None:
            quote = release.quotes[(match.number or 1) - 1]
            names = people.find_name(quote_names(quote)[SPEAKER.name])
            return names[0] if names else None

        return find_speaker

    def _ask(self, target: Target, filters: Filters, *, limit: int) -> Answer:
        question = replace(self.question, filters=filters, limit=limit)
        return ask(self.engine, question, target, self.today)

    def _count_undated(self, target: Target, dated: int) -> int:
        filters = self.question.filters
        if filters.since or filters.until:
            return 0
        return self._ask(target, filters, limit=1).matches.total - dated

    def _make_hit(
        self, match: Match, release: Release, *, rank: int
    ) -> ReleaseHit | QuoteHit:
        day = replace(self.question.filters, since=release.date, until=release.date)
        quotes = self._ask(Target.QUOTES, day, limit=0)
        number = match.number
        if number is None and self._asks_of_quotes(quotes.request.query):
            page = quotes.matches.page
            own = (m.number for m in page if m.release_id == release.id and m.number)
            number = min(own, default=None)
        if number is None:
            query = self._ask(Target.RELEASES, day, limit=1).request.query
            return ReleaseHit(
                rank=rank,
                score=match.score,
                release=release,
                snippets=make_snippets(query, release, 1),
                title_highlights=find_highlights(query, release.title, TITLE.name),
            )
        quote = release.quotes[number - 1]
        words = quote.span.of(release.body)
        return QuoteHit(
            rank=rank,
            score=match.score,
            release=release,
            quote=quote,
            highlights=find_highlights(quotes.request.query, words, QUOTE.name),
        )

    def _asks_of_quotes(self, query: Query) -> bool:
        """Whether words or speakers of quotes are asked for, or only of releases."""
        filters = self.question.filters
        if filters.speaker or filters.role or filters.organisation:
            return True
        fields = (name for text in positive_texts(query) for name in text.fields)
        return any(FIELDS[name].of_quote for name in fields)
