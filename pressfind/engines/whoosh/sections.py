"""A file of named arrays: written once, then mapped; little-endian, checked on opening.

    MAGIC  section  section  …  directory  trailer

Sections are 8-byte aligned.  The directory is JSON: for each section its type code,
offset and number of items, and whatever else the file says of itself.  The trailer
holds the directory's offset, length and CRC-32, so that a file which was cut short, or
is of another format, is caught before anything of it is used.
"""

import json
import mmap
import os
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pressfind.errors import EngineError

MAGIC = b"pressfi2"
_TRAILER = struct.Struct("<QII8s")
_ALIGNMENT = 8
_CODES = "BHIQ"
"""Type codes of unsigned integers of 1, 2, 4 and 8 bytes, on every platform."""


def type_code(greatest: int) -> str:
    """Return the code of the narrowest unsigned integer that holds ``greatest``."""
    return next(code for code in _CODES if greatest < 256 ** array(code).itemsize)


def narrow(values: Sequence[int]) -> "array[int]":
    """Return ``values`` in the narrowest array that holds them."""
    return array(type_code(max(values, default=0)), values)


class SectionWriter:
    """Writes one file of sections; nobody reads it before ``close``."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("wb")
        self._stream.write(MAGIC)
        self._sections: dict[str, tuple[str, int, int]] = {}
        self._growing: str | None = None

    def add(self, name: str, values: "array[int] | bytes") -> None:
        """Write one section."""
        offset = self._align()
        if isinstance(values, array):
            self._sections[name] = (values.typecode, offset, len(values))
            self._stream.write(_swapped(values))
        else:
            self._sections[name] = ("B", offset, len(values))
            self._stream.write(values)

    def add_parts(self, name: str) -> Callable[[bytes], int]:
        """Return what writes parts of a section of bytes.

        The next section ends it.
        """
        offset = self._align()
        self._sections[name] = ("B", offset, 0)
        self._growing = name
        return self._stream.write

    def close(self, **about: Any) -> None:
        """Write the directory, with what the file says of itself, and sync it all."""
        offset = self._align()
        directory = json.dumps({"sections": self._sections, "about": about}).encode()
        self._stream.write(directory)
        check = zlib.crc32(directory)
        self._stream.write(_TRAILER.pack(offset, len(directory), check, MAGIC))
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._stream.close()

    def _align(self) -> int:
        offset = self._stream.tell()
        if self._growing is not None:
            code, start, _ = self._sections[self._growing]
            self._sections[self._growing] = (code, start, offset - start)
            self._growing = None
        padding = -offset % _ALIGNMENT
        self._stream.write(bytes(padding))
        return offset + padding


class SectionFile:
    """A mapped file of sections; raises ``EngineError`` if it isn't whole."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size < len(MAGIC) + _TRAILER.size:
                raise _broken(path, "it is cut short")
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._view = memoryview(self._map)
        start, length, check, magic = _TRAILER.unpack(self._view[-_TRAILER.size :])
        directory = bytes(self._view[start : start + length])
        if magic != MAGIC or self._view[: len(MAGIC)] != MAGIC:
            raise _broken(path, "it is cut short or of another format")
        if zlib.crc32(directory) != check or len(directory) != length:
            raise _broken(path, "its directory is altered")
        contents = json.loads(directory)
        self.about: dict[str, Any] = contents["about"]
        self._sections: dict[str, tuple[str, int, int]] = contents["sections"]

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def array(self, name: str) -> "memoryview[int]":
        """Return the integers of a section."""
        code, offset, count = self._sections[name]
        end = offset + count * array(code).itemsize
        raw = self._view[offset:end]
        if sys.byteorder == "big":
            raw = memoryview(_swapped(array(code, bytes(raw)))).cast("B")
        return raw.cast(code)  # type: ignore[call-overload,no-any-return]


def _swapped(values: "array[int]") -> "array[int]":
    if sys.byteorder == "little":
        return values
    swapped = array(values.typecode, values)
    swapped.byteswap()
    return swapped


def _broken(path: Path, why: str) -> EngineError:
    return EngineError(
        f"{path} can't be read: {why}; rebuild with: pressfind index --rebuild"
    )
