"""The benchmark runs, and its corpora are what they claim to be; no time is judged."""

import gzip
import json
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.corpus import (
    Corpus,
    extend_records,
    invent_records,
    read_corpus,
    write_corpus,
)
from tests.bench.measure import BenchError
from tests.bench.peers import PEERS, find_missing
from tests.bench.queries import MADE, Kind, make_queries, write_queries

COUNT = 60
RUN = 20
ENGINES = ["pressfind", "fts5"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    return write_corpus(path, size=COUNT, seed=1, source=None)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Path:
    """Make a whole run at a tiny size, and return the folder of what it wrote."""
    folder = tmp_path_factory.mktemp("bench")
    made = {query.kind: query for query in make_queries(read_corpus(corpus.path), 1)}
    write_queries([made[Kind.TERM], made[Kind.RANGE]], folder / "given.json")
    words = {
        "--out": folder,
        "--queries": folder / "given.json",
        "--sizes": RUN,
        "--runs": 1,
        "--peers": ",".join(ENGINES),
    }
    assert main([str(word) for pair in words.items() for word in pair]) == 0
    return folder


def _rows(out: Path) -> list[dict[str, object]]:
    lines = (out / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("measure", ["index", "warm", "cold"])
def test_a_run_has_a_row_for_each_engine(out: Path, measure: str) -> None:
    names = {row["peer"] for row in _rows(out) if row["measure"] == measure}
    assert set(ENGINES) - names == set()


@pytest.mark.parametrize("measure", ["extraction", "pages"])
def test_what_is_ours_alone_is_measured_too(out: Path, measure: str) -> None:
    names = [row["peer"] for row in _rows(out) if row["measure"] == measure]
    assert names == ["pressfind"]


def test_a_row_says_where_and_with_what_it_was_measured(out: Path) -> None:
    wanted = {"machine", "commit", "versions", "sha256", "runs", "figures"}
    assert [wanted - row.keys() for row in _rows(out)] == [set() for _ in _rows(out)]


def test_the_report_has_a_table_for_each_measure(out: Path) -> None:
    lines = (out / "report.md").read_text(encoding="utf-8").splitlines()
    heads = [line.split(":")[0] for line in lines if line.startswith("### ")]
    assert heads == ["### index", "### warm", "### cold", "### extraction", "### pages"]


def test_a_seed_gives_the_same_bytes(corpus: Corpus, tmp_path: Path) -> None:
    again = write_corpus(tmp_path / "again", size=COUNT, seed=1, source=None)
    assert again.path.read_bytes() == corpus.path.read_bytes()


def test_a_smaller_corpus_begins_a_larger_one(corpus: Corpus) -> None:
    smaller = list(islice(invent_records(1), 5))
    assert smaller == list(islice(read_corpus(corpus.path), 5))


def test_another_seed_gives_other_releases(corpus: Corpus) -> None:
    other = next(invent_records(2))
    assert other["body"] != next(read_corpus(corpus.path))["body"]


def test_words_are_as_frequent_as_zipf_says(corpus: Corpus) -> None:
    """Ten times the rank is about a tenth as frequent: between a 5th and a 20th."""
    words = Counter(
        word for r in read_corpus(corpus.path) for word in r["body"].lower().split()
    )
    ranked = [number for _, number in words.most_common()]
    steps = [ranked[rank - 1] / ranked[10 * rank - 1] for rank in (5, 50)]
    assert [step for step in steps if not 5 < step < 20] == []


def test_many_words_stand_only_once_as_in_real_text(corpus: Corpus) -> None:
    words = Counter(
        word for r in read_corpus(corpus.path) for word in r["body"].lower().split()
    )
    once = sum(number == 1 for number in words.values())
    assert 0.3 < once / len(words) < 0.7


def test_queries_are_made_of_all_kinds(corpus: Corpus) -> None:
    queries = make_queries(read_corpus(corpus.path), 1)
    assert Counter(query.kind for query in queries) == MADE


def test_a_file_is_taken_as_it_is_and_then_recombined(tmp_path: Path) -> None:
    real = [
        {"id": f"r{n}", "title": f"Title {n}", "date": f"2024-05-0{n}"}
        | {"department": f"Office {n}", "body": f"First of {n}.\n\nSecond of {n}."}
        for n in range(1, 4)
    ]
    source = tmp_path / "real.jsonl.gz"
    source.write_bytes(gzip.compress("\n".join(map(json.dumps, real)).encode()))
    found = list(islice(extend_records(source, 1), 20))
    paragraphs = {part for record in real for part in record["body"].split("\n\n")}
    made = {part for record in found[3:] for part in record["body"].split("\n\n")}
    assert (found[:3], made - paragraphs) == (real, set())


def test_a_file_without_a_key_is_refused_with_its_line(tmp_path: Path) -> None:
    source = tmp_path / "bad.jsonl"
    source.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(BenchError, match=r"bad\.jsonl:1: KeyError"):
        next(extend_records(source, 1))


def test_an_engine_that_is_not_installed_is_named_with_the_reason() -> None:
    absent = replace(PEERS["tantivy"], module="no_such_module")
    assert find_missing(absent) == "tantivy isn't installed"


def test_an_unknown_engine_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--out", str(tmp_path), "--peers", "nobody"])
