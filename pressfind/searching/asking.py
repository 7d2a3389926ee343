"""Ask an engine a question: by all words, by most, or by others like them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pressfind.analysis import fold
from pressfind.engines.base import Engine, Matches, Request
from pressfind.model import Filters, Matching, Question, Suggestion
from pressfind.query import parse_query, plan
from pressfind.query.names import Synonyms, find_keys, key_of_acronym
from pressfind.query.relaxation import count_words, plain_words, relax, replace_words
from pressfind.query.tree import Query, Text
from pressfind.schema import Target

_MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an engine found, and what it was asked in the end."""

    parsed: Query
    request: Request
    matches: Matches
    match: Matching = Matching.ALL
    held: int = 0
    words: int = 0
    suggestions: tuple[Suggestion, ...] = ()


def ask(
    engine: Engine,
    question: Question,
    target: Target,
    today: datetime.date,
    synonyms: Synonyms = (),
) -> Answer:
    """Return what the engine finds for a question, asked in the way that it allows."""
    parsed = parse_query(question.text, today)
    asker = _Asker(engine, question, target, synonyms)
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


def find_synonyms(index: Path) -> Synonyms:
    """Return what the keeper of an index says means the same; see ``synonyms``."""
    path = index / "synonyms.toml"
    if not path.exists():
        return ()
    from pressfind.searching.synonyms import read_synonyms

    return read_synonyms(path)


def expand_names(engine: Engine, parsed: Query, synonyms: Synonyms) -> Query:
    """Return a query that also asks for the other names of what it asks for."""
    keys = find_keys(parsed)
    learnt = engine.find_learnt(keys) if keys else []
    if not learnt and not synonyms:
        return parsed
    from pressfind.query.expansion import expand

    @cache
    def count_releases(form: str) -> int:
        text = Text(slots=(((form,),),), written=form)
        query = plan(text, Filters(), Target.RELEASES)
        request = Request(query=query, target=Target.RELEASES, limit=1)
        return engine.search(request).total

    # How often each acronym has which meaning is known of all its meanings.
    keys.update(key_of_acronym(pair.acronym) for pair in learnt)
    return expand(parsed, engine.find_learnt(keys), synonyms, count_releases)


@dataclass(frozen=True, slots=True)
class _Asker:
    """One question to one engine: it can be asked in several ways."""

    engine: Engine
    question: Question
    target: Target
    synonyms: Synonyms

    def answer(self, query: Query) -> Answer:
        """Return what is found by all words, or as the question says; else by most."""
        expanded = expand_names(self.engine, query, self.synonyms)
        return replace(self._answer(expanded), parsed=query)

    def _answer(self, parsed: Query) -> Answer:
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
            request=request,
            matches=self.engine.search(request),
            match=match,
            held=held,
            words=words,
        )
