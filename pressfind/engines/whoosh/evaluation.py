"""What a planned query tree holds for in one segment, by operations on whole lists.

A node of the tree becomes the set of the documents that it holds for: a bitmap where
common words say what these are.  Where few are left already, only these are looked at.
A release and its quotes are in one segment, so no node needs to know of any other.
"""

import datetime
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Set
from functools import reduce
from itertools import chain, compress
from operator import or_, sub
from typing import TypeGuard

from pressfind.analysis import stem, tokenize
from pressfind.engines.whoosh.bitmaps import Bitmap
from pressfind.engines.whoosh.fields import (
    NAMES_APART,
    RELEASE_FIELDS,
    SAID,
    SCORED,
    posted_name,
)
from pressfind.engines.whoosh.leaders import NONE_LEADING, Leading
from pressfind.engines.whoosh.lists import Documents, Postings
from pressfind.engines.whoosh.occurrences import Occurrences, lone_link
from pressfind.engines.whoosh.segment import Segment
from pressfind.query.plan import fold_name
from pressfind.query.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    Identifier,
    InQuote,
    Names,
    Not,
    Or,
    Query,
    Text,
    find_readings,
)
from pressfind.schema import FIELDS, QUOTE

Found = Set[int]
"""The documents that something holds for."""

Weights = dict[int, float]
"""A text's frequencies in a document: normalised, weighted, and summed over fields."""

_FEW = 4
"""Releases are few if a text has so many times as many postings as they are."""

FieldPostings = list[tuple[str, list[Postings]]]
"""For each field, in the order of ``SCORED``, where a text stands in it."""


class Evaluation:
    """The answer of one segment to one request; where a text stands is found once."""

    def __init__(self, segment: Segment, counted: Iterable[Text] = ()) -> None:
        self.segment = segment
        self._counted = {text for text in counted if find_stem(text) is None}
        """Texts that are looked for everywhere, since all documents with them count."""
        self._occurrences = Occurrences(segment)
        self._documents: dict[tuple[Text, bool], Found] = {}
        self._common: dict[Text, Bitmap | None] = {}
        self._last_asked: tuple[Documents, Documents] = (frozenset(), frozenset())
        """Releases that were few, and their quotes."""

    def find(  # noqa: PLR0911  # one return for each kind of node
        self, query: Query, quotes: bool, within: Found | None = None
    ) -> Found:
        """Return the live quotes, or else releases, that a query holds for.

        ``within`` limits what is looked at; the answer is always a part of it.
        """
        match query:
            case And(parts):
                return self._find_all(parts, quotes, within)
            case Or(parts):
                found = (self.find(part, quotes, within) for part in parts)
                return reduce(or_, found)
            case AtLeast(count, parts):
                held = Counter(
                    chain.from_iterable(self.find(p, quotes, within) for p in parts)
                )
                return {document for document, n in held.items() if n >= count}
            case Not(part):
                others = self._everything(quotes, within)
                return others - self.find(part, quotes, others)
            case Everything():
                return self._everything(quotes, within)
            case DateRange():
                return self._find_days(query, self._everything(quotes, within))
            case Text() if within is not None and (
                not quotes or is_of_quotes(query.fields[0])
            ):
                return self._find_within(query, quotes, within)
        documents = self._find_leaf(query, quotes)
        return documents if within is None else documents & within

    def postings(
        self, text: Text, quotes: bool, within: Documents | None = None
    ) -> FieldPostings:
        """Return where ``text`` stands in the scored fields of live documents.

        What is outside of ``within``, which is of live documents, may be left out.
        """
        wanted = {posted_name(name, quotes) for name in text.fields}
        return [
            (name, self._find_postings(text, name, within))
            for name in SCORED
            if name in wanted
        ]

    def documents(self, text: Text, quotes: bool) -> Found:
        """Return the live documents with ``text`` in any of its fields."""
        key = (text, quotes)
        if key not in self._documents:
            self._documents[key] = self._find_documents(text, quotes)
        return self._documents[key]

    def known_documents(self, text: Text, quotes: bool) -> Found | None:
        """Return what has a text, if it has been found everywhere."""
        return self._documents.get((text, quotes))

    def count(self, text: Text, quotes: bool) -> int:
        """Return how many live documents have ``text`` in any of its fields."""
        stemmed = find_stem(text)
        if quotes or stemmed is None:
            return len(self.documents(text, quotes))
        held = self._held(stemmed)
        if held and self.segment.deleted:
            common = self._find_common(text, quotes)
            if common is not None:
                return len(common)
            held -= len(self._find_documents(text, quotes, self.segment.deleted))
        return held

    def find_leading(self, text: Text, means: Mapping[str, float]) -> Leading | None:
        """Return the releases that lead by a text, if it is one word of many."""
        stemmed = find_stem(text)
        if stemmed is None:
            return None
        number = self.segment.dictionary.find_number(stemmed)
        if number is None:
            return NONE_LEADING
        return self.segment.leaders.find(number, means)

    def _find_within(self, text: Text, quotes: bool, within: Found) -> Found:
        common = self._find_common(text, quotes)
        if common is not None:
            return common & within
        if (
            text in self._counted
            or (text, quotes) in self._documents
            or self._is_sooner_found(text, quotes, within)
        ):
            return within & self.documents(text, quotes)
        return self._find_documents(text, quotes, as_set(within))

    def _is_sooner_found(self, text: Text, quotes: bool, within: Found) -> bool:
        """Whether to find all documents of a text is less work than to name others."""
        if not isinstance(within, Bitmap):
            return False
        return self._cost_of_text(text, quotes) < len(within)

    def _find_common(self, text: Text, quotes: bool) -> Bitmap | None:
        """Return the releases with a text if it is a common word."""
        if text not in self._common:
            stemmed = find_stem(text)
            find = self.segment.find_common
            self._common[text] = None if stemmed is None else find(stemmed)
        return None if quotes else self._common[text]

    def _find_documents(
        self, text: Text, quotes: bool, within: Documents | None = None
    ) -> Found:
        """Return the live documents with ``text``, or those of ``within``."""
        if text.others:
            readings = (reading for reading, _ in find_readings(text))
            each = (self._find_documents(one, quotes, within) for one in readings)
            return reduce(or_, each)
        common = self._find_common(text, quotes)
        if common is not None:
            return common if within is None else common & within
        found: set[int] = set()
        link = lone_link(text)
        for field in text.fields:
            of_quotes = field == QUOTE.name and not quotes
            among = self._quotes_of(within, text) if of_quotes else within
            posted = SAID if of_quotes else posted_name(field, quotes)
            if link is not None:
                here = self._occurrences.find_documents(posted, link, among)
            else:
                lists = self._occurrences.find_postings(posted, text, among)
                here = set().union(*(documents for documents, _ in lists))
            found.update(self._releases_of(here) if of_quotes else here)
        return found - self.segment.deleted if within is None else found & within

    def _find_postings(
        self, text: Text, name: str, within: Documents | None
    ) -> list[Postings]:
        if text.others:
            return [
                (documents, [share * count for count in frequencies])
                for reading, share in find_readings(text)
                for documents, frequencies in self._find_postings(reading, name, within)
            ]
        if name != QUOTE.name:
            lists = self._occurrences.find_postings(name, text, within)
        else:
            # A release has the words of its quotes: each of them gives it some.
            among = self._quotes_of(within, text)
            said = self._occurrences.find_postings(SAID, text, among)
            lists = [([*self._releases_of(d)], counts) for d, counts in said]
        return lists if within is not None else self._live(lists)

    def _live(self, lists: list[Postings]) -> list[Postings]:
        deleted = self.segment.deleted
        if not deleted:
            return lists
        live: list[Postings] = []
        for documents, frequencies in lists:
            kept = [document not in deleted for document in documents]
            pair = list(compress(documents, kept)), list(compress(frequencies, kept))
            live.append(pair)
        return live

    def _releases_of(self, quotes: Collection[int]) -> Iterable[int]:
        """Return the release of each quote."""
        return map(sub, quotes, map(self.segment.numbers.__getitem__, quotes))

    def _quotes_of(self, releases: Documents | None, text: Text) -> Documents | None:
        """Return the quotes of some releases, or None if few have ``text`` anyway."""
        if releases is None:
            return None
        if len(releases) * _FEW > self._occurrences.count_postings(SAID, text):
            return None
        numbers = self.segment.numbers
        end = len(numbers)
        if self._last_asked[0] is not releases:
            quotes = set()
            for release in releases:
                quote = release + 1
                while quote < end and numbers[quote]:
                    quotes.add(quote)
                    quote += 1
            self._last_asked = (releases, quotes)
        return self._last_asked[1]

    def _everything(self, quotes: bool, within: Found | None) -> Found:
        if within is not None:
            return within
        segment = self.segment
        if not quotes:
            return segment.live
        return set(range(segment.documents)).difference(
            segment.releases, segment.deleted
        )

    def _find_all(
        self, parts: tuple[Query, ...], quotes: bool, within: Found | None
    ) -> Found:
        for part in sorted(parts, key=lambda part: self._cost(part, quotes)):
            within = self.find(part, quotes, within)
            if not within:
                break
        return within or set()

    def _cost(self, query: Query, quotes: bool) -> float:
        """Return about how many documents have to be looked at to find those of a node.

        What looks at all that is left, or at all there are, comes last.
        """
        match query:
            case Not() | DateRange() | Everything():
                return math.inf
            case Text():
                return self._cost_of_text(query, quotes)
            case And(parts):
                return min(self._cost(part, quotes) for part in parts)
            case Or(parts) | AtLeast(parts=parts):
                return sum(self._cost(part, quotes) for part in parts)
        return 0

    def _cost_of_text(self, text: Text, quotes: bool) -> int:
        if text in self._counted:
            return len(self.documents(text, quotes))
        stemmed = find_stem(text)
        if stemmed is not None and not quotes:
            is_common = self._find_common(text, quotes) is not None
            return 0 if is_common else self._held(stemmed)
        names = [name if name != QUOTE.name else SAID for name in text.fields]
        readings = [reading for reading, _ in find_readings(text)]
        counts = (
            self._occurrences.count_postings(name, reading)
            for name in names
            for reading in readings
        )
        return sum(counts)

    def _held(self, stemmed: str) -> int:
        """Return how many releases have a stem, deleted ones too."""
        number = self.segment.dictionary.find_number(stemmed)
        return 0 if number is None else self.segment.leaders.count(number)

    def _find_days(self, query: DateRange, among: Found) -> Documents:
        first = (query.first or datetime.date.min).toordinal()
        last = (query.last or datetime.date.max).toordinal()
        days = self.segment.days
        return {document for document in among if first <= days[document] <= last}

    def _find_leaf(
        self, query: Text | Names | Identifier | InQuote, quotes: bool
    ) -> Found:
        match query:
            case InQuote(part):
                numbers = self.segment.numbers
                return {quote - numbers[quote] for quote in self.find(part, True)}
            case Identifier(value):
                return self._find_id(value, quotes)
            case Names():
                return self._reach(self._find_names(query), query.field, quotes)
            case Text():
                found = self.documents(query, quotes)
                return self._reach(found, query.fields[0], quotes)

    def _find_id(self, value: str, quotes: bool) -> Found:
        if not quotes:
            return set(self.segment.find_id(value))
        release, mark, number = value.rpartition("#q")
        if mark and not number.strip("0123456789"):
            numbers, quotes_of = self.segment.numbers, self.segment.quotes_of
            own = (q for d in self.segment.find_id(release) for q in quotes_of(d))
            return {quote for quote in own if str(numbers[quote]) == number}
        return self._reach(set(self.segment.find_id(value)), "id", quotes)

    def _find_names(self, names: Names) -> Documents:
        segment, field = self.segment, names.field
        if not names.words:
            return set()
        common: Documents | None = None
        for word in names.words:
            common = self._occurrences.find_documents(field, word, common)
        common = (common or set()) - segment.deleted
        if len(names.words) == 1 and not names.whole:
            return common
        # All words are there, but perhaps not in one name: there are few values.
        codes, values = segment.codes(field), segment.values(field)
        wanted = {
            code
            for code in {codes[document] for document in common}
            if _has_name(values[code].decode(), names)
        }
        return {document for document in common if codes[document] in wanted}

    def _reach(self, found: Found, field: str, quotes: bool) -> Found:
        """Carry what holds for a release over to its quotes, if these are sought."""
        if not quotes or is_of_quotes(field):
            return found
        return {quote for d in found for quote in self.segment.quotes_of(d)}


def find_stem(text: Text) -> str | None:
    """Return the stem that the releases with a text have, and no others; or None."""
    link = lone_link(text) if text.fields == RELEASE_FIELDS else None
    return stem(link) if isinstance(link, str) else None


def is_word(query: Query) -> TypeGuard[Text]:
    """Whether a query asks for one word, in any form, anywhere in releases."""
    return isinstance(query, Text) and find_stem(query) is not None


def _has_name(value: str, wanted: Names) -> bool:
    names = value.split(NAMES_APART)
    if wanted.whole:
        return fold_name(next(filter(None, names))) == wanted.words
    words = set(wanted.words)
    return any(words <= {token.form for token in tokenize(name)} for name in names)


def as_set(found: Found) -> Documents:
    """Return documents as what lists can be narrowed to."""
    if isinstance(found, Bitmap):
        return found.documents()
    return found if isinstance(found, set | frozenset) else set(found)


def is_of_quotes(field: str) -> bool:
    """Whether what a field holds is said of quotes."""
    return field in FIELDS and FIELDS[field].of_quote
