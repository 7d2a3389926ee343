"""Keeping an index up to date: any history ends where a fresh index begins."""

import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.errors import SourceError, UsageError
from pressfind.indexing import Job, update_index
from pressfind.model import Question
from pressfind.model.indexes import IndexReport
from pressfind.printers.records import export_record
from pressfind.searching import export_releases, search_releases

TITLES = ["New ferry", "New ferry", "Old port", "A bridge"]
names = st.sampled_from(["a.txt", "b.txt", "sub/c.txt"])
posts = st.lists(
    st.tuples(st.sampled_from(TITLES), st.integers(1, 2), st.integers(1, 3)), max_size=3
)
edits = st.lists(st.tuples(names, st.none() | posts), min_size=1, max_size=5)


records = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(["New ferry", "Old port", "New ferry port office"])},
        optional={
            "id": st.sampled_from(["x", "2024-05-01-new-ferry", "undated-old-port"]),
            "url": st.sampled_from(["https://a.org/1", "http://a.org/2", "b.org/1"]),
            "date": st.sampled_from(["2024-05-01", "2024-05-02"]),
            "department": st.sampled_from(["Port Office", "Sea Office"]),
            "body": st.sampled_from(["Ships came in.", "Ships came.\n\nThey left."]),
        },
    ),
    max_size=4,
)
writings = st.lists(
    st.tuples(st.sampled_from(["a.jsonl", "b.jsonl"]), st.none() | records),
    min_size=1,
    max_size=5,
)


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
    _check_series(
        (name, None if listed is None else _page(Path(name).stem, listed))
        for name, listed in series
    )


@given(writings)
@settings(max_examples=25, deadline=None)
def test_any_series_of_forms_exports_what_a_fresh_index_does(
    series: list[tuple[str, list[dict[str, str]] | None]],
) -> None:
    _check_series(
        (name, None if listed is None else "\n".join(map(json.dumps, listed)))
        for name, listed in series
    )


def _check_series(series: Iterable[tuple[str, str | None]]) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        updated, fresh = Path(one), Path(other)
        (updated / "data" / "sub").mkdir(parents=True)
        for step, (name, content) in enumerate(series):
            _edit(updated / "data" / name, content, step)
            _index(updated, "data")
        shutil.copytree(updated / "data", fresh / "data")
        _index(fresh, "data")
        assert _export(updated) == _export(fresh)


def _edit(path: Path, content: str | None, step: int) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.write_text(content, encoding="utf-8")
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


def test_a_run_that_finds_nothing_to_index_leaves_no_index_behind(
    tmp_path: Path,
) -> None:
    with pytest.raises(UsageError, match="nothing to index"):
        _index(tmp_path)
    assert list(tmp_path.iterdir()) == []


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
    assert (len(report.warnings), sorted(tags)) == (0, [["a"], ["a", "b"]])


def test_forms_that_say_different_things_are_warned_of(root: Path) -> None:
    page = _page("b", [("New ferry", 1, 1)]).replace("Ships", "Boats")
    (root / "data" / "b.txt").write_text(page, encoding="utf-8")
    report = _index(root, "data")
    assert len(report.warnings) == 1


@given(st.lists(st.lists(st.integers(0, 3), max_size=3), min_size=1, max_size=4))
@settings(max_examples=10, deadline=None)
def test_near_identical_releases_name_each_other_after_any_updates(
    series: list[list[int]],
) -> None:
    body = " ".join(f"ship{number} sailed" for number in range(60))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "data").mkdir()
        held: dict[int, list[int]] = {}
        for step, endings in enumerate(series):
            held[step % 2] = endings
            records = [{"title": f"Notice {n}", "body": f"{body} {n}"} for n in endings]
            content = "\n".join(map(json.dumps, records))
            _edit(root / "data" / f"{step % 2}.jsonl", content, step)
            _index(root, "data")
        ids = {f"undated-notice-{n}" for listed in held.values() for n in listed}
        asked = Question(limit=0, every=True)
        found = search_releases(root / ".pressfind", asked, date(2026, 1, 1))
        also = {hit.release.id: hit.also for hit in found.hits}
        assert also == {name: tuple(sorted(ids - {name})) for name in ids}


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
    for name, text in (
        ("a", "It sails at dusk."),
        ("b", "It sails today, new."),
    ):
        feed = f"<rss><channel>{item}<description>{text}</description></item>"
        (tmp_path / f"{name}.xml").write_text(f"{feed}</channel></rss>")
    (warning,) = _index(tmp_path, "a.xml", "b.xml").warnings
    assert warning.endswith("the fuller is kept, b.xml")
