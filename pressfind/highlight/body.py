"""In which blocks of a release, and where in each, the leaves of a query stand.

All places are code points of the release's body.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pressfind.highlight.finding import Finder, Region, merge_regions
from pressfind.highlight.reading import read_text
from pressfind.model import BLOCK_SEPARATOR, QuoteReference, Release
from pressfind.schema import HEADING, NOTES, QUOTE, block_fields


class Body:
    """The body of a release, made ready for finders."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.reading = read_text(release.body)
        between = len(BLOCK_SEPARATOR)
        lengths = [len(block.text) + between for block in release.blocks]
        self.starts = [*accumulate(lengths, initial=0)]
        self.fields = block_fields(release)

    def number_at(self, place: int) -> int:
        """Return the number of the block that a place is in."""
        return bisect_right(self.starts, place) - 1

    def region(self, number: int) -> Region:
        """Return where a block stands."""
        return self.starts[number], self.starts[number + 1] - len(BLOCK_SEPARATOR)

    def find_prose(self) -> int:
        """Return the number of the first block that is no heading and no notes."""
        fields = enumerate(self.fields)
        return next((n for n, field in fields if field not in (HEADING, NOTES)), 0)

    def find_quote(self, regions: Sequence[Region]) -> QuoteReference | None:
        """Return the first quote that one of some regions, in order, begins in."""
        release = self.release
        for quote in release.quotes:
            place = bisect_left(regions, (quote.span.start,))
            if place < len(regions) and regions[place][0] < quote.span.end:
                speaker = quote.speaker
                return QuoteReference(
                    id=release.quote_id(quote), speaker=speaker.name, role=speaker.role
                )
        return None

    def find_lights(self, finder: Finder) -> Iterator[Region]:
        """Yield where a leaf stands, as a whole within a block, in reading order."""
        if finder.is_word and finder.is_everywhere and self.reading.is_whole:
            return finder.find(self.reading, 0, len(self.reading.text))
        return self._find_in_blocks(finder)

    def _find_in_blocks(self, finder: Finder) -> Iterator[Region]:
        for number in self._find_candidates(finder):
            for start, end in self._parts(finder, number):
                yield from finder.find(self.reading, start, end)

    def _find_candidates(self, finder: Finder) -> Iterator[int]:
        """Yield the numbers of blocks that may have a leaf."""
        if not self.reading.is_whole:
            yield from range(len(self.release.blocks))
            return
        place = 0
        while match := finder.anchor.search(self.reading.letters, place):
            number = self.number_at(match.start())
            yield number
            place = self.starts[number + 1]

    def _parts(self, finder: Finder, number: int) -> Sequence[Region]:
        """Return the parts of a block that a leaf is sought in, in order and apart.

        A quoted part of a block of another field is one where quotes are sought.
        """
        start, end = self.region(number)
        if finder.is_everywhere or self.fields[number].name in finder.fields:
            return [(start, end)]
        if QUOTE.name not in finder.fields:
            return []
        quotes = (quote.span for quote in self.release.quotes)
        return merge_regions(
            (max(start, quote.start), min(end, quote.end))
            for quote in quotes
            if quote.start < end and start < quote.end
        )
