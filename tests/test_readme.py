"""The README is executed: every ``$ pressfind`` line, its output and its status."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_SESSION = re.compile(r"```console\n(?P<session>.*?)```", re.DOTALL)
_PROMPT = re.compile(r"^\$ ", re.MULTILINE)


def test_the_sessions_of_the_readme_are_true(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    written = [match["session"] for match in _SESSION.finditer(text)]
    assert [_replay(session, tmp_path) for session in written] == written


def test_the_readme_holds_a_session() -> None:
    assert _SESSION.search((ROOT / "README.md").read_text(encoding="utf-8"))


def _replay(session: str, folder: Path) -> str:
    steps = [step.split("\n", 1)[0] for step in _PROMPT.split(session)[1:]]
    return "".join(f"$ {command}\n{_run(command, folder)}" for command in steps)


def _run(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    assert program == "pressfind"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    environment.pop("PRESSFIND_INDEX", None)
    done = subprocess.run(
        [sys.executable, "-m", "pressfind", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    # A session shows results, and the message where there are none.
    shown = done.stdout or done.stderr
    status = f"[exit {done.returncode}]\n" if done.returncode else ""
    return shown.decode().replace("\r\n", "\n") + status
