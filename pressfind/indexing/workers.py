"""The processes of a run: each asks for a task when it is free, and has its own part.

Processes are spawned, never forked: a forked copy of a process with threads can hang.
They end with whoever started them, since their pipe ends then.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from pressfind.engines.base import Part
from pressfind.errors import PressfindError
from pressfind.indexing.tasks import Result, Task, perform

OpenPart = Callable[[], Part]

WORTH_A_PROCESS = 4_000_000
"""Bytes to read for each process: starting one takes as long as reading some of it."""


def count_workers(tasks: Sequence[Task], jobs: int) -> int:
    """Return how many of at most ``jobs`` processes the tasks are worth."""
    worth = sum(task.size for task in tasks) // WORTH_A_PROCESS
    return max(1, min(jobs, len(tasks), worth))


def perform_all(
    tasks: Sequence[Task],
    open_part: OpenPart,
    jobs: int,
    done: Callable[[int, Result], None],
) -> list[object]:
    """Perform tasks in any order and return the sealed parts.

    ``done`` is told the number of each task and its result.  An error in any process is
    raised here, when all processes have ended.
    """
    workers = count_workers(tasks, jobs)
    if workers > 1:
        return _perform_apart(tasks, open_part, workers, done)
    part = open_part()
    try:
        for number, task in enumerate(tasks):
            done(number, perform(task, part))
        return [part.seal()]
    finally:
        part.abandon()


def _perform_apart(
    tasks: Sequence[Task],
    open_part: OpenPart,
    workers: int,
    done: Callable[[int, Result], None],
) -> list[object]:
    context = multiprocessing.get_context("spawn")
    processes = []
    pipes: list[Connection[Any, Any]] = []
    try:
        for _ in range(workers):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_work, args=(theirs, open_part), daemon=True
            )
            process.start()
            theirs.close()
            processes.append(process)
            pipes.append(ours)
        return list(_hand_out(tasks, pipes, done))
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join(1)
            process.terminate()
            process.join()


def _hand_out(
    tasks: Sequence[Task],
    pipes: Sequence["Connection[Any, Any]"],
    done: Callable[[int, Result], None],
) -> Iterator[object]:
    """Send tasks as they are asked for; yield the part of each process at the end."""
    waiting = iter(enumerate(tasks))
    busy = list(pipes)
    while busy:
        for pipe in wait(busy):
            assert isinstance(pipe, Connection)  # noqa: S101  # nothing else is waited for
            with _told_of_its_end():
                number, answer = pipe.recv()
            if isinstance(answer, BaseException):
                raise answer
            if number == _SEALED:
                busy.remove(pipe)
                yield answer
                continue
            if number >= 0:
                done(number, answer)
            with _told_of_its_end():
                pipe.send(next(waiting, None))


@contextmanager
def _told_of_its_end() -> Iterator[None]:
    """Let the end of the process at a pipe's other end leave as our own error."""
    try:
        yield
    except (EOFError, ConnectionError):
        raise PressfindError(
            "a process of this run ended unexpectedly, for want of memory "
            "perhaps; nothing was changed; try again with --jobs 1"
        ) from None


_GARBAGE = 100_000
"""Objects after which garbage is looked for: there is little in what is read."""

_READY, _SEALED = -1, -2
"""What stands in place of a task's number."""


def _work(pipe: "Connection[Any, Any]", open_part: OpenPart) -> None:
    """Perform tasks until there is none; an error is sent, not raised."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    gc.set_threshold(_GARBAGE)
    part = open_part()
    try:
        pipe.send((_READY, None))
        while (numbered := pipe.recv()) is not None:
            number, task = numbered
            pipe.send((number, perform(task, part)))
        pipe.send((_SEALED, part.seal()))
        # Taking a process apart that has read much takes a third of a second.
        os._exit(0)
    except (EOFError, ConnectionError):  # the parent has gone
        return
    except (PressfindError, OSError, MemoryError) as error:
        with suppress(ConnectionError):
            pipe.send((_SEALED, error))
    finally:
        part.abandon()
