"""What is lit is what a reading of every word would light, and snippets show it."""

import datetime
import time
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.analysis import tokenize
from pressfind.highlight import Highlighter, find_highlights, make_snippets
from pressfind.model import (
    Block,
    BlockKind,
    Evidence,
    Filters,
    Quote,
    QuoteKind,
    Release,
    Source,
    Span,
    Speaker,
)
from pressfind.query.matching import (
    Occurrence,
    find_near,
    find_slot,
    find_slots,
    starts_of,
)
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.tree import Link, Query, positive_texts
from pressfind.schema import Target
from tests.reference_engine import stands_for

TODAY = datetime.date(2024, 5, 1)
WORDS = [
    *("ferry", "Ferries", "ferrying", "co-op", "coop", "co-ops", "U.K.", "uk", "24%"),
    *("20,000", "Attaché", "attaches", "don’t", "don't", "dying", "die", "straße"),
    *("(ferry)", "“ferry”", "ferry’s", "ferry.", "ferry/port", "–", "-", "£24m", "ﬁn"),
    *("ferryboat", "port-ferry", "x_ferry", "ferry\u00ad", "e\u0301lan", "élan"),
    *("co op", "co Op."),
    *("24 per cent", "£0.024bn", "£24 million", "10-12", "10 to 12", "2.4"),
]
QUERIES = [
    *("ferry", "coop", "co-op", "uk", "24", "20000", "attaché", '"ferry port"'),
    *("don't", "die", "strasse", '"ferry 24%"', '"the co-op"', "fin", "elan", "m"),
    *("24%", "24m", "£24m", '"10-12 ferry"', "10 to 12", '"24 per cent ferry"'),
    *("=ferry", "=co-op", '="the ferry"', "=20,000", "ferr*", "coop*", "f?r*y", "co*p"),
    *("ferry~", "strase~2", "elan~", '"ferry port"~2', '"co-op port ferry"~0', "fi*"),
    *("ferry OR port", "title:ferry", "quote:ferry", '"ferry co op ferry"'),
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).flatmap(
    lambda words: st.sampled_from([" ", "\u00a0", "  ", ", "]).map(
        lambda between: between.join(words)
    )
)


def _plan(text: str) -> Query:
    return plan(parse_query(text, TODAY), Filters(), Target.RELEASES)


def _naive(query: Query, text: str, field: str) -> set[tuple[int, int]]:
    """Light by reading every word of ``text``."""
    lit: set[int] = set()
    tokens = list(tokenize(text))
    for leaf in positive_texts(query):
        if field not in leaf.fields:
            continue

        def places(link: Link) -> list[Occurrence]:
            same = (t for t in tokens if stands_for(link, t.form, stemmed=True))
            return [(t.position, t.position + t.width) for t in same]

        found = find_slots(leaf.slots, places)
        if leaf.near is not None:
            words = [starts_of(find_slot(slot, places)) for slot in leaf.slots]
            found = list(chain.from_iterable(find_near(words, leaf.near)))
        for first, end in found:
            within = [t for t in tokens if first <= t.position < end]
            start = min(t.span.start for t in within)
            ends = [t.span.end for t in within if t.position + t.width <= end]
            lit.update(range(start, max(ends)))
    return _runs(lit)


def _runs(lit: set[int]) -> set[tuple[int, int]]:
    starts = sorted(place for place in lit if place - 1 not in lit)
    ends = sorted(place + 1 for place in lit if place + 1 not in lit)
    return set(zip(starts, ends, strict=True))


def _covered(spans: tuple[Span, ...]) -> set[tuple[int, int]]:
    lit = {place for span in spans for place in range(span.start, span.end)}
    return _runs(lit)


@given(texts, st.sampled_from(QUERIES))
@settings(max_examples=400, deadline=None)
def test_what_is_lit_is_what_reading_every_word_would_light(
    text: str, asked: str
) -> None:
    query = _plan(asked)
    for field in ("body", "title", "quote"):
        found = find_highlights(query, text, field)
        assert _covered(found) == _naive(query, text, field)


@given(st.lists(texts, max_size=4), st.sampled_from(QUERIES))
@settings(max_examples=200, deadline=None)
def test_texts_that_are_read_together_are_lit_as_each_alone(
    together: list[str], asked: str
) -> None:
    query = _plan(asked)
    alone = [find_highlights(query, text, "title") for text in together]
    assert Highlighter(query).find_highlights(together, "title") == alone


def _release(blocks: list[str], quotes: tuple[Quote, ...] = ()) -> Release:
    return Release(
        id="r",
        title="Title",
        source=Source(path="a"),
        blocks=tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in blocks),
        quotes=quotes,
    )


@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from(QUERIES))
@settings(max_examples=200, deadline=None)
def test_the_snippets_of_all_blocks_light_what_each_block_would(
    blocks: list[str], asked: str
) -> None:
    query, release = _plan(asked), _release(blocks)
    shown = {s.text: _covered(s.highlights) for s in make_snippets(query, release, 9)}
    lit = {text: _naive(query, text, "body") for text in blocks}
    expected = {text: spans for text, spans in lit.items() if spans}
    assert shown == expected or (not expected and len(shown) == 1)


def test_what_is_sought_in_quotes_is_lit_within_them_only() -> None:
    text = "The ferry, “a new ferry”, is a ferry."
    quote = Quote(
        span=Span(12, 23),
        kind=QuoteKind.INLINE,
        evidence=Evidence.MARKED,
        speaker=Speaker(),
    )
    release = _release([text], (quote,))
    (snippet,) = make_snippets(_plan("quote:ferry"), release, 3)
    assert [s.of(snippet.text) for s in snippet.highlights] == ["ferry"]
    assert snippet.highlights[0].start == text.index("ferry”")


def test_a_phrase_is_not_lit_from_one_block_into_the_next() -> None:
    release = _release(["the ferry", "port is here"])
    (snippet,) = make_snippets(_plan('"ferry port"'), release, 3)
    assert snippet.highlights == ()


def test_the_time_for_snippets_grows_with_the_length_of_a_release() -> None:
    def seconds(blocks: int) -> float:
        release = _release(["a ferry at the port of call " * 20] * blocks)
        query = _plan('ferry OR "port of call" OR quote:call')
        begun = time.process_time()
        make_snippets(query, release, 3)
        return time.process_time() - begun

    assert min(seconds(200) for _ in range(2)) < 10 * min(seconds(50) for _ in range(2))
