"""Where words stand in the documents of one segment: counts, phrases, names.

A place is a document and a position in one integer, ``document << 32 | position``, so
that the places of whole posting lists are joined by operations on sets.  Where few
documents are asked for, lists are narrowed to these before anything else is done.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, compress, product, repeat
from operator import add, lshift

from pressfind.analysis import stem
from pressfind.engines.whoosh.fields import NAMES
from pressfind.engines.whoosh.postings import SHIFT, FieldPostings
from pressfind.engines.whoosh.segment import Segment
from pressfind.query.matching import Starts, find_near
from pressfind.query.tree import Chain, Exact, Link, Slot, Text, Variant, text_links

_FEW, _VERY_FEW = 2, 16
"""If a list has so many times the documents that are asked for, it is narrowed to
these: by looking at each that it has, or for very few at each that is asked for."""

Documents = set[int] | frozenset[int]

Postings = tuple[Sequence[int], Sequence[float]]
"""Documents, ascending, and how often each of them has something."""

PostingList = tuple[FieldPostings, int, int]
"""A field, the number of one of its lists, and the width of its form."""


class Occurrences:
    """The posting lists of one segment; each word is looked up once."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._lists: dict[tuple[str, Link], list[PostingList]] = {}

    def find_postings(
        self, posted: str, text: Text, within: Documents | None = None
    ) -> list[Postings]:
        """Return where a text stands in a field, and how often.

        A lone word is found in the lists of all its forms, anything else in one list.
        What is outside of ``within`` may be left out.
        """
        if (link := lone_link(text)) is not None:
            lists = self._lists_of(posted, link)
            if not isinstance(link, Variant) or self._never_coincide(lists):
                return [_narrowed(f, n, within) for f, n, _ in lists]
        counts = sorted(self._count_places(posted, text, within).items())
        return [([d for d, _ in counts], [n for _, n in counts])] if counts else []

    def find_documents(
        self, posted: str, link: Link, within: Documents | None = None
    ) -> Documents:
        """Return the documents that have a word in a field, of ``within`` if given."""
        lists = self._lists_of(posted, link)
        documents = (field.documents(number) for field, number, _ in lists)
        if within is None:
            return set().union(*documents)
        return set().union(*(_common(d, within) for d in documents))

    def count_postings(self, posted: str, text: Text) -> int:
        """Return how many documents, at most, a field of which can have a text."""
        return min(
            sum(
                len(field.documents(number))
                for links in slot
                for field, number, _ in self._lists_of(posted, links[0])
            )
            for slot in text.slots
        )

    def _count_places(
        self, posted: str, text: Text, within: Documents | None
    ) -> dict[int, int]:
        candidates = within
        for slot in sorted(text.slots, key=lambda slot: self._size(posted, slot)):
            candidates = self._find_slot(posted, slot, candidates)
            if not candidates:
                return {}
        starts = {
            link: _starts(self._lists_of(posted, link), candidates or set())
            for link in text_links(text)
        }
        words = [
            _merged([_follow(links, starts) for links in slot]) for slot in text.slots
        ]
        places = _in_row(words) if text.near is None else _near(words, text.near)
        return dict(Counter(place >> SHIFT for place in places))

    def _size(self, posted: str, slot: Slot) -> int:
        return sum(
            len(field.documents(number))
            for links in slot
            for field, number, _ in self._lists_of(posted, links[0])
        )

    def _find_slot(
        self, posted: str, slot: Slot, within: Documents | None
    ) -> Documents:
        """Return the documents that have the words of a slot, in whatever order."""
        found: set[int] = set()
        for links in slot:
            here = within
            for link in links:
                here = self.find_documents(posted, link, here)
            found.update(here or ())
        return found

    def _lists_of(self, posted: str, link: Link) -> list[PostingList]:
        key = (posted, link)
        if key not in self._lists:
            self._lists[key] = self._find_lists(posted, link)
        return self._lists[key]

    def _find_lists(self, posted: str, link: Link) -> list[PostingList]:
        dictionary, field = self._segment.dictionary, self._segment.field(posted)
        widths, terms = dictionary.widths, field.terms
        return [
            (field, number, widths[terms[number]])
            for run in self._find_ordinals(posted, link)
            for number in field.find_lists(run.start, run.stop)
        ]

    def _find_ordinals(self, posted: str, link: Link) -> Sequence[range]:
        # Names are found as they are written, text in any form of its words.
        dictionary = self._segment.dictionary
        if isinstance(link, Exact):
            return [dictionary.find_form(link.form)]
        if isinstance(link, Variant):
            from pressfind.engines.whoosh.expansion import find_ordinals

            return find_ordinals(dictionary, link, stemmed=posted not in NAMES)
        if posted in NAMES:
            return [dictionary.find_form(link)]
        return [dictionary.find_family(stem(link))]

    def _never_coincide(self, lists: Iterable[PostingList]) -> bool:
        """Whether no two of the forms can be one word: only numbers have several."""
        forms = self._segment.dictionary.forms
        found = (forms[field.terms[number]].decode() for field, number, _ in lists)
        return all(form[0].isalpha() for form in found)


def lone_link(text: Text) -> Link | None:
    """Return the one word that a text is, if it is one and is written in one way."""
    slots = text.slots
    if len(slots) == len(slots[0]) == len(slots[0][0]) == 1 and not text.others:
        return slots[0][0][0]
    return None


def _narrowed(field: FieldPostings, number: int, wanted: Documents | None) -> Postings:
    """Return the part of a list that has documents of ``wanted``, or more of it."""
    documents, frequencies = field.documents(number), field.frequencies(number)
    if wanted is None or len(wanted) * _FEW > len(documents):
        return documents, frequencies
    if len(wanted) * _VERY_FEW > len(documents):
        kept = [*map(wanted.__contains__, documents)]
        return [*compress(documents, kept)], [*compress(frequencies, kept)]
    places = _places_of(documents, wanted)
    return [d for d, _ in places], [frequencies[place] for _, place in places]


def _common(documents: Sequence[int], wanted: Documents) -> Iterable[int]:
    """Return the documents of a list that are wanted."""
    if len(wanted) * _VERY_FEW > len(documents):
        return wanted.intersection(documents)
    return [document for document, _ in _places_of(documents, wanted)]


def _places_of(documents: Sequence[int], wanted: Documents) -> list[tuple[int, int]]:
    """Return which documents of a list are wanted, ascending, and where they stand."""
    found, start, end = [], 0, len(documents)
    for document in sorted(wanted):
        start = bisect_left(documents, document, start)
        if start == end:
            break
        if documents[start] == document:
            found.append((document, start))
    return found


def _starts(lists: Iterable[PostingList], candidates: Documents) -> Starts:
    starts: Starts = {}
    for field, number, width in lists:
        here = starts.setdefault(width, set())
        documents = field.documents(number)
        if len(documents) > _VERY_FEW * len(candidates):
            here.update(_places_in(field, number, candidates))
        else:
            shifted = map(lshift, documents, repeat(SHIFT))
            owners = chain.from_iterable(
                map(repeat, shifted, field.frequencies(number))
            )
            here.update(map(add, owners, field.positions(number)))
    return starts


def _places_in(
    field: FieldPostings, number: int, candidates: Documents
) -> Iterator[int]:
    positions = field.positions(number)
    ends = list(accumulate(field.frequencies(number), initial=0))
    for document, place in _places_of(field.documents(number), candidates):
        base = document << SHIFT
        for position in positions[ends[place] : ends[place + 1]]:
            yield base + position


def _in_row(words: Sequence[Starts]) -> Iterable[int]:
    row = words[0]
    for word in words[1:]:
        row = _join(row, word)
    return chain.from_iterable(row.values())


def _near(words: Sequence[Starts], near: int) -> Iterator[int]:
    """Yield where words that are near each other begin; documents are far apart."""
    return (stretch[0][0] for stretch in find_near(words, near))


def _follow(links: Chain, starts: dict[Link, Starts]) -> Starts:
    found = starts[links[0]]
    for form in links[1:]:
        found = _join(found, starts[form])
    return found


def _join(left: Starts, right: Starts) -> Starts:
    """Return where something of ``right`` begins where one of ``left`` ends."""
    joined: list[Starts] = []
    for (first, begins), (second, follows) in product(left.items(), right.items()):
        if len(begins) <= len(follows):
            found = {place for place in begins if place + first in follows}
        else:
            found = {p - first for p in follows if p - first in begins}
        joined.append({first + second: found})
    return _merged(joined)


def _merged(alternatives: Sequence[Starts]) -> Starts:
    if len(alternatives) == 1:
        return alternatives[0]
    merged: Starts = {}
    for starts in alternatives:
        for width, places in starts.items():
            merged[width] = merged[width] | places if width in merged else places
    return merged
