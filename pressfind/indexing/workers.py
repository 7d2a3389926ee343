"""The processes of a run: this one and its helpers, each with a part of its own.

Helpers are started, never forked: a forked copy of a process with threads can hang.
They end with whoever started them, since their pipes end then.  All take the next task
when they are free; while there are many, a helper is sent one ahead, since what answers
it here may have to wait for this process's own work.
"""

import gc
import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from pressfind.engines.base import Part
from pressfind.errors import PressfindError
from pressfind.indexing.tasks import Result, Task, perform

OpenPart = Callable[[], Part]

WORTH_A_PROCESS = 4_000_000
"""Bytes to read for each process: starting one takes as long as reading some of it."""

_Waiting = deque[tuple[int, Task]]
"""The tasks that nobody has taken yet, with their numbers."""

_Answers = SimpleQueue[tuple[int, Any]]
"""Results of helpers by the number of the task, and at last their parts."""

_MANY = 4
"""Tasks for each process, of which one can be sent ahead: the last may be long."""

_SEALED = -1
"""What stands in place of a task's number: a sealed part, or None without one."""

_PROGRAM = """
import gc, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
gc.set_threshold(int(sys.argv[1]))
sys.path[:] = sys.argv[2:]
from pressfind.indexing.workers import help_out
help_out()
"""


class Helper:
    """A process that performs tasks; while it starts, this one goes on."""

    def __init__(self) -> None:
        import subprocess

        self._process = subprocess.Popen(  # noqa: S603
            [
                sys.executable,
                "-P",
                "-c",
                _PROGRAM,
                str(gc.get_threshold()[0]),
                *sys.path,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._thread: Thread | None = None

    def begin(
        self, waiting: _Waiting, many: int, open_part: OpenPart, answers: _Answers
    ) -> None:
        """Have it perform tasks until none is waiting, one ahead while many are."""
        arguments = (waiting, many, open_part, answers)
        self._thread = Thread(target=self._hand_out, args=arguments, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.terminate()
        if self._thread is not None:
            self._thread.join()
        with suppress(ConnectionError):
            self._process.communicate()

    def _hand_out(
        self, waiting: _Waiting, many: int, open_part: OpenPart, answers: _Answers
    ) -> None:
        sealed = None
        try:
            self._send(open_part)
            asked = 0
            for numbered in _take_turns(waiting):
                self._send(numbered)
                asked += 1
                if not waiting:
                    break  # it is told now: this process may soon be busy to seal
                while asked > (1 if len(waiting) > many else 0):
                    answers.put(self._receive())
                    asked -= 1
            self._send(None)
            for _ in range(asked):
                answers.put(self._receive())
            _, sealed = self._receive()
        except (EOFError, ConnectionError, pickle.UnpicklingError):
            pass  # it has died, perhaps within an answer
        finally:
            answers.put((_SEALED, sealed))

    def _send(self, message: object) -> None:
        assert self._process.stdin is not None  # noqa: S101  # it is a pipe
        pickle.dump(message, self._process.stdin)
        self._process.stdin.flush()

    def _receive(self) -> tuple[int, Any]:
        assert self._process.stdout is not None  # noqa: S101  # it is a pipe
        answer: tuple[int, Any] = pickle.load(self._process.stdout)  # noqa: S301
        return answer


def count_helpers(size: int, pieces: int, jobs: int) -> int:
    """Return how many processes beside this one bytes in so many pieces are worth."""
    return max(0, min(jobs, pieces, size // WORTH_A_PROCESS) - 1)


@contextmanager
def start_helpers(count: int) -> Iterator[Sequence[Helper]]:
    """Start processes, which have ended when the context is left."""
    helpers: list[Helper] = []
    try:
        for _ in range(count):
            helpers.append(Helper())
        yield helpers
    finally:
        for helper in helpers:
            helper.end()


def perform_all(
    tasks: Sequence[Task],
    open_part: OpenPart,
    helpers: Sequence[Helper],
    done: Callable[[int, Result], None],
) -> list[object]:
    """Perform tasks, here and in helpers, in any order; return the sealed parts.

    ``done`` is told the number of each task and its result.  An error in any process is
    raised here.
    """
    waiting = deque(enumerate(tasks))
    answers: _Answers = SimpleQueue()
    parts: list[object] = []

    def note(number: int, answer: Any) -> None:
        if isinstance(answer, BaseException):
            raise answer
        if number != _SEALED:
            done(number, answer)
        elif answer is not None:
            parts.append(answer)
        else:
            raise PressfindError(
                "a process of this run ended unexpectedly, for want of memory "
                "perhaps; nothing was changed; try again with --jobs 1"
            )

    many = _MANY * (len(helpers) + 1)
    for helper in helpers:
        helper.begin(waiting, many, open_part, answers)
    part = open_part()
    try:
        for number, task in _take_turns(waiting):
            done(number, perform(task, part))
            with suppress(Empty):
                while True:
                    note(*answers.get_nowait())
        own = part.seal()
    finally:
        part.abandon()
    while len(parts) < len(helpers):
        note(*answers.get())
    return [own, *parts]


def _take_turns(waiting: _Waiting) -> Iterator[tuple[int, Task]]:
    """Yield what waits; all threads may, and each takes what no other did."""
    with suppress(IndexError):
        while True:
            yield waiting.popleft()


def help_out() -> None:
    """Be the process of a ``Helper``; errors are sent, not raised."""
    import pressfind.extract.release  # noqa: F401  # now, since no task has come yet

    tasks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not stand between answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def answer(number: int, what: object) -> None:
        pickle.dump((number, what), answers)
        answers.flush()

    part: Part | None = None
    try:
        part = pickle.load(tasks)()  # noqa: S301
        while (numbered := pickle.load(tasks)) is not None:  # noqa: S301
            number, task = numbered
            answer(number, perform(task, part))
        answer(_SEALED, part.seal())
        # Taking a process apart that has read much takes a third of a second.
        os._exit(0)
    except (EOFError, ConnectionError):  # whoever started it has gone
        return
    except (PressfindError, OSError, MemoryError) as error:
        with suppress(ConnectionError):
            answer(_SEALED, error)
    finally:
        if part is not None:
            part.abandon()
