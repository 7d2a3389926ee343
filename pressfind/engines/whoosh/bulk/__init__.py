"""Searches by columns of numpy: all documents of all segments at once.

Everything that is found is weighed, and nothing has to be left out for speed.  What is
found, its order and its scores are the same to the bit as by lists: sums of weights are
exact (see ``schema``), and all else is done to each document by itself.
"""

import sys
from collections.abc import Sequence

import numpy as np

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh.bulk.finding import Finder
from pressfind.engines.whoosh.bulk.joined import Joined
from pressfind.engines.whoosh.bulk.ranking import Ranking
from pressfind.engines.whoosh.bulk.words import Words
from pressfind.engines.whoosh.copies import SPARE, Copies
from pressfind.engines.whoosh.scoring import Scorer
from pressfind.engines.whoosh.segment import Segment
from pressfind.query.tree import Text, all_texts, positive_texts
from pressfind.schema import Target

__all__ = ["Bulk"]


class Bulk:
    """Searches the segments of one commit.

    Where nothing has all words of a question, it is asked for fewer, in many ways: so
    words are kept until others are asked for.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._joined = Joined(segments)
        self._words = Words(self._joined, quotes=False)
        self._asked: frozenset[Text] = frozenset()

    def search(self, scorer: Scorer, request: Request, copies: Copies) -> Matches:
        """Return what a request asks for (see ``Engine.search``)."""
        joined, quotes = self._joined, request.target is Target.QUOTES
        words = self._find_words(request, quotes=quotes)
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

    def _find_words(self, request: Request, *, quotes: bool) -> Words:
        """Return the words of the last request, if this asks for no others."""
        texts = frozenset(all_texts(request.query))
        if quotes != self._words.quotes or not texts <= self._asked:
            self._words, self._asked = Words(self._joined, quotes=quotes), texts
        return self._words
