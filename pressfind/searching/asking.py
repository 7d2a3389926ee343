"""Ask an engine a question: by all words, by most, or by others like them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pressfind.analysis import fold
from pressfind.engines.base import Engine, Matches, Request
from pressfind.model import Filters, Matching, Question, Suggestion
from pressfind.query import parse_query, plan
from pressfind.query.relaxation import count_words, plain_words, relax, replace_words
from pressfind.query.tree import Query
from pressfind.schema import Target

_MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an engine found, and what it was asked in the end."""

    parsed: Query
    query: Query
    matches: Matches
    match: Matching = Matching.ALL
    held: int = 0
    words: int = 0
    suggestions: tuple[Suggestion, ...] = ()


def ask(
    engine: Engine, question: Question, target: Target, today: datetime.date
) -> Answer:
    """Return what the engine finds for a question, asked in the way that it allows."""
    parsed = parse_query(question.text, today)
    asker = _Asker(engine, question, target)
    answer = asker.answer(parsed)
    found = answer.matches.total
    if found and (answer.match is not Matching.MOST or answer.held == answer.words):
        return answer
    suggestions = tuple(asker.suggest(parsed))
    others = {fold(one.word): one.nearest[0] for one in suggestions if one.nearest}
    if not found and others and question.matching is not Matching.ALL:
        other = asker.answer(replace_words(parsed, others))
        if other.matches.total:
            answer = other
            suggestions = tuple(
                replace(one, used=next(iter(one.nearest), None)) for one in suggestions
            )
    return replace(answer, suggestions=suggestions)


@dataclass(frozen=True, slots=True)
class _Asker:
    """One question to one engine: it can be asked in several ways."""

    engine: Engine
    question: Question
    target: Target

    def answer(self, parsed: Query) -> Answer:
        """Return what is found by all words, or as the question says; else by most."""
        words, matching = count_words(parsed), self.question.matching
        if matching is Matching.ANY and words:
            return self._ask(parsed, 1, Matching.ANY)
        answer = self._ask(parsed, words, matching or Matching.ALL)
        if answer.matches.total or matching is Matching.ALL or not words:
            return answer
        # The fewer words are asked for, the more is found: halving finds the most.
        none, some = words, self._ask(parsed, 1, Matching.MOST)
        while some.matches.total and none - some.held > 1:
            middle = self._ask(parsed, (none + some.held) // 2, Matching.MOST)
            if middle.matches.total:
                some = middle
            else:
                none = middle.held
        return some if some.matches.total else answer

    def suggest(self, parsed: Query) -> Iterator[Suggestion]:
        """Yield the words of a query that no release has, with those most like them."""
        for form, text in plain_words(parsed).items():
            query = plan(replace(text, fields=()), Filters(), Target.RELEASES)
            asked = Request(query=query, target=Target.RELEASES, limit=1)
            if not self.engine.search(asked).total:
                nearest = self.engine.find_similar(form, _MOST_SUGGESTIONS)
                yield Suggestion(word=text.written, nearest=tuple(nearest))

    def _ask(self, parsed: Query, held: int, match: Matching) -> Answer:
        words = count_words(parsed)
        relaxed = parsed if held == words else relax(parsed, held)
        query = plan(relaxed, self.question.filters, self.target)
        request = Request(
            query=query,
            target=self.target,
            sort=self.question.sort,
            limit=self.question.limit,
            offset=self.question.offset,
        )
        return Answer(
            parsed=parsed,
            query=query,
            matches=self.engine.search(request),
            match=match,
            held=held,
            words=words,
        )
