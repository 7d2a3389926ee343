"""Where releases come from: a path or a stream into raw documents.

What a file is, its content tells (``forms``).  Whatever can't be read is a skip with
its reason, and what stands around it is read all the same.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from pressfind.errors import SourceError, UnreadableError
from pressfind.model import RawDocument, Repair, Skipped
from pressfind.model.indexes import SourceForm
from pressfind.sources.content import Content, Documents
from pressfind.sources.encoding import decode_line
from pressfind.sources.extras import LACKING
from pressfind.sources.forms import FORMS, Form
from pressfind.sources.json_lines import is_json_lines, read_lines
from pressfind.sources.limits import DEEPEST, RANGES, SPLIT
from pressfind.values import frozen

__all__ = [
    "FORMS",
    "LACKING",
    "Documents",
    "FileReading",
    "Form",
    "Lines",
    "count_ranges",
    "find_files",
    "find_ready",
    "list_forms",
    "read_file",
    "read_json_range",
    "read_records",
    "read_stream",
    "split_lines",
]

_TOO_DEEP = f"what lies more than {DEEPEST} files deep in another isn't read"
_NOT_FOLLOWED = "links out of a folder aren't followed; name what it points to"


@frozen(kw_only=True)
class Lines:
    """A range of whole lines of a file: in bytes, and the number of the first one."""

    start: int
    size: int
    first: int


@frozen(kw_only=True)
class FileReading:
    """What a file holds, read as it is asked for; ``form`` is empty where none fits."""

    form: str
    documents: Documents


def list_forms() -> tuple[SourceForm, ...]:
    """Return the forms that are read, in the order in which they are tried."""
    extras = [(form, form.extra or form.helper) for form in FORMS]
    return tuple(
        SourceForm(
            name=form.name,
            tell=form.tell,
            extra=extra.name if extra else None,
            for_some=form.helper is not None,
            installed=extra is None or extra.is_there,
        )
        for form, extra in extras
    )


def find_files(
    root: str, on_error: Callable[[OSError], None] | None = None
) -> Iterator[str | Skipped]:
    """Yield the files at ``root`` in a total order, but no links or hidden names.

    A link out of ``root`` is skipped with its reason, one within it says nothing new.
    Paths are text, since making objects of them took most of a run without changes.
    Raises ``SourceError`` if nothing is there.
    """
    if not Path(root).exists():
        raise SourceError(
            f"{root} isn't there; check the path, or drop it with --forget"
        )
    if not Path(root).is_dir():
        yield root
        return
    inside = Path(os.path.realpath(root))
    for folder, names, files in os.walk(root, onerror=on_error):
        names[:] = sorted(name for name in names if not name.startswith("."))
        folders = set(names)
        for name in sorted([*names, *files]):
            path = f"{folder}/{name}"
            if name.startswith("."):
                continue
            if os.path.islink(path):  # noqa: PTH114  # as text, see above
                if not Path(os.path.realpath(path)).is_relative_to(inside):
                    yield Skipped(path=path, kind="link", reason=_NOT_FOLLOWED)
            elif name not in folders:
                yield path


def read_file(content: bytes, path: str) -> FileReading:
    """Return the form of ``content`` and its documents."""
    return read_stream(BytesIO(content), path)


def read_stream(stream: BinaryIO, path: str) -> FileReading:
    """Return the form of what a stream holds, and its documents while it is open."""
    return _read(Content(stream, path))


def find_ready() -> frozenset[str]:
    """Return by name the forms that an extra which is there reads.

    With any of them those that need none: these may hold a file that does.
    """
    extras = {form.name: form.extra or form.helper for form in FORMS}
    ready = {name for name, extra in extras.items() if extra and extra.is_there}
    holders = {name for name, extra in extras.items() if ready and not extra}
    return frozenset(ready | holders)


def read_records(stream: BinaryIO, path: str = "-") -> Documents:
    """Yield the releases of JSON Lines, line by line."""
    return _read_lines(stream, path)


def count_ranges(path: Path, size: int) -> int:
    """Return in how many ranges, about, ``split_lines`` would have a file read."""
    return RANGES if _is_split(path, size) else 1


def split_lines(path: Path, size: int) -> tuple[tuple[Lines, ...], str]:
    """Return a large file of JSON Lines as ranges that can be read apart, else none.

    With them comes the SHA-256 of these very bytes.
    """
    if not _is_split(path, size):
        return (), ""
    ranges: list[Lines] = []
    digest = hashlib.sha256()
    start, first, most = 0, 1, SPLIT // RANGES
    with path.open("rb", buffering=most) as stream:
        # The file can have been cut.
        while start < size and (lines := stream.readlines(most)):
            content = b"".join(lines)
            ranges.append(Lines(start=start, size=len(content), first=first))
            digest.update(content)
            start += len(content)
            first += len(lines)
    return tuple(ranges), digest.hexdigest()


def read_json_range(path: Path, lines: Lines, name: str) -> Documents:
    """Yield the releases of a range of a file of JSON Lines."""
    with path.open("rb") as stream:
        stream.seek(lines.start)
        raw = BytesIO(stream.read(lines.size))
    yield from _read_lines(raw, name, lines.first)


def _read_lines(lines: Iterable[bytes], path: str, first: int = 1) -> Documents:
    """Yield the releases of lines; each tells what was repaired since the last."""
    repaired = 0

    def decode(line: bytes) -> str:
        nonlocal repaired
        decoded = decode_line(line)
        repaired += decoded.repaired
        return decoded.text

    for found in read_lines(map(decode, lines), path, first):
        if repaired and isinstance(found, RawDocument):
            yield replace(found, repairs=(Repair(path, repaired),))
            repaired = 0
        else:
            yield found


def _is_split(path: Path, size: int) -> bool:
    if size < SPLIT:
        return False
    with path.open("rb") as stream:
        first = stream.readline(SPLIT)
    return is_json_lines(first.decode("utf-8", "replace").lstrip("\ufeff"))


def _read(content: Content) -> FileReading:
    try:
        form = _find_form(content)
    except UnreadableError as error:
        return FileReading(form="", documents=iter([_skip(content, error)]))
    if form.extra and not form.extra.is_there:
        lacking = f"a {form.name} is read with: {form.extra.advice}"
        skips = iter([_skip(content, UnreadableError(LACKING, lacking))])
        return FileReading(form=form.name, documents=skips)
    return FileReading(form=form.name, documents=_read_form(form, content))


def _find_form(content: Content) -> Form:
    try:
        for form in FORMS:
            if form.recognises(content):
                return form
    except OSError as error:
        raise UnreadableError("unreadable", error.strerror or str(error)) from error
    raise UnreadableError(
        "unknown form", "it has none of the forms that pressfind sources lists"
    )


def _read_form(form: Form, content: Content) -> Documents:
    """Yield what a form finds, and in place of each member what that holds."""
    repaired = content.repaired
    try:
        if content.depth > (DEEPEST - 1 if form.is_archive else DEEPEST):
            raise UnreadableError("nested too deep", _TOO_DEEP)
        for found in form.read(content):
            if isinstance(found, Content):
                yield from _read(found).documents
            elif isinstance(found, Skipped) or not repaired:
                yield found
            else:
                yield replace(found, repairs=(Repair(content.path, repaired),))
                repaired = 0
    except UnreadableError as error:
        yield _skip(content, error)
    except OSError as error:
        reason = error.strerror or str(error)
        yield _skip(content, UnreadableError("unreadable", reason))


def _skip(content: Content, error: UnreadableError) -> Skipped:
    return Skipped(path=content.path, kind=error.kind, reason=str(error))
