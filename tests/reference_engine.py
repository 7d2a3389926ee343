"""A brute-force engine that scans: the oracle for all others.

It shares the analysis and the definition of fields with them, and nothing else: it
finds phrases by walking over tokens and computes BM25F from the formula of ``schema``.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from pressfind.analysis import Token, stem, tokenize
from pressfind.engines.base import Match, Matches, Request
from pressfind.model import Release, Sort
from pressfind.query.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    Exact,
    Fuzzy,
    Identifier,
    InQuote,
    Link,
    Names,
    Not,
    Or,
    Pattern,
    Query,
    Slot,
    Text,
    positive_texts,
)
from pressfind.schema import (
    FIELDS,
    K1,
    Analysis,
    Target,
    find_norm,
    quote_texts,
    release_texts,
)


@dataclass(frozen=True, slots=True)
class _Document:
    """A release, or one of its quotes: ``number`` counts from 1, 0 is the release."""

    release: Release
    number: int

    def texts(self, field: str) -> tuple[str, ...]:
        """Return the texts of a field, the release's own where a quote has none."""
        if self.number and FIELDS[field].of_quote:
            return quote_texts(self.release, self.release.quotes[self.number - 1])[
                field
            ]
        return release_texts(self.release).get(field, ())


class ReferenceEngine:
    """Answers as ``Engine.search`` must, over the releases it is given."""

    def __init__(self, releases: Iterable[Release]) -> None:
        self._releases = [_Document(release, 0) for release in releases]

    def search(self, request: Request) -> Matches:
        """Return one page of matches."""
        documents = self._releases
        if request.target is Target.QUOTES:
            documents = [quote for one in documents for quote in _quotes(one)]
        found = [one for one in documents if _holds(request.query, one)]
        scored = [(_score(request.query, one, documents), one) for one in found]
        scored.sort(key=lambda pair: _order(pair[0], pair[1], request.sort))
        end = request.offset + request.limit if request.limit else len(scored)
        page = tuple(
            Match(release_id=one.release.id, score=score, number=one.number or None)
            for score, one in scored[request.offset : end]
        )
        return Matches(total=len(scored), page=page)


def _quotes(one: _Document) -> list[_Document]:
    return [_Document(one.release, n) for n in range(1, len(one.release.quotes) + 1)]


def _order(score: float, one: _Document, sort: Sort) -> tuple[object, ...]:
    day = one.release.date.toordinal() if one.release.date else 0
    last = (one.release.id, one.number)
    if sort is Sort.OLDEST:
        return (not day, day, *last)
    newest = (not day, -day, *last)
    return newest if sort is Sort.NEWEST else (-score, *newest)


def _holds(  # noqa: PLR0911  # one return for each kind of node
    query: Query, one: _Document
) -> bool:
    match query:
        case Everything():
            return True
        case And(parts):
            return all(_holds(part, one) for part in parts)
        case Or(parts):
            return any(_holds(part, one) for part in parts)
        case AtLeast(count, parts):
            return sum(_holds(part, one) for part in parts) >= count
        case Not(part):
            return not _holds(part, one)
        case InQuote(part):
            return any(_holds(part, quote) for quote in _quotes(one))
    return _leaf_holds(query, one)


def _leaf_holds(query: Query, one: _Document) -> bool:
    release = one.release
    match query:
        case DateRange(first=first, last=last):
            day = release.date
            early = first is not None and day is not None and day < first
            late = last is not None and day is not None and day > last
            return day is not None and not early and not late
        case Identifier(value):
            ids = {release.id}
            if one.number:
                ids.add(f"{release.id}#q{one.number}")
            return value in ids
        case Names(words=words, field=field):
            values = [{t.form for t in tokenize(text)} for text in one.texts(field)]
            return bool(words) and any(set(words) <= forms for forms in values)
        case Text(fields=fields):
            return any(_count(query, field, one) for field in fields)
    raise AssertionError(f"not a leaf: {query}")


def _count(text: Text, field: str, one: _Document) -> int:
    stemmed = FIELDS[field].analysis is Analysis.STEMS
    count = _occurrences if text.near is None else _near_stretches
    return sum(count(text, words, stemmed) for words in one.texts(field))


def _occurrences(text: Text, words: str, stemmed: bool) -> int:
    tokens = list(tokenize(words))
    starts = {token.position for token in tokens}
    return sum(len(_ends(text.slots, start, tokens, stemmed)) for start in starts)


def _near_stretches(text: Text, words: str, stemmed: bool) -> int:
    """Count the stretches that hold all the words and no smaller stretch that does."""
    tokens = list(tokenize(words))
    starts = {token.position for token in tokens}
    places = [
        {(start, end) for start in starts for end in _ends([s], start, tokens, stemmed)}
        for s in text.slots
    ]
    stretches = set()
    for chosen in product(*places):
        ordered = sorted(chosen)
        between = [b[0] - a[1] for a, b in pairwise(ordered)]
        if min(between) >= 0 and sum(between) <= (text.near or 0):
            stretches.add((ordered[0][0], ordered[-1][1]))
    return sum(
        not any(a <= c and d <= b and (a, b) != (c, d) for c, d in stretches)
        for a, b in stretches
    )


def _ends(
    slots: Sequence[Slot], start: int, tokens: Sequence[Token], stemmed: bool
) -> set[int]:
    ends = {start}
    for slot in slots:
        ends = {
            stop
            for chain in slot
            for begin in ends
            for stop in _walk(chain, begin, tokens, stemmed)
        }
    return ends


def _walk(
    chain: Sequence[Link], start: int, tokens: Sequence[Token], stemmed: bool
) -> set[int]:
    places = {start}
    for link in chain:
        places = {
            token.position + token.width
            for token in tokens
            if token.position in places and stands_for(link, token.form, stemmed)
        }
    return places


def stands_for(link: Link, form: str, stemmed: bool) -> bool:
    """Whether a word of a query may be this form of a text."""
    match link:
        case Exact(wanted):
            return form == wanted
        case Pattern(pattern):
            return fits(pattern, form)
        case Fuzzy(wanted, edits):
            near = distance(wanted, form) <= edits
            return near or stands_for(wanted, form, stemmed)
    return stem(form) == stem(link) if stemmed else form == link


def fits(pattern: str, form: str) -> bool:
    """Whether a form is of a pattern."""
    if not pattern:
        return not form
    if pattern[0] == "*":
        return any(fits(pattern[1:], form[n:]) for n in range(len(form) + 1))
    return bool(form) and pattern[0] in ("?", form[0]) and fits(pattern[1:], form[1:])


@cache
def distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance, from its definition."""
    if not one or not other:
        return len(one) + len(other)
    costs = [
        distance(one[:-1], other) + 1,
        distance(one, other[:-1]) + 1,
        distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if one[-2:] == other[-2:][::-1] and len(one[-2:]) == len(other[-2:]) == 2:
        costs.append(distance(one[:-2], other[:-2]) + 1)
    return min(costs)


def _score(query: Query, one: _Document, population: Sequence[_Document]) -> float:
    return round(sum(_bm25f(t, one, population) for t in positive_texts(query)), 6)


def _bm25f(text: Text, one: _Document, population: Sequence[_Document]) -> float:
    fields = [name for name in text.fields if FIELDS[name].weight]
    if not fields or (one.number and not FIELDS[fields[0]].of_quote):
        return 0.0
    frequency = 0.0
    for name in fields:
        mean = sum(_length(name, other) for other in population) / len(population)
        norm = find_norm(FIELDS[name], _length(name, one), mean)
        frequency += norm * _count(text, name, one)
    matching = sum(any(_count(text, f, other) for f in fields) for other in population)
    idf = math.log(1 + (len(population) - matching + 0.5) / (matching + 0.5))
    return idf * frequency / (K1 + frequency)


def _length(field: str, one: _Document) -> int:
    return len(
        {(n, t.position) for n, w in enumerate(one.texts(field)) for t in tokenize(w)}
    )
