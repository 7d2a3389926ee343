"""Elements and values of a page, named by selectors of CSS.

A pick names a value: ``h1.title`` is the text of the first such element that has any,
``time@datetime`` an attribute of it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, cast

from pressfind.sources.markup import LAST_LINE
from pressfind.values import frozen

if TYPE_CHECKING:
    from lxml.cssselect import CSSSelector
    from lxml.html import HtmlElement

# A page kept by the Wayback Machine has its links rewritten:
# "https://web.archive.org/web/20251010113941im_/https://example.org/news"
_KEPT = re.compile(r"https?://web\.archive\.org/web/\d+(?:[a-z]{2}_)?/(?=https?://)")


@frozen
class Value:
    """A text of a page, and the line where its element begins."""

    text: str
    line: int | None = None


def select(element: "HtmlElement", selector: str) -> "list[HtmlElement]":
    """Return the elements at or below ``element``, in the order of the page."""
    return cast("list[HtmlElement]", _compile(selector)(element))


def select_outermost(element: "HtmlElement", selector: str) -> "list[HtmlElement]":
    """Return the selected elements but for those that stand in one of them."""
    chosen = select(element, selector)
    if len(chosen) < 2:
        return chosen
    outermost = []
    known, inside = set(chosen), set()
    for one in chosen:
        if one not in inside:
            outermost.append(one)
            # Downwards, since ancestors may be 2,000 for each; and not by their tags,
            # since a broken page has some that lxml gives but doesn't take.
            inside |= known.intersection(one.iter())
    return outermost


def find_value(element: "HtmlElement", picks: Iterable[str]) -> Value | None:
    """Return the value of the first of ``picks`` that has one."""
    return next((value for pick in picks for value in find_values(element, pick)), None)


def find_values(element: "HtmlElement", pick: str) -> Iterator[Value]:
    """Yield each value of ``pick`` that isn't blank."""
    selector, _, attribute = pick.partition("@")
    for found in select(element, selector):
        written = found.get(attribute, "") if attribute else found.text_content()
        if text := clean(written):
            line = found.sourceline or LAST_LINE
            yield Value(text, line if line < LAST_LINE else None)


def clean(text: str) -> str:
    """Return ``text`` on one line, without what can't be seen or kept."""
    text = " ".join(text.replace("\0", "").split())
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def as_published(address: str) -> str:
    """Return the address of a page that an archive keeps a copy of.

    >>> as_published("https://web.archive.org/web/2025/https://example.org/news")
    'https://example.org/news'
    """
    return _KEPT.sub("", address)


@cache
def _compile(selector: str) -> "CSSSelector":
    from lxml.cssselect import CSSSelector

    return CSSSelector(selector, translator="html")
