"""Tar archives, and files packed by gzip, bzip2 or xz, whatever they hold.

Both are read as streams, member by member, in the order in which they lie.
"""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, cast

from pressfind.errors import UnreadableError
from pressfind.model import Skipped
from pressfind.sources.content import Content, Found
from pressfind.sources.limits import LARGEST_MEMBER
from pressfind.sources.packed import Readable, find_place, too_large, unpack
from pressfind.sources.signatures import BZIP2, GZIP, ZSTANDARD, begins_tar

_FIRST = 512
"""Bytes of the first header of a tar archive."""
_BROKEN = (
    *(tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, ValueError),
    *(OSError, OverflowError),
)
"""What the standard library raises on bytes that aren't what they should be."""


@dataclass(slots=True)
class _Rejoined:
    """A stream of which the first bytes have been read already."""

    first: bytes
    rest: Readable

    def read(self, size: int = -1, /) -> bytes:
        if not self.first:
            return self.rest.read(size)
        end = len(self.first) if size < 0 else size
        taken, self.first = self.first[:end], self.first[end:]
        return taken + self.rest.read(size - len(taken) if size >= 0 else -1)


def read_tar_archive(content: Content) -> Iterator[Found]:
    """Yield the members of an archive that isn't packed."""
    try:
        yield from _read_members(content, content.open())
    except _BROKEN as error:
        raise _damaged(error) from error


def read_packed_file(content: Content) -> Iterator[Found]:
    """Yield what is packed: the members of an archive, or the one file."""
    if content.head.startswith(ZSTANDARD):
        raise UnreadableError("unknown packing", "unpack it first: it is Zstandard's")
    try:
        with _open_unpacker(content) as stream:
            first = stream.read(_FIRST)
            whole = _Rejoined(first, stream)
            if begins_tar(first):
                yield from _read_members(content, whole)
                return
            with unpack(content, PurePosixPath(content.name).stem, whole) as found:
                yield found
    except _BROKEN as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> UnreadableError:
    return UnreadableError("damaged", f"it can't be unpacked: {error}")


def _open_unpacker(content: Content) -> IO[bytes]:
    stream = content.open()
    if content.head.startswith(GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream, mode="rb"))
    return bz2.open(stream) if content.head.startswith(BZIP2) else lzma.open(stream)


def _read_members(content: Content, stream: Readable) -> Iterator[Found]:
    with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|") as archive:
        for member in archive:
            place = _find_place(content, member)
            if place is None or isinstance(place, Skipped):
                content.allowance.take(member.size)  # it is unpacked to be passed over
                if place:
                    content.allowance.take_member()
                    yield place
                continue
            content.allowance.take_member()
            if member.size > LARGEST_MEMBER:
                raise too_large(place)
            held = archive.extractfile(member)
            assert held is not None  # noqa: S101  # a regular file has a content
            with unpack(content, place, held) as found:
                yield found


def _find_place(content: Content, member: tarfile.TarInfo) -> str | Skipped | None:
    if member.isdir():
        return None
    place = find_place(content, member.name, 0)
    if not isinstance(place, str) or member.isreg():
        return place
    kind = "link" if member.issym() or member.islnk() else "unreadable"
    reason = "links in an archive aren't followed" if kind == "link" else "no file"
    return Skipped(path=f"{content.path}!{place}", kind=kind, reason=reason)
