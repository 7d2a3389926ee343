"""Full-text search over archives of press releases.

The names in ``__all__`` are the library: what they are called and take is kept within a
version of 1 or more.  Each is loaded when it is first used, so importing the package
costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pressfind.errors import (
        AmbiguousIdError,
        EngineError,
        EngineUnavailableError,
        PressfindError,
        QueryError,
        ReleaseNotFoundError,
        SourceError,
        UsageError,
    )
    from pressfind.indexing import Job, update_index
    from pressfind.model import (
        Block,
        Filters,
        Matching,
        Question,
        Quote,
        QuoteHit,
        QuotePage,
        Release,
        ReleaseHit,
        ReleasePage,
        Snippet,
        Sort,
        Source,
        Span,
        Speaker,
    )
    from pressfind.model.counts import (
        FacetPage,
        FacetValue,
        HeldRole,
        QuotedSpeaker,
        SpeakerPage,
    )
    from pressfind.model.indexes import IndexReport, Status
    from pressfind.model.uses import Direction, Use, UserKind, Uses
    from pressfind.model.verdicts import (
        Change,
        CloseQuote,
        Edit,
        Narrative,
        Operation,
        Verdict,
        Verification,
    )
    from pressfind.searching import (
        export_releases,
        find_releases,
        make_filters,
        read_status,
        search_quotes,
        search_releases,
    )
    from pressfind.searching.facets import count_facet
    from pressfind.searching.people import find_speakers
    from pressfind.searching.uses import find_uses
    from pressfind.searching.verifying import verify_words

__version__ = "0.1.0"

__all__ = [
    "AmbiguousIdError",
    "Block",
    "Change",
    "CloseQuote",
    "Direction",
    "Edit",
    "EngineError",
    "EngineUnavailableError",
    "FacetPage",
    "FacetValue",
    "Filters",
    "HeldRole",
    "IndexReport",
    "Job",
    "Matching",
    "Narrative",
    "Operation",
    "PressfindError",
    "QueryError",
    "Question",
    "Quote",
    "QuoteHit",
    "QuotePage",
    "QuotedSpeaker",
    "Release",
    "ReleaseHit",
    "ReleaseNotFoundError",
    "ReleasePage",
    "Snippet",
    "Sort",
    "Source",
    "SourceError",
    "Span",
    "Speaker",
    "SpeakerPage",
    "Status",
    "UsageError",
    "Use",
    "UserKind",
    "Uses",
    "Verdict",
    "Verification",
    "count_facet",
    "export_releases",
    "find_releases",
    "find_speakers",
    "find_uses",
    "make_filters",
    "read_status",
    "search_quotes",
    "search_releases",
    "update_index",
    "verify_words",
]

_HOMES = {
    "Job": "indexing",
    "update_index": "indexing",
    "count_facet": "searching.facets",
    "find_speakers": "searching.people",
    "export_releases": "searching",
    "find_releases": "searching",
    "make_filters": "searching",
    "read_status": "searching",
    "search_quotes": "searching",
    "search_releases": "searching",
    "find_uses": "searching.uses",
    "verify_words": "searching.verifying",
    "IndexReport": "model.indexes",
    "Status": "model.indexes",
    "FacetPage": "model.counts",
    "FacetValue": "model.counts",
    "HeldRole": "model.counts",
    "QuotedSpeaker": "model.counts",
    "SpeakerPage": "model.counts",
    "Direction": "model.uses",
    "Use": "model.uses",
    "UserKind": "model.uses",
    "Uses": "model.uses",
    "Change": "model.verdicts",
    "CloseQuote": "model.verdicts",
    "Edit": "model.verdicts",
    "Narrative": "model.verdicts",
    "Operation": "model.verdicts",
    "Verdict": "model.verdicts",
    "Verification": "model.verdicts",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    values = "errors" if name.endswith("Error") else "model"
    module = import_module(f"{__name__}.{_HOMES.get(name, values)}")
    found: object = getattr(module, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
