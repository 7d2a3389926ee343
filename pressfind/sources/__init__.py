"""Where releases come from: a path or a stream into raw documents.

A format is one file with a recogniser and a reader, and one row of ``FORMS``; it is
recognised by content, never by the name of a file.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pressfind.errors import SourceError
from pressfind.model import RawDocument, Skipped
from pressfind.sources.encoding import decode_line, decode_text
from pressfind.sources.govuk_content import is_govuk_content, read_govuk_content
from pressfind.sources.json_lines import is_json_lines, read_json_lines, read_lines
from pressfind.sources.pages import is_page, read_page
from pressfind.sources.text_archive import is_text_archive, read_text_archive
from pressfind.sources.text_release import is_text_release, read_text_release

_NOT_FOLLOWED = "links out of a folder aren't followed; name what it points to"

Documents = Iterator[RawDocument | Skipped]


@dataclass(frozen=True, slots=True)
class Form:
    """One input format."""

    name: str
    recognises: Callable[[str], bool]
    read: Callable[[str, str], Documents]


FORMS = (
    Form("GOV.UK content", is_govuk_content, read_govuk_content),
    Form("JSON Lines", is_json_lines, read_json_lines),
    Form("web page", is_page, read_page),
    Form("text archive", is_text_archive, read_text_archive),
    Form("text release", is_text_release, read_text_release),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A range of whole lines of a file: in bytes, and the number of the first one."""

    start: int
    size: int
    first: int


SPLIT = 16_000_000
"""Bytes from which on a file of JSON Lines is read in parts, a quarter as large."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file holds; ``form`` is empty where none fits."""

    form: str
    documents: Documents


def find_files(
    root: Path, on_error: Callable[[OSError], None] | None = None
) -> Iterator[Path | Skipped]:
    """Yield the files at ``root`` in a total order, but no links or hidden names.

    A link out of ``root`` is skipped with its reason, one within it says nothing new.
    Raises ``SourceError`` if nothing is there.
    """
    if not root.exists():
        raise SourceError(
            f"{root} isn't there; check the path, or drop it with --forget"
        )
    if not root.is_dir():
        yield root
        return
    inside = Path(os.path.realpath(root))
    for folder, names, files in os.walk(root, onerror=on_error):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted([*names, *files]):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if path.is_symlink():
                if not Path(os.path.realpath(path)).is_relative_to(inside):
                    yield Skipped(path=str(path), kind="link", reason=_NOT_FOLLOWED)
            elif name not in names:
                yield path


def read_file(content: bytes, path: str) -> FileReading:
    """Return the form of ``content`` and its documents, read as they are asked for."""
    path = os.fsencode(path).decode("utf-8", "backslashreplace")
    text = decode_text(content)
    if text is None:
        return _skip(path, "not text", "it isn't text in UTF-8, UTF-16 or Windows-1252")
    if not text.strip():
        return _skip(path, "empty file", "it holds no text")
    for form in FORMS:
        if form.recognises(text):
            return FileReading(form.name, form.read(text, path))
    names = ", ".join(form.name for form in FORMS)
    return _skip(path, "unknown form", f"it has none of the known forms: {names}")


def read_records(stream: BinaryIO, path: str = "-") -> Documents:
    """Yield the releases of JSON Lines, line by line."""
    return read_lines(map(decode_line, stream), path)


def split_lines(path: Path, size: int) -> tuple[Lines, ...]:
    """Return a large file of JSON Lines as ranges that can be read apart, else none."""
    if size < SPLIT:
        return ()
    with path.open("rb") as stream:
        first = stream.readline(SPLIT)
        if not is_json_lines(first.decode("utf-8", "replace").lstrip("\ufeff")):
            return ()
        return tuple(_find_ranges(stream, size))


def read_json_range(path: Path, lines: Lines, name: str) -> Documents:
    """Yield the releases of a range of a file of JSON Lines."""
    with path.open("rb") as stream:
        stream.seek(lines.start)
        raw = stream.read(lines.size).split(b"\n")
    yield from read_lines(map(decode_line, raw), name, lines.first)


def _find_ranges(stream: BinaryIO, size: int) -> Iterator[Lines]:
    start, first = 0, 1
    while start < size:
        stream.seek(start)
        content = stream.read(SPLIT // 4) + stream.readline()
        yield Lines(start=start, size=len(content), first=first)
        start += len(content)
        first += content.count(b"\n")
        if not content:  # the file has become shorter
            return


def _skip(path: str, kind: str, reason: str) -> FileReading:
    return FileReading("", iter([Skipped(path=path, kind=kind, reason=reason)]))
