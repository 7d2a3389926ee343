"""The first page of a search for one word, or any of several, from what leads by it.

Leaders are weighed exactly, all others at most by a bound.  Where the page might hold
another than a leader, there is no answer here, and whole posting lists have to be read.
Of several words only the lists of the most common aren't: most of what has it can't be
among the best, and how much that is is known.
"""

import math
from collections.abc import Sequence

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh.evaluation import Evaluation, Found, Weights, find_stem
from pressfind.engines.whoosh.leaders import MOST_LEADERS
from pressfind.engines.whoosh.scoring import Here, Scorer, pick_page
from pressfind.engines.whoosh.segment import Segment
from pressfind.model import Sort
from pressfind.query.tree import Or, Text
from pressfind.schema import K1


def find_leading(
    segments: Sequence[Segment], scorer: Scorer, request: Request
) -> Matches | None:
    """Return what a request asks for, if it asks for words and leaders suffice."""
    end = request.offset + request.limit
    if request.sort is not Sort.RELEVANCE or not request.limit or end > MOST_LEADERS:
        return None
    match request.query:
        case Text() as text if scorer.scores(text):
            return _find_one(segments, scorer, request, text)
        case Or(parts):
            words = [p for p in parts if isinstance(p, Text) and find_stem(p)]
            if len(words) == len(parts) == len({*words}):
                return _find_any(segments, scorer, request, words)
    return None


def _find_one(
    segments: Sequence[Segment], scorer: Scorer, request: Request, text: Text
) -> Matches | None:
    evaluations = [Evaluation(segment) for segment in segments]
    values: list[Weights] = []
    total, rest = 0, 0.0
    for evaluation in evaluations:
        known = scorer.know(evaluation, text)
        if known.rest < math.inf:
            values.append(known.weights)
            total += evaluation.count(text, quotes=False)
            rest = max(rest, known.rest)
        else:
            values.append(scorer.weigh(evaluation, text))
            total += len(values[-1])
    found = [(e, here.keys()) for e, here in zip(evaluations, values, strict=True)]
    end = min(request.offset + request.limit, total)
    ranked = scorer.rank_one(total, values)
    if total and rest and not ranked.is_page_certain(end, rest):
        return None
    return Matches(total=total, page=pick_page(found, ranked, request))


def _find_any(
    segments: Sequence[Segment],
    scorer: Scorer,
    request: Request,
    texts: Sequence[Text],
) -> Matches | None:
    evaluations = [Evaluation(segment) for segment in segments]
    counts = [sum(e.count(text, quotes=False) for e in evaluations) for text in texts]
    common = texts[counts.index(max(counts))]
    others = Or(tuple(text for text in texts if text != common))
    found: list[Here] = []
    total, rest = 0, 0.0
    for evaluation in evaluations:
        known = scorer.know(evaluation, common)
        here: Found = evaluation.find(others, quotes=False)
        if known.rest < math.inf:
            both = evaluation.find_among(common, here)
            total += evaluation.count(common, quotes=False) + len(here) - len(both)
            here |= known.weights.keys()
            rest = max(rest, known.rest)
        else:
            here |= evaluation.find(common, quotes=False)
            total += len(here)
        found.append((evaluation, here))
    end = request.offset + request.limit
    rarity = scorer.find_rarity(texts, found)
    ranked = scorer.score(texts, rarity, found, end)
    bound = rarity[common] * (rest / (K1 + rest))
    if total and rest and not ranked.is_page_certain(min(end, total), bound):
        return None
    page = pick_page(found, ranked, request)
    return Matches(total=total, page=page, rarity=rarity)
