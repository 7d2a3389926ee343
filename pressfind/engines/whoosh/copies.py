"""The groups of near-identical releases, as a commit has them in a file of its own.

    segments    of each release that is in a group, the number of its segment
    documents   and its document there; a group's original stands first
    starts      where each group begins, and where the last one ends

An index without groups has no such file.  A search that shows each group once looks at
what it found of groups alone, which is little.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, compress, pairwise
from pathlib import Path

from pressfind.engines.base import Match, Request
from pressfind.engines.whoosh.bitmaps import Bit, Bitmap
from pressfind.engines.whoosh.evaluation import Found
from pressfind.engines.whoosh.scoring import Here, Place, Ranked, rank_best
from pressfind.engines.whoosh.sections import SectionFile, SectionWriter, narrow
from pressfind.engines.whoosh.segment import Segment
from pressfind.engines.whoosh.storage import NAME

SPARE = 5
"""Copies that are allowed for among the best: hardly a page has more."""

Group = Sequence[Place]


def copies_name(generation: int) -> str:
    """Return the name of the file of a commit's groups."""
    return f"{NAME}_{generation}.cop"


def write_copies(path: Path, groups: Sequence[Group]) -> None:
    """Write a file of groups."""
    file = SectionWriter(path)
    places = [place for group in groups for place in group]
    file.add("segments", narrow([number for number, _ in places]))
    file.add("documents", narrow([document for _, document in places]))
    file.add("starts", narrow([*accumulate(map(len, groups), initial=0)]))
    file.close()


class Copies:
    """The groups of a commit's segments, none if there is no ``path``."""

    def __init__(self, path: Path | None, segments: Sequence[Segment]) -> None:
        self._file = None if path is None else SectionFile(path)
        self._segments = segments

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The groups, of two releases or more; the original of each stands first."""
        if self._file is None:
            return ()
        columns = map(self._file.array, ("segments", "documents"))
        places = [*zip(*columns, strict=True)]
        return [places[a:b] for a, b in pairwise(self._file.array("starts"))]

    @cached_property
    def numbers(self) -> Sequence[dict[int, int]]:
        """For each segment, the group of each release that is in one."""
        numbers: list[dict[int, int]] = [{} for _ in self._segments]
        for number, group in enumerate(self.groups):
            for segment, document in group:
                numbers[segment][document] = number
        return numbers

    @cached_property
    def members(self) -> Sequence[Found]:
        """For each segment, the releases that are in a group."""
        pairs = zip(self._segments, self.numbers, strict=True)
        return [
            segment.live.among(own) if own else frozenset() for segment, own in pairs
        ]

    @cached_property
    def _places(self) -> Sequence[Sequence[Bit]]:
        """For each segment, where bitmaps have the releases that are in a group."""
        pairs = zip(self._segments, self.numbers, strict=True)
        return [segment.live.locate(own) for segment, own in pairs]

    def find_others(self, place: Place) -> Iterator[Place]:
        """Yield the others of a release's group."""
        segment, document = place
        number = self.numbers[segment].get(document)
        if number is not None:
            yield from (other for other in self.groups[number] if other != place)

    def count_hidden(self, found: Iterable[Found]) -> int:
        """Return how many releases of what was found are not the first of a group."""
        if self._file is None:
            return 0
        met: list[int] = []
        for own, places, here in zip(self.numbers, self._places, found, strict=True):
            if isinstance(here, Bitmap):
                met += compress(own.values(), here.look_at(places))
            else:
                met += map(own.__getitem__, own.keys() & here)
        return len(met) - len(set(met))

    def pick_page(
        self, found: Sequence[Here], ranked: Ranked, request: Request, total: int
    ) -> tuple[tuple[Match, ...], int]:
        """Return the page asked for, of each group only the best, and its depth.

        That is how many of the best, with those left out, had to be looked at.
        """
        end = min(request.offset + request.limit, total) if request.limit else total
        if request.offset >= end:
            return (), end
        depth = end if request.limit else sum(len(here) for _, here in found)
        while True:
            best = rank_best(found, ranked, request.sort, depth)
            distinct = [*self._distinct(best)]
            if len(distinct) >= end or len(best) < depth:
                return tuple(distinct[request.offset : end]), depth
            depth += end - len(distinct)

    def _distinct(self, ordered: Sequence[Match]) -> Iterable[Match]:
        if self._file is None:
            return ordered
        return self._firsts(ordered)

    def _firsts(self, ordered: Iterable[Match]) -> Iterator[Match]:
        """Yield of each group the first, and what is in none."""
        met: set[int] = set()
        for match in ordered:
            segment, document = match.place or (0, 0)
            number = self.numbers[segment].get(document)
            if number is None:
                yield match
            elif number not in met:
                met.add(number)
                yield match
