"""Scores by BM25F, exact, and the total order of hits (see ``schema``).

A document's weighted frequency is summed over fields and forms in one fixed order,
whatever segment it is in, so that the last bit of a score doesn't depend on the index's
history.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nlargest
from itertools import chain, repeat
from operator import add, mul, truediv

from pressfind.engines.base import SCORE_DECIMALS, Match
from pressfind.engines.whoosh.evaluation import Evaluation, Found, Weights
from pressfind.engines.whoosh.fields import SAID, SCORED
from pressfind.engines.whoosh.occurrences import Documents
from pressfind.engines.whoosh.pruning import MARGIN, Part, find_contenders
from pressfind.engines.whoosh.segment import Segment
from pressfind.model import Sort
from pressfind.query.tree import Text
from pressfind.schema import FIELDS, K1, QUOTE, find_norm
from pressfind.values import frozen

Scores = dict[int, float]
Place = tuple[int, int]
"""The number of a segment, and a document in it."""

_MANY = 4
"""A list has many documents if so many times these are more than a segment's."""

Here = tuple[Evaluation, Found]
"""What a query holds for in one segment."""


@frozen
class Statistics:
    """Of live documents of one kind: their number, and the words in each field."""

    documents: int
    lengths: dict[str, int]


class _Norms(dict[int, float]):
    """From a field's length to what one occurrence in it counts."""

    def __init__(self, name: str, mean: float) -> None:
        super().__init__()
        self._field = FIELDS[QUOTE.name if name == SAID else name]
        self.mean = mean

    def __missing__(self, length: int) -> float:
        norm = self[length] = find_norm(self._field, length, self.mean)
        return norm


@frozen
class Ranked:
    """A value for each document by segment, which rises with its score.

    It is the score itself if ``idf`` is None, else the weight of the one text sought.
    """

    values: Sequence[Scores]
    idf: float | None = None

    def score(self, number: int, document: int) -> float:
        """Return the rounded score of a document of a segment."""
        value = self.values[number].get(document, 0.0)
        if self.idf is not None:
            value = self.idf * (value / (K1 + value))
        return round(value, SCORE_DECIMALS)

    def is_page_certain(self, size: int, bound: float) -> bool:
        """Whether no document of a value up to ``bound`` can be among the best."""
        best = nlargest(size, chain.from_iterable(v.values() for v in self.values))
        return len(best) == size and bound < self.least_beside(best[-1])

    def least_beside(self, value: float) -> float:
        """Return the least value whose score may be rounded to that of ``value``."""
        if self.idf is None:
            return value - MARGIN
        score = self.idf * value / (K1 + value) - MARGIN
        return K1 * score / (self.idf - score) if score > 0 else -math.inf


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
        self._tables: dict[tuple[str, str], list[float]] = {}

    @property
    def means(self) -> dict[str, float]:
        """The mean length of each field."""
        return {name: norms.mean for name, norms in self._norms.items()}

    def norms(self, name: str) -> Mapping[int, float]:
        """Return what one occurrence in a field counts, by the field's length."""
        return self._norms[name]

    def scores(self, text: Text) -> bool:
        """Whether ``text`` adds to scores: it may be of names, or of another kind."""
        if self._quotes:
            return text.fields == (QUOTE.name,)
        return all(name in SCORED for name in text.fields)

    def score(
        self, texts: Iterable[Text], found: Sequence[Here], best: int | None = None
    ) -> Ranked:
        """Return how the documents found, or the best of them, rank by texts."""
        scored = [text for text in texts if self.scores(text)]
        if len(scored) == 1:
            (text,) = scored
            weights = [e.weights(text, documents) for e, documents in found]
            return self.rank_one(text, found, _completed(weights, found))
        evaluations = [evaluation for evaluation, _ in found]
        parts = [
            Part(times * self._idf(text, found), partial(_weigh, evaluations, text))
            for text, times in Counter(scored).items()
        ]
        documents: Sequence[Found] = [here for _, here in found]
        if best is not None and parts:
            documents = find_contenders(parts, documents, best)
        totals: list[Scores] = [dict.fromkeys(here, 0.0) for here in documents]
        for part in parts:
            weighed = part.weigh(documents)
            for here, added in zip(totals, weighed, strict=True):
                _add_scores(here, added, part.idf)
        return Ranked(totals)

    def find_rarity(
        self, texts: Iterable[Text], found: Sequence[Here]
    ) -> dict[Text, float]:
        """Return the idf of each text that adds to scores."""
        distinct = dict.fromkeys(texts)
        return {text: self._idf(text, found) for text in distinct if self.scores(text)}

    def rank_one(
        self, text: Text, found: Sequence[Here], weights: Sequence[Weights]
    ) -> Ranked:
        """Return how documents rank by what one text weighs in them."""
        return Ranked(weights, self._idf(text, found))

    def weigh(
        self, evaluation: Evaluation, text: Text, wanted: Documents | None
    ) -> Weights:
        """Return what ``text`` weighs in the documents that are wanted, or in all."""
        weights: Weights = {}
        for name, lists in evaluation.postings(text, self._quotes, wanted):
            for documents, frequencies in lists:
                norms = self._find_norms(evaluation.segment, name, documents)
                more = map(mul, frequencies, norms)
                # A release can be in a list twice, since two of its quotes can.
                if weights or name == QUOTE.name:
                    more = map(add, map(weights.get, documents, repeat(0.0)), more)
                weights.update(zip(documents, more, strict=True))
        return weights

    def _find_norms(
        self, segment: Segment, name: str, documents: Sequence[int]
    ) -> Iterable[float]:
        """Return what one occurrence counts in a field of each of the documents.

        Who asks for many of a segment will again: then all are kept, by document.
        """
        norms, lengths = self._norms[name], segment.lengths(name)
        table = self._tables.get((segment.name, name))
        if table is None and len(documents) * _MANY > segment.documents:
            table = self._tables[segment.name, name] = [
                *map(norms.__getitem__, lengths)
            ]
        if table is not None:
            return map(table.__getitem__, documents)
        return map(norms.__getitem__, map(lengths.__getitem__, documents))

    def _idf(self, text: Text, found: Sequence[Here]) -> float:
        matching = sum(e.count(text, self._quotes) for e, _ in found)
        return math.log(1 + (self._documents - matching + 0.5) / (matching + 0.5))


def rank_best(
    found: Sequence[Here], ranked: Ranked, sort: Sort, end: int
) -> list[Match]:
    """Return so many of what was found, best first."""
    total = sum(len(documents) for _, documents in found)
    by_score = sort is Sort.RELEVANCE
    values = ranked.values
    if not by_score:
        values = [_recency(here, sort) for here in found]
    least = -math.inf
    if end < total:
        every = chain.from_iterable(here.values() for here in values)
        least = nlargest(end, every)[-1]
        least = ranked.least_beside(least) if by_score else least
    leading = (
        (number, document)
        for number, here in enumerate(values)
        for document, value in here.items()
        if value >= least
    )
    ordered = sorted(_ordered(found, ranked, sort, leading))
    return [match for _, match in ordered[:end]]


def _completed(values: Sequence[Scores], found: Sequence[Here]) -> list[Scores]:
    """Return a value for every document found and for no other."""
    return [
        here
        if len(here) == len(documents) and here.keys() == documents
        else {document: here.get(document, 0.0) for document in documents}
        for here, (_, documents) in zip(values, found, strict=True)
    ]


def _weigh(
    evaluations: Sequence[Evaluation], text: Text, documents: Sequence[Found]
) -> list[Weights]:
    pairs = zip(evaluations, documents, strict=True)
    return [evaluation.weights(text, here) for evaluation, here in pairs]


def _add_scores(totals: Scores, weights: Weights, idf: float) -> None:
    """Add to each total what a text scores in that document."""
    here = [*map(weights.get, totals, repeat(0.0))]
    saturated = map(truediv, here, map(add, here, repeat(K1)))
    scores = map(mul, repeat(idf), saturated)
    totals.update(zip(totals, map(add, totals.values(), scores), strict=True))


def _recency(here: Here, sort: Sort) -> Scores:
    """Return a value that is greater the earlier a document comes by date."""
    evaluation, documents = here
    days = evaluation.segment.days
    if sort is Sort.NEWEST:
        return {document: days[document] for document in documents}
    return {d: -days[d] if days[d] else -math.inf for d in documents}


def _ordered(
    found: Sequence[Here], ranked: Ranked, sort: Sort, places: Iterable[Place]
) -> Iterator[tuple[tuple[object, ...], Match]]:
    """Yield each document with what it is sorted by; no two have the same."""
    for place in places:
        number, document = place
        segment = found[number][0].segment
        day, name = segment.days[document], segment.name_of(document)
        quote = segment.numbers[document]
        score = ranked.score(*place)
        key: tuple[object, ...] = (not day, -day, name, quote)
        if sort is Sort.OLDEST:
            key = (not day, day, name, quote)
        elif sort is Sort.RELEVANCE:
            key = (-score, *key)
        release_id, quoted = name.decode(), quote or None
        yield (
            key,
            Match(release_id=release_id, score=score, number=quoted, place=place),
        )
