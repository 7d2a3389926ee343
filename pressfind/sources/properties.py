"""The names under which records and front matter state a release's properties."""

from collections.abc import Mapping
from typing import Any

PROPERTIES = {
    "title": ("title", "headline"),
    "date": ("date", "published", "issued_on", "published_at"),
    "body": ("body", "text", "content"),
    "department": ("department", "source", "agency", "issuer"),
    "url": ("url", "link"),
    "lead": ("lead", "description", "summary"),
}


def read_properties(record: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the first text that is stated for each property, or None."""
    return {name: _first(record, keys) for name, keys in PROPERTIES.items()}


def read_tags(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the tags, whether they are one or a list."""
    tags = record.get("tags") or ()
    return tuple(clean(str(tag)) for tag in ([tags] if isinstance(tags, str) else tags))


def clean(text: str) -> str:
    """Return ``text`` that can be written as UTF-8: JSON can hold half a character."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    if "\0" in text:  # which is seen ten times as fast as none is replaced
        text = text.replace("\0", "")
    return text.strip()


def _first(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return clean(value)
    return None
