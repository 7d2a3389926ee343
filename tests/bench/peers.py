"""The engines that pressfind is measured beside, each as its manual shows it.

Each indexes title and body, keeps the whole text, id, date and department, searches
title and body, and makes snippets of the body; each index is one commit.  An engine
that isn't installed is left out and named.  Libraries are imported when one is used.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path

from tests.bench.corpus import Record
from tests.bench.queries import Kind, Query, fts5_text, plain_text

TOP = 10
"""How many hits are asked for, and shown."""

Shown = tuple[str, str, str]
"""A hit as a reader sees it: date, title, snippet or an empty text."""

Ask = Callable[[Query, bool], list[Shown]]
"""Asks an open engine; the flag is whether snippets are wanted."""

_WRITER_MEMORY_MB = 256
_POOL_MB = 512
"""What tantivy and Whoosh may hold before they write: ample for both."""
_SNIPPET_CHARACTERS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """How one engine is filled and opened, and what has to be installed for it."""

    name: str
    module: str
    distribution: str | None
    build: Callable[[Iterable[Record], Path], None]
    open: Callable[[Path], Ask]
    text: Callable[[Query], str]


def find_missing(peer: Peer) -> str | None:
    """Return why a peer can't be measured here, or None."""
    if find_spec(peer.module) is None:
        return f"{peer.distribution or peer.module} isn't installed"
    if peer.module == "sqlite3":
        import sqlite3

        try:
            sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5(x)")
        except sqlite3.OperationalError as error:
            return str(error)
    return None


def find_version(peer: Peer) -> str:
    """Return a peer's library with its version."""
    if peer.distribution is None:
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    return f"{peer.distribution} {metadata.version(peer.distribution)}"


def build_fts5(records: Iterable[Record], folder: Path) -> None:
    """Fill one FTS5 table in one transaction, as durable as SQLite is by default."""
    import sqlite3

    connection = sqlite3.connect(folder / "releases.db")
    connection.execute(
        "CREATE VIRTUAL TABLE releases USING fts5(title, body, id UNINDEXED, "
        "date UNINDEXED, department UNINDEXED, tokenize='porter unicode61')"
    )
    connection.executemany(
        "INSERT INTO releases VALUES (:title, :body, :id, :date, :department)", records
    )
    connection.commit()
    connection.close()


def open_fts5(folder: Path) -> Ask:
    """Open an FTS5 table."""
    import sqlite3

    connection = sqlite3.connect(folder / "releases.db")

    def ask(query: Query, snippets: bool) -> list[Shown]:
        shown = "snippet(releases, 1, '[', ']', '…', 40)" if snippets else "''"
        within = " AND date BETWEEN ? AND ?" if query.kind is Kind.RANGE else ""
        days = (query.first, query.last) if query.kind is Kind.RANGE else ()
        # ``rank`` is bm25; ordered by the function itself, all matches get snippets.
        return connection.execute(
            f"SELECT date, title, {shown} FROM releases WHERE releases MATCH ?"  # noqa: S608  # our own constants
            f"{within} ORDER BY rank LIMIT {TOP}",
            (fts5_text(query), *days),
        ).fetchall()

    return ask


def build_tantivy(records: Iterable[Record], folder: Path) -> None:
    """Fill a tantivy index with one thread; its merges run on others."""
    tantivy = import_module("tantivy")  # by name: linters run where it isn't installed
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("title", stored=True, tokenizer_name="en_stem")
    schema.add_text_field("body", stored=True, tokenizer_name="en_stem")
    schema.add_date_field("date", stored=True, indexed=True, fast=True)
    schema.add_text_field("department", stored=True, tokenizer_name="raw")
    index = tantivy.Index(schema.build(), path=str(folder))
    writer = index.writer(heap_size=_WRITER_MEMORY_MB * 1_000_000, num_threads=1)
    for record in records:
        date = _moment(record["date"])
        writer.add_document(tantivy.Document(**{**record, "date": date}))
    writer.commit()
    writer.wait_merging_threads()


def open_tantivy(folder: Path) -> Ask:
    """Open a tantivy index."""
    tantivy = import_module("tantivy")
    index = tantivy.Index.open(str(folder))
    searcher, schema, fields = index.searcher(), index.schema, ["title", "body"]
    query_class, occur = tantivy.Query, tantivy.Occur

    def parse(query: Query) -> object:
        if query.kind is Kind.PREFIX:  # its parser knows no prefix of one word
            rule = f"{re.escape(query.words[0])}.*"
            rules = [query_class.regex_query(schema, name, rule) for name in fields]
            return query_class.boolean_query([(occur.Should, rule) for rule in rules])
        words = index.parse_query(plain_text(query), fields)
        if query.kind is not Kind.RANGE:
            return words
        days = query_class.range_query(
            schema,
            "date",
            tantivy.FieldType.Date,
            _moment(query.first),
            _moment(query.last),
        )
        return query_class.boolean_query([(occur.Must, words), (occur.Must, days)])

    def ask(query: Query, snippets: bool) -> list[Shown]:
        parsed = parse(query)
        found = []
        if snippets:
            create = tantivy.SnippetGenerator.create
            maker = create(searcher, parsed, schema, "body")
            maker.set_max_num_chars(_SNIPPET_CHARACTERS)
        for _, address in searcher.search(parsed, TOP).hits:
            document = searcher.doc(address)
            text = maker.snippet_from_doc(document).to_html() if snippets else ""
            date = str(document.get_first("date"))
            found.append((date, document.get_first("title"), text))
        return found

    return ask


def build_whoosh(records: Iterable[Record], folder: Path) -> None:
    """Fill a stock Whoosh index with one process."""
    from whoosh import fields, index
    from whoosh.analysis.analyzers import StemmingAnalyzer

    schema = fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=fields.TEXT(stored=True, analyzer=StemmingAnalyzer()),
        body=fields.TEXT(stored=True, analyzer=StemmingAnalyzer()),
        date=fields.DATETIME(stored=True, sortable=True),
        department=fields.ID(stored=True),
    )
    writer = index.create_in(str(folder), schema).writer(limitmb=_POOL_MB)
    for record in records:
        writer.add_document(**{**record, "date": _moment(record["date"])})
    writer.commit()


def open_whoosh(folder: Path) -> Ask:
    """Open a stock Whoosh index."""
    from whoosh import index
    from whoosh.qparser.default import MultifieldParser
    from whoosh.query.ranges import DateRange

    opened = index.open_dir(str(folder))
    searcher = opened.searcher()
    parser = MultifieldParser(["title", "body"], opened.schema)

    def ask(query: Query, snippets: bool) -> list[Shown]:
        days = None
        if query.kind is Kind.RANGE:
            days = DateRange("date", _moment(query.first), _moment(query.last))
        parsed = parser.parse(plain_text(query))
        return [
            (
                str(hit["date"]),
                hit["title"],
                hit.highlights("body", top=2) if snippets else "",
            )
            for hit in searcher.search(parsed, limit=TOP, filter=days)
        ]

    return ask


def _moment(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(day)  # naive, as both libraries take it


PEERS = {
    peer.name: peer
    for peer in (
        Peer(
            name="fts5",
            module="sqlite3",
            distribution=None,
            build=build_fts5,
            open=open_fts5,
            text=fts5_text,
        ),
        Peer(
            name="tantivy",
            module="tantivy",
            distribution="tantivy",
            build=build_tantivy,
            open=open_tantivy,
            text=plain_text,
        ),
        Peer(
            name="whoosh-stock",
            module="whoosh",
            distribution="whoosh3",
            build=build_whoosh,
            open=open_whoosh,
            text=plain_text,
        ),
    )
}
