"""The same archive in Whoosh's own segments and in ours gives the same matches.

Whoosh's own writer and searcher answer queries over the terms that ``find_terms``
gives; its searcher is asked over our segments as well, and so is our engine.
"""

import datetime
import gzip
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, islice, product
from pathlib import Path
from typing import Any

import pytest
import whoosh.filedb.filestore
import whoosh.matching
import whoosh.query
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.analysis import stem
from pressfind.engines import open_engine
from pressfind.engines.base import Engine, Request
from pressfind.engines.whoosh.codec import make_schema
from pressfind.engines.whoosh.fields import NAMES, SAID
from pressfind.engines.whoosh.storage import NAME
from pressfind.extract import extract_release
from pressfind.model import Filters, RawDocument, Release
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.tree import (
    And,
    DateRange,
    Identifier,
    InQuote,
    Names,
    Not,
    Or,
    Query,
    Text,
)
from pressfind.schema import QUOTE, Target, quote_texts, release_texts
from pressfind.sources.json_lines import read_lines
from tests.archives import TODAY, commit, make_paragraph, make_release, queries_of
from tests.archives import releases as make_releases
from tests.conftest import ROOT

CORPORA = ROOT.parent / "shared" / "corpora"
filestore: Any = whoosh.filedb.filestore  # untyped, all three
matching: Any = whoosh.matching
wq: Any = whoosh.query
NEWS = 300
"""Releases of the large archive that are written by Whoosh in a test: it takes long."""

# A phrase of Whoosh's has no words that are as wide as several, so none is asked for.
CLAUSES = [
    *("ferry", '"the ferries"', "co-op", "coop", "24", "24%", "ida", "port"),
    *("title:port", "lead:ferry", "heading:the", "body:coop"),
    *("department:ports", "tag:trade", "date:2024", "date:..2023", "id:r1"),
    *("quote:ferry", "speaker:ida", "(speaker:holt role:minister)"),
]
QUOTED = ["ferry", '"the ferries"', "co-op", "24", "speaker:ida", "role:minister"]

Place = tuple[str, int]
"""The id of a release and the number of a quote of it, 0 for the release."""


def _write_with_whoosh(archive: Iterable[Release]) -> Any:
    index = filestore.RamStorage().create_index(make_schema())
    writer = index.writer(limitmb=256)
    for release in archive:
        day = release.date.toordinal() if release.date else 0
        texts = [release_texts(release)]
        texts += [quote_texts(release, quote) for quote in release.quotes]
        for number, values in enumerate(texts):
            words = values.pop(QUOTE.name)
            if number:
                values[SAID] = words
            writer.add_document(id=release.id, numbers=number, days=day, **values)
    writer.commit()
    return index


def _open_with_whoosh(folder: Path) -> Any:
    return filestore.FileStorage(str(folder)).open_index(indexname=NAME)


class _Column(wq.ColumnQuery):  # type: ignore[misc]
    """A query over a column that can stand in an AND as well."""

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count_all())


class _OfReleases(wq.Query):  # type: ignore[misc]
    """The releases of the quotes that a query matches."""

    def __init__(self, quotes: Any) -> None:
        self._quotes = quotes

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        del context
        numbers = searcher.reader().column_reader("numbers")
        found = {quote - numbers[quote] for quote in self._quotes.docs(searcher)}
        return matching.ListMatcher(sorted(found))

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count_all())


def _translate(query: Query, quotes: bool) -> Any:
    kind = _Column("numbers", bool if quotes else 0)
    match query:
        case And(parts):
            return wq.And([_translate(part, quotes) for part in parts])
        case Or(parts):
            return wq.Or([_translate(part, quotes) for part in parts])
        case Not(part):
            return wq.AndNot(kind, _translate(part, quotes))
        case InQuote(part):
            return _OfReleases(_translate(part, quotes=True))
        case Text() | Names():
            return wq.Or(list(_find_words(query, quotes)))
    return wq.And([kind, _find_kind(query)])


def _find_words(query: Text | Names, quotes: bool) -> Iterator[Any]:
    if isinstance(query, Names):
        (word,) = query.words  # Whoosh can't tell one name of a field from another
        yield wq.Term(query.field, word)
    else:
        for field in query.fields:
            if field != QUOTE.name:
                yield from _phrases(query, field)
            elif quotes:
                yield from _phrases(query, SAID)
            else:
                yield _OfReleases(wq.Or(list(_phrases(query, SAID))))


def _find_kind(query: Query) -> Any:
    match query:
        case DateRange(first=first, last=last):
            low = (first or datetime.date.min).toordinal()
            high = (last or datetime.date.max).toordinal()
            return _Column("days", lambda day: low <= day <= high)
        case Identifier(value):
            return wq.Term("id", value)
    raise AssertionError(f"not asked of Whoosh: {query}")


def _phrases(text: Text, field: str) -> Iterator[Any]:
    for links in product(*text.slots):
        words = [form if field in NAMES else stem(form) for form in chain(*links)]
        if len(words) == 1:
            yield wq.Term(field, words[0])
        else:
            yield wq.Phrase(field, words)


def _ask_whoosh(searcher: Any, query: Query, target: Target) -> set[Place]:
    reader = searcher.reader()
    numbers = reader.column_reader("numbers")
    quotes = target is Target.QUOTES
    found = searcher.docs_for_query(_translate(query, quotes))
    # Whoosh's queries of columns look at deleted documents too.
    live = [d for d in found if not reader.is_deleted(d)]
    return {(searcher.stored_fields(d)["id"], numbers[d]) for d in live}


def _ask(engine: Engine, query: Query, target: Target) -> set[Place]:
    found = engine.search(Request(query=query, target=target))
    return {(match.release_id, match.number or 0) for match in found.page}


def _postings(index: Any) -> dict[tuple[str, bytes], dict[Place, list[int]]]:
    """Return the positions of every term in every document, by stable names."""
    found = {}
    with index.reader() as reader:
        numbers = reader.column_reader("numbers")
        names = [(f["id"], numbers[d]) for d, f in reader.iter_docs()]
        assert len(names) == reader.doc_count_all()
        for field, text in reader.all_terms():
            matcher = reader.postings(field, text)
            places = {}
            while matcher.is_active():
                at = [] if field == "id" else matcher.value_as("positions")
                places[names[matcher.id()]] = list(at)
                matcher.next()
            found[field, text] = places
    return found


def find_differences(
    stock: Any,
    folder: Path,
    queries: Iterable[str],
    target: Target = Target.RELEASES,
    *,
    stride: int = 1,
) -> list[tuple[str, set[Place], set[Place]]]:
    """Return each query that isn't answered alike, with what is too much or too few.

    Whoosh's searcher is asked over our segments with each ``stride``-th query.
    """
    differences = []
    with (
        stock.searcher() as stock_searcher,
        _open_with_whoosh(folder).searcher() as searcher,
        closing(open_engine(folder)) as engine,
    ):
        for number, text in enumerate(queries):
            query = plan(parse_query(text, TODAY), Filters(), target)
            expected = _ask_whoosh(stock_searcher, query, target)
            answers = [_ask(engine, query, target)]
            if number % stride == 0:
                answers.append(_ask_whoosh(searcher, query, target))
            for found in answers:
                if found != expected:
                    differences.append((text, found - expected, expected - found))
    return differences


archives = st.tuples(*(make_releases(f"r{number}") for number in range(4)))


@given(
    archives,
    archives,
    st.one_of(
        st.tuples(st.just(Target.RELEASES), queries_of(CLAUSES)),
        st.tuples(st.just(Target.QUOTES), queries_of(QUOTED)),
    ),
)
@settings(max_examples=40, deadline=None)
def test_any_query_has_the_same_matches_in_three_ways(
    first: tuple[Release, ...],
    second: tuple[Release, ...],
    asked: tuple[Target, str],
) -> None:
    target, text = asked
    stock = _write_with_whoosh([*second[:2], first[2]])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        commit(folder, first)
        commit(folder, second[:2], ("r3",))
        assert find_differences(stock, folder, [text], target) == []


@given(archives)
@settings(max_examples=25, deadline=None)
def test_both_codecs_hold_the_same_terms_documents_and_positions(
    archive: tuple[Release, ...],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        commit(Path(name, "index"), archive)
        ours = _postings(_open_with_whoosh(Path(name, "index")))
    assert _postings(_write_with_whoosh(archive)) == ours


def _read_cranfield() -> list[Release]:
    lines = (CORPORA / "cranfield" / "docs.jsonl").read_text("utf-8").splitlines()
    return [
        make_release(
            record["id"],
            record["title"],
            blocks=(make_paragraph(record["text"]),) if record["text"] else (),
        )
        for record in map(json.loads, lines)
    ]


def read_news(count: int) -> list[Release]:
    """Return the first releases of the large archive."""
    path = CORPORA / "bench" / "us-releases-13k.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = list(read_lines(islice(lines, count), "news.jsonl"))
    read = [document for document in documents if isinstance(document, RawDocument)]
    return [extract_release(document).release for document in read]


def _write_at_once(folder: Path, archive: list[Release]) -> tuple[Any, Path]:
    """Write an archive with Whoosh, and with our engine in four commits."""
    share = -(-len(archive) // 4)
    for start in range(0, len(archive), share):
        commit(folder / "index", archive[start : start + share])
    return _write_with_whoosh(archive), folder / "index"


needs_corpora = pytest.mark.skipif(
    not CORPORA.is_dir(), reason=f"the shared corpora are not at {CORPORA}"
)


@pytest.fixture(scope="module")
def cranfield(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """Write Cranfield twice."""
    return _write_at_once(tmp_path_factory.mktemp("cranfield"), _read_cranfield())


@needs_corpora
@pytest.mark.parametrize("joint", [" OR ", " "])
def test_the_queries_of_cranfield_have_the_same_matches(
    cranfield: tuple[Any, Path], joint: str
) -> None:
    lines = (CORPORA / "cranfield" / "queries.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    # Words of a few letters stand in every document, and cost Whoosh most of its time.
    words = [[w for w in text.split() if w.isalpha() and len(w) > 3] for text in texts]
    # All words of so long a query stand in no document: some do.
    most = 2 if joint == " " else 100
    queries = [joint.join(some[-most:]) for some in words]
    assert find_differences(*cranfield, queries, stride=15) == []


def news_queries() -> list[str]:
    """Return the queries of the bench; those for beginnings of words are left out."""
    entries = json.loads((CORPORA / "bench" / "queries.json").read_text("utf-8"))
    forms = {
        "term": "{}",
        "and": "{}",
        "phrase": '"{}"',
        "range": "{} date:{lo}..{hi}",
    }
    return [
        " OR ".join(entry["t"])
        if entry["k"] == "or"
        else forms[entry["k"]].format(" ".join(entry["t"]), **entry)
        for entry in entries
        if entry["k"] != "prefix"
    ]


@needs_corpora
def test_the_queries_of_the_bench_have_the_same_matches(tmp_path: Path) -> None:
    stock, folder = _write_at_once(tmp_path, read_news(NEWS))
    assert find_differences(stock, folder, news_queries(), stride=3) == []
