"""Quotes that a source marks itself, as pages do; all texts are invented."""

import pytest

from pressfind.extract import extract_release
from pressfind.model import BlockKind, Evidence, RawBlock, RawDocument, Release, Source

LEAD = "Kites are to be free for all in Ternby."
REPORT = "In March 2019, the town opened 1,200 kite shops at a cost of £3 million."


def quoted(text: str) -> RawBlock:
    """Return a paragraph that its source marks as quoted."""
    return RawBlock(text=text, kind=BlockKind.QUOTE_PARAGRAPH)


def release(*raws: RawBlock | str) -> Release:
    """Return the release of ``LEAD`` and the blocks given."""
    blocks = [RawBlock(text=raw) if isinstance(raw, str) else raw for raw in raws]
    document = RawDocument(
        source=Source(path="kites.html"),
        title="Free kites",
        blocks=(RawBlock(text=LEAD), *blocks),
    )
    return extract_release(document).release


@pytest.mark.parametrize(
    "attribution",
    [
        "Ida Holt, head of parks, said:",
        "Ida Holt, head of parks, said",
        "Ida Holt, head of parks, said,",
        "Ida Holt, head of parks:",
        "It rained. Ida Holt, head of parks, said:",
        RawBlock(text="Ida Holt, head of parks, said:", kind=BlockKind.PARAGRAPH),
    ],
)
def test_its_attribution_stands_before(attribution: RawBlock | str) -> None:
    (quote,) = release(attribution, quoted(REPORT)).quotes
    assert (quote.speaker.name, quote.speaker.role) == ("Ida Holt", "head of parks")
    assert quote.attribution is not None
    assert quote.attribution.startswith("Ida Holt, head of parks")


@pytest.mark.parametrize(
    "attribution",
    [
        "– Ida Holt, head of parks",
        "Ida Holt, head of parks",
        "said Ida Holt, head of parks.",
    ],
)
def test_its_attribution_may_stand_behind(attribution: str) -> None:
    (quote,) = release(LEAD, quoted(REPORT), attribution).quotes
    assert (quote.speaker.name, quote.speaker.role) == ("Ida Holt", "head of parks")
    assert quote.attribution == attribution


def test_its_last_paragraph_may_be_its_signature() -> None:
    found = release(quoted("We fly."), quoted("We like it."), quoted("— Ida Holt"))
    (quote,) = found.quotes
    assert quote.span.of(found.body) == "We fly.\n\nWe like it."
    assert quote.speaker.name == "Ida Holt"


@pytest.mark.parametrize("after", ["Ida Holt walked in the park.", REPORT])
def test_narrative_beside_it_is_no_attribution(after: str) -> None:
    (quote,) = release(REPORT, quoted("We fly."), after).quotes
    assert (quote.speaker.name, quote.attribution) == (None, None)


def test_paragraphs_in_a_row_are_one_quote_whatever_they_say() -> None:
    found = release("Ida Holt said:", quoted("I fly."), quoted(REPORT), quoted("Ends"))
    (quote,) = found.quotes
    assert quote.span.of(found.body) == f"I fly.\n\n{REPORT}\n\nEnds"
    assert (quote.evidence, quote.ended_by) == (Evidence.MARKED, None)


def test_quotes_with_an_attribution_between_are_two() -> None:
    found = release("Ida Holt said:", quoted("I fly."), "She added:", quoted("I do."))
    assert [quote.speaker.name for quote in found.quotes] == ["Ida Holt", "Ida Holt"]


def test_marks_around_it_are_not_its_words() -> None:
    found = release("Ida Holt said:", quoted("“I fly."), quoted("“I do.”"))
    (quote,) = found.quotes
    assert quote.span.of(found.body) == "I fly.\n\n“I do."


@pytest.mark.parametrize("kind", [BlockKind.BOILERPLATE, BlockKind.HEADING])
def test_boilerplate_and_headings_neither_speak_nor_introduce(kind: BlockKind) -> None:
    said = RawBlock(text="Ida Holt, head of parks, said:", kind=kind)
    words = RawBlock(text="“We like kites,” said Odo Marr.", kind=kind)
    found = release(said, "We like kites.", words)
    assert found.quotes == ()
    assert [block.kind for block in found.blocks[1::2]] == [kind, kind]


def test_boilerplate_does_not_introduce_what_the_source_marks() -> None:
    said = RawBlock(text="Ida Holt said:", kind=BlockKind.BOILERPLATE)
    (quote,) = release(said, quoted("We fly.")).quotes
    assert (quote.speaker.name, quote.attribution) == (None, None)


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        (BlockKind.BOILERPLATE, "afterword"),
        (BlockKind.HEADING, "heading"),
        (BlockKind.BULLET, "list"),
        (BlockKind.QUOTE_PARAGRAPH, "marked quote"),
        (BlockKind.PARAGRAPH, "marked paragraph"),
    ],
)
def test_a_kind_that_the_source_gives_ends_an_inferred_quote(
    kind: BlockKind, sign: str
) -> None:
    found = release("Ida Holt said:", "We fly.", RawBlock(text="We do.", kind=kind))
    assert found.quotes[0].span.of(found.body) == "We fly."
    assert found.quotes[0].ended_by == sign
