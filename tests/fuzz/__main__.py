"""Read damaged files, and print what came of them."""

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import tests.fuzz
from pressfind.errors import ExtractionError
from pressfind.extract import extract_release
from pressfind.model import Skipped
from pressfind.sources import read_file
from tests.fuzz.mutations import damage
from tests.made import make_files

LARGEST = 2_000_000
"""Bytes of a file that is damaged: larger ones say nothing that smaller ones don't."""


@dataclass(slots=True)
class Tally:
    """What came of the inputs."""

    forms: Counter[str] = field(default_factory=Counter)
    skips: Counter[str] = field(default_factory=Counter)
    releases: int = 0
    failures: dict[int, str] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, 0)


def main() -> int:
    """Read the inputs that were asked for; status 1 if one of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=_about())
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--made", action="store_true", help="files of tests.made too")
    parser.add_argument("--inputs", type=int, default=1_000, metavar="N")
    parser.add_argument("--first", type=int, default=0, metavar="NUMBER")
    options = parser.parse_args()
    files = read_files(options.folders) + (make_files() if options.made else [])
    numbers = range(options.first, options.first + options.inputs)
    begun = time.process_time()
    tally = read_damaged(files, numbers)
    _print(tally, len(files), numbers, time.process_time() - begun)
    return 1 if tally.failures else 0


def read_files(folders: Sequence[Path]) -> list[bytes]:
    """Return the contents of the files in folders, in a total order."""
    return [
        path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_size <= LARGEST
    ]


def read_damaged(files: Sequence[bytes], numbers: range) -> Tally:
    """Read and extract the damaged file of each number."""
    tally = Tally()
    for number in numbers:
        content = damage(files, number)
        begun = time.process_time()
        try:
            for name in _read(content, tally):
                tally.skips[name] += 1
        except Exception:  # noqa: BLE001  # to find any exception is what this is for
            tally.failures[number] = traceback.format_exc()
        tally.slowest = max(tally.slowest, (time.process_time() - begun, number))
    return tally


def _read(content: bytes, tally: Tally) -> Iterator[str]:
    """Count the releases of a content, and yield the kind of each skip."""
    reading = read_file(content, "damaged")
    tally.forms[reading.form or "none"] += 1
    for found in reading.documents:
        if isinstance(found, Skipped):
            yield found.kind
            continue
        try:
            extract_release(found)
        except ExtractionError:
            yield "no release"
        else:
            tally.releases += 1


def _about() -> str:
    return (tests.fuzz.__doc__ or "").partition("\n")[0]


def _print(tally: Tally, files: int, numbers: range, seconds: float) -> None:
    last = numbers.stop - 1
    slowest, number = tally.slowest
    lines = [
        f"{len(numbers):,} inputs, {numbers.start:,} to {last:,}, of {files} files",
        f"{len(tally.failures)} failures",
        f"{tally.releases:,} releases, {sum(tally.skips.values()):,} skips",
        f"{seconds:,.0f} s of one core; the slowest took {slowest:.2f} s: {number}",
        *(f"form  {count:>8,}  {name}" for name, count in tally.forms.most_common()),
        *(f"skip  {count:>8,}  {name}" for name, count in tally.skips.most_common(20)),
        *(f"--first {number}\n{text}" for number, text in tally.failures.items()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
