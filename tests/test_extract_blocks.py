"""What each block is; all texts are invented."""

import pytest

from pressfind.extract.blocks import decide_kinds
from pressfind.model import BlockKind, RawBlock

BULLET = RawBlock(text="kites", kind=BlockKind.BULLET)
PARAGRAPH = RawBlock(text="It rained on all the hills for a whole day.")


def kinds(*raws: RawBlock | str) -> list[str]:
    """Return the kinds decided for blocks, a text standing for one without a kind."""
    blocks = [raw if isinstance(raw, RawBlock) else RawBlock(text=raw) for raw in raws]
    return [block.kind.value for block in decide_kinds(blocks)]


def test_a_colon_before_a_bullet_introduces_a_list() -> None:
    assert kinds("Mayor Ida Holt said:", BULLET) == ["list_intro", "bullet"]


def test_a_colon_before_words_said_is_an_attribution() -> None:
    assert kinds("Mayor Ida Holt said:", "It rains.") == ["attribution", "paragraph"]


@pytest.mark.parametrize("text", ["Mayor Ida Holt said:", "The plan includes:"])
def test_a_colon_at_the_end_of_a_release_introduces_nothing(text: str) -> None:
    assert kinds(PARAGRAPH, text) == ["paragraph", "paragraph"]


def test_a_colon_before_a_quote_that_the_source_marks_needs_no_evidence() -> None:
    quoted = RawBlock(text="Es regnet.", kind=BlockKind.QUOTE_PARAGRAPH)
    assert kinds("Ida Holt sagte:", quoted) == ["attribution", "quote_paragraph"]


@pytest.mark.parametrize(
    "line", ["Forty Miles Done, Two To Go", "Rain", "£3 million for kites", "What now"]
)
def test_a_short_line_between_paragraphs_is_a_heading(line: str) -> None:
    assert kinds(PARAGRAPH, line, PARAGRAPH)[1] == "heading"


@pytest.mark.parametrize(
    "line",
    [
        "It rained.",
        "Who knew?",
        "“Rain”",
        "small words",
        "press@example.org",
        "Telephone 020 0000 0000",
        "12345",
        "A line that goes on for many more words than any heading would ever have",
    ],
)
def test_other_lines_are_paragraphs(line: str) -> None:
    assert kinds(PARAGRAPH, line, PARAGRAPH)[1] == "paragraph"


def test_the_first_and_the_last_block_are_no_headings() -> None:
    assert kinds("Rain", PARAGRAPH, "Rain that has n") == ["paragraph"] * 3


def test_lines_of_an_enumeration_are_no_headings() -> None:
    lines = ["Tern Bay", "Aster Mills", "Holt Hill"]
    assert kinds(PARAGRAPH, *lines, PARAGRAPH) == ["paragraph"] * 5


def test_a_short_line_after_an_attribution_is_said() -> None:
    found = kinds(PARAGRAPH, "Mayor Ida Holt said:", "Rain is good", PARAGRAPH)
    assert found[2] == "paragraph"


def test_a_heading_may_stand_before_and_after_a_list() -> None:
    found = kinds(PARAGRAPH, "Rain", BULLET, "Sun", PARAGRAPH)
    assert found == ["paragraph", "heading", "bullet", "heading", "paragraph"]


@pytest.mark.parametrize("kind", list(BlockKind))
def test_a_kind_that_the_source_gives_is_kept(kind: BlockKind) -> None:
    given = RawBlock(text="Mayor Ida Holt said:", kind=kind)
    assert kinds(PARAGRAPH, given, PARAGRAPH)[1] == kind.value
