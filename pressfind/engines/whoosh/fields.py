"""The Whoosh schema: one document for a release, one for each of its quotes.

A release's document is followed at once by those of its quotes, in one segment, so
quote N stands N documents behind its release: the join is a subtraction.  Releases
and quotes share no text field, so no statistics mix.

A posting's position holds more than a place: ``position * WIDTHS + width - 1``.
"""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from typing import Any

from whoosh import columns, fields, formats

from pressfind.analysis import MAX_WIDTH, stem, tokenize
from pressfind.schema import FIELDS, TEXT_FIELDS, Analysis, Field

FORMAT = 1
"""The version of everything in the index folder; another one is not read."""

WIDTHS = 16
STRIDE = 1024
"""Each text of a field begins at a multiple: no phrase crosses from one to the next."""

assert MAX_WIDTH <= WIDTHS  # noqa: S101  # positions hold widths

SAID = "said"
"""The words of a quote's own document; the release's field of them is ``quote``."""

Texts = tuple[str, ...]

_POSITIONS = formats.Positions()


class Postings(fields.FieldType):  # type: ignore[misc]
    """A field of texts, analysed by pressfind, with positions."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.analyzer = None
        self.format = _POSITIONS
        self.scorable = False  # lengths are exact, in columns
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False

    def index(
        self, value: Texts, **_: Any
    ) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield term, frequency, weight and encoded positions."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for term, position, width in find_terms(value, self.analysis):
            places[term].append(position * WIDTHS + width - 1)
        for term, codes in places.items():
            encoded = _POSITIONS.encode(sorted(set(codes)))
            yield term.encode(), len(codes), float(len(codes)), encoded


class Keys(fields.FieldType):  # type: ignore[misc]
    """A field of whole strings that documents are looked up by."""

    def __init__(self) -> None:
        self.analyzer = None
        self.format = formats.Existence()
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False

    def index(
        self, value: Iterable[str], **_: Any
    ) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield each key once."""
        for key in sorted(set(value)):
            yield key.encode(), 1, 1.0, b""


def find_terms(texts: Texts, analysis: Analysis) -> Iterator[tuple[str, int, int]]:
    """Yield term, position and width of each token of the texts."""
    base = 0
    for text in texts:
        last = -1
        for token in tokenize(text):
            last = token.position
            yield term_of(token.form, analysis), base + token.position, token.width
        base += (last // STRIDE + 1) * STRIDE if last >= 0 else 0


def term_of(form: str, analysis: Analysis) -> str:
    """Return what ``form`` is indexed as."""
    return stem(form) if analysis is Analysis.STEMS else form


def length_column(name: str) -> str:
    """Return the name of the column of a text field's lengths, in words."""
    return f"{name}_length"


def make_schema() -> fields.Schema:
    """Return the schema of the index."""
    schema = fields.Schema(
        id=Keys(),  # of a release, also on its quotes: deleting needs no join
        key=Keys(),
        name=fields.COLUMN(columns.VarBytesColumn()),
        number=fields.COLUMN(columns.NumericColumn("i")),
        day=fields.COLUMN(columns.NumericColumn("i")),
        record=fields.STORED(),
    )
    for field in FIELDS.values():
        schema.add(_posted(field), Postings(field.analysis))
    schema.add("quote", Postings(FIELDS["quote"].analysis))
    for name in (*(field.name for field in TEXT_FIELDS), SAID):
        schema.add(length_column(name), fields.COLUMN(columns.NumericColumn("i")))
    return schema


def _posted(field: Field) -> str:
    return SAID if field.name == "quote" else field.name
