"""The rules of the house: module length, and what --help may import."""

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pressfind"
MOST_LINES = 400


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.name
)
def test_a_module_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_architecture_has_at_most_200_lines() -> None:
    text = (PACKAGE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200


def test_the_version_is_printed_without_whoosh_and_rich() -> None:
    code = (
        "import sys; from pressfind.cli import app; "
        "app(['--version'], standalone_mode=False); "
        "print(sorted({'whoosh', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "pressfind 0.1.0\n[]\n"
