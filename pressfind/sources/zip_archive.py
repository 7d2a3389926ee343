"""Zip archives: what each member holds, in the order of their names."""

import zlib
from collections.abc import Iterator
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile, ZipInfo

from pressfind.errors import UnreadableError
from pressfind.model import Skipped
from pressfind.sources.allowance import Allowance
from pressfind.sources.content import Content, Found
from pressfind.sources.limits import LARGEST_MEMBER
from pressfind.sources.packed import find_place, too_large, unpack

_OFFICE = {"[Content_Types].xml", "META-INF/manifest.xml"}
"""Parts by which documents of office programs, and packages of Java, can be told."""
_ENCRYPTED = 1
BROKEN = (
    *(BadZipFile, zlib.error, LZMAError, EOFError, ValueError, OverflowError),
    *(RuntimeError, OSError),
)
"""What ``zipfile`` raises on bytes that aren't what they should be."""


def read_zip_archive(content: Content) -> Iterator[Found]:
    """Yield the members, or why they can't be read."""
    try:
        archive = ZipFile(content.open())
    except BROKEN as error:
        raise UnreadableError("damaged", f"it is a damaged zip: {error}") from error
    with archive:
        members = sorted(archive.infolist(), key=lambda member: member.filename)
        refuse_bomb(content, members)
        if _OFFICE & {member.filename for member in members}:
            raise UnreadableError("unknown form", "it is a document that isn't read")
        for member in members:
            place = find_place(content, member.filename, member.external_attr >> 16)
            if place is None or member.filename.endswith("/"):
                continue
            content.allowance.take_member()
            if isinstance(place, Skipped):
                yield place
            else:
                yield from _read_member(content, archive, member, place)


def refuse_bomb(content: Content, members: list[ZipInfo]) -> None:
    """Raise ``UnreadableError`` if a zip says of itself that it is too large."""
    declared = Allowance(packed=content.allowance.packed)
    declared.take(sum(member.file_size for member in members))


def _read_member(
    content: Content, archive: ZipFile, member: ZipInfo, place: str
) -> Iterator[Found]:
    path = f"{content.path}!{place}"
    if member.flag_bits & _ENCRYPTED:
        yield Skipped(path=path, kind="locked", reason="it is locked with a password")
        return
    if member.file_size > LARGEST_MEMBER:
        error = too_large(place)
        yield Skipped(path=path, kind=error.kind, reason=str(error))
        return
    try:
        with archive.open(member) as stream, unpack(content, place, stream) as found:
            yield found
    except BROKEN as error:
        yield Skipped(
            path=path, kind="damaged", reason=f"it can't be unpacked: {error}"
        )
