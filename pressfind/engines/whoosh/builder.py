"""A segment while it grows in memory, and its writing as files.

A release is a document, and each of its quotes is one right behind it: quote N stands N
documents behind its release.  Releases and quotes share no text field, so no statistics
mix: the words of a quote's own document are in the field ``said``.
"""

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, compress
from pathlib import Path

import numpy as np

from pressfind.engines.base import Stored
from pressfind.engines.whoosh.chunks import Chunks
from pressfind.engines.whoosh.columns import Column, Runs
from pressfind.engines.whoosh.dictionary import (
    file_forms,
    write_dictionary,
    write_strings,
)
from pressfind.engines.whoosh.fields import (
    NAMES,
    NAMES_APART,
    POSTED,
    POSTINGS,
    RECORDS,
    SAID,
    SCORED,
    UNSET,
    Texts,
)
from pressfind.engines.whoosh.grouping import PostingLists, as_array, merge_runs
from pressfind.engines.whoosh.learning import LearntBuilder
from pressfind.engines.whoosh.placing import FieldBuilder
from pressfind.engines.whoosh.records import RecordWriter, pack
from pressfind.engines.whoosh.sections import SectionWriter, narrow
from pressfind.engines.whoosh.weighing import write_leaders
from pressfind.model import Quote, Release
from pressfind.schema import (
    QUOTE,
    quote_names,
    quote_texts,
    release_names,
    release_texts,
)

MOST_WORDS = 9_000_000
"""Words after which a segment is full: it takes about 250 MB while it grows."""

_LET_GO = 30_000_000
"""Bytes of memory that are taken and let go of, untouched.

The allocator of Linux gives free memory back to the system when it is more than twice
the largest piece that was let go of, and columns would have it anew each time, page by
page.  It heeds no piece above 32 MB.
"""


class _Facet:
    """A column of values: each is written once, documents hold its number."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {"": UNSET}
        self._known: dict[Texts, int] = {}
        self._documents, self._codes = array("I"), array("I")

    def set(self, document: int, names: Texts) -> None:
        code = self._known.get(names)
        if code is None:
            value = NAMES_APART.join(name.replace(NAMES_APART, " ") for name in names)
            code = self.values.setdefault(value, len(self.values))
            self._known[names] = code
        self._documents.append(document)
        self._codes.append(code)

    def find_codes(self, documents: int) -> Column:
        """Return the code of each document, of which there are so many."""
        codes = np.full(documents, UNSET, np.uint32)
        codes[self._documents] = self._codes
        return codes


class SegmentBuilder:
    """Gathers releases for one segment; its records are written as they come.

    ``chunks`` may know those of other segments.
    """

    def __init__(self, folder: Path, name: str, chunks: Chunks | None = None) -> None:
        np.empty(_LET_GO, np.uint8)
        self._folder = folder
        self._name = name
        self._chunks = Chunks() if chunks is None else chunks
        self._fields = {field: FieldBuilder(self._chunks) for field in POSTED}
        self._facets = {field: _Facet() for field in NAMES}
        self._learnt = LearntBuilder()
        self._numbers = array("I")
        self._days = array("I")
        self._records = RecordWriter(folder / (name + RECORDS))

    @property
    def is_full(self) -> bool:
        """Whether the segment has taken as much memory as it may."""
        return sum([f.size for f in self._fields.values()]) >= MOST_WORDS

    def add(self, stored: Sequence[Stored]) -> None:
        """Add releases with their quotes, each step for all of them."""
        widths = (1 + len(one.release.quotes) for one in stored)
        first = len(self._numbers)
        numbered = [*zip(accumulate(widths, initial=first), stored, strict=False)]
        for document, one in numbered:
            name = one.release.id.encode()
            self._records.add(document, name, one.keys, one.sketch, pack(one))
        for document, one in numbered:
            self._learnt.add(document, one.release)
        for one in stored:
            self._add_release(one.release)

    def write(self) -> None:
        """Write the segment's files, and sync them."""
        self._records.close()
        # Tokens are found before forms are filed: they bring those of quantities.
        runs = {name: field.find_runs() for name, field in self._fields.items()}
        file = SectionWriter(self._folder / (self._name + POSTINGS))
        ordinals = self._write_dictionary(file, chain.from_iterable(runs.values()))
        for name in POSTED:
            _write_field(file, name, runs.pop(name), ordinals)
        self._learnt.write(file)
        lengths = self._find_lengths()
        self._write_columns(file, lengths)
        totals = {name: int(column.sum()) for name, column in lengths.items()}
        file.close(documents=len(self._numbers), lengths=totals)
        write_leaders(self._folder, self._name)

    def abandon(self) -> None:
        """Close the files that are open."""
        self._records.abandon()

    def _add_release(self, release: Release) -> None:
        day = release.date.toordinal() if release.date else 0
        texts = release_texts(release)
        del texts[QUOTE.name]  # the words are in the documents of the quotes
        self._add_document(0, day, texts, release_names(release))
        for number, quote in enumerate(release.quotes, 1):
            self._add_quote(number, day, release, quote)

    def _add_quote(self, number: int, day: int, release: Release, quote: Quote) -> None:
        texts = quote_texts(release, quote)
        texts[SAID] = texts.pop(QUOTE.name)
        self._add_document(number, day, texts, quote_names(quote))

    def _add_document(
        self, number: int, day: int, texts: dict[str, Texts], names: dict[str, Texts]
    ) -> None:
        document = len(self._numbers)
        self._numbers.append(number)
        self._days.append(day)
        for name, values in texts.items():
            if values:
                self._fields[name].add(document, values)
        for name, values in names.items():
            if values:
                self._facets[name].set(document, values)

    def _write_dictionary(self, file: SectionWriter, runs: Iterable[Runs]) -> Column:
        """Write the dictionary; return the ordinal of the number of each form in it."""
        is_used = np.zeros(len(self._chunks.entries), np.bool_)
        for part in runs:
            is_used[part.forms] = True
        used = np.flatnonzero(is_used)
        keys = compress(self._chunks.find_keys(), is_used.tolist())
        filed, order = file_forms([*keys])
        write_dictionary(file, filed)
        ordinals = np.zeros(len(is_used), np.uint32)
        ordinals[used[order]] = np.arange(len(order))
        return ordinals

    def _find_lengths(self) -> dict[str, Column]:
        """Return the lengths of each field of text, by document."""
        documents = len(self._numbers)
        lengths = {
            name: field.find_lengths(documents)
            for name, field in self._fields.items()
            if name in SCORED
        }
        # A release has the words of its quotes, each of which knows its number.
        owners = np.arange(documents) - np.array(self._numbers)
        spoken = np.bincount(owners, lengths[SAID], minlength=documents)
        return lengths | {QUOTE.name: spoken.astype(np.uint32)}

    def _write_columns(self, file: SectionWriter, lengths: dict[str, Column]) -> None:
        file.add("numbers", narrow(self._numbers))
        file.add("days", narrow(self._days))
        for name, column in lengths.items():
            file.add(f"{name}.lengths", as_array(column))
        documents = len(self._numbers)
        for name, facet in self._facets.items():
            file.add(f"{name}.codes", as_array(facet.find_codes(documents)))
            write_strings(file, f"{name}.values", (v.encode() for v in facet.values))


def _write_field(
    file: SectionWriter, name: str, parts: list[Runs], ordinals: Column
) -> None:
    """Write the postings of a field, whose forms have these ordinals, and let it go."""
    lists = PostingLists()
    for runs in merge_runs(parts, ordinals):
        lists.add(runs)
    lists.write(file, name)
