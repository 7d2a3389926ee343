"""Where words of queries stand in the joined segments: each is looked up once."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_

import numpy as np

from pressfind.engines.whoosh.bulk.joined import Joined, Postings, Run, join_postings
from pressfind.engines.whoosh.bulk.rows import (
    NOWHERE,
    Stretches,
    find_places,
    join_rows,
    merge,
)
from pressfind.engines.whoosh.columns import Column, Flags, places_of
from pressfind.engines.whoosh.fields import NAMES, SAID, posted_name
from pressfind.engines.whoosh.occurrences import (
    Occurrences,
    find_forms,
    lone_link,
    never_coincide,
)
from pressfind.query.tree import Link, Slot, Text, find_readings
from pressfind.schema import QUOTE

_KEPT = 64
"""Texts whose postings are kept: more are read again, so memory has a bound."""


class Words:
    """The texts of queries, in releases or in quotes."""

    def __init__(self, joined: Joined, *, quotes: bool) -> None:
        self._joined = joined
        self.quotes = quotes
        self._ordinals: dict[tuple[Link, bool], list[Sequence[range]]] = {}
        self._runs: dict[tuple[str, Link], Sequence[Run]] = {}
        self._postings: dict[tuple[str, Link], Postings] = {}
        self._texts: dict[Text, list[tuple[str, Postings]]] = {}
        self._counts: dict[Text, int] = {}

    def find_documents(self, text: Text) -> Flags:
        """Return the live documents with ``text`` in any of its fields."""
        flags = np.zeros(self._joined.documents, np.bool_)
        for _, postings in self.find_postings(text):
            flags[postings.documents] = True
        flags &= self._joined.live
        self._counts[text] = int(np.count_nonzero(flags))
        return flags

    def count(self, text: Text) -> int:
        """Return how many live documents have ``text`` in any of its fields."""
        if text not in self._counts:
            self.find_documents(text)
        return self._counts[text]

    def find_postings(self, text: Text) -> list[tuple[str, Postings]]:
        """Return where ``text`` stands, field by field; in deleted documents too."""
        if text not in self._texts:
            if len(self._texts) == _KEPT:
                self._texts.clear()
                self._postings.clear()
            self._texts[text] = [*self._find_in_fields(text)]
        return self._texts[text]

    def _find_in_fields(self, text: Text) -> Iterator[tuple[str, Postings]]:
        for reading, share in find_readings(text):
            for field in reading.fields:
                name = posted_name(field, self.quotes)
                of_quotes = name == QUOTE.name
                found = self._find_in_field(SAID if of_quotes else name, reading)
                documents, frequencies = found
                if not len(documents):
                    continue
                if of_quotes:
                    # A release has the words of its quotes: each gives it some.
                    documents = self._joined.owners[documents]
                if share != 1:
                    frequencies = frequencies * share
                yield name, Postings(documents, frequencies)

    def _find_in_field(self, name: str, text: Text) -> Postings:
        link = lone_link(text)
        if link is not None and self._never_coincide(name, link):
            return self._find_word(name, link)
        if text.near is None:
            return Postings(*self._find_row(name, text.slots).count_by_document())
        return self._find_near(name, text)

    def _never_coincide(self, name: str, link: Link) -> bool:
        segments = self._joined.segments
        return all(never_coincide(one.dictionary, name, link) for one in segments)

    def _find_ordinals(self, name: str, link: Link) -> list[Sequence[range]]:
        key = (link, name in NAMES)
        if key not in self._ordinals:
            self._ordinals[key] = [
                find_forms(segment.dictionary, name, link)
                for segment in self._joined.segments
            ]
        return self._ordinals[key]

    def _find_word(self, name: str, link: Link) -> Postings:
        """Return where a word stands in a field."""
        key = (name, link)
        if key not in self._postings:
            runs = self._find_runs(name, link)
            self._postings[key] = join_postings(
                [field.base for field, _ in runs],
                [field.documents(lists) for field, lists in runs],
                [field.frequencies(lists) for field, lists in runs],
            )
        return self._postings[key]

    def _find_runs(self, name: str, link: Link) -> Sequence[Run]:
        key = (name, link)
        if key not in self._runs:
            ordinals = self._find_ordinals(name, link)
            self._runs[key] = [*self._joined.find_runs(name, ordinals)]
        return self._runs[key]

    def _find_row(self, name: str, slots: Sequence[Slot]) -> Stretches:
        """Return where words stand in a row in a field."""
        within = self._find_slot(name, slots[0])
        for slot in slots[1:]:
            if not within.any():
                return NOWHERE
            within = within & self._find_slot(name, slot)
        return reduce(join_rows, (self._follow(name, slot, within) for slot in slots))

    def _find_slot(self, name: str, slot: Slot) -> Flags:
        """Return the documents that have the words of a slot, in whatever order."""
        ways = (reduce(and_, (self._has(name, k) for k in links)) for links in slot)
        return reduce(or_, ways)

    def _has(self, name: str, link: Link) -> Flags:
        flags = np.zeros(self._joined.documents, np.bool_)
        flags[self._find_word(name, link).documents] = True
        return flags

    def _follow(self, name: str, slot: Slot, within: Flags) -> Stretches:
        """Return where a word stands, in any of the ways that it is written."""
        ways = [
            reduce(join_rows, (self._find_stretches(name, k, within) for k in links))
            for links in slot
        ]
        return merge(ways)

    def _find_stretches(self, name: str, link: Link, within: Flags) -> Stretches:
        documents, frequencies = self._find_word(name, link)
        kept = np.flatnonzero(within[documents])
        if not len(kept):
            return NOWHERE
        positions, widths = self._read_positions(name, link)
        times = frequencies[kept].astype(np.int64)
        ends = np.cumsum(frequencies, dtype=np.int64)[kept]
        owners = np.repeat(documents[kept], times)
        starts = find_places(owners, positions[places_of(ends - times, times)])
        return Stretches(starts, starts + np.repeat(widths[kept], times))

    def _read_positions(self, name: str, link: Link) -> tuple[Column, Column]:
        """Return the position of each token of a word, and how wide each posting is."""
        runs = self._find_runs(name, link)
        positions = [field.positions(lists) for field, lists in runs]
        widths = [field.widths(lists) for field, lists in runs]
        return np.concatenate(positions), np.concatenate(widths)

    def _find_near(self, name: str, text: Text) -> Postings:
        """Return where words are near each other: the search for these is not bulk."""
        bases: list[int] = []
        documents: list[Column] = []
        counts: list[Column] = []
        for base, segment in zip(
            self._joined.bases, self._joined.segments, strict=False
        ):
            for owners, times in Occurrences(segment).find_postings(name, text):
                bases.append(base)
                documents.append(np.array(owners, np.uint32))
                counts.append(np.array(times, np.uint32))
        return join_postings(bases, documents, counts)
