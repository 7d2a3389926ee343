"""Which spans of a text a query matched, and the passages to show of a release.

A phrase lights only as a phrase, a word wholly, as it is written.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from pressfind.highlight.body import Body
from pressfind.highlight.cutting import Passage
from pressfind.highlight.finding import Region, make_finders, merge_regions
from pressfind.highlight.passages import Weights, find_passages
from pressfind.highlight.reading import read_text
from pressfind.model import BLOCK_SEPARATOR, QuoteReference, Release, Snippet, Span
from pressfind.query.tree import Query, Text


class Highlighter:
    """Shows what one query matched; made once for all that it is shown of.

    Passages with the most of the leaves that are rare come first into the choice;
    without a ``rarity`` a leaf counts 1.
    """

    def __init__(
        self, query: Query, rarity: Mapping[Text, float] | None = None
    ) -> None:
        self._finders = make_finders(query)
        self._weights = Weights(self._finders, rarity or {})

    def find_highlights(
        self, texts: Sequence[str], field: str
    ) -> list[tuple[Span, ...]]:
        """Return the spans of each text that matched as a text field, in order.

        They are read as one: a call for each title took half as long again.
        """
        finders = [finder for finder in self._finders if field in finder.fields]
        reading = read_text(BLOCK_SEPARATOR.join(texts))
        found: list[Region] = []
        for finder in finders:
            if finder.is_word and reading.is_whole:
                found += finder.find(reading, 0, len(reading.text))
            else:
                for start, end in _paragraphs(reading.text):
                    found += finder.find(reading, start, end)
        between = len(BLOCK_SEPARATOR)
        begins = [*accumulate([len(text) + between for text in texts], initial=0)]
        spans: list[list[Span]] = [[] for _ in texts]
        for start, end in merge_regions(found):
            number = bisect_right(begins, start) - 1
            begin = begins[number]
            spans[number].append(Span(start - begin, end - begin))
        return [*map(tuple, spans)]

    def make_snippets(self, release: Release, limit: int) -> tuple[Snippet, ...]:
        """Return at most ``limit`` passages that matched, in reading order.

        If none matched, the beginning is shown.
        """
        if not limit or not release.blocks:
            return ()
        body = Body(release)
        passages = find_passages(body, self._finders, self._weights, limit)
        return tuple([_snippet(body, passage) for passage in passages])


def find_highlights(query: Query, text: str, field: str) -> tuple[Span, ...]:
    """Return the spans of ``text`` that matched as a text field, in order."""
    (spans,) = Highlighter(query).find_highlights([text], field)
    return spans


def make_snippets(
    query: Query,
    release: Release,
    limit: int,
    rarity: Mapping[Text, float] | None = None,
) -> tuple[Snippet, ...]:
    """See ``Highlighter.make_snippets``."""
    return Highlighter(query, rarity).make_snippets(release, limit)


def _paragraphs(text: str) -> Iterator[Region]:
    """Yield the parts of a quote that no phrase goes beyond."""
    start = 0
    for part in text.split(BLOCK_SEPARATOR):
        yield start, start + len(part)
        start += len(part) + len(BLOCK_SEPARATOR)


def _snippet(body: Body, passage: Passage) -> Snippet:
    before, after = "…" * passage.begins_within, "…" * passage.ends_within
    shift = len(before) - passage.start
    text = body.reading.text[passage.start : passage.end]
    return Snippet(
        field=body.fields[passage.block].name,
        text=before + text + after,
        highlights=tuple(
            [Span(start + shift, end + shift) for start, end in passage.lit]
        ),
        line=body.release.blocks[passage.block].line,
        quote=_quote_of(body.release, passage) if body.release.quotes else None,
    )


def _quote_of(release: Release, passage: Passage) -> QuoteReference | None:
    """Return the first quote with a light; without lights, the one it begins in."""
    places = [start for start, _ in passage.lit] or [passage.start]
    for quote in release.quotes:
        start, end = quote.span.start, quote.span.end
        # An expression that yields, as any() takes, costs more than all the rest.
        if [place for place in places if start <= place < end]:
            speaker = quote.speaker
            return QuoteReference(
                id=release.quote_id(quote), speaker=speaker.name, role=speaker.role
            )
    return None
