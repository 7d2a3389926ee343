"""Archives are read member by member, within limits, and nothing leads out of them."""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.model import RawDocument, Skipped
from pressfind.sources import allowance, packed, read_file
from tests.made import Members, make_tar, make_tar_gzip, make_tar_xz, make_zip
from tests.program import make_post, run

PAGE = f"Blog\n\n{make_post('New ferry', 'Ships came in.')}".encode()

_PACKERS = [make_zip, make_tar, make_tar_gzip, make_tar_xz]
_PACKED = pytest.mark.parametrize("pack", _PACKERS)


def _found(content: bytes, path: str = "a.bin") -> list[tuple[str, str]]:
    """Return the path of each document, with the kind of a skip or nothing."""
    return [
        (found.path, found.kind)
        if isinstance(found, Skipped)
        else (found.source.path, "")
        for found in read_file(content, path).documents
    ]


@_PACKED
def test_members_are_named_behind_the_archive(pack: Callable[[Members], bytes]) -> None:
    members = {
        "./a/b.txt": PAGE,
        "c.txt": PAGE,
        ".hidden": PAGE,
        "__MACOSX/c.txt": PAGE,
    }
    assert _found(pack(members)) == [("a.bin!a/b.txt", ""), ("a.bin!c.txt", "")]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_named_without_its_ending(
    compress: Callable[[bytes], bytes],
) -> None:
    assert _found(compress(PAGE), "x/a.txt.gz") == [("x/a.txt.gz!a.txt", "")]


@_PACKED
def test_an_archive_in_an_archive_is_read(pack: Callable[[Members], bytes]) -> None:
    inner = make_tar_gzip({"b.txt": PAGE})
    found = _found(pack({"inner.tgz": inner, "c.txt": PAGE}), "a.zip")
    assert sorted(found) == [("a.zip!c.txt", ""), ("a.zip!inner.tgz!b.txt", "")]


@_PACKED
def test_an_archive_nested_twice_is_not(pack: Callable[[Members], bytes]) -> None:
    inner = make_zip({"inmost.zip": make_zip({"b.txt": PAGE}), "c.txt": PAGE})
    assert _found(pack({"inner.zip": inner}), "a") == [
        ("a!inner.zip!c.txt", ""),
        ("a!inner.zip!inmost.zip", "nested too deep"),
    ]


@pytest.mark.parametrize(
    "name", ["../b.txt", "a/../../b.txt", "..\\b.txt", "/../b.txt"]
)
@_PACKED
def test_a_name_that_leads_out_is_skipped(
    name: str, pack: Callable[[Members], bytes]
) -> None:
    found = [kind for _, kind in _found(pack({name: PAGE, "c.txt": PAGE}))]
    assert sorted(found) == ["", "unsafe name"]


def test_a_member_without_a_name_is_skipped() -> None:
    archive = make_zip({"a.txt": PAGE, "b.txt": PAGE})
    cut = archive.replace(b"a.txt", b"\0.txt")  # a name ends with NUL
    assert _found(cut) == [("a.bin!", "unsafe name"), ("a.bin!b.txt", "")]


def test_an_absolute_name_is_one_within_the_archive() -> None:
    assert _found(make_tar({"/etc/b.txt": PAGE})) == [("a.bin!etc/b.txt", "")]


def test_links_in_a_tar_are_not_followed() -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    assert _found(held.getvalue()) == [("a.bin!s", "link"), ("a.bin!h", "link")]


def test_links_in_a_zip_are_not_followed() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        member = zipfile.ZipInfo("s")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    assert _found(held.getvalue()) == [("a.bin!s", "link")]


def test_a_member_with_a_password_is_skipped() -> None:
    content = bytearray(make_zip({"a.txt": PAGE}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    assert _found(bytes(content)) == [("a.bin!a.txt", "locked")]


@_PACKED
def test_a_bomb_is_refused_and_named(pack: Callable[[Members], bytes]) -> None:
    zeros = bytes(30_000_000)
    found = _found(pack({"a.txt": PAGE, "b.txt": zeros, "c.txt": zeros}))
    # A tar that isn't packed grows by nothing.
    assert found[-1][1] == ("empty file" if pack is make_tar else "bomb")


def test_a_bomb_in_an_archive_ends_the_reading_of_both() -> None:
    bomb = make_zip({"b.txt": bytes(30_000_000)})
    # A tar says nothing of what its members unpack to.
    found = _found(make_tar({"a.zip": bomb, "c.txt": PAGE}))
    assert found == [("a.bin!a.zip", "bomb"), ("a.bin!c.txt", "")]


def test_a_tar_that_hides_a_bomb_is_refused() -> None:
    assert _found(make_tar_gzip({".zeros": bytes(60_000_000)})) == [("a.bin", "bomb")]


def test_an_archive_of_too_many_members_is_read_to_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(allowance, "MOST_MEMBERS", 2)
    members = {f"{number}.txt": PAGE for number in range(4)}
    assert _found(make_zip(members)) == [
        ("a.bin!0.txt", ""),
        ("a.bin!1.txt", ""),
        ("a.bin", "too large"),
    ]


def test_an_archive_that_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(allowance, "MOST_UNPACKED", len(PAGE))
    assert _found(make_zip({"a.txt": PAGE, "b.txt": PAGE})) == [("a.bin", "too large")]


def test_a_member_that_is_too_large_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "LARGEST_MEMBER", len(PAGE))
    assert _found(gzip.compress(PAGE + b"\n"), "a.gz") == [("a.gz", "too large")]


def test_a_file_packed_by_zstandard_is_named() -> None:
    assert _found(b"\x28\xb5\x2f\xfd" + PAGE) == [("a.bin", "unknown packing")]


_ARCHIVES = [
    pack({"a/b.txt": PAGE, "inner.zip": make_zip({"c.txt": PAGE})}) for pack in _PACKERS
]


@given(
    st.sampled_from(_ARCHIVES),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3)), max_size=4),
    st.floats(0.01, 1),
)
@settings(max_examples=200, deadline=None)
def test_a_damaged_archive_gives_releases_or_skips(
    archive: bytes, edits: list[tuple[float, bytes]], kept: float
) -> None:
    content = bytearray(archive)
    for place, piece in edits:
        start = int(place * len(content))
        content[start : start + len(piece)] = piece
    for found in read_file(bytes(content[: int(kept * len(content))]), "a").documents:
        assert isinstance(found, RawDocument | Skipped)


def test_the_releases_of_an_archive_go_with_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    other = f"Blog\n\n{make_post('Old ferry', 'Ships went out.')}".encode()
    (data / "a.zip").write_bytes(make_zip({"a.txt": PAGE, "b.txt": other}))
    assert run(tmp_path, "index").out.startswith("+2 new, 0 changed, 0 removed")
    (data / "a.zip").write_bytes(make_zip({"a.txt": PAGE}))
    assert run(tmp_path, "index").out.startswith("+0 new, 0 changed, 1 removed")
    (data / "a.zip").unlink()
    assert run(tmp_path, "index").out.startswith("+0 new, 0 changed, 1 removed")


def test_names_that_are_not_utf_8_are_shown_escaped() -> None:
    content = make_tar({"caf\udce9.txt": PAGE})
    assert _found(content) == [("a.bin!caf\\xe9.txt", "")]
