"""How good a ranking is, by two measures that trec_eval and ir_measures share.

nDCG@10 is that of Järvelin and Kekäläinen ("Cumulated gain-based evaluation of IR
techniques", 2002) as trec_eval has it: the gain of a document is its grade, divided by
``log2(rank + 1)``, and the sum is divided by that of the best order there could be.
AP, whose mean over queries is MAP, is the mean of the precisions at each relevant
document (Buckley and Voorhees, "Retrieval System Evaluation", 2005); one that isn't
found counts 0.
"""

import math
from collections.abc import Mapping, Sequence

Grades = Mapping[str, int]
"""From the ids judged for one query to their grades; others are not relevant."""

DEPTH = 10


def measure_ndcg(ranked: Sequence[str], grades: Grades) -> float:
    """Return nDCG@10 of ids in the order in which they were found."""
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(one, 0) for one in ranked]) / _gain(best)


def measure_precision(ranked: Sequence[str], grades: Grades) -> float:
    """Return the average precision of ids in the order in which they were found."""
    relevant = {one for one, grade in grades.items() if grade > 0}
    places = [rank for rank, one in enumerate(ranked, 1) if one in relevant]
    return sum(n / rank for n, rank in enumerate(places, 1)) / len(relevant)


def _gain(grades: Sequence[int]) -> float:
    return sum(g / math.log2(rank + 1) for rank, g in enumerate(grades[:DEPTH], 1))
