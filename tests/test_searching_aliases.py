"""A keeper's file of aliases: read as it is meant, or refused with what is wrong."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.errors import UsageError
from pressfind.searching.aliases import Aliases, read_aliases
from tests.program import INDEX, run, update, write_archive

LINE = '"Lord Holt" = "Ida Holt"'


def _read(text: str | bytes) -> Aliases:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "aliases.toml")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_aliases(path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Lord Holt = 1", "1: not TOML: Expected '=' after a key"),
        ('"Ida" = "Ida"', '1: "Ida" is an alias of itself; name someone else'),
        ('\n"Ida" = "IDÁ"', '2: "Ida" is an alias of itself; name someone else'),
        (
            '"A" = "B"\n"b" = "C"\n"C" = "A"',
            '1: "A" = "b" = "C" = "A" goes round in a ring; take one of them out',
        ),
        ('"Ida" = 1', '1: what "Ida" is an alias of is no name in quotation marks'),
        (
            '# mine\n"Ida" = ["Bo"]',
            '2: what "Ida" is an alias of is no name in quotation marks; write a line',
        ),
        ('[people]\n"Ida" = "Bo"', "1: people is a table; write a line as: "),
        ('"Ida" = ""', '1: the name that "Ida" is for, "", holds no word; write a'),
        ('"…" = "Ida"', '1: the alias, "…", holds no word; write a line'),
        (
            '"Ida Holt" = "A"\n"ida-holt" = "A"',
            '2: "Ida Holt" and "ida-holt" are the same name; keep one',
        ),
        (f'"Ida" = {"9" * 5_000}', " not TOML: Exceeds the limit"),
        (f'"Ida" = {"[" * 5_000}', " not TOML: maximum recursion depth"),
        (b'"A" = "B"\n"Ida" = "\xff"', "2: this isn't UTF-8; save it as UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str | bytes, reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        _read(text)
    assert f"aliases.toml:{reason}" in str(caught.value)


def test_a_key_that_cannot_be_found_as_it_is_has_no_line() -> None:
    with pytest.raises(UsageError, match=r'aliases\.toml: the alias, "…", holds'):
        _read('"\\u2026" = "Ida"')


def test_aliases_of_an_alias_are_all_of_one_person() -> None:
    found = _read('"Bo" = "Lord Holt"\n"Lord Holt" = "Ida Holt"')
    assert found.people == (("Ida Holt", "Bo", "Lord Holt"),)


def test_a_byte_order_mark_is_no_name() -> None:
    assert _read(f"\ufeff{LINE}") == _read(LINE)


def test_an_empty_file_joins_nobody() -> None:
    assert _read("# none yet\n") == _read("")


@given(st.text() | st.binary())
def test_any_file_is_read_or_refused(text: str | bytes) -> None:
    content = text.encode("utf-8", "replace") if isinstance(text, str) else text
    with suppress(UsageError):
        assert isinstance(_read(content), Aliases)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_archive(tmp_path / "data", pages=1, releases=1)
    update(tmp_path)
    return tmp_path


def test_the_file_is_never_touched_by_indexing(root: Path) -> None:
    path = root / INDEX / "aliases.toml"
    path.write_text(LINE, encoding="utf-8")
    (root / "data" / "page-000.txt").write_text("", encoding="utf-8")
    update(root)
    update(root, rebuild=True)
    assert path.read_text(encoding="utf-8") == LINE


@pytest.mark.parametrize("command", ["search", "quotes", "speakers", "export"])
def test_a_file_that_is_wrong_ends_what_asks_with_status_2(
    root: Path, command: str
) -> None:
    (root / INDEX / "aliases.toml").write_text('"Ida" = 1', encoding="utf-8")
    done = run(root, command, "ferry")
    assert (done.status, done.out, done.errors.count("\n")) == (2, "", 1)


def test_a_folder_of_that_name_is_an_error_that_names_it(root: Path) -> None:
    (root / INDEX / "aliases.toml").mkdir()
    done = run(root, "search", "ferry")
    assert (done.status, "aliases.toml" in done.errors) == (2, True)
