"""Which words are quotes, and whose; all people and texts are invented."""

import pytest

from pressfind.extract import extract_release
from pressfind.extract.endings import Run, find_ending
from pressfind.extract.marks import find_marks
from pressfind.model import (
    BlockKind,
    Evidence,
    Quote,
    QuoteKind,
    RawBlock,
    RawDocument,
    Release,
    Source,
)

LEAD = "Kites are to be free for all, the Weather Office has announced."
REPORT = (
    "In March 2019, the department opened 1,200 kite shops at a cost of £3 million."
)
SAID = "Mayor Ida Holt said:"


def release(*raws: RawBlock | str) -> Release:
    """Return the release whose blocks are ``LEAD`` and those given."""
    blocks = [
        RawBlock(text=raw, line=line) if isinstance(raw, str) else raw
        for line, raw in enumerate((LEAD, *raws), start=1)
    ]
    source = Source(path="kites.txt")
    document = RawDocument(source=source, title="Free kites", blocks=tuple(blocks))
    return extract_release(document).release


def quoted(*raws: RawBlock | str) -> list[tuple[str, str | None]]:
    """Return the words of each quote and the name of who speaks."""
    found = release(*raws)
    return [(q.span.of(found.body), q.speaker.name) for q in found.quotes]


def only(*raws: RawBlock | str) -> Quote:
    """Return the one quote of a release."""
    (quote,) = release(*raws).quotes
    return quote


def test_a_block_quote_runs_over_paragraphs_to_where_the_report_resumes() -> None:
    found = release(SAID, "Kites are a joy.", "We must all have one.", REPORT)
    (quote,) = found.quotes
    assert quote.span.of(found.body) == "Kites are a joy.\n\nWe must all have one."
    assert (quote.kind, quote.evidence) == (QuoteKind.BLOCK, Evidence.INFERRED)
    assert (quote.line_start, quote.line_end) == (3, 4)
    assert quote.attribution == SAID
    assert [block.kind.value for block in found.blocks] == [
        "paragraph",
        "attribution",
        "quote_paragraph",
        "quote_paragraph",
        "paragraph",
    ]


def test_a_block_quote_ends_at_the_next_attribution() -> None:
    other = "Odo Marr, head of kites at Tern Mills, said:"
    assert quoted(SAID, "We like kites.", other, "I like them too.") == [
        ("We like kites.", "Ida Holt"),
        ("I like them too.", "Odo Marr"),
    ]


@pytest.mark.parametrize(
    "after",
    [
        [RawBlock(text="kites", kind=BlockKind.BULLET)],
        ["This includes:", RawBlock(text="kites", kind=BlockKind.BULLET)],
        ["What Happens Next", "We are glad to say that we like kites."],
        ["Notes to editors: we like kites."],
        ["We saw Mayor Holt fly a kite of her own."],
        [RawBlock(text="We like kites.", kind=BlockKind.PARAGRAPH)],
    ],
    ids=["bullet", "list", "heading", "notes", "speaker", "given"],
)
def test_a_block_quote_ends_at_plain_signs(after: list[RawBlock | str]) -> None:
    assert quoted(SAID, "We like kites.", *after) == [("We like kites.", "Ida Holt")]


def test_a_block_quote_may_end_with_the_release() -> None:
    assert quoted(SAID, "We like kites.") == [("We like kites.", "Ida Holt")]


def test_the_attribution_of_a_block_quote_may_end_a_paragraph_of_narrative() -> None:
    found = only(f"It rained on the day. {SAID}", "We like rain.")
    assert (found.attribution, found.speaker.name) == (SAID, "Ida Holt")


def test_she_is_who_was_quoted_just_before() -> None:
    text = (SAID, "We like kites.", "She added:", "We like them a lot.")
    assert quoted(*text)[1] == ("We like them a lot.", "Ida Holt")


def test_she_is_nobody_after_a_paragraph_of_narrative() -> None:
    text = (SAID, "We like kites.", REPORT, "She added:", "We like them a lot.")
    assert quoted(*text)[1] == ("We like them a lot.", None)


@pytest.mark.parametrize(
    ("paragraphs", "ending"),
    [
        (["Kites are fun.", "Kites are fun.", "We fly."], 3),
        (["Kites are fun.", "We fly.", "Kites are sold in shops."], 2),
        (["I fly.", "Last month, the Weather Office sold 300 kites."], 1),
        (["I fly.", "In 2019, we sold 300 kites under the Kites Act 2018."], 1),
        (["I fly.", "The government has sold kites."], 1),
        (["I fly.", "In recognition of kites, the department sold some."], 1),
        (["I fly.", "ENDS", "We fly."], 1),
        (["I fly.", "About Tern Mills", "We fly."], 1),
        (["I fly.", "About time too.", "We fly."], 3),
        (["I fly.", "Contact: press@example.org", "We fly."], 1),
        (["I fly."], 1),
    ],
)
def test_signs_of_speech_and_report_are_weighed(
    paragraphs: list[str], ending: int
) -> None:
    assert find_ending(Run(paragraphs=paragraphs)).count == ending


def test_plain_words_before_an_attribution_are_kept() -> None:
    paragraphs = ["I fly.", "The Tern Trust remains focused on kites."]
    follows = Run(paragraphs=paragraphs, follows="attribution")
    assert find_ending(follows).count == 2
    assert find_ending(Run(paragraphs=paragraphs)).count == 1


def test_a_quote_that_the_source_marks_is_taken_whole() -> None:
    paragraphs = [
        RawBlock(text=text, kind=BlockKind.QUOTE_PARAGRAPH) for text in (REPORT, "So.")
    ]
    quote = only(SAID, *paragraphs, "We like kites.")
    found = release(SAID, *paragraphs, "We like kites.")
    assert quote.span.of(found.body) == f"{REPORT}\n\nSo."
    assert (quote.evidence, quote.speaker.name) == (Evidence.MARKED, "Ida Holt")


def test_a_marked_quote_without_attribution_is_nobodys() -> None:
    quote = only(RawBlock(text="We fly.", kind=BlockKind.QUOTE_PARAGRAPH))
    assert (quote.speaker.name, quote.attribution) == (None, None)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("“We like kites.", "“They are fun.”"),
        ("“We like kites.”", "“They are fun.”"),
        ('"We like kites.', '"They are fun."'),
        ("‘We like kites.", "‘They are fun.’"),
    ],
)
def test_marks_tell_where_a_block_quote_ends(first: str, last: str) -> None:
    found = release(SAID, first, last, "We fly every day.")
    (quote,) = found.quotes
    words = quote.span.of(found.body)
    assert words.startswith("We like kites.")
    assert words.endswith("They are fun.")
    assert quote.evidence is Evidence.MARKED


def test_a_marked_paragraph_that_goes_on_is_an_inline_quote() -> None:
    assert quoted(SAID, "“We like kites.” The crowd flew them all day long.") == [
        ("We like kites.", "Ida Holt")
    ]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("“We all like kites,” said Ida Holt.", "We all like kites,", "Ida Holt"),
        ('"We all like kites," said Ida Holt.', "We all like kites,", "Ida Holt"),
        ("‘We all like kites,’ said Ida Holt.", "We all like kites,", "Ida Holt"),
        ("'We all like kites,' said Ida Holt.", "We all like kites,", "Ida Holt"),
        ("“We all like kites,” Ida Holt said.", "We all like kites,", "Ida Holt"),
        (
            "“We all like kites,” said Ida Holt, head of tides, on Monday.",
            "We all like kites,",
            "Ida Holt",
        ),
        (
            "“We all like kites,” according to Ida Holt.",
            "We all like kites,",
            "Ida Holt",
        ),
        ("Ida Holt said: “We all like kites.”", "We all like kites.", "Ida Holt"),
        (
            "The mayor met the chief with kite tsar Dr Ida Holt, who noted that “the "
            "town likes its kites in the rain”.",
            "the town likes its kites in the rain",
            "Ida Holt",
        ),
        (
            "The Tern Weather Service confirmed last week it was about ‘a plot to cut "
            "the strings of every kite in town”.",
            "a plot to cut the strings of every kite in town",
            "Tern Weather Service",
        ),
        (
            "“We like kites,” said Ida Holt, “and they like us.”",
            "We like kites,” said Ida Holt, “and they like us.",
            "Ida Holt",
        ),
        (
            "“We like kites,” said Ida Holt. “They like us.” It rained.",
            "We like kites,” said Ida Holt. “They like us.",
            "Ida Holt",
        ),
        (
            "‘The trustees’ kites are the town’s,’ said Ida Holt.",
            "The trustees’ kites are the town’s,",
            "Ida Holt",
        ),
        (
            "“We like our ‘plan on a page’,” said Ida Holt.",
            "We like our ‘plan on a page’,",
            "Ida Holt",
        ),
        ("She said: “We all like kites.”", "We all like kites.", None),
    ],
)
def test_marked_words_with_a_verb_of_saying_are_a_quote(
    text: str, words: str, name: str | None
) -> None:
    assert quoted(text) == [(words, name)]


@pytest.mark.parametrize(
    ("attribution", "name", "role"),
    [
        ("said harbour master Ida Holt.", "Ida Holt", "harbour master"),
        ("said kite flyer Ida Holt on Monday.", "Ida Holt", "kite flyer"),
        ("said beekeeper and dad Odo Marr.", "Odo Marr", "beekeeper and dad"),
        ("said Ternby beekeeper Ida Holt, who flew.", "Ida Holt", "Ternby beekeeper"),
        ("said poet Ida Holt, Ternby.", "Ida Holt", "poet; Ternby"),
        ("said the beekeeper Ida Holt.", "Ida Holt", "beekeeper"),
        ("beekeeper Ida Holt said.", "Ida Holt", "beekeeper"),
        ("the harbour master Ida Holt said.", "Ida Holt", "harbour master"),
        ("said yesterday Ida Holt.", None, None),
        ("said proudly Ida Holt.", None, None),
        ("said that very summer Ida Holt.", None, None),
        ("said a letter to beekeeper Ida Holt.", None, None),
        ("last summer Ida Holt said.", None, None),
    ],
)
def test_small_words_between_verb_and_name_are_a_role_if_they_can_be(
    attribution: str, name: str | None, role: str | None
) -> None:
    speaker = only(f"“We all like kites,” {attribution}").speaker
    assert (speaker.name, speaker.role) == (name, role)


def test_an_inline_quote_has_the_line_of_its_paragraph_and_no_attribution() -> None:
    quote = only(REPORT, "“We all like kites,” said Ida Holt.")
    assert (quote.line_start, quote.line_end) == (3, 3)
    assert (quote.kind, quote.evidence) == (QuoteKind.INLINE, Evidence.MARKED)
    assert quote.attribution is None


@pytest.mark.parametrize(
    "text",
    [
        "The crowd flew ‘kites in a box’ above the town.",
        "Kites are recorded under the ‘principal colour’, the mayor said.",
        "The mayor said the theme of ‘kites for all people’ was right.",
        "The mayor announced a report called “Kites: A History of Long String”.",
        "The trustees’ kites and the mayors’ strings, said nobody.",
        'A 5" kite and a 7" kite were sold.',
        "“",
        "The mayor said ‘no’.",
    ],
)
def test_scare_quotes_titles_and_apostrophes_are_no_quotes(text: str) -> None:
    assert quoted(text) == []


def test_two_speakers_of_one_paragraph_have_a_quote_each() -> None:
    text = "“We like kites,” said Ida Holt. Odo Marr said: “I like the strings.”"
    assert quoted(text) == [
        ("We like kites,", "Ida Holt"),
        ("I like the strings.", "Odo Marr"),
    ]


def test_two_quotes_with_nothing_between_but_one_attribution_have_a_speaker_each() -> (
    None
):
    text = "“We like kites,” said Ida Holt. “I like the strings,” said Odo Marr."
    assert quoted(text) == [
        ("We like kites,", "Ida Holt"),
        ("I like the strings,", "Odo Marr"),
    ]


@pytest.mark.parametrize("again", ["", " she added.", " said Ida Holt."])
def test_a_quote_goes_on_after_its_attribution(again: str) -> None:
    text = f"“We like kites,” said Ida Holt. “We like the strings,”{again}"
    assert [name for _, name in quoted(text)] == ["Ida Holt"]


def test_a_marked_quote_goes_on_over_paragraphs_that_open_with_a_mark() -> None:
    found = quoted("Ida Holt said: “We like kites.", "“They are fun.”", "It rained.")
    assert found == [("We like kites.\n\n“They are fun.", "Ida Holt")]


def test_marks_inside_a_block_quote_are_part_of_it() -> None:
    assert len(quoted(SAID, "I told him: “We all like kites, my dear.”")) == 1


def test_an_inline_quote_may_stand_before_an_attribution() -> None:
    text = f"“We all like kites,” said Odo Marr. {SAID}"
    assert [name for _, name in quoted(text, "We fly.")] == ["Odo Marr", "Ida Holt"]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("“a” and ‘b’ and \"c\" and 'd'", ["a", "b", "c", "d"]),
        ("‘a”", ["a"]),
        ("it’s the trustees’ own", []),
        ("‘the trustees’ own’", ["the trustees’ own"]),
        ("‘only trustees’ here", ["only trustees"]),
        ("“a ‘b’ c”", ["a ‘b’ c"]),
        ("‘a “b” c’", ["a “b” c"]),
        ("„a“ and «b»", ["a", "b"]),
        ("“open", []),
        ("close”", []),
        ("“ ”", []),
        ("“ a ”", ["a"]),
    ],
)
def test_marks_pair_outermost(text: str, pairs: list[str]) -> None:
    found = find_marks(text).pairs
    assert [text[pair.start : pair.end] for pair in found] == pairs
