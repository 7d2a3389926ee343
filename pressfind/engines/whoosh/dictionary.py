"""The dictionary of a segment: its forms, filed by stem, then form, then width.

A form has an ordinal.  The forms of one stem, its family, are a range of ordinals, and
so are the widths of one form.  Width 1 is a word; a hyphenated word written as one is
as wide as its parts, and another entry than the same letters standing alone.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from pressfind.analysis import stem
from pressfind.engines.whoosh.sections import SectionFile, SectionWriter, narrow
from pressfind.query.tree import Variant

if TYPE_CHECKING:
    from _typeshed import SupportsLenAndGetItem

Entry = tuple[str, int]
"""A form and its width."""

_find_stem = stem.__wrapped__  # each is found once, so none needs to be kept


def key_of(entry: Entry) -> str:
    """Return what an entry is filed by.

    It is a string: these are sorted in half the time that tuples take.
    """
    form, width = entry
    return f"{_find_stem(form)}\0{form}\0{width:c}"


def file_forms(
    keys: Sequence[str],
) -> tuple[Iterator[tuple[bytes, bytes, int]], list[int]]:
    """Return stem, form and width of entries as a dictionary has them in order.

    The second list says which of the entries each was.
    """
    order = sorted(range(len(keys)), key=keys.__getitem__)
    parts = "\0".join([keys[number] for number in order]).encode().split(b"\0")
    return zip(parts[::3], parts[1::3], map(ord, parts[2::3]), strict=False), order


def write_dictionary(
    file: SectionWriter, filed: Iterable[tuple[bytes, bytes, int]]
) -> None:
    """Write the dictionary of entries in order, as ``file_forms`` returns them."""
    stems: list[bytes] = []
    forms: list[bytes] = []
    families, widths = array("I"), array("B")
    last = None
    for stemmed, form, width in filed:
        if stemmed != last:
            stems.append(stemmed)
            families.append(len(forms))
            last = stemmed
        forms.append(form)
        widths.append(width)
    families.append(len(forms))
    write_strings(file, "stems", stems)
    write_strings(file, "forms", forms)
    file.add("families", narrow(families))
    file.add("widths", widths)


def write_strings(file: SectionWriter, name: str, strings: Iterable[bytes]) -> None:
    """Write strings and where each of them ends."""
    listed = list(strings)
    ends = array("Q", accumulate(map(len, listed), initial=0))
    file.add(f"{name}.text", b"".join(listed))
    file.add(f"{name}.ends", narrow(ends))


def find_place(ascending: "SupportsLenAndGetItem[Any]", wanted: Any) -> int | None:
    """Return where a value stands among others, or None if it isn't one of them."""
    place = bisect_left(ascending, wanted)
    is_there = place < len(ascending) and ascending[place] == wanted
    return place if is_there else None


class Strings:
    """Strings of a mapped file, by number."""

    def __init__(self, file: SectionFile, name: str) -> None:
        self._text = file.array(f"{name}.text")
        self._ends = file.array(f"{name}.ends")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def holding(self, piece: str, run: range) -> Iterator[tuple[int, str]]:
        """Yield those of a range that hold a piece, ascending, with their numbers."""
        text, ends = bytes(self._text), self._ends
        if not piece:  # all do
            own = pairwise(ends[run.start : run.stop + 1])
            for number, (start, end) in zip(run, own, strict=True):
                yield number, text[start:end].decode()
            return
        sought = piece.encode("utf-8", "surrogatepass")  # a query can hold anything
        number, beyond, last = run.start, run.stop, ends[run.stop]
        place = text.find(sought, ends[number], last)
        while place >= 0:
            number = bisect_right(ends, place, number, beyond) - 1
            start, end = ends[number], ends[number + 1]
            if place + len(sought) <= end:
                yield number, text[start:end].decode()
                place = end - 1
            place = text.find(sought, place + 1, last)
            # Each string has a byte or more, so few of them lie before the next.
            beyond = min(run.stop, number + 1 + place - start)

    def __getitem__(self, number: int) -> bytes:
        return self._text[self._ends[number] : self._ends[number + 1]].tobytes()


class Dictionary:
    """The dictionary of a mapped segment."""

    def __init__(self, file: SectionFile) -> None:
        self.stems = Strings(file, "stems")
        self.forms = Strings(file, "forms")
        self.widths = file.array("widths")
        self.starts = file.array("families")
        """The first ordinal of each family, and behind the last."""
        self._found: dict[str, int | None] = {}
        self.expansions: dict[tuple[Variant, bool], Sequence[range]] = {}
        """The ordinals of what was expanded, as ``expansion`` has found them."""

    def find_family(self, stemmed: str) -> range:
        """Return the ordinals of the forms of a stem."""
        number = self.find_number(stemmed)
        return range(0) if number is None else self.family(number)

    def find_number(self, stemmed: str) -> int | None:
        """Return the number of a stem, if there is a form of it."""
        if stemmed not in self._found:  # every field of a query asks for it
            self._found[stemmed] = self._find_number(stemmed)
        return self._found[stemmed]

    def _find_number(self, stemmed: str) -> int | None:
        wanted = stemmed.encode("utf-8", "surrogatepass")  # a query can hold anything
        return find_place(self.stems, wanted)

    def find_form(self, form: str) -> range:
        """Return the ordinals of a form, one for each of its widths."""
        family = self.find_family(stem(form))
        wanted = form.encode("utf-8", "surrogatepass")
        same = [ordinal for ordinal in family if self.forms[ordinal] == wanted]
        return range(same[0], same[-1] + 1) if same else range(0)

    def find_initial(self, letter: str) -> range:
        """Return the ordinals of the forms that begin with a letter, as stems do."""
        first = letter.encode("utf-8", "surrogatepass")
        end = first[:-1] + bytes([first[-1] + 1])
        start = bisect_left(self.stems, first)
        stop = bisect_left(self.stems, end, start)
        return range(self.starts[start], self.starts[stop])

    def family(self, number: int) -> range:
        """Return the ordinals of the forms of the stem of this number."""
        return range(self.starts[number], self.starts[number + 1])

    def entries(self) -> Iterator[tuple[bytes, bytes, int]]:
        """Yield stem, form and width of every entry, in order."""
        for number in range(len(self.stems)):
            stemmed = self.stems[number]
            for ordinal in self.family(number):
                yield stemmed, self.forms[ordinal], self.widths[ordinal]
