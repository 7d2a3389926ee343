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
from pressfind.engines.whoosh.postings import SHIFT, FieldPostings
from pressfind.engines.whoosh.segment import Segment
from pressfind.query.matching import Starts, find_near
from pressfind.query.tree import (
    Chain,
    Exact,
    Link,
    Slot,
    Text,
    Variant,
    text_links,
)

_FEW = 8
"""Candidates are looked up one by one if a list has this many times as many."""

Postings = tuple[Sequence[int], Sequence[float]]
"""Documents, ascending, and how often each of them has something."""

PostingList = tuple[FieldPostings, int, int]
"""A field, the number of one of its lists, and the width of its form."""


def find_postings(segment: Segment, posted: str, text: Text) -> list[Postings]:
    """Return where a text stands in a field, and how often.

    A lone word is found in the lists of all its forms, anything else in one list.
    """
    slots = text.slots
    if len(slots) == 1 and all(len(links) == 1 for links in slots[0]):
        words = [links[0] for links in slots[0]]
        lists = [one for link in words for one in _lists_of(segment, posted, link)]
        single = len(words) == 1 and not isinstance(words[0], Variant)
        if single or _never_coincide(segment, lists):
            return [(f.documents(n), f.frequencies(n)) for f, n, _ in lists]
    counts = sorted(_count_places(segment, posted, text).items())
    return [([d for d, _ in counts], [n for _, n in counts])] if counts else []


def _count_places(segment: Segment, posted: str, text: Text) -> dict[int, int]:
    lists = {link: _lists_of(segment, posted, link) for link in text_links(text)}
    candidates = _candidates(set(text.slots), lists)
    if not candidates:
        return {}
    starts = {link: _starts(found, candidates) for link, found in lists.items()}
    words = [_merged([_follow(links, starts) for links in slot]) for slot in text.slots]
    places = _in_row(words) if text.near is None else _near(words, text.near)
    return dict(Counter(place >> SHIFT for place in places))


def find_documents(segment: Segment, posted: str, form: str) -> set[int]:
    """Return the documents that have a form in a field."""
    return _documents_of(_lists_of(segment, posted, form))


def _lists_of(segment: Segment, posted: str, link: Link) -> list[PostingList]:
    # Names are found as they are written, text in any form of its words.
    dictionary, field = segment.dictionary, segment.field(posted)
    if not isinstance(link, str):
        return _lists_of_sign(segment, posted, link)
    if posted in NAMES:
        ordinals = dictionary.find_form(link)
    else:
        ordinals = dictionary.find_family(stem(link))
    numbers = field.find_lists(ordinals.start, ordinals.stop)
    widths, terms = dictionary.widths, field.terms
    return [(field, number, widths[terms[number]]) for number in numbers]


def _lists_of_sign(
    segment: Segment, posted: str, link: Exact | Variant
) -> list[PostingList]:
    dictionary, field = segment.dictionary, segment.field(posted)
    if isinstance(link, Exact):
        runs: Sequence[range] = [dictionary.find_form(link.form)]
    else:
        from pressfind.engines.whoosh.expansion import find_ordinals

        runs = find_ordinals(dictionary, link, stemmed=posted not in NAMES)
    widths, terms = dictionary.widths, field.terms
    return [
        (field, number, widths[terms[number]])
        for run in runs
        for number in field.find_lists(run.start, run.stop)
    ]


def _never_coincide(segment: Segment, lists: Iterable[PostingList]) -> bool:
    """Whether no two of the forms can be one word: only numbers have several."""
    forms = segment.dictionary.forms
    found = (forms[field.terms[number]].decode() for field, number, _ in lists)
    return all(form[0].isalpha() for form in found)


def _candidates(
    slots: Iterable[Slot], lists: dict[Link, list[PostingList]]
) -> set[int]:
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
            shifted = map(lshift, documents, repeat(SHIFT))
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
