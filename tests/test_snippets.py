"""A snippet can be quoted: whole sentences where they fit, the rarer words first."""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.highlight import (
    Highlighter,
    cutting,
    find_highlights,
    finding,
    make_snippets,
)
from pressfind.highlight.cutting import LitBlock
from pressfind.model import (
    Block,
    BlockKind,
    Evidence,
    Filters,
    Quote,
    QuoteKind,
    Release,
    Snippet,
    Source,
    Span,
    Speaker,
)
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.tree import Query, Text, positive_texts
from pressfind.schema import Target
from pressfind.sentences import find_sentences
from tests.program import run

HOME_OFFICE = Path(__file__).parents[2] / "shared/corpora/home-office/archive.txt"
TODAY = datetime.date(2024, 5, 1)
FILLER = "Nothing of note was said by anybody who was there at that time."
RARITY = {"ferry": 1.0, "harbour": 2.0, "quay": 3.0, "lighthouse": 5.0}


def _plan(text: str) -> Query:
    return plan(parse_query(text, TODAY), Filters(), Target.RELEASES)


def _release(*texts: str, lead: bool = False, quotes: Sequence[Quote] = ()) -> Release:
    return Release(
        id="r",
        title="Title",
        source=Source(path="a"),
        lead=texts[0] if lead else None,
        blocks=tuple(
            Block(
                kind=_kind(text),
                text=text,
                line=10 * number,
            )
            for number, text in enumerate(texts, 1)
        ),
        quotes=tuple(quotes),
    )


def _kind(text: str) -> BlockKind:
    if text.startswith("Note"):
        return BlockKind.BOILERPLATE
    return BlockKind.HEADING if text.isupper() else BlockKind.PARAGRAPH


def _snippets(
    asked: str, *texts: str, limit: int = 3, quotes: Sequence[Quote] = ()
) -> tuple[Snippet, ...]:
    query = _plan(asked)
    rarity = {leaf: RARITY.get(leaf.written, 1.0) for leaf in positive_texts(query)}
    return make_snippets(query, _release(*texts, quotes=quotes), limit, rarity)


def _lit(snippet: Snippet) -> list[str]:
    return [span.of(snippet.text) for span in snippet.highlights]


def test_a_block_that_fits_is_shown_whole() -> None:
    text = "It rained. A ferry left. Nobody knew."
    (snippet,) = _snippets("ferry", FILLER, text)
    assert (snippet.text, snippet.line) == (text, 20)


def test_whole_sentences_are_shown_of_a_longer_block() -> None:
    text = " ".join([FILLER] * 5 + ["A ferry left."] + [FILLER] * 5)
    (snippet,) = _snippets("ferry", text)
    assert snippet.text == f"A ferry left. {FILLER} {FILLER} {FILLER}"


def test_sentences_before_are_shown_where_none_follows() -> None:
    text = " ".join([FILLER] * 5 + ["A ferry left."])
    (snippet,) = _snippets("ferry", text)
    assert snippet.text == f"{FILLER} {FILLER} {FILLER} A ferry left."


def test_an_abbreviation_is_not_where_a_snippet_begins() -> None:
    sentence = "At No. 10 the U.K. Ferry and Mr. Holt were named."
    text = " ".join([*[FILLER] * 3, sentence, *[FILLER] * 3])
    (snippet,) = _snippets("holt", text)
    assert snippet.text.startswith(sentence)


def test_a_longer_sentence_is_cut_between_words_at_both_ends() -> None:
    words = [f"word{number}" for number in range(100)]
    (snippet,) = _snippets("word50", " ".join(words))
    shown = snippet.text.removeprefix("…").removesuffix("…").split()
    assert snippet.text == f"…{' '.join(shown)}…"
    assert shown == words[words.index(shown[0]) :][: len(shown)]


def test_a_longer_sentence_keeps_its_beginning_where_that_is_near() -> None:
    (snippet,) = _snippets("ferry", "There was a ferry that left and " + "so on " * 99)
    assert snippet.text.startswith("There was a ferry")


def test_a_word_without_an_end_is_cut_at_last() -> None:
    (snippet,) = _snippets("ferry", "x" * 5000 + " ferry " + "y" * 5000)
    assert _lit(snippet) == ["ferry"]
    assert len(snippet.text) < 2 * cutting.LENGTH


def test_the_rarer_word_comes_before_more_that_are_common() -> None:
    texts = ["A ferry in a harbour.", "A lighthouse.", "Ferry and harbour again."]
    snippets = _snippets("ferry harbour lighthouse", *texts, limit=1)
    assert [snippet.text for snippet in snippets] == ["A lighthouse."]


def test_what_was_chosen_is_shown_in_reading_order() -> None:
    texts = ["A ferry.", FILLER, "A lighthouse and a ferry.", "A harbour.", "A ferry."]
    snippets = _snippets("ferry harbour lighthouse", *texts, limit=3)
    assert [snippet.line for snippet in snippets] == [10, 30, 40]


def test_of_a_long_block_the_sentence_with_the_rarer_words_is_shown() -> None:
    sentences = ["A ferry left."] + [FILLER] * 6 + ["The lighthouse had a ferry."]
    (snippet,) = _snippets("ferry lighthouse", " ".join(sentences), limit=1)
    assert _lit(snippet) == ["lighthouse", "ferry"]


def test_one_word_is_shown_of_each_block_before_again_of_the_first() -> None:
    long = " ".join(["A ferry left.", *[FILLER] * 5, "A ferry came."])
    snippets = _snippets("ferry", long, "The last ferry.", limit=2)
    assert [snippet.line for snippet in snippets] == [10, 20]


def test_a_block_gives_more_passages_where_there_are_no_others() -> None:
    long = " ".join(["A ferry left.", *[FILLER] * 5, "A ferry came."])
    assert len(_snippets("ferry", long)) == 2


def test_another_word_of_a_block_is_shown_before_the_same_again() -> None:
    sentences = ["A ferry left.", "A ferry came.", "An island sank."]
    text = f" {' '.join([FILLER] * 5)} ".join(sentences)
    snippets = _snippets("ferry island", text, limit=2)
    assert [_lit(snippet) for snippet in snippets] == [["ferry"], ["island"]]


def test_a_block_shows_another_word_once_its_rarest_is_shown_of_another() -> None:
    long = " ".join(["A quay sank.", *[FILLER] * 5, "A harbour froze."])
    snippets = _snippets("quay harbour ferry", long, "A quay had a ferry.", limit=2)
    assert [_lit(snippet) for snippet in snippets] == [["harbour"], ["quay", "ferry"]]


def test_a_phrase_lights_only_as_a_phrase() -> None:
    (snippet,) = _snippets(
        '"ferry port"', "The port has a ferry; the Ferry Port isn't."
    )
    assert _lit(snippet) == ["Ferry Port"]


def test_a_phrase_that_two_sentences_share_is_lit_in_both() -> None:
    text = " ".join([*[FILLER] * 4, "There was a ferry.", "Port was drunk.", FILLER])
    (snippet,) = _snippets('"ferry port"', text)
    assert _lit(snippet) == ["ferry. Port"]


def test_a_phrase_is_lit_again_where_it_has_begun() -> None:
    text = "ferry ferry ferry"
    assert find_highlights(_plan('"ferry ferry"'), text, "body") == (Span(0, 17),)


def test_a_stem_lights_the_whole_word_as_it_is_written() -> None:
    (snippet,) = _snippets("smuggler", "SMUGGLERS had a Smuggler’s boat.")
    assert _lit(snippet) == ["SMUGGLERS", "Smuggler’s"]


def test_a_hyphen_of_another_kind_joins_a_word() -> None:
    (snippet,) = _snippets("coop", "The co‐op closed.")
    assert _lit(snippet) == ["co‐op"]


def test_an_accent_that_stands_for_an_apostrophe_ends_no_word() -> None:
    (snippet,) = _snippets("don", "They don´t know.")
    assert _lit(snippet) == []


def test_a_phrase_of_a_quote_is_not_lit_across_its_paragraphs() -> None:
    assert find_highlights(_plan('"ferry port"'), "ferry\n\nport", "quote") == ()


def test_a_quantity_is_not_lit_from_one_block_into_the_next() -> None:
    (snippet,) = _snippets("24*", "It fell by 24", "per cent and more")
    assert (snippet.line, _lit(snippet)) == (10, ["24"])


def test_the_lead_is_shown_where_nothing_in_the_text_matched() -> None:
    release = _release("The lead.", FILLER, lead=True)
    (snippet,) = make_snippets(_plan(""), release, 3)
    assert (snippet.field, snippet.text, snippet.highlights) == (
        "lead",
        "The lead.",
        (),
    )


def test_the_first_sentences_are_shown_of_a_release_without_a_lead() -> None:
    (snippet,) = _snippets("title:title", "A HEADING", " ".join([FILLER] * 9))
    assert (snippet.line, snippet.text) == (20, " ".join([FILLER] * 3))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("ferry", [30]),
        ("ferry harbour", [30]),
        ("ferry lighthouse", [10, 30]),
        ("notes:ferry", [10, 20]),
        ("title:title", [30]),
    ],
)
def test_notes_are_shown_for_what_stands_nowhere_else(
    asked: str, shown: list[int]
) -> None:
    notes = ["Note: a ferry has a lighthouse.", "Note: a ferry."]
    snippets = _snippets(asked, *notes, "A ferry left the harbour.", limit=2)
    assert [snippet.line for snippet in snippets] == shown


def test_notes_take_no_place_of_what_else_is_found() -> None:
    notes = ["Note: a ferry.", "Note: a ferry."]
    snippets = _snippets("ferry", *notes, "A ferry.", "No ferry.", limit=2)
    assert [snippet.line for snippet in snippets] == [30, 40]


def test_a_snippet_within_a_quote_tells_who_said_it() -> None:
    text = " ".join([FILLER] * 4) + " Ida Holt said: “The ferry left.”"
    start = text.index("The ferry")
    quote = Quote(
        span=Span(start, start + len("The ferry left.")),
        kind=QuoteKind.INLINE,
        evidence=Evidence.MARKED,
        speaker=Speaker(name="Ida Holt", role="Captain"),
    )
    (inside,) = _snippets("ferry", text, quotes=[quote])
    (outside,) = _snippets("ida", text, quotes=[quote])
    assert inside.quote is not None
    assert (inside.quote.id, inside.quote.speaker) == ("r#q1", "Ida Holt")
    assert outside.quote is None


words = st.sampled_from(
    [
        *("ferry", "Ferries.", "harbour", "Lighthouse!", "and", "so", "Then", "it’s"),
        *("No.", "U.K."),
    ]
)
blocks = st.lists(words, min_size=1, max_size=150).map(" ".join)
passages = st.lists(
    st.sampled_from(["A ferry left.", "A lighthouse.", "A ferry saw a lighthouse."]),
    min_size=1,
).map(f" {' '.join([FILLER] * 4)} ".join)
queries = st.sampled_from(
    [
        "ferry",
        "ferry lighthouse",
        "harbour OR ferry",
        '"ferry harbour"',
        "light*",
        "zzz",
    ]
)


@given(st.lists(blocks, min_size=1, max_size=4), queries, st.integers(1, 4))
def test_snippets_are_parts_of_the_body_in_order_that_do_not_overlap(
    texts: list[str], asked: str, limit: int
) -> None:
    snippets = _snippets(asked, *texts, limit=limit)
    assert 1 <= len(snippets) <= limit
    body = _release(*texts).body
    places = list(_places(snippets, texts))
    for (start, end), snippet in zip(places, snippets, strict=True):
        assert body[start:end] == snippet.text.strip("…")
        assert not _is_within_word(body, start)
        assert not _is_within_word(body, end)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


@given(st.lists(blocks, min_size=1, max_size=4), queries)
def test_a_snippet_lights_all_that_its_own_text_would(
    texts: list[str], asked: str
) -> None:
    for snippet in _snippets(asked, *texts):
        assert snippet.highlights == find_highlights(_plan(asked), snippet.text, "body")


@given(st.lists(blocks, min_size=1, max_size=4), queries)
def test_a_snippet_is_cut_only_where_its_sentence_does_not_fit(
    texts: list[str], asked: str
) -> None:
    for snippet in _snippets(asked, *texts):
        assert len(snippet.text) <= cutting.LENGTH + 2
        if "…" in snippet.text:
            assert len(snippet.text) > cutting.LENGTH // 2


@given(st.lists(passages, min_size=1, max_size=4))
def test_two_passages_show_both_of_two_words_that_are_as_rare(texts: list[str]) -> None:
    asked = "ferry lighthouse"
    query, release = _plan(asked), _release(*texts)
    shown = make_snippets(query, release, 2)
    assert _words_lit(asked, release.body) == {
        word for snippet in shown for word in _words_lit(asked, snippet.text)
    }


@given(st.lists(st.lists(blocks, max_size=3), max_size=3), queries, st.integers(0, 4))
def test_releases_that_are_shown_together_are_shown_as_each_alone(
    together: list[list[str]], asked: str, limit: int
) -> None:
    query, releases = _plan(asked), [_release(*texts) for texts in together]
    alone = [make_snippets(query, release, limit) for release in releases]
    assert Highlighter(query).make_snippets(releases, limit) == alone


def _words_lit(asked: str, text: str) -> set[str]:
    """Return the words of a query that a text has."""
    return {
        word for word in asked.split() if find_highlights(_plan(word), text, "body")
    }


def _places(snippets: Sequence[Snippet], texts: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where each snippet stands: each is sought behind the one before."""
    body, place = "\n\n".join(texts), 0
    for snippet in snippets:
        block = (snippet.line or 0) // 10 - 1
        begins = sum(len(text) + 2 for text in texts[:block])
        text = snippet.text.strip("…")
        start = body.index(text, max(place, begins))
        place = start + len(text)
        yield start, place


def _is_within_word(text: str, place: int) -> bool:
    around = text[max(0, place - 1) : place + 1]
    return 0 < place < len(text) and not any(map(str.isspace, around))


def test_only_as_many_blocks_are_cut_as_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut: list[str] = []

    def record(text: str) -> Iterator[tuple[int, int]]:
        cut.append(text)
        return find_sentences(text)

    monkeypatch.setattr(cutting, "find_sentences", record)
    text = " ".join([FILLER] * 5 + ["A ferry left the harbour."])
    _snippets("ferry harbour", *[text] * 500)
    assert len(cut) == 3


def test_blocks_are_looked_at_anew_only_when_other_words_have_been_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[LitBlock] = []
    find_best = LitBlock.find_best

    def record(block: LitBlock, worth: Mapping[int, int]) -> int:
        looked.append(block)
        return find_best(block, worth)

    monkeypatch.setattr(LitBlock, "find_best", record)
    text = " ".join(["A ferry left.", *[FILLER] * 5, "A harbour froze."])
    _snippets("ferry harbour", *[text] * 100, limit=50)
    none_one_or_both_shown, taken = 3 * 100, 50
    assert len(looked) <= none_one_or_both_shown + taken


def test_no_text_is_analysed_where_letters_tell_the_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "tokenize", None)
    text = "The smuggler boat? A smuggler’s boats! Boats smuggled (boats)."
    (snippet,) = _snippets('"smuggler boat" OR smuggl*', text)
    assert _lit(snippet) == ["smuggler boat", "smuggler’s boats", "smuggled"]


def test_a_name_of_several_words_is_told_by_their_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "tokenize", None)
    slots = ((("harbour", "safety", "order"),),)
    name = Text(slots=slots, written="HSO", fields=("body",))
    text = "“Harbour Safety Orders” keep a harbour safe; harbour safety is no order."
    lit = find_highlights(name, text, "body")
    assert [span.of(text) for span in lit] == ["Harbour Safety Orders"]


@pytest.mark.skipif(not HOME_OFFICE.exists(), reason="the shared archive isn't here")
def test_the_passage_with_the_sum_is_shown_for_a_sum(tmp_path: Path) -> None:
    run(tmp_path, "index", str(HOME_OFFICE))
    done = run(tmp_path, "search", "--json", "£780 million drug treatment")
    (hit,) = json.loads(done.out)["hits"]
    lit = {
        snippet["text"][start:end]
        for snippet in hit["snippets"]
        for start, end in snippet["highlights"]
    }
    assert {"£780m", "drug", "treatment"} <= lit
