"""A process that is measured: ``python -m tests.bench.worker TASK …``.

``build ENGINE CORPUS FOLDER`` fills a new index.  ``extract CORPUS COUNT`` prints what
extraction took.  ``warm ENGINE FOLDER QUERIES`` opens an index, then asks all queries
for each line of its input, ``plain`` or ``snippets``, and answers with a line of JSON.
``pages CORPUS COUNT`` prints what reading so many releases as web pages took.
"""

import json
import sys
import time
from pathlib import Path

from tests.bench.peers import PEERS, Ask
from tests.bench.queries import Query, read_queries


def main(task: str, *words: str) -> None:
    """Do one task."""
    if task == "build":
        _build(words[0], Path(words[1]), Path(words[2]))
    elif task == "warm":
        _answer(words[0], Path(words[1]), read_queries(Path(words[2])))
    elif task == "pages":
        _read_pages(Path(words[0]), int(words[1]))
    else:
        _extract(Path(words[0]), int(words[1]))


def _build(name: str, corpus: Path, folder: Path) -> None:
    from tests.bench.corpus import read_corpus

    folder.mkdir(parents=True)
    PEERS[name].build(read_corpus(corpus), folder)


def _answer(name: str, folder: Path, queries: tuple[Query, ...]) -> None:
    ask = _open(name, folder)
    for line in sys.stdin:
        snippets = line.strip() == "snippets"
        times, hits, shown = [], 0, 0
        for query in queries:
            start = time.perf_counter()
            found = ask(query, snippets)
            times.append((time.perf_counter() - start) * 1e3)
            hits += len(found)
            shown += sum(bool(text) for _, _, text in found)
        _say({"ms": times, "hits": hits, "snippets": shown})


def _open(name: str, folder: Path) -> Ask:
    if name in PEERS:
        return PEERS[name].open(folder)
    from tests.bench.ours import open_index

    return open_index(folder)


def _extract(corpus: Path, most: int) -> None:
    from tests.bench.ours import extract_records

    extraction = extract_records(corpus, most)
    _say({"read_ms": extraction.read_ms, "extract_ms": extraction.extract_ms})


def _read_pages(corpus: Path, most: int) -> None:
    from tests.bench.ours import read_pages

    _say({"seconds": read_pages(corpus, most)})


def _say(answer: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
