"""Web pages: one release, or a list of posts that each may be one.

A page of a known site is read by its row in ``sites``; any other by what it says of
itself (``evidence``).  A page that lists releases without their texts is skipped.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pressfind.errors import ExtractionError
from pressfind.model import RawDocument, Skipped, Source
from pressfind.sources.evidence import read_any
from pressfind.sources.markup import LAST_LINE, parse_markup
from pressfind.sources.posts import Post, find_base, name_listing, read_post
from pressfind.sources.selecting import find_value, select, select_outermost
from pressfind.sources.sites import SITES, Site

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_PAGE = 20_000_000
"""Characters of the largest page that is read: a tree of it takes ten times as much."""

_PAGE = re.compile(
    r"\ufeff?\s*+(?:<\?xml\b[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html"
    r"|(?:html|head|body|title|meta|main|article|section|div|header|h1|p|center|table)"
    r"(?=[\s/>]))",
    re.I | re.S,
)

Found = RawDocument | Skipped


def is_page(text: str) -> bool:
    """Whether ``text`` begins as HTML does."""
    return _PAGE.match(text) is not None


def read_page(text: str, path: str) -> Iterator[Found]:
    """Yield the releases of a page, or why it holds none."""
    if len(text) > LARGEST_PAGE:
        reason = f"a page of {len(text):,} characters; {LARGEST_PAGE:,} are read"
        yield Skipped(path=path, kind="too large", reason=reason)
        return
    try:
        page = parse_markup(text)
    except ExtractionError as error:
        yield Skipped(path=path, kind="bad markup", reason=str(error))
        return
    if page is None:
        yield Skipped(path=path, kind="empty file", reason="its markup holds no text")
        return
    whole = Source(
        path=path, line_start=1, line_end=text.removesuffix("\n").count("\n") + 1
    )
    site = next(
        (site for site in SITES if site.mark in text and select(page, site.tell)), None
    )
    found = list(_read_site(page, site, whole)) if site else []
    yield from found or [read_any(page, text, whole)]


def _read_site(page: "HtmlElement", site: Site, whole: Source) -> Iterator[Found]:
    """Yield what the posts of a page give, or nothing if there is no text."""
    posts = [
        element
        for element in select_outermost(page, site.post)
        if find_value(element, site.title)
    ] or [page]
    base = find_base(page)
    if len(posts) == 1:
        alone = Post(site=site, source=whole, element=posts[0], page=page, base=base)
        yield from filter(None, [read_post(alone)])
        return
    sources = tuple(_find_sources(posts, whole))
    found = [
        read_post(Post(site=site, source=source, element=element, page=None, base=base))
        for element, source in zip(posts, sources, strict=True)
    ]
    if any(found):
        for source, one in zip(sources, found, strict=True):
            yield one or _name_excerpt(source)
    else:
        yield name_listing(whole, len(posts))


def _find_sources(posts: "list[HtmlElement]", whole: Source) -> Iterator[Source]:
    last = whole.line_end or 1
    starts = [min(post.sourceline or 1, last) for post in posts]
    for start, following in zip(starts, [*starts[1:], last + 1], strict=True):
        if start >= LAST_LINE:
            yield Source(path=whole.path)
        else:
            end = max(start, following - 1)
            yield Source(path=whole.path, line_start=start, line_end=end)


def _name_excerpt(source: Source) -> Skipped:
    reason = "only the beginning of a text stands there"
    return Skipped(
        path=source.path, kind="excerpt", reason=reason, line=source.line_start
    )
