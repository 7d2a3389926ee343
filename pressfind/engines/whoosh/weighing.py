"""The leaders of a segment, found by weighing every stem in every release."""

from array import array
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.columns import (
    Column,
    Flags,
    Offsets,
    add_up,
    begins_of,
    find_ranges,
    lengths_of,
    read_column,
    read_postings,
)
from pressfind.engines.whoosh.fields import LEADERS, RELEASE_FIELDS, SAID
from pressfind.engines.whoosh.grouping import as_array
from pressfind.engines.whoosh.leaders import (
    FIELD_UNIT,
    MOST_LEADERS,
    UNIT,
    pack,
    sample_norms,
)
from pressfind.engines.whoosh.postings import MOST
from pressfind.engines.whoosh.sections import SectionWriter, narrow
from pressfind.engines.whoosh.segment import Segment
from pressfind.schema import FIELDS, QUOTE, find_norm

MANY = 400
"""Releases that have a stem which has leaders: fewer are soon weighed.

A segment of fewer has no bits of stems either.
"""

SHARE = 16
"""One in so many releases, or more, have a stem that there are bits of.

There are about a thousand such stems, whose bits take 3 % of the releases' text.
"""

_LARGEST = 2**32 - 1

_AT_ONCE = 250_000
"""Postings that are weighed together: work for C, and a bound on memory."""

_Keys = npt.NDArray[np.uint64]
"""Each a family, a release and a field, from the highest bit to the lowest."""

_PLACE = 32
_FIELD = 3
"""Bits of a key for release and field, and for the field alone."""


class _Rows(NamedTuple):
    """How often a release has a stem in a field: each key once, ascending."""

    keys: _Keys
    frequencies: Column

    def select(self, places: Offsets) -> "_Rows":
        """Return the rows at some places."""
        return _Rows(self.keys[places], self.frequencies[places])

    @property
    def families(self) -> Offsets:
        return (self.keys >> _PLACE).astype(np.int64)

    @property
    def places(self) -> Offsets:
        """What is the same for a release and a field, whatever the stem."""
        return (self.keys & _LARGEST).astype(np.int64)

    @property
    def fields(self) -> Offsets:
        return self.places & (1 << _FIELD) - 1


class _Pairs(NamedTuple):
    """The releases that have a stem: columns by stem, then release.

    ``firsts`` says which row is the first of each.
    """

    families: Offsets
    releases: Offsets
    firsts: Offsets


class _Leading(NamedTuple):
    """The releases that lead by a stem, the heaviest first, and what others weigh.

    With them comes how often each has it, by field.
    """

    family: int
    releases: list[int]
    frequencies: npt.NDArray[np.uint32]
    rest: float
    """The most that the stem weighs in a release that doesn't lead."""
    most: list[float]
    """The same in each of its fields."""


def write_leaders(folder: Path, name: str) -> None:
    """Write the leaders of a segment whose other files are written."""
    segment = Segment(folder, name, frozenset())
    _LeaderWriter(segment).write(folder / (name + LEADERS))


class _LeaderWriter:
    """Weighs every stem of a segment in every release, some stems at a time."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._starts = np.array(segment.dictionary.starts, np.int64)
        self._families = np.repeat(
            np.arange(len(self._starts) - 1, dtype=np.uint32), np.diff(self._starts)
        )
        self._numbers = np.array(segment.numbers, np.uint32)
        self._ordinals = np.cumsum(self._numbers == 0) - 1
        self._terms = {
            name: read_column(segment, f"{_posted(name)}.terms")
            for name in RELEASE_FIELDS
        }
        lengths = {
            name: read_column(segment, f"{name}.lengths") for name in RELEASE_FIELDS
        }
        releases = len(segment.releases) or 1
        self._means = {name: int(lengths[name].sum()) / releases for name in lengths}
        self._norms = np.zeros((len(self._numbers), 1 << _FIELD))
        for number, (name, mean) in enumerate(self._means.items()):
            self._norms[:, number] = _find_norms(name, lengths[name], mean)

    def write(self, path: Path) -> None:
        """Write the file."""
        held = [np.zeros(0, np.int64)]
        families, documents, rest = array("I"), array("I"), array("I")
        frequencies, ends, most = bytearray(), array("I"), array("I")
        shared, bits = array("I"), bytearray()
        for first, end in find_ranges(self._count_postings(), _AT_ONCE):
            rows = self._read_rows(first, end)
            pairs = _find_pairs(rows)
            held.append(np.bincount(pairs.families - first, minlength=end - first))
            for family, packed in self._pack_common(pairs):
                shared.append(family)
                bits += packed
            for leading in self._find_leaders(rows, held[-1] >= MANY, first):
                units = int(leading.rest / UNIT) + 1
                if leading.frequencies.max() <= MOST and units <= _LARGEST:
                    families.append(leading.family)
                    documents.extend(leading.releases)
                    frequencies += pack(leading.frequencies.astype(np.uint8).tobytes())
                    ends.append(len(frequencies))
                    rest.append(units)
                    most.extend(int(weight / FIELD_UNIT) + 1 for weight in leading.most)
        file = SectionWriter(path)
        file.add("held", as_array(np.concatenate(held)))
        file.add("common", narrow(shared))
        file.add("bits", bytes(bits))
        file.add("ordinals", as_array(self._ordinals))
        file.add("families", narrow(families))
        file.add("documents", narrow(documents))
        file.add("frequencies", bytes(frequencies))
        file.add("ends", narrow(ends))
        file.add("rest", narrow(rest))
        file.add("most", narrow(most))
        file.close(means=self._means, norms=sample_norms())

    def _pack_common(self, pairs: _Pairs) -> Iterator[tuple[int, bytes]]:
        """Yield each common stem, and a bit for each release: whether it has it."""
        count = len(self._segment.releases)
        if count < MANY:
            return
        releases = self._ordinals[pairs.releases]
        starts = np.flatnonzero(begins_of(pairs.families))
        ends = np.append(starts[1:], len(releases))
        is_common = (ends - starts) * SHARE >= count
        for start, end in zip(starts[is_common], ends[is_common], strict=True):
            has_it = np.zeros(count, np.bool_)
            has_it[releases[start:end]] = True
            packed = np.packbits(has_it, bitorder="little")
            yield int(pairs.families[start]), packed.tobytes()

    def _count_postings(self) -> Offsets:
        """Return how many postings each family has, in all fields."""
        counts = np.zeros(len(self._starts) - 1, np.int64)
        for name, terms in self._terms.items():
            lists = read_column(self._segment, f"{_posted(name)}.lists")
            np.add.at(counts, self._families[terms], np.diff(lists))
        return counts

    def _read_rows(self, first: int, end: int) -> _Rows:
        """Return how often releases have the stems of some families."""
        parts = [self._read_field(name, first, end) for name in RELEASE_FIELDS]
        keys, frequencies = map(np.concatenate, zip(*parts, strict=True))
        # Lists are sorted, and such runs are merged in half the time of another sort.
        order = np.argsort(keys, kind="stable")
        keys, frequencies = keys[order], frequencies[order]
        # Several forms of a stem, and quotes of a release, add up.
        firsts = np.flatnonzero(begins_of(keys))
        return _Rows(keys[firsts], add_up(frequencies, firsts))

    def _read_field(self, name: str, first: int, end: int) -> tuple[_Keys, Column]:
        segment, terms = self._segment, self._terms[name]
        lists = np.searchsorted(terms, self._starts[[first, end]])
        postings = read_postings(segment, _posted(name), *lists.tolist())
        releases = postings.documents
        if name == QUOTE.name:
            releases = releases - self._numbers[releases]
        keys = self._families[postings.forms].astype(np.uint64)
        keys <<= _PLACE - _FIELD
        keys |= releases
        keys <<= _FIELD
        keys |= RELEASE_FIELDS.index(name)
        return keys, postings.frequencies

    def _find_leaders(
        self, rows: _Rows, is_wanted: Flags, first: int
    ) -> Iterator[_Leading]:
        """Yield what leads by each stem that is wanted, of families from ``first``."""
        rows = rows.select(np.flatnonzero(is_wanted[rows.families - first]))
        pairs = _find_pairs(rows)
        starts = np.flatnonzero(begins_of(pairs.families))
        if not len(starts):
            return
        weights = rows.frequencies * self._norms.ravel()[rows.places]
        leaders, rest = _choose_leaders(
            np.add.reduceat(weights, pairs.firsts), starts.tolist()
        )
        ranks = np.full(len(pairs.firsts), MOST_LEADERS)
        for leading in leaders:
            ranks[leading] = np.arange(len(leading))
        ranks = np.repeat(ranks, lengths_of(pairs.firsts, len(weights)))
        leads = np.flatnonzero(ranks < MOST_LEADERS)
        # A family has a cell for each field.
        count = len(RELEASE_FIELDS)
        cells = (np.cumsum(begins_of(rows.families)) - 1) * count + rows.fields
        frequencies = np.zeros((len(starts) * count, MOST_LEADERS), np.uint32)
        frequencies[cells[leads], ranks[leads]] = rows.frequencies[leads]
        weights[leads] = 0
        most = np.zeros(len(frequencies))
        np.maximum.at(most, cells, weights)
        for number, leading in enumerate(leaders):
            own = slice(number * count, (number + 1) * count)
            yield _Leading(
                int(pairs.families[leading[0]]),
                pairs.releases[leading].tolist(),
                frequencies[own],
                rest[number],
                most[own].tolist(),
            )


def _posted(name: str) -> str:
    """Return the field that has the words of a field of releases."""
    return SAID if name == QUOTE.name else name


def _find_pairs(rows: _Rows) -> _Pairs:
    pairs = rows.keys >> _FIELD
    firsts = np.flatnonzero(begins_of(pairs))
    own = rows.select(firsts)
    return _Pairs(own.families, own.places >> _FIELD, firsts)


def _choose_leaders(
    sums: npt.NDArray[np.float64], starts: list[int]
) -> tuple[list[Offsets], list[float]]:
    """Return the places of the greatest sums of each family, the heaviest first.

    With them comes the greatest that any other sum of the family may be.
    """
    leaders, rest = [], []
    for start, end in pairwise([*starts, len(sums)]):
        here = sums[start:end]
        following = max(0, len(here) - MOST_LEADERS - 1)
        least = float(np.partition(here, following)[following])
        leading = np.flatnonzero(here >= least)
        heaviest = np.argsort(-here[leading], kind="stable")[:MOST_LEADERS]
        leaders.append(start + leading[heaviest])
        rest.append(least)
    return leaders, rest


def _find_norms(name: str, lengths: Column, mean: float) -> npt.NDArray[np.float64]:
    """Return what one occurrence in a field counts, by document."""
    distinct, places = np.unique(lengths, return_inverse=True)
    norms = [find_norm(FIELDS[name], length, mean) for length in distinct.tolist()]
    return np.array(norms)[places]
