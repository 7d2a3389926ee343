"""Who takes part: what is started to index, to ask, and to measure within a process."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import ours
from tests.bench.corpus import Corpus
from tests.bench.measure import BenchError, Cost, environment, run_process
from tests.bench.peers import PEERS, find_version
from tests.bench.queries import Query
from tests.bench.records import CHANGED, ROOT, find_commit

FTS5, WHOOSH = "fts5", "whoosh-stock"
TYPER, WHOOSH_CLI = "typer-nothing", "whoosh-cli"

_SCRIPTS = Path(__file__).parent / "cold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One corpus and its queries, who is measured, and where indexes are put."""

    corpus: Corpus
    queries: tuple[Query, ...]
    queries_path: Path
    names: tuple[str, ...]
    folder: Path
    runs: int

    def place_of(self, name: str) -> Path:
        """Return the folder of an engine's index."""
        return self.folder / "indexes" / name


class WarmEngine:
    """A process that keeps an index open and asks it all queries when told."""

    def __init__(self, setting: Setting, name: str) -> None:
        words = ("warm", name, setting.place_of(name), setting.queries_path)
        self._name = name
        self.process = subprocess.Popen(
            _worker_command(*map(str, words)),
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "WarmEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()  # the end of its input ends it

    def ask(self, mode: str) -> dict[str, Any]:
        """Return what one pass over all queries took, and what was found."""
        to, back = self.process.stdin, self.process.stdout
        if to is None or back is None:
            raise BenchError("a worker has no pipes")
        try:
            to.write(f"{mode}\n")
            to.flush()
            answer: dict[str, Any] = json.loads(back.readline())
        except (BrokenPipeError, ValueError) as error:
            raise BenchError(
                f"the worker of {self._name} ended; its error is above"
            ) from error
        return answer


def index_commands(setting: Setting) -> dict[str, list[str]]:
    """Return the command of each row; ours also with one job, if it has a choice."""
    commands = {name: _index_command(setting, name) for name in setting.names}
    if ours.NAME in commands and ours.has_jobs():
        name = f"{ours.NAME}-jobs-1"
        commands[name] = ours.index_command(
            setting.place_of(name), setting.corpus.path, "--jobs", "1"
        )
    return commands


def index_once(
    setting: Setting, name: str, command: Sequence[str], *, sampled: bool = False
) -> Cost:
    """Index from nothing, and keep the index."""
    place = setting.place_of(name)
    shutil.rmtree(place, ignore_errors=True)
    _mark_of(setting, name).unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    os.sync()  # nobody pays for what another left to be written
    cost = run_process(command, folder=ROOT, sampled=sampled)
    _mark_of(setting, name).write_text(_stamp(setting, name), encoding="utf-8")
    return cost


def ensure_index(setting: Setting, name: str) -> None:
    """Index, untimed, unless the index at hand is of this corpus and this code."""
    mark, stamp = _mark_of(setting, name), _stamp(setting, name)
    if not mark.exists() or mark.read_text(encoding="utf-8") != stamp:
        index_once(setting, name, _index_command(setting, name))


def cold_commands(setting: Setting) -> dict[str, Callable[[Query], list[str]]]:
    """Return what is started for a query, by the name of its row."""
    commands: dict[str, Callable[[Query], list[str]]] = {
        "python": lambda _: [sys.executable, "-c", "pass"],
        TYPER: lambda _: [sys.executable, str(_SCRIPTS / "typer_nothing.py"), "a", "b"],
    }
    scripts = {
        FTS5: (FTS5, "fts5_script.py"),
        "tantivy": ("tantivy", "tantivy_script.py"),
        WHOOSH_CLI: (WHOOSH, "whoosh_cli.py"),
    }
    for label, (name, script) in scripts.items():
        if name in setting.names:
            commands[label] = _script_command(setting, name, script)
    if ours.NAME in setting.names:
        place = setting.place_of(ours.NAME)
        commands[ours.NAME] = lambda query: ours.search_command(place, query)
    for name in setting.names:
        ensure_index(setting, name)
    return commands


def ask_worker(*words: str) -> dict[str, Any]:
    """Return what a process answers that ends with its task."""
    done = subprocess.run(
        _worker_command(*words),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchError(
            f"the worker that was to {words[0]} failed; its error is above"
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _index_command(setting: Setting, name: str) -> list[str]:
    place, corpus = setting.place_of(name), setting.corpus.path
    if name == ours.NAME:
        return ours.index_command(place, corpus)
    return _worker_command("build", name, str(corpus), str(place))


def _mark_of(setting: Setting, name: str) -> Path:
    return setting.folder / "indexes" / f"{name}.built"


def _stamp(setting: Setting, name: str) -> str:
    if peer := PEERS.get(name):
        return f"{setting.corpus.sha256} {find_version(peer)}"
    commit = find_commit()
    if commit.endswith(CHANGED):  # it names no code, so such an index serves one run
        commit += f" {os.getpid()}"
    return f"{setting.corpus.sha256} {commit}"


def _script_command(
    setting: Setting, name: str, script: str
) -> Callable[[Query], list[str]]:
    start = [sys.executable, str(_SCRIPTS / script), str(setting.place_of(name))]
    return lambda query: [*start, PEERS[name].text(query)]


def _worker_command(*words: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench.worker", *words]
