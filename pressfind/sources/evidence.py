"""A page of no known site, read by what it says of itself, best evidence first.

JSON-LD names an article; then come OpenGraph and other metadata, microdata, the
elements ``<article>`` and ``<main>``, and last the extra ``web``.  What none of them
says stays open: a date is never inferred.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pressfind.model import BlockKind, RawBlock, RawDocument, Skipped, Source
from pressfind.sources.endings import mark_endings
from pressfind.sources.extras import LACKING, WEB
from pressfind.sources.linked_data import Article, find_article
from pressfind.sources.main_content import find_main_content
from pressfind.sources.markup import read_blocks, read_element
from pressfind.sources.own_words import heed_own_words
from pressfind.sources.paragraphs import join_paragraphs
from pressfind.sources.posts import (
    Post,
    find_base,
    find_url,
    join_address,
    name_listing,
)
from pressfind.sources.selecting import clean, find_values, select, select_outermost
from pressfind.sources.sites import ANY

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST_WORDS = 8
"""A text has a paragraph of so many words, or it is a menu."""
FEWEST_TEASERS = 3
"""So many short articles with links make a list."""
MOST_ON_BUTTON = 2
"""Words of a list item that is a button, as "Share" and "Tweet this" are."""
# Chinese, Japanese and Thai have no blanks between words, which are of two signs or so.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
# "Ferry sails again | Ministry of Ports"
_SEPARATORS = re.compile(r"\s+[|·»:–—-]\s+")


def read_any(page: "HtmlElement", html: str, source: Source) -> RawDocument | Skipped:
    """Return the release of a page, or why there is none."""
    article = find_article(page)
    if article is None and (teasers := _count_teasers(page)):
        return name_listing(source, teasers)
    article = article or Article()
    post = Post(site=ANY, source=source, element=page, page=page, base=find_base(page))
    title = _find_title(post, article)
    blocks = _find_text(post, article) or find_main_content(html)
    if not title or not blocks or not _is_text(blocks):
        return _name_textless(source, lacks_extra=blocks is None)
    date = post.value(ANY.date)
    known = date if date and not article.date else None
    return heed_own_words(
        RawDocument(
            source=source,
            title=title,
            blocks=mark_endings(blocks),
            department=article.department or post.text(ANY.department),
            date_text=article.date or (date.text if date else None),
            date_line=known.line if known else None,
            tags=article.tags or post.texts(ANY.tags),
            url=find_url(post)
            or (article.url and join_address(post.base, article.url)),
        )
    )


def _count_teasers(page: "HtmlElement") -> int:
    """Return how many articles a page lists, if it lists some and is none itself."""
    articles = select_outermost(page, "article")
    teasers = [one for one in articles if select(one, "h2 a, h3 a, a h2, a h3")]
    whole = any(
        value.text == "article"
        for value in find_values(page, "meta[property='og:type']@content")
    )
    return len(teasers) if len(teasers) >= FEWEST_TEASERS and not whole else 0


def _find_title(post: Post, article: Article) -> str | None:
    """Return the title, without the name of the site behind it if a heading tells."""
    title = article.title or post.text(ANY.title)
    if title is None:
        return None
    headings = {value.text for value in find_values(post.element, "h1, h2, h3")}
    for separator in _SEPARATORS.finditer(title):
        if title[: separator.start()] in headings:
            return title[: separator.start()]
    return title


def _find_text(post: Post, article: Article) -> tuple[RawBlock, ...]:
    marked, *others = (_find_longest(post, pick) for pick in ANY.body)
    if _is_text(marked):
        return _trim(marked)
    # Where several <article>s are parts of one text, they are less than it.
    whole = max(others, key=_length)
    for blocks in (*others, _read_told(article.text or "")):
        if _is_text(blocks) and _length(blocks) > _length(whole) / 2:
            return _trim(blocks)
    return ()


def _find_longest(post: Post, pick: str) -> tuple[RawBlock, ...]:
    elements = select_outermost(post.element, pick)
    return max(map(read_element, elements), key=_length, default=())


def _trim(blocks: tuple[RawBlock, ...]) -> tuple[RawBlock, ...]:
    """Return a text without the labels before it and the buttons listed after it."""
    start, end = 0, len(blocks)
    while _count_words(blocks[start].text) < FEWEST_WORDS:
        start += 1
    while _is_button(blocks[end - 1]):
        end -= 1
    return blocks[start:end]


def _is_button(block: RawBlock) -> bool:
    return block.kind is BlockKind.BULLET and _count_words(block.text) <= MOST_ON_BUTTON


def _read_told(text: str) -> tuple[RawBlock, ...]:
    """Return the blocks of an ``articleBody``, which may hold markup, without lines."""
    if "</" in text:
        return tuple(replace(block, line=None) for block in read_blocks(text))
    return tuple(
        RawBlock(text=clean(block), kind=kind)
        for block, _, kind in join_paragraphs(text.split("\n"))
        if clean(block)
    )


def _length(blocks: tuple[RawBlock, ...]) -> int:
    return sum(len(block.text) for block in blocks)


def _is_text(blocks: tuple[RawBlock, ...]) -> bool:
    return any(
        block.kind is None and _count_words(block.text) >= FEWEST_WORDS
        for block in blocks
    )


def _count_words(text: str) -> int:
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2


def _name_textless(source: Source, *, lacks_extra: bool) -> Skipped:
    reason = "it has no title and text in a place that is known"
    if lacks_extra:
        reason += f"; {WEB.advice} looks for them elsewhere"
    kind = LACKING if lacks_extra else "page"
    return Skipped(path=source.path, kind=kind, reason=reason)
