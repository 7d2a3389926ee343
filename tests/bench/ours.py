"""How pressfind is filled and asked here: the one place that knows its functions.

It is measured as users meet it: whole commands, the default limit and snippets.
"""

import datetime
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pressfind.engines import open_engine
from pressfind.errors import PressfindError
from pressfind.extract import extract_release
from pressfind.indexing import Job, update_index
from pressfind.model import Question, RawDocument
from pressfind.searching import answer_releases
from pressfind.sources import read_file
from tests.bench.corpus import read_corpus
from tests.bench.measure import BenchError
from tests.bench.pages import write_page
from tests.bench.peers import Ask, Shown
from tests.bench.queries import Kind, Query, pressfind_text

NAME = "pressfind"

_TODAY = datetime.date(2026, 1, 1)
"""Only relative dates count from it, and no query has one."""

_SAMPLE_WORDS = ("smuggling", "boats")
_SAMPLE = (
    '{"id": "a", "title": "On smuggling boats", "date": "2024-05-01", '
    '"body": "They were seen smuggling boats."}\n'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Milliseconds to read a release from a file, on average, and to extract each."""

    read_ms: float
    extract_ms: tuple[float, ...]


def index_command(folder: Path, corpus: Path, *options: str) -> list[str]:
    """Return the command that indexes a corpus into a new index."""
    return [*_program(), "index", "--index", str(folder), *options, str(corpus)]


def search_command(folder: Path, query: Query) -> list[str]:
    """Return the command that asks an index one question."""
    text = pressfind_text(query)
    return [*_program(), "search", "--index", str(folder), "--json", text]


def has_jobs() -> bool:
    """Whether ``index`` can be told how many processes to use."""
    done = subprocess.run(
        [*_program(), "index", "--help"], capture_output=True, text=True, check=True
    )
    return "--jobs" in done.stdout


def open_index(folder: Path) -> Ask:
    """Open an index for as long as the process runs."""
    engine = open_engine(folder)

    def ask(query: Query, snippets: bool) -> list[Shown]:
        text = pressfind_text(query)
        question = Question(text=text) if snippets else Question(text=text, snippets=0)
        return [
            (
                str(hit.release.date),
                hit.release.title,
                " … ".join(snippet.text for snippet in hit.snippets),
            )
            for hit in answer_releases(engine, question, _TODAY).hits
        ]

    return ask


def find_refused(folder: Path) -> dict[Kind, str]:
    """Return the kinds of queries that can't be asked yet, and why; try each once."""
    path = folder / "sample.jsonl"
    path.write_text(_SAMPLE, encoding="utf-8")
    job = Job(index=folder / "sample", cwd=folder, now_ns=2**62, paths=(str(path),))
    update_index(job)
    refused = {}
    with closing(open_engine(folder / "sample")) as engine:
        for kind in Kind:
            text = pressfind_text(_sample_query(kind))
            try:
                page = answer_releases(engine, Question(text=text), _TODAY)
            except PressfindError as error:
                refused[kind] = str(error).splitlines()[0]
                continue
            if page.total != 1:
                raise BenchError(f"pressfind finds {page.total} for {text}, not 1")
    return refused


def extract_records(path: Path, most: int) -> Extraction:
    """Read and extract the first releases of a corpus, one by one, in this process."""
    with path.open("rb") as file:
        content = b"".join(line for line, _ in zip(file, range(most), strict=False))
    start = time.perf_counter()
    found = read_file(content, path.name).documents
    documents = [item for item in found if isinstance(item, RawDocument)]
    read_ms = (time.perf_counter() - start) * 1e3 / len(documents)
    times = []
    for document in documents:
        start = time.perf_counter()
        extract_release(document)
        times.append((time.perf_counter() - start) * 1e3)
    return Extraction(read_ms=read_ms, extract_ms=tuple(times))


def read_pages(path: Path, most: int) -> float:
    """Return the seconds of CPU that reading releases as web pages takes."""
    records = islice(read_corpus(path), most)
    pages = [write_page(record).encode() for record in records]
    start = time.process_time()
    for page in pages:
        (found,) = read_file(page, "page.html").documents
        if not isinstance(found, RawDocument):
            raise BenchError(f"a page is skipped: {found.reason}")
    return time.process_time() - start


def _program() -> list[str]:
    """Return the installed command, as users start it, else the module."""
    script = Path(sys.executable).with_name("pressfind")
    return [str(script)] if script.exists() else [sys.executable, "-m", "pressfind"]


def _sample_query(kind: Kind) -> Query:
    if kind is Kind.TERM:
        return Query(kind=kind, words=_SAMPLE_WORDS[:1])
    if kind is Kind.PREFIX:
        return Query(kind=kind, words=(_SAMPLE_WORDS[0][:6],))
    if kind is Kind.RANGE:
        day = "2024-05-01"
        return Query(kind=kind, words=_SAMPLE_WORDS, first=day, last=day)
    return Query(kind=kind, words=_SAMPLE_WORDS)
