"""What the documents that were found score, and the best of them."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from pressfind.engines.whoosh.bulk.joined import NONE, Joined, Weights
from pressfind.engines.whoosh.bulk.words import Words
from pressfind.engines.whoosh.columns import Flags, Offsets
from pressfind.engines.whoosh.evaluation import Evaluation
from pressfind.engines.whoosh.scoring import Here, Ranked, Scorer
from pressfind.model import Sort
from pressfind.query.tree import Text
from pressfind.schema import K1


class Ranking:
    """The documents that have a flag, and a value for each, which rises with its score.

    It is the score itself if ``idf`` is None, else the weight of the one text sought
    (see ``Ranked``).
    """

    def __init__(
        self, joined: Joined, words: Words, scorer: Scorer, flags: Flags
    ) -> None:
        self._joined = joined
        self._words = words
        self._scorer = scorer
        self._flags = flags
        self._documents = np.flatnonzero(flags)
        # Which of them each document is; of others it is never asked.
        self._numbers = np.empty(joined.documents, np.int64)
        self._numbers[self._documents] = np.arange(len(self._documents))
        self._values = np.zeros(len(self._documents))
        self._idf: float | None = None

    def weigh(self, texts: Sequence[Text], rarity: Mapping[Text, float]) -> None:
        """Give the documents their values by texts."""
        if len(texts) == 1:
            (text,) = texts
            self._values, self._idf = self._find_weights(text), rarity[text]
            return
        for text, times in Counter(texts).items():
            weights = self._find_weights(text)
            self._values += times * rarity[text] * (weights / (K1 + weights))

    def find_best(self, sort: Sort, end: int | None) -> tuple[Sequence[Here], Ranked]:
        """Return, by segment, what can be among the first so many, or all."""
        values: list[dict[int, float]] = [{} for _ in self._joined.segments]
        for number in self._choose(sort, end).tolist():
            segment, document = self._joined.place_of(int(self._documents[number]))
            values[segment][document] = float(self._values[number])
        found: list[Here] = [
            (Evaluation(segment), here.keys())
            for segment, here in zip(self._joined.segments, values, strict=True)
        ]
        return found, Ranked(values, self._idf)

    def _find_weights(self, text: Text) -> Weights:
        """Return what a text weighs in each document: in all fields and forms."""
        numbers, weights = [NONE], [np.zeros(0)]
        for name, postings in self._words.find_postings(text):
            documents, frequencies = postings.among(self._flags)
            norms = self._joined.find_norms(name, documents, self._scorer.norms(name))
            numbers.append(self._numbers[documents])
            weights.append(frequencies * norms)
        totals = np.zeros(len(self._documents))
        np.add.at(totals, np.concatenate(numbers), np.concatenate(weights))
        return totals

    def _choose(self, sort: Sort, end: int | None) -> Offsets:
        """Return the numbers of documents that no others than so many come before."""
        values = self._values if sort is Sort.RELEVANCE else self._find_recency(sort)
        if end is None or end >= len(values):
            return np.arange(len(values))
        last = float(np.partition(values, -end)[-end])
        if sort is Sort.RELEVANCE:
            last = Ranked((), self._idf).least_beside(last)
        return np.flatnonzero(values >= last)

    def _find_recency(self, sort: Sort) -> Weights:
        """Return a value that is greater the earlier a document comes by date."""
        days = self._joined.days[self._documents].astype(np.float64)
        return days if sort is Sort.NEWEST else np.where(days == 0, -math.inf, -days)
