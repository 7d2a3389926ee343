"""The text archive: a tag, category or blog page saved as text.

A post begins at two spaces and a bullet and ends before the next one; its title is
repeated, indented by four, and every line of its body is one block.
"""

import re
from collections.abc import Iterator

from pressfind.model import BlockKind, RawBlock, RawDocument, Skipped, Source
from pressfind.sources.endings import mark_endings
from pressfind.sources.titles import Title, read_issue, read_title

_POST = re.compile(r"^ {2}• (?P<title>.*\S)")
_TAG = re.compile(r"^Tag:\s*(?P<tag>.*\S)")
_HEADER = re.compile(r"^(?:(?:Tag|Category):.*|Blog)\s*$")
_BULLET = re.compile(r"^\s*•\s+(?=\S)")
# The speech made by Ann Lee, the Minister for Ports, on 3 May 2023.
_MADE = re.compile(
    r"^The (?P<kind>[a-z]+(?: [a-z]+)?) (?:made|given|issued|asked|sent)\b"
)
_KIND = re.compile(
    r"\b(?P<kind>speech|tribute|statement|letter|comments?|article)\b", re.I
)
_ISSUE_WITHIN = 3
"""The issue line is among a post's first lines, or it is text like any other."""

Lines = list[tuple[int, str]]


def is_text_archive(text: str) -> bool:
    """Whether ``text`` begins as a page of posts."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:2]
    return bool(lines) and any(
        _POST.match(line) for line in lines[_HEADER.match(lines[0]) is not None :][:1]
    )


def read_text_archive(text: str, path: str) -> Iterator[RawDocument | Skipped]:
    """Yield the releases of a page in order, and its other posts as skipped."""
    lines = text.removesuffix("\n").split("\n")
    tag = next(
        (match["tag"] for line in lines[:5] if (match := _TAG.match(line))), None
    )
    starts = [number for number, line in enumerate(lines) if _POST.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        numbered = [
            (number + 1, lines[number].strip(" \t"))
            for number in range(start + 1, end)
            if lines[number].strip()
        ]
        source = Source(path=path, line_start=start + 1, line_end=end)
        title_line = lines[start].strip(" \t").removeprefix("•")
        yield _read_post(title_line, numbered, source, (tag,) if tag else ())


def _read_post(
    title_line: str, lines: Lines, source: Source, tags: tuple[str, ...]
) -> RawDocument | Skipped:
    title = read_title(title_line)
    if lines and read_title(lines[0][1]).text == title.text:
        lines = lines[1:]
    department = date_text = date_line = None
    for place, (number, line) in enumerate(lines[:_ISSUE_WITHIN]):
        if issue := read_issue(line):
            department, date_text = issue
            date_line = number
            lines = lines[:place] + lines[place + 1 :]
            break
    else:
        if not title.is_release:
            return _skip(title, lines, source)
    return RawDocument(
        source=source,
        title=title.text,
        blocks=mark_endings([_block(number, line) for number, line in lines]),
        department=department,
        date_text=date_text,
        date_line=date_line,
        month=title.month,
        tags=tags,
    )


def _block(number: int, line: str) -> RawBlock:
    if match := _BULLET.match(line):
        return RawBlock(text=line[match.end() :], line=number, kind=BlockKind.BULLET)
    return RawBlock(text=line, line=number)


def _skip(title: Title, lines: Lines, source: Source) -> Skipped:
    made = _MADE.match(lines[0][1]) if lines else None
    named = made or _KIND.search(title.text)
    kind = named["kind"].lower() if named else "post"
    reason = f"{title.text!r} isn't a press release"
    return Skipped(path=source.path, kind=kind, reason=reason, line=source.line_start)
