"""Which documents can be among the best by several texts, before scores are added up.

As many documents as are asked for reach some mark.  Whatever else reaches it gets
enough from the rarest text that it has: the mark, but for the most that commoner texts
can add.  Texts that together stay below the mark need no looking through.
(The idea is that of MaxScore: Turtle and Flood, "Query evaluation: strategies and
optimizations", 1995.)
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import chain
from operator import attrgetter

from pressfind.engines.base import SCORE_DECIMALS
from pressfind.engines.whoosh.evaluation import Found, Weights
from pressfind.schema import K1
from pressfind.values import frozen

MARGIN = 2 * 10.0**-SCORE_DECIMALS
"""More than rounding can bring two scores together."""

_WORTH_IT = 300
"""Documents from which on adding up all takes longer than finding what to leave out."""

_MOST_PARTS = 12
"""Texts up to which the same holds: each is set against all rarer ones."""


@frozen
class Part:
    """A text: its idf, and how it is weighed in documents of each segment."""

    idf: float
    weigh: Callable[[Sequence[Found]], Sequence[Weights]]


Weighed = tuple[float, Sequence[Weights]]
"""The idf of a text, and what it weighs in each segment."""


def find_contenders(
    parts: Iterable[Part], found: Sequence[Found], end: int
) -> Sequence[Found]:
    """Return, by segment, documents of ``found``: among them are the ``end`` best."""
    rest = sorted(parts, key=attrgetter("idf"))
    if len(rest) > _MOST_PARTS or sum(map(len, found)) < _WORTH_IT:
        return found
    weighed: list[Weighed] = []
    mark = 0.0
    # No text scores more than its idf: those that are left can't reach the mark alone.
    while rest and sum(part.idf for part in rest) >= mark:
        rarest = rest.pop()
        weighed.append((rarest.idf, rarest.weigh(found)))
        mark = _find_mark(weighed, found, end)
    above: list[set[int]] = [set() for _ in found]
    others = sum(part.idf for part in rest)
    for one in reversed(weighed):
        # What has no rarer text reaches the mark by this one and by the others.
        _add_above(above, one, mark - others)
        others += _greatest(one)
    return [c & documents for c, documents in zip(above, found, strict=True)]


def _add_above(above: Sequence[set[int]], weighed: Weighed, score: float) -> None:
    """Add the documents that a text gives a score, or more."""
    idf, segments = weighed
    least = _weight_of(score, idf)
    for contenders, weights in zip(above, segments, strict=True):
        contenders.update(d for d, weight in weights.items() if weight >= least)


def _find_mark(weighed: Sequence[Weighed], found: Sequence[Found], end: int) -> float:
    """Return a score that ``end`` documents have at least, or 0."""
    totals: list[float] = []
    for number, documents in enumerate(found):
        seeds = {d for _, segments in weighed for d in _heaviest(segments[number], end)}
        for document in seeds & documents:
            scores = (
                idf * _saturate(segments[number].get(document, 0.0))
                for idf, segments in weighed
            )
            totals.append(sum(scores))
    best = nlargest(end, totals)
    return best[-1] - MARGIN if len(best) == end else 0.0


def _heaviest(weights: Weights, count: int) -> Iterator[int]:
    least = min(nlargest(count, weights.values()), default=0.0)
    return (document for document, weight in weights.items() if weight >= least)


def _greatest(weighed: Weighed) -> float:
    idf, segments = weighed
    weight = max(chain.from_iterable(map(dict.values, segments)), default=0.0)
    return idf * _saturate(weight)


def _saturate(weight: float) -> float:
    return weight / (K1 + weight)


def _weight_of(score: float, idf: float) -> float:
    """Return the weight that gives a score."""
    return K1 * score / (idf - score) if score < idf else math.inf
