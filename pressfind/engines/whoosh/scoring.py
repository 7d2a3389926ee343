"""Scores by BM25F, exact, and the total order of hits (see ``schema``).

A document's weighted frequency is summed over fields and forms in one fixed order,
whatever segment it is in, so that the last bit of a score doesn't depend on the index's
history.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nlargest
from itertools import chain, compress, count
from operator import mul

from pressfind.engines.base import SCORE_DECIMALS, Match
from pressfind.engines.whoosh.evaluation import (
    Evaluation,
    FieldPostings,
    Found,
    Weights,
    as_set,
)
from pressfind.engines.whoosh.fields import SAID, SCORED
from pressfind.engines.whoosh.lists import Documents, Postings
from pressfind.engines.whoosh.pruning import (
    MARGIN,
    Known,
    Part,
    Scores,
    add_up,
    prunes,
)
from pressfind.engines.whoosh.segment import Segment
from pressfind.model import Sort
from pressfind.query.tree import Text
from pressfind.schema import FIELDS, K1, QUOTE, find_norm
from pressfind.values import frozen

Place = tuple[int, int]
"""The number of a segment, and a document in it."""

_MANY = 4
"""A list has many documents if so many times these are more than a segment's."""

_FEW = 4
"""A text has few postings if so many times these are less."""

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
    """Scores the documents of one kind, releases or quotes, of an index.

    ``check_time`` is called before each text is weighed in a segment, and may raise.
    """

    def __init__(
        self, statistics: Statistics, check_time: Callable[[], None], *, quotes: bool
    ) -> None:
        self._check_time = check_time
        self.documents = statistics.documents
        """How many live documents there are of the kind."""
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
        self,
        texts: Iterable[Text],
        rarity: Mapping[Text, float],
        found: Sequence[Here],
        best: int | None = None,
    ) -> Ranked:
        """Return how the documents found, or the best of them, rank by texts."""
        scored = [text for text in texts if text in rarity]
        evaluations = [evaluation for evaluation, _ in found]
        documents: Sequence[Found] = [here for _, here in found]
        if len(scored) == 1:
            (text,) = scored
            weights = [self._weigh_those(*here, text) for here in found]
            return Ranked(_completed(weights, found), rarity[text])
        times = Counter(scored)
        is_contest = prunes(len(times), documents, best)
        parts = [
            Part(
                times[text] * rarity[text],
                partial(self._weigh_in, evaluations, text),
                [self.know(e, text, here) for e, here in found] if is_contest else (),
            )
            for text in times
        ]
        return Ranked(add_up(parts, documents, best))

    def find_rarity(
        self, texts: Iterable[Text], count: Callable[[Text], int]
    ) -> dict[Text, float]:
        """Return the idf of each text that adds to scores, by how many have it."""
        return {
            text: self.find_idf(count(text))
            for text in dict.fromkeys(texts)
            if self.scores(text)
        }

    def find_idf(self, matching: int) -> float:
        """Return the idf of a text that so many documents have."""
        return math.log(1 + (self.documents - matching + 0.5) / (matching + 0.5))

    def rank_one(self, matching: int, weights: Sequence[Weights]) -> Ranked:
        """Return how documents rank by what a text that so many have weighs in them."""
        return Ranked(weights, self.find_idf(matching))

    def know(
        self, evaluation: Evaluation, text: Text, among: Found | None = None
    ) -> Known:
        """Return what is known of a text in a segment before its lists are read.

        Of what is not ``among`` some documents nothing needs to be known.
        """
        documents = evaluation.known_documents(text, self._quotes)
        leading = None
        if not self._quotes:
            leading = evaluation.find_leading(text, self.means)
        if leading is None:
            return Known({}, documents=documents)
        leaders = {*leading.documents} - evaluation.segment.deleted
        if among is not None:
            leaders = leaders & among
        weights = dict.fromkeys(leaders, 0.0)
        if weights:
            for name, postings in leading.find_postings():
                self._add_weights(weights, evaluation.segment, name, postings)
        return Known(weights, leading.rest, documents)

    def weigh(
        self, evaluation: Evaluation, text: Text, wanted: Documents | None = None
    ) -> Weights:
        """Return what ``text`` weighs in the documents that are wanted, or in all."""
        self._check_time()
        fields = evaluation.postings(text, self._quotes, wanted)
        if wanted is None:
            return self._weigh_everywhere(evaluation.segment, fields)
        weights = dict.fromkeys(wanted, 0.0)
        for name, lists in fields:
            for postings in lists:
                self._add_weights(weights, evaluation.segment, name, postings)
        return weights

    def _add_weights(
        self, weights: Weights, segment: Segment, name: str, postings: Postings
    ) -> None:
        """Add what a list weighs in the documents that there are weights of.

        One is there once for each form, and a release for each of its quotes.
        """
        norms, lengths = self._norms[name], segment.lengths(name)
        for document, frequency in zip(*postings, strict=True):
            if document in weights:
                weights[document] += frequency * norms[lengths[document]]

    def _weigh_everywhere(self, segment: Segment, fields: FieldPostings) -> Weights:
        postings = sum(len(documents) for _, lists in fields for documents, _ in lists)
        if postings * _FEW > segment.documents:
            return self._weigh_many(segment, fields)
        weights: Weights = {}
        for name, lists in fields:
            norms, lengths = self._norms[name], segment.lengths(name)
            for documents, frequencies in lists:
                for document, frequency in zip(documents, frequencies, strict=True):
                    before = weights.get(document, 0.0)
                    weights[document] = before + frequency * norms[lengths[document]]
        return weights

    def _weigh_many(self, segment: Segment, fields: FieldPostings) -> Weights:
        # With a place for every document this takes less time than with a dictionary.
        totals = [0.0] * segment.documents
        for name, lists in fields:
            for postings in lists:
                self._fill(totals, segment, name, postings)
        weighed = compress(count(), totals)
        return {document: totals[document] for document in weighed}

    def _weigh_those(self, evaluation: Evaluation, here: Found, text: Text) -> Weights:
        """Return what a text weighs in documents, or in all where that is sooner."""
        are_many = len(here) * _MANY > evaluation.segment.documents
        return self.weigh(evaluation, text, None if are_many else as_set(here))

    def _weigh_in(
        self, evaluations: Sequence[Evaluation], text: Text, number: int, here: Found
    ) -> Weights:
        """Return what ``text`` weighs in documents of a segment."""
        return self.weigh(evaluations[number], text, as_set(here)) if here else {}

    def _fill(
        self, totals: list[float], segment: Segment, name: str, postings: Postings
    ) -> None:
        """Add what a list weighs to the totals of all documents of a segment.

        Who asks for many of a segment will again: then what one occurrence in a field
        counts is kept, by document.
        """
        documents, frequencies = postings
        norms, lengths = self._norms[name], segment.lengths(name)
        table = self._tables.get((segment.name, name))
        if table is None and len(documents) * _MANY > segment.documents:
            table = self._tables[segment.name, name] = [
                *map(norms.__getitem__, lengths)
            ]
        if table is not None:
            for document, frequency in zip(documents, frequencies, strict=True):
                totals[document] += frequency * table[document]
            return
        each = map(norms.__getitem__, map(lengths.__getitem__, documents))
        weights = map(mul, frequencies, each)
        for document, weight in zip(documents, weights, strict=True):
            totals[document] += weight


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
        best = nlargest(end, every)
        if len(best) == end:  # else there are fewer contenders than that
            least = ranked.least_beside(best[-1]) if by_score else best[-1]
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
