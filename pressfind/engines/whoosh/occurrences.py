"""Where words stand in the documents of one segment: counts, phrases, names.

Whole posting lists are joined by operations on sets.  Where few documents are asked
for, lists are narrowed to these before anything else is done.
"""

from collections.abc import Mapping, Sequence
from functools import partial, reduce
from itertools import chain, product

from pressfind.analysis import stem
from pressfind.engines.whoosh.dictionary import Dictionary
from pressfind.engines.whoosh.fields import NAMES
from pressfind.engines.whoosh.lists import Beside, Documents, Lists, Postings
from pressfind.engines.whoosh.places import Place, Places
from pressfind.engines.whoosh.segment import Segment
from pressfind.query.matching import Starts, find_near
from pressfind.query.tree import Exact, Link, Slot, Text, Variant


class Occurrences:
    """The posting lists of one segment; each word is looked up once."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._lists: dict[tuple[str, Link], list[Lists]] = {}
        self._counts: dict[tuple[str, Text], tuple[Documents | None, Postings]] = {}
        """Where words in a row stand, and the documents that were looked at for it."""

    def find_postings(
        self, posted: str, text: Text, within: Documents | None = None
    ) -> list[Postings]:
        """Return where a text stands in a field, and how often.

        A document comes more than once if it has several forms of a lone word.  What is
        outside of ``within`` may be left out.
        """
        link, dictionary = lone_link(text), self._segment.dictionary
        if link is not None and never_coincide(dictionary, posted, link):
            return [lists.narrow(within) for lists in self._lists_of(posted, link)]
        return [self._count(posted, text, within)]

    def find_documents(
        self, posted: str, link: Link, within: Documents | None = None
    ) -> Documents:
        """Return the documents that have a word in a field, of ``within`` if given."""
        lists = self._lists_of(posted, link)
        if within is None:
            return set().union(*(one.documents for one in lists))
        return set().union(*(one.find(within) for one in lists))

    def count_postings(self, posted: str, text: Text) -> int:
        """Return how many documents, at most, a field of which can have a text."""
        return min(self._size(posted, slot) for slot in text.slots)

    def _count(self, posted: str, text: Text, within: Documents | None) -> Postings:
        """Count the places of a text once: who asks again asks for a part of them."""
        known = self._counts.get((posted, text))
        if known is not None:
            looked_at, postings = known
            if looked_at is None or (within is not None and within <= looked_at):
                return postings
        counts = self._count_places(posted, text, within)
        postings = [*counts], [*counts.values()]
        self._counts[posted, text] = (within, postings)
        return postings

    def _count_places(
        self, posted: str, text: Text, within: Documents | None
    ) -> Mapping[int, int]:
        slots = text.slots
        sizes: list[int] = []
        for slot in slots:
            sizes.append(self._size(posted, slot))
            if not sizes[-1]:
                return {}
        found = within
        for number in sorted(range(len(slots)), key=sizes.__getitem__):
            found = self._find_slot(posted, slots[number], found)
            if not found:
                return {}
        documents = found or set()
        places = Places(documents, self._segment.field(posted).greatest_position())
        if text.near is None:
            row = self._find_rows(posted, slots, sizes, documents, places)
            return places.count(chain.from_iterable(row.values()))
        words = [self._follow(posted, slot, documents, places) for slot in slots]
        # Where words that are near each other begin.
        return places.count(stretch[0][0] for stretch in find_near(words, text.near))

    def _find_rows(
        self,
        posted: str,
        slots: Sequence[Slot],
        sizes: Sequence[int],
        within: Documents,
        places: Places,
    ) -> Starts:
        """Return where words stand in a row, from the rarest on to those beside it."""
        first = last = sizes.index(min(sizes))
        row = self._follow(posted, slots[first], within, places)
        while any(row.values()) and last - first + 1 < len(slots):
            if first < last:
                within = {*places.count(chain.from_iterable(row.values()))}
            before, behind = sizes[:first], sizes[last + 1 :]
            if not behind or (before and before[-1] < behind[0]):
                first -= 1
                beside = partial(_before, row)
                word = self._follow(posted, slots[first], within, places, beside)
                row = _join(word, row)
            else:
                last += 1
                beside = partial(_behind, row)
                word = self._follow(posted, slots[last], within, places, beside)
                row = _join(row, word)
        return row

    def _follow(
        self,
        posted: str,
        slot: Slot,
        within: Documents,
        places: Places,
        beside: Beside | None = None,
    ) -> Starts:
        """Return where a word stands, in any of the ways that it is written.

        What isn't ``beside`` others may be left out.
        """
        ways = []
        for links in slot:
            among = beside if len(links) == 1 else None
            starts = [
                self._find_starts(posted, link, within, places, among) for link in links
            ]
            ways.append(reduce(_join, starts))
        return _merged(ways)

    def _size(self, posted: str, slot: Slot) -> int:
        return sum(
            len(lists.documents)
            for links in slot
            for lists in self._lists_of(posted, links[0])
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

    def _lists_of(self, posted: str, link: Link) -> list[Lists]:
        key = (posted, link)
        if key not in self._lists:
            self._lists[key] = self._find_lists(posted, link)
        return self._lists[key]

    def _find_lists(self, posted: str, link: Link) -> list[Lists]:
        field = self._segment.field(posted)
        found = (
            field.find_lists(run.start, run.stop)
            for run in find_forms(self._segment.dictionary, posted, link)
        )
        return [Lists(field, numbers) for numbers in found if numbers]

    def _find_starts(
        self,
        posted: str,
        link: Link,
        within: Documents,
        places: Places,
        beside: Beside | None,
    ) -> Starts:
        widths = self._segment.dictionary.widths
        lists = self._lists_of(posted, link)
        return _merged([one.starts(widths, within, places, beside) for one in lists])


def find_forms(dictionary: Dictionary, posted: str, link: Link) -> Sequence[range]:
    """Return the ordinals of the forms that a word of a field may be."""
    # Names are found as they are written, text in any form of its words.
    if isinstance(link, Exact):
        return [dictionary.find_form(link.form)]
    if isinstance(link, Variant):
        from pressfind.engines.whoosh.expansion import find_ordinals

        return find_ordinals(dictionary, link, stemmed=posted not in NAMES)
    if posted in NAMES:
        return [dictionary.find_form(link)]
    return [dictionary.find_family(stem(link))]


def never_coincide(dictionary: Dictionary, posted: str, link: Link) -> bool:
    """Whether no two of a word's forms can be one word: only numbers have several.

    All forms between two that begin with the same letter do so too.
    """
    if not isinstance(link, Variant):
        return True
    for run in find_forms(dictionary, posted, link):
        first, last = (dictionary.forms[n].decode()[0] for n in (run[0], run[-1]))
        if not first.isalpha() or first != last:
            return False
    return True


def lone_link(text: Text) -> Link | None:
    """Return the one word that a text is, if it is one and is written in one way."""
    slots = text.slots
    if len(slots) == len(slots[0]) == len(slots[0][0]) == 1 and not text.others:
        return slots[0][0][0]
    return None


def _before(row: Starts, width: int) -> set[Place]:
    """Return where something must begin to end where one of a row begins."""
    begins: set[Place] = set().union(*row.values())
    return {place - width for place in begins}


def _behind(row: Starts, _: int) -> set[Place]:
    """Return where something must begin to do so where one of a row ends."""
    return {place + width for width, begins in row.items() for place in begins}


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
