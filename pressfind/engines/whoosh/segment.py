"""A written segment, mapped: its postings, columns, ids, keys and records.

Documents are numbered from 0.  A release has an ordinal as well, which its id, keys and
record are found by.  Sections are opened when they are first asked for.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pressfind.engines.base import Stored
from pressfind.engines.whoosh.bitmaps import Bitmap, Numbering
from pressfind.engines.whoosh.dictionary import Dictionary, Strings
from pressfind.engines.whoosh.fields import LEADERS, POSTINGS, RECORDS
from pressfind.engines.whoosh.leaders import Leaders
from pressfind.engines.whoosh.learnt import LearntPairs
from pressfind.engines.whoosh.postings import FieldPostings
from pressfind.engines.whoosh.records import RecordFile
from pressfind.engines.whoosh.sections import SectionFile
from pressfind.model import Release

Integers = memoryview


class Segment:
    """One segment of an index; ``deleted`` are the documents that count no more."""

    def __init__(self, folder: Path, name: str, deleted: frozenset[int]) -> None:
        self.name = name
        self.deleted = deleted
        self._folder = folder
        self._file = SectionFile(folder / (name + POSTINGS))
        self.records = RecordFile(folder / (name + RECORDS))
        self.documents: int = self._file.about["documents"]
        self._fields: dict[str, FieldPostings] = {}
        self._lengths: dict[str, Integers[int]] = {}

    @classmethod
    def hold(cls, folder: Path, name: str, deleted: frozenset[int]) -> "Segment":
        """Open a segment with all of its files: the next commit may remove them."""
        segment = cls(folder, name, deleted)
        _ = segment.leaders
        return segment

    @property
    def has_live_documents(self) -> bool:
        """Whether anything in it still counts."""
        return len(self.deleted) < self.documents

    def without(self, deleted: frozenset[int]) -> "Segment":
        """Return the segment with these documents deleted, and no others."""
        return Segment(self._folder, self.name, deleted)

    @cached_property
    def dictionary(self) -> Dictionary:
        """The forms of the segment."""
        return Dictionary(self._file)

    @cached_property
    def leaders(self) -> Leaders:
        """What tells how rare a stem is, and the releases that lead by it."""
        return Leaders(self._folder / (self.name + LEADERS))

    @cached_property
    def learnt(self) -> LearntPairs:
        """The acronyms that its releases explain."""
        return LearntPairs(self._file)

    @cached_property
    def numbers(self) -> "Integers[int]":
        """The number of each quote within its release, 0 for releases."""
        return self._file.array("numbers")

    @cached_property
    def days(self) -> "Integers[int]":
        """The proleptic ordinal of each document's day, 0 where it has none."""
        return self._file.array("days")

    @property
    def releases(self) -> "Integers[int]":
        """The documents that are releases, by ordinal."""
        return self.records.documents

    def section(self, name: str) -> "Integers[int]":
        """Return the integers of a section of the postings."""
        return self._file.array(name)

    def field(self, name: str) -> FieldPostings:
        """Return the postings of a field."""
        if name not in self._fields:
            self._fields[name] = FieldPostings(self._file, name)
        return self._fields[name]

    def lengths(self, name: str) -> "Integers[int]":
        """Return how many words a field of each document has."""
        if name not in self._lengths:
            self._lengths[name] = self._file.array(f"{name}.lengths")
        return self._lengths[name]

    def live_length(self, name: str) -> int:
        """Return how many words a field of all live documents has."""
        lengths = self.lengths(name)
        deleted = sum(map(lengths.__getitem__, self.deleted))
        return int(self._file.about["lengths"][name] - deleted)

    def codes(self, name: str) -> "Integers[int]":
        """Return the number of each document's value of a facet."""
        return self._file.array(f"{name}.codes")

    def values(self, name: str) -> Strings:
        """Return the values of a facet, by number."""
        return Strings(self._file, f"{name}.values")

    def ordinal(self, document: int) -> int:
        """Return the ordinal of a release."""
        return bisect_left(self.releases, document)

    def name_of(self, document: int) -> bytes:
        """Return the id of a release, or of the release of a quote."""
        return self.records.ids[self.leaders.ordinals[document]]

    def quotes_of(self, release: int) -> range:
        """Return the documents of a release's quotes."""
        following = self.ordinal(release) + 1
        if following < len(self.releases):
            return range(release + 1, self.releases[following])
        return range(release + 1, self.documents)

    @cached_property
    def live(self) -> Bitmap:
        """The releases that count."""
        numbering = Numbering(self.releases, self.leaders.ordinals)
        every = Bitmap((1 << len(self.releases)) - 1, numbering)
        return every - {d for d in self.deleted if not self.numbers[d]}

    def find_common(self, stemmed: str) -> Bitmap | None:
        """Return the live releases with a stem, or None if it isn't a common one."""
        number = self.dictionary.find_number(stemmed)
        bits = None if number is None else self.leaders.find_bits(number)
        return None if bits is None else self.live.select(bits)

    def live_releases(self) -> list[int]:
        """Return the documents of the releases that count, ascending."""
        if not self.deleted:
            return self.releases.tolist()
        return [d for d in self.releases if d not in self.deleted]

    def find_ids(self, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Yield id and document of the live releases whose ids begin so, by id."""
        for name, ordinal in self.records.find_ids(prefix):
            document = self.releases[ordinal]
            if document not in self.deleted:
                yield name, document

    def find_id(self, name: str) -> Iterator[int]:
        """Yield the live release of an id, if it is in this segment."""
        wanted = name.encode("utf-8", "surrogatepass")  # a query can hold anything
        for found, document in self.find_ids(wanted):
            if found == wanted:
                yield document
            return

    def find_key(self, key: int) -> Iterator[int]:
        """Yield the live releases that have a key."""
        for ordinal in self.records.find_key(key):
            document = self.releases[ordinal]
            if document not in self.deleted:
                yield document

    def read_release(self, document: int) -> Release:
        """Return the release of a document, or the release of a quote."""
        return self.records.read_release(self.leaders.ordinals[document])

    def read(self, document: int) -> Stored:
        """Return the stored release of a document."""
        return self.records.read(self.ordinal(document))
