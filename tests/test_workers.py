"""Reading in several processes: the same index, and a clean end whoever dies."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pressfind.errors import PressfindError
from pressfind.indexing import Job, Progress, update_index, workers
from pressfind.model.indexes import IndexReport
from pressfind.sources import split_lines
from tests.program import INDEX, environment, export_lines

RANGES = "pressfind.sources.SPLIT"
SMALL = 40_000
"""Bytes of a file that is read in ranges here, so that little is much."""

PROGRAM = f"""
import signal
# Whoever starts tests in the background has them ignore interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
import pressfind.cli, pressfind.sources, pressfind.indexing.workers
pressfind.sources.SPLIT = {4 * SMALL}
pressfind.indexing.workers.WORTH_A_PROCESS = 1
pressfind.cli.main()
"""
PATIENCE = 20.0
"""Seconds that something may take on a busy machine before it counts as hanging."""


def _write_lines(folder: Path, releases: int, said: str = "It sails.") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    body = "The ferry carried timber to the pier before the evening. " * 20
    with (folder / "all.jsonl").open("w", encoding="utf-8") as stream:
        for number in range(releases):
            record = {
                "title": f"Ferry {number} sails",
                "date": f"2024-05-{1 + number % 28:02}",
                "department": "Port Office",
                "body": f"{body}\n\nIda Holt said:\n\n“{said} Ship {number}.”",
            }
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


@pytest.fixture
def many_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have small files read in ranges, by as many processes as are allowed."""
    monkeypatch.setattr(RANGES, SMALL)
    monkeypatch.setattr(workers, "WORTH_A_PROCESS", 1)


def _update(root: Path, jobs: int, progress: Progress | None = None) -> IndexReport:
    job = Job(index=root / INDEX, cwd=root, now_ns=2**62, paths=("data",), jobs=jobs)
    return update_index(job, progress=progress)


@pytest.mark.usefixtures("many_ranges")
@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_make_the_index_that_one_makes(tmp_path: Path, jobs: int) -> None:
    for name in ("one", "some"):
        _write_lines(tmp_path / name / "data", 200)
    reports = _update(tmp_path / "one", 1), _update(tmp_path / "some", jobs)
    assert export_lines(tmp_path / "one") == export_lines(tmp_path / "some")
    assert tuple(report.new for report in reports) == (200, 200)


@pytest.mark.usefixtures("many_ranges")
def test_processes_update_the_index_that_one_made(tmp_path: Path) -> None:
    for name in ("one", "some"):
        _write_lines(tmp_path / name / "data", 200)
        _update(tmp_path / name, 1)
        _write_lines(tmp_path / name / "data", 150, said="It doesn't sail.")
    _update(tmp_path / "one", 1)
    _update(tmp_path / "some", 2)
    assert export_lines(tmp_path / "one") == export_lines(tmp_path / "some")


@pytest.mark.usefixtures("many_ranges")
def test_what_is_repaired_in_many_ranges_of_a_file_is_told_once(tmp_path: Path) -> None:
    _write_lines(tmp_path / "data", 200, said="The cafÃ© sails.")
    assert _update(tmp_path, 2).warnings == (
        "data/all.jsonl: text that had been encoded twice was repaired in 200 places",
    )


@pytest.mark.usefixtures("many_ranges")
def test_a_file_in_ranges_is_summed_as_a_whole(tmp_path: Path) -> None:
    _write_lines(tmp_path / "data", 200)
    content = (tmp_path / "data" / "all.jsonl").read_bytes()
    _, digest = split_lines(tmp_path / "data" / "all.jsonl", len(content))
    assert digest == hashlib.sha256(content).hexdigest()


def test_of_two_files_each_process_reads_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WORTH_A_PROCESS", 1)
    _write_lines(tmp_path / "data", 300)
    ferries = (tmp_path / "data" / "all.jsonl").read_text(encoding="utf-8")
    other = ferries.replace("Ferry", "Barge")
    (tmp_path / "data" / "other.jsonl").write_text(other, encoding="utf-8")
    _update(tmp_path, 2)
    assert len(list((tmp_path / INDEX).glob("*.rec"))) == 2


@pytest.fixture
def findable() -> None:
    """Skip where the processes of a process can't be found."""
    if not Path("/proc/self/task").is_dir():
        pytest.skip("the processes of a process can't be found here")


def _kill_all(*_: object) -> None:
    found = _find_helpers(os.getpid())
    for helper in found:
        os.kill(helper, signal.SIGKILL)
    _wait_for(lambda: not any(map(_is_helper, found)))


@pytest.mark.usefixtures("many_ranges", "findable")
def test_a_process_that_dies_between_two_tasks_is_an_error(tmp_path: Path) -> None:
    _write_lines(tmp_path / "data", 200)
    with pytest.raises(PressfindError, match="ended unexpectedly"):
        _update(tmp_path, 2, _kill_all)
    assert _find_helpers(os.getpid()) == []


def _start(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "index", "--jobs", "3"],
        cwd=root,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def _find_helpers(parent: int) -> list[int]:
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
    except OSError:
        return []
    return [pid for pid in map(int, children.split()) if _is_helper(pid)]


def _is_helper(pid: int) -> bool:
    """Whether a helper of this id runs; one that has ended has no command line."""
    try:
        return b"help_out" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.fixture
def archive(tmp_path: Path, findable: None) -> Path:  # noqa: ARG001
    """Make an index, and an archive that takes three processes a while to read."""
    _write_lines(tmp_path / "data", 20)
    _update(tmp_path, 1)
    _write_lines(tmp_path / "data", 2_000, said="It doesn't sail.")
    return tmp_path


def _wait_for_writing(root: Path, process: subprocess.Popen[bytes]) -> list[int]:
    """Wait until all processes are writing; return the ids of both helpers."""
    records = len(list((root / INDEX).glob("*.rec")))
    _wait_for(lambda: len(list((root / INDEX).glob("*.rec"))) >= records + 3)
    found = _find_helpers(process.pid)
    assert len(found) == 2
    return found


def test_a_process_that_is_killed_is_one_error_and_changes_nothing(
    archive: Path,
) -> None:
    before = export_lines(archive)
    process = _start(archive)
    killed, other = _wait_for_writing(archive, process)
    os.kill(killed, signal.SIGKILL)
    errors = process.communicate(timeout=PATIENCE)[1].decode()
    assert (process.returncode, errors.count("\n")) == (2, 1), errors
    assert (before, False) == (export_lines(archive), _is_helper(other))


def test_processes_end_with_the_run_that_started_them(archive: Path) -> None:
    before = export_lines(archive)
    process = _start(archive)
    started = _wait_for_writing(archive, process)
    process.kill()
    errors = process.communicate(timeout=PATIENCE)[1].decode()
    _wait_for(lambda: not any(map(_is_helper, started)))
    assert ("", before) == (errors, export_lines(archive))


def test_an_interrupt_of_all_processes_ends_them_in_silence(archive: Path) -> None:
    before = export_lines(archive)
    process = _start(archive)
    started = _wait_for_writing(archive, process)
    os.killpg(process.pid, signal.SIGINT)
    errors = process.communicate(timeout=PATIENCE)[1].decode()
    assert (130, "", before) == (process.returncode, errors, export_lines(archive))
    assert not any(map(_is_helper, started))


def test_the_run_after_a_killed_one_reads_all_again(archive: Path) -> None:
    process = _start(archive)
    started = _wait_for_writing(archive, process)
    process.kill()
    process.communicate(timeout=PATIENCE)
    _wait_for(lambda: not any(map(_is_helper, started)))
    assert _update(archive, 1).new == 1_980
