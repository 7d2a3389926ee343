"""HTML into blocks: what a reader would read, in its order, with the lines it is on.

What frames a text is left out: navigation, asides, forms, captions, share buttons, what
is hidden.  A text is never decoded twice and its no-break spaces are kept.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pressfind.errors import ExtractionError
from pressfind.model import BlockKind, RawBlock

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DEEPEST = 2048
"""The parser keeps nothing below so many open elements; a page of that kind is none."""
_MOST_ATTRIBUTES = 2_000
"""The parser compares each attribute of a tag with all others of it."""
_SHORTEST_WITH_MOST = 2 * _MOST_ATTRIBUTES
LAST_LINE = 65_535
"""The parser counts lines in 16 bits."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STANDS_ALONE = _HEADINGS | frozenset(
    (
        *("address", "article", "blockquote", "body", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figure", "form", "header", "hr", "li", "main", "ol"),
        *("p", "pre", "section", "summary", "table", "tbody", "td", "th", "tr", "ul"),
    )
)
_NAME_SPEAKERS = frozenset(("cite", "figcaption", "footer"))
_LEFT_OUT = frozenset(
    (
        *("aside", "audio", "button", "canvas", "figcaption", "footer", "head"),
        *("iframe", "math", "nav", "noscript", "object", "script", "select", "style"),
        *("svg", "template", "textarea", "title", "video"),
    )
)
_WHOLES = frozenset(("article", "body", "html", "main"))
"""Their classes are of a whole page: "comments-open" is no comment."""
_ROLES = frozenset(
    (
        *("alert", "banner", "complementary", "contentinfo", "dialog", "navigation"),
        *("search",),
    )
)
# class="post-share-links", id="cookie_banner", class="sharedaddy sd-sharing-enabled",
# but not the class "category-social-care" or "has-comments" of a whole post, nor the
# class "comments" of a paragraph of GOV.UK.
_FURNITURE = re.compile(
    r"(?:^|\s)#?(?!(?:category|has|no|tag|with)-)(?:[a-z0-9]+[_-]+)*"
    r"(?:addtoany|advert|breadcrumbs?|byline|comments?-(?:area|form|list)|cookies?"
    r"|element-invisible|jp-relatedposts|navigation|newsletter|pagination|related"
    r"|screen-reader-text|share|sharedaddy|sharing|skip-link|social|sr-only"
    r"|visually-hidden|wp-caption-text|(?<=#)(?:comments|respond))(?=[\s_-]|$)"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BULLET = re.compile(r"[•·●▪◦‣*–-]\s+(?=\S)")
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*[•·●▪◦‣*–-]\s+\S)")
# a class="x y" data-a='>' hidden
_TAG = re.compile(r"""[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(r"""(?<==)(?:"[^"]*+"|'[^']*+')""")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
# Soft hyphens and joints of no width part words for a search; controls are noise.
_UNSEEN = dict.fromkeys(
    (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x2060, 0xFEFF)
)


def read_blocks(html: str) -> tuple[RawBlock, ...]:
    """Return the blocks of a page, or of a piece of one.

    Headings, list items and block quotes have their kinds: each paragraph of a
    ``<blockquote>`` is a ``QUOTE_PARAGRAPH``, but for the footer that names the
    speaker.  A paragraph has none, so that extraction decides; a row of a table is a
    paragraph, its cells parted by ``|``.  The text of links is kept; one ``<br>`` is a
    space, two part paragraphs.  Lines are those of ``html``, None behind ``LAST_LINE``.

    Raises ``ExtractionError`` if elements are nested too deep to be read whole.

    >>> [(b.kind and b.kind.value, b.text) for b in read_blocks(
    ...     "<h2>Fares</h2><p>It costs <b>&pound;2</b>.<ul><li>Children: 1")]
    [('heading', 'Fares'), (None, 'It costs £2.'), ('bullet', 'Children: 1')]
    """
    page = parse_markup(html)
    return () if page is None else read_element(page)


def parse_markup(html: str) -> "HtmlElement | None":
    """Return the tree of ``html``, or None if there is nothing in it.

    Raises ``ExtractionError`` if elements are nested deeper than ``DEEPEST``, or have
    more attributes than anybody writes.
    """
    longest = (text for text in html.split("<") if len(text) > _SHORTEST_WITH_MOST)
    if any(map(_has_too_many_attributes, longest)):
        raise ExtractionError(f"a tag has more than {_MOST_ATTRIBUTES:,} attributes")
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # Its own limit of 256 is met by old pages that never close a <font>.
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        page = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # "Document is empty"
        return None
    if any(
        error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
        for error in parser.error_log.filter_from_fatals()
    ):
        raise ExtractionError(f"its elements are nested deeper than {DEEPEST:,}")
    return page


def _has_too_many_attributes(text: str) -> bool:
    """Tell it of a tag and what follows; ``text`` has all but its first sign."""
    tag = _TAG.match(text)
    return bool(tag and len(_QUOTED.sub("", tag[0]).split()) > _MOST_ATTRIBUTES)


def read_element(
    element: "HtmlElement", left_out: Collection["HtmlElement"] = ()
) -> tuple[RawBlock, ...]:
    """Return the blocks of ``element``, without those elements in it."""
    reading = _Reading()
    reading.read(element, left_out)
    return tuple(reading.blocks)


@dataclass(slots=True)
class _Reading:
    """The blocks read so far, and the one that is being read."""

    blocks: list[RawBlock] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    kinds: list[BlockKind | None] = field(default_factory=lambda: [None])
    begins: int = 0
    """The line where the first piece begins."""
    line: int = 0

    def read(self, root: "HtmlElement", left_out: Collection["HtmlElement"]) -> None:
        from lxml.etree import iterwalk

        walker = iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walker:
            if event == "start":
                if element is not root and (
                    element in left_out or _is_left_out(element)
                ):
                    walker.skip_subtree()
                    skipped = element
                    continue
                self._open(element)
                if element.tag == "table" and not _is_layout(element):
                    self.blocks.extend(_read_rows(element))
                    walker.skip_subtree()
                    continue
                self._add(element.text, keep_lines=element.tag == "pre")
            else:
                if element is not skipped:
                    self._close(element)
                if element is not root:
                    self._add(element.tail)
        self._end_block()

    def _open(self, element: "HtmlElement") -> None:
        self.line = element.sourceline or 0
        tag = element.tag
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "q":
            self._add("“")
        elif _stands_alone(element):
            self._end_block()
            self.kinds.append(_kind_inside(element, self.kinds[-1]))

    def _close(self, element: "HtmlElement") -> None:
        if element.tag == "q":
            self._add("”")
        elif _stands_alone(element):
            self._end_block()
            self.kinds.pop()

    def _add(self, text: str | None, *, keep_lines: bool = False) -> None:
        if not text:
            return
        if not self.pieces:
            first = text.lstrip(" \t\n\r")
            if not first:
                self.line += text.count("\n")
                return
            self.begins = self.line + text.count("\n", 0, len(text) - len(first))
        self.line += text.count("\n")
        self.pieces.append(text if keep_lines else text.replace("\n", " "))

    def _end_block(self) -> None:
        if not self.pieces:
            return
        text = "".join(self.pieces)
        self.pieces.clear()
        for part in _BREAK.split(text) if "\n" in text else (text,):
            self._end_part(part)

    def _end_part(self, part: str) -> None:
        text = _BLANKS.sub(" ", part).translate(_UNSEEN).strip()
        kind = self.kinds[-1]
        if kind in {None, BlockKind.BULLET} and (mark := _BULLET.match(text)):
            text, kind = text[mark.end() :], BlockKind.BULLET
        if text:
            line = self.begins if 0 < self.begins < LAST_LINE else None
            self.blocks.append(RawBlock(text=text, line=line, kind=kind))


def _is_left_out(element: "HtmlElement") -> bool:
    tag = element.tag
    if tag in _LEFT_OUT:
        return not _names_speaker(element)
    if tag == "form":  # some servers put a whole page into one
        return not _has(element, "h1", "main", "article")
    attributes = element.attrib
    return bool(attributes) and _is_furniture(tag, attributes)


def _is_furniture(tag: str, attributes: Mapping[str, str]) -> bool:
    names = f"{attributes.get('class', '')} #{attributes.get('id', '')}".lower()
    if tag not in _WHOLES and names != " #" and _FURNITURE.search(names):
        return True
    return bool(
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role") in _ROLES
        or _HIDDEN.search(attributes.get("style", ""))
    )


def _stands_alone(element: "HtmlElement") -> bool:
    return element.tag in _STANDS_ALONE or _names_speaker(element)


def _names_speaker(element: "HtmlElement") -> bool:
    """Tell whether an element is the end of a block quote that says whose it is."""
    if element.tag not in _NAME_SPEAKERS:
        return False
    near = (element.getparent(), element.getprevious())
    return any(other is not None and other.tag == "blockquote" for other in near)


def _kind_inside(element: "HtmlElement", outer: BlockKind | None) -> BlockKind | None:
    tag = element.tag
    if outer is BlockKind.QUOTE_PARAGRAPH:
        return None if _names_speaker(element) else outer
    if tag == "blockquote":
        return BlockKind.QUOTE_PARAGRAPH
    if tag in _HEADINGS:
        return BlockKind.HEADING
    return BlockKind.BULLET if tag == "li" else outer


def _is_layout(table: "HtmlElement") -> bool:
    """Tell whether a table only places things: one inside another, texts in a cell."""
    # First, and only as far as the next table: many may stand one in the other.
    if next(islice(table.iter("table"), 1, None), None) is not None:
        return True
    cells = len(list(table.iter("td", "th")))
    rows = len(list(table.iter("tr")))
    texts = len(list(table.iter(*_HEADINGS, "p", "li", "blockquote")))
    return texts > cells or cells <= rows


def _read_rows(table: "HtmlElement") -> Iterator[RawBlock]:
    for row in table.iter("tr"):
        cells = (_text_of(cell) for cell in row.iter("td", "th"))
        if text := " | ".join(filter(None, cells)):
            line = row.sourceline or LAST_LINE
            yield RawBlock(
                text=text,
                line=line if line < LAST_LINE else None,
                kind=BlockKind.PARAGRAPH,
            )


def _text_of(element: "HtmlElement") -> str:
    return " ".join(block.text for block in read_element(element))


def _has(element: "HtmlElement", *tags: str) -> bool:
    return next(element.iter(*tags), None) is not None
