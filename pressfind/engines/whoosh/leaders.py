"""How many releases of a segment have each stem, and which of them lead by it.

    held[i]         how many releases have the stem of family i in any text field
    families[j]     the families that many releases have, ascending
    documents       for each of these, the releases that the stem weighs most in
    frequencies     how often each leader has it, in each field of ``RELEASE_FIELDS``
    rest[j]         what it weighs at most in any other release, in units of ``UNIT``

So neither a search for one word nor the rarity of a word needs whole posting lists.
Weights depend on the mean lengths of fields, which are the segment's own here and those
of all segments in a search: ``Leaders.find`` allows for the difference.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path

from pressfind.engines.whoosh.fields import RELEASE_FIELDS
from pressfind.engines.whoosh.sections import SectionFile
from pressfind.schema import FIELDS, find_norm
from pressfind.values import frozen

MOST_LEADERS = 20
"""Leaders of a stem in a segment: two pages, since other means can reorder them."""

UNIT = 2.0**-16
"""Of ``rest``: it is rounded up."""


@frozen
class Leading:
    """The releases that lead by a stem, and how often each has it, by field.

    No other release weighs more than ``rest``.
    """

    documents: Sequence[int]
    frequencies: Mapping[str, Sequence[int]]
    rest: float


NONE_LEADING = Leading((), {}, 0.0)
"""What leads by a stem that no release has."""


class Leaders:
    """The leaders of a mapped segment."""

    def __init__(self, path: Path) -> None:
        file = SectionFile(path)
        self._held = file.array("held")
        self._families = file.array("families")
        self._documents = file.array("documents")
        self._frequencies = file.array("frequencies")
        self._rest = file.array("rest")
        self._means: dict[str, float] = file.about["means"]
        self._is_current = file.about["norms"] == sample_norms()

    def count(self, family: int) -> int:
        """Return how many releases have a stem of this family, deleted ones too."""
        return self._held[family]

    def find(self, family: int, means: Mapping[str, float]) -> Leading | None:
        """Return the leaders of a family, or None if few releases have it.

        ``means`` are the mean lengths of the fields that weights are by now.
        """
        place = bisect_left(self._families, family)
        is_there = place < len(self._families) and self._families[place] == family
        if not is_there or not self._is_current:
            return None
        start, end = place * MOST_LEADERS, (place + 1) * MOST_LEADERS
        width = len(RELEASE_FIELDS)
        frequencies = bytes(self._frequencies[start * width : end * width])
        columns = (
            (name, frequencies[number::width])
            for number, name in enumerate(RELEASE_FIELDS)
        )
        return Leading(
            self._documents[start:end].tolist(),
            {name: column for name, column in columns if any(column)},
            self._rest[place] * UNIT * self._drift(means),
        )

    def _drift(self, means: Mapping[str, float]) -> float:
        """Return by how much weights can have grown: as much as a field's mean."""
        return max(1.0, *(means[n] / mean for n, mean in self._means.items() if mean))


def sample_norms() -> list[float]:
    """Return norms that are others if weights are by other parameters."""
    fields = map(FIELDS.__getitem__, RELEASE_FIELDS)
    return [find_norm(field, length, 2.0) for field in fields for length in (1, 2, 3)]
