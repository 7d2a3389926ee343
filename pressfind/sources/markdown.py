"""A release in Markdown: front matter or a first heading, then its blocks.

The day is that of the front matter, else the one in the path (``2024/0507/``), else the
dateline's.  Read-mes are Markdown too, so a text without front matter, a day in its
path or a link to its original must report, as a plain text must.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pressfind.errors import ExtractionError
from pressfind.model import BlockKind, RawBlock, RawDocument, Skipped, Source
from pressfind.sources.content import Content
from pressfind.sources.frame import Framed, mark_frame
from pressfind.sources.front_matter import FrontMatter, read_front_matter
from pressfind.sources.markup import read_blocks
from pressfind.sources.properties import read_properties, read_tags
from pressfind.sources.text_release import is_prose, reports
from pressfind.sources.titles import cut_title, read_title

if TYPE_CHECKING:
    from markdown_it.token import Token

# "2024/0507/", "2024/05/07/", "2024-05-07-new-pier.md", "20240507"
_PATH_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})[/_-]?"
    r"(?P<month>0[1-9]|1[0-2])[/_-]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_BLANKS = re.compile(r"[ \t\n]+")
# [Original/Source Press Release](https://example.org/new-pier)
_ORIGINAL = re.compile(
    r"\[(?=[^\[\]]*\b(?:original|source)\b)[^\[\]]*\]\((?P<url>https?://[^\s()]+)\)",
    re.I,
)
_ONLY_LINKS = re.compile(r"(?:!?\[[^\]]*\]\([^()]*\)|(?:\w+\s+-\s+))+")
_LONGEST_PARAGRAPH = 1_500
"""A longer one has been joined from several, with two blanks between them."""
_MOST_UNCLOSED = 1_000
"""The parser looks behind each bracket for its end: of more no links are read."""


@dataclass(slots=True)
class _Reading:
    title: str
    blocks: list[RawBlock]
    front: FrontMatter | None
    url: str | None


def is_markdown(content: Content) -> bool:
    """Whether a text is a release in Markdown."""
    start = content.beginning.lstrip("\n ")
    if not start.startswith(("# ", "---\n", "+++\n")):
        return False
    reading = _read(content.text)
    if reading.front and {"title", "headline"} & reading.front.values.keys():
        properties = read_properties(reading.front.values)
        if properties["date"] or properties["department"]:
            return True
    elif not reading.title:
        return False
    if reading.blocks and (reading.url or _find_path_date(content.path)):
        return True
    framed = mark_frame(reading.blocks)
    own = [b for b in framed.blocks if b.kind is not BlockKind.BOILERPLATE]
    return bool(own and is_prose(own) and (framed.labelled or reports(own)))


def read_markdown(content: Content) -> Iterator[RawDocument | Skipped]:
    """Yield the one release of a text."""
    reading = _read(content.text)
    values = reading.front.values if reading.front else {}
    properties = read_properties(values)
    title = read_title(_BLANKS.sub(" ", properties["title"] or reading.title))
    framed = mark_frame(reading.blocks)
    date_text, date_line = _find_date(content, properties["date"], framed)
    problem = reading.front and reading.front.problem
    yield RawDocument(
        source=Source(
            path=content.path,
            line_start=1,
            line_end=content.text.removesuffix("\n").count("\n") + 1,
        ),
        title=title.text or (cut_title(framed.blocks[0].text) if framed.blocks else ""),
        blocks=framed.blocks,
        department=properties["department"],
        date_text=date_text,
        date_line=date_line,
        month=title.month,
        lead=properties["lead"],
        tags=read_tags(values),
        url=properties["url"] or reading.url,
        warnings=(f"{content.path}: {problem}; it is left out",) if problem else (),
    )


def _find_date(
    content: Content, stated: str | None, framed: Framed
) -> tuple[str | None, int | None]:
    if stated:
        return stated, 1
    if in_path := _find_path_date(content.path):
        return in_path, None
    return framed.date_text, framed.date_line


def _find_path_date(path: str) -> str | None:
    """Return the last day in a path: the folders around it may say when it was got."""
    matches = list(_PATH_DATE.finditer(path))
    return "-".join(matches[-1].group("year", "month", "day")) if matches else None


def _read(text: str) -> _Reading:
    lines = text.split("\n")
    front = read_front_matter(lines)
    skipped = front.lines if front else 0
    parsed = list(_parse("\n".join(lines[skipped:]), skipped))
    title = ""
    first = parsed[0] if parsed else None
    if first and first.kind is BlockKind.HEADING:
        title, parsed = first.text, parsed[1:]
    blocks = [part for block in parsed for part in _split_joined(block)]
    original = _ORIGINAL.search(text)
    return _Reading(title, blocks, front, original["url"] if original else None)


def _parse(text: str, skipped: int) -> Iterator[RawBlock]:
    """Yield the blocks of a text, their lines counted from behind the front matter."""
    kinds: list[BlockKind | None] = [None]
    cells: list[str] | None = None
    line = skipped + 1
    for token in _find_tokens(text):
        if token.map:
            line = skipped + token.map[0] + 1
        if token.type in _KINDS:
            kinds.append(_KINDS[token.type])
        elif token.type in _CLOSING:
            kinds.pop()
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            yield RawBlock(text=" | ".join(cells), line=line, kind=BlockKind.PARAGRAPH)
            cells = None
        elif token.type == "inline" and cells is not None:
            cells += [block.text for block in _read_inline(token, line, None)]
        elif token.type == "inline":
            yield from _read_inline(token, line, kinds[-1])
        elif token.type == "html_block":
            yield from _read_html(token.content, line)


def _find_tokens(text: str) -> "list[Token]":
    from markdown_it import MarkdownIt

    # Texts out of other programs are indented; code has no place in a release.
    parser = MarkdownIt("commonmark").disable("code").enable("table")
    if text.count("[") - text.count("]") > _MOST_UNCLOSED:
        parser.disable(["link", "image"])
    return parser.parse(text)


_KINDS = {
    "heading_open": BlockKind.HEADING,
    "list_item_open": BlockKind.BULLET,
    "blockquote_open": BlockKind.QUOTE_PARAGRAPH,
}
_CLOSING = {kind.replace("_open", "_close") for kind in _KINDS}


def _read_inline(
    token: "Token", line: int, kind: BlockKind | None
) -> Iterator[RawBlock]:
    text = "".join(map(_text_of, token.children or ()))
    text = text.strip(" \t\n")
    if not text:
        return
    if _ONLY_LINKS.fullmatch(_BLANKS.sub(" ", token.content).strip()):
        kind = BlockKind.BOILERPLATE  # what an archive adds below a text
    yield RawBlock(text=text, line=line, kind=kind)


def _text_of(token: "Token") -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "html_inline":
        return " " if token.content.lower().startswith("<br") else ""
    return "" if token.type == "image" else token.content


def _read_html(html: str, line: int) -> Iterator[RawBlock]:
    try:
        blocks = read_blocks(html)
    except ExtractionError:  # a text like any other, then
        yield RawBlock(text=html.strip(), line=line)
        return
    for block in blocks:
        yield replace(block, line=line + (block.line or 1) - 1)


def _split_joined(block: RawBlock) -> Sequence[RawBlock]:
    """Return the paragraphs that two blanks part in one that nobody would write."""
    text = block.text
    if len(text) > _LONGEST_PARAGRAPH and text.count("  ") < text.count(". "):
        parts = re.split(r" {2,}", text)
    else:
        parts = [text]
    return [replace(block, text=_BLANKS.sub(" ", part)) for part in parts if part]
