"""Counts by value, from the columns of names and days.

What is equal in all columns is counted first, so that each combination of values is
decoded and given its keys once, however many documents have it.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress
from operator import sub
from typing import Generic

from pressfind.engines.base import Count, Counts, Grouping, Key
from pressfind.engines.whoosh.evaluation import Found
from pressfind.engines.whoosh.fields import NAMES_APART, UNSET, Texts
from pressfind.engines.whoosh.segment import Segment
from pressfind.schema import DATE, FIELDS, Target

_FEW = 50
"""If so many times fewer releases were found than there are documents, the quotes of
each are looked up; else the releases of all quotes are."""

_Row = tuple[int, ...]


def count_values(
    found: Iterable[tuple[Segment, Found]],
    target: Target,
    fields: Sequence[str],
    group: Grouping[Key],
) -> Counts[Key]:
    """Count what was found in each segment (see ``Engine.count_values``)."""
    tally = _Tally(target, fields, group)
    for segment, documents in found:
        tally.add(segment, documents)
    return tally.counts()


class _Tally(Generic[Key]):
    """What has been counted so far."""

    def __init__(
        self, target: Target, fields: Sequence[str], group: Grouping[Key]
    ) -> None:
        self._target = target
        self._fields = fields
        self._group = group
        self._by_quote = target is Target.QUOTES or any(map(_is_of_quote, fields))
        self._total = self._held = 0
        self._releases: Counter[Key] = Counter()
        self._quotes: Counter[Key] = Counter()

    def add(self, segment: Segment, documents: Found) -> None:
        """Count the documents that were found in a segment."""
        places = owners = self._find_places(segment, documents)
        if self._by_quote:
            owners = list(map(sub, places, map(segment.numbers.__getitem__, places)))
        rows, keys = self._read(segment, places, owners)
        times = Counter(rows)
        held = sum(count for row, count in times.items() if keys[row])
        counted = self._quotes if self._by_quote else self._releases
        for row, count in times.items():
            for key in keys[row]:
                counted[key] += count
        if self._by_quote:
            under = {
                (owner, key)
                for owner, row in zip(owners, rows, strict=True)
                for key in keys[row]
            }
            self._releases.update(key for _, key in under)
            if self._target is Target.RELEASES:
                held = len({owner for owner, _ in under})
        self._held += held
        self._total += len(documents)

    def counts(self) -> Counts[Key]:
        """Return all that was counted."""
        return Counts(
            total=self._total,
            without=self._total - self._held,
            by_key={
                key: Count(releases, self._quotes[key])
                for key, releases in self._releases.items()
            },
        )

    def _find_places(self, segment: Segment, documents: Found) -> list[int]:
        """Return the documents to count: the quotes of releases, or what was found."""
        if not self._by_quote or self._target is Target.QUOTES:
            return list(documents)
        if len(documents) * _FEW < segment.documents:
            return list(chain.from_iterable(map(segment.quotes_of, documents)))
        everything, numbers = range(segment.documents), segment.numbers
        quoted = map(documents.__contains__, map(sub, everything, numbers))
        return [place for place in compress(everything, quoted) if numbers[place]]

    def _read(
        self, segment: Segment, places: Sequence[int], owners: Sequence[int]
    ) -> tuple[list[_Row], dict[_Row, tuple[Key, ...]]]:
        """Return the codes of each document, and the keys of what these stand for."""
        columns = [
            _Column(segment, field, places if _is_of_quote(field) else owners)
            for field in self._fields
        ]
        rows = list(zip(*(column.codes for column in columns), strict=True))
        keys = {}
        for row in set(rows):
            values = (
                column.values[code] for column, code in zip(columns, row, strict=True)
            )
            keys[row] = tuple(self._group(*values))
        return rows, keys


class _Column:
    """The codes of some documents in a field, and the values that they stand for."""

    def __init__(self, segment: Segment, field: str, places: Sequence[int]) -> None:
        column = segment.days if field == DATE else segment.codes(field)
        self.codes = list(map(column.__getitem__, places))
        self.values = dict(_decode(segment, field, set(self.codes) - {UNSET}))
        self.values[UNSET] = ()


def _decode(
    segment: Segment, field: str, codes: Iterable[int]
) -> Iterator[tuple[int, Texts]]:
    if field == DATE:
        for code in codes:
            yield code, (datetime.date.fromordinal(code).isoformat(),)
    else:
        values = segment.values(field)
        for code in codes:
            yield code, tuple(values[code].decode().split(NAMES_APART))


def _is_of_quote(field: str) -> bool:
    return field != DATE and FIELDS[field].of_quote
