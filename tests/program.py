"""What tests of the whole program share: an archive to index, and a way to run it."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pressfind.indexing import Job, update_index
from pressfind.model import Question
from pressfind.printers.records import export_record
from pressfind.searching import export_releases
from tests.conftest import ROOT

PROGRAM = (sys.executable, "-m", "pressfind")
INDEX = ".pressfind"
LONGEST = 60
"""Seconds after which a run counts as hanging: none takes more than a few."""


class Done(NamedTuple):
    """How a run of the program ended."""

    status: int
    out: str
    errors: str


def environment(**more: str) -> dict[str, str]:
    """Return the environment to run in: no index of the person who runs the tests."""
    kept = {key: value for key, value in os.environ.items() if key != "PRESSFIND_INDEX"}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def run(folder: Path, *arguments: str | bytes, stdin: bytes = b"") -> Done:
    """Run the program in ``folder`` to its end."""
    done = subprocess.run(
        [*PROGRAM, *arguments],
        cwd=folder,
        env=environment(),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=LONGEST,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the program in ``folder``."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def update(root: Path, *, rebuild: bool = False) -> None:
    """Bring the index of ``root`` up to date with its ``data``, in this process."""
    now = 2**62  # long after any change
    paths = ("data",)
    update_index(
        Job(index=root / INDEX, cwd=root, now_ns=now, paths=paths, rebuild=rebuild)
    )


def export_lines(root: Path) -> list[str]:
    """Return what ``export`` prints of the index of ``root``."""
    found = export_releases(root / INDEX, Question(limit=0), date(2026, 1, 1))
    return [json.dumps(export_record(release)) for release in found]


def make_post(title: str, *paragraphs: str, day: str = "2 May 2024") -> str:
    """Return a release as it stands on a page of the text archive."""
    whole = f"PRESS RELEASE : {title}"
    issued = f"The press release issued by the Port Office on {day}."
    body = "\n\n".join(f"    {text}" for text in (whole, issued, *paragraphs))
    return f"  • {whole}\n\n{body}\n"


def write_archive(folder: Path, pages: int, releases: int, said: str = "") -> None:
    """Write ``pages`` pages of ``releases`` releases, each of a few paragraphs."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in range(pages):
        posts = [f"Tag: Port {page}\n"]
        for number in range(releases):
            carried = (
                f"Ship {ship} carried {page} tonnes to pier {number}, and left for the "
                "harbour on the other side of the bay before the evening."
                for ship in range(8)
            )
            speech = ("Ida Holt said:", f"We are glad of every ship. {said}")
            title = f"Ferry {page}-{number} sails"
            posts.append(make_post(title, *carried, *speech))
        (folder / f"page-{page:03}.txt").write_text("\n".join(posts), encoding="utf-8")
