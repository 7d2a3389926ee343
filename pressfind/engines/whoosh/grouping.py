"""Tokens into the posting lists of a field, which ``postings`` reads.

Sorting tokens by form is the whole of it: they come ordered by document and position.
(The keys are unique, so any sort keeps that order.)
"""

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pressfind.engines.whoosh.columns import (
    Column,
    Offsets,
    Tokens,
    begins_of,
    lengths_of,
)
from pressfind.engines.whoosh.postings import MOST
from pressfind.engines.whoosh.sections import SectionWriter, type_code

_HALF = np.uint64(32)


AT_ONCE = 1_500_000
"""Tokens that are sorted together: work for C, and a bound on memory."""


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

    def add(self, tokens: Tokens) -> None:
        """Add all tokens of some forms, which are filed behind all that were added."""
        forms, order = _find_order(tokens.forms)
        owners = tokens.documents[order]
        begins = begins_of(forms)
        self._terms.append(forms[begins])
        firsts = np.flatnonzero(begins | begins_of(owners))
        heads = np.flatnonzero(begins[firsts])
        self._lists.append(self._counts[0] + heads)
        self._places.append(self._counts[1] + firsts[heads])
        self._documents.append(owners[firsts])
        self._frequencies.append(lengths_of(firsts, len(forms)))
        self._positions.append(tokens.positions[order])
        self._counts += len(firsts), len(forms)

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
    code = type_code(int(values.max(initial=0)))
    made = array(code)
    made.frombytes(values.astype(code).view(np.uint8).data)
    return made


def _find_order(forms: Column) -> tuple[Column, Column]:
    """Return forms sorted, and which place each had."""
    keys = forms.astype(np.uint64) << _HALF
    keys |= np.arange(len(forms), dtype=np.uint64)
    keys.sort()
    return (keys >> _HALF).astype(np.uint32), keys.astype(np.uint32)


def _joined(columns: Sequence[Any]) -> npt.NDArray[Any]:
    return np.concatenate([np.zeros(0, np.uint32), *map(np.atleast_1d, columns)])
