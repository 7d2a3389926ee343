"""Scores by BM25F, exact, and the total order of hits (see ``schema``).

A document's weighted frequency is summed over fields and forms in one fixed order,
whatever segment it is in, so that the last bit of a score doesn't depend on the index's
history.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, repeat
from operator import add, mul, truediv

from pressfind.engines.base import SCORE_DECIMALS, Match, Request
from pressfind.engines.whoosh.evaluation import Documents, Evaluation
from pressfind.engines.whoosh.fields import SAID, SCORED
from pressfind.engines.whoosh.occurrences import Postings
from pressfind.model import Sort
from pressfind.query.tree import Text
from pressfind.schema import FIELDS, K1, QUOTE, B

Scores = dict[int, float]
Place = tuple[int, int]
"""The number of a segment, and a document in it."""

_FEW, _VERY_FEW = 4, 100
"""If a list has so many times the documents that are asked for, it is narrowed to
these: by a table of it all, or for very few by looking up each."""

_MARGIN = 2 * 10.0**-SCORE_DECIMALS
"""More than rounding can bring two scores together."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a query holds for in one segment."""

    evaluation: Evaluation
    documents: Documents


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of live documents of one kind: their number, and the words in each field."""

    documents: int
    lengths: dict[str, int]


class _Norms(dict[int, float]):
    """From a field's length to what one occurrence in it counts."""

    def __init__(self, name: str, mean: float) -> None:
        super().__init__()
        self._weight = FIELDS[QUOTE.name if name == SAID else name].weight
        self._mean = mean or 1

    def __missing__(self, length: int) -> float:
        norm = self[length] = self._weight / (1 - B + B * length / self._mean)
        return norm


class Scorer:
    """Scores the documents of one kind, releases or quotes, of an index."""

    def __init__(self, statistics: Statistics, *, quotes: bool) -> None:
        self._documents = statistics.documents
        self._quotes = quotes
        documents = max(1, statistics.documents)
        self._norms = {
            name: _Norms(name, length / documents)
            for name, length in statistics.lengths.items()
        }

    def score(self, texts: Iterable[Text], found: Sequence[Found]) -> list[Scores]:
        """Return the scores of what was found, not rounded, by segment."""
        totals: list[Scores] = [{} for _ in found]
        for text in texts:
            if not self._is_scored(text):
                continue
            matching = sum(
                len(here.evaluation.documents(text, self._quotes)) for here in found
            )
            idf = self._idf(matching)
            for here, total in zip(found, totals, strict=True):
                _add_scores(total, self._weigh(here, text), idf)
        return [
            total
            if len(total) == len(here.documents) and total.keys() == here.documents
            else {document: total.get(document, 0.0) for document in here.documents}
            for here, total in zip(found, totals, strict=True)
        ]

    def _is_scored(self, text: Text) -> bool:
        if self._quotes:
            return text.fields == (QUOTE.name,)
        return any(name in SCORED for name in text.fields)

    def _idf(self, matching: int) -> float:
        return math.log(1 + (self._documents - matching + 0.5) / (matching + 0.5))

    def _weigh(self, here: Found, text: Text) -> Scores:
        """Return each document's frequencies, normalised, weighted and summed."""
        weights: Scores = {}
        segment = here.evaluation.segment
        for name, lists in here.evaluation.postings(text, self._quotes):
            norms, lengths = self._norms[name], segment.lengths(name)
            for postings in lists:
                # A document can be in a list twice, as the release of two quotes.
                twice = name == QUOTE.name
                documents, frequencies = (
                    postings if twice else _narrowed(postings, here.documents)
                )
                norm = map(norms.__getitem__, map(lengths.__getitem__, documents))
                more = map(mul, frequencies, norm)
                if weights or twice:
                    more = map(add, map(weights.get, documents, repeat(0.0)), more)
                weights.update(zip(documents, more, strict=True))
        return weights


def pick_page(
    found: Sequence[Found], scores: Sequence[Scores], request: Request
) -> tuple[Match, ...]:
    """Return the page of what was found that a request asks for, best first."""
    total = sum(len(here.documents) for here in found)
    end = min(request.offset + request.limit, total) if request.limit else total
    if request.offset >= end:
        return ()
    if request.sort is Sort.RELEVANCE:
        values: Sequence[Scores] = scores
        margin = _MARGIN
    else:
        values = [_recency(here, request.sort) for here in found]
        margin = 0.0
    leading = _leading(values, end, total, margin)
    ordered = sorted(_ordered(found, scores, request.sort, leading))
    return tuple(match for _, match in ordered[request.offset : end])


def _add_scores(totals: Scores, weights: Scores, idf: float) -> None:
    saturated = map(truediv, weights.values(), map(add, weights.values(), repeat(K1)))
    scores = map(mul, saturated, repeat(idf))
    if totals:
        scores = map(add, map(totals.get, weights, repeat(0.0)), scores)
    totals.update(zip(weights, scores, strict=True))


def _narrowed(postings: Postings, wanted: Documents) -> Postings:
    """Return the part of a list that has documents of ``wanted``, or all of it."""
    documents, frequencies = postings
    if len(wanted) * _FEW > len(documents):
        return postings
    if len(wanted) * _VERY_FEW > len(documents):
        table = dict(zip(documents, frequencies, strict=True))
        kept = wanted & table.keys()
        return list(kept), [table[document] for document in kept]
    places = [(d, bisect_left(documents, d)) for d in wanted]
    here = [(d, p) for d, p in places if p < len(documents) and documents[p] == d]
    return [d for d, _ in here], [frequencies[p] for _, p in here]


def _recency(here: Found, sort: Sort) -> Scores:
    """Return a value that is greater the earlier a document comes by date."""
    days = here.evaluation.segment.days
    if sort is Sort.NEWEST:
        return {document: days[document] for document in here.documents}
    return {d: -days[d] if days[d] else -math.inf for d in here.documents}


def _leading(
    values: Sequence[Scores], count: int, total: int, margin: float
) -> Iterator[Place]:
    """Yield all documents that can be among the first ``count`` by these values."""
    least = -math.inf
    if count < total:
        every = chain.from_iterable(here.values() for here in values)
        least = nlargest(count, every)[-1] - margin
    for number, here in enumerate(values):
        for document, value in here.items():
            if value >= least:
                yield number, document


def _ordered(
    found: Sequence[Found],
    scores: Sequence[Scores],
    sort: Sort,
    places: Iterable[Place],
) -> Iterator[tuple[tuple[object, ...], Match]]:
    """Yield each document with what it is sorted by; no two have the same."""
    for number, document in places:
        segment = found[number].evaluation.segment
        day, name = segment.days[document], segment.name_of(document)
        quote = segment.numbers[document]
        score = round(scores[number].get(document, 0.0), SCORE_DECIMALS)
        key: tuple[object, ...] = (not day, -day, name, quote)
        if sort is Sort.OLDEST:
            key = (not day, day, name, quote)
        elif sort is Sort.RELEVANCE:
            key = (-score, *key)
        yield key, Match(release_id=name.decode(), score=score, number=quote or None)
