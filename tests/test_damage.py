"""Damage is found, named, and never a traceback; what can be read outlives it."""

import contextlib
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pressfind.errors import PressfindError
from pressfind.model import Question
from pressfind.searching import search_quotes
from tests.program import INDEX, export_lines, run, update, write_archive


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a sound index of two commits."""
    root = tmp_path_factory.mktemp("whole")
    write_archive(root / "data", 2, 1)
    update(root)
    write_archive(root / "data", 3, 1)
    update(root)
    return root


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _alter(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _remove(path: Path) -> None:
    path.unlink()


def _files(root: Path) -> list[str]:
    found = (path for path in (root / INDEX).iterdir() if path.stat().st_size)
    return sorted(path.name for path in found)


@pytest.mark.parametrize("damage", [_cut, _alter, _remove])
def test_a_check_names_each_file_that_is_damaged(
    whole: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    for name in _files(whole):
        root = shutil.copytree(whole, tmp_path / "copy")
        damage(root / INDEX / name)
        done = run(root, "status", "--check")
        named = (done.status, name in done.errors, "Traceback" in done.errors)
        assert named == (2, True, False), f"{name}: {done.errors}"
        shutil.rmtree(root)


# A library that fails to open a damaged file may leave it to be closed later.
_LEAKS = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)


@_LEAKS
@pytest.mark.parametrize("damage", [_cut, _alter, _remove])
def test_a_damaged_index_can_be_rebuilt_from_its_paths(
    whole: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    after, wrong = export_lines(whole), []
    for name in _files(whole):
        root = shutil.copytree(whole, tmp_path / "copy")
        damage(root / INDEX / name)
        update(root, rebuild=True)
        if export_lines(root) != after:
            wrong.append(name)
        shutil.rmtree(root)
    assert wrong == []


@_LEAKS
def test_no_altered_bit_ends_in_a_traceback(whole: Path, tmp_path: Path) -> None:
    root = shutil.copytree(whole, tmp_path / "copy")
    path = max((root / INDEX).iterdir(), key=lambda path: path.stat().st_size)
    content = path.read_bytes()
    asked = Question(text="ship OR sailor*", limit=0)
    for place in range(0, len(content), len(content) // 60):
        altered = bytearray(content)
        altered[place] ^= 1 << place % 8
        path.write_bytes(altered)
        with contextlib.suppress(PressfindError):
            export_lines(root)
        with contextlib.suppress(PressfindError):
            search_quotes(root / INDEX, asked, date(2026, 1, 1))


def test_records_of_standard_input_outlive_damage_elsewhere(tmp_path: Path) -> None:
    write_archive(tmp_path / "data", 2, 2)
    record = {"id": "kept", "title": "A bridge", "body": "It is long."}
    run(tmp_path, "index", "data", "-", stdin=json.dumps(record).encode())
    _alter(max((tmp_path / INDEX).iterdir(), key=lambda path: path.stat().st_size))
    run(tmp_path, "index", "--rebuild")
    assert run(tmp_path, "show", "kept").status == 0


def test_what_a_rebuild_can_not_keep_is_said(tmp_path: Path) -> None:
    write_archive(tmp_path / "data", 1, 1)
    record = {"id": "kept", "title": "A bridge", "body": "It is long."}
    run(tmp_path, "index", "data", "-", stdin=json.dumps(record).encode())
    _cut(next((tmp_path / INDEX).glob("*.rec")))
    done = run(tmp_path, "index", "--rebuild")
    assert (done.status, "have to be given again" in done.errors) == (0, True)


def test_an_index_of_another_format_names_the_command_that_rebuilds_it(
    whole: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(whole, tmp_path / "copy")
    for path in (root / INDEX).glob("*.json"):
        values = json.loads(path.read_text(encoding="utf-8"))
        if "format" in values:
            path.write_text(json.dumps({**values, "format": 99}), encoding="utf-8")
    refused = run(root, "search", "ship")
    command = refused.errors.partition("rebuild with: pressfind ")[2].split()
    rebuilt = run(root, *command)
    assert (refused.status, rebuilt.status) == (2, 0), refused.errors
    assert export_lines(whole) == export_lines(root)
