"""The leaders of a segment, found by weighing every stem in every release."""

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.columns import (
    Column,
    begins_of,
    read_column,
    read_postings,
)
from pressfind.engines.whoosh.fields import LEADERS, RELEASE_FIELDS, SAID
from pressfind.engines.whoosh.grouping import as_array
from pressfind.engines.whoosh.leaders import MOST_LEADERS, UNIT, sample_norms
from pressfind.engines.whoosh.postings import MOST
from pressfind.engines.whoosh.sections import SectionWriter, narrow
from pressfind.engines.whoosh.segment import Segment
from pressfind.schema import FIELDS, QUOTE, find_norm

MANY = 1_000
"""Releases that have a stem which has leaders: fewer are soon weighed."""

_LARGEST = 2**32 - 1

_HALF = np.uint64(32)


class Weighed(NamedTuple):
    """Columns of one length: what each posting weighs, of which stem and release.

    ``keys`` are ``family << 32 | release``.
    """

    keys: npt.NDArray[np.uint64]
    fields: npt.NDArray[np.uint8]
    frequencies: Column
    weights: npt.NDArray[np.float64]

    def select(self, places: npt.NDArray[Any]) -> "Weighed":
        """Return the items at some places, or where a flag is set."""
        return Weighed(
            self.keys[places],
            self.fields[places],
            self.frequencies[places],
            self.weights[places],
        )


def write_leaders(folder: Path, name: str) -> None:
    """Write the leaders of a segment whose other files are written."""
    segment = Segment(folder, name, frozenset())
    _LeaderWriter(segment).write(folder / (name + LEADERS))


class _LeaderWriter:
    """Weighs every stem of a segment in every release."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._stems = len(segment.dictionary.stems)
        self._families = np.array(segment.dictionary.find_families(), np.uint32)
        self._numbers = np.array(segment.numbers, np.uint32)
        self._lengths = {
            name: read_column(segment, f"{name}.lengths") for name in RELEASE_FIELDS
        }
        releases = len(segment.releases) or 1
        self._means = {
            name: int(lengths.sum()) / releases
            for name, lengths in self._lengths.items()
        }

    def write(self, path: Path) -> None:
        """Write the file."""
        held, weighed = self._weigh_common()
        families, documents, rest = array("I"), array("I"), array("I")
        frequencies = bytearray()
        for family, leaders, counts, bound in _find_leaders(weighed):
            units = int(bound / UNIT) + 1
            if counts.max() <= MOST and units <= _LARGEST:
                families.append(family)
                documents.extend(leaders)
                frequencies += counts.astype(np.uint8).tobytes()
                rest.append(units)
        file = SectionWriter(path)
        file.add("held", as_array(held))
        file.add("families", narrow(families))
        file.add("documents", narrow(documents))
        file.add("frequencies", bytes(frequencies))
        file.add("rest", narrow(rest))
        file.close(means=self._means, norms=sample_norms())

    def _weigh_common(self) -> tuple[npt.NDArray[np.int64], Weighed]:
        """Return how many releases have each stem, and what those of many weigh."""
        columns = [self._weigh(*numbered) for numbered in enumerate(RELEASE_FIELDS)]
        weighed = _join(columns)
        keys = np.sort(weighed.keys)
        pairs = keys[begins_of(keys)] >> _HALF
        held = np.bincount(pairs.astype(np.int64), minlength=self._stems)
        common = held[(weighed.keys >> _HALF).astype(np.int64)] >= MANY
        return held, weighed.select(common)

    def _weigh(self, number: int, name: str) -> Weighed:
        """Return the postings of a field, weighed."""
        segment, is_quoted = self._segment, name == QUOTE.name
        postings = read_postings(segment, SAID if is_quoted else name)
        releases = postings.documents
        if is_quoted:
            releases = releases - self._numbers[releases]
        norms = _find_norms(name, self._lengths[name], self._means[name])
        families = self._families[postings.forms].astype(np.uint64)
        return Weighed(
            families << _HALF | releases,
            np.full(len(releases), number, np.uint8),
            postings.frequencies,
            postings.frequencies * norms[releases],
        )


def _join(columns: Sequence[Weighed]) -> Weighed:
    return Weighed(
        np.concatenate([one.keys for one in columns]),
        np.concatenate([one.fields for one in columns]),
        np.concatenate([one.frequencies for one in columns]),
        np.concatenate([one.weights for one in columns]),
    )


def _find_leaders(
    weighed: Weighed,
) -> Iterator[tuple[int, list[int], npt.NDArray[np.int64], float]]:
    """Yield the releases that lead by each stem that many have, the heaviest first.

    With them comes how often each has it in each field, and the most that any other
    release weighs.
    """
    weighed = weighed.select(np.argsort(weighed.keys))
    keys, fields, frequencies, weights = weighed
    # The postings of one release by one stem are neighbours: they add up.
    firsts = np.flatnonzero(begins_of(keys))
    if not len(firsts):
        return
    sums = np.add.reduceat(weights, firsts)
    releases = keys[firsts].astype(np.uint32)
    families = (keys[firsts] >> _HALF).astype(np.int64)
    starts = np.flatnonzero(begins_of(families))
    ends = np.append(firsts, len(keys))
    for start, end in zip(starts, np.append(starts[1:], len(families)), strict=True):
        here = sums[start:end]
        following = max(0, len(here) - MOST_LEADERS - 1)
        least = float(np.partition(here, following)[following])
        leading = np.flatnonzero(here >= least)
        heaviest = np.lexsort((releases[start + leading], -here[leading]))
        places = start + leading[heaviest][:MOST_LEADERS]
        counts = np.zeros((len(places), len(RELEASE_FIELDS)), np.int64)
        for row, place in enumerate(places):
            own = slice(ends[place], ends[place + 1])
            np.add.at(counts[row], fields[own], frequencies[own])
        yield int(families[start]), releases[places].tolist(), counts, least


def _find_norms(name: str, lengths: Column, mean: float) -> npt.NDArray[np.float64]:
    """Return what one occurrence in a field counts, by document."""
    distinct, places = np.unique(lengths, return_inverse=True)
    norms = [find_norm(FIELDS[name], length, mean) for length in distinct.tolist()]
    return np.array(norms)[places]
