"""Many queries in one process: reading them, and asking an engine that stays open.

A file of queries is read whole before the first is asked, so a mistake in it costs no
answer: it is an error that names its line.
"""

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pressfind.engines import open_engine
from pressfind.engines.base import Engine
from pressfind.errors import QueryError, UsageError
from pressfind.model import Question, ReleasePage
from pressfind.query.parser import parse_query
from pressfind.schema import Target
from pressfind.searching import answer_releases
from pressfind.searching.asking import Answer, ask
from pressfind.sources.encoding import decode_text
from pressfind.values import frozen

_FORMS = 'write ID, a tab and the query, or {"id": …, "query": …}'
_TEXT_KEYS = ("query", "text")

Found = TypeVar("Found", ReleasePage, Answer)


@frozen(kw_only=True)
class NamedQuery:
    """A query with the id that its answer carries; ``place`` is its file and line."""

    id: str
    text: str
    place: str


def read_queries(
    content: bytes, name: str, today: datetime.date
) -> tuple[NamedQuery, ...]:
    """Return the queries of a file of lines: TSV, or JSON Lines if it begins so.

    Raises ``UsageError`` for the first line that isn't one, or that repeats an id.
    """
    text = decode_text(content)
    if text is None:
        raise UsageError(f"{name} isn't text; {_FORMS}")
    lines = [
        (number, line)
        for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1)
        if line.strip()
    ]
    if not lines:
        raise UsageError(f"{name} holds no query; {_FORMS}")
    split = _split_record if lines[0][1].lstrip().startswith("{") else _split_columns
    queries: dict[str, NamedQuery] = {}
    for number, line in lines:
        place = f"{name}:{number}"
        query = _read_line(line, place, split)
        if query.id in queries:
            first = queries[query.id].place
            raise UsageError(f"{place}: the id {query.id!r} is taken, by {first}")
        with _placed(query):
            parse_query(query.text, today)
        queries[query.id] = query
    return tuple(queries.values())


def rank_releases(
    index: Path,
    queries: Sequence[NamedQuery],
    question: Question,
    today: datetime.date,
) -> Iterator[tuple[NamedQuery, Answer]]:
    """Yield what is found for each query; no release is read."""

    def rank(engine: Engine, asked: Question) -> Answer:
        return ask(engine, asked, Target.RELEASES, today)

    return _ask_each(index, queries, question, rank)


def search_each(
    index: Path,
    queries: Sequence[NamedQuery],
    question: Question,
    today: datetime.date,
) -> Iterator[tuple[NamedQuery, ReleasePage]]:
    """Yield the page of releases, with snippets, for each query."""

    def search(engine: Engine, asked: Question) -> ReleasePage:
        return answer_releases(engine, asked, today)

    return _ask_each(index, queries, question, search)


def _ask_each(
    index: Path,
    queries: Sequence[NamedQuery],
    question: Question,
    answer: Callable[[Engine, Question], Found],
) -> Iterator[tuple[NamedQuery, Found]]:
    with closing(open_engine(index)) as engine:
        for query in queries:
            with _placed(query):
                found = answer(engine, replace(question, text=query.text))
            yield query, found


@contextmanager
def _placed(query: NamedQuery) -> Iterator[None]:
    """Let an error in a query leave as one that says where the query stands."""
    try:
        yield
    except QueryError as error:
        raise UsageError(f"{query.place}: {error}") from error


def _read_line(
    line: str, place: str, split: Callable[[str], tuple[str, str] | None]
) -> NamedQuery:
    pair = split(line)
    if pair is None:
        raise UsageError(f"{place}: no query with an id; {_FORMS}")
    identifier, text = (part.strip() for part in pair)
    if not identifier or not text:
        lacking = "query" if identifier else "id"
        raise UsageError(f"{place}: the {lacking} is empty; {_FORMS}")
    return NamedQuery(id=identifier, text=text, place=place)


def _split_columns(line: str) -> tuple[str, str] | None:
    identifier, tab, text = line.partition("\t")
    return (identifier, text) if tab else None


def _split_record(line: str) -> tuple[str, str] | None:
    try:
        record: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    identifier = record.get("id")
    text = next((record[key] for key in _TEXT_KEYS if key in record), None)
    if not isinstance(identifier, str | int) or not isinstance(text, str):
        return None
    return str(identifier), text
