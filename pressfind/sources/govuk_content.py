"""The content API of GOV.UK: an item, or a list of items or of search results.

What an item is, its ``document_type`` says; what isn't a press release is skipped as
that.  Its day is the one in London.  A notice of withdrawal stands before the text and
the changes after it, as boilerplate; a translation has an address of its own.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pressfind.errors import ExtractionError
from pressfind.model import BlockKind, RawBlock, RawDocument, Skipped, Source
from pressfind.sources.days import LONDON, find_day
from pressfind.sources.endings import mark_endings
from pressfind.sources.json_objects import DuplicateKeyError, build_object
from pressfind.sources.markup import read_blocks
from pressfind.sources.own_words import name_other
from pressfind.sources.paragraphs import join_paragraphs
from pressfind.sources.posts import join_address
from pressfind.sources.selecting import clean
from pressfind.sources.sites import GOV_UK_RELEASES

_SITE = "https://www.gov.uk"
# An item has them, a result of a search the later ones.
_TYPES = ("document_type", "content_store_document_type", "format")
_ADDRESSES = ("base_path", "link")
_BODIES = ("body", "indexable_content")
_DATES = ("first_published_at", "public_updated_at", "public_timestamp")
_TOPICS = ("people", "policy_areas", "taxons", "topics", "world_locations")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)

Item = dict[str, Any]


def is_govuk_content(text: str) -> bool:
    """Whether ``text`` is JSON of one item or a list, not a line for each."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] not in {"{", "["} or 'document_type"' not in text:
        return False
    if not any(f'"{name}"' in text for name in _ADDRESSES):
        return False
    first, _, others = start.partition("\n")
    return not (others.strip() and first.rstrip().endswith("}") and _is_whole(first))


def read_govuk_content(text: str, path: str) -> Iterator[RawDocument | Skipped]:
    """Yield the release of each item, or why it is none."""
    try:
        data = json.loads(text.lstrip("\ufeff"), object_pairs_hook=build_object)
    except (ValueError, RecursionError) as error:
        yield _bad(Source(path=path), _explain(error))
        return
    items = _find_items(data)
    if not items:
        yield _bad(Source(path=path), "it holds no item of the content API")
        return
    if all(_find_body(item) is None for item in items):
        reason = f"it lists {len(items)} results without their texts; get the items"
        yield Skipped(path=path, kind="listing page", reason=reason)
        return
    source = Source(path=path)
    if len(items) == 1:
        source = Source(path=path, line_start=1, line_end=text.rstrip().count("\n") + 1)
    for item in items:
        yield read_item(item, source)


def is_item(record: Item) -> bool:
    """Whether a JSON object is an item of the content API."""
    return (
        isinstance(record.get("details"), dict)
        and "document_type" in record
        and "base_path" in record
    )


def read_item(item: Item, source: Source) -> RawDocument | Skipped:
    """Return the release of an item, or why it is none."""
    title = _first(item, ("title",))
    kind = (_first(item, _TYPES) or "document").replace("_", " ")
    if not title:
        return _bad(source, "it has no title")
    if kind not in GOV_UK_RELEASES:
        return name_other(kind, title, source)
    try:
        blocks = _read_blocks(item, kind)
    except ExtractionError as error:
        return Skipped(
            path=source.path,
            kind="bad markup",
            reason=f"{title!r}: {error}",
            line=source.line_start,
        )
    issuers = _find_issuers(item)
    return RawDocument(
        source=source,
        title=title,
        blocks=blocks,
        department=issuers[0] if issuers else None,
        date_text=_find_date(item),
        lead=_first(item, ("description",)),
        tags=(*issuers, *_find_topics(item)),
        url=_find_address(item),
    )


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _explain(error: Exception) -> str:
    if isinstance(error, DuplicateKeyError):
        return str(error)
    if isinstance(error, RecursionError):
        return "its values are nested too deep"
    return f"it isn't whole JSON: {error}"


def _bad(source: Source, why: str) -> Skipped:
    return Skipped(
        path=source.path, kind="bad record", reason=why, line=source.line_start
    )


def _find_items(data: Any) -> list[Item]:
    if isinstance(data, dict) and not _first(data, _TYPES):
        data = next((data[key] for key in ("results", "items") if key in data), [])
    return _objects(data if isinstance(data, list) else [data])


def _find_body(item: Item) -> str | None:
    body = _details(item).get("body")
    if isinstance(body, list):  # one text in several forms
        parts = sorted(
            _objects(body), key=lambda part: part.get("content_type") != "text/html"
        )
        body = parts[0].get("content") if parts else None
    bodies = (body, *(item.get(name) for name in _BODIES))
    return next((one for one in bodies if isinstance(one, str) and one.strip()), None)


def _details(item: Item) -> Item:
    details = item.get("details")
    return details if isinstance(details, dict) else {}


def _objects(value: Any) -> list[Item]:
    listed = value if isinstance(value, list) else []
    return [one for one in listed if isinstance(one, dict)]


def _read_blocks(item: Item, kind: str) -> tuple[RawBlock, ...]:
    notices = (_read_withdrawal(item, kind), *_read_changes(item))
    notice, *changes = (
        RawBlock(text=text, kind=BlockKind.BOILERPLATE) if text else None
        for text in notices
    )
    own = mark_endings(tuple(_read_text(_find_body(item) or "")))
    blocks = (notice, *own, *changes)
    return tuple(block for block in blocks if block and block.text)


def _read_text(body: str) -> Iterator[RawBlock]:
    """Yield the blocks of a text; they stand on one line of the file, so have none."""
    if _TAG.search(body):
        yield from (replace(block, line=None) for block in read_blocks(body))
        return
    for text, _, kind in join_paragraphs(body.split("\n")):
        yield RawBlock(text=clean(text), kind=kind)


def _read_withdrawal(item: Item, kind: str) -> str:
    notice = item.get("withdrawn_notice")
    if not isinstance(notice, dict) or not notice:
        return ""
    day = find_day(_first(notice, ("withdrawn_at",)) or "an unknown day", LONDON)
    why = read_blocks(_first(notice, ("explanation",)) or "")
    return " ".join((f"This {kind} was withdrawn on {day}.", *(b.text for b in why)))


def _read_changes(item: Item) -> list[str]:
    """Return a text for each change, unless there was none since the publication."""
    changes = [
        f"{find_day(when, LONDON)}: {note}"
        for change in _objects(_details(item).get("change_history"))
        if (when := _first(change, ("public_timestamp",)))
        and (note := _first(change, ("note",)))
    ]
    return changes if len(changes) > 1 else []


def _find_date(item: Item) -> str | None:
    first, *others = _DATES
    written = (
        _first(item, (first,))
        or _first(_details(item), ("first_public_at",))
        or _first(item, others)
    )
    return find_day(written, LONDON) if written else None


def _find_address(item: Item) -> str | None:
    """Return where an item is published; that of a translation ends in its locale."""
    address = _first(item, _ADDRESSES)
    if not address:
        return None
    locale = _first(item, ("locale",)) or "en"
    if locale != "en" and not address.endswith(f".{locale}"):
        address += f".{locale}"
    return join_address(_SITE, address)


def _find_issuers(item: Item) -> list[str]:
    """Return the organisations, the one that published the item first."""
    listed = _details(item).get("emphasised_organisations")
    emphasised = listed if isinstance(listed, list) else []
    organisations = sorted(
        _links(item, "organisations"),
        key=lambda link: link.get("content_id") not in emphasised,
    )
    return _titles(
        *_links(item, "primary_publishing_organisation"),
        *organisations,
        *_links(item, "worldwide_organisations"),
    )


def _find_topics(item: Item) -> list[str]:
    return _titles(*(link for name in _TOPICS for link in _links(item, name)))


def _titles(*links: Item) -> list[str]:
    return [title for link in links if (title := _first(link, ("title",)))]


def _links(item: Item, name: str) -> list[Item]:
    links = item.get("links")
    return _objects((links if isinstance(links, dict) else item).get(name))


def _first(holder: Item, keys: Iterable[str]) -> str | None:
    for key in keys:
        value = holder.get(key)
        if isinstance(value, str) and (text := clean(value)):
            return text
    return None
