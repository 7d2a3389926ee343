"""What a planned query tree holds for, as a flag for each document of all segments."""

import datetime
from collections.abc import Iterable
from functools import reduce

import numpy as np

from pressfind.engines.whoosh.bulk.joined import Joined
from pressfind.engines.whoosh.bulk.words import Words
from pressfind.engines.whoosh.columns import Flags
from pressfind.engines.whoosh.evaluation import Evaluation, is_of_quotes
from pressfind.query.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    Identifier,
    InQuote,
    Names,
    Not,
    Or,
    Query,
    Text,
)


class Finder:
    """Answers the nodes of a tree, for releases or for quotes."""

    def __init__(self, joined: Joined, words: Words, *, quotes: bool) -> None:
        self._joined = joined
        self._words = words
        self._quotes = quotes
        self._everything = joined.quotes if quotes else joined.releases

    def find(  # noqa: PLR0911  # one return for each kind of node
        self, query: Query
    ) -> Flags:
        """Return for which live quotes, or else releases, a query holds."""
        match query:
            case And(parts):
                return reduce(np.logical_and, map(self.find, parts))
            case Or(parts):
                return reduce(np.logical_or, map(self.find, parts))
            case AtLeast(count, parts):
                return self._find_some(parts, count)
            case Not(part):
                return self._among_all(~self.find(part))
            case Everything():
                return self._everything
            case DateRange():
                return self._among_all(self._find_days(query))
            case InQuote(part):
                return self._find_speaking(part)
            case Text():
                return self._find_text(query)
            case Names() | Identifier():
                return self._find_elsewhere(query)

    def _among_all(self, flags: Flags) -> Flags:
        """Return what has a flag, counts, and is of the kind that is sought."""
        here: Flags = self._everything & flags
        return here

    def _find_some(self, parts: Iterable[Query], count: int) -> Flags:
        held = np.zeros(self._joined.documents, np.uint16)
        for part in parts:
            held += self.find(part)
        found: Flags = held >= count
        return found

    def _find_days(self, query: DateRange) -> Flags:
        first = (query.first or datetime.date.min).toordinal()
        last = (query.last or datetime.date.max).toordinal()
        days = self._joined.days
        within: Flags = (first <= days) & (days <= last)
        return within

    def _find_text(self, text: Text) -> Flags:
        found = self._words.find_documents(text)
        if not self._quotes or is_of_quotes(text.fields[0]):
            return found
        # What holds for a release does so for its quotes.
        return self._among_all(found[self._joined.owners])

    def _find_speaking(self, part: Query) -> Flags:
        """Return the releases with a quote that a part of a query holds for."""
        joined = self._joined
        words = Words(joined, quotes=True)
        found = Finder(joined, words, quotes=True).find(part)
        speaking = np.zeros(joined.documents, np.bool_)
        speaking[joined.owners[found]] = True
        return speaking

    def _find_elsewhere(self, query: Names | Identifier) -> Flags:
        """Return what each segment finds by itself: there is little of it."""
        evaluations = map(Evaluation, self._joined.segments)
        return self._joined.flag(e.find(query, self._quotes) for e in evaluations)
