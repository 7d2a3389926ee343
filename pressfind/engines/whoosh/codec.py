"""The segments as Whoosh sees them: its schema, its codec, and readers for both.

Whoosh keeps the table of contents, names the segments and can search them with its own
searchers: a term of a text field is a stem, of a field of names a form.  pressfind's
own searches don't come through here.
"""

import io
from array import array
from collections.abc import Generator, Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec import base
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from pressfind.analysis import stem, tokenize
from pressfind.engines.whoosh.fields import GAP, NAMES, POSTED, SCORED, Texts
from pressfind.engines.whoosh.segment import Segment
from pressfind.engines.whoosh.storage import NAME

_POSITIONS = formats.Positions()
_COLUMNS = ("numbers", "days")
_READ_ONLY = "Whoosh reads these segments, pressfind's own writer makes them"


class Postings(fields.FieldType):  # type: ignore[misc]
    """A field of texts, analysed by pressfind, with positions."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.analyzer = None
        self.format = _POSITIONS
        self.scorable = True
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False

    def index(
        self, value: Texts, **_: Any
    ) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield term, frequency, weight and encoded positions, for Whoosh's codec."""
        places: dict[str, list[int]] = {}
        for term, position in find_terms(self.name, value):
            places.setdefault(term, []).append(position)
        for term, positions in places.items():
            encoded = _POSITIONS.encode(sorted(positions))
            yield term.encode(), len(positions), float(len(positions)), encoded


class Identifiers(fields.FieldType):  # type: ignore[misc]
    """The id of a release, whole, stored with its documents."""

    def __init__(self) -> None:
        self.analyzer = None
        self.format = formats.Existence()
        self.scorable = False
        self.stored = True
        self.unique = False
        self.vector = None
        self.spelling = False

    def index(
        self, value: str, **_: Any
    ) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield the one term."""
        yield value.encode(), 1, 1.0, b""


def find_terms(name: str, texts: Texts) -> Iterator[tuple[str, int]]:
    """Yield term and position of each token of a field's texts."""
    base_position = 0
    for text in texts:
        end = base_position
        for token in tokenize(text):
            term = token.form if name in NAMES else stem(token.form)
            yield term, base_position + token.position
            end = max(end, base_position + token.position + token.width)
        base_position = end + GAP


def make_schema() -> fields.Schema:
    """Return the schema of the index."""
    schema = fields.Schema(id=Identifiers())
    for name in POSTED:
        schema.add(name, Postings(name))
    for name in _COLUMNS:
        schema.add(name, fields.COLUMN(columns.NumericColumn("I")))
    return schema


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A segment as the table of contents names it."""

    def __init__(self, segment: Segment) -> None:
        super().__init__(NAME)
        self.segid = segment.name.removeprefix(f"{NAME}_")
        self._documents = segment.documents
        self._deleted = segment.deleted

    def codec(self) -> "ArrayCodec":
        """Return what reads the segment's files."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """Return how many documents there are, deleted ones among them."""
        return self._documents

    def deleted_count(self) -> int:
        """Return how many documents are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> frozenset[int]:
        """Return the documents that are deleted."""
        return self._deleted

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Refuse: a segment of a commit never changes."""
        raise io.UnsupportedOperation(_READ_ONLY)


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads segments of arrays; only pressfind's own writer makes them."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> "_Terms":
        """Return the terms and postings of a segment."""
        return _Terms(_mapped(storage, segment))

    def per_document_reader(
        self, storage: Any, segment: ArraySegment
    ) -> "_PerDocument":
        """Return lengths, columns and stored fields of a segment."""
        return _PerDocument(_mapped(storage, segment))

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        """Refuse, as all that writes."""
        raise io.UnsupportedOperation(_READ_ONLY)

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Refuse, as all that writes."""
        raise io.UnsupportedOperation(_READ_ONLY)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        """Refuse, as all that writes."""
        raise io.UnsupportedOperation(_READ_ONLY)

    def postings_reader(self, *_: Any, **__: Any) -> Any:
        """Refuse: postings are read through the terms reader."""
        raise io.UnsupportedOperation(_READ_ONLY)

    def new_segment(self, storage: Any, indexname: str) -> Any:
        """Refuse, as all that writes."""
        raise io.UnsupportedOperation(_READ_ONLY)


def _mapped(storage: Any, segment: ArraySegment) -> Segment:
    folder, name = Path(storage.folder), segment.segment_id()
    return Segment(folder, name, frozenset(segment.deleted_docs()))


class _Terms(base.TermsReader):  # type: ignore[misc]
    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(self._postings(*term))

    def indexed_field_names(self) -> tuple[str, ...]:
        return ("id", *POSTED)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self.indexed_field_names()):
            for text in self._texts(name):
                if self._postings(name, text):
                    yield name, text

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        start = (fieldname, prefix)
        return (term for term in self.terms() if term >= start)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        terms = self.terms_from(fieldname, prefix)
        return ((term, self.term_info(*term)) for term in terms)

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        raise io.UnsupportedOperation("spelling is pressfind's own")

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(sum(map(len, self._postings(fieldname, text).values())))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._postings(fieldname, text))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        info = TermInfo()
        for document, positions in self._found(fieldname, text).items():
            info.add_posting(document, len(positions), len(positions))
        return info

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ListMatcher:
        found = self._found(fieldname, text)
        values = [format_.encode(positions) for positions in found.values()]
        weights = [float(len(positions)) for positions in found.values()]
        return ListMatcher(
            list(found), weights, values, format_, scorer, term=(fieldname, text)
        )

    def _found(self, fieldname: str, text: bytes) -> dict[int, list[int]]:
        found = self._postings(fieldname, text)
        if not found:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return dict(sorted(found.items()))

    def _texts(self, fieldname: str) -> Iterable[bytes]:
        if fieldname == "id":
            return sorted(set(self._segment.records.ids))
        dictionary = self._segment.dictionary
        return iter(dictionary.stems) if fieldname in SCORED else _distinct(dictionary)

    def _postings(self, fieldname: str, text: bytes) -> dict[int, list[int]]:
        """Return the positions of a term in each document that has it."""
        segment, word = self._segment, text.decode()
        if fieldname == "id":
            return {d: [0] for d, name in _owners(segment) if name == text}
        field, found = segment.field(fieldname), dict[int, list[int]]()
        family = segment.dictionary.find_family
        forms = (
            family(word) if fieldname in SCORED else segment.dictionary.find_form(word)
        )
        for number in field.find_lists(forms.start, forms.stop):
            ends = list(accumulate(field.frequencies(number), initial=0))
            positions = field.positions(number)
            for place, document in enumerate(field.documents(number)):
                own = positions[ends[place] : ends[place + 1]]
                found.setdefault(document, []).extend(own)
        return {document: sorted(places) for document, places in found.items()}


class _PerDocument(base.PerDocumentReader):  # type: ignore[misc]
    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def doc_count(self) -> int:
        return self._segment.documents - len(self._segment.deleted)

    def doc_count_all(self) -> int:
        return self._segment.documents

    def has_deletions(self) -> bool:
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._segment.deleted

    def deleted_docs(self) -> frozenset[int]:
        return self._segment.deleted

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in _COLUMNS

    def column_reader(self, fieldname: str, column: Any) -> Any:
        values = getattr(self._segment, fieldname)
        return _Column(values)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        if fieldname not in SCORED:
            return default
        return int(self._segment.lengths(fieldname)[docnum])

    def field_length(self, fieldname: str) -> int:
        return sum(self._lengths(fieldname))

    def min_field_length(self, fieldname: str) -> int:
        return min(self._lengths(fieldname), default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max(self._lengths(fieldname), default=0)

    def _lengths(self, fieldname: str) -> "array[int] | memoryview[int]":
        if fieldname not in SCORED:
            return array("B")
        return self._segment.lengths(fieldname)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {"id": self._segment.name_of(docnum).decode()}


class _Column(columns.ColumnReader):  # type: ignore[misc]
    def __init__(self, values: "memoryview[int]") -> None:
        self._values = values
        self._doccount = len(values)

    def __getitem__(self, docnum: int) -> int:
        return self._values[docnum]


def _owners(segment: Segment) -> Iterator[tuple[int, bytes]]:
    return ((d, segment.name_of(d)) for d in range(segment.documents))


def _distinct(dictionary: Any) -> Iterable[bytes]:
    return sorted(set(dictionary.forms))
