"""Releases of the second gold set, each from a small reader that keeps its text.

The sources of pressfind may learn to read these forms in other ways; the gold reading
counts blocks and characters, so its readers are its own and don't change.  Where a page
marks its quotes, ``marked`` keeps the marks; without, they are the truth to be found.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from pressfind.model import BlockKind, RawBlock, RawDocument, Source
from pressfind.sources import read_file

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"

_LINK = re.compile(r"!?\[(?P<words>[^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_BULLET = re.compile(r"(?:[*+-]|\d+[.)])\s+")
_LEADS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div", "ol"}


def read_release(path: str, number: int = 0, *, marked: bool = False) -> RawDocument:
    """Return the release ``number`` of a file under the shared corpora."""
    file = CORPORA / path
    if file.suffix in (".json", ".html"):
        return _read_page(file, path, marked=marked)
    if file.suffix == ".md":
        return _read_markdown(file, path)
    found = read_file(file.read_bytes(), path).documents
    releases = [item for item in found if isinstance(item, RawDocument)]
    return releases[number]


def _read_markdown(file: Path, path: str) -> RawDocument:
    text = file.read_text(encoding="utf-8")
    title, _, body = text.partition("\n")
    body = body.partition("\n---\n")[0]
    blocks = tuple(_read_paragraphs(body))
    return RawDocument(
        source=Source(path=path), title=title.removeprefix("# ").strip(), blocks=blocks
    )


def _read_paragraphs(body: str) -> Iterator[RawBlock]:
    for part in re.split(r"\n\s*\n", body):
        lines: list[str] = []
        for line in part.strip().split("\n"):
            if _BULLET.match(line) or line.startswith("#"):
                yield from _make_blocks(lines)
                lines = []
            lines.append(line)
        yield from _make_blocks(lines)


def _make_blocks(lines: list[str]) -> Iterator[RawBlock]:
    text = " ".join(line.strip() for line in lines)
    kind = None
    if text.startswith("#"):
        text, kind = text.lstrip("# "), BlockKind.HEADING
    bullet = _BULLET.match(text)
    if bullet and kind is None:
        text, kind = text[bullet.end() :], BlockKind.BULLET
    text = _EMPHASIS.sub("", _LINK.sub(r"\g<words>", text)).strip()
    if text:
        yield RawBlock(text=text, kind=kind)


def _read_page(file: Path, path: str, *, marked: bool) -> RawDocument:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".json":
        record = json.loads(text)
        title, body = record["title"], record["details"]["body"]
    else:
        title = re.sub(r"\s+", " ", text.partition("<h1")[2].partition("</h1>")[0])
        title = title.partition(">")[2].strip()
        body = text[text.index('<div class="govspeak">') :].partition("</main>")[0]
    page = _Page(marked=marked)
    page.feed(body)
    page.close()
    page.flush()
    return RawDocument(source=Source(path=path), title=title, blocks=tuple(page.blocks))


class _Page(HTMLParser):
    """Blocks of a page's body; each block element begins a new one."""

    def __init__(self, *, marked: bool) -> None:
        super().__init__()
        self.marked = marked
        self.blocks: list[RawBlock] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag in _LEADS:
            self.flush()
            self.open.append(tag)
        elif tag == "br":
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEADS and tag in self.open:
            self.flush()
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.text += data

    def flush(self) -> None:
        """End the block being read."""
        text = " ".join(self.text.split(" ")).replace("\n", " ").strip()
        text = re.sub(r" {2,}", " ", text)
        self.text = ""
        if text:
            self.blocks.append(RawBlock(text=text, kind=self._kind()))

    def _kind(self) -> BlockKind | None:
        if "blockquote" in self.open:
            return BlockKind.QUOTE_PARAGRAPH if self.marked else None
        if "li" in self.open:
            return BlockKind.BULLET
        if self.open and self.open[-1][0] == "h":
            return BlockKind.HEADING
        return None
