"""Questions, and how each engine is asked them.

A file of queries is a JSON list of ``{"k": KIND, "t": [WORDS]}``; a range also has
``"lo"`` and ``"hi"``, its first and last day.
"""

import datetime
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from tests.bench.corpus import Record
from tests.bench.measure import BenchError


class Kind(StrEnum):
    """What is asked for: any of the words, all, in order, a beginning, within dates."""

    TERM = "term"
    OR = "or"
    AND = "and"
    PHRASE = "phrase"
    PREFIX = "prefix"
    RANGE = "range"


MADE = {Kind.TERM: 60, Kind.OR: 40, Kind.AND: 40, Kind.PHRASE: 25, Kind.RANGE: 20}
"""How many queries are made of each kind where no file is named."""

_SAMPLE = 1_000
"""Queries are of words of the first releases: these are in any larger corpus too."""

# The words that stock Whoosh leaves out of its index: peers would ask for less.
_STOPPED = frozenset(("from", "have", "that", "this", "when", "will", "with", "your"))

# “minister for transport”   Two or three words, all but small ones, in running text.
_PHRASE = re.compile(r"(?<![\w’'-])[a-z]{4,}(?: [a-z]{4,}){1,2}(?![\w’'-])")
_WORD = re.compile(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question; only a range has ``first`` and ``last``, ISO days, inclusive."""

    kind: Kind
    words: tuple[str, ...]
    first: str = ""
    last: str = ""


def read_queries(path: Path) -> tuple[Query, ...]:
    """Return the queries of a file, or raise ``BenchError``."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_read_query(entry) for entry in listed)
    except OSError as error:
        raise BenchError(f"{path} can't be read: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BenchError(
            f"{path}: {type(error).__name__}: {error}; "
            f"a query has k ({', '.join(Kind)}) and t, and a range lo and hi"
        ) from error


def write_queries(queries: Iterable[Query], path: Path) -> None:
    """Write queries as ``read_queries`` reads them."""
    entries = [
        {"k": q.kind, "t": q.words}
        | ({"lo": q.first, "hi": q.last} if q.kind is Kind.RANGE else {})
        for q in queries
    ]
    path.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")


def make_queries(records: Iterable[Record], seed: int) -> tuple[Query, ...]:
    """Return queries of the words of the records, so that common words are common."""
    sample = [record for record in islice(records, _SAMPLE) if _words_of(record)]
    if not sample:
        raise BenchError("the corpus holds no words to make queries of; name --queries")
    draw = random.Random(seed)  # noqa: S311  # repeatable on purpose
    kinds = [kind for kind, number in MADE.items() for _ in range(number)]
    return tuple(_make_query(kind, sample, draw) for kind in kinds)


def pressfind_text(query: Query) -> str:
    """Return a query in pressfind's language.

    >>> query = Query(kind=Kind.RANGE, words=("a", "b"), first="2020", last="2021")
    >>> pressfind_text(query)
    'a AND b AND date:2020..2021'
    """
    text = plain_text(query)
    if query.kind is Kind.RANGE:
        text += f" AND date:{query.first}..{query.last}"
    return text


def fts5_text(query: Query) -> str:
    """Return a query in the language of FTS5, without its dates.

    >>> fts5_text(Query(kind=Kind.PHRASE, words=("small", "boats")))
    '"small boats"'
    """
    quoted = [f'"{word}"' for word in query.words]
    if query.kind is Kind.PHRASE:
        return f'"{" ".join(query.words)}"'
    if query.kind is Kind.PREFIX:
        return f"{quoted[0]}*"
    return _joined(query, quoted)


def plain_text(query: Query) -> str:
    """Return a query in the language that the others share, without its dates.

    >>> plain_text(Query(kind=Kind.OR, words=("ships", "boats")))
    'ships OR boats'
    """
    if query.kind is Kind.PHRASE:
        return f'"{" ".join(query.words)}"'
    if query.kind is Kind.PREFIX:
        return f"{query.words[0]}*"
    return _joined(query, query.words)


def _joined(query: Query, words: Sequence[str]) -> str:
    return (" OR " if query.kind is Kind.OR else " AND ").join(words)


def _read_query(entry: dict[str, str]) -> Query:
    kind, words = Kind(entry["k"]), tuple(entry["t"])
    if not words:
        raise ValueError("a query has no words")
    if kind is Kind.RANGE:
        return Query(kind=kind, words=words, first=entry["lo"], last=entry["hi"])
    return Query(kind=kind, words=words)


def _make_query(kind: Kind, sample: Sequence[Record], draw: random.Random) -> Query:
    record = draw.choice(sample)
    words = _words_of(record)
    if kind is Kind.PHRASE:
        phrases = [p.split() for p in _PHRASE.findall(record["body"])]
        whole = [phrase for phrase in phrases if not _STOPPED.intersection(phrase)]
        return Query(kind=kind, words=tuple(draw.choice(whole or [words[:1]])))
    if kind is Kind.RANGE:
        year = datetime.date.fromisoformat(record["date"]).year
        return Query(
            kind=kind,
            words=_draw_words(words, draw.randint(1, 2), draw),
            first=f"{year:04d}-01-01",
            last=f"{year:04d}-12-31",
        )
    number = 1 if kind is Kind.TERM else draw.randint(2, 3)
    return Query(kind=kind, words=_draw_words(words, number, draw))


def _draw_words(
    words: Sequence[str], number: int, draw: random.Random
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(draw.choices(words, k=number)))


def _words_of(record: Record) -> list[str]:
    return [word for word in _WORD.findall(record["body"]) if word not in _STOPPED]
