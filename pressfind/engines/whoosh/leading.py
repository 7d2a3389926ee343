"""The first page of a search for one word, or any of several, from what leads by it.

Leaders are weighed exactly, all others at most by a bound.  Where the page might hold
another than a leader, there is no answer here, and whole posting lists have to be read.
Of several words only the lists of the most common aren't: most of what has it can't be
among the best, and how much that is is known.
"""

import math
from collections.abc import Sequence

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh.copies import SPARE, Copies
from pressfind.engines.whoosh.evaluation import Evaluation, Found, Weights, is_word
from pressfind.engines.whoosh.leaders import MOST_LEADERS
from pressfind.engines.whoosh.scoring import Here, Scorer
from pressfind.engines.whoosh.segment import Segment
from pressfind.model import Sort
from pressfind.query.tree import Or, Text
from pressfind.schema import K1


def find_leading(
    segments: Sequence[Segment],
    scorer: Scorer,
    request: Request,
    copies: Copies,
) -> Matches | None:
    """Return what a request asks for, if it asks for words and leaders suffice."""
    end = request.offset + request.limit
    if request.sort is not Sort.RELEVANCE or not request.limit or end > MOST_LEADERS:
        return None
    match request.query:
        case Text() as text if scorer.scores(text):
            return _find_one(segments, scorer, request, copies, text)
        case Or(parts):
            words = [p for p in parts if is_word(p)]
            if len(words) == len(parts) == len({*words}):
                return _find_any(segments, scorer, request, copies, words)
    return None


def _find_one(
    segments: Sequence[Segment],
    scorer: Scorer,
    request: Request,
    copies: Copies,
    text: Text,
) -> Matches | None:
    evaluations = [Evaluation(segment) for segment in segments]
    values: list[Weights] = []
    grouped: list[Found] = []
    total, rest = 0, 0.0
    for evaluation, members in zip(evaluations, copies.members, strict=True):
        known = scorer.know(evaluation, text)
        if known.rest < math.inf:
            values.append(known.weights)
            grouped.append(evaluation.find(text, False, members) if members else set())
            total += evaluation.count(text, quotes=False)
            rest = max(rest, known.rest)
        else:
            values.append(scorer.weigh(evaluation, text))
            grouped.append(values[-1].keys())
            total += len(values[-1])
    found = [(e, here.keys()) for e, here in zip(evaluations, values, strict=True)]
    ranked = scorer.rank_one(total, values)
    total -= copies.count_hidden(grouped)
    page, depth = copies.pick_page(found, ranked, request, total)
    if total and rest and not ranked.is_page_certain(depth, rest):
        return None
    return Matches(total=total, page=page)


def _find_any(
    segments: Sequence[Segment],
    scorer: Scorer,
    request: Request,
    copies: Copies,
    texts: Sequence[Text],
) -> Matches | None:
    evaluations = [Evaluation(segment) for segment in segments]
    counts = {t: sum(e.count(t, quotes=False) for e in evaluations) for t in texts}
    common = max(texts, key=counts.__getitem__)
    others = Or(tuple(text for text in texts if text != common))
    found: list[Here] = []
    grouped: list[Found] = []
    total, rest = 0, 0.0
    for evaluation in evaluations:
        known = scorer.know(evaluation, common)
        here = evaluation.find(others, quotes=False)
        every = here | evaluation.find(common, quotes=False)
        grouped.append(every)
        total += len(every)
        if known.rest < math.inf:
            here = here | known.weights.keys()
            rest = max(rest, known.rest)
        else:
            here = every
        found.append((evaluation, here))
    total -= (hidden := copies.count_hidden(grouped))
    enough = request.offset + request.limit + min(hidden, SPARE)
    rarity = scorer.find_rarity(texts, counts.__getitem__)
    ranked = scorer.score(texts, rarity, found, enough)
    bound = rarity[common] * (rest / (K1 + rest))
    page, depth = copies.pick_page(found, ranked, request, total)
    if depth > enough or (total and rest and not ranked.is_page_certain(depth, bound)):
        return None
    return Matches(total=total, page=page, rarity=rarity)
