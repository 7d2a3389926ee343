"""Records compressed: each is a frame of Zstandard, so that it is read alone.

All are compressed against a dictionary that their file keeps, learnt from the first of
them: so they take hardly more room than many compressed together.
"""

from array import array
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import zstandard

from pressfind.errors import EngineError

_DICTIONARY = 120_000
"""Bytes of a dictionary at most: near 128 KB frames become longer again."""

_WAITING = 800_000
"""Bytes of records that wait to be compressed together.

The dictionary is learnt from the first of them: from twice as many it would make
frames shorter by a thousandth.  Of the others each would fetch it anew from memory,
which takes as long as to compress, if much else is done in between.
"""

_ENOUGH = 100
"""Fewer records teach little: then the first of them are the dictionary as they are.

With it 60 take 0.344 of their size, and with one that is learnt 0.352; but 200 take
0.355, and 0.343.
"""

_SEGMENT = 500
"""Bytes of the pieces that a dictionary is made of: 300 and 1,000 do no better."""

_LEVEL = 3  # of texts so short 4 and 5 make longer frames; 6 takes three times as long
_LEVEL_OF_DICTIONARY = 9


class FrameWriter:
    """Compresses records, and writes their frames one behind the other."""

    def __init__(self, write: Callable[[bytes], int]) -> None:
        self._write = write
        self._waiting: list[bytes] = []
        self._bytes = 0
        self._compressor: zstandard.ZstdCompressor | None = None
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
            dictionary = _make_dictionary(self._waiting)
            self._dictionary = _make_compressor(_LEVEL_OF_DICTIONARY).compress(
                dictionary.as_bytes()
            )
            self._compressor = _make_compressor(_LEVEL, dictionary)
        frames = [*map(self._compressor.compress, self._waiting)]
        self._write(b"".join(frames))
        self.ends.extend(accumulate(map(len, frames), initial=self.ends.pop()))
        self._waiting.clear()
        self._bytes = 0


class FrameReader:
    """Decompresses the frames of a file; raises ``EngineError`` where it is altered.

    It serves one thread at a time: all frames are read in one place of memory.
    """

    def __init__(self, path: Path, dictionary: "memoryview[int]") -> None:
        self._path = path
        self._decompressor = zstandard.ZstdDecompressor()
        content = zstandard.ZstdCompressionDict(self.read(dictionary))
        self._decompressor = zstandard.ZstdDecompressor(dict_data=content)

    def read(self, frame: "memoryview[int]") -> bytes:
        """Return the record of a frame."""
        try:
            return self._decompressor.decompress(frame)
        except (zstandard.ZstdError, MemoryError) as error:
            what = str(error) or "a length"  # which is more than there is memory
            raise EngineError(
                f"{self._path} is altered ({what}); "
                "rebuild with: pressfind index --rebuild"
            ) from error


def _make_dictionary(records: Sequence[bytes]) -> zstandard.ZstdCompressionDict:
    if len(records) >= _ENOUGH:
        return zstandard.train_dictionary(
            _DICTIONARY, [*records], k=_SEGMENT, d=8, f=18, accel=3, level=_LEVEL
        )
    content = b"".join(records)[:_DICTIONARY]
    return zstandard.ZstdCompressionDict(
        content, dict_type=zstandard.DICT_TYPE_RAWCONTENT
    )


def _make_compressor(
    level: int, dictionary: zstandard.ZstdCompressionDict | None = None
) -> zstandard.ZstdCompressor:
    # Without a sum altered words would be just words.
    return zstandard.ZstdCompressor(
        level=level, dict_data=dictionary, write_checksum=True, write_dict_id=False
    )
