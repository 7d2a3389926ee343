"""``search --queries``: every query of a file is asked, or a mistake names its line."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.errors import UsageError
from pressfind.searching.batch import read_queries
from tests.program import run, update

DAY = date(2026, 1, 1)
RECORDS = [
    {"id": "a", "title": "Ferry", "body": "The ferry sails.", "date": "2024-05-01"},
    {"id": "b", "title": "Port", "body": "A ferry, a port.", "date": "2025-05-01"},
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an index of two releases with ids of their own, and files of queries."""
    folder = tmp_path_factory.mktemp("batch")
    lines = "".join(json.dumps(record) + "\n" for record in RECORDS)
    (folder / "data").mkdir()
    (folder / "data" / "releases.jsonl").write_text(lines, encoding="utf-8")
    (folder / "q.tsv").write_text("1\tferry\n2\tport\n", encoding="utf-8")
    (folder / "q.jsonl").write_text(
        '{"id": 1, "text": "ferry"}\n\n{"id": "2", "query": "port"}\n', encoding="utf-8"
    )
    update(folder)
    return folder


def _columns(printed: str) -> list[tuple[str, ...]]:
    return [tuple(line.split(" ")[:4]) for line in printed.splitlines()]


def test_a_run_has_a_line_for_each_hit_of_each_query(root: Path) -> None:
    done = run(root, "search", "--queries", "q.tsv", "--format", "trec")
    expected = [("1", "Q0", "a", "1"), ("1", "Q0", "b", "2"), ("2", "Q0", "b", "1")]
    assert (done.status, _columns(done.out)) == (0, expected)


def test_a_line_of_a_run_ends_in_the_score_and_a_name(root: Path) -> None:
    done = run(root, "search", "--queries", "q.tsv", "--format", "trec")
    page = json.loads(run(root, "search", "ferry", "--json").out)
    line = done.out.splitlines()[0].split(" ")
    assert line[4:] == [f"{page['hits'][0]['score']:.6f}", "pressfind"]


@pytest.mark.parametrize("form", ["trec", "jsonl"])
def test_tsv_json_lines_and_standard_input_say_the_same(root: Path, form: str) -> None:
    content = (root / "q.tsv").read_bytes()
    asked = ("search", "--format", form, "--queries")
    printed = run(root, *asked, "q.tsv").out
    others = [
        run(root, *asked, "q.jsonl").out,
        run(root, *asked, "-", stdin=content).out,
    ]
    assert others == [printed, printed]


def test_each_line_of_json_has_the_id_of_its_query(root: Path) -> None:
    done = run(root, "search", "--queries", "q.tsv", "--jsonl")
    lines = [json.loads(line) for line in done.out.splitlines()]
    found = [(line["query_id"], line["rank"], line["id"]) for line in lines]
    assert found == [("1", 1, "a"), ("1", 2, "b"), ("2", 1, "b")]


def test_filters_and_limits_are_of_every_query(root: Path) -> None:
    asked = ("search", "--queries", "q.tsv", "--format", "trec")
    late = run(root, *asked, "--since", "2025").out
    first = run(root, *asked, "--limit", "1").out
    assert [_columns(late), _columns(first)] == [
        [("1", "Q0", "b", "1"), ("2", "Q0", "b", "1")],
        [("1", "Q0", "a", "1"), ("2", "Q0", "b", "1")],
    ]


def test_a_page_further_on_goes_on_counting_ranks(root: Path) -> None:
    asked = ("search", "--queries", "q.tsv", "--format", "trec")
    done = run(root, *asked, "--offset", "1")
    assert _columns(done.out) == [("1", "Q0", "b", "2")]


def test_queries_that_find_nothing_are_named(root: Path) -> None:
    content = b"1\tferry\n2\tzebra\n3\tokapi\n"
    asked = ("search", "--queries", "-", "--format", "trec")
    done = run(root, *asked, stdin=content)
    assert (done.status, done.errors) == (
        0,
        "pressfind: nothing found for 2 of 3 queries: 2, 3\n",
    )


def test_a_run_without_any_hit_is_nothing_found(root: Path) -> None:
    done = run(
        root, "search", "--queries", "-", "--format", "trec", stdin=b"1\tzebra\n"
    )
    assert (done.status, done.out) == (1, "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1\tferry\nport\n", "q:2: no query with an id"),
        (b"1\tferry\n\n1\tport\n", "q:3: the id '1' is taken, by q:1"),
        (b"\tferry\n", "q:1: the id is empty"),
        (b"1\t \n", "q:1: the query is empty"),
        (b'{"id": 1, "query": "a"}\n{"id": 2}\n', "q:2: no query with an id"),
        (b'{"id": 1, "query": "a"}\n2\tferry\n', "q:2: no query with an id"),
        (b'{"id": 1, "query": ["a"]}\n', "q:1: no query with an id"),
        (
            b"1\tferry\n2\t(port\n",
            "q:2: this parenthesis is never closed\n  (port\n  ^",
        ),
        (b" \n", "q holds no query"),
        (bytes(range(1, 9)) * 9, "q isn't text"),
    ],
)
def test_a_mistake_in_a_file_names_its_line(content: bytes, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_queries(content, "q", DAY)
    assert str(caught.value).startswith(said)


def test_a_mistake_is_found_before_anything_is_printed(root: Path) -> None:
    content = b"1\tferry\n2\tflights:port\n"
    asked = ("search", "--queries", "-", "--format", "trec")
    done = run(root, *asked, stdin=content)
    told = done.errors.startswith("pressfind: standard input:2: no field is called")
    assert (done.status, done.out, told) == (2, "", True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("ferry", "--jsonl"), "QUERY and --queries are two ways to ask"),
        ((), "--queries prints --format trec or --jsonl"),
        (("--json",), "--queries prints --format trec or --jsonl"),
        (("--jsonl", "--count"), "--count doesn't go with --queries"),
        (("--jsonl", "--fields", "id"), "--fields doesn't go with --queries"),
    ],
)
def test_what_does_not_go_with_queries_is_refused(
    root: Path, options: tuple[str, ...], said: str
) -> None:
    done = run(root, "search", "--queries", "q.tsv", *options)
    assert (done.status, done.errors.startswith(f"pressfind: {said}")) == (2, True)


def test_a_run_is_of_a_file_of_queries(root: Path) -> None:
    done = run(root, "search", "ferry", "--format", "trec")
    said = "pressfind: --format trec is of a run of queries: add --queries FILE\n"
    assert (done.status, done.errors) == (2, said)


def test_an_id_that_a_run_cannot_hold_is_refused(root: Path) -> None:
    asked = ("search", "--queries", "-", "--format", "trec")
    done = run(root, *asked, stdin=b"the first\tferry\n")
    told = done.errors.startswith("pressfind: the id 'the first' holds white space")
    assert (done.status, done.out, told) == (2, "", True)


names = st.text("abc1-é", min_size=1)


@given(st.dictionaries(names, st.text("ab é'’", min_size=1).filter(str.strip)))
def test_both_forms_of_a_file_are_the_same_queries(queries: dict[str, str]) -> None:
    rows = [(name, text.strip()) for name, text in queries.items() if "a" in text]
    if not rows:
        return
    columns = "".join(f"{name}\t{text}\n" for name, text in rows)
    records = "".join(json.dumps({"id": n, "query": t}) + "\n" for n, t in rows)
    read = [read_queries(text.encode(), "q", DAY) for text in (columns, records)]
    assert [(query.id, query.text) for query in read[0]] == rows
    assert read[0] == read[1]
