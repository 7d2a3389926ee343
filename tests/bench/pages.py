"""Releases as pages of the web, with as much frame around a text as real ones have."""

import html
from collections.abc import Iterable

from tests.bench.corpus import Record

PAGE_BYTES = 45_000
"""What a page saved from the site of a government weighs."""

_ITEM = (
    '<li class="leaf menu-item-{n}"><a href="/about/{n}" class="menu__link"'
    ' title="Office {n}">Office {n} of the department</a></li>\n'
)


def write_page(record: Record) -> str:
    """Return a page of a known site that holds a release, of ``PAGE_BYTES`` or more."""
    title = html.escape(record["title"])
    day = record["date"]
    text = "\n".join(f"<p>{html.escape(p)}</p>" for p in record["body"].split("\n\n"))
    top = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | Department</title>
<meta property="og:title" content="{title}"></head><body>
"""
    article = f"""<article class="node node--press-release"><div class="pr-header">
<div class="department">{html.escape(record["department"])}</div>
<div class="agency">Office of Public Affairs</div></div>
<div class="field--name-field-pr-date"><span class="date-display-single"
 content="{day}T00:00:00-05:00">{day}</span></div>
<h1 id="node-title">{title}</h1>
<div class="field--name-field-pr-body">{text}</div></article>
"""
    missing = max(0, PAGE_BYTES - len(top) - len(article))
    items = list(_repeat(missing // 2))
    menu = f'<nav><ul class="menu">{"".join(items)}</ul></nav>\n'
    more = f'<div class="l-footer"><ul>{"".join(items)}</ul></div></body></html>\n'
    return top + menu + article + more


def _repeat(size: int) -> Iterable[str]:
    number = 0
    while size > 0:
        item = _ITEM.format(n=number)
        yield item
        size -= len(item)
        number += 1
