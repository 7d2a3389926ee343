"""What a planned query tree holds for in one segment, by operations on whole lists.

A node of the tree becomes the set of the documents that it holds for; where few are
left already, only these are looked at.  A release and its quotes are in one segment, so
no node needs to know of any other segment.
"""

import datetime
from collections import Counter
from collections.abc import Iterator, Set
from itertools import chain, compress
from operator import sub
from typing import TYPE_CHECKING

from pressfind.analysis import tokenize
from pressfind.engines.whoosh.fields import NAMES_APART, SAID, SCORED, posted_name
from pressfind.engines.whoosh.occurrences import (
    Postings,
    find_documents,
    find_postings,
)
from pressfind.engines.whoosh.segment import Segment
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
    read_otherwise,
)
from pressfind.schema import FIELDS, OTHER_NAME, QUOTE

if TYPE_CHECKING:
    from pressfind.engines.whoosh.scoring import Scorer

Documents = Set[int]
Weights = dict[int, float]
"""A text's frequencies in a document: normalised, weighted, and summed over fields."""

FieldPostings = list[tuple[str, list[Postings]]]
"""For each field, in the order of ``SCORED``, where a text stands in it."""


class Evaluation:
    """The answer of one segment to one request; where a text stands is found once."""

    def __init__(self, segment: Segment, scorer: "Scorer", query: Query) -> None:
        self.segment = segment
        self._scorer = scorer
        # Texts that each make hits by themselves are weighed in all documents anyway.
        self._alone = set(_texts_alone(query))
        self._weights: dict[Text, Weights] = {}
        self._postings: dict[tuple[Text, bool], FieldPostings] = {}
        self._documents: dict[tuple[Text, bool], Documents] = {}

    def find(  # noqa: PLR0911  # one return for each kind of node
        self, query: Query, quotes: bool, within: Documents | None = None
    ) -> Documents:
        """Return the live quotes, or else releases, that a query holds for.

        ``within`` limits what is looked at; the answer is always a part of it.
        """
        match query:
            case And(parts):
                return self._find_all(parts, quotes, within)
            case Or(parts):
                return set().union(*(self.find(p, quotes, within) for p in parts))
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
        found = self._find_leaf(query, quotes)
        return found if within is None else found & within

    def postings(self, text: Text, quotes: bool) -> FieldPostings:
        """Return where ``text`` stands in the scored fields of live documents."""
        key = (text, quotes)
        if key not in self._postings:
            wanted = {posted_name(name, quotes) for name in text.fields}
            self._postings[key] = [
                (name, self._live(self._find_postings(text, name)))
                for name in SCORED
                if name in wanted
            ]
        return self._postings[key]

    def documents(self, text: Text, quotes: bool) -> Documents:
        """Return the live documents with ``text`` in any of its fields."""
        key = (text, quotes)
        if key not in self._documents:
            if text in self._alone and self._scorer.scores(text):
                self._documents[key] = self.weights(text).keys()
            else:
                self._documents[key] = self._find_documents(text, quotes)
        return self._documents[key]

    def weights(self, text: Text, wanted: Documents | None = None) -> Weights:
        """Return what ``text`` weighs in the documents that are wanted, or in all."""
        if text in self._weights:
            return self._weights[text]
        weights = self._scorer.weigh(self, text, wanted)
        if wanted is None:
            self._weights[text] = weights
        return weights

    def _find_documents(self, text: Text, quotes: bool) -> Documents:
        found: set[int] = set()
        for _, lists in self.postings(text, quotes):
            found.update(*(documents for documents, _ in lists))
        for name in text.fields:
            if name not in SCORED:
                for reading in (text, *read_otherwise(text)):
                    lists = self._live(find_postings(self.segment, name, reading))
                    found.update(*(documents for documents, _ in lists))
        return found

    def _find_postings(self, text: Text, name: str) -> list[Postings]:
        lists = self._find_reading(text, name)
        for other in read_otherwise(text):
            lists += [
                (documents, [OTHER_NAME * count for count in frequencies])
                for documents, frequencies in self._find_reading(other, name)
            ]
        return lists

    def _find_reading(self, text: Text, name: str) -> list[Postings]:
        if name != QUOTE.name:
            return find_postings(self.segment, name, text)
        # A release has the words of its quotes: each of them gives it some.
        numbers = self.segment.numbers
        return [
            (list(map(sub, quotes, map(numbers.__getitem__, quotes))), frequencies)
            for quotes, frequencies in find_postings(self.segment, SAID, text)
        ]

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

    def _everything(self, quotes: bool, within: Documents | None) -> Documents:
        if within is not None:
            return within
        segment = self.segment
        if not quotes:
            return set(segment.live_releases())
        return set(range(segment.documents)).difference(
            segment.releases, segment.deleted
        )

    def _find_all(
        self, parts: tuple[Query, ...], quotes: bool, within: Documents | None
    ) -> Documents:
        # What costs by the size of the segment comes last: by then little is left.
        for part in sorted(parts, key=_looks_at_everything):
            within = self.find(part, quotes, within)
            if not within:
                break
        return within or set()

    def _find_days(self, query: DateRange, among: Documents) -> Documents:
        first = (query.first or datetime.date.min).toordinal()
        last = (query.last or datetime.date.max).toordinal()
        days = self.segment.days
        return {document for document in among if first <= days[document] <= last}

    def _find_leaf(
        self, query: Text | Names | Identifier | InQuote, quotes: bool
    ) -> Documents:
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

    def _find_id(self, value: str, quotes: bool) -> Documents:
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
        found = [find_documents(segment, field, word) for word in names.words]
        if not found:
            return set()
        common = set.intersection(*found) - segment.deleted
        if len(found) == 1:
            return common
        # All words are there, but perhaps not in one name: there are few values.
        codes, values = segment.codes(field), segment.values(field)
        wanted = {
            code
            for code in {codes[document] for document in common}
            if _has_name(values[code].decode(), set(names.words))
        }
        return {document for document in common if codes[document] in wanted}

    def _reach(self, found: Documents, field: str, quotes: bool) -> Documents:
        """Carry what holds for a release over to its quotes, if these are sought."""
        of_quote = field in FIELDS and FIELDS[field].of_quote
        if not quotes or of_quote:
            return found
        return {quote for d in found for quote in self.segment.quotes_of(d)}


def _has_name(value: str, words: set[str]) -> bool:
    names = value.split(NAMES_APART)
    return any(words <= {token.form for token in tokenize(name)} for name in names)


def _looks_at_everything(query: Query) -> bool:
    return isinstance(query, Not | DateRange | Everything)


def _texts_alone(query: Query) -> Iterator[Text]:
    if isinstance(query, Text):
        yield query
    elif isinstance(query, Or):
        for part in query.parts:
            yield from _texts_alone(part)
