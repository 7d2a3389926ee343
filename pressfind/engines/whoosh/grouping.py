"""Tokens into the posting lists of a field, which ``postings`` reads.

Sorting tokens by form is the whole of it: they come ordered by document and position,
and no sort here changes that order within a form.  Texts are sorted a part at a time,
while a processor has them at hand; then whole runs of one form are put together.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.columns import (
    Column,
    Offsets,
    Runs,
    Tokens,
    add_up,
    begins_of,
    find_ranges,
    lengths_of,
    places_of,
    starts_of,
)
from pressfind.engines.whoosh.postings import MOST
from pressfind.engines.whoosh.sections import SectionWriter, type_code

AT_ONCE = 1_500_000
"""Tokens that are put together: work for C, and a bound on memory."""


def group_tokens(tokens: Tokens) -> Runs:
    """Return tokens by form, in columns as narrow as may be: they wait in memory."""
    order = _find_order(tokens.forms)
    forms = tokens.forms[order]
    firsts = np.flatnonzero(begins_of(forms))
    return Runs(
        forms[firsts],
        lengths_of(firsts, len(forms)),
        _narrowed(tokens.documents)[order],
        _narrowed(tokens.positions)[order],
    )


def merge_runs(parts: list[Runs], ordinals: Column) -> Iterator[Runs]:
    """Yield all tokens of parts, whose forms have these ordinals, by ordinal.

    The parts are let go.
    """
    forms = ordinals[_joined([part.forms for part in parts])]
    lengths = _joined([part.lengths for part in parts])
    documents = _joined([part.documents for part in parts])
    positions = _joined([part.positions for part in parts])
    parts.clear()
    order = _find_order(forms)
    forms, lengths, starts = forms[order], lengths[order], starts_of(lengths)[order]
    firsts = np.flatnonzero(begins_of(forms))
    bounds = np.append(firsts, len(forms))
    for first, end in find_ranges(add_up(lengths, firsts), AT_ONCE):
        own = slice(bounds[first], bounds[end])
        places = places_of(starts[own], lengths[own])
        here = firsts[first:end]
        yield Runs(
            forms[here],
            add_up(lengths[own], here - bounds[first]),
            documents[places],
            positions[places],
        )


class PostingLists:
    """The arrays of a field while they are made."""

    def __init__(self) -> None:
        self._terms: list[Column] = []
        self._lists: list[Offsets] = []
        self._places: list[Offsets] = []
        self._documents: list[Column] = []
        self._frequencies: list[Column] = []
        self._positions: list[Column] = []
        self._counts = np.zeros(2, np.int64)
        """How many postings there are, and how many tokens."""

    def add(self, runs: Runs) -> None:
        """Add all tokens of some forms, which are filed behind all that were added."""
        starts = starts_of(runs.lengths)
        begins = begins_of(runs.documents)
        begins[starts] = True
        firsts = np.flatnonzero(begins)
        self._terms.append(runs.forms)
        self._lists.append(self._counts[0] + np.searchsorted(firsts, starts))
        self._places.append(self._counts[1] + starts)
        self._documents.append(runs.documents[firsts])
        self._frequencies.append(lengths_of(firsts, len(begins)))
        self._positions.append(runs.positions)
        self._counts += len(firsts), len(begins)

    def write(self, file: SectionWriter, name: str) -> None:
        """Write the arrays as sections ``name.terms`` and so on."""
        postings, tokens = self._counts
        frequencies = _joined(self._frequencies)
        over = np.flatnonzero(frequencies > MOST)
        file.add(f"{name}.terms", as_array(_joined(self._terms)))
        file.add(f"{name}.lists", as_array(_joined([*self._lists, postings])))
        file.add(f"{name}.places", as_array(_joined([*self._places, tokens])))
        file.add(f"{name}.documents", as_array(_joined(self._documents)))
        file.add(
            f"{name}.frequencies", np.minimum(frequencies, MOST).astype("B").tobytes()
        )
        file.add(f"{name}.over", as_array(over))
        file.add(f"{name}.true", as_array(frequencies[over]))
        file.add(f"{name}.positions", as_array(_joined(self._positions)))


def as_array(values: npt.NDArray[Any]) -> "array[int]":
    """Return natural numbers in the narrowest array that holds them."""
    narrowed = _narrowed(values)
    made = array(narrowed.dtype.char)
    made.frombytes(narrowed.view(np.uint8).data)
    return made


def _find_order(numbers: Column) -> Offsets:
    """Return the places of numbers in ascending order, of equal ones as they stand."""
    # Of 16 bits NumPy sorts byte by byte: faster than comparing, if there are few.
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    high = (numbers >> 16).astype(np.uint16)
    if high.any():
        order = order[np.argsort(high[order], kind="stable")]
    return order


def _narrowed(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return natural numbers in the narrowest column that holds them."""
    return values.astype(type_code(int(values.max(initial=0))))


def _joined(columns: Sequence[Any]) -> npt.NDArray[Any]:
    return np.concatenate([np.zeros(0, np.uint8), *map(np.atleast_1d, columns)])
