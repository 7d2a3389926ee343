"""A segment while it grows in memory, and its writing as files.

A release is a document, and each of its quotes is one right behind it: quote N stands N
documents behind its release.  Releases and quotes share no text field, so no statistics
mix: the words of a quote's own document are in the field ``said``.
"""

from array import array
from itertools import chain
from pathlib import Path

from pressfind.engines.base import Stored
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
from pressfind.engines.whoosh.learning import LearntBuilder
from pressfind.engines.whoosh.postings import FieldBuilder
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


class _Facet:
    """A column of values: each is written once, documents hold its number."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {"": UNSET}
        self.codes = array("I")

    def set(self, document: int, names: Texts) -> None:
        value = NAMES_APART.join(name.replace(NAMES_APART, " ") for name in names)
        self.codes.extend(array("I", [UNSET]) * (document - len(self.codes)))
        self.codes.append(self.values.setdefault(value, len(self.values)))


class SegmentBuilder:
    """Gathers releases for one segment; its records are written as they come."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._fields = {field: FieldBuilder() for field in POSTED}
        self._lengths = {field: array("I") for field in SCORED}
        self._facets = {field: _Facet() for field in NAMES}
        self._learnt = LearntBuilder()
        self._numbers = array("I")
        self._days = array("I")
        self._records = RecordWriter(folder / (name + RECORDS))

    @property
    def is_full(self) -> bool:
        """Whether the segment has taken as much memory as it may."""
        return sum(field.words for field in self._fields.values()) >= MOST_WORDS

    def add(self, stored: Stored) -> None:
        """Add a release and its quotes."""
        release = stored.release
        document, name = len(self._numbers), release.id.encode()
        self._records.add(document, name, stored.keys, pack(stored))
        day = release.date.toordinal() if release.date else 0
        self._learnt.add(document, release)
        texts = release_texts(release)
        del texts[QUOTE.name]  # the words are in the documents of the quotes
        self._add_document(0, day, texts, release_names(release))
        said = self._lengths[SAID]
        for number, quote in enumerate(release.quotes, 1):
            self._add_quote(number, day, release, quote)
        spoken = sum(said[document + 1 :])
        self._set_length(QUOTE.name, document, spoken)

    def write(self) -> None:
        """Write the segment's files, and sync them."""
        self._records.close()
        documents = len(self._numbers)
        entries = set(chain.from_iterable(f.entries for f in self._fields.values()))
        filed = file_forms(entries)
        ordinals = {
            (form.decode(), width): ordinal
            for ordinal, (_, form, width) in enumerate(filed)
        }
        file = SectionWriter(self._folder / (self._name + POSTINGS))
        write_dictionary(file, filed)
        for name, field in self._fields.items():
            field.write(file, name, ordinals, documents)
        self._learnt.write(file)
        self._write_columns(file, documents)
        totals = {name: sum(lengths) for name, lengths in self._lengths.items()}
        file.close(documents=documents, lengths=totals)
        write_leaders(self._folder, self._name)

    def abandon(self) -> None:
        """Close the files that are open."""
        self._records.abandon()

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
            if not values:
                continue
            length = self._fields[name].add(document, values)
            if name in self._lengths:
                self._set_length(name, document, length)
        for name, values in names.items():
            if values:
                self._facets[name].set(document, values)

    def _set_length(self, name: str, document: int, length: int) -> None:
        lengths = self._lengths[name]
        lengths.extend(array("I", [0]) * (document - len(lengths)))
        lengths.append(length)

    def _write_columns(self, file: SectionWriter, documents: int) -> None:
        file.add("numbers", narrow(self._numbers))
        file.add("days", narrow(self._days))
        for name, lengths in self._lengths.items():
            lengths.extend(array("I", [0]) * (documents - len(lengths)))
            file.add(f"{name}.lengths", narrow(lengths))
        for name, facet in self._facets.items():
            facet.codes.extend(array("I", [UNSET]) * (documents - len(facet.codes)))
            file.add(f"{name}.codes", narrow(facet.codes))
            write_strings(file, f"{name}.values", (v.encode() for v in facet.values))
