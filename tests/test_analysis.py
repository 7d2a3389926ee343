"""What a word is."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pressfind.analysis import fold, stem, tokenize
from pressfind.engines.whoosh.chunks import Chunks
from pressfind.engines.whoosh.placing import FieldBuilder

# What meets in a text around its words: each piece may change what its neighbours are.
PIECES = [
    *" \t\n\u00a0'’`´-‐‑–—.,;:!?()[]{}\"“”‘‚„«»…•_*/\\&@#%£$€+~^|<>=",
    *("a", "s", "S", "it", "Word", "CO", "x" * 130, "é", "ﬁ", "ß", "ж", "का"),
    *("1", "20,000", "5.7", "th", "U.S.", "U.K", "’s", "'S"),
    *("\u0301", "\u00ad", "\u200d"),
]
UNITS = ["m", "bn", "k", "million", "per", "cent", "percent", "%", "per-cent", "Cent."]
NUMBERS = ["£780", "5.7", "24", "20,000", "1,2", "F-35", "10-12", "x7", "$5-million"]
spaced_pieces = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
quantities = st.lists(st.sampled_from([*UNITS, *NUMBERS, "–", "a"])).map(" ".join)
amounts = st.text("1234567890,.$£%-'(/)’\u0301²_a ")


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Attaché", ["attache"]),
        ("don't don’t", ["don't", "don't"]),
        ("Minister’s", ["minister"]),
        ("multi-agency", ["multi", "agency", "multiagency"]),
        ("20,000", ["20000"]),
        ("5.7 million", ["5.7", "5700000", "million"]),
        ("£780m", ["£780000000", "780000000"]),
        ("24%", ["24%", "24"]),
        ("the U.K.’s", ["the", "uk"]),
        ("10-12 weeks", ["10", "12", "weeks"]),
        ("e\u0301tat", ["etat"]),
    ],
)
def test_a_text_has_these_forms(text: str, forms: list[str]) -> None:
    assert [token.form for token in tokenize(text)] == forms


@pytest.mark.parametrize(
    ("form", "ways"),
    [
        (
            "£780000000",
            "£780m, £780 million, £780-million, £780,000,000, £0.78bn, £780M, £780mn, "
            "£0.78 billion, £780,000k, £780 m, £780,000 thousand, £780\u00a0million",
        ),
        ("£1200000000", "£1.2bn, £1.2 billion, £1,200m, £1.20 bn, £1.2b, £1.2-billion"),
        ("24%", "24%, 24 per cent, 24 percent, 24 %, 24percent, 24-per-cent"),
        ("5700000", "5.7 million, 5.7m, 5,700,000, 5.7 Million, $5.7 million"),
        ("20000", "20,000, 20000, 20k, 20 thousand, €20k"),
        ("$2500000000000", "$2.5tn, $2.5 trillion, $2.5trn, $2,500bn"),
        ("€5", "€5"),
        ("20th", "20th"),
        ("2024", "2024, 2,024"),
    ],
)
def test_a_quantity_is_one_form_however_it_is_written(form: str, ways: str) -> None:
    texts = [way.strip(" ") for way in ways.split(", ")]
    missing = [text for text in texts if form not in _forms(text)]
    assert missing == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("5.7 million", "5"),
        ("5.7 million", "7"),
        ("780 million", "£780000000"),
        ("£780 million", "$780000000"),
        ("5 m", "5000000"),
        ("5b", "5000000000"),
        ("Room 5 TN", "5000000000000"),
        ("24, per cent", "24%"),
        ("24 per centimetre", "24%"),
        ("24 cent", "24%"),
        ("5 – million", "5000000"),
        ("5. Million", "5000000"),
        ("F-35 million", "35000000"),
        ("1,2 million", "2000000"),
        ("20th million", "20000000"),
    ],
)
def test_a_text_does_not_have_this_form(text: str, form: str) -> None:
    assert form not in _forms(text)


def _forms(text: str) -> set[str]:
    return {token.form for token in tokenize(text)}


def _group(number: Decimal | int) -> str:
    return f"{number:,}"


@given(
    st.decimals(min_value=1, max_value=9999, places=2),
    st.sampled_from([("k", "thousand", 3), ("m", "million", 6), ("bn", "billion", 9)]),
    st.sampled_from(["", "£", "$", "€"]),
    st.sampled_from([str, _group]),
)
def test_a_number_in_any_unit_is_the_number_written_out(
    number: Decimal, unit: tuple[str, str, int], sign: str, write: Callable[..., str]
) -> None:
    short, word, zeros = unit
    whole = int(number.scaleb(zeros))
    ways = [f"{sign}{write(number)}{gap}" for gap in (short, f" {word}", f"-{word}")]
    texts = [*ways, sign + write(whole)]
    assert [text for text in texts if f"{sign}{whole}" not in _forms(text)] == []


def test_a_unit_in_the_next_text_is_not_of_the_number() -> None:
    chunks = Chunks()
    builder = FieldBuilder(chunks)
    builder.add(0, ["24", "per cent"])
    builder.add(1, ["5"])
    builder.add(2, ["million"])
    builder.find_runs()
    assert sorted(chunks.entries) == [
        *(("24", 1), ("5", 1), ("cent", 1), ("million", 1), ("per", 1))
    ]


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


@given(
    st.lists(st.text() | spaced_pieces | quantities | amounts, max_size=3).map("".join)
)
@example("5 million million per cent per cent cent 24 – million 24 % million")
@example("24 %/5 million")
@example("24 %(word")
@example("24 %(co-op), -co-op- co--op 5 per-cent million-dollar")
def test_an_index_has_the_tokens_of_a_text(text: str) -> None:
    chunks = Chunks()
    builder = FieldBuilder(chunks)
    builder.add(0, [text])
    (runs,) = builder.find_runs()
    forms = np.repeat(runs.forms, runs.lengths)
    entries = list(chunks.entries)
    built = [
        (position, *entries[form])
        for form, position in zip(forms.tolist(), runs.positions.tolist(), strict=True)
    ]
    tokens = [(t.position, t.form, t.width) for t in tokenize(text)]
    assert sorted(built) == sorted(tokens)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(fold(fold(text)))


def test_related_words_share_a_stem() -> None:
    assert {stem("flight"), stem("flights")} == {"flight"}
