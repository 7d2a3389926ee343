"""From what the user wrote to what engines answer.

Words without a field are looked for in the text fields, or in those of ``--in``;
among quotes, in the words of the quote.  What concerns quotes within one AND group
must hold in one quote, so it is gathered under one ``InQuote``; a negation joins it
only where something is asserted of that quote, else it excludes releases.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from pressfind.analysis import find_words
from pressfind.model import Filters
from pressfind.query.tree import (
    And,
    AtLeast,
    DateRange,
    InQuote,
    Names,
    Not,
    Or,
    Query,
    Text,
    conjoin,
    disjoin,
)
from pressfind.schema import FIELDS, QUOTE, TEXT_FIELDS, Target

_TEXT_FIELDS = tuple(field.name for field in TEXT_FIELDS)


def plan(query: Query, filters: Filters, target: Target) -> Query:
    """Return ``query`` with its fields resolved and ``filters`` joined to it."""
    resolved = _resolve(query, _default_fields(filters, target), target)
    whole = conjoin((resolved, *_filter_parts(filters)))
    return _bind_quotes(whole) if target is Target.RELEASES else whole


@lru_cache(maxsize=10_000)  # counting meets the names of an archive again and again
def fold_name(text: str) -> tuple[str, ...]:
    """Return the folded words of a name, hyphenated ones in parts."""
    return tuple(form for word in find_words(text) for form, _, _ in word.parts)


def _default_fields(filters: Filters, target: Target) -> tuple[str, ...]:
    if filters.fields:
        return filters.fields
    if target is Target.QUOTES:
        return (QUOTE.name,)
    return _TEXT_FIELDS


def _resolve(query: Query, fields: tuple[str, ...], target: Target) -> Query:
    if isinstance(query, Text) and not query.fields:
        return _resolve_bare(query, fields, target)
    if isinstance(query, And):
        return And(tuple(_resolve(part, fields, target) for part in query.parts))
    if isinstance(query, Or):
        return disjoin(tuple(_resolve(part, fields, target) for part in query.parts))
    if isinstance(query, AtLeast):
        parts = tuple(_resolve(part, fields, target) for part in query.parts)
        return replace(query, parts=parts)
    if isinstance(query, Not):
        return Not(_resolve(query.part, fields, target))
    return query


def _resolve_bare(text: Text, fields: tuple[str, ...], target: Target) -> Query:
    # A quote's own words and its release's fields are two kinds of document: one
    # leaf never spans both.
    own = tuple(name for name in fields if name == QUOTE.name)
    others = tuple(name for name in fields if name != QUOTE.name)
    if target is Target.RELEASES or not (own and others):
        return replace(text, fields=fields)
    return Or((replace(text, fields=own), replace(text, fields=others)))


def _filter_parts(filters: Filters) -> Iterable[Query]:
    for name in ("department", "tag", "speaker", "role", "organisation"):
        values: tuple[str, ...] = getattr(filters, name)
        if values:
            yield disjoin(tuple(Names(words=fold_name(v), field=name) for v in values))
    if filters.since or filters.until:
        yield DateRange(first=filters.since, last=filters.until)


def _bind_quotes(query: Query) -> Query:
    if isinstance(query, And):
        bound = tuple(part for part in query.parts if _is_of_quote(part))
        if any(not isinstance(part, Not) for part in bound):
            rest = tuple(_bind_quotes(p) for p in query.parts if not _is_of_quote(p))
            return conjoin((*rest, InQuote(conjoin(bound))))
        return And(tuple(_bind_quotes(part) for part in query.parts))
    if isinstance(query, Not):
        return Not(_bind_quotes(query.part))
    if isinstance(query, Or | AtLeast) and not _is_of_quote(query):
        return replace(query, parts=tuple(_bind_quotes(part) for part in query.parts))
    return InQuote(query) if _is_of_quote(query) else query


def _is_of_quote(query: Query) -> bool:
    """Whether the user said of every leaf that it is about a quote."""
    if isinstance(query, Text):
        return len(query.fields) == 1 and FIELDS[query.fields[0]].of_quote
    if isinstance(query, Names):
        return FIELDS[query.field].of_quote
    if isinstance(query, And | Or | AtLeast):
        return all(_is_of_quote(part) for part in query.parts)
    return isinstance(query, Not) and _is_of_quote(query.part)
