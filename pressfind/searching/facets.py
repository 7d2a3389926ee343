"""The values that releases have in a field, with how many have each.

Releases are found as a search finds them, and all of them count.  A speaker, a role or
an organisation counts in each release that quotes it, with all its quotes there.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path

from pressfind.engines import open_engine
from pressfind.engines.base import Count, Counts, Engine
from pressfind.errors import UsageError
from pressfind.model import Question
from pressfind.model.counts import FacetPage, FacetValue
from pressfind.query.tree import Query
from pressfind.schema import (
    DATE,
    DEPARTMENT,
    FIELDS,
    ORGANISATION,
    ROLE,
    SPEAKER,
    TAG,
    Target,
)
from pressfind.searching.asking import choose_page, find_matching, make_page
from pressfind.searching.people import filed_name, find_people

_YEAR, _MONTH = "year", "month"
FACETS = (
    *(DEPARTMENT.name, SPEAKER.name, ROLE.name, ORGANISATION.name, TAG.name),
    *(_YEAR, _MONTH),
)
"""What releases can be counted by."""

_Texts = tuple[str, ...]


def count_facet(
    index: Path, field: str, question: Question, today: datetime.date
) -> FacetPage:
    """Return the values of a field with their counts, over all that matches.

    What most releases have comes first; years and months come in their order, and those
    between others even if no release is of them.
    """
    if field not in FACETS:
        near = get_close_matches(field.casefold(), FACETS, n=2)
        hint = f"did you mean {' or '.join(near)}?" if near else ""
        raise UsageError(
            f"no facet is called {field!r}; {hint or 'known are ' + ', '.join(FACETS)}"
        )
    with closing(open_engine(index)) as engine:
        answer = find_matching(engine, question, Target.RELEASES, today)
        counts = _count(engine, answer.request.query, field)
    order = _by_time if field in (_YEAR, _MONTH) else _by_releases
    of_quote = field in FIELDS and FIELDS[field].of_quote
    values = [
        FacetValue(
            value=value,
            releases=count.releases,
            quotes=count.quotes if of_quote else None,
        )
        for value, count in order(counts.by_key)
    ]
    return make_page(
        FacetPage,
        question,
        answer,
        total=len(values),
        field=field,
        releases=counts.total,
        without=counts.without,
        values=choose_page(values, question),
    )


def _count(engine: Engine, query: Query, field: str) -> Counts[str]:
    name = DATE if field in (_YEAR, _MONTH) else field
    group = _GROUPS.get(field, filed_name)
    if field == SPEAKER.name:
        group = find_people(engine, query, Target.RELEASES).find_name
    return engine.count_values(query, Target.RELEASES, (name,), group)


def _all_names(names: _Texts) -> _Texts:
    return names


def _year_of(days: _Texts) -> Iterable[str]:
    return (day[: len("2024")] for day in days)


def _month_of(days: _Texts) -> Iterable[str]:
    return (day[: len("2024-04")] for day in days)


_GROUPS: dict[str, Callable[[_Texts], Iterable[str]]] = {
    DEPARTMENT.name: _all_names,
    TAG.name: _all_names,
    _YEAR: _year_of,
    _MONTH: _month_of,
}
"""Under which values a release counts; a quote does under what it is filed."""


def _by_releases(counts: Mapping[str, Count]) -> Iterable[tuple[str, Count]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1].releases, pair[0]))


def _by_time(counts: Mapping[str, Count]) -> Iterator[tuple[str, Count]]:
    if counts:
        for period in _periods(min(counts), max(counts)):
            yield period, counts.get(period, Count(0))


def _periods(first: str, last: str) -> Iterable[str]:
    """Return the years or the months from one to another.

    >>> list(_periods("2023-12", "2024-02"))
    ['2023-12', '2024-01', '2024-02']
    """
    if "-" not in first:
        return (f"{year:04}" for year in range(int(first), int(last) + 1))
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return (f"{n // 12:04}-{n % 12 + 1:02}" for n in range(begin, end + 1))
