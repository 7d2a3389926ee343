"""The acronyms that the releases of a segment explain, found by either of their names.

    learnt.text, .ends     each pair as written: acronym, NUL, long form; ascending
    learnt.lists           where the documents of a pair begin; the next entry ends them
    learnt.documents       the releases that explain it, ascending
    learnt.sums            CRC-32 of the keys that pairs are found by, ascending
    learnt.numbers         for each sum the number of a pair

Most words of a query are no acronym, and a sum says so without reading any text.
"""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from pressfind.engines.whoosh.dictionary import Strings, write_strings
from pressfind.engines.whoosh.sections import SectionFile, SectionWriter, narrow

PARTS = b"\0"
"""What parts an acronym from its long form; no text of a name has it."""

Entry = tuple[bytes, frozenset[int], Sequence[int]]
"""A pair as written, the sums that find it, and its documents."""


def sum_key(key: str) -> int:
    """Return the sum that stands for a key of a name."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass"))  # a query can hold any


def write_learnt(file: SectionWriter, entries: Iterable[Entry]) -> None:
    """Write the pairs of a segment, which come in order."""
    texts: list[bytes] = []
    lists, documents = array("I", [0]), array("I")
    found: list[tuple[int, int]] = []
    for text, sums, owners in entries:
        found.extend((one, len(texts)) for one in sums)
        texts.append(text)
        documents.extend(owners)
        lists.append(len(documents))
    found.sort()
    write_strings(file, "learnt", texts)
    file.add("learnt.lists", narrow(lists))
    file.add("learnt.documents", narrow(documents))
    file.add("learnt.sums", array("I", [one for one, _ in found]))
    file.add("learnt.numbers", narrow([number for _, number in found]))


class LearntPairs:
    """The pairs of a mapped segment."""

    def __init__(self, file: SectionFile) -> None:
        self._texts = Strings(file, "learnt")
        self._lists = file.array("learnt.lists")
        self._documents = file.array("learnt.documents")
        self._sums = file.array("learnt.sums")
        self._numbers = file.array("learnt.numbers")

    def find(self, keys: Iterable[str]) -> set[int]:
        """Return the numbers of the pairs that may have a key: few have not."""
        found: set[int] = set()
        sums = self._sums
        for wanted in map(sum_key, keys):
            place = bisect_left(sums, wanted)
            while place < len(sums) and sums[place] == wanted:
                found.add(self._numbers[place])
                place += 1
        return found

    def pair(self, number: int) -> tuple[str, str]:
        """Return the acronym and the long form of a pair, as written."""
        acronym, _, long_form = self._texts[number].partition(PARTS)
        return acronym.decode(), long_form.decode()

    def documents(self, number: int) -> "memoryview[int]":
        """Return the releases that explain a pair."""
        return self._documents[self._lists[number] : self._lists[number + 1]]

    def entries(self) -> Iterator[Entry]:
        """Yield every pair, in order."""
        sums: list[set[int]] = [set() for _ in range(len(self._texts))]
        for one, number in zip(self._sums, self._numbers, strict=True):
            sums[number].add(one)
        for number, text in enumerate(self._texts):
            yield text, frozenset(sums[number]), self.documents(number)
