"""What a file holds, in the ways that forms look at it: beginning, text, stream.

Each is made when it is first asked for, so that a form told by its first bytes never
costs the decoding of a whole file.
"""

import os
from collections.abc import Iterator
from functools import cached_property
from typing import BinaryIO

from pressfind.errors import UnreadableError
from pressfind.model import RawDocument, Skipped
from pressfind.sources.allowance import Allowance
from pressfind.sources.encoding import Decoded, decode
from pressfind.sources.limits import HEAD, LARGEST_TEXT


class Content:
    """One file, or one member of an archive.

    ``path`` names it in messages and results, ``archive.zip!folder/page.html`` where
    it is ``within`` another; ``depth`` counts the contents around it.  The stream can
    seek, and is at no known place.
    """

    def __init__(
        self, stream: BinaryIO, path: str, *, within: "Content | None" = None
    ) -> None:
        own = os.fsencode(path).decode("utf-8", "backslashreplace")
        self.name = own.rpartition("/")[2]
        self.path: str = f"{within.path}!{own}" if within else own
        self.depth: int = within.depth + 1 if within else 0
        self.size = stream.seek(0, os.SEEK_END)
        self.allowance: Allowance = (
            within.allowance if within else Allowance(packed=self.size)
        )
        self._stream = stream

    def open(self) -> BinaryIO:
        """Return the stream, at its beginning."""
        self._stream.seek(0)
        return self._stream

    @cached_property
    def head(self) -> bytes:
        """Return the first bytes."""
        return self.open().read(HEAD)

    @cached_property
    def beginning(self) -> str:
        """Return the first bytes as text, or "" if they aren't any."""
        decoded = decode(self.head)
        return decoded.text if decoded else ""

    @property
    def text(self) -> str:
        """Return all as text; raise ``UnreadableError`` if it isn't any."""
        return self._decoded.text

    @property
    def repaired(self) -> int:
        """Return how many characters of the text were repaired, as far as it's known.

        That is none before the text has been asked for.
        """
        known = self.__dict__.get("_decoded")
        return known.repaired if known else 0

    @cached_property
    def _decoded(self) -> Decoded:
        if self.size > LARGEST_TEXT:
            raise UnreadableError(
                "too large", f"it has more than {LARGEST_TEXT:,} bytes; split it"
            )
        decoded = decode(self.open().read())
        if decoded is None:
            raise UnreadableError("not text", "it is neither text nor a known form")
        if not decoded.text or decoded.text.isspace():
            raise UnreadableError("empty file", "it holds no text")
        return decoded


Found = RawDocument | Skipped | Content
"""What a form finds: releases, what isn't one, and the members it holds."""

Documents = Iterator[RawDocument | Skipped]
