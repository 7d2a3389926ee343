"""A brute-force engine that scans: the oracle for all others.

It shares the analysis and the definition of fields with them, and nothing else: it
finds phrases by walking over tokens and computes BM25F from the formula of ``schema``.
"""

import datetime
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from pressfind.acronyms import Pair, find_pairs
from pressfind.analysis import Token, stem, tokenize
from pressfind.engines.base import Count, Counts, Grouping, Key, Match, Matches, Request
from pressfind.model import Learnt, Release, Sort
from pressfind.model.explanations import Explanation, Occurred, Part
from pressfind.query.names import key_of_acronym, key_of_words, read_forms
from pressfind.query.plan import fold_name
from pressfind.query.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    Exact,
    Fuzzy,
    Identifier,
    InQuote,
    Link,
    Names,
    Not,
    Or,
    Pattern,
    Query,
    Slot,
    Text,
    find_readings,
    positive_texts,
)
from pressfind.schema import (
    DATE,
    FIELDS,
    K1,
    Analysis,
    Target,
    find_norm,
    quote_names,
    quote_texts,
    release_names,
    release_texts,
)


@dataclass(frozen=True, slots=True)
class _Document:
    """A release, or one of its quotes: ``number`` counts from 1, 0 is the release."""

    release: Release
    number: int

    def texts(self, field: str) -> tuple[str, ...]:
        """Return the texts of a field, the release's own where a quote has none."""
        if self.number and FIELDS[field].of_quote:
            return quote_texts(self.release, self.release.quotes[self.number - 1])[
                field
            ]
        return release_texts(self.release).get(field, ())

    def names(self, field: str) -> tuple[str, ...]:
        """Return what a field of names holds, or the day if it is the date."""
        if field == DATE:
            return (str(self.release.date),) if self.release.date else ()
        if FIELDS[field].of_quote and not self.number:
            return ()
        if FIELDS[field].of_quote:
            return quote_names(self.release.quotes[self.number - 1])[field]
        return release_names(self.release)[field]


Comparing = Callable[[Release, Release], bool]


class ReferenceEngine:
    """Answers as an ``Engine`` must, over the releases it is given.

    Near-identical are those of which ``are_alike`` says so.
    """

    def __init__(
        self, releases: Iterable[Release], are_alike: Comparing | None = None
    ) -> None:
        self._releases = [_Document(release, 0) for release in releases]
        self._originals = _find_originals(self._releases, are_alike)

    def search(self, request: Request) -> Matches:
        """Return one page of matches."""
        documents = self._documents(request.target)
        found = [one for one in documents if _holds(request.query, one)]
        scored = [(_score(request.query, one, documents), one) for one in found]
        scored.sort(key=lambda pair: _order(pair[0], pair[1], request.sort))
        if request.once and request.target is Target.RELEASES:
            firsts: dict[str, tuple[float, _Document]] = {}
            for score, one in scored:
                firsts.setdefault(self._originals[one.release.id], (score, one))
            scored = list(firsts.values())
        end = request.offset + request.limit if request.limit else len(scored)
        page = tuple(
            Match(release_id=one.release.id, score=score, number=one.number or None)
            for score, one in scored[request.offset : end]
        )
        return Matches(total=len(scored), page=page)

    def find_also(self, match: Match) -> tuple[str, ...]:
        """Return the ids of the others in the group of a release, sorted."""
        original = self._originals[match.release_id]
        group = {name for name, first in self._originals.items() if first == original}
        return tuple(sorted(group - {match.release_id}))

    def count_values(
        self, query: Query, target: Target, fields: Sequence[str], group: Grouping[Key]
    ) -> Counts[Key]:
        """Count what a query holds for, document by document."""
        found = [one for one in self._documents(target) if _holds(query, one)]
        of_quotes = target is Target.QUOTES or any(
            name in FIELDS and FIELDS[name].of_quote for name in fields
        )
        counted: dict[Key, list[_Document]] = {}
        without = 0
        for one in found:
            parts = [one] if one.number or not of_quotes else _quotes(one)
            keyed = [(set(group(*map(p.names, fields))), p) for p in parts]
            for key, part in ((key, part) for keys, part in keyed for key in keys):
                counted.setdefault(key, []).append(part)
            without += not any(keys for keys, _ in keyed)
        by_key = {
            key: Count(
                releases=len({part.release.id for part in parts}),
                quotes=sum(part.number > 0 for part in parts),
            )
            for key, parts in counted.items()
        }
        return Counts(total=len(found), without=without, by_key=by_key)

    def _documents(self, target: Target) -> list[_Document]:
        if target is Target.RELEASES:
            return self._releases
        return [quote for one in self._releases for quote in _quotes(one)]

    def explain(self, request: Request, matches: Matches) -> list[Explanation]:
        """Return why each match has its score, as ``Engine.explain`` must."""
        population = self._releases
        if request.target is Target.QUOTES:
            population = [quote for one in population for quote in _quotes(one)]
        documents = {(one.release.id, one.number): one for one in population}
        texts = Counter(positive_texts(request.query))
        return [
            Explanation(
                documents=len(population),
                parts=tuple(
                    part
                    for text, times in texts.items()
                    if (part := _explain(text, times, one, population)).score
                ),
            )
            for one in (documents[m.release_id, m.number or 0] for m in matches.page)
        ]

    def find_learnt(self, keys: Collection[str]) -> list[Learnt]:
        """Return what the releases explain, as ``Engine.find_learnt`` must."""
        explained: dict[tuple[str, tuple[str, ...]], list[tuple[Pair, Release]]] = {}
        for release in (one.release for one in self._releases):
            for pair in set(find_pairs(release)):
                forms = read_forms(pair.long_form)
                names = {key_of_acronym(pair.acronym), key_of_words(forms)}
                if names & set(keys):
                    name = key_of_acronym(pair.acronym), tuple(map(stem, forms))
                    explained.setdefault(name, []).append((pair, release))
        return [_learnt(explained[name]) for name in sorted(explained)]


def _find_originals(
    documents: Iterable[_Document], are_alike: Comparing | None
) -> dict[str, str]:
    """Return the id of each release's original, its own if it is one."""
    found: dict[str, str] = {}
    originals: list[Release] = []
    for one in sorted(documents, key=lambda one: _order(0, one, Sort.OLDEST)):
        release = one.release
        alike = (o for o in originals if are_alike and are_alike(o, release))
        original = next(alike, release)
        found[release.id] = original.id
        if original is release:
            originals.append(release)
    return found


def _learnt(explained: Sequence[tuple[Pair, Release]]) -> Learnt:
    times = Counter(pair for pair, _ in explained)
    pair = min(times, key=lambda pair: (-times[pair], pair))
    day = datetime.date.max
    first = min((release.date or day, release.id) for _, release in explained)
    return Learnt(
        acronym=pair.acronym,
        long_form=pair.long_form,
        releases=len({release.id for _, release in explained}),
        release_id=first[1],
    )


def _quotes(one: _Document) -> list[_Document]:
    return [_Document(one.release, n) for n in range(1, len(one.release.quotes) + 1)]


def _order(score: float, one: _Document, sort: Sort) -> tuple[object, ...]:
    day = one.release.date.toordinal() if one.release.date else 0
    last = (one.release.id, one.number)
    if sort is Sort.OLDEST:
        return (not day, day, *last)
    newest = (not day, -day, *last)
    return newest if sort is Sort.NEWEST else (-score, *newest)


def _holds(  # noqa: PLR0911  # one return for each kind of node
    query: Query, one: _Document
) -> bool:
    match query:
        case Everything():
            return True
        case And(parts):
            return all(_holds(part, one) for part in parts)
        case Or(parts):
            return any(_holds(part, one) for part in parts)
        case AtLeast(count, parts):
            return sum(_holds(part, one) for part in parts) >= count
        case Not(part):
            return not _holds(part, one)
        case InQuote(part):
            return any(_holds(part, quote) for quote in _quotes(one))
    return _leaf_holds(query, one)


def _leaf_holds(query: Query, one: _Document) -> bool:
    release = one.release
    match query:
        case DateRange(first=first, last=last):
            day = release.date
            early = first is not None and day is not None and day < first
            late = last is not None and day is not None and day > last
            return day is not None and not early and not late
        case Identifier(value):
            ids = {release.id}
            if one.number:
                ids.add(f"{release.id}#q{one.number}")
            return value in ids
        case Names(words=words, field=field, whole=True):
            filed = next(filter(None, one.names(field)), "")
            return bool(filed) and fold_name(filed) == words
        case Names(words=words, field=field):
            values = [{t.form for t in tokenize(text)} for text in one.texts(field)]
            return bool(words) and any(set(words) <= forms for forms in values)
        case Text(fields=fields):
            return any(_count(query, field, one) for field in fields)
    raise AssertionError(f"not a leaf: {query}")


def _count(text: Text, field: str, one: _Document) -> float:
    stemmed = FIELDS[field].analysis is Analysis.STEMS
    find = _occurrences if text.near is None else _near_stretches

    def count(text: Text) -> int:
        return sum(find(text, words, stemmed) for words in one.texts(field))

    return sum(share * count(reading) for reading, share in find_readings(text))


def _occurrences(text: Text, words: str, stemmed: bool) -> int:
    tokens = list(tokenize(words))
    starts = {token.position for token in tokens}
    return sum(len(_ends(text.slots, start, tokens, stemmed)) for start in starts)


def _near_stretches(text: Text, words: str, stemmed: bool) -> int:
    """Count the stretches that hold all the words and no smaller stretch that does."""
    tokens = list(tokenize(words))
    starts = {token.position for token in tokens}
    places = [
        {(start, end) for start in starts for end in _ends([s], start, tokens, stemmed)}
        for s in text.slots
    ]
    stretches = set()
    for chosen in product(*places):
        ordered = sorted(chosen)
        between = [b[0] - a[1] for a, b in pairwise(ordered)]
        if min(between) >= 0 and sum(between) <= (text.near or 0):
            stretches.add((ordered[0][0], ordered[-1][1]))
    return sum(
        not any(a <= c and d <= b and (a, b) != (c, d) for c, d in stretches)
        for a, b in stretches
    )


def _ends(
    slots: Sequence[Slot], start: int, tokens: Sequence[Token], stemmed: bool
) -> set[int]:
    ends = {start}
    for slot in slots:
        ends = {
            stop
            for chain in slot
            for begin in ends
            for stop in _walk(chain, begin, tokens, stemmed)
        }
    return ends


def _walk(
    chain: Sequence[Link], start: int, tokens: Sequence[Token], stemmed: bool
) -> set[int]:
    places = {start}
    for link in chain:
        places = {
            token.position + token.width
            for token in tokens
            if token.position in places and stands_for(link, token.form, stemmed)
        }
    return places


def stands_for(link: Link, form: str, stemmed: bool) -> bool:
    """Whether a word of a query may be this form of a text."""
    match link:
        case Exact(wanted):
            return form == wanted
        case Pattern(pattern):
            return fits(pattern, form)
        case Fuzzy(wanted, edits):
            near = distance(wanted, form) <= edits
            return near or stands_for(wanted, form, stemmed)
    return stem(form) == stem(link) if stemmed else form == link


def fits(pattern: str, form: str) -> bool:
    """Whether a form is of a pattern."""
    if not pattern:
        return not form
    if pattern[0] == "*":
        return any(fits(pattern[1:], form[n:]) for n in range(len(form) + 1))
    return bool(form) and pattern[0] in ("?", form[0]) and fits(pattern[1:], form[1:])


@cache
def distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance, from its definition."""
    if not one or not other:
        return len(one) + len(other)
    costs = [
        distance(one[:-1], other) + 1,
        distance(one, other[:-1]) + 1,
        distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if one[-2:] == other[-2:][::-1] and len(one[-2:]) == len(other[-2:]) == 2:
        costs.append(distance(one[:-2], other[:-2]) + 1)
    return min(costs)


def _score(query: Query, one: _Document, population: Sequence[_Document]) -> float:
    return round(sum(_bm25f(t, one, population) for t in positive_texts(query)), 6)


def _bm25f(text: Text, one: _Document, population: Sequence[_Document]) -> float:
    return _explain(text, 1, one, population).score


def _explain(
    text: Text, times: int, one: _Document, population: Sequence[_Document]
) -> Part:
    fields = [name for name in text.fields if FIELDS[name].weight]
    if one.number and fields and not FIELDS[fields[0]].of_quote:
        fields = []
    occurred = []
    for name, (reading, share) in product(fields, find_readings(text)):
        length = _length(name, one)
        mean = sum(_length(name, other) for other in population) / len(population)
        norm = find_norm(FIELDS[name], length, mean)
        if count := int(_count(reading, name, one)):
            occurred.append(
                Occurred(
                    field=name,
                    name=reading.written,
                    count=count,
                    share=share,
                    length=length,
                    norm=norm,
                    value=share * count * norm,
                )
            )
    frequency = sum(found.value for found in occurred)
    matching = sum(any(_count(text, f, other) for f in fields) for other in population)
    idf = math.log(1 + (len(population) - matching + 0.5) / (matching + 0.5))
    return Part(
        text=text.written,
        times=times,
        documents=matching,
        idf=idf,
        frequency=frequency,
        score=times * idf * frequency / (K1 + frequency),
        occurred=tuple(sorted(occurred, key=lambda found: (found.share, found.field))),
    )


def _length(field: str, one: _Document) -> int:
    return len(
        {(n, t.position) for n, w in enumerate(one.texts(field)) for t in tokenize(w)}
    )
