"""Fewer of a query's words than all: what to ask where nothing has every one of them.

Only words and phrases that the query asks for side by side can be missing.  What else
it asks stays: what it excludes, dates, groups, and what must hold in one quote.
"""

from pressfind.query.tree import And, AtLeast, Query, Text, conjoin
from pressfind.schema import FIELDS


def count_words(query: Query) -> int:
    """Return how many words and phrases of a parsed query may be missing: 0 or more."""
    return sum(map(_may_be_missing, query.parts)) if isinstance(query, And) else 0


def relax(query: Query, count: int) -> Query:
    """Return a parsed query that asks for at least so many of the words it may miss."""
    if not isinstance(query, And):
        return query
    words = tuple(part for part in query.parts if _may_be_missing(part))
    rest = tuple(part for part in query.parts if not _may_be_missing(part))
    return conjoin((AtLeast(count, words), *rest))


def _may_be_missing(query: Query) -> bool:
    if not isinstance(query, Text):
        return False
    return not any(FIELDS[name].of_quote for name in query.fields)
