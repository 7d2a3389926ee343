"""Which spans of a text a query matched, and the passages to show of a release.

A phrase lights only as a phrase, a word wholly, as it is written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from pressfind.analysis import Token, stem, tokenize
from pressfind.model import QuoteReference, Release, Snippet, Span
from pressfind.query.matching import Occurrence, find_slots
from pressfind.query.tree import Query, Slot, Text, positive_texts
from pressfind.schema import FIELDS, QUOTE, Analysis, field_of

PASSAGE = 240
"""About how many characters a snippet shows: two or three lines of a terminal."""

_SPACE = re.compile(r"\s+")


def find_highlights(query: Query, text: str, field: str) -> tuple[Span, ...]:
    """Return the spans of ``text`` that ``query`` matched as ``field``, in order."""
    leaves = [leaf for leaf in positive_texts(query) if field in leaf.fields]
    if not leaves:
        return ()
    tokens = list(tokenize(text))
    spans = {span for leaf in leaves for span in _spans(leaf, tokens, field)}
    return tuple(_merged(spans))


def make_snippets(query: Query, release: Release, limit: int) -> tuple[Snippet, ...]:
    """Return at most ``limit`` passages that matched, in reading order.

    The blocks with the most different matched words come first into the choice.  If
    none matched, the first block is shown.
    """
    found = []
    for number, (block, span) in enumerate(
        zip(release.blocks, release.block_spans(), strict=True)
    ):
        field = field_of(release, block).name
        lit = set(find_highlights(query, block.text, field))
        for quote in release.quotes:
            if quote.span.start < span.end and span.start < quote.span.end:
                lit |= _within_quote(query, block.text, span, quote.span)
        if lit:
            words = {stem(block.text[s.start : s.end].casefold()) for s in lit}
            found.append((-len(words), number, tuple(_merged(lit))))
    chosen = sorted(sorted(found)[:limit], key=lambda entry: entry[1])
    if not chosen and release.blocks and limit:
        chosen = [(0, 0, ())]
    return tuple(_snippet(release, number, lit) for _, number, lit in chosen)


def _within_quote(query: Query, text: str, block: Span, quote: Span) -> set[Span]:
    start = max(0, quote.start - block.start)
    end = min(len(text), quote.end - block.start)
    inner = find_highlights(query, text[start:end], QUOTE.name)
    return {Span(start + span.start, start + span.end) for span in inner}


def _spans(leaf: Text, tokens: Sequence[Token], field: str) -> Iterator[Span]:
    stemmed = FIELDS[field].analysis is Analysis.STEMS
    wanted = {_term(form, stemmed) for form in _forms(leaf.slots)}
    places: dict[str, list[Occurrence]] = {}
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for token in tokens:
        place = (token.position, token.position + token.width)
        starts[place[0]] = min(starts.get(place[0], token.span.start), token.span.start)
        ends[place[1]] = max(ends.get(place[1], 0), token.span.end)
        term = _term(token.form, stemmed)
        if term in wanted:
            places.setdefault(term, []).append(place)
    for start, end in find_slots(
        leaf.slots, lambda form: places.get(_term(form, stemmed), ())
    ):
        yield Span(starts[start], ends[end])


def _forms(slots: Iterable[Slot]) -> Iterator[str]:
    return (form for slot in slots for chain in slot for form in chain)


def _term(form: str, stemmed: bool) -> str:
    return stem(form) if stemmed else form


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if last is not None and span.start < last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _snippet(release: Release, number: int, lit: tuple[Span, ...]) -> Snippet:
    block = release.blocks[number]
    start, end = _window(block.text, lit)
    before, after = "…" * (start > 0), "…" * (end < len(block.text))
    shift = len(before) - start
    shown = [
        Span(s.start + shift, s.end + shift)
        for s in lit
        if start <= s.start and s.end <= end
    ]
    return Snippet(
        field=field_of(release, block).name,
        text=before + block.text[start:end] + after,
        highlights=tuple(shown),
        line=block.line,
        quote=_quote_at(release, number, lit),
    )


def _window(text: str, lit: tuple[Span, ...]) -> tuple[int, int]:
    """Return the part of a block to show: around its first highlight, whole words."""
    if len(text) <= PASSAGE:
        return 0, len(text)
    first = lit[0].start if lit else 0
    start = max(0, min(first - PASSAGE // 3, len(text) - PASSAGE))
    end = min(len(text), start + PASSAGE)
    if start and (space := _SPACE.search(text, start, first + 1)):
        start = space.end()
    if end < len(text):
        spaces = [space.start() for space in _SPACE.finditer(text, start, end)]
        least = lit[0].end if lit else start
        end = next((place for place in reversed(spaces) if place >= least), end)
    return start, end


def _quote_at(
    release: Release, number: int, lit: tuple[Span, ...]
) -> QuoteReference | None:
    span = release.block_spans()[number]
    places = [span.start + light.start for light in lit] or [span.start]
    for quote in release.quotes:
        if any(quote.span.start <= place < quote.span.end for place in places):
            speaker = quote.speaker
            return QuoteReference(
                id=release.quote_id(quote), speaker=speaker.name, role=speaker.role
            )
    return None
