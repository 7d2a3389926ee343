"""Feeds: RSS 0.9x to 2.0 and Atom, well-formed or not, an entry a release.

The full text of an entry is read before its summary.  Nobody is guessed to have issued
an entry: only a stated publisher is its department.
"""

from collections.abc import Iterator
from typing import Any

from pressfind.errors import ExtractionError, UnreadableError
from pressfind.model import RawBlock, RawDocument, Skipped, Source
from pressfind.sources.bodies import read_body
from pressfind.sources.content import Content
from pressfind.sources.frame import mark_frame
from pressfind.sources.titles import cut_title, read_title
from pressfind.sources.xml_entities import refuse_entities

_BROKEN = (ValueError, TypeError, AttributeError, LookupError)
"""What feedparser raises on numbers, names and signs that can't be."""
_LONGEST_RUN = 100
"""Characters beside the title in a line that runs title, source and day together."""

Entry = Any
"""An entry as feedparser gives it: a mapping of whatever was there."""


def read_feed(content: Content) -> Iterator[RawDocument | Skipped]:
    """Yield a release for each entry, or why it is none."""
    import feedparser

    text = content.text
    refuse_entities(text)
    # Its own guesses at the encoding aren't wanted: the text is decoded.
    headers = {"content-type": "application/xml; charset=utf-8"}
    encoded = text.encode("utf-8", "replace")
    try:
        found = feedparser.parse(encoded, response_headers=headers)
    except _BROKEN as error:
        raise UnreadableError("damaged", f"the feed can't be read: {error}") from error
    if not found.entries:
        why = found.get("bozo_exception")
        reason = f"the feed has no entries{f': {why}' if why else ''}"
        yield Skipped(path=content.path, kind="no entries", reason=reason)
    for number, entry in enumerate(found.entries, 1):
        yield _read_entry(entry, number, content.path)


def _read_entry(entry: Entry, number: int, path: str) -> RawDocument | Skipped:
    title = read_title(_read_text(entry.get("title")))
    try:
        blocks = _drop_run_together(_read_content(entry), title.text)
        lead = _read_lead(entry)
    except ExtractionError as error:
        reason = f"entry {number}: {error}"
        return Skipped(path=path, kind="bad markup", reason=reason)
    framed = mark_frame(blocks)
    if not title.text and not framed.blocks:
        reason = f"entry {number} has neither a title nor a text"
        return Skipped(path=path, kind="bad record", reason=reason)
    return RawDocument(
        source=Source(path=path),
        title=title.text or cut_title(framed.blocks[0].text),
        blocks=framed.blocks,
        department=_read_text(entry.get("publisher")) or None,
        date_text=_read_date(entry) or framed.date_text,
        month=title.month,
        lead=lead,
        tags=tuple(filter(None, (_read_text(t.term) for t in entry.get("tags", ())))),
        url=entry.get("link") or None,
    )


def _read_date(entry: Entry) -> str | None:
    # Asked for a change that isn't there, feedparser warns and tells the first date.
    dates = (entry[key] for key in ("published", "updated") if key in entry)
    return next(filter(None, dates), None)


def _read_content(entry: Entry) -> tuple[RawBlock, ...]:
    for part in (*entry.get("content", ()), entry.get("summary_detail")):
        if part and (blocks := read_body(part.value)):
            return blocks
    return ()


def _read_lead(entry: Entry) -> str | None:
    """Return the summary beside a full text, unless the text says the same."""
    if not any(part.value for part in entry.get("content", ())):
        return None
    summary = " ".join(block.text for block in read_body(entry.get("summary") or ""))
    whole = " ".join(block.text for block in _read_content(entry))
    return None if summary.rstrip(" .…[]") in whole else summary


def _read_text(markup: str | None) -> str:
    return " ".join(block.text for block in read_body(markup or ""))


def _drop_run_together(blocks: tuple[RawBlock, ...], title: str) -> list[RawBlock]:
    """Return blocks without first lines that only repeat title, source and day.

    Feeds made from pages begin so: "News New ferryMinistry of Ports7 May 2024".
    """
    dropped = ""
    for place, block in enumerate(blocks):
        repeats = title and title in block.text
        if repeats and len(block.text) <= len(title) + _LONGEST_RUN:
            dropped += block.text
        elif block.text not in dropped:
            return list(blocks[place:])
    return []
