"""Ask an engine a question: by all words, by most, or by others like them."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from pressfind.analysis import fold
from pressfind.engines.base import Engine, Matches, Request
from pressfind.model import Filters, Matching, Page, Question, Sort, Suggestion
from pressfind.query import parse_query, plan, print_query
from pressfind.query.relaxation import count_words, plain_words, relax, replace_words
from pressfind.query.tree import Query
from pressfind.schema import Target

if TYPE_CHECKING:
    from pressfind.searching.aliases import Aliases

ALIASES = "aliases.toml"
"""The file of the keeper's aliases in an index folder, if there is one."""

_MOST_SUGGESTIONS = 3

PageKind = TypeVar("PageKind", bound=Page)
Item = TypeVar("Item")


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
    asker = _Asker(engine, question, target, find_aliases(engine))
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


def find_matching(
    engine: Engine, question: Question, target: Target, today: datetime.date
) -> Answer:
    """Return what the engine finds, to be counted: no matter in which order."""
    first = replace(question, sort=Sort.NEWEST, limit=1, offset=0)
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
        suggestions=answer.suggestions,
        **found,
    )


def choose_page(items: Sequence[Item], question: Question) -> tuple[Item, ...]:
    """Return the items of the page that a question asks for."""
    end = question.offset + question.limit if question.limit else None
    return tuple(items[question.offset : end])


def find_aliases(engine: Engine) -> "Aliases | None":
    """Return the aliases that the keeper of an index wrote down, if any."""
    path = engine.folder / ALIASES
    if not path.exists():
        return None
    from pressfind.searching.aliases import read_aliases

    return read_aliases(path)


@dataclass(frozen=True, slots=True)
class _Asker:
    """One question to one engine: it can be asked in several ways."""

    engine: Engine
    question: Question
    target: Target
    aliases: "Aliases | None"

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
        if self.aliases:
            from pressfind.searching.aliases import join_aliases

            query = join_aliases(query, self.aliases)
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
