"""The first page of a search for one word, from the releases that lead by it.

Leaders are weighed exactly, all others at most by a bound.  Where the page might hold
another than a leader, there is no answer here, and whole posting lists have to be read.
"""

from collections.abc import Sequence

from pressfind.analysis import stem
from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh.copies import Copies
from pressfind.engines.whoosh.evaluation import Evaluation, Weights
from pressfind.engines.whoosh.fields import RELEASE_FIELDS
from pressfind.engines.whoosh.leaders import MOST_LEADERS, Leading
from pressfind.engines.whoosh.occurrences import lone_link
from pressfind.engines.whoosh.scoring import Scorer
from pressfind.engines.whoosh.segment import Segment
from pressfind.model import Sort
from pressfind.query.tree import Text


def find_leading(
    segments: Sequence[Segment],
    scorer: Scorer,
    request: Request,
    copies: Copies,
) -> Matches | None:
    """Return what a request asks for, if it asks for one word and leaders suffice."""
    text, end = request.query, request.offset + request.limit
    if not isinstance(text, Text) or request.sort is not Sort.RELEVANCE:
        return None
    link = lone_link(text)
    if not isinstance(link, str) or text.fields != RELEASE_FIELDS:
        return None
    if not request.limit or end > MOST_LEADERS:
        return None
    evaluations = [Evaluation(segment, scorer) for segment in segments]
    leading = [_find_leaders(segment, stem(link), scorer) for segment in segments]
    values = [
        e.weights(text) if leaders is None else _weigh(e.segment, scorer, leaders)
        for e, leaders in zip(evaluations, leading, strict=True)
    ]
    rest = max((leaders.rest for leaders in leading if leaders), default=0.0)
    found = [(e, here.keys()) for e, here in zip(evaluations, values, strict=True)]
    hidden = copies.count_hidden(
        e.find(text, False, within=members) if leaders else here
        for (e, here), leaders, members in zip(
            found, leading, copies.members, strict=True
        )
    )
    total = sum(e.count(text, quotes=False) for e in evaluations) - hidden
    ranked = scorer.rank_one(text, found, values)
    page, depth = copies.pick_page(found, ranked, request, total)
    if total and rest and not ranked.is_page_certain(depth, rest):
        return None
    return Matches(total=total, page=page)


def _find_leaders(segment: Segment, stemmed: str, scorer: Scorer) -> Leading | None:
    family = segment.dictionary.find_number(stemmed)
    return None if family is None else segment.leaders.find(family, scorer.means)


def _weigh(segment: Segment, scorer: Scorer, leading: Leading) -> Weights:
    """Return what the leaders that are live weigh."""
    columns = [(scorer.norms(name), segment.lengths(name)) for name in RELEASE_FIELDS]
    return {
        release: sum(
            frequency * norms[lengths[release]]
            for (norms, lengths), frequency in zip(columns, frequencies, strict=True)
            if frequency
        )
        for release, frequencies in leading.frequencies.items()
        if release not in segment.deleted
    }
