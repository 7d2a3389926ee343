"""The posted fields of an index, and where the words of their texts stand.

Positions count words.  The texts of a field stand one behind the other, with a gap
between them that no phrase crosses.
"""

from pressfind.query.matching import FARTHEST
from pressfind.schema import FIELDS, QUOTE, TEXT_FIELDS, Analysis

FORMAT = 11
"""The version of everything in the index folder; another one is not read."""

FILES = POSTINGS, RECORDS, LEADERS = ".pst", ".rec", ".led"
"""The endings of a segment's three files."""

SAID = "said"
"""The words of a quote's own document; the release's field of them is ``quote``."""

NAMES = tuple(f.name for f in FIELDS.values() if f.analysis is Analysis.FORMS)
"""Fields of names: filtered by, never scored, and counted as facets."""

RELEASE_FIELDS = tuple(field.name for field in TEXT_FIELDS)
"""Fields of text of a release."""

SCORED = (*RELEASE_FIELDS, SAID)
"""All fields of text, whose lengths count."""

POSTED = (*(name for name in SCORED if name != QUOTE.name), *NAMES)
"""Fields with postings; a release has the words of its quotes' documents for quotes."""

GAP = FARTHEST + 1
"""Positions left free between two texts of a field: no words are near across it."""

NAMES_APART = "\x1f"
"""What parts the names of a document in the value of a facet: no name holds it.

Of a quote the first is what it is filed under, empty if it is under nothing.
"""

UNSET = 0
"""The code in a facet's column of a document without a value."""

Texts = tuple[str, ...]


def posted_name(field: str, quotes: bool) -> str:
    """Return where the words of a field of quotes, or else releases, are counted."""
    return SAID if quotes and field == QUOTE.name else field
