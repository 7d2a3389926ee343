"""Were these words said?  The closest quotes of an archive, compared word by word.

An engine finds the quotes that have the rarest of the words and stretches of them; only
these are compared.  Punctuation doesn't count: it is the release's, not the speaker's.
"""

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pressfind.engines import open_engine
from pressfind.engines.base import Engine, Match
from pressfind.errors import UsageError
from pressfind.extract.marks import find_marks
from pressfind.model import Filters, Quote, QuoteHit, QuoteKind, Release, Span
from pressfind.model.verdicts import CloseQuote, Narrative, Verdict, Verification
from pressfind.schema import Target
from pressfind.searching import make_filters
from pressfind.searching.candidates import Candidates
from pressfind.searching.comparing import Comparer, Comparison
from pressfind.searching.wording import Wording, read_given, read_said
from pressfind.values import frozen

_MOST_SHOWN = 3
"""How many quotes, or places of narrative, say enough."""

_DECIMALS = 6


@frozen
class _Found:
    """A quote that is like the given words, and whether the speaker asked for it is."""

    release: Release
    quote: Quote
    comparison: Comparison
    own: bool

    @property
    def id(self) -> str:
        """Return the id of the quote."""
        return self.release.quote_id(self.quote)

    @property
    def order(self) -> tuple[bool, bool, float, int, str]:
        """Return what sorts quotes: own, exact, closer, newer, then by id."""
        day = self.release.date.toordinal() if self.release.date else 0
        compared = self.comparison
        return not self.own, not compared.is_exact, -compared.likeness, -day, self.id


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
        search = _Search(engine, text, given, today)
        verdict, shown = _judge(search.find_quotes(filters))
        missing = verdict is Verdict.NOT_IN_THIS_ARCHIVE
        narrative = tuple(search.find_narrative()) if missing else ()
    return Verification(
        given=text.strip(),
        speaker=speaker,
        verdict=Verdict.ONLY_IN_NARRATIVE if narrative else verdict,
        closest=tuple(_show(shown[:_MOST_SHOWN], named=speaker is not None)),
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


def _show(found: Sequence[_Found], *, named: bool) -> Iterator[CloseQuote]:
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
        yield CloseQuote(
            hit=hit,
            difference=one.comparison.edits,
            of_speaker=one.own if named else None,
        )


class _Search:
    """Given words, compared with what an engine has that may be like them."""

    def __init__(
        self, engine: Engine, text: str, given: Wording, today: datetime.date
    ) -> None:
        self._engine = engine
        self._comparer = Comparer(given)
        # Brackets may have been filed with the quote, and then they hold its words.
        self._verbatim = Comparer(read_said(text, [Span(0, len(text))]))
        self._candidates = Candidates(engine, given, today)

    def find_quotes(self, filters: Filters) -> list[_Found]:
        """Return the quotes that are the given words, or these altered; closest first.

        With a speaker to filter by, quotes of others are found too, behind theirs.
        """
        found = self._compare_all(filters, own=True)
        if filters.speaker and not any(one.comparison.is_exact for one in found):
            own = {one.id for one in found}
            others = self._compare_all(Filters(), own=False)
            found += [one for one in others if one.id not in own]
        return sorted(found, key=lambda one: one.order)

    def find_narrative(self) -> list[Narrative]:
        """Return where the given words stand outside of quotes, one place a release."""
        found: list[Narrative] = []
        for matches in self._candidates.find(Target.RELEASES, Filters()):
            releases = map(self._engine.read_match, matches)
            found += filter(None, map(self._find_narrative, releases))
            if found:
                break
        return found

    def _compare_all(self, filters: Filters, *, own: bool) -> list[_Found]:
        found: list[_Found] = []
        for matches in self._candidates.find(Target.QUOTES, filters):
            compared = (self._compare(match, own=own) for match in matches)
            found += filter(None, compared)
            if any(one.comparison.is_exact for one in found):
                break
        return found

    def _compare(self, match: Match, *, own: bool) -> _Found | None:
        release = self._engine.read_match(match)
        quote = release.quotes[(match.number or 1) - 1]
        said = [read_said(release.body, part) for part in _find_said(release, quote)]
        found = [
            *filter(None, map(self._comparer.compare, said)),
            *filter(None, map(self._verbatim.find, said)),
        ]
        if not found:
            return None
        best = max(found, key=lambda one: (one.is_exact, one.likeness))
        return _Found(release, quote, best, own)

    def _find_narrative(self, release: Release) -> Narrative | None:
        for part in _find_parts(release):
            if found := self._place(release, part):
                return found
        if self._stands_in(read_said(release.title, [Span(0, len(release.title))])):
            line = release.source.line_start
            return Narrative(release=release, text=release.title, line=line)
        return None

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


def _find_parts(release: Release) -> Iterator[Span]:
    """Yield the parts of a body that are in no quote."""
    start = 0
    for quote in release.quotes:
        if start < quote.span.start:
            yield Span(start, quote.span.start)
        start = max(start, quote.span.end)
    if start < len(release.body):
        yield Span(start, len(release.body))
