"""Keeping an index up to date: any history ends where a fresh index begins."""

import io
import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.errors import SourceError
from pressfind.indexing import Job, update_index
from pressfind.model import Question
from pressfind.model.indexes import IndexReport
from pressfind.printers.records import export_record
from pressfind.searching import export_releases

TITLES = ["New ferry", "New ferry", "Old port", "A bridge"]
names = st.sampled_from(["a.txt", "b.txt", "sub/c.txt"])
posts = st.lists(
    st.tuples(st.sampled_from(TITLES), st.integers(1, 2), st.integers(1, 3)), max_size=3
)
edits = st.lists(st.tuples(names, st.none() | posts), min_size=1, max_size=5)


def _page(tag: str, listed: list[tuple[str, int, int]]) -> str:
    lines = [f"Tag: {tag}", ""]
    for title, day, length in listed:
        whole = f"PRESS RELEASE : {title} [May 2024]"
        issued = f"The press release issued by the Port Office on {day} May 2024."
        body = [f"    Ships came in on day {n}.\n" for n in range(length)]
        lines += [f"  • {whole}", "", f"    {whole}", "", f"    {issued}", "", *body]
    return "\n".join(lines)


def _index(
    root: Path, *paths: str, stdin: str = "", strict: bool = False
) -> IndexReport:
    stream = io.BytesIO(stdin.encode())
    index = root / ".pressfind"
    now = 2**62  # long after any change, but for those that tests mark as fresh
    return update_index(
        Job(index=index, cwd=root, now_ns=now, paths=paths, strict=strict, stdin=stream)
    )


def _export(root: Path) -> list[str]:
    releases = export_releases(root / ".pressfind", Question(limit=0), date(2026, 1, 1))
    return [json.dumps(export_record(release)) for release in releases]


@given(edits)
@settings(max_examples=25, deadline=None)
def test_any_series_of_updates_exports_what_a_fresh_index_does(
    series: list[tuple[str, list[tuple[str, int, int]] | None]],
) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        updated, fresh = Path(one), Path(other)
        (updated / "data" / "sub").mkdir(parents=True)
        for step, (name, listed) in enumerate(series):
            _edit(updated / "data" / name, listed, step)
            _index(updated, "data")
        (fresh / "data").mkdir()
        for path in sorted((updated / "data").rglob("*.txt")):
            copy = fresh / path.relative_to(updated)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        _index(fresh, "data")
        assert _export(updated) == _export(fresh)


def _edit(path: Path, listed: list[tuple[str, int, int]] | None, step: int) -> None:
    if listed is None:
        path.unlink(missing_ok=True)
        return
    path.write_text(_page(path.stem, listed), encoding="utf-8")
    os.utime(path, ns=(step * 10**9 + 1, step * 10**9 + 1))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    page = _page("a", [("New ferry", 1, 1), ("Old port", 2, 2)])
    (tmp_path / "data" / "a.txt").write_text(page, encoding="utf-8")
    return tmp_path


def _counts(report: IndexReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.removed, report.unchanged


def test_a_second_run_finds_nothing_to_do(root: Path) -> None:
    first = _index(root, "data")
    assert (_counts(first), _counts(_index(root))) == ((2, 0, 0, 0), (0, 0, 0, 2))


def test_a_release_that_only_moves_down_its_page_is_unchanged(root: Path) -> None:
    _index(root, "data")
    page = _page("a", [("A bridge", 3, 1), ("New ferry", 1, 1), ("Old port", 2, 3)])
    (root / "data" / "a.txt").write_text(page, encoding="utf-8")
    assert _counts(_index(root)) == (1, 1, 0, 1)


def test_a_missing_path_is_an_error_and_removes_nothing(root: Path) -> None:
    _index(root, "data")
    (root / "data").rename(root / "elsewhere")
    with pytest.raises(SourceError, match="isn't there"):
        _index(root)
    assert len(_export(root)) == 2


def test_what_came_from_a_forgotten_path_is_dropped(root: Path) -> None:
    _index(root, "data")
    job = Job(index=root / ".pressfind", cwd=root, now_ns=2**62, forget=("data",))
    assert _counts(update_index(job)) == (0, 0, 2, 0)


def test_a_strict_run_that_fails_leaves_the_index_as_it_was(root: Path) -> None:
    _index(root, "data")
    (root / "data" / "b.bin").write_bytes(bytes(range(32)) * 9)
    with pytest.raises(SourceError, match=r"b\.bin"):
        _index(root, "data", strict=True)
    assert len(_export(root)) == 2


def test_a_record_given_again_on_standard_input_replaces_the_first(root: Path) -> None:
    record = {"id": "x", "title": "A bridge", "body": "It is long and it is wide."}
    _index(root, "-", stdin=json.dumps(record))
    report = _index(root, "-", stdin=json.dumps({**record, "body": "It is short."}))
    assert _counts(report) == (0, 1, 0, 0)


def test_a_release_on_two_pages_is_one_with_both_tags(root: Path) -> None:
    page = _page("b", [("New ferry", 1, 2)])
    (root / "data" / "b.txt").write_text(page, encoding="utf-8")
    report = _index(root, "data")
    tags = [json.loads(line)["tags"] for line in _export(root)]
    assert (len(report.warnings), sorted(tags)) == (1, [["a"], ["a", "b"]])


def test_a_run_without_changes_opens_no_file(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("a.txt", "b.txt"):
        (data / name).write_text(_page(name, [(name, 1, 1)]), encoding="utf-8")
    (data / "c.bin").write_bytes(bytes(range(256)))
    assert _index(tmp_path, "data").new == 2
    opened: list[object] = []

    def remember(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and str(arguments[0]).startswith(str(data)):
            opened.append(arguments[0])

    sys.addaudithook(remember)
    assert (_index(tmp_path, "data").unchanged, opened) == (2, [])


def test_two_sources_that_differ_are_named_without_a_line_where_there_is_none(
    tmp_path: Path,
) -> None:
    item = "<item><title>New ferry</title><link>https://example.org/a</link>"
    for name, text in (("a", "It sails."), ("b", "It sails today, and is new.")):
        feed = f"<rss><channel>{item}<description>{text}</description></item>"
        (tmp_path / f"{name}.xml").write_text(f"{feed}</channel></rss>")
    (warning,) = _index(tmp_path, "a.xml", "b.xml").warnings
    assert warning.endswith("the longer is kept, b.xml")
