"""Were these words said?  The closest quotes of an archive, compared word by word.

An engine finds the quotes that have the rarest of the words and stretches of them; only
these are compared.  Punctuation doesn't count: it is the release's, not the speaker's.
"""

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from operator import not_
from pathlib import Path

from pressfind.analysis import fold
from pressfind.engines import open_engine
from pressfind.engines.base import Engine, Match, Request
from pressfind.errors import UsageError
from pressfind.extract.marks import find_marks
from pressfind.model import (
    CloseQuote,
    Filters,
    Matching,
    Narrative,
    Question,
    Quote,
    QuoteHit,
    QuoteKind,
    Release,
    Span,
    Verdict,
    Verification,
)
from pressfind.query import parse_query, plan
from pressfind.query.lexer import is_searchable
from pressfind.schema import Target
from pressfind.searching import make_filters
from pressfind.searching.asking import ask
from pressfind.searching.comparing import Comparer, Comparison
from pressfind.searching.wording import Wording, read_given, read_said

_MOST_SHOWN = 3
"""How many quotes, or places of narrative, say enough."""

_MOST_WORDS = 24
"""How many words of a long text are searched for: the rarest."""

_MOST_WEIGHED = 200
"""How many words of a long text are asked how rare they are: the longest."""

_STRETCH = 6
"""Words of a stretch that is searched for: few enough to stand in one paragraph."""

_MOST_STRETCHES = 8

_MOST_QUOTES = 30
_MOST_RELEASES = 10
"""How many of those that an engine finds are compared, the best first."""

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class _Found:
    """A quote that is like the given words, and whether the speaker asked for it is."""

    release: Release
    quote: Quote
    comparison: Comparison
    own: bool

    @property
    def order(self) -> tuple[bool, float, int, str]:
        """Return what sorts quotes: own, closer, newer, then by id."""
        day = self.release.date.toordinal() if self.release.date else 0
        closeness = -self.comparison.likeness
        return not self.own, closeness, -day, self.release.quote_id(self.quote)


def verify_words(
    index: Path, text: str, today: datetime.date, *, speaker: str | None = None
) -> Verification:
    """Return whether a quote of the index holds ``text``, said by ``speaker`` if named.

    Raises ``UsageError`` where there is no word to look for.
    """
    given = read_given(text)
    if all(unit.mark for unit in given.units):
        raise UsageError("there is no word to verify; give the words that were said")
    named = () if speaker is None else (speaker,)
    filters = make_filters({"speaker": named}, today=today)
    with closing(open_engine(index)) as engine:
        search = _Search(engine, given, filters, today)
        verdict, shown = _judge(search.find_quotes())
        narrative: tuple[Narrative, ...] = ()
        if verdict is Verdict.NOT_IN_THIS_ARCHIVE:
            narrative = tuple(search.find_narrative())
    return Verification(
        given=text.strip(),
        speaker=speaker,
        verdict=Verdict.ONLY_IN_NARRATIVE if narrative else verdict,
        closest=tuple(_show(shown[:_MOST_SHOWN])),
        narrative=narrative[:_MOST_SHOWN],
    )


def _judge(found: Sequence[_Found]) -> tuple[Verdict, Sequence[_Found]]:
    """Return the first verdict that holds for quotes, and those that it rests on."""
    exact = [one for one in found if one.comparison.is_exact]
    if own := [one for one in exact if one.own]:
        return Verdict.EXACT, own
    if any(one.own for one in found) or (found and not exact):
        return Verdict.ALTERED, found
    if exact:
        return Verdict.DIFFERENT_SPEAKER, exact
    return Verdict.NOT_IN_THIS_ARCHIVE, ()


def _show(found: Sequence[_Found]) -> Iterator[CloseQuote]:
    for rank, one in enumerate(found, 1):
        start = one.quote.span.start
        hit = QuoteHit(
            rank=rank,
            score=round(one.comparison.likeness, _DECIMALS),
            release=one.release,
            quote=one.quote,
            highlights=tuple(
                Span(span.start - start, span.end - start)
                for span in one.comparison.spans
            ),
        )
        yield CloseQuote(hit=hit, difference=one.comparison.edits)


class _Search:
    """What an engine has that is like given words."""

    def __init__(
        self, engine: Engine, given: Wording, filters: Filters, today: datetime.date
    ) -> None:
        self._engine = engine
        self._comparer = Comparer(given)
        self._filters = filters
        self._today = today
        written = _list_words(given)
        parts = [*self._choose_words(written), *_choose_stretches(written)]
        self._query = " ".join(f'"{part}"' for part in parts)

    def find_quotes(self) -> list[_Found]:
        """Return the quotes that are the given words, or these altered; closest first.

        With a speaker, quotes of others are found too, behind theirs.
        """
        own = self._ask(Target.QUOTES, self._filters, _MOST_QUOTES)
        found = [self._compare(match, own=True) for match in own]
        if self._filters.speaker:
            known = {(match.release_id, match.number) for match in own}
            for match in self._ask(Target.QUOTES, Filters(), _MOST_QUOTES):
                if (match.release_id, match.number) not in known:
                    found.append(self._compare(match, own=False))
        return sorted(filter(None, found), key=lambda one: one.order)

    def find_narrative(self) -> Iterator[Narrative]:
        """Yield where the given words stand outside of quotes, one place a release."""
        for match in self._ask(Target.RELEASES, Filters(), _MOST_RELEASES):
            release = self._engine.read_match(match)
            places = (self._place(release, part) for part in _find_narrative(release))
            found = next(filter(None, places), None)
            title = read_said(release.title, [Span(0, len(release.title))])
            if found:
                yield found
            elif self._stands_in(title):
                line = release.source.line_start
                yield Narrative(release=release, text=release.title, line=line)

    def _place(self, release: Release, part: Span) -> Narrative | None:
        found = self._stands_in(read_said(release.body, [part]))
        if not found:
            return None
        starts = [span.start for span in release.block_spans()]
        block = release.blocks[bisect_right(starts, found.spans[0].start) - 1]
        return Narrative(release=release, text=block.text, line=block.line)

    def _stands_in(self, said: Wording) -> Comparison | None:
        found = self._comparer.find(said)
        return found if found and found.is_exact else None

    def _ask(self, target: Target, filters: Filters, limit: int) -> tuple[Match, ...]:
        question = Question(
            text=self._query, filters=filters, limit=limit, matching=Matching.ANY
        )
        return ask(self._engine, question, target, self._today).matches.page

    def _compare(self, match: Match, *, own: bool) -> _Found | None:
        release = self._engine.read_match(match)
        quote = release.quotes[(match.number or 1) - 1]
        readings = (
            self._comparer.compare(read_said(release.body, parts))
            for parts in _find_said(release, quote)
        )
        found = [comparison for comparison in readings if comparison]
        if not found:
            return None
        best = max(found, key=lambda one: (one.is_exact, one.likeness))
        return _Found(release, quote, best, own)

    def _choose_words(self, written: Sequence[str | None]) -> list[str]:
        words = list(dict.fromkeys(word for word in written if word))
        if len(words) <= _MOST_WORDS:
            return words
        longest = sorted(words, key=lambda word: (-len(word), word))[:_MOST_WEIGHED]
        counts = {word: self._count(word) for word in longest}
        known = [word for word in longest if counts[word]]
        return sorted(known, key=lambda word: (counts[word], word))[:_MOST_WORDS]

    def _count(self, word: str) -> int:
        query = plan(parse_query(f'"{word}"', self._today), Filters(), Target.RELEASES)
        request = Request(query=query, target=Target.RELEASES, limit=1)
        return self._engine.search(request).total


def _list_words(given: Wording) -> list[str | None]:
    """Return words as they can be searched for; None stands for a mark or a dash."""
    return [
        word if unit.mark is None and is_searchable(word) else None
        for unit in given.units
        for word in (fold(unit.span.of(given.text)),)
    ]


def _choose_stretches(written: Sequence[str | None]) -> list[str]:
    """Return words in a row, from all over a text, that no mark stands among."""
    last = max(1, len(written) - _STRETCH + 1)
    stretches = []
    for start in range(0, last, max(1, last // _MOST_STRETCHES)):
        row = dropwhile(not_, written[start : start + _STRETCH])
        words = list(filter(None, takewhile(bool, row)))
        if len(words) > 1:
            stretches.append(" ".join(words))
    return stretches


def _find_said(release: Release, quote: Quote) -> Iterator[list[Span]]:
    """Yield where the words of a quote stand: whole, and without what isn't speech.

    In “A,” said Ida Holt, “B” the words between are not hers.
    """
    yield [quote.span]
    if quote.kind is QuoteKind.BLOCK:
        return
    spans = release.block_spans()
    number = bisect_right([span.start for span in spans], quote.span.start) - 1
    start = spans[number].start
    pairs = find_marks(release.blocks[number].text).pairs
    marked = (Span(start + pair.start, start + pair.end) for pair in pairs)
    first, last = quote.span.start, quote.span.end
    within = [span for span in marked if first <= span.start and span.end <= last]
    if len(within) > 1:
        yield within


def _find_narrative(release: Release) -> Iterator[Span]:
    """Yield the parts of a body that are in no quote."""
    start = 0
    for quote in release.quotes:
        if start < quote.span.start:
            yield Span(start, quote.span.start)
        start = max(start, quote.span.end)
    if start < len(release.body):
        yield Span(start, len(release.body))
