"""Which spans of a text a query matched, and the passages to show of a release.

A phrase lights only as a phrase, a word wholly, as it is written.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain

from pressfind.highlight.body import Body
from pressfind.highlight.cutting import LitBlock
from pressfind.highlight.finding import Region, make_finders, merge_regions
from pressfind.highlight.passages import Weights, find_lit_blocks, take_best
from pressfind.highlight.reading import read_text
from pressfind.model import BLOCK_SEPARATOR, Release, Snippet, Span
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

    def make_snippets(
        self, releases: Sequence[Release], limit: int
    ) -> list[tuple[Snippet, ...]]:
        """Return at most ``limit`` passages of each that matched, in reading order.

        If none matched, the beginning is shown.
        """
        if not limit:
            return [()] * len(releases)
        # One kind of work for all before the next takes a twelfth less than one by one.
        bodies = [Body(release) for release in releases]
        found = [find_lit_blocks(body, self._finders, limit) for body in bodies]
        for blocks in found:
            take_best(blocks, self._weights, limit)
        return [
            tuple(chain.from_iterable(map(LitBlock.cut, blocks))) for blocks in found
        ]


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
    (snippets,) = Highlighter(query, rarity).make_snippets([release], limit)
    return snippets


def _paragraphs(text: str) -> Iterator[Region]:
    """Yield the parts of a text that no phrase goes beyond."""
    start = 0
    for part in text.split(BLOCK_SEPARATOR):
        yield start, start + len(part)
        start += len(part) + len(BLOCK_SEPARATOR)
