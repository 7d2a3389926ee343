"""The leaders of a segment, found by weighing every stem in every release."""

from array import array
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import compress, product, repeat
from operator import add, mul, sub
from pathlib import Path

from pressfind.engines.whoosh.fields import LEADERS, RELEASE_FIELDS, SAID
from pressfind.engines.whoosh.leaders import MOST_LEADERS, UNIT, sample_norms
from pressfind.engines.whoosh.postings import MOST
from pressfind.engines.whoosh.sections import SectionWriter, narrow
from pressfind.engines.whoosh.segment import Segment
from pressfind.schema import FIELDS, QUOTE, find_norm

MANY = 1_000
"""Releases that have a stem which has leaders: fewer are soon weighed."""

_LARGEST = 2**32 - 1

Lists = list[tuple[str, int, int]]
"""A field, the number of one of its lists, and how long that is."""


def write_leaders(folder: Path, name: str) -> None:
    """Write the leaders of a segment whose other files are written."""
    segment = Segment(folder, name, frozenset())
    _LeaderWriter(segment).write(folder / (name + LEADERS))


class _LeaderWriter:
    """Weighs every stem of a segment in every release."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._fields = {
            name: segment.field(SAID if name == QUOTE.name else name)
            for name in RELEASE_FIELDS
        }
        releases = len(segment.releases) or 1
        self._means = {
            name: sum(segment.lengths(name)) / releases for name in RELEASE_FIELDS
        }
        self._norms = {
            name: _norms_of_documents(name, segment.lengths(name), mean)
            for name, mean in self._means.items()
        }

    def write(self, path: Path) -> None:
        """Write the file."""
        held = array("I", bytes(4 * len(self._segment.dictionary.stems)))
        families, documents, rest = array("I"), array("I"), array("I")
        frequencies = bytearray()
        for family, lists in self._lists_by_family(held).items():
            if sum(length for _, _, length in lists) < MANY:
                held[family] = self._count_releases(lists)
                continue
            weights = self._weigh(lists)
            held[family] = len(weights)
            if len(weights) < MANY:
                continue
            leaders, bound = _find_leaders(weights)
            counts = self._count(lists, leaders)
            units = int(bound / UNIT) + 1
            if max(counts) <= MOST and units <= _LARGEST:
                families.append(family)
                documents.extend(leaders)
                frequencies += bytes(counts)
                rest.append(units)
        file = SectionWriter(path)
        file.add("held", narrow(held))
        file.add("families", narrow(families))
        file.add("documents", narrow(documents))
        file.add("frequencies", bytes(frequencies))
        file.add("rest", narrow(rest))
        file.close(means=self._means, norms=sample_norms())

    def _lists_by_family(self, held: "array[int]") -> dict[int, Lists]:
        """Return the lists of each family, in the order of families.

        Most stems have one list: if it is of few releases, it only says how many.
        """
        families = self._segment.dictionary.find_families()
        found: dict[int, Lists] = {}
        for name, field in self._fields.items():
            own = map(families.__getitem__, field.terms)
            for number, (family, length) in enumerate(
                zip(own, field.lengths(), strict=True)
            ):
                found.setdefault(family, []).append((name, number, length))
        for family, lists in found.items():
            name, _, length = lists[0]
            if len(lists) == 1 and length < MANY and name != QUOTE.name:
                held[family] = length
        return {
            family: lists for family, lists in sorted(found.items()) if not held[family]
        }

    def _releases(self, name: str, number: int) -> Sequence[int]:
        """Return the release of each posting of a list."""
        documents = self._fields[name].documents(number)
        if name != QUOTE.name:
            return documents
        numbers = self._segment.numbers
        return [*map(sub, documents, map(numbers.__getitem__, documents))]

    def _count_releases(self, lists: Lists) -> int:
        return len(set().union(*(self._releases(name, n) for name, n, _ in lists)))

    def _weigh(self, lists: Lists) -> dict[int, float]:
        weights: dict[int, float] = {}
        for name, number, _ in lists:
            releases = self._releases(name, number)
            norms = map(self._norms[name].__getitem__, releases)
            more = map(mul, self._fields[name].frequencies(number), norms)
            if weights or name == QUOTE.name:
                more = map(add, map(weights.get, releases, repeat(0.0)), more)
            weights.update(zip(releases, more, strict=True))
        return weights

    def _count(self, lists: Lists, leaders: Sequence[int]) -> list[int]:
        """Return how often each leader has any of the forms, field by field."""
        counts = dict.fromkeys(product(leaders, RELEASE_FIELDS), 0)
        wanted = set(leaders)
        for name, number, _ in lists:
            releases = self._releases(name, number)
            kept = [*map(wanted.__contains__, releases)]
            here = compress(releases, kept)
            times = compress(self._fields[name].frequencies(number), kept)
            for release, frequency in zip(here, times, strict=True):
                counts[release, name] += frequency
        return [*counts.values()]


def _find_leaders(weights: Mapping[int, float]) -> tuple[list[int], float]:
    """Return the releases that lead, and the most that any other weighs."""
    least = nlargest(MOST_LEADERS + 1, weights.values())[-1]
    leading = [(-weight, d) for d, weight in weights.items() if weight >= least]
    return [document for _, document in sorted(leading)[:MOST_LEADERS]], least


def _norms_of_documents(name: str, lengths: Sequence[int], mean: float) -> list[float]:
    norms = {length: find_norm(FIELDS[name], length, mean) for length in set(lengths)}
    return [*map(norms.__getitem__, lengths)]
