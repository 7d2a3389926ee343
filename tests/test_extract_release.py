"""From document to release: what always holds, whatever the document."""

import datetime
import string
import sys
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.errors import ExtractionError
from pressfind.extract import extract_release
from pressfind.model import (
    BLOCK_SEPARATOR,
    BlockKind,
    Evidence,
    Quote,
    QuoteKind,
    RawBlock,
    RawDocument,
    Release,
    Source,
    Span,
    Speaker,
)

SOURCE = Source(path="archive.txt", line_start=3, line_end=9)


def document(*texts: str, **values: Any) -> RawDocument:
    """Return a document of blocks without kinds."""
    blocks = tuple(RawBlock(text=text) for text in texts)
    fields: dict[str, Any] = {"source": SOURCE, "title": "Kites", "blocks": blocks}
    return RawDocument(**(fields | values))


def release(*texts: str, **values: Any) -> Release:
    """Return the release of such a document."""
    return extract_release(document(*texts, **values)).release


def test_a_document_with_neither_title_nor_block_is_no_release() -> None:
    with pytest.raises(ExtractionError, match=r"archive\.txt:3: neither a title"):
        extract_release(document(" ", title=" "))


def test_a_title_or_a_block_is_enough() -> None:
    assert release().blocks == ()
    assert release("It rained.", title="").body == "It rained."


def test_a_given_id_is_kept() -> None:
    found = release("It rained.", given_id="k1")
    assert (found.id, found.given_id) == ("k1", "k1")


def test_the_id_is_made_of_date_and_title() -> None:
    assert release("It rained.", date_text="21 May 2024").id == "2024-05-21-kites"


def test_tags_are_sorted_and_distinct() -> None:
    assert release(tags=("wind", "kites", "wind")).tags == ("kites", "wind")


def test_the_first_paragraph_is_the_lead() -> None:
    assert release("It rained.", "It stopped.").lead == "It rained."


@pytest.mark.parametrize(
    "first",
    [
        RawBlock(text="kites", kind=BlockKind.BULLET),
        RawBlock(text="Kites", kind=BlockKind.HEADING),
        RawBlock(text="Mayor Ida Holt said:"),
    ],
)
def test_a_first_block_that_is_no_paragraph_is_no_lead(first: RawBlock) -> None:
    assert release(blocks=(first, RawBlock(text="We fly."))).lead is None


def test_a_single_paragraph_is_no_lead() -> None:
    assert release("It rained.").lead is None


def test_a_given_lead_is_the_first_block() -> None:
    found = release("It rained.", "It stopped.", lead="Rain comes and goes.")
    assert found.lead == found.blocks[0].text == "Rain comes and goes."
    assert len(found.blocks) == 3


def test_a_given_lead_that_is_the_first_block_is_not_doubled() -> None:
    found = release("It rained.", "It stopped.", lead="It rained. ")
    assert (found.lead, len(found.blocks)) == ("It rained.", 2)


def test_an_impossible_date_is_warned_of() -> None:
    found = extract_release(document(date_text="31 February 2024", date_line=7))
    assert found.release.date is None
    assert found.warnings == (
        "archive.txt:7: '31 February 2024' is not a date; "
        "the release is kept without one",
    )


def test_a_date_outside_the_month_beside_the_title_is_warned_of() -> None:
    found = extract_release(document(date_text="21 May 2024", month="2024-04"))
    assert found.release.date == datetime.date(2024, 5, 21)
    assert found.warnings[0].startswith(
        "archive.txt:3: '21 May 2024' is not in 2024-04"
    )


def test_a_date_in_its_month_gives_no_warning() -> None:
    found = extract_release(document(date_text="21 May 2024", month="2024-05"))
    assert found.warnings == ()


def test_what_an_export_has_decided_is_taken_as_it_is() -> None:
    quote = Quote(
        span=Span(0, 4),
        kind=QuoteKind.INLINE,
        evidence=Evidence.MARKED,
        speaker=Speaker(name="Odo Marr"),
    )
    kinds = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.BOILERPLATE)
    blocks = tuple(RawBlock(text="Mayor Ida Holt said:", kind=kind) for kind in kinds)
    found = release(blocks=blocks, quotes=(quote,))
    assert tuple(block.kind for block in found.blocks) == kinds
    assert (found.quotes, found.lead) == ((quote,), None)


def test_a_release_extracted_again_from_its_own_blocks_is_the_same() -> None:
    first = release(
        "It rained.", "Mayor Ida Holt said:", "We fly.", "In 2019, it hailed."
    )
    blocks = tuple(
        RawBlock(text=block.text, line=block.line, kind=block.kind)
        for block in first.blocks
    )
    again = release(blocks=blocks, quotes=first.quotes, lead=first.lead)
    assert again == first


def test_a_marked_quote_outside_the_text_is_left_out_and_warned_of() -> None:
    quote = Quote(
        span=Span(5, 99),
        kind=QuoteKind.BLOCK,
        evidence=Evidence.MARKED,
        speaker=Speaker(),
    )
    found = extract_release(document("It rained.", quotes=(quote,)))
    assert found.release.quotes == ()
    assert "1 of 1 marked quotes" in found.warnings[0]


WORDS = st.sampled_from(
    [
        *("“", "”", "‘", "’", '"', "'", "“We", "fly,”", "said", "Ida", "Holt", "Mayor"),
        *(":", "said:", ".", "We", "kites.", "the", "minister", "Minister", "She"),
        *("added:", "\u00a0", ",", "In", "2019,", "and", "I", "(TBC)", "Tern", "head"),
        *("of", "at", "who", "noted", "that", "\n", "Lord", "MP", "Ends", "told", "s’"),
    ]
)
TEXTS = st.one_of(
    st.lists(WORDS, max_size=30).map(" ".join),
    st.text(max_size=60),
    st.text(alphabet="“”‘’\"' .:aAs", max_size=60),
)
KINDS = st.one_of(st.none(), st.sampled_from(list(BlockKind)))
BLOCKS = st.lists(
    st.builds(RawBlock, text=TEXTS, line=st.none() | st.integers(1, 99), kind=KINDS),
    max_size=8,
).map(tuple)
DOCUMENTS = st.builds(
    RawDocument,
    source=st.just(SOURCE),
    title=TEXTS,
    blocks=BLOCKS,
    given_id=st.none() | st.text(min_size=1, max_size=5),
    department=st.none() | TEXTS,
    date_text=st.none() | TEXTS | st.sampled_from(["21 May 2024", "31/02/2024"]),
    date_line=st.none() | st.integers(1, 99),
    month=st.none() | st.sampled_from(["2024-05", "2024-04"]),
    lead=st.none() | TEXTS,
    tags=st.lists(st.text(max_size=3), max_size=3).map(tuple),
    url=st.none(),
    quotes=st.none(),
)


def extract_or_none(raw: RawDocument) -> Release | None:
    """Return the release, or None where there is nothing to extract."""
    try:
        return extract_release(raw).release
    except ExtractionError:
        return None


@settings(deadline=None)
@given(DOCUMENTS)
def test_quotes_lie_in_the_body_in_order_and_apart(raw: RawDocument) -> None:
    found = extract_or_none(raw)
    if found is None:
        assert not raw.title.strip()
        return
    assert found.body == BLOCK_SEPARATOR.join(block.text for block in found.blocks)
    end = 0
    for quote in found.quotes:
        assert end <= quote.span.start < quote.span.end <= len(found.body)
        words = quote.span.of(found.body)
        assert words.strip() == words
        end = quote.span.end


@settings(deadline=None)
@given(DOCUMENTS)
def test_a_release_is_whole(raw: RawDocument) -> None:
    found = extract_or_none(raw)
    if found is None:
        return
    assert all(block.text for block in found.blocks)
    assert found.lead is None or found.lead == found.blocks[0].text
    kept = [(r.text, r.line) for r in raw.blocks if r.text.strip()]
    written = [(block.text, block.line) for block in found.blocks]
    assert written[-len(kept) :] == kept if kept else len(written) <= 1
    given = [r.kind for r in raw.blocks if r.text.strip()]
    for kind, block in zip(given[::-1], found.blocks[::-1], strict=False):
        assert kind in (None, block.kind)


@settings(deadline=None)
@given(DOCUMENTS)
def test_the_same_document_gives_the_same_release(raw: RawDocument) -> None:
    assert extract_or_none(raw) == extract_or_none(raw)


@settings(deadline=None)
@given(DOCUMENTS)
def test_extracting_an_extracted_release_changes_nothing(raw: RawDocument) -> None:
    first = extract_or_none(raw)
    if first is None:
        return
    again = release(
        title=first.title,
        given_id=first.id,
        blocks=tuple(RawBlock(text=b.text, kind=b.kind) for b in first.blocks),
        lead=first.lead,
        quotes=first.quotes,
    )
    assert (again.body, again.lead, again.quotes) == (
        first.body,
        first.lead,
        first.quotes,
    )
    assert [b.kind for b in again.blocks] == [b.kind for b in first.blocks]


HOSTILE: dict[str, Callable[[int], list[str]]] = {
    "opening marks": lambda size: ["“" * size],
    "straight marks": lambda size: ['"a ' * size],
    "single marks": lambda size: ["‘a s’ " * size],
    "paragraphs that open": lambda size: ["“We fly"] * size,
    "pairs": lambda size: ["“We all like kites.” " * size],
    "attributed pairs": lambda size: ["“We all like it,” said Ida Holt. " * size],
    "attributions": lambda size: ["Mayor Ida Holt said:"] * size,
    "attribution and run": lambda size: ["Mayor Holt said:", *["We fly."] * size],
    "pronouns": lambda size: ["She added:", "We fly."] * size,
    "dots": lambda size: ["." * size, ". a" * size],
    "names": lambda size: ["Mayor Ida Holt " * size, "The mayor said:", "We fly."],
    "many names": lambda size: [
        "; ".join(f"Minister Ida {_letters(n)}" for n in range(size)),
        *_attribute(f"Minister {_letters(n)}" for n in range(size)),
    ],
    "many roles": lambda size: [
        "; ".join(f"Minister Ida {_letters(n)}" for n in range(size)),
        *_attribute(f"The minister for {_letters(n)}" for n in range(size)),
    ],
    "short lines": lambda size: ["Kites"] * size,
    "spaces": lambda size: ["a" + " " * size + "b:", "We fly."],
    "brackets": lambda size: ["Tern Bay Council (TBC) " * size],
    "commas": lambda size: ["Ida Holt, " * size + "said:", "We fly."],
    "one word": lambda size: ["A" * size + " said:", "We fly."],
    "digits": lambda size: ["Mayor Ida Holt said:", "We", "1," * size],
}


def _letters(number: int) -> str:
    letters = string.ascii_lowercase
    return "H" + "".join(letters[int(digit)] for digit in str(number))


def _attribute(speakers: Iterable[str]) -> Iterator[str]:
    for speaker in speakers:
        yield from (f"{speaker} said:", "We fly.")


@pytest.mark.parametrize("shape", HOSTILE)
def test_work_grows_no_faster_than_the_text(shape: str) -> None:
    """Four times the text takes about four times the lines of code run."""
    small, large = (_count_lines(HOSTILE[shape](size)) for size in (200, 800))
    assert large <= 5 * small + 2000


def _count_lines(texts: list[str]) -> int:
    """Return how many lines of Python extracting a release of these blocks runs."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += 1
        del frame, event, arg
        return trace

    raw = document(*texts)
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        extract_release(raw)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", HOSTILE)
def test_a_hostile_text_of_ten_thousand_parts_is_extracted(shape: str) -> None:
    assert extract_release(document(*HOSTILE[shape](10_000))).release.title == "Kites"
