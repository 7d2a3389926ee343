"""JSON objects in which no key stands twice: nobody can tell which value is meant."""

from collections import Counter
from typing import Any


class DuplicateKeyError(ValueError):
    """A key stands twice in one object."""


def build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of its pairs, as ``json`` asks for it."""
    built = dict(pairs)
    if len(built) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counts.items() if count > 1)
        raise DuplicateKeyError(f"an object has the key {twice[:80]!r} twice")
    return built
