"""The rules of the house: module length, public names, and what may be imported."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import pressfind

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


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = ("rich", "whoosh", "typer", "dateutil", "pressfind.model")
    assert _import_after("import pressfind", heavy=heavy) == "[]\n"


def test_a_helper_process_imports_neither_whoosh_nor_a_query_parser() -> None:
    heavy = (
        *("rich", "whoosh", "typer", "pressfind.engines.whoosh.engine"),
        *("pressfind.query.parser", "pressfind.sources.text_release"),
    )
    code = (
        "import pressfind.indexing.workers, pressfind.extract.release, "
        "pressfind.engines.whoosh.builder"
    )
    assert _import_after(code, heavy=heavy) == "[]\n"


def test_the_package_offers_its_public_names_and_lists_them() -> None:
    missing = [name for name in pressfind.__all__ if not hasattr(pressfind, name)]
    assert (missing, sorted(pressfind.__all__)) == ([], pressfind.__all__)
    assert set(pressfind.__all__) <= set(dir(pressfind))


def test_the_public_names_are_those_that_type_checkers_see() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    seen = [
        alias.name
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert sorted(seen) == pressfind.__all__


def test_the_readme_names_every_public_name() -> None:
    readme = (PACKAGE.parent / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## As a library")[2].partition("\n## ")[0]
    assert [n for n in pressfind.__all__ if f"`{n}`" not in section] == []


def _import_after(code: str, *, heavy: tuple[str, ...]) -> str:
    """Return what ``code`` printed, and then which of ``heavy`` it imported."""
    code = f"import sys; {code}; print([n for n in {heavy!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
