"""From a document as its source holds it to a release: pure functions, no files.

What only decides which releases are the same needs no more than its own module.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressfind.extract.release import Extraction, extract_release

__all__ = ["Extraction", "extract_release"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pressfind.extract import release

    return getattr(release, name)
