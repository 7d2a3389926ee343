"""One post of a page becomes a document, as the row of its site says."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pressfind.model import BlockKind, RawBlock, RawDocument, Skipped, Source
from pressfind.sources.days import find_day
from pressfind.sources.endings import mark_endings
from pressfind.sources.markup import read_element
from pressfind.sources.own_words import heed_own_words, name_other
from pressfind.sources.selecting import (
    Value,
    as_published,
    find_value,
    find_values,
    select,
    select_outermost,
)
from pressfind.sources.sites import ANY, Site
from pressfind.values import frozen

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# "press release"; what is longer, or no words, is of a page that is broken
_KIND = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}")
# "… and more […]", "Continue reading"
_EXCERPT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read\s+more|continue\s+reading).{0,200})\s*$",
    re.I,
)


@frozen(kw_only=True)
class Post:
    """What a page holds of one release, and the whole page where it holds no other."""

    site: Site
    source: Source
    element: "HtmlElement"
    page: "HtmlElement | None"
    base: str | None
    """The address of the page, which those on it are relative to."""

    @property
    def scopes(self) -> "tuple[HtmlElement, ...]":
        """Return where its values may be, the nearest first."""
        return (self.element,) if self.page is None else (self.element, self.page)

    def value(self, picks: Sequence[str]) -> Value | None:
        """Return what the first of ``picks`` finds."""
        found = (find_value(scope, (pick,)) for pick in picks for scope in self.scopes)
        return next(filter(None, found), None)

    def text(self, picks: Sequence[str]) -> str | None:
        """Return the text of that value."""
        found = self.value(picks)
        return found.text if found else None

    def texts(self, picks: Sequence[str]) -> tuple[str, ...]:
        """Return all that ``picks`` find where there is any."""
        for scope in self.scopes:
            values = [value for pick in picks for value in find_values(scope, pick)]
            if values:
                return tuple(value.text for value in values)
        return ()


def read_post(post: Post) -> RawDocument | Skipped | None:
    """Return a post's release, why it is none, or None if it has no whole text."""
    site = post.site
    title = post.value(site.title)
    if title is None:
        return None
    kind = (post.text(site.kind) or "").lower().replace("_", " ")
    if _KIND.fullmatch(kind) and kind not in site.releases:
        return name_other(kind, title.text, post.source)
    blocks = _read_body(post)
    if not blocks or (post.page is None and _EXCERPT.search(blocks[-1].text)):
        return None
    date = _in_zone(post.value(site.date), site.zone)
    return heed_own_words(
        RawDocument(
            source=post.source,
            title=title.text,
            blocks=(
                *_read_notes(post, site.notice),
                *blocks,
                *_read_notes(post, site.history),
            ),
            department=post.text(site.department) or site.issuer,
            date_text=date.text if date else None,
            date_line=date.line if date else None,
            lead=post.text(site.lead),
            tags=post.texts(site.tags),
            url=find_url(post),
        )
    )


def name_listing(source: Source, posts: int) -> Skipped:
    """Return the skip of a page that has titles and links alone."""
    reason = f"it lists {posts} posts without their texts; get the pages it links to"
    return Skipped(path=source.path, kind="listing page", reason=reason)


def find_url(post: Post) -> str | None:
    """Return where the post is published, or None if it doesn't say."""
    address = post.text(post.site.url)
    return join_address(post.base, address) if address else None


def find_base(page: "HtmlElement") -> str | None:
    """Return the address of a whole page, if it says one."""
    found = find_value(page, ANY.url)
    return found.text if found else None


def join_address(base: str | None, address: str) -> str | None:
    """Return the whole address of a page, or None if it is none of the web."""
    try:
        full = as_published(urljoin(base or "", address))
    except ValueError:  # "http://[" isn't one
        return None
    return full if full.startswith(("http://", "https://")) else None


def _read_body(post: Post) -> tuple[RawBlock, ...]:
    unwanted = post.site.left_out
    left_out = set(select(post.element, unwanted)) if unwanted else set()
    for pick in post.site.body:
        elements = select_outermost(post.element, pick)
        blocks = [b for one in elements for b in read_element(one, left_out)]
        if blocks:
            return mark_endings(blocks)
    return ()


def _read_notes(post: Post, selector: str | None) -> tuple[RawBlock, ...]:
    """Return what the publisher says around the text, a block for each element."""
    if selector is None:
        return ()
    notes = (
        " ".join(block.text for block in read_element(one))
        for one in select_outermost(post.scopes[-1], selector)
    )
    return tuple(RawBlock(text=n, kind=BlockKind.BOILERPLATE) for n in notes if n)


def _in_zone(date: Value | None, zone: str | None) -> Value | None:
    if date is None or zone is None:
        return date
    return Value(find_day(date.text, zone), date.line)
