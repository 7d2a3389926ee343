"""Searches of the segments of one commit: by leaders, by lists, or in bulk.

By leaders no lists are read; by lists no more than must be (see ``evaluation``).  In
bulk all is read at once by numpy: to import that takes as long as dozens of searches.
"""

import math
import sys
import time
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh.copies import SPARE, Copies
from pressfind.engines.whoosh.evaluation import Evaluation, is_word
from pressfind.engines.whoosh.fields import RELEASE_FIELDS, SAID
from pressfind.engines.whoosh.leading import find_leading
from pressfind.engines.whoosh.scoring import Here, Scorer, Statistics
from pressfind.engines.whoosh.segment import Segment
from pressfind.model import Sort
from pressfind.query.tree import Query, Text, find_variants, positive_texts
from pressfind.schema import Target

if TYPE_CHECKING:
    from pressfind.engines.whoosh.bulk import Bulk

PATIENCE_S = 0.1
"""CPU time of searches by lists after which numpy is imported: it takes as long.

So no process takes more than twice as long as it would, had it known beforehand how
much it is asked.
"""


class _OutOfPatienceError(Exception):
    """Searches by lists have taken too long."""


class _Deadline:
    """The CPU time of the process at which a search by lists is given up."""

    def __init__(self) -> None:
        self.at_s = math.inf

    def check(self) -> None:
        """Raise ``_OutOfPatienceError`` if it is past."""
        if time.process_time() > self.at_s:
            raise _OutOfPatienceError


class Searcher:
    """Answers requests; ``copies`` are the groups of near-identical releases."""

    def __init__(self, segments: Sequence[Segment], copies: Copies) -> None:
        self._segments = segments
        self._copies = copies
        self._bulk: Bulk | None = None
        self._left_s = PATIENCE_S
        self._deadline = _Deadline()

    def search(self, request: Request) -> Matches:
        """See ``Engine.search``."""
        self._check_variants(request.query)
        if is_word(request.query):
            matches = self._search_leaders(request)
            if matches is not None:
                return matches
        if self._left_s > 0:
            self._deadline.at_s = time.process_time() + self._left_s
            try:
                return self._search_lists(request)
            except _OutOfPatienceError:
                pass
            finally:
                self._left_s = self._deadline.at_s - time.process_time()
                self._deadline.at_s = math.inf
        return self._search_in_bulk(request)

    def find(self, query: Query, target: Target) -> list[Here]:
        """Return what a query holds for in each segment."""
        self._check_variants(query)
        evaluations = [Evaluation(segment) for segment in self._segments]
        return [(e, e.find(query, target is Target.QUOTES)) for e in evaluations]

    def scorer(self, target: Target) -> Scorer:
        """Return what scores releases, or quotes."""
        return self._quote_scorer if target is Target.QUOTES else self._release_scorer

    def _check_variants(self, query: Query) -> None:
        """Refuse words that stand for too many forms."""
        if variants := list(find_variants(query)):
            from pressfind.engines.whoosh.expansion import check_expansions

            check_expansions(variants, self._segments)

    def _search_leaders(self, request: Request) -> Matches | None:
        if request.target is Target.QUOTES:
            return None
        copies = self._find_copies(request)
        return find_leading(self._segments, self._release_scorer, request, copies)

    def _search_in_bulk(self, request: Request) -> Matches:
        from pressfind.engines.whoosh.bulk import Bulk

        if self._bulk is None:
            self._bulk = Bulk(self._segments)
        scorer, copies = self.scorer(request.target), self._find_copies(request)
        return self._bulk.search(scorer, request, copies)

    def _search_lists(self, request: Request) -> Matches:
        if not is_word(request.query):
            matches = self._search_leaders(request)
            if matches is not None:
                return matches
        scorer, copies = self.scorer(request.target), self._find_copies(request)
        texts = tuple(positive_texts(request.query))
        by_score = request.sort is Sort.RELEVANCE and request.limit
        best = request.offset + request.limit if by_score else None
        for spare in (SPARE, sys.maxsize):
            # Found anew, since what weighs little was left out the first time.
            found = self._find_counted(request, texts)
            hidden = copies.count_hidden(documents for _, documents in found)
            total = sum(len(documents) for _, documents in found) - hidden
            enough = None if best is None else best + min(hidden, spare)
            rarity = scorer.find_rarity(texts, partial(_count, found, request.target))
            ranked = scorer.score(texts, rarity, found, enough)
            page, depth = copies.pick_page(found, ranked, request, total)
            if enough is None or depth <= enough:
                break
        told = rarity if len(texts) > 1 else {}
        return Matches(total=total, page=page, rarity=told)

    def _find_copies(self, request: Request) -> Copies:
        """Return the groups of which only the first is shown, if that is asked for."""
        if request.once and request.target is Target.RELEASES:
            return self._copies
        return Copies(None, self._segments)

    def _find_counted(self, request: Request, texts: Sequence[Text]) -> list[Here]:
        """Return what a request asks for in each segment; texts are to be counted."""
        found: list[Here] = []
        for segment in self._segments:
            self._deadline.check()
            evaluation = Evaluation(segment, texts)
            quotes = request.target is Target.QUOTES
            found.append((evaluation, evaluation.find(request.query, quotes)))
        return found

    @cached_property
    def _release_scorer(self) -> Scorer:
        documents = sum(len(s.live_releases()) for s in self._segments)
        lengths = self._find_lengths(RELEASE_FIELDS)
        return Scorer(
            Statistics(documents, lengths), self._deadline.check, quotes=False
        )

    @cached_property
    def _quote_scorer(self) -> Scorer:
        live = sum(
            segment.documents - len(segment.deleted) for segment in self._segments
        )
        releases = sum(len(segment.live_releases()) for segment in self._segments)
        lengths = self._find_lengths([SAID])
        statistics = Statistics(live - releases, lengths)
        return Scorer(statistics, self._deadline.check, quotes=True)

    def _find_lengths(self, names: Iterable[str]) -> dict[str, int]:
        return {
            name: sum(segment.live_length(name) for segment in self._segments)
            for name in names
        }


def _count(found: Sequence[Here], target: Target, text: Text) -> int:
    """Return how many live documents have a text."""
    quotes = target is Target.QUOTES
    return sum(evaluation.count(text, quotes) for evaluation, _ in found)
