"""Records compressed: each is a frame of Zstandard, so that it is read alone.

All are compressed against a dictionary that their file keeps, made of the first of
them: so they take hardly more room than many compressed together.
"""

import sys
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path

from pressfind.errors import EngineError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_DICTIONARY = 120_000
"""Bytes of a dictionary at most: near 128 KB frames become longer again.

It is the first records as they are.  One trained on 300 takes 0.1 seconds where this
takes 0.002, and makes frames shorter by a fiftieth.
"""

_COUNTED = 10
"""So many records, behind those in the dictionary, tell it how often bytes occur.

Those in it would tell nothing: of them all is a repetition.
"""

_WAITING = _DICTIONARY + 40_000
"""Bytes of records that wait to be compressed together.

The first of them make the dictionary.  Of the others each would fetch it anew from
memory, which takes as long as to compress, if much else is done in between.
"""

_LEVEL = 3  # of texts so short 4 and 5 make longer frames; 6 takes three times as long
_OPTIONS: Mapping[int, int] = {
    zstd.CompressionParameter.compression_level: _LEVEL,
    zstd.CompressionParameter.checksum_flag: True,  # else altered words are just words
    zstd.CompressionParameter.dict_id_flag: False,
}
_OF_DICTIONARY = {**_OPTIONS, zstd.CompressionParameter.compression_level: 9}


class FrameWriter:
    """Compresses records, and writes their frames one behind the other."""

    def __init__(self, write: Callable[[bytes], int]) -> None:
        self._write = write
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._compressor: zstd.ZstdCompressor | None = None
        self._dictionary = b""
        self.ends = array("Q", [0])
        """Where each frame ends, behind where the first one begins."""

    def add(self, record: bytes) -> None:
        """Add a record, which is written later."""
        self._waiting.append(record)
        self._bytes += len(record)
        if self._bytes >= _WAITING:
            self._write_waiting()

    def finish(self) -> bytes:
        """Write what waits; return what a reader needs besides the frames."""
        if self._waiting:
            self._write_waiting()
        return self._dictionary

    def _write_waiting(self) -> None:
        if self._compressor is None:
            self._compressor = self._make_compressor()
        for record in self._waiting:
            frame = self._compressor.compress(record, zstd.ZstdCompressor.FLUSH_FRAME)
            self.ends.append(self.ends[-1] + self._write(frame))
        self._waiting.clear()
        self._bytes = 0

    def _make_compressor(self) -> zstd.ZstdCompressor:
        content = zstd.ZstdDict(b"".join(self._waiting)[:_DICTIONARY], is_raw=True)
        counted = self._waiting[-_COUNTED:]
        dictionary = zstd.finalize_dict(content, counted, _DICTIONARY, _LEVEL)
        packed = zstd.compress(dictionary.dict_content, options=_OF_DICTIONARY)
        self._dictionary = packed
        return zstd.ZstdCompressor(options=_OPTIONS, zstd_dict=dictionary)


class FrameReader:
    """Decompresses the frames of a file; raises ``EngineError`` where it is altered."""

    def __init__(self, path: Path, dictionary: "memoryview[int]") -> None:
        self._path = path
        self._dictionary: zstd.ZstdDict | None = None  # its own frame is read without
        self._dictionary = zstd.ZstdDict(self.read(dictionary))

    def read(self, frame: "memoryview[int]") -> bytes:
        """Return the record of a frame."""
        try:
            return zstd.decompress(frame, zstd_dict=self._dictionary)
        except zstd.ZstdError as error:
            raise EngineError(
                f"{self._path} is altered ({error}); "
                "rebuild with: pressfind index --rebuild"
            ) from error
