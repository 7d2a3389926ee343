"""Which spans of a text a query matched, and the passages to show of a release.

A phrase lights only as a phrase, a word wholly, as it is written.

Few words of a text can be what was sought, so only these are analysed: a regular
expression finds the places where a word begins as the sought one does, and from each of
them the text is read as far as a match can reach.  So the time grows with the text and
with what is found in it, not with their product.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import attrgetter

from pressfind.analysis import MAX_WIDTH, Token, fold, stem, stem_beginning, tokenize
from pressfind.model import Block, QuoteReference, Release, Snippet, Span
from pressfind.query.matching import Occurrence, find_slots
from pressfind.query.tree import Query, Slot, Text, positive_texts
from pressfind.schema import FIELDS, QUOTE, Analysis, block_fields

PASSAGE = 240
"""About how many characters a snippet shows: two or three lines of a terminal."""

_SPACE = re.compile(r"\s+")
_WITHIN_WORD = "[-.,'`]*"
"""What can stand between the letters of a form: co-op, U.K., 20,000, don't."""

_JOINING = frozenset("-‐'`.")
_REST = re.compile(r"[^\W_]*")

_NO_LETTER = "\0"
"""Stands where folding gives no single character."""


def find_highlights(query: Query, text: str, field: str) -> tuple[Span, ...]:
    """Return the spans of ``text`` that ``query`` matched as ``field``, in order."""
    return tuple(_merged(_find_spans(positive_texts(query), text, field)))


def make_snippets(query: Query, release: Release, limit: int) -> tuple[Snippet, ...]:
    """Return at most ``limit`` passages that matched, in reading order.

    The blocks with the most different matched words come first into the choice.  If
    none matched, the first block is shown.
    """
    if not limit:
        return ()
    leaves = tuple(positive_texts(query))
    fields = block_fields(release)
    found = []
    for number, (block, quoted) in enumerate(_with_quotes(release)):
        name = fields[number].name
        lit = set(_find_spans(leaves, block.text, name))
        if quoted and name != QUOTE.name:
            lit.update(_find_in_quotes(leaves, block.text, name, quoted))
        if lit:
            words = {stem(block.text[s.start : s.end].casefold()) for s in lit}
            found.append((-len(words), number, tuple(_merged(lit))))
    chosen = sorted(sorted(found)[:limit], key=lambda entry: entry[1])
    if not chosen and release.blocks:
        chosen = [(0, 0, ())]
    return tuple(
        _snippet(release, number, fields[number].name, lit) for _, number, lit in chosen
    )


def _with_quotes(release: Release) -> Iterator[tuple[Block, list[Span]]]:
    """Yield each block with the parts of it that are quoted, as spans of its text."""
    quotes = sorted((q.span for q in release.quotes), key=attrgetter("start"))
    first = 0
    for block, span in zip(release.blocks, release.block_spans(), strict=True):
        while first < len(quotes) and quotes[first].end <= span.start:
            first += 1
        quoted = []
        for quote in quotes[first:]:
            if quote.start >= span.end:
                break
            start, end = max(quote.start, span.start), min(quote.end, span.end)
            if start < end:
                quoted.append(Span(start - span.start, end - span.start))
        yield block, quoted


def _find_in_quotes(
    leaves: Iterable[Text], text: str, field: str, quoted: Iterable[Span]
) -> Iterator[Span]:
    """Yield what was sought in quotes, and not in the block around them."""
    leaves = [leaf for leaf in leaves if field not in leaf.fields]
    for quote in quoted if leaves else ():
        for span in _find_spans(leaves, quote.of(text), QUOTE.name):
            yield Span(quote.start + span.start, quote.start + span.end)


def _find_spans(leaves: Iterable[Text], text: str, field: str) -> Iterator[Span]:
    stemmed = FIELDS[field].analysis is Analysis.STEMS
    projected = None
    for leaf in leaves:
        if field in leaf.fields:
            projected = projected or _project(text)
            if _NO_LETTER in projected:
                yield from _spans(leaf, tokenize(text), stemmed)
            else:
                yield from _find_leaf(leaf, text, projected, stemmed)


def _find_leaf(leaf: Text, text: str, projected: str, stemmed: bool) -> Iterator[Span]:
    beginning = _beginning(leaf.slots[0], stemmed)
    following = MAX_WIDTH * sum(max(map(len, slot)) for slot in leaf.slots[1:])
    lone = _lone_term(leaf, stemmed)
    place = 0
    while match := beginning.search(projected, place):
        start, end = match.span()
        if start and projected[start - 1].isalnum():
            place = start + 1
            continue
        if lone is not None:
            end = _REST.match(projected, end).end()  # type: ignore[union-attr]
            if _stands_alone(projected, start, end):
                if (
                    stem(projected[start:end]) if stemmed else projected[start:end]
                ) == lone:
                    yield Span(start, end)
                place = end
                continue
        while start > place and not projected[start - 1].isspace():
            start -= 1
        space = _SPACE.search(projected, end)
        place = space.end() if space else len(text)
        yield from _spans(leaf, _tokens_from(text, start, place, following), stemmed)


def _lone_term(leaf: Text, stemmed: bool) -> str | None:
    """Return the term of a leaf that is one word of letters, as most are."""
    if len(leaf.slots) == len(leaf.slots[0]) == len(leaf.slots[0][0]) == 1:
        form = leaf.slots[0][0][0]
        if form.isalpha() and len(form) > 1:
            return stem(form) if stemmed else form
    return None


def _stands_alone(projected: str, start: int, end: int) -> bool:
    """Whether letters are a word by themselves: no sign joins them to others."""
    return (
        projected[start:end].isalpha()
        and end - start > 1
        and projected[start - 1 : start] not in _JOINING
        and projected[end : end + 1] not in _JOINING - {"."}
    )


def _tokens_from(text: str, start: int, end: int, following: int) -> Iterator[Token]:
    """Yield the tokens of a chunk, and those at so many positions behind it."""
    last = None
    for token in tokenize(text, start):
        if token.span.start >= end:
            if last is None:
                last = token.position + following
            if token.position >= last:
                return
        yield token


@lru_cache(maxsize=1000)
def _beginning(slot: Slot, stemmed: bool) -> re.Pattern[str]:
    """Return what finds, in projected text, where a word of the slot may begin."""
    begins = {stem_beginning(stem(chain[0])) if stemmed else chain[0] for chain in slot}
    patterns = (_WITHIN_WORD.join(map(re.escape, letters)) for letters in begins)
    return re.compile("|".join(sorted(patterns)))


class _Projection(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        letter = self[code] = folded if len(folded) == 1 else _NO_LETTER
        return letter


_PROJECTION = _Projection({ord(mark): " " for mark in "“”–—…•"})


def _project(text: str) -> str:
    """Return ``text`` folded character by character, of the same length."""
    return text.lower() if text.isascii() else text.translate(_PROJECTION)


def _spans(leaf: Text, tokens: Iterable[Token], stemmed: bool) -> Iterator[Span]:
    wanted = {
        stem(form) if stemmed else form
        for slot in leaf.slots
        for chain in slot
        for form in chain
    }
    places: dict[str, list[Occurrence]] = {}
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for token in tokens:
        place = (token.position, token.position + token.width)
        starts[place[0]] = min(starts.get(place[0], token.span.start), token.span.start)
        ends[place[1]] = max(ends.get(place[1], 0), token.span.end)
        term = stem(token.form) if stemmed else token.form
        if term in wanted:
            places.setdefault(term, []).append(place)
    found = find_slots(
        leaf.slots,
        lambda form: places.get(stem(form) if stemmed else form, ()),
    )
    for start, end in found:
        yield Span(starts[start], ends[end])


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


def _snippet(
    release: Release, number: int, field: str, lit: tuple[Span, ...]
) -> Snippet:
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
        field=field,
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
