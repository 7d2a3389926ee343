"""A WordPress export (WXR): its published posts, read as a stream.

An item is dropped from the tree as soon as it is read, so memory doesn't grow with the
export.  Pages, attachments, menus, drafts and the like are counted, not read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pressfind.errors import ExtractionError, UnreadableError
from pressfind.model import RawDocument, Skipped, Source
from pressfind.sources.bodies import read_body
from pressfind.sources.content import Content
from pressfind.sources.frame import mark_frame
from pressfind.sources.markup import LAST_LINE
from pressfind.sources.titles import cut_title, read_title
from pressfind.sources.xml_entities import refuse_entities

if TYPE_CHECKING:
    from lxml.html import HtmlElement as Element

# "post", and what sites name their own types: "press-release", "news_item"
_POST_TYPE = re.compile(r"post|.*(?:news|press|release|statement).*", re.I)
_PUBLISHED = ("publish", "")
# [caption id="a" width="300"]A ferry[/caption], [gallery ids="1,2"]
_SHORTCODE = re.compile(
    r"\[caption\b[^\]]*\].*?\[/caption\]"
    r"|\[/?(?:audio|embed|gallery|playlist|video)\b[^\]]*\]",
    re.S,
)
_CUT = "incomplete item"
"""What lacks a type, the last thing in an item: an export that was cut ends so."""
_NEVER = "0000-"
"""How the export begins a date that there isn't."""


def read_wordpress_export(content: Content) -> Iterator[RawDocument | Skipped]:
    """Yield the posts, then how many items were none."""
    refuse_entities(content.beginning)
    others: Counter[str] = Counter()
    damage = None
    try:
        yield from _read_items(content, others)
    except UnreadableError as error:
        damage = error
    for kind, count in sorted(others.items()):
        verb = (
            "item isn't a published post" if count == 1 else "items aren't such posts"
        )
        yield Skipped(path=content.path, kind=kind, reason=f"{count:,} {verb}")
    if damage:
        raise damage


def _read_items(
    content: Content, others: Counter[str]
) -> Iterator[RawDocument | Skipped]:
    """Yield what the posts give, and count the other items by what they are."""
    for item in _find_items(content):
        try:
            kind = _text(item, "post_type") or _CUT
            status = _text(item, "status")
            if not _POST_TYPE.fullmatch(kind):
                others[kind.replace("_", " ")] += 1
            elif status not in _PUBLISHED:
                others[status] += 1
            else:
                yield _read_post(item, content.path)
        except UnicodeDecodeError:  # recovered, but for signs that can't be
            others["broken text"] += 1


def _find_items(content: Content) -> "Iterator[Element]":
    """Yield each item, and free it and what lies before it when the next is wanted."""
    from lxml import etree

    # Such exports hold control characters and cut sequences: what follows is read on.
    reading = etree.iterparse(
        content.open(),
        events=("end",),
        tag="item",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
    )
    try:
        for _, item in reading:
            yield item
            item.clear()
            while item.getprevious() is not None:
                del item.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise UnreadableError("damaged", f"it can't be read on: {error}") from error
    broken = next(iter(reading.error_log.filter_from_fatals()), None)
    if broken:
        raise UnreadableError(
            "damaged", f"line {broken.line}: {broken.message}; what is whole was read"
        )


def _read_post(item: "Element", path: str) -> RawDocument | Skipped:
    title = read_title(" ".join(_text(item, "title").split()))
    line = item.sourceline if (item.sourceline or LAST_LINE) < LAST_LINE else None
    try:
        body = _SHORTCODE.sub("", _text(item, "encoded", "content"))
        framed = mark_frame(read_body(body))
    except ExtractionError as error:
        reason = f"{title.text!r}: {error}"
        return Skipped(path=path, kind="bad markup", reason=reason, line=line)
    if not title.text and not framed.blocks:
        return Skipped(
            path=path,
            kind="bad record",
            reason="neither a title nor a text",
            line=line,
        )
    excerpt = " ".join(b.text for b in read_body(_text(item, "encoded", "excerpt")))
    return RawDocument(
        source=Source(path=path, line_start=line),
        title=title.text or cut_title(framed.blocks[0].text),
        blocks=framed.blocks,
        date_text=_find_date(item) or framed.date_text,
        date_line=line,
        month=title.month,
        lead=excerpt or None,
        tags=tuple(
            name
            for category in item.iterchildren("category")
            if (name := (category.text or "").strip()) and name != "Uncategorized"
        ),
        url=_text(item, "link") or None,
    )


def _find_date(item: "Element") -> str | None:
    """Return the day that the site shows, else the one in the feed's own field."""
    for text in (_text(item, "post_date"), _text(item, "pubDate")):
        if text and not text.startswith(_NEVER):
            return text
    return None


def _text(item: "Element", name: str, space: str = "") -> str:
    """Return the text of a child; ``space`` is a word of its namespace's address."""
    for child in item.iterchildren():
        if not isinstance(child.tag, str):
            continue
        address, _, own = child.tag.rpartition("}")
        if own == name and space in address:
            return (child.text or "").strip()
    return ""
