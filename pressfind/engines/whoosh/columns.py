"""The postings of a field as columns, to be worked on all at once.

A posting is an item of three columns, and so is a token: a form at one position.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.segment import Segment

Column = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_Kind = TypeVar("_Kind", bound=np.generic)


class Postings(NamedTuple):
    """Columns of one length, ordered by form, then document."""

    forms: Column
    documents: Column
    frequencies: Column


class Tokens(NamedTuple):
    """Columns of one length, ordered by document, and for each form by position."""

    forms: Column
    documents: Column
    positions: Column

    def select(self, wanted: Flags) -> "Tokens":
        """Return those that are wanted."""
        places = np.flatnonzero(wanted)  # flags themselves take five times as long
        return Tokens(*(column[places] for column in self))


class Runs(NamedTuple):
    """Tokens by form, those of one form as they come: a run, and ``lengths`` of each.

    Documents and positions are of tokens, one run behind the other.
    """

    forms: Column
    lengths: Column
    documents: Column
    positions: Column


def join_tokens(parts: Iterable[Tokens]) -> Tokens:
    """Return the tokens of all parts, one behind the other."""
    none = Tokens(*np.zeros((3, 0), np.uint32))
    return Tokens(*map(np.concatenate, zip(none, *parts, strict=True)))


def read_column(
    segment: Segment, name: str, start: int = 0, end: int | None = None
) -> Column:
    """Return a section of a segment's postings, or a part of it."""
    return np.array(segment.section(name)[start:end], np.uint32)


def read_postings(
    segment: Segment, field: str, first: int = 0, end: int | None = None
) -> Postings:
    """Return the postings of a field, or of its lists from ``first`` up to ``end``.

    Forms are ordinals in the segment's dictionary.
    """
    terms = read_column(segment, f"{field}.terms", first, end)
    bounds = read_column(segment, f"{field}.lists", first, first + len(terms) + 1)
    start, stop = int(bounds[0]), int(bounds[-1])
    frequencies = read_column(segment, f"{field}.frequencies", start, stop)
    over = read_column(segment, f"{field}.over")
    within = slice(*np.searchsorted(over, (start, stop)))
    true = read_column(segment, f"{field}.true")
    frequencies[over[within] - start] = true[within]
    return Postings(
        np.repeat(terms, np.diff(bounds)),
        read_column(segment, f"{field}.documents", start, stop),
        frequencies,
    )


def read_tokens(segment: Segment, field: str, first: int, end: int) -> Tokens:
    """Return the tokens of the lists of a field from ``first`` up to ``end``."""
    forms, documents, frequencies = read_postings(segment, field, first, end)
    start, stop = map(segment.section(f"{field}.places").__getitem__, (first, end))
    return Tokens(
        np.repeat(forms, frequencies),
        np.repeat(documents, frequencies),
        read_column(segment, f"{field}.positions", start, stop),
    )


def begins_of(column: npt.NDArray[np.generic]) -> Flags:
    """Return where a column has another value than before."""
    begins = np.ones(len(column), bool)
    np.not_equal(column[1:], column[:-1], out=begins[1:])
    return begins


def distinct(column: npt.NDArray[_Kind]) -> npt.NDArray[_Kind]:
    """Return what values a column has, ascending.

    For ``numpy.unique`` masked arrays are imported, which takes 9 ms.
    """
    ordered = np.sort(column)
    return ordered[begins_of(ordered)]


def lengths_of(firsts: Offsets, end: int) -> Column:
    """Return how long the runs are that begin at ``firsts``, the last up to ``end``."""
    lengths = np.empty(len(firsts), np.uint32)
    np.subtract(firsts[1:], firsts[:-1], out=lengths[:-1], casting="unsafe")
    lengths[-1:] = end - firsts[-1:]
    return lengths


def starts_of(lengths: Column | Offsets) -> Offsets:
    """Return where each of some runs begins that stand one behind the other."""
    return np.cumsum(lengths, dtype=np.int64) - lengths


def places_of(starts: Offsets, lengths: Column | Offsets) -> Offsets:
    """Return the places that runs take which begin at ``starts``, run by run."""
    places = np.repeat(starts - starts_of(lengths), lengths)
    places += np.arange(len(places))
    return places


def add_up(column: Column, firsts: Offsets) -> Column:
    """Return the sums of the runs that begin at ``firsts``."""
    if not len(firsts):
        return column
    return np.add.reduceat(column, firsts, dtype=np.uint32)


def find_ranges(counts: npt.NDArray[Any], most: int) -> list[tuple[int, int]]:
    """Return ranges of what has so many items each, together about ``most`` a range."""
    items = np.cumsum(counts, dtype=np.int64)
    marks = np.arange(most, items[-1] if len(items) else 0, most)
    ends = np.searchsorted(items, marks, side="right")
    return [*pairwise(sorted({0, *ends.tolist(), len(items)}))]
