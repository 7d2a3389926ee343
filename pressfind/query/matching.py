"""Where words in a row stand: the one rule for phrases, for engines and highlights.

An occurrence is a half-open range of positions.  A chain holds where each of its
forms begins where the one before ends.
"""

from collections.abc import Callable, Iterable, Sequence

from pressfind.query.tree import Slot

Occurrence = tuple[int, int]
Lookup = Callable[[str], Iterable[Occurrence]]
"""From a folded form to its occurrences in one document's field."""


def find_slots(slots: Sequence[Slot], lookup: Lookup) -> list[Occurrence]:
    """Return where the slots stand in a row, sorted and distinct."""
    found: set[Occurrence] | None = None
    for slot in slots:
        here: set[Occurrence] = set()
        for chain in slot:
            here.update(_follow(None, [set(lookup(form)) for form in chain]))
        found = here if found is None else _join(found, here)
        if not found:
            return []
    return sorted(found or ())


def _follow(
    found: set[Occurrence] | None, links: Iterable[set[Occurrence]]
) -> set[Occurrence]:
    for link in links:
        found = link if found is None else _join(found, link)
    return found or set()


def _join(left: set[Occurrence], right: set[Occurrence]) -> set[Occurrence]:
    starts: dict[int, list[int]] = {}
    for start, end in right:
        starts.setdefault(start, []).append(end)
    return {(start, stop) for start, end in left for stop in starts.get(end, ())}
