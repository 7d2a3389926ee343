"""From a document as its source holds it to a release: pure functions, no files."""

from pressfind.extract.release import Extraction, extract_release

__all__ = ["Extraction", "extract_release"]
