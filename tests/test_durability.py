"""An index survives whatever ends the run that writes it.

A run is killed at each of its steps in turn: every opening of a file to write, every
renaming, removing and syncing of one.  What is promised of an index is asked through
the program or ``update_index`` and ``searching``; how it is kept is not looked at.
"""

import contextlib
import functools
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pressfind.__main__ import main
from pressfind.engines.whoosh.tiers import FANOUT
from pressfind.errors import EngineUnavailableError
from pressfind.model import Question
from pressfind.searching import read_status, search_releases
from tests.program import (
    INDEX,
    PROGRAM,
    environment,
    export_lines,
    run,
    start,
    update,
    write_archive,
)

CHANGES = {"os.rename", "os.remove", "os.truncate", "os.mkdir", "os.link", "os.rmdir"}
MOST_STEPS = 400
STRIDE = 3  # where each single step would take long and show little more
BIG = (15, 12)  # pages, releases a page: about a second of work


def _fresh(root: Path, folder: Path) -> list[str]:
    shutil.copytree(root / "data", folder / "data")
    update(folder)
    return export_lines(folder)


def _shape(root: Path) -> Counter[str]:
    """Return how many files of each kind the index's folder holds."""
    return Counter(path.suffix for path in (root / INDEX).iterdir())


def _at_step(number: int, folder: Path, act: Callable[[], None]) -> None:
    """Make ``act`` happen in this process before its step ``number`` in ``folder``."""
    seen = 0

    def count() -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            act()

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        flags = arguments[2] if event == "open" else 0
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in CHANGES) and str(arguments[0]).startswith(str(folder)):
            count()

    sync = os.fsync

    def counted_sync(fd: Any) -> None:
        count()
        sync(fd)

    os.fsync = counted_sync
    sys.addaudithook(watch)


def _kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dies_at(number: int, root: Path, *, rebuild: bool) -> bool:
    """Update in a process that is killed at a step; tell whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            _at_step(number, root / INDEX, _kill_self)
            update(root, rebuild=rebuild)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an index of a few releases, and an edit that isn't indexed yet."""
    root = tmp_path_factory.mktemp("small")
    write_archive(root / "data", 2, 1)
    update(root)
    write_archive(root / "data", 1, 2, said="And of every sailor.")
    return root


class Aftermath(NamedTuple):
    """What a run that was killed at a step left, and what the next runs made of it."""

    step: int
    left: list[str]
    repaired: list[str]
    files: Counter[str]


@pytest.fixture(scope="module", params=[False, True], ids=["update", "rebuild"])
def aftermaths(
    small: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> list[Aftermath]:
    """Kill a run at each step until one comes through, which is the last."""
    folder = tmp_path_factory.mktemp("killed")
    met = []
    for step in range(1, MOST_STEPS, STRIDE if request.param else 1):
        root = shutil.copytree(small, folder / str(step))
        died = _dies_at(step, root, rebuild=request.param)
        left = export_lines(root)
        update(root)
        repaired = export_lines(root)
        met.append(Aftermath(step, left, repaired, _shape_after_edit(root)))
        if not died:
            return met
    raise AssertionError(f"a run takes more than {MOST_STEPS} steps")


def _shape_after_edit(root: Path) -> Counter[str]:
    write_archive(root / "data", 1, 4, said="Twice.")
    update(root)
    return _shape(root)


def test_a_run_killed_at_any_step_leaves_one_commit_or_the_other(
    small: Path, tmp_path: Path, aftermaths: list[Aftermath]
) -> None:
    before, after = export_lines(small), _fresh(small, tmp_path)
    told = [(before, after).index(met.left) for met in aftermaths]
    assert told == sorted(told)
    assert {0, 1} == set(told)


def test_the_run_after_a_killed_one_does_what_that_was_to_do(
    small: Path, tmp_path: Path, aftermaths: list[Aftermath]
) -> None:
    after = _fresh(small, tmp_path)
    assert [met.step for met in aftermaths if met.repaired != after] == []


def test_what_killed_runs_leave_behind_is_gone_after_the_next_commit(
    small: Path, tmp_path: Path, aftermaths: list[Aftermath]
) -> None:
    whole = shutil.copytree(small, tmp_path / "whole")
    update(whole)
    skipped = shutil.copytree(small, tmp_path / "skipped")
    clean = (_shape_after_edit(whole), _shape_after_edit(skipped), aftermaths[-1].files)
    assert [met for met in aftermaths if met.files not in clean] == []


def test_a_run_killed_while_it_merges_leaves_one_commit_or_the_other(
    tmp_path: Path,
) -> None:
    root = tmp_path / "many"
    for pages in range(1, FANOUT):
        write_archive(root / "data", pages, 1)
        update(root)
    write_archive(root / "data", FANOUT, 1)
    before, after = export_lines(root), _fresh(root, tmp_path / "fresh")
    told, wrong, died, step = [], [], True, 0
    while died:
        step += STRIDE
        killed = shutil.copytree(root, tmp_path / str(step))
        died = _dies_at(step, killed, rebuild=False)
        told.append((before, after).index(export_lines(killed)))
        update(killed)
        repaired = export_lines(killed)
        write_archive(killed / "data", FANOUT + 1, 1)
        update(killed)
        if (repaired, _shape(killed)[".pst"]) != (after, 2):
            wrong.append(step)
    assert (told == sorted(told), {*told}, wrong) == (True, {0, 1}, [])


def test_a_first_run_killed_at_any_step_can_be_repeated(
    small: Path, tmp_path: Path
) -> None:
    after = _fresh(small, tmp_path / "fresh")
    failed, died = [], True
    for step in range(1, MOST_STEPS, STRIDE):
        root = tmp_path / str(step)
        shutil.copytree(small / "data", root / "data")
        died = _dies_at(step, root, rebuild=False)
        update(root)
        if export_lines(root) != after:
            failed.append(step)
        if not died:
            break
    assert (failed, died) == ([], False)


def _groups(root: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Return each release with those that are near-identical, from a sound index."""
    assert read_status(root / INDEX, check=True).damage == ()
    asked = Question(limit=0, every=True)
    page = search_releases(root / INDEX, asked, date(2026, 1, 1))
    return [(hit.release.id, hit.also) for hit in page.hits]


def _write_alike(root: Path, titles: str) -> Path:
    """Write near-identical releases, and return the folder."""
    body = " ".join(f"ship{number} sailed" for number in range(60))
    lines = [json.dumps({"title": title, "body": body}) for title in titles]
    (root / "data").mkdir(parents=True, exist_ok=True)
    (root / "data" / "notices.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return root


def test_a_run_killed_at_any_step_leaves_the_groups_of_one_commit_or_the_other(
    tmp_path: Path,
) -> None:
    update(old := _write_alike(tmp_path / "old", "BC"))
    shutil.copytree(old, tmp_path / "new")
    update(new := _write_alike(tmp_path / "new", "ABD"))
    told, died, step = [], True, 0
    while died:
        step += STRIDE
        root = shutil.copytree(old, tmp_path / str(step))
        died = _dies_at(step, _write_alike(root, "ABD"), rebuild=False)
        told.append((_groups(old), _groups(new)).index(_groups(root)))
    assert (told == sorted(told), {*told}) == (True, {0, 1})


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an index of many releases, and edit all of them."""
    root = tmp_path_factory.mktemp("big")
    write_archive(root / "data", *BIG)
    update(root)
    write_archive(root / "data", *BIG, said="And of every sailor.")
    return root


def test_runs_killed_one_after_another_leave_the_commit_before(
    big: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(big, tmp_path / "copy")
    before, after = export_lines(big), _fresh(big, tmp_path / "fresh")
    for tenths in (3, 6, 9):
        process = start(root, "index")
        time.sleep(tenths / 10)
        process.kill()
        process.communicate()
        assert export_lines(root) in (before, after), f"after {tenths}/10 s"
    update(root)
    assert after == export_lines(root)


def _interrupt_self() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def _interrupted_at(step: int, root: Path) -> tuple[int, str]:
    """Run the program, interrupted at a step; return its status and messages."""
    child = os.fork()
    if child == 0:
        try:
            os.chdir(root)
            errors = os.open("errors", os.O_WRONLY | os.O_CREAT)
            os.dup2(errors, 2)
            sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
            sys.stdin = sys.stdout = open(os.devnull, "r+")  # noqa: PTH123, SIM115
            sys.argv = ["pressfind", "index"]
            # Whoever starts tests in the background has them ignore interrupts.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            _at_step(step, root / INDEX, _interrupt_self)
            main()
        except SystemExit as ended:
            os._exit(int(ended.code or 0))
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, (root / "errors").read_text(encoding="utf-8")


def test_an_interrupted_run_gets_130_and_leaves_one_commit_or_the_other(
    small: Path, tmp_path: Path
) -> None:
    before, after = export_lines(small), _fresh(small, tmp_path / "fresh")
    met = set()
    for step in range(1, MOST_STEPS, STRIDE):
        root = shutil.copytree(small, tmp_path / str(step))
        ended = _interrupted_at(step, root)
        assert export_lines(root) in (before, after), f"at step {step}"
        met.add(ended)
        if ended[0] == 0:
            break
    assert met == {(130, ""), (0, "")}


def test_a_run_interrupted_while_it_loads_gets_130(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *_):\n"
        "        name == 'typer' and os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from pressfind.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, b"")


def _limited(limit: int) -> Callable[[], None]:
    def limit_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return limit_files


@pytest.mark.parametrize("limit", [0, 300, 9_000])
def test_a_write_that_fails_is_one_line_and_changes_nothing(
    small: Path, tmp_path: Path, limit: int
) -> None:
    root = shutil.copytree(small, tmp_path / "copy")
    write_archive(root / "data", 2, 20, said="And of every sailor.")
    done = subprocess.run(
        [*PROGRAM, "index"],
        cwd=root,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        check=False,
        preexec_fn=_limited(limit),
    )
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr.decode()
    assert b"File too large" in done.stderr
    assert export_lines(small) == export_lines(root)
    update(root)
    assert _fresh(root, tmp_path / "fresh") == export_lines(root)


@contextlib.contextmanager
def _tiny_disk(folder: Path, size: int) -> Iterator[Path]:
    folder.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(options, capture_output=True, check=False).returncode
    except FileNotFoundError:
        mounted = 1
    if mounted != 0:
        pytest.skip("mounting a small disk takes rights that aren't given here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_one_line_and_changes_nothing(
    small: Path, tmp_path: Path
) -> None:
    with _tiny_disk(tmp_path / "disk", 1_000_000) as disk:
        root = shutil.copytree(small, disk / "copy")
        free = shutil.disk_usage(disk).free
        filler = disk / "filler"
        for left in (0, 4_096, 12_288):
            filler.write_bytes(bytes(free - left))
            done = run(root, "index")
            full = "No space left on device" in done.errors
            assert (done.status, done.errors.count("\n"), full) == (2, 1, True)
            filler.unlink()
            assert export_lines(small) == export_lines(root)
        update(root)
        assert _fresh(root, tmp_path / "fresh") == export_lines(root)


def test_a_search_during_commits_answers_from_one_of_them(
    small: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(small, tmp_path / "copy")
    writer = os.fork()
    if writer == 0:
        try:
            for turn in range(6):
                write_archive(root / "data", 2, 4 + turn)
                update(root, rebuild=turn == 3)
        finally:
            os._exit(0)
    counts, damage = [], set()
    while os.waitpid(writer, os.WNOHANG) == (0, 0):
        counts.append(len(export_lines(root)))
        damage.add(read_status(root / INDEX, check=True).damage)
    assert (sorted(counts), {()}) == (counts, damage)
    assert set(counts) <= {2, 8, 10, 12, 14, 16, 18}


def _stop_self() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _update_or_give_way(root: Path) -> int:
    """Update and return the exit status; another than an expected one is an error."""
    try:
        update(root)
    except EngineUnavailableError as error:
        return error.exit_status
    return 0


def _start_until(prepare: Callable[[], None], root: Path) -> int | None:
    """Update in a process that stops itself; return its id, or None if it ended."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            prepare()
            status = _update_or_give_way(root)
        finally:
            os._exit(status)
    stopped = os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1])
    return child if stopped else None


def _resume(child: int) -> int:
    """Let a stopped process go on, and return its exit status."""
    os.kill(child, signal.SIGCONT)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("new", [True, False], ids=["first runs", "updates"])
def test_of_two_writers_one_gives_way_at_any_step(
    small: Path, tmp_path: Path, new: bool
) -> None:
    after = _fresh(small, tmp_path / "fresh")
    met = set()
    for step in range(1, MOST_STEPS, STRIDE):
        root = tmp_path / str(step)
        shutil.copytree(
            small / "data" if new else small, root / "data" if new else root
        )
        stop = functools.partial(_at_step, step, root / INDEX, _stop_self)
        first = _start_until(stop, root)
        if first is None:
            break
        second = _update_or_give_way(root)
        met.add((_resume(first), second))
        update(root)
        assert export_lines(root) == after, f"at step {step}"
    assert met <= {(0, 0), (0, 75), (75, 0)}


def test_a_second_writer_gets_75_and_one_line(small: Path, tmp_path: Path) -> None:
    root = shutil.copytree(small, tmp_path / "copy")
    first = _start_until(lambda: _at_rename(root / INDEX, _stop_self), root)
    second = run(root, "index")
    assert first is not None
    assert (_resume(first), second.status, second.errors.count("\n")) == (0, 75, 1)


def _at_rename(folder: Path, act: Callable[[], None]) -> None:
    inside, done = str(folder), False

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event == "os.rename" and str(arguments[0]).startswith(inside) and not done:
            done = True
            act()

    sys.addaudithook(watch)
