"""Which documents can be among the best by several texts, before scores are added up.

As many documents as are asked for reach some mark.  Of any other it is told from bounds
whether it can: of a text that it has, the score of the documents that lead by it is
known, and no other scores more than some bound.  So texts are weighed one by one, the
one with the highest bound first, and only in documents that can still reach the mark,
which what is best in one segment sets for the next.
(The idea is that of MaxScore: Turtle and Flood, "Query evaluation: strategies and
optimizations", 1995.)
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import chain, repeat
from operator import add, itemgetter, mul, truediv

from pressfind.engines.base import SCORE_DECIMALS
from pressfind.engines.whoosh.evaluation import Found, Weights
from pressfind.schema import K1
from pressfind.values import frozen

MARGIN = 2 * 10.0**-SCORE_DECIMALS
"""More than rounding can bring two scores together."""

_WORTH_IT = 300
"""Documents from which on adding up all takes longer than finding what to leave out."""

_MOST_PARTS = 12
"""Texts up to which the same holds: after each the mark is set anew."""

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
    """A text: its idf, how it is weighed in a segment, and what is known of each."""

    def __init__(
        self,
        idf: float,
        weigh: Callable[[int, Found], Weights],
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


def prunes(texts: int, found: Sequence[Found], end: int | None) -> bool:
    """Whether what can't be among the ``end`` best by so many texts is left out.

    Only then has anything to be known of a text.
    """
    is_short = end is not None and 0 < texts <= _MOST_PARTS
    return is_short and sum(map(len, found)) >= _WORTH_IT


def add_up(
    parts: Sequence[Part], found: Sequence[Found], end: int | None = None
) -> list[Scores]:
    """Return, by segment, what the documents found score, or the ``end`` best at least.

    Scores are added up in the order of the parts, so that they are the same to the bit.
    What the best of some segments score is a mark for the others.  The first mark takes
    most, and is had soonest in the segment where the fewest documents are found.
    """
    if end is None or not prunes(len(parts), found, end):
        return [_add_parts(parts, number, here) for number, here in enumerate(found)]
    totals: list[Scores] = [{} for _ in found]
    best: list[float] = []
    for number in sorted(range(len(found)), key=lambda n: len(found[n])):
        mark = max(0.0, _find_last(best, end) - MARGIN)
        contest = _Contest(parts, number, found[number], end, mark)
        weighed = contest.run()
        totals[number] = _add_parts(parts, number, contest.contenders, weighed)
        best = nlargest(end, chain(best, totals[number].values()))
    return totals


def _add_parts(
    parts: Sequence[Part],
    number: int,
    documents: Found,
    weighed: Mapping[int, Weights] | None = None,
) -> Scores:
    """Add up what each part scores in documents of a segment, if it hasn't weighed."""
    totals: Scores = dict.fromkeys(documents, 0.0)
    for place, part in enumerate(parts if totals else ()):
        weights = weighed[place] if weighed else part.weigh(number, documents)
        _add_scores(totals, weights, part.idf)
    return totals


class _Contest:
    """The documents of a segment that can still be among the best, and their scores.

    The mark is that of other segments, which is near enough to the last, or else it is
    raised to what so many documents of this one score, as far as it's known of any.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        number: int,
        found: Found,
        end: int,
        mark: float,
    ) -> None:
        self._end = end
        self._parts = parts
        self._number = number
        self._scores: Scores = {}
        self._mark = mark
        self._is_raised = not mark
        self.contenders = found
        if self._is_raised:
            self._raise_mark({}, parts)
        # Where the first part may score more than the mark it is weighed anyway.
        if self._mark >= max(part.bounds[number] for part in parts):
            self.contenders = _find_possible(parts, number, found, self._mark)

    def run(self) -> dict[int, Weights]:
        """Leave out what can't be among the best; return what the others weigh."""
        weighed: dict[int, Weights] = {}
        bounds = [part.bounds[self._number] for part in self._parts]
        order = sorted(range(len(bounds)), key=bounds.__getitem__)
        while order and self.contenders:
            place = order.pop()
            part, rest = self._parts[place], [self._parts[n] for n in order]
            if weighed:
                weighed[place] = part.weigh(self._number, self.contenders)
                self._go_on(part, weighed[place], rest)
            else:
                weighed[place] = part.weigh(self._number, self._find_holders(part))
                self._begin(part, weighed[place], rest)
            self.contenders = self._scores.keys()
        return weighed

    def _find_holders(self, part: Part) -> Found:
        """Return the contenders that have a text, or more of them if it isn't known."""
        documents = part.known[self._number].documents
        return self.contenders if documents is None else self.contenders & documents

    def _begin(self, part: Part, weights: Weights, rest: Sequence[Part]) -> None:
        """Score by the first part: most documents are left out unscored."""
        if self._is_raised:
            best = max(_find_last(weights.values(), self._end), _SOME)
            self._raise_mark(part.scores(weights, best), rest)
        least = self._find_least(rest)
        possible: Collection[int] = ()
        if least > 0:
            scores = part.scores(weights, part.find_weight(least))
        else:
            sets = _find_sets(rest, self._number)
            possible = _reach(sets, self.contenders, self._mark)
            scores = part.scores(weights, _SOME)
        for document in self._find_leaders(rest):
            scores[document] = part.score(weights.get(document, 0.0))
        self._scores = dict.fromkeys(possible, 0.0) | scores

    def _go_on(self, part: Part, weights: Weights, rest: Sequence[Part]) -> None:
        """Add what a part scores, and leave out what the rest can't save."""
        scores = self._scores
        _add_scores(scores, weights, part.idf)
        if self._is_raised:
            best = _find_last(scores.values(), self._end)
            self._raise_mark({d: s for d, s in scores.items() if s >= best}, rest)
        least = self._find_least(rest)
        self._scores = {d: score for d, score in scores.items() if score >= least}
        for document in self._find_leaders(rest):
            self._scores[document] = scores[document]

    def _find_least(self, rest: Sequence[Part]) -> float:
        """Return the score from which on the rest can bring a document to the mark."""
        return self._mark - sum(part.bounds[self._number] for part in rest)

    def _find_leaders(self, rest: Sequence[Part]) -> Found:
        """Return the documents that may get more of the rest than its bounds."""
        leaders = {d for part in rest for d in part.known[self._number].weights}
        return leaders & self.contenders if leaders else leaders

    def _raise_mark(self, scores: Scores, rest: Sequence[Part]) -> None:
        known = dict.fromkeys(self._find_leaders(rest), 0.0) | scores
        for part in rest:
            _add_scores(known, part.known[self._number].weights, part.idf)
        self._mark = max(self._mark, _find_last(known.values(), self._end) - MARGIN)


def _find_last(values: Iterable[float], end: int) -> float:
    """Return the value that so many others have at least, or 0."""
    best = nlargest(end, values)
    return best[-1] if len(best) == end else 0.0


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
