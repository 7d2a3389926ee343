"""What a word is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.analysis import analyse_chunk, fold, stem, tokenize

# What meets in a text around its words: each piece may change what its neighbours are.
PIECES = [
    *" \t\n\u00a0'’`´-‐‑–—.,;:!?()[]{}\"“”‘‚„«»…•_*/\\&@#%£$€+~^|<>=",
    *("a", "s", "S", "it", "Word", "CO", "x" * 130, "é", "ﬁ", "ß", "ж", "का"),
    *("1", "20,000", "5.7", "th", "U.S.", "U.K", "’s", "'S"),
    *("\u0301", "\u00ad", "\u200d"),
]
spaced_pieces = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Attaché", ["attache"]),
        ("don't don’t", ["don't", "don't"]),
        ("Minister’s", ["minister"]),
        ("multi-agency", ["multi", "agency", "multiagency"]),
        ("20,000", ["20000"]),
        ("5.7 million", ["5.7", "million"]),
        ("£780m", ["£780m", "780m"]),
        ("24%", ["24%", "24"]),
        ("the U.K.’s", ["the", "uk"]),
        ("10-12 weeks", ["10", "12", "weeks"]),
        ("e\u0301tat", ["etat"]),
    ],
)
def test_a_text_has_these_forms(text: str, forms: list[str]) -> None:
    assert [token.form for token in tokenize(text)] == forms


def test_a_joined_word_covers_the_places_of_its_parts() -> None:
    places = [(t.form, t.position, t.width) for t in tokenize("a co-op b")]
    assert places == [
        ("a", 0, 1),
        ("co", 1, 1),
        ("op", 2, 1),
        ("coop", 1, 2),
        ("b", 3, 1),
    ]


@given(st.text())
def test_tokens_stand_in_their_text_in_order(text: str) -> None:
    tokens = list(tokenize(text))
    assert all(token.span.end <= len(text) and token.form for token in tokens)
    positions = [token.position for token in tokens if token.width == 1]
    assert positions == sorted(positions)


@given(st.text() | spaced_pieces)
def test_the_chunks_of_a_text_have_its_tokens(text: str) -> None:
    tokens = []
    position = 0
    for chunk in text.split():
        width, found = analyse_chunk(chunk)
        tokens += [(form, position + offset, wide) for form, offset, wide in found]
        position += width
    assert tokens == [(t.form, t.position, t.width) for t in tokenize(text)]


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(fold(fold(text)))


def test_related_words_share_a_stem() -> None:
    assert {stem("flight"), stem("flights")} == {"flight"}
