"""What several tests share: where things are, and how golden files are renewed."""

import shutil
from pathlib import Path

import pytest

from pressfind.indexing import Job, update_index

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
GOLDEN = ROOT / "tests" / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write golden files anew; review the difference",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the index of the sample, beside a copy of it; for reading only."""
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, root / "data" / "sample")
    index = root / ".pressfind"
    update_index(Job(index=index, cwd=root, now_ns=0, paths=("data",)))
    return index
