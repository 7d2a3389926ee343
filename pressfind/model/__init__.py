"""What flows between the layers: frozen values without I/O.

A ``Span`` counts code points of ``Release.body`` and is half-open, so
``body[span.start:span.end]`` is always the text it names.  Lines are 1-based
lines of the source.  ``None`` means that the text does not say.
"""

from pressfind.model.answers import (
    Filters,
    Grouping,
    Learnt,
    Matching,
    Page,
    Question,
    QuoteHit,
    QuotePage,
    QuoteReference,
    ReleaseHit,
    ReleasePage,
    Snippet,
    Sort,
    Suggestion,
)
from pressfind.model.documents import (
    BLOCK_SEPARATOR,
    Block,
    BlockKind,
    Evidence,
    Quote,
    QuoteKind,
    RawBlock,
    RawDocument,
    Release,
    Repair,
    Skipped,
    Source,
    Span,
    Speaker,
)

__all__ = [
    "BLOCK_SEPARATOR",
    "Block",
    "BlockKind",
    "Evidence",
    "Filters",
    "Grouping",
    "Learnt",
    "Matching",
    "Page",
    "Question",
    "Quote",
    "QuoteHit",
    "QuoteKind",
    "QuotePage",
    "QuoteReference",
    "RawBlock",
    "RawDocument",
    "Release",
    "ReleaseHit",
    "ReleasePage",
    "Repair",
    "Skipped",
    "Snippet",
    "Sort",
    "Source",
    "Span",
    "Speaker",
    "Suggestion",
]
