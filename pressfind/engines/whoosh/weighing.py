"""The leaders of a segment, found by weighing every stem in every release."""

from array import array
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.columns import (
    Column,
    Offsets,
    begins_of,
    find_ranges,
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

_HALF = np.uint64(32)

Keys = npt.NDArray[np.uint64]

_AT_ONCE = 1_000_000
"""Postings that are weighed together: work for C, and a bound on memory."""


class Weighed(NamedTuple):
    """Columns of one length: what each posting weighs, of which stem and release."""

    families: Column
    releases: Column
    fields: npt.NDArray[np.uint8]
    frequencies: Column
    weights: npt.NDArray[np.float64]

    @property
    def keys(self) -> Keys:
        """What is the same for the postings of one release by one stem."""
        return self.families.astype(np.uint64) << _HALF | self.releases

    def select(self, places: npt.NDArray[Any]) -> "Weighed":
        """Return the items at some places, or where a flag is set."""
        return Weighed(
            self.families[places],
            self.releases[places],
            self.fields[places],
            self.frequencies[places],
            self.weights[places],
        )


class Bounds(NamedTuple):
    """The most that a stem weighs in a release that doesn't lead, and in its fields."""

    rest: float
    most: list[float]


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
        self._norms = {
            name: _find_norms(name, lengths[name], mean)
            for name, mean in self._means.items()
        }

    def write(self, path: Path) -> None:
        """Write the file."""
        held = [np.zeros(0, np.int64)]
        families, documents, rest = array("I"), array("I"), array("I")
        frequencies, ends, most = bytearray(), array("I"), array("I")
        shared, bits = array("I"), bytearray()
        for first, end in find_ranges(self._count_postings(), _AT_ONCE):
            weighed = _join([self._weigh(n, first, end) for n in RELEASE_FIELDS])
            pairs = _find_pairs(weighed)
            held.append(_count_releases(pairs, first, end))
            for family, packed in self._pack_common(pairs):
                shared.append(family)
                bits += packed
            common = held[-1][weighed.families - first] >= MANY
            for family, leaders, counts, bounds in _find_leaders(
                weighed.select(common)
            ):
                units = int(bounds.rest / UNIT) + 1
                if counts.max() <= MOST and units <= _LARGEST:
                    families.append(family)
                    documents.extend(leaders)
                    frequencies += pack(counts.astype(np.uint8).tobytes())
                    ends.append(len(frequencies))
                    rest.append(units)
                    most.extend(int(weight / FIELD_UNIT) + 1 for weight in bounds.most)
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

    def _pack_common(self, pairs: Keys) -> Iterator[tuple[int, bytes]]:
        """Yield each common stem, and a bit for each release: whether it has it."""
        count = len(self._segment.releases)
        if count < MANY:
            return
        families, releases = pairs >> _HALF, self._ordinals[pairs & _LARGEST]
        starts = np.flatnonzero(begins_of(families))
        ends = np.append(starts[1:], len(families))
        is_common = (ends - starts) * SHARE >= count
        for start, end in zip(starts[is_common], ends[is_common], strict=True):
            has_it = np.zeros(count, np.bool_)
            has_it[releases[start:end]] = True
            packed = np.packbits(has_it, bitorder="little")
            yield int(families[start]), packed.tobytes()

    def _count_postings(self) -> Offsets:
        """Return how many postings each family has, in all fields."""
        counts = np.zeros(len(self._starts) - 1, np.int64)
        for name, terms in self._terms.items():
            lists = read_column(self._segment, f"{_posted(name)}.lists")
            np.add.at(counts, self._families[terms], np.diff(lists))
        return counts

    def _weigh(self, name: str, first: int, end: int) -> Weighed:
        """Return the postings in a field of families up to one, weighed."""
        segment, terms = self._segment, self._terms[name]
        lists = np.searchsorted(terms, self._starts[[first, end]])
        postings = read_postings(segment, _posted(name), *lists.tolist())
        releases = postings.documents
        if name == QUOTE.name:
            releases = releases - self._numbers[releases]
        return Weighed(
            self._families[postings.forms],
            releases,
            np.full(len(releases), RELEASE_FIELDS.index(name), np.uint8),
            postings.frequencies,
            postings.frequencies * self._norms[name][releases],
        )


def _posted(name: str) -> str:
    """Return the field that has the words of a field of releases."""
    return SAID if name == QUOTE.name else name


def _join(parts: Sequence[Weighed]) -> Weighed:
    return Weighed(
        np.concatenate([part.families for part in parts]),
        np.concatenate([part.releases for part in parts]),
        np.concatenate([part.fields for part in parts]),
        np.concatenate([part.frequencies for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def _find_pairs(weighed: Weighed) -> Keys:
    """Return a key for each stem and release that has it, by stem, then release."""
    keys = np.sort(weighed.keys)
    return keys[np.flatnonzero(begins_of(keys))]


def _count_releases(pairs: Keys, first: int, end: int) -> Offsets:
    """Return how many releases have the stem of each of a range of families."""
    families = (pairs >> _HALF).astype(np.int64)
    return np.bincount(families - first, minlength=end - first)


def _find_leaders(
    weighed: Weighed,
) -> Iterator[tuple[int, list[int], npt.NDArray[Any], Bounds]]:
    """Yield the releases that lead by each stem, the heaviest first.

    With them comes how often each has it, by field.
    """
    weighed = weighed.select(np.argsort(weighed.keys))
    # The postings of one release by one stem are neighbours: they add up.
    firsts = np.flatnonzero(begins_of(weighed.keys))
    if not len(firsts):
        return
    sums = np.add.reduceat(weighed.weights, firsts)
    releases, families = weighed.releases[firsts], weighed.families[firsts]
    starts = np.flatnonzero(begins_of(families))
    ends = np.append(firsts, len(weighed.weights))
    for start, end in zip(starts, np.append(starts[1:], len(families)), strict=True):
        here = sums[start:end]
        following = max(0, len(here) - MOST_LEADERS - 1)
        least = float(np.partition(here, following)[following])
        leading = np.flatnonzero(here >= least)
        heaviest = np.lexsort((releases[start + leading], -here[leading]))
        leading = leading[heaviest][:MOST_LEADERS]
        parts, own = ends[start : end + 1], slice(ends[start], ends[end])
        find_sums = partial(_sum_by_field, weighed.fields[own], parts)
        counts = find_sums(weighed.frequencies[own])[:, leading]
        weights = find_sums(weighed.weights[own])
        weights[:, leading] = 0
        bounds = Bounds(least, weights.max(axis=1).tolist())
        yield int(families[start]), releases[start + leading].tolist(), counts, bounds


def _sum_by_field(
    fields: npt.NDArray[np.uint8], ends: Offsets, column: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """Return the sums of a column in each field of each release, by field.

    Where the postings of releases end is told by ``ends``.
    """
    count = len(ends) - 1
    releases = np.repeat(np.arange(count), np.diff(ends))
    cells = fields.astype(np.int64) * count + releases
    size = len(RELEASE_FIELDS) * count
    return np.bincount(cells, column, size).reshape(-1, count)


def _find_norms(name: str, lengths: Column, mean: float) -> npt.NDArray[np.float64]:
    """Return what one occurrence in a field counts, by document."""
    distinct, places = np.unique(lengths, return_inverse=True)
    norms = [find_norm(FIELDS[name], length, mean) for length in distinct.tolist()]
    return np.array(norms)[places]
