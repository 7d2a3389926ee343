"""What is packed is unpacked within limits, into memory or a temporary file.

Nothing is ever written where a member's name says, so no name can lead out of an
archive; one that tries to is skipped all the same.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from posixpath import normpath
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol, cast

from pressfind.errors import UnreadableError
from pressfind.model import Skipped
from pressfind.sources.content import Content
from pressfind.sources.limits import IN_MEMORY, LARGEST_MEMBER

_CHUNK = 262_144


class Readable(Protocol):
    """What can be read on, and no more."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; none at the end."""


@contextmanager
def unpack(archive: Content, place: str, stream: Readable) -> Iterator[Content]:
    """Give a member as a content that lasts as long as the context."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as held:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST_MEMBER:
                raise too_large(place)
            archive.allowance.take(len(chunk))
            held.write(chunk)
        # The class is of no protocol, but it is a binary stream.
        yield Content(cast(BinaryIO, held), place, within=archive)


def too_large(place: str) -> UnreadableError:
    """Return the error of a member that is larger than members may be."""
    return UnreadableError(
        "too large", f"{place} has more than {LARGEST_MEMBER:,} bytes unpacked"
    )


def find_place(archive: Content, name: str, mode: int) -> str | Skipped | None:
    """Return where a member lies, or why it is skipped, or None if it is passed over.

    ``mode`` is that of a file system; folders and hidden names are passed over.
    """
    if not name:
        path = f"{archive.path}!"
        return Skipped(path=path, kind="unsafe name", reason="a member has no name")
    slashed = name.replace("\\", "/")  # as some write on Windows
    written = os.fsencode(slashed).decode("utf-8", "backslashreplace")
    place = normpath(written.lstrip("/") or ".")
    path = f"{archive.path}!{written}"
    parts = place.split("/")
    if ".." in parts:
        reason = "its name leads out of the archive"
        return Skipped(path=path, kind="unsafe name", reason=reason)
    if any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return None
    if stat.S_ISLNK(mode):
        reason = "links in an archive aren't followed"
        return Skipped(path=path, kind="link", reason=reason)
    return None if stat.S_ISDIR(mode) else place
