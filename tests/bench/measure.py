"""What a process costs: time, and memory of its own; and what is said of many costs.

Times are wall clock.  Private memory is anonymous and shared memory as Linux accounts
it: mapped files aren't counted, pages that a fork shares are split.  It is sampled, so
a peak shorter than the pause between samples is missed.  Elsewhere than on Linux it is
None.
"""

import math
import os
import shlex
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

KILOBYTE, MEGABYTE = 1024, 1_000_000

_PAUSE_S = 0.002
_MOST_OF_A_CORE = 0.02
"""What share of its time sampling may take: reading a large process holds it up."""

_PROC = Path("/proc")
_ERROR_TAIL = 600


class BenchError(Exception):
    """Something that the person at the keyboard has to put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Peaks of private memory, in bytes: of one process, and of it and its children."""

    largest: int
    together: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one process took to its end, and how much it wrote to standard output."""

    seconds: float
    memory: Memory | None
    written: int


class Sampler:
    """Watches the memory of a process and its children, from a thread of its own."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._largest = self._together = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Sampler":
        if (_PROC / "self" / "smaps_rollup").exists():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join()

    def peak(self) -> Memory | None:
        """Return the peaks so far, or None if nothing could be read."""
        if not self._together:
            return None
        return Memory(largest=self._largest, together=self._together)

    def _watch(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            start = time.thread_time()
            held = [_private_bytes(process) for process in _family(self._process)]
            self._largest = max(self._largest, *held)
            self._together = max(self._together, sum(held))
            pause = max(_PAUSE_S, (time.thread_time() - start) / _MOST_OF_A_CORE)


def run_process(
    command: Sequence[str | Path],
    *,
    folder: Path,
    sampled: bool = False,
    accepted: tuple[int, ...] = (0,),
) -> Cost:
    """Run a command to its end in ``folder``; raise ``BenchError`` if it fails."""
    words = [str(word) for word in command]
    memory = None
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        with subprocess.Popen(
            words,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
        ) as process:
            if sampled:
                with Sampler(process.pid) as sampler:
                    status = process.wait()
                    seconds = time.perf_counter() - start
                memory = sampler.peak()
            else:
                status = process.wait()
                seconds = time.perf_counter() - start
        if status not in accepted:
            errors.seek(0)
            tail = errors.read().decode(errors="replace").strip()[-_ERROR_TAIL:]
            raise BenchError(f"status {status} from {shlex.join(words)}\n{tail}")
        written = os.fstat(out.fileno()).st_size
    return Cost(seconds=seconds, memory=memory, written=written)


def environment() -> dict[str, str]:
    """Return the environment that measured processes get: nothing slows a start.

    Bytecode is kept as it is for users, and no index but the one named is searched.
    """
    hidden = {"PYTHONDONTWRITEBYTECODE", "PRESSFIND_INDEX"}
    return {name: value for name, value in os.environ.items() if name not in hidden}


def count_bytes(path: Path) -> int:
    """Return the size of all files under ``path``."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def percentile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of all don't exceed.

    >>> percentile([5, 1, 2, 3, 4], 0.95), percentile([5, 1, 2, 3, 4], 0.5)
    (5, 3)
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def paired_ratio(values: Sequence[float], base: Sequence[float]) -> float | None:
    """Return the median of the ratios of values measured side by side.

    >>> paired_ratio([2.0, 30.0, 4.0], [1.0, 10.0, 2.0]), paired_ratio([1.0], [])
    (2.0, None)
    """
    ratios = [one / other for one, other in zip(values, base, strict=False) if other]
    return statistics.median(ratios) if ratios else None


def _family(process: int) -> list[int]:
    """Return a process and all below it."""
    found = [process]
    for parent in found:
        found += _children(parent)
    return found


def _children(process: int) -> list[int]:
    try:
        lists = [path.read_text() for path in _PROC.glob(f"{process}/task/*/children")]
    except OSError:  # it, or one of its threads, has just ended
        return []
    return [int(child) for listed in lists for child in listed.split()]


def _private_bytes(process: int) -> int:
    try:
        text = (_PROC / str(process) / "smaps_rollup").read_text()
    except OSError:  # it has just ended
        return 0
    fields = (line.split() for line in text.splitlines())
    kinds = ("Pss_Anon:", "Pss_Shmem:")
    return sum(int(f[1]) * KILOBYTE for f in fields if f[0] in kinds)
