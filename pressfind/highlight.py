"""Which spans of a text a query matched, and the passages to show of a release.

A phrase lights only as a phrase, a word wholly, as it is written.

Few words of a text can be what was sought, so only these are analysed: a regular
expression finds the places where a word begins as the sought one does, and from each of
them the text is read as far as a match can reach.  So the time grows with the text and
with what is found in it, not with their product.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from pressfind.analysis import (
    MAX_WIDTH,
    Token,
    fold,
    stem,
    stem_beginning,
    telling_digits,
    tokenize,
)
from pressfind.model import QuoteReference, Release, Snippet, Span
from pressfind.query.matching import (
    Lookup,
    Occurrence,
    find_near,
    find_slot,
    find_slots,
    starts_of,
)
from pressfind.query.tree import (
    Exact,
    Fuzzy,
    Link,
    Pattern,
    Query,
    Slot,
    Text,
    Variant,
    find_readings,
    positive_texts,
    text_links,
)
from pressfind.schema import QUOTE, Field, block_fields

PASSAGE = 240
"""About how many characters a snippet shows: two or three lines of a terminal."""

_SPACE = re.compile(r"\s+")
_WITHIN_WORD = "[-.,'`]*"
"""What can stand between the letters of a form: co-op, U.K., 20,000, don't."""

_NOUGHTS = r"(?:(?<![^\W_])0[0.,]*)?"
"""What can stand before the digits that tell a number: 0.78 billion."""

_JOINING = frozenset("-‐'`.")
_JOINING_BEHIND = _JOINING - {"."}
_REST = re.compile(r"[^\W_]*")

_NO_LETTER = "\0"
"""Stands where folding gives no single character."""


Region = tuple[int, int]
"""Where a part of a text begins and ends that is searched as one field."""


def find_highlights(query: Query, text: str, field: str) -> tuple[Span, ...]:
    """Return the spans of ``text`` that ``query`` matched as a text field, in order."""
    leaves = [leaf for leaf in _leaves(query) if field in leaf.fields]
    if not leaves or not text:
        return ()
    projected = _project(text)
    found = (_find_leaf(leaf, text, projected, [(0, len(text))]) for leaf in leaves)
    return tuple(_merged(chain.from_iterable(found)))


def make_snippets(query: Query, release: Release, limit: int) -> tuple[Snippet, ...]:
    """Return at most ``limit`` passages that matched, in reading order.

    The blocks with the most different matched words come first into the choice.  If
    none matched, the first block is shown.
    """
    if not limit or not release.blocks:
        return ()
    spans = release.block_spans()
    fields = block_fields(release, spans)
    lit = _light_blocks(query, release, spans, fields)
    ranked = sorted((-_count_words(release, n, lit[n]), n) for n in lit)
    chosen = sorted(number for _, number in ranked[:limit]) or [0]
    return tuple(
        _snippet(release, number, spans[number], fields[number].name, lit.get(number))
        for number in chosen
    )


def _leaves(query: Query) -> Iterable[Text]:
    """Return the leaves that can light something, one of each."""
    return dict.fromkeys(
        reading for text in positive_texts(query) for reading, _ in find_readings(text)
    )


def _light_blocks(
    query: Query, release: Release, spans: Sequence[Span], fields: Sequence[Field]
) -> dict[int, tuple[Span, ...]]:
    """Return what to light in the text of each block that matched, by its number."""
    projected = _project(release.body)
    starts = [span.start for span in spans]
    lit: dict[int, list[Span]] = {}
    for leaf in _leaves(query):
        regions = _regions(leaf, release, spans, fields)
        for found in _find_leaf(leaf, release.body, projected, regions):
            number = bisect_right(starts, found.start) - 1
            start = starts[number]
            shifted = Span(found.start - start, found.end - start)
            lit.setdefault(number, []).append(shifted)
    return {number: tuple(_merged(found)) for number, found in lit.items()}


def _count_words(release: Release, number: int, lit: Iterable[Span]) -> int:
    text = release.blocks[number].text
    return len({stem(fold(span.of(text))) for span in lit})


def _regions(
    leaf: Text, release: Release, spans: Sequence[Span], fields: Sequence[Field]
) -> list[Region]:
    """Return the parts of a body that a leaf is sought in, ascending and apart.

    A quoted part of a block of another field is one where quotes are sought.
    """
    regions: list[Region] = []
    others: list[Region] = []
    for span, field in zip(spans, fields, strict=True):
        wanted = field.name in leaf.fields
        (regions if wanted else others).append((span.start, span.end))
    if QUOTE.name in leaf.fields and others:
        regions += _quoted_parts(release, others)
        regions.sort()
    return regions


def _quoted_parts(release: Release, blocks: Sequence[Region]) -> Iterator[Region]:
    """Yield the parts of blocks that are quoted; parts that overlap are one."""
    quotes = _merged(quote.span for quote in release.quotes)
    first = 0
    for quote in quotes:
        while first < len(blocks) and blocks[first][1] <= quote.start:
            first += 1
        for start, end in blocks[first:]:
            if start >= quote.end:
                break
            yield max(start, quote.start), min(end, quote.end)


def _find_leaf(
    leaf: Text, text: str, projected: str, regions: Sequence[Region]
) -> Iterator[Span]:
    """Yield where a leaf stands, as a whole within one of the regions."""
    if _NO_LETTER in projected or leaf.near is not None or _begins_anyhow(leaf):
        for start, end in regions:
            if _NO_LETTER in projected or _has_all(leaf, projected, (start, end)):
                yield from _spans(leaf, tokenize(text, start, end))
    else:
        yield from _find_beginnings(leaf, text, projected, regions)


def _find_beginnings(
    leaf: Text, text: str, projected: str, regions: Sequence[Region]
) -> Iterator[Span]:
    """Yield where a leaf stands, reading only from where its first word may begin."""
    beginning, lone = _beginning(leaf.slots[0]), _lone_term(leaf)
    following = MAX_WIDTH * (sum(max(map(len, slot)) for slot in leaf.slots) - 1)
    starts = [start for start, _ in regions]
    place = 0
    while match := beginning.search(projected, place):
        start, end = match.span()
        place = start + 1
        region = bisect_right(starts, start) - 1
        if region < 0 or start >= regions[region][1]:
            continue
        if start > starts[region] and projected[start - 1].isalnum():
            continue
        if lone is not None:
            end = _end_of_letters(projected, end, regions[region][1])
            if _stands_alone(projected, start, end):
                if stem(projected[start:end]) == lone:
                    yield Span(start, end)
                place = end
                continue
        while start > starts[region] and not projected[start - 1].isspace():
            start -= 1
        space = _SPACE.search(projected, end)
        place = space.end() if space else len(text)
        tokens = tokenize(text, start, regions[region][1])
        yield from _spans(leaf, _first_tokens(tokens, place, following))


def _lone_term(leaf: Text) -> str | None:
    """Return the term of a leaf that is one word of letters, as most are."""
    if len(leaf.slots) == len(leaf.slots[0]) == len(leaf.slots[0][0]) == 1:
        form = leaf.slots[0][0][0]
        if isinstance(form, str) and form.isalpha() and len(form) > 1:
            return stem(form)
    return None


def _end_of_letters(projected: str, start: int, limit: int) -> int:
    rest = _REST.match(projected, start, limit)
    return rest.end() if rest else start


def _stands_alone(projected: str, start: int, end: int) -> bool:
    """Whether letters are a word by themselves: no sign joins them to others."""
    return (
        end - start > 1
        and projected[start:end].isalpha()
        and projected[start - 1 : start] not in _JOINING
        and projected[end : end + 1] not in _JOINING_BEHIND
    )


def _first_tokens(tokens: Iterable[Token], end: int, following: int) -> Iterator[Token]:
    """Yield the tokens of a chunk, and those at so many positions behind it."""
    last = None
    for token in tokens:
        if token.span.start >= end:
            if last is None:
                last = token.position + following
            if token.position >= last:
                return
        yield token


@lru_cache(maxsize=1000)
def _beginning(slot: Slot) -> re.Pattern[str]:
    """Return what finds, in projected text, where a word of the slot may begin."""
    patterns = {_pattern(links[0]) for links in slot}
    return re.compile("|".join(sorted(patterns)))


def _pattern(link: Link) -> str:
    if isinstance(link, Fuzzy):
        return ""
    if isinstance(link, Pattern):
        from pressfind.query.variants import beginning_of

        return _WITHIN_WORD.join(map(re.escape, beginning_of(link)))
    form = link.form if isinstance(link, Exact) else link
    if (digits := telling_digits(form)) is not None:
        return _NOUGHTS + _WITHIN_WORD.join(digits)
    return _WITHIN_WORD.join(map(re.escape, stem_beginning(stem(form))))


def _begins_anyhow(leaf: Text) -> bool:
    """Whether nothing is known of how the first word begins."""
    return any(isinstance(links[0], Fuzzy) for links in leaf.slots[0])


def _has_all(leaf: Text, projected: str, region: Region) -> bool:
    """Whether something in a region begins as each word of a leaf does."""
    return all(_beginning(slot).search(projected, *region) for slot in leaf.slots)


class _Projection(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        letter = self[code] = folded if len(folded) == 1 else _NO_LETTER
        return letter


_PROJECTION = _Projection({ord(mark): " " for mark in "“”–—…•"})


def _project(text: str) -> str:
    """Return ``text`` folded character by character, of the same length."""
    return text.lower() if text.isascii() else text.translate(_PROJECTION)


def _spans(leaf: Text, tokens: Iterable[Token]) -> Iterator[Span]:
    wanted = {_term_of(link) for link in text_links(leaf)}
    tests = {link: _make_test(link) for link in wanted if not isinstance(link, str)}
    places: dict[Link, list[Occurrence]] = {}
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for token in tokens:
        place = (token.position, token.position + token.width)
        starts[place[0]] = min(starts.get(place[0], token.span.start), token.span.start)
        ends[place[1]] = max(ends.get(place[1], 0), token.span.end)
        term = stem(token.form)
        if term in wanted:
            places.setdefault(term, []).append(place)
        for link, holds in tests.items():
            if holds(token.form):
                places.setdefault(link, []).append(place)
    for start, end in _find_places(leaf, lambda link: places.get(_term_of(link), ())):
        yield Span(starts[start], ends[end])


def _find_places(leaf: Text, lookup: Lookup) -> Iterable[Occurrence]:
    """Return what to light: words in a row as a whole, words near each other apart."""
    if leaf.near is None:
        return find_slots(leaf.slots, lookup)
    words = [starts_of(find_slot(slot, lookup)) for slot in leaf.slots]
    return chain.from_iterable(find_near(words, leaf.near))


def _term_of(link: Link) -> Link:
    return stem(link) if isinstance(link, str) else link


def _make_test(link: Exact | Variant) -> Callable[[str], bool]:
    """Return what tells whether a form is one that a word with a sign stands for."""
    if isinstance(link, Exact):
        return link.form.__eq__
    from pressfind.query.variants import compile_test

    holds = compile_test(link)
    if isinstance(link, Fuzzy):
        own = stem(link.form)
        return lambda form: holds(form) or stem(form) == own
    return holds


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
    release: Release, number: int, span: Span, field: str, lit: tuple[Span, ...] | None
) -> Snippet:
    block, lit = release.blocks[number], lit or ()
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
        quote=_quote_at(release, span, lit),
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
    release: Release, span: Span, lit: tuple[Span, ...]
) -> QuoteReference | None:
    places = [span.start + light.start for light in lit] or [span.start]
    for quote in release.quotes:
        if any(quote.span.start <= place < quote.span.end for place in places):
            speaker = quote.speaker
            return QuoteReference(
                id=release.quote_id(quote), speaker=speaker.name, role=speaker.role
            )
    return None
