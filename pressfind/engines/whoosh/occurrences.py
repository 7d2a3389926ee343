"""Where words stand in the documents of one segment: counts, phrases, names.

A place is a document and a position in one integer, ``document << 32 | position``, so
that the places of whole posting lists are joined by operations on sets.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, product, repeat
from operator import add, lshift

from pressfind.analysis import stem
from pressfind.engines.whoosh.fields import NAMES
from pressfind.engines.whoosh.postings import FieldPostings
from pressfind.engines.whoosh.segment import Segment
from pressfind.query.tree import Chain, Slot

_SHIFT = 32
_FEW = 8
"""Candidates are looked up one by one if a list has this many times as many."""

Starts = dict[int, set[int]]
"""From a width in positions to the places where something that wide begins."""

Postings = tuple[Sequence[int], Sequence[int]]
"""Documents, ascending, and how often each of them has something."""

PostingList = tuple[FieldPostings, int, int]
"""A field, the number of one of its lists, and the width of its form."""


def find_postings(
    segment: Segment, posted: str, slots: Sequence[Slot]
) -> list[Postings]:
    """Return where the slots stand in a row in a field, and how often.

    A lone word is found in the lists of all its forms, a phrase in one list.
    """
    if len(slots) == 1 and len(slots[0]) == 1 and len(slots[0][0]) == 1:
        lists = _lists_of(segment, posted, slots[0][0][0])
        return [(f.documents(number), f.frequencies(number)) for f, number, _ in lists]
    counts = sorted(_count_phrase(segment, posted, slots).items())
    return [([d for d, _ in counts], [n for _, n in counts])] if counts else []


def _count_phrase(
    segment: Segment, posted: str, slots: Sequence[Slot]
) -> dict[int, int]:
    lists = {
        form: _lists_of(segment, posted, form)
        for slot in slots
        for links in slot
        for form in links
    }
    candidates = _candidates(slots, lists)
    if not candidates:
        return {}
    starts = {form: _starts(found, candidates) for form, found in lists.items()}
    row: Starts | None = None
    for slot in slots:
        here = _merged([_follow(links, starts) for links in slot])
        row = here if row is None else _join(row, here)
    places = chain.from_iterable((row or {}).values())
    return dict(Counter(place >> _SHIFT for place in places))


def find_documents(segment: Segment, posted: str, form: str) -> set[int]:
    """Return the documents that have a form in a field."""
    return _documents_of(_lists_of(segment, posted, form))


def _lists_of(segment: Segment, posted: str, form: str) -> list[PostingList]:
    # Names are found as they are written, text in any form of its words.
    dictionary, field = segment.dictionary, segment.field(posted)
    if posted in NAMES:
        ordinals = dictionary.find_form(form)
    else:
        ordinals = dictionary.find_family(stem(form))
    numbers = field.find_lists(ordinals.start, ordinals.stop)
    widths, terms = dictionary.widths, field.terms
    return [(field, number, widths[terms[number]]) for number in numbers]


def _candidates(slots: Sequence[Slot], lists: dict[str, list[PostingList]]) -> set[int]:
    """Return the documents that have the words of every slot, in whatever order."""
    documents = {form: _documents_of(found) for form, found in lists.items()}
    held = [
        set().union(*(_common([documents[form] for form in links]) for links in slot))
        for slot in slots
    ]
    return _common(held)


def _documents_of(lists: Iterable[PostingList]) -> set[int]:
    return set(
        chain.from_iterable(field.documents(number) for field, number, _ in lists)
    )


def _common(sets: Iterable[set[int]]) -> set[int]:
    return set.intersection(*sorted(sets, key=len))


def _starts(lists: Iterable[PostingList], candidates: set[int]) -> Starts:
    starts: Starts = {}
    for field, number, width in lists:
        here = starts.setdefault(width, set())
        documents = field.documents(number)
        if len(documents) > _FEW * len(candidates):
            here.update(_places_in(field, number, candidates))
        else:
            shifted = map(lshift, documents, repeat(_SHIFT))
            owners = chain.from_iterable(
                map(repeat, shifted, field.frequencies(number))
            )
            here.update(map(add, owners, field.positions(number)))
    return starts


def _places_in(
    field: FieldPostings, number: int, candidates: set[int]
) -> Iterator[int]:
    documents, positions = field.documents(number), field.positions(number)
    ends = list(accumulate(field.frequencies(number), initial=0))
    for document in candidates:
        place = bisect_left(documents, document)
        if place < len(documents) and documents[place] == document:
            base = document << _SHIFT
            for position in positions[ends[place] : ends[place + 1]]:
                yield base + position


def _follow(links: Chain, starts: dict[str, Starts]) -> Starts:
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
