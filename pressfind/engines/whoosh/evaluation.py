"""Answers a planned query tree over the postings of one open Whoosh reader.

Documents are numbered over all segments.  A text's matches keep their frequencies by
field, from which BM25F (see ``schema``) is computed over live documents only.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any

from pressfind.engines.base import SCORE_DECIMALS, Match, Matches, Request
from pressfind.engines.whoosh.fields import (
    SAID,
    STRIDE,
    WIDTHS,
    length_column,
    term_of,
)
from pressfind.model import Sort
from pressfind.query.matching import Occurrence, find_slots
from pressfind.query.tree import (
    And,
    DateRange,
    Everything,
    Identifier,
    InQuote,
    Names,
    Not,
    Or,
    Query,
    Text,
    positive_texts,
)
from pressfind.schema import FIELDS, K1, B, Target

Documents = set[int]
Frequencies = dict[int, dict[str, int]]
"""From document to field to how often a text occurs in it."""


class Evaluation:
    """One reader, opened for one or more searches; ``close`` belongs to its owner."""

    def __init__(self, reader: Any) -> None:
        # An index without documents has a reader without columns.
        self._leaves = [
            leaf for leaf in reader.leaf_readers() if leaf[0].doc_count_all()
        ]
        self._count = reader.doc_count_all()
        deleted = {
            base + number
            for leaf, base in self._leaves
            if leaf.has_deletions()
            for number in range(leaf.doc_count_all())
            if leaf.is_deleted(number)
        }
        numbers = self.column("number")
        self.live = set(range(self._count)) - deleted
        self.releases = {document for document in self.live if not numbers[document]}
        self.quotes = self.live - self.releases
        self._numbers = numbers
        self._found: dict[tuple[Text, bool], Frequencies] = {}

    def column(self, name: str) -> list[Any]:
        """Return the values of a column, by document number."""
        values: list[Any] = []
        for leaf, _ in self._leaves:
            reader = leaf.column_reader(name)
            values.extend(reader[number] for number in range(leaf.doc_count_all()))
        return values

    def search(self, request: Request) -> Matches:
        """Return one page of the matches of ``request``, in the total order."""
        quotes = request.target is Target.QUOTES
        found = self._evaluate(request.query, quotes)
        scores = self._score(request.query, found, quotes)
        names, days = self.column("name"), self.column("day")

        def order(document: int) -> tuple[Any, ...]:
            day = days[document]
            name = (names[document], self._numbers[document])
            if request.sort is Sort.NEWEST:
                return (not day, -day, *name)
            if request.sort is Sort.OLDEST:
                return (not day, day, *name)
            return (-scores.get(document, 0.0), not day, -day, *name)

        ranked = sorted(found, key=order)
        end = request.offset + request.limit if request.limit else len(ranked)
        page = tuple(
            Match(
                release_id=names[document].decode(),
                score=scores.get(document, 0.0),
                number=self._numbers[document] or None,
            )
            for document in ranked[request.offset : end]
        )
        return Matches(total=len(ranked), page=page)

    def find(self, field: str, term: str) -> Iterator[tuple[int, Any, Any]]:
        """Yield document, matcher and segment base for each live posting of a term."""
        for leaf, base in self._leaves:
            if (field, term.encode()) not in leaf:
                continue
            matcher = leaf.postings(field, term.encode())
            while matcher.is_active():
                yield base + matcher.id(), matcher, base
                matcher.next()

    def find_keys(self, field: str, keys: Iterable[str]) -> Documents:
        """Return the live documents that have any of ``keys``."""
        return {document for key in keys for document, _, _ in self.find(field, key)}

    def _evaluate(self, query: Query, quotes: bool) -> Documents:
        everything = self.quotes if quotes else self.releases
        if isinstance(query, And):
            parts = [self._evaluate(part, quotes) for part in query.parts]
            return set.intersection(*parts)
        if isinstance(query, Or):
            return set().union(*(self._evaluate(part, quotes) for part in query.parts))
        if isinstance(query, Not):
            return everything - self._evaluate(query.part, quotes)
        if isinstance(query, InQuote):
            return self._releases_of(self._evaluate(query.part, True))
        if isinstance(query, Everything):
            return set(everything)
        return self._evaluate_leaf(query, quotes) & everything

    def _evaluate_leaf(
        self, query: Text | Names | DateRange | Identifier, quotes: bool
    ) -> Documents:
        if isinstance(query, DateRange):
            first = query.first.toordinal() if query.first else 1
            last = query.last.toordinal() if query.last else math.inf
            days = self.column("day")
            return {
                document for document in self.live if first <= days[document] <= last
            }
        if isinstance(query, Identifier):
            return self._identified(query.value, quotes)
        if isinstance(query, Text):
            found: Documents = set(self._frequencies(query, quotes))
            return self._reach(found, query.fields[0], quotes)
        found = set(self._named(query))
        return self._reach(found, query.field, quotes)

    def _identified(self, value: str, quotes: bool) -> Documents:
        release, mark, number = value.rpartition("#q")
        if quotes and mark and number.isdecimal():
            found = self.find_keys("id", [release])
            return {d for d in found if self._numbers[d] == int(number)}
        return self.find_keys("id", [value])

    def _reach(self, found: Documents, field: str, quotes: bool) -> Documents:
        """Carry what holds for a release over to its quotes, if these are sought."""
        if not quotes or FIELDS[field].of_quote:
            return found
        numbers = self._numbers
        return {
            document
            for document in self.quotes
            if document - numbers[document] in found
        }

    def _releases_of(self, quotes: Documents) -> Documents:
        return {document - self._numbers[document] for document in quotes}

    def _named(self, names: Names) -> Iterator[int]:
        if not names.words:
            return
        places: list[dict[int, set[int]]] = []
        for word in names.words:
            here: dict[int, set[int]] = {}
            for document, matcher, _ in self.find(names.field, word):
                codes = matcher.value_as("positions")
                here[document] = {code // WIDTHS // STRIDE for code in codes}
            places.append(here)
        for document in set.intersection(*(set(here) for here in places)):
            if set.intersection(*(here[document] for here in places)):
                yield document

    def _frequencies(self, text: Text, quotes: bool) -> Frequencies:
        """Return how often ``text`` occurs, by document and field."""
        key = (text, quotes)
        if key not in self._found:
            found: Frequencies = {}
            for name in text.fields:
                posted = SAID if name == "quote" and quotes else name
                for document, count in self._occurrences(text, posted, name):
                    found.setdefault(document, {})[name] = count
            self._found[key] = found
        return self._found[key]

    def _occurrences(
        self, text: Text, posted: str, name: str
    ) -> Iterator[tuple[int, int]]:
        analysis = FIELDS[name].analysis
        postings: dict[str, dict[int, list[Occurrence]]] = {}
        for form in {form for slot in text.slots for chain in slot for form in chain}:
            postings[form] = {
                document: [
                    (code // WIDTHS, code // WIDTHS + code % WIDTHS + 1)
                    for code in matcher.value_as("positions")
                ]
                for document, matcher, _ in self.find(posted, term_of(form, analysis))
            }
        candidates = set().union(*postings.values()) if postings else set()
        for document in candidates:
            here = {form: found.get(document, []) for form, found in postings.items()}
            count = len(find_slots(text.slots, here.__getitem__))
            if count:
                yield document, count

    def _score(self, query: Query, found: Documents, quotes: bool) -> dict[int, float]:
        scores = dict.fromkeys(found, 0.0)
        population = self.quotes if quotes else self.releases
        for text in positive_texts(query):
            weighted = [name for name in text.fields if FIELDS[name].weight]
            if not weighted or (quotes and not FIELDS[weighted[0]].of_quote):
                continue
            frequencies = self._frequencies(text, quotes)
            matching = sum(1 for document in frequencies if document in population)
            idf = math.log(1 + (len(population) - matching + 0.5) / (matching + 0.5))
            norms = {name: self._norms(name, quotes) for name in weighted}
            for document in found & frequencies.keys():
                tf = sum(
                    FIELDS[name].weight * count / norms[name][document]
                    for name, count in frequencies[document].items()
                )
                scores[document] += idf * tf / (K1 + tf)
        return {
            document: round(score, SCORE_DECIMALS) for document, score in scores.items()
        }

    def _norms(self, name: str, quotes: bool) -> list[float]:
        lengths = self.column(length_column(SAID if quotes else name))
        population = self.quotes if quotes else self.releases
        mean = sum(lengths[document] for document in population) / max(
            1, len(population)
        )
        return [1 - B + B * length / (mean or 1) for length in lengths]
