"""Bad input is one line or a counted skip: no traceback, no hang, no lost release."""

import json
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.program import PROGRAM, Done, environment, make_post, run

GOOD = "Blog\n\n" + make_post("New ferry", "Ships came in.")
MADE_SUMMARY = "+1 new, 0 changed, 0 removed, 0 unchanged, "


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Make a folder of one good page."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an index that tests only read."""
    folder = tmp_path_factory.mktemp("indexed")
    (folder / "data").mkdir()
    (folder / "data" / "good.txt").write_text(GOOD, encoding="utf-8")
    run(folder, "index")
    return folder


def _titles(folder: Path) -> list[str]:
    lines = run(folder, "export").out.splitlines()
    return sorted(json.loads(line)["title"] for line in lines)


def _said(done: Done) -> tuple[int, bool]:
    """Return the status, and whether it is explained without a traceback."""
    return done.status, done.errors.startswith("pressfind: ") or not done.errors


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty file"),
        (b" \n\t\n", "empty file"),
        (b"\xef\xbb\xbf", "empty file"),
        (b"\0" * 900, "empty file"),
        (bytes(range(256)) * 8, "not text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(64)) * 99, "not text"),
        (b"Blog\n\n", "unknown form"),
        (b"{\n", "unknown form"),
        (b"[" * 100_000, "unknown form"),
        (b'{"a": ' * 100_000, "unknown form"),
        (b'{"title": 7}\n', "bad record"),
        (b'{"version": 1, "type": "release"}\n', "bad record"),
    ],
    ids=lambda given: repr(given)[:40],
)
def test_a_file_without_releases_is_a_counted_skip(
    data: Path, content: bytes, kind: str
) -> None:
    (data / "bad.txt").write_bytes(content)
    done = run(data.parent, "index")
    assert (done.status, done.out) == (0, f"{MADE_SUMMARY}1 skipped\n")
    assert (
        f"pressfind: skipped data/bad.txt{':1' * (kind == 'bad record')}, {kind}: "
        in (done.errors)
    )


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace("came", "came\0\0\0").encode(),
        GOOD.replace("Ships", "Ships " + "x" * 1_000_000).encode(),
        GOOD.replace("Ships", "Ships and ships " * 70_000).encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.encode("utf-16"),
        GOOD.replace("Ships", "Café ships").encode("cp1252"),
        GOOD.replace("2 May", "31 February").encode(),
        GOOD.replace(" on 2 May 2024", "").encode(),
        GOOD.replace("Ships", "PRESS RELEASE : New ferry\n\n    Ships").encode(),
        GOOD.rstrip().encode()[:-4],
        GOOD.encode() + b"\n\n  \xe2\x80\xa2 \n",
        GOOD.encode() + "\n  • Speech by nobody\n".encode(),
    ],
    ids=[
        *("NULs", "a 1 MB word", "a 1 MB line", "CRLF", "UTF-16", "cp1252"),
        *("31 February", "no date", "two titles", "ends early", "no title", "a speech"),
    ],
)
def test_a_strange_page_keeps_its_release(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "page.txt").write_bytes(content)
    done = run(tmp_path, "index", "page.txt")
    assert (done.status, "New ferry" in _titles(tmp_path)) == (0, True)


def test_a_folder_without_releases_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    done = run(tmp_path, "index")
    assert (done.status, "no releases were found" in done.errors) == (0, True)


def _make_pipe(path: Path) -> None:
    os.mkfifo(path)


def _make_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket may only be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(here)


def _make_unreadable(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads a file of any mode")
    path.touch(mode=0)


@pytest.mark.parametrize("make", [_make_pipe, _make_socket, _make_unreadable])
@pytest.mark.parametrize("named", ["data", "data/odd"])
def test_what_is_no_readable_file_is_a_counted_skip(
    data: Path, make: Callable[[Path], None], named: str
) -> None:
    make(data / "odd")
    done = run(data.parent, "index", named)
    counted = "skipped data/odd, unreadable" in done.errors
    assert (done.status, counted, done.out.endswith(", 1 skipped\n")) == (0, True, True)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="it is Linux's")
def test_a_file_whose_reading_fails_is_a_counted_skip(data: Path) -> None:
    (data / "odd").symlink_to("/proc/self/mem")
    done = run(data.parent, "index", "data/odd", "data/good.txt")
    assert "skipped data/odd, unreadable: Input/output error" in done.errors
    assert (done.status, done.out) == (0, f"{MADE_SUMMARY}1 skipped\n")


def test_a_device_is_a_counted_skip(data: Path) -> None:
    done = run(data.parent, "index", "/dev/zero", "data")
    assert (done.status, done.out) == (0, f"{MADE_SUMMARY}1 skipped\n")


def test_links_neither_hang_nor_lead_out_of_a_folder(data: Path) -> None:
    outside = data.parent / "outside"
    outside.mkdir()
    (outside / "page.txt").write_text(GOOD.replace("New", "Old"), encoding="utf-8")
    (data / "out").symlink_to("../outside")
    (data / "out.txt").symlink_to("../outside/page.txt")
    (data / "round").symlink_to(".")
    (data / "self").symlink_to("self")
    (data / "same.txt").symlink_to("good.txt")
    done = run(data.parent, "index")
    assert (done.status, done.out) == (0, f"{MADE_SUMMARY}2 skipped\n")
    assert "skipped in all: 2 link" in done.errors


def test_a_link_named_itself_is_followed(data: Path) -> None:
    (data.parent / "link").symlink_to("data")
    assert run(data.parent, "index", "link").out == f"{MADE_SUMMARY}0 skipped\n"


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"new\nline.txt", b"\x1b[31m.txt"])
def test_a_file_of_any_name_is_indexed_once(data: Path, name: bytes) -> None:
    page = GOOD.replace("New", "Odd").encode()
    Path(os.fsdecode(os.fsencode(data) + b"/" + name)).write_bytes(page)
    first, again = run(data.parent, "index"), run(data.parent, "index")
    told = (first.out, again.out, _titles(data.parent))
    assert told == (
        "+2 new, 0 changed, 0 removed, 0 unchanged, 0 skipped\n",
        "+0 new, 0 changed, 0 removed, 2 unchanged, 0 skipped\n",
        ["New ferry", "Odd ferry"],
    )


def test_a_name_in_a_message_cannot_steer_the_terminal(data: Path) -> None:
    Path(data, "\x1b[31m\nred").write_bytes(b"")
    errors = run(data.parent, "index").errors
    lines = errors.splitlines()
    assert ("\x1b" in errors, [line[:11] for line in lines]) == (
        False,
        ["pressfind: "] * 2,
    )


def test_strict_names_what_it_refuses_and_leaves_the_index(data: Path) -> None:
    run(data.parent, "index")
    (data / "good.txt").write_text(GOOD.replace("New", "Old"), encoding="utf-8")
    (data / "bad.txt").touch()
    done = run(data.parent, "index", "--strict")
    named = "data/bad.txt: it holds no text" in done.errors
    assert (done.status, named, _titles(data.parent)) == (2, True, ["New ferry"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["index", "nowhere"],
        ["index", b"\xff"],
        ["index", "n" * 5_000],
        ["index", "data/good.txt/x"],
        ["index", "--index", "data"],
        ["index", "--index", "data/good.txt"],
        ["index", "--forget", "nowhere"],
        ["search", "x", "--index", "data"],
        ["search", "x", "--index", "data/good.txt"],
        ["search", "x", "--index", "nowhere"],
        ["search", "x", "--limit", "-1"],
        ["search", "x", "--limit", "many"],
        ["search", "x", "--offset", "-1"],
        ["search", "x", "--since", "banana"],
        ["search", "x", "--on", "31 February 2024"],
        ["search", "x", "--since", "2024", "--until", "2023"],
        ["search", "x", "--in", "banana"],
        ["search", "x", "--speaker", ""],
        ["search", "x", "--speaker", b"\xff"],
        ["search", "x", "--format", "banana"],
        ["search", "-x"],
        ["search", '"never closed'],
        ["search", "(never closed"],
        ["search", "(" * 9_000],
        ["search", "NOT " * 9_000 + "x"],
        ["search", ")"],
        ["search", "x AND"],
        ["search", "OR"],
        ["search", "banana:x"],
        ["search", "date:banana"],
        ["search", "s*"],
        ["search", "ships~3"],
        ["search", '"ships ports"~99'],
        ["search", "=(ships)"],
        ["search", "🚢"],
        ["search", "\u200f"],
        ["search", "--", "- -"],
        ["search", b"\xed\xa0\x80"],
        ["search", "&"],
        ["banana"],
        ["show", "--format", "banana", "x"],
        ["schema", "banana"],
    ],
    ids=lambda arguments: repr(arguments)[:40],
)
def test_what_is_wrong_is_said_in_a_line_with_status_2(
    indexed: Path, arguments: list[str | bytes]
) -> None:
    done = run(indexed, *arguments)
    assert (*_said(done), done.out) == (2, True, "")
    assert len(done.errors) < 6_000  # a name is repeated, a long query is cut


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["search", b"caf\xe9"], 1),
        (["search", b"ships \xff"], 0),
        (["search", "x" * 100_000], 1),
        (["search", "ships OR " * 400 + "x"], 0),
        (["search", "ships OR " * 5_000 + "x"], 2),
        (["search", "the of and"], 1),
        (["search", "ship*"], 0),
        (["search", "shisp~"], 0),
        (["search", "ships", "--limit", "9" * 30], 0),
        (["search", "ships", "--offset", "9" * 30], 0),
        (["search", "ships", "--snippets", "9" * 30], 0),
        (["show", b"\xff"], 1),
        (["show", ""], 1),
    ],
    ids=lambda given: repr(given)[:40],
)
def test_what_is_odd_but_has_a_meaning_gets_its_status(
    indexed: Path, arguments: list[str | bytes], status: int
) -> None:
    assert _said(run(indexed, *arguments)) == (status, True)


def test_a_query_on_standard_input_may_hold_broken_text(indexed: Path) -> None:
    assert run(indexed, "search", "-", stdin=b"ships \xff\xfe").status == 0


def test_records_on_standard_input_are_skipped_one_by_one(tmp_path: Path) -> None:
    lines = [
        *(b"\xff\xfe", b"[1]", b"{bad", b'{"title": "\\ud800"}', b"null", b"\0", b""),
        *(b'{"title": "A bridge", "body": "Long."}', b'{"date": "2024"}'),
        b'{"title": "' + b"x" * 1_000_000 + b'"}',
    ]
    done = run(tmp_path, "index", "-", stdin=b"\n".join(lines))
    assert done.out == "+3 new, 0 changed, 0 removed, 0 unchanged, 5 skipped\n"


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_stream_that_is_closed_is_no_traceback(indexed: Path, closed: int) -> None:
    done = subprocess.run(
        [*PROGRAM, "search", "ships"],
        cwd=indexed,
        env=environment(),
        capture_output=True,
        preexec_fn=lambda: os.close(closed),
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


def test_a_reader_that_goes_away_is_no_error(data: Path) -> None:
    (data / "many.txt").write_text(
        "Blog\n\n" + "\n".join(make_post(f"Ferry {n}", "x" * 999) for n in range(200)),
        encoding="utf-8",
    )
    run(data.parent, "index")
    exporting = subprocess.Popen(
        [*PROGRAM, "export"],
        cwd=data.parent,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert exporting.stdout is not None
    exporting.stdout.readline()
    exporting.stdout.close()
    assert exporting.stderr is not None
    errors = exporting.stderr.read()
    exporting.stderr.close()
    assert (exporting.wait(), errors) == (0, b"")


def test_a_file_of_a_forbidden_folder_stays_in_the_index(data: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root enters a folder of any mode")
    (data / "sub").mkdir()
    (data / "good.txt").rename(data / "sub" / "good.txt")
    run(data.parent, "index")
    (data / "sub").chmod(0)
    done = run(data.parent, "index")
    (data / "sub").chmod(0o700)
    assert done.out == "+0 new, 0 changed, 0 removed, 1 unchanged, 1 skipped\n"
