"""Records come back from their frames, or it is said that the file is altered."""

from array import array
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.engines.whoosh.frames import FrameReader, FrameWriter
from pressfind.errors import EngineError

FILE = Path("MAIN_a.rec")
WORDS = ("the", "harbour", "board", "opens", "a", "new", "ferry", "pier", "and", "quay")


def _make_record(number: int) -> bytes:
    words = (WORDS[number * step % 61 % len(WORDS)] for step in range(1, 400))
    return f'["release {number}"]\n{" ".join(words)}'.encode()


def _write(records: list[bytes]) -> tuple[list[bytes], bytes]:
    """Return the frames of records, and the dictionary."""
    written = bytearray()

    def write(frame: bytes) -> int:
        written.extend(frame)
        return len(frame)

    writer = FrameWriter(write)
    for record in records:
        writer.add(record)
    dictionary = writer.finish()
    ends: array[int] = writer.ends
    return [bytes(written[start:end]) for start, end in pairwise(ends)], dictionary


def _read(frames: list[bytes], dictionary: bytes) -> list[bytes]:
    reader = FrameReader(FILE, memoryview(dictionary))
    return [reader.read(memoryview(frame)) for frame in frames]


@given(st.lists(st.binary(min_size=8), min_size=1))
def test_a_few_records_come_back(records: list[bytes]) -> None:
    assert _read(*_write(records)) == records


@pytest.mark.parametrize("count", [60, 300])
def test_many_records_come_back(count: int) -> None:
    records = [_make_record(number) for number in range(count)]
    assert _read(*_write(records)) == records


def test_a_record_longer_than_a_dictionary_comes_back() -> None:
    records = [_make_record(1) * 200, _make_record(2)]
    assert _read(*_write(records)) == records


def test_nothing_written_needs_no_dictionary() -> None:
    assert _write([]) == ([], b"")


def test_frames_take_less_room_than_a_third_of_what_records_take() -> None:
    records = [_make_record(number) for number in range(300)]
    frames, dictionary = _write(records)
    assert 3 * sum(map(len, [*frames, dictionary])) < sum(map(len, records))


def test_no_altered_bit_makes_another_record_of_a_frame() -> None:
    record = _make_record(1)
    (frame,), dictionary = _write([record])
    reader = FrameReader(FILE, memoryview(dictionary))
    read = set()
    for place in range(len(frame) * 8):
        altered = bytearray(frame)
        altered[place // 8] ^= 1 << place % 8
        with suppress(EngineError):
            read.add(reader.read(memoryview(altered)))
    assert read <= {record}  # a frame has one bit that nothing uses


def test_a_frame_cut_short_is_told() -> None:
    (frame,), dictionary = _write([_make_record(1)])
    reader = FrameReader(FILE, memoryview(dictionary))
    with pytest.raises(EngineError, match=r"MAIN_a\.rec is altered .*--rebuild"):
        reader.read(memoryview(frame)[:-1])


def test_an_altered_dictionary_is_told() -> None:
    _, dictionary = _write([_make_record(1)])
    with pytest.raises(EngineError, match=r"MAIN_a\.rec is altered .*--rebuild"):
        FrameReader(FILE, memoryview(dictionary[:-1]))
