"""Corpora of any size, as JSON Lines of id, title, date, department and body.

They come from a seed, or from a file of real releases: its first records, and beyond
its end paragraphs of three of them, put together anew.  A recombined corpus has more
releases but no more words than its file: good for trends, not for dictionaries.
"""

import datetime
import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path

from tests.bench.measure import BenchError
from tests.bench.synthetic import Inventor

Record = dict[str, str]
"""A release as all engines are given it; the keys are those of ``KEYS``."""

KEYS = ("id", "title", "date", "department", "body")

_LONGEST_PARAGRAPH = 120
"""Words.  Some releases are one paragraph: uncut it would come back whole, often."""
_SOURCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A corpus on disk; ``text_bytes`` are those of titles and bodies in UTF-8."""

    path: Path
    origin: str
    releases: int
    text_bytes: int
    sha256: str


def write_corpus(path: Path, *, size: int, seed: int, source: Path | None) -> Corpus:
    """Write the first ``size`` releases that ``source``, or else the seed, gives."""
    made = invent_records(seed) if source is None else extend_records(source, seed)
    digest = hashlib.sha256()
    text_bytes = 0
    with path.open("wb") as file:
        for record in islice(made, size):
            line = json.dumps(record, ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            file.write(line)
            text_bytes += len(record["title"].encode()) + len(record["body"].encode())
    return Corpus(
        path=path,
        origin=f"synthetic, seed {seed}" if source is None else source.name,
        releases=size,
        text_bytes=text_bytes,
        sha256=digest.hexdigest(),
    )


def read_corpus(path: Path) -> Iterator[Record]:
    """Yield the records of a corpus that ``write_corpus`` wrote."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def invent_records(seed: int) -> Iterator[Record]:
    """Yield releases without end, always the same of a seed."""
    inventor = Inventor(seed)
    return (inventor.invent_release(number) for number in count())


def extend_records(source: Path, seed: int) -> Iterator[Record]:
    """Yield the releases of a file, then new ones of their paragraphs, without end."""
    real: list[Record] = []
    for record in read_source(source):
        real.append(record)
        yield record
    if len(real) < _SOURCES:
        raise BenchError(f"{source} holds {len(real)} releases; {_SOURCES} are needed")
    yield from _recombine(real, seed)


def read_source(source: Path) -> Iterator[Record]:
    """Yield the releases of a JSON Lines file, plain or ``.gz``, with our keys only."""
    opened = gzip.open if source.suffix == ".gz" else open
    number = 0
    try:
        with opened(source, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                yield _read_record(json.loads(line))
    except (OSError, EOFError) as error:
        raise BenchError(f"{source} can't be read: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BenchError(
            f"{source}:{number}: {type(error).__name__}: {error}; "
            f"a record has texts for {', '.join(KEYS)} (or agency), dates as 2024-04-18"
        ) from error


def _read_record(values: dict[str, str]) -> Record:
    department = values.get("department") or values["agency"]
    record = {**values, "department": department}
    datetime.date.fromisoformat(record["date"])
    return {key: record[key].strip() for key in KEYS}


def _recombine(real: Sequence[Record], seed: int) -> Iterator[Record]:
    draw = random.Random(seed)  # noqa: S311  # repeatable on purpose
    paragraphs = [list(_split(record["body"])) for record in real]
    lengths = [len(record["body"]) for record in real]
    for number in count(len(real)):
        places = [draw.randrange(len(real)) for _ in range(_SOURCES)]
        pool = list(chain.from_iterable(paragraphs[place] for place in places))
        draw.shuffle(pool)
        one, two, three = (real[place] for place in places)
        yield {
            "id": f"recombined-{number:08d}",
            "title": one["title"],
            "date": two["date"],
            "department": three["department"],
            "body": "\n\n".join(_take(pool, lengths[places[0]])),
        }


def _take(pool: Sequence[str], length: int) -> Iterator[str]:
    """Yield paragraphs as long as each ends nearer to ``length``, but at least one."""
    taken = 0
    for paragraph in pool:
        if taken and taken + len(paragraph) // 2 > length:
            return
        yield paragraph
        taken += len(paragraph)


def _split(body: str) -> Iterator[str]:
    for paragraph in body.split("\n\n"):
        words = paragraph.split()
        for start in range(0, len(words), _LONGEST_PARAGRAPH):
            yield " ".join(words[start : start + _LONGEST_PARAGRAPH])
