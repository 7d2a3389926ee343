"""What to ask where nothing has all words of a query: fewer of them, or others.

Only words and phrases that the query asks for side by side can be missing.  What else
it asks stays: what it excludes, dates, groups, and what must hold in one quote.
"""

from collections.abc import Mapping
from dataclasses import replace

from pressfind.query.tree import (
    And,
    AtLeast,
    Not,
    Or,
    Query,
    Text,
    conjoin,
    positive_texts,
)
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


def plain_words(query: Query) -> dict[str, Text]:
    """Return the single words that a query asks for, by their folded form."""
    words = {}
    for text in positive_texts(query):
        if len(text.slots) == len(text.slots[0]) == len(text.slots[0][0]) == 1:
            (((link,),),) = text.slots
            if isinstance(link, str) and link.isalpha():
                words[link] = text
    return words


def replace_words(query: Query, others: Mapping[str, str]) -> Query:
    """Return a parsed query with other words for those that ``others`` names."""
    match query:
        case Text(slots=((((str(link),)),),)) if link in others:
            other = others[link]
            return replace(query, slots=(((other,),),), written=other)
        case And(parts) | Or(parts):
            return replace(query, parts=tuple(replace_words(p, others) for p in parts))
        case Not(part):
            return Not(replace_words(part, others))
    return query


def _may_be_missing(query: Query) -> bool:
    if not isinstance(query, Text):
        return False
    return not any(FIELDS[name].of_quote for name in query.fields)
