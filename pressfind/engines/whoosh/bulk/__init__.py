"""Searches by columns of numpy: all documents of all segments at once.

Everything that is found is weighed, and nothing has to be left out for speed.  What is
found, its order and its scores are the same to the bit as by lists: sums of weights are
exact (see ``schema``), and all else is done to each document by itself.
"""

import sys

import numpy as np

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh.bulk.finding import Finder
from pressfind.engines.whoosh.bulk.joined import Joined
from pressfind.engines.whoosh.bulk.ranking import Ranking
from pressfind.engines.whoosh.bulk.words import Words
from pressfind.engines.whoosh.copies import SPARE, Copies
from pressfind.engines.whoosh.scoring import Scorer
from pressfind.query.tree import positive_texts
from pressfind.schema import Target

__all__ = ["Joined", "search"]


def search(joined: Joined, scorer: Scorer, request: Request, copies: Copies) -> Matches:
    """Return what a request asks for (see ``Engine.search``)."""
    quotes = request.target is Target.QUOTES
    words = Words(joined, quotes=quotes)
    flags = Finder(joined, words, quotes=quotes).find(request.query)
    hidden = joined.count_hidden(copies, flags)
    total = int(np.count_nonzero(flags)) - hidden
    texts = tuple(positive_texts(request.query))
    rarity = scorer.find_rarity(texts, words.count)
    ranking = Ranking(joined, words, scorer, flags)
    ranking.weigh([text for text in texts if text in rarity], rarity)
    for spare in (SPARE, sys.maxsize):
        enough = request.offset + request.limit + min(hidden, spare)
        best = ranking.find_best(request.sort, enough if request.limit else None)
        page, depth = copies.pick_page(*best, request, total)
        if not request.limit or depth <= enough:
            break
    return Matches(total=total, page=page, rarity=rarity if len(texts) > 1 else {})
