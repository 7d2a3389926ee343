"""Which documents can be among the best by several texts, before scores are added up.

As many documents as are asked for reach some mark.  Of any other it is told from bounds
whether it can: of a text that it has, the score of the documents that lead by it is
known, and no other scores more than some bound.  So texts are weighed one by one, the
one with the highest bound first, and only in documents that can still reach the mark.
(The idea is that of MaxScore: Turtle and Flood, "Query evaluation: strategies and
optimizations", 1995.)
"""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from heapq import nlargest
from itertools import chain, repeat
from operator import add, itemgetter, mul, truediv

from pressfind.engines.base import SCORE_DECIMALS
from pressfind.engines.whoosh.evaluation import Found, Weights
from pressfind.schema import K1
from pressfind.values import frozen

MARGIN = 2 * 10.0**-SCORE_DECIMALS
"""More than rounding can bring two scores together."""

_WORTH_IT = 100
"""Documents from which on adding up all takes longer than finding what to leave out."""

_MOST_PARTS = 12
"""Texts up to which the same holds: after each the mark is set anew."""

_SAMPLE = 100
"""Documents from which on a better mark is worth weighing some of them twice."""

_SEEDS = 5
"""So many times as many documents as are asked for are looked at for a better mark."""

_SOME = math.ulp(0.0)
"""The least weight that is one."""

_MOST_SETS = 5
"""Texts up to which it is told by the documents that each of them is in."""

Scores = dict[int, float]


@frozen
class Known:
    """What is known of a text in a segment before its lists are read.

    ``weights`` are of documents that lead by it; no other has more than ``rest``.
    ``documents`` have the text, if it is known which do.
    """

    weights: Weights
    rest: float = math.inf
    documents: Found | None = None


class Part:
    """A text: its idf, how it is weighed in documents, and what is known by segment."""

    def __init__(
        self,
        idf: float,
        weigh: Callable[[Sequence[Found]], Sequence[Weights]],
        known: Sequence[Known],
    ) -> None:
        self.idf = idf
        self.weigh = weigh
        self.known = known
        rests = [one.rest for one in known]
        self.bounds = [self.score(r) if r < math.inf else idf for r in rests]
        """The most that a document of each segment scores, unless it leads."""

    def most(self, number: int, document: int) -> float:
        """Return the most that a document of a segment can score."""
        known = self.known[number]
        weight = known.weights.get(document)
        if weight is not None:
            return self.score(weight)
        if known.documents is None or document in known.documents:
            return self.bounds[number]
        return 0.0

    def score(self, weight: float) -> float:
        """Return what a document of a weight scores."""
        return self.idf * (weight / (K1 + weight))

    def scores(self, weights: Weights, least: float) -> Scores:
        """Return what documents score that weigh ``least`` or more."""
        idf = self.idf
        return {d: idf * (w / (K1 + w)) for d, w in weights.items() if w >= least}

    def find_weight(self, score: float) -> float:
        """Return the weight that gives a score."""
        return K1 * score / (self.idf - score) if score < self.idf else math.inf


def add_up(
    parts: Sequence[Part], found: Sequence[Found], end: int | None = None
) -> list[Scores]:
    """Return, by segment, what the documents found score, or the ``end`` best at least.

    Scores are added up in the order of the parts, so that they are the same to the bit.
    """
    weighed: dict[int, Sequence[Weights]] = {}
    if (
        end is not None
        and 0 < len(parts) <= _MOST_PARTS
        and sum(map(len, found)) >= _WORTH_IT
    ):
        contest = _Contest(parts, found, end)
        weighed = contest.run()
        found = contest.contenders
    totals: list[Scores] = [dict.fromkeys(here, 0.0) for here in found]
    for place, part in enumerate(parts):
        weights = weighed[place] if weighed else part.weigh(found)
        _add_all(totals, weights, part.idf)
    return totals


class _Contest:
    """The documents that can still be among the best, and what they score so far."""

    def __init__(self, parts: Sequence[Part], found: Sequence[Found], end: int) -> None:
        self._end = end
        self._parts = parts
        self._scores: list[Scores] = []
        self._mark = 0.0
        self.contenders: Sequence[Found] = found
        self._raise_mark([{} for _ in found], parts)
        # Where the first part may score more than the mark it is weighed anyway.
        self.contenders = [
            _find_possible(parts, number, here, self._mark)
            if self._mark >= max(part.bounds[number] for part in parts)
            else here
            for number, here in enumerate(found)
        ]

    def run(self) -> dict[int, Sequence[Weights]]:
        """Leave out what can't be among the best; return what the others weigh."""
        weighed: dict[int, Sequence[Weights]] = {}
        bounds = [max(part.bounds) for part in self._parts]
        order = sorted(range(len(bounds)), key=bounds.__getitem__)
        while order:
            place = order.pop()
            part, rest = self._parts[place], [self._parts[n] for n in order]
            if self._scores:
                weighed[place] = part.weigh(self.contenders)
                self._go_on(part, weighed[place], rest)
            else:
                weighed[place] = part.weigh(self._find_holders(part))
                self._begin(part, weighed[place], rest)
            self.contenders = [scores.keys() for scores in self._scores]
        return weighed

    def _find_holders(self, part: Part) -> list[Found]:
        """Return the contenders that have a text, or more of them if it isn't known."""
        return [
            here if known.documents is None else here & known.documents
            for here, known in zip(self.contenders, part.known, strict=True)
        ]

    def _begin(
        self, part: Part, weighed: Sequence[Weights], rest: Sequence[Part]
    ) -> None:
        """Score by the first part: most documents are left out unscored."""
        self._raise_mark(self._score_best(part, weighed), rest)
        for number, weights in enumerate(weighed):
            least = self._find_least(number, rest)
            if least > 0:
                possible: Collection[int] = ()
                scores = part.scores(weights, part.find_weight(least))
            else:
                sets = _find_sets(rest, number)
                possible = _reach(sets, self.contenders[number], self._mark)
                scores = part.scores(weights, _SOME)
            for document in self._find_leaders(number, rest):
                scores[document] = part.score(weights.get(document, 0.0))
            self._scores.append(dict.fromkeys(possible, 0.0) | scores)

    def _go_on(
        self, part: Part, weighed: Sequence[Weights], rest: Sequence[Part]
    ) -> None:
        """Add what a part scores, and leave out what the rest can't save."""
        _add_all(self._scores, weighed, part.idf)
        least = self._find_least_of(self._scores)
        best = [
            {d: score for d, score in here.items() if score >= least}
            for here in self._scores
        ]
        self._raise_mark(best, rest)
        for number, scores in enumerate(self._scores):
            least = self._find_least(number, rest)
            kept = {d: score for d, score in scores.items() if score >= least}
            for document in self._find_leaders(number, rest):
                kept[document] = scores[document]
            self._scores[number] = kept

    def _score_best(self, part: Part, weighed: Sequence[Weights]) -> list[Scores]:
        least = max(self._find_least_of(weighed), _SOME)
        return [part.scores(weights, least) for weights in weighed]

    def _find_least_of(self, values: Sequence[Scores]) -> float:
        every = chain.from_iterable(map(dict.values, values))
        return min(nlargest(self._end * _SEEDS, every), default=0.0)

    def _find_least(self, number: int, rest: Sequence[Part]) -> float:
        """Return the score from which on the rest can bring a document to the mark."""
        return self._mark - sum(part.bounds[number] for part in rest)

    def _find_leaders(self, number: int, rest: Sequence[Part]) -> set[int]:
        """Return the documents that may get more of the rest than its bounds."""
        leaders = {d for part in rest for d in part.known[number].weights}
        return leaders & self.contenders[number]

    def _raise_mark(self, scores: Sequence[Scores], rest: Sequence[Part]) -> None:
        """Raise the mark to what so many score, as far as it's known of any."""
        known: list[Scores] = []
        for number, here in enumerate(scores):
            leaders = dict.fromkeys(self._find_leaders(number, rest), 0.0)
            known.append(leaders | here)
        least = [dict(here) for here in known]
        for number, here in enumerate(least):
            for part in rest:
                _add_scores(here, part.known[number].weights, part.idf)
        self._mark = max(self._mark, self._find_mark(least))
        if not rest or sum(map(len, self.contenders)) < _SAMPLE:
            return
        if any(scores) or self._mark >= max(max(part.bounds) for part in rest):
            totals = self._choose_promising(known, rest)
            for part in rest:
                documents = [here.keys() for here in totals]
                _add_all(totals, part.weigh(documents), part.idf)
            self._mark = max(self._mark, self._find_mark(totals))

    def _choose_promising(
        self, scores: Sequence[Scores], rest: Sequence[Part]
    ) -> list[Scores]:
        """Return so many of the documents that may score most in the end."""
        most = [
            {
                d: score + sum(p.most(number, d) for p in rest)
                for d, score in here.items()
            }
            for number, here in enumerate(scores)
        ]
        every = chain.from_iterable(map(dict.values, most))
        least = min(nlargest(2 * self._end, every), default=0.0)
        return [
            {d: score for d, score in here.items() if highest[d] >= least}
            for here, highest in zip(scores, most, strict=True)
        ]

    def _find_mark(self, scores: Iterable[Scores]) -> float:
        """Return a score that so many as are asked for have at least, or 0."""
        every = chain.from_iterable(map(dict.values, scores))
        best = nlargest(self._end, every)
        return best[-1] - MARGIN if len(best) == self._end else 0.0


def _add_all(totals: Sequence[Scores], weighed: Sequence[Weights], idf: float) -> None:
    for here, weights in zip(totals, weighed, strict=True):
        _add_scores(here, weights, idf)


def _add_scores(totals: Scores, weights: Weights, idf: float) -> None:
    """Add to each total what a text scores in that document."""
    documents = [*filter(totals.__contains__, weights)]
    here = [*map(weights.__getitem__, documents)]
    saturated = map(truediv, here, map(add, here, repeat(K1)))
    scores = map(mul, repeat(idf), saturated)
    before = map(totals.__getitem__, documents)
    totals.update(zip(documents, map(add, before, scores), strict=True))


def _find_possible(
    parts: Sequence[Part], number: int, found: Found, mark: float
) -> Found:
    """Return the documents of a segment that can reach a mark."""
    possible = _reach(_find_sets(parts, number), found, mark)
    leaders = {d for part in parts for d in part.known[number].weights} & found
    return possible | {
        document
        for document in leaders
        if sum(part.most(number, document) for part in parts) >= mark
    }


def _find_sets(parts: Iterable[Part], number: int) -> list[tuple[float, Found | None]]:
    """Return the bound of each part and the documents that have it, greatest first."""
    sets = [(part.bounds[number], part.known[number].documents) for part in parts]
    return sorted(sets, key=itemgetter(0), reverse=True)


def _reach(
    sets: Sequence[tuple[float, Found | None]], among: Found, mark: float
) -> Found:
    """Return the documents that are in sets whose bounds add up to a mark."""
    if mark <= 0 or len(sets) > _MOST_SETS:
        return among
    if not among or sum(bound for bound, _ in sets) < mark:
        return frozenset()
    (bound, documents), *others = sets
    if documents is None:
        return _reach(others, among, mark - bound)
    inside = _reach(others, documents & among, mark - bound)
    outside = _reach(others, among, mark)
    return inside | outside if outside else inside
