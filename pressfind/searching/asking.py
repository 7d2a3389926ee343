"""Ask an engine a question: by all words, by most, or by others like them.

What lacks a word must have another that tells releases apart: ``government`` alone is
in most of them, and in none because of what was asked.
"""

import datetime
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from pressfind.analysis import fold
from pressfind.engines.base import Engine, Matches, Request
from pressfind.model import Filters, Matching, Page, Question, Sort, Suggestion
from pressfind.query.names import Synonyms, find_keys, key_of_acronym
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.printer import print_query
from pressfind.query.relaxation import (
    content_words,
    count_words,
    function_words,
    plain_words,
    relax,
    replace_words,
)
from pressfind.query.tree import Query, Text
from pressfind.schema import Target
from pressfind.values import frozen

if TYPE_CHECKING:
    from pressfind.searching.aliases import Aliases

ALIASES, SYNONYMS = "aliases.toml", "synonyms.toml"
"""Files that the keeper of an index may have in its folder."""

_MOST_SUGGESTIONS = 3

_TELLING_SHARE = 2
"""A word tells documents apart if it is in one of so many, or of more."""

_FEW = 3
"""So many documents are never too many."""

PageKind = TypeVar("PageKind", bound=Page)
Item = TypeVar("Item")


@frozen(kw_only=True)
class Answer:
    """What an engine found, and what it was asked in the end."""

    parsed: Query
    request: Request
    matches: Matches
    match: Matching = Matching.ALL
    held: int = 0
    words: int = 0
    left_out: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


def ask(
    engine: Engine, question: Question, target: Target, today: datetime.date
) -> Answer:
    """Return what the engine finds for a question, asked in the way that it allows."""
    parsed = parse_query(question.text, today)
    asker = _Asker(
        engine, question, target, find_aliases(engine), find_synonyms(engine)
    )
    answer = asker.answer(parsed)
    found = answer.matches.total
    if found and (answer.match is not Matching.MOST or answer.held == answer.words):
        return answer
    suggestions = tuple(asker.suggest(parsed, answer.left_out))
    others = {fold(one.word): one.nearest[0] for one in suggestions if one.nearest}
    if not found and others and question.matching is not Matching.ALL:
        other = asker.answer(replace_words(parsed, others))
        # Half of the words, and these guessed, would be no answer.
        half = other.match is Matching.MOST and 2 * other.held <= other.words
        if other.matches.total and not half:
            answer = other
            suggestions = tuple(
                replace(one, used=next(iter(one.nearest), None)) for one in suggestions
            )
    return replace(answer, suggestions=suggestions)


def find_matching(
    engine: Engine, question: Question, target: Target, today: datetime.date
) -> Answer:
    """Return what the engine finds, to be counted: no matter in which order."""
    first = replace(question, sort=Sort.NEWEST, limit=1, offset=0, every=True)
    return ask(engine, first, target, today)


def make_page(
    kind: Callable[..., PageKind], question: Question, answer: Answer, **found: object
) -> PageKind:
    """Return a page of this kind, with what was found and how it was asked for."""
    return kind(
        question=question,
        parsed=print_query(answer.parsed),
        match=answer.match,
        held=answer.held,
        words=answer.words,
        left_out=answer.left_out,
        suggestions=answer.suggestions,
        **found,
    )


def choose_page(items: Sequence[Item], question: Question) -> tuple[Item, ...]:
    """Return the items of the page that a question asks for."""
    end = question.offset + question.limit if question.limit else None
    return tuple(items[question.offset : end])


def find_aliases(engine: Engine) -> "Aliases | None":
    """Return the aliases that the keeper of an index wrote down, if any."""
    if not _has_file(engine, ALIASES):
        return None
    from pressfind.searching.aliases import read_aliases

    return read_aliases(engine.folder / ALIASES)


def find_synonyms(engine: Engine) -> Synonyms:
    """Return what the keeper of an index says means the same, if anything."""
    if not _has_file(engine, SYNONYMS):
        return ()
    from pressfind.searching.synonyms import read_synonyms

    return read_synonyms(engine.folder / SYNONYMS)


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
        return count_matches(engine, text, Target.RELEASES)

    # How often each acronym has which meaning is known of all its meanings.
    acronyms = {key_of_acronym(pair.acronym) for pair in learnt}
    if not acronyms <= keys:
        learnt = engine.find_learnt(keys | acronyms)
    return expand(parsed, learnt, synonyms, count_releases)


def count_matches(
    engine: Engine, parsed: Query, target: Target, fields: Sequence[str] = ()
) -> int:
    """Return how many releases, or quotes, a query holds for in any of the fields."""
    query = plan(parsed, Filters(fields=tuple(fields)), target)
    return engine.search(Request(query=query, target=target, limit=1)).total


def leave_out(
    parsed: Query, matching: Matching | None
) -> tuple[Query, tuple[str, ...]]:
    """Return what is asked for first, and the words of grammar that aren't."""
    if matching is Matching.ALL or not count_words(parsed):
        return parsed, ()
    return relax(parsed, len(content_words(parsed))), function_words(parsed)


def plan_asked(
    asked: Query, filters: Filters, target: Target, aliases: "Aliases | None"
) -> Query:
    """Return what an engine answers: planned, and with the keeper's aliases."""
    query = plan(asked, filters, target)
    if aliases is None:
        return query
    from pressfind.searching.aliases import join_aliases

    return join_aliases(query, aliases)


def _has_file(engine: Engine, name: str) -> bool:
    # Every search asks, and a path needs five times as long to answer.
    return os.access(f"{engine.folder}/{name}", os.F_OK)


@frozen
class _Asker:
    """One question to one engine: it can be asked in several ways."""

    engine: Engine
    question: Question
    target: Target
    aliases: "Aliases | None"
    synonyms: Synonyms

    def answer(self, query: Query) -> Answer:
        """Return what is found by all words, or as the question says; else by most."""
        expanded = expand_names(self.engine, query, self.synonyms)
        return replace(self._answer(expanded), parsed=query)

    def _answer(self, parsed: Query) -> Answer:
        matching, words = self.question.matching, count_words(parsed)
        if matching is Matching.ALL or not words:
            request, matches = self._ask(parsed)
            return Answer(
                parsed=parsed,
                request=request,
                matches=matches,
                held=words,
                words=words,
            )
        if matching is Matching.ANY:
            return self._ask_some(parsed, 1, Matching.ANY)
        count = len(content_words(parsed))
        answer = self._ask_some(parsed, count, matching or Matching.ALL)
        if answer.matches.total or count == 1:
            return answer
        return self._find_most(parsed) or answer

    def _find_most(self, parsed: Query) -> Answer | None:
        """Return what has most of the words, if anything has one that tells."""
        words = content_words(parsed)
        fields = self.question.filters.fields
        counts = {
            word: count_matches(self.engine, word, self.target, fields)
            for word in words
        }
        summary = self.engine.summary()
        quotes = self.target is Target.QUOTES
        documents = summary.quotes if quotes else summary.releases
        limit = max(_FEW, documents // _TELLING_SHARE)
        telling = [word for word in words if 0 < counts[word] <= limit]
        if not telling:
            return None
        # The fewer words are asked for, the more is found: halving finds the most.
        none = len(words)
        some = self._ask_some(parsed, 1, Matching.MOST, telling)
        while some.matches.total and none - some.held > 1:
            held = (none + some.held) // 2
            middle = self._ask_some(parsed, held, Matching.MOST, telling)
            if middle.matches.total:
                some = middle
            else:
                none = held
        if some.matches.total and 2 * some.held <= len(words):
            # These aren't most of the words: only the rarest can say what is meant.
            return self._find_rarest(parsed, some, telling, counts)
        return some if some.matches.total else None

    def _find_rarest(
        self,
        parsed: Query,
        found: Answer,
        telling: Sequence[Text],
        counts: Mapping[Text, int],
    ) -> Answer:
        """Return the part of what was found that has its rarest words."""
        for count in sorted({counts[word] for word in telling}):
            rarest = [word for word in telling if counts[word] == count]
            part = self._ask_some(parsed, found.held, Matching.MOST, rarest)
            if part.matches.total:
                return part
        return found

    def suggest(self, parsed: Query, left_out: Collection[str]) -> Iterator[Suggestion]:
        """Yield the words asked for that no release has, with those most like them."""
        for form, text in plain_words(parsed).items():
            if text.written in left_out:
                continue
            anywhere = replace(text, fields=())
            if not count_matches(self.engine, anywhere, Target.RELEASES):
                nearest = self.engine.find_similar(form, _MOST_SUGGESTIONS)
                yield Suggestion(word=text.written, nearest=tuple(nearest))

    def _ask_some(
        self, parsed: Query, held: int, match: Matching, among: Sequence[Text] = ()
    ) -> Answer:
        request, matches = self._ask(relax(parsed, held, among))
        return Answer(
            parsed=parsed,
            request=request,
            matches=matches,
            match=match,
            held=held,
            words=len(content_words(parsed)),
            left_out=function_words(parsed),
        )

    def _ask(self, asked: Query) -> tuple[Request, Matches]:
        query = plan_asked(asked, self.question.filters, self.target, self.aliases)
        request = Request(
            query=query,
            target=self.target,
            sort=self.question.sort,
            limit=self.question.limit,
            offset=self.question.offset,
            once=not self.question.every,
        )
        return request, self.engine.search(request)
