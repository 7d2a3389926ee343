"""Stretches of positions, and those that are made of others in a row.

A stretch begins and ends at places, which are a document and a position in one number.
"""

from typing import NamedTuple

import numpy as np

from pressfind.engines.whoosh.columns import Column, Offsets, begins_of, places_of

_BITS = 32
"""Of a place, for the position."""


class Stretches(NamedTuple):
    """Where stretches begin, and where what follows them does."""

    starts: Offsets
    ends: Offsets

    def count_by_document(self) -> tuple[Offsets, Offsets]:
        """Return the documents that have any, and how many different ones each has."""
        order = np.lexsort((self.ends, self.starts))
        starts, ends = self.starts[order], self.ends[order]
        are_new = begins_of(starts) | begins_of(ends)
        return np.unique(starts[are_new] >> _BITS, return_counts=True)


NOWHERE = Stretches(*np.zeros((2, 0), np.int64))


def find_places(documents: Offsets, positions: Column) -> Offsets:
    """Return the places of positions in documents."""
    return (documents << _BITS) + positions


def join_rows(left: Stretches, right: Stretches) -> Stretches:
    """Return the stretches that one of ``right`` ends which begins where ``left`` ends.

    For each of ``left`` these are neighbours once they are sorted.
    """
    order = np.argsort(right.starts, kind="stable")  # soon, for they come in runs
    starts = right.starts[order]
    first = np.searchsorted(starts, left.ends)
    counts = np.searchsorted(starts, left.ends, side="right") - first
    following = order[places_of(first, counts)]
    return Stretches(np.repeat(left.starts, counts), right.ends[following])


def merge(ways: list[Stretches]) -> Stretches:
    """Return the stretches of all ways to write a word."""
    if len(ways) == 1:
        return ways[0]
    return Stretches(*map(np.concatenate, zip(NOWHERE, *ways, strict=True)))
