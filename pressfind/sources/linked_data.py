"""What a page says of its article in JSON-LD, as search engines are told it.

Names and forms of the values vary: ``headLine``, a list where one is meant, a person
for an organisation.  What can't be understood says nothing.
"""

import html
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pressfind.sources.selecting import clean, select
from pressfind.values import frozen

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLES = (
    *("NewsArticle", "PressRelease", "ReportageNewsArticle", "Article", "BlogPosting"),
    *("AnalysisNewsArticle", "Report", "SpecialAnnouncement"),
)
_ORGANISATIONS = ("Organization", "GovernmentOrganization", "NewsMediaOrganization")
_DEEPEST = 8
"""A graph of a page has few levels; what is nested deeper is no article."""


@frozen(kw_only=True)
class Article:
    """The parts of an article that its page names; a text may hold markup."""

    title: str | None = None
    date: str | None = None
    department: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    text: str | None = None


def find_article(page: "HtmlElement") -> Article | None:
    """Return the article of the page, or None if it names none."""
    things = [thing for data in _read_data(page) for thing in _find_things(data)]
    articles = [thing for thing in things if _is_one_of(thing, _ARTICLES)]
    return _read(articles[0]) if articles else None


def _read_data(page: "HtmlElement") -> Iterator[Any]:
    for script in select(page, "script[type='application/ld+json']"):
        try:
            yield json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue  # half a page, or not JSON: it says nothing


def _find_things(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _find_things(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _find_things(data.get("@graph"), depth + 1)
        yield from _find_things(data.get("mainEntity"), depth + 1)


def _is_one_of(thing: dict[str, Any], types: Iterable[str]) -> bool:
    names = thing.get("@type")
    given = names if isinstance(names, list) else [names]
    return any(name in types for name in given if isinstance(name, str))


def _read(thing: dict[str, Any]) -> Article:
    keywords = thing.get("keywords")
    if isinstance(keywords, str):
        keywords = keywords.split(",")
    return Article(
        title=_first(thing, "headline", "headLine", "name"),
        date=_first(thing, "datePublished", "dateCreated"),
        department=_find_issuer(thing),
        url=_first(thing, "url", "mainEntityOfPage", "@id"),
        tags=tuple(tag for tag in map(_text, _listed(keywords)) if tag),
        text=thing["articleBody"]
        if isinstance(thing.get("articleBody"), str)
        else None,
    )


def _find_issuer(thing: dict[str, Any]) -> str | None:
    """Return the organisation that wrote it, else the one that published it."""
    for author in _listed(thing.get("author")):
        if isinstance(author, dict) and _is_one_of(author, _ORGANISATIONS):
            return _first(author, "name")
    for publisher in _listed(thing.get("publisher")):
        if isinstance(publisher, dict):
            return _first(publisher, "name")
    return None


def _first(thing: dict[str, Any], *keys: str) -> str | None:
    return next((text for key in keys if (text := _text(thing.get(key)))), None)


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("name")
    return clean(html.unescape(value)) or None if isinstance(value, str) else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
