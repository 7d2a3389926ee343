"""Sentences end where they end, and abbreviations don't end them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.sentences import find_sentences


@pytest.mark.parametrize(
    "text",
    [
        "It rained.| The ferry left.",
        "Why?| Nobody knew!| “All is well.”| She left.",
        "He paused…| Then he left.",
        "(It rained.)| [The ferry left.]",
        "Mr. Smith met Mrs. Holt and Dr. Ames.| They left.",
        "“Mr. Smith left.”| She saw ‘Mr. Holt’ there.",
        "\"Dr. Ames left.\"| 'J. Holt' [Sen. Lee] didn't.",
        "It was—Mr. Smith said—late.| WE SAW THE CAPTAIN'S.| NO OTHER CAME.",
        "“No.| We won't.”| “No. 10 agreed.”",
        "The U.K. Government agreed.| It said so.",
        "At No. 10 Downing Street nothing was said.| Nothing came.",
        "Case No. CV 11 0822, license No. QPR-28 and all?| No.| A ship.",
        "Some boats, e.g. The Swan, sank.| Others, i.e. Two, did not.",
        "Gen. Ida Holt and Lt. Col. Ames spoke.| They left.",
        "Sens. Holt and Lee and Reps. Ames and Orr saw Rear Adm. Hill.| They left.",
        "J. R. Smith spoke.| He left.",
        "It grew by 3.5 per cent.| 20 boats left.",
        "It opens at 9 a.m. Monday and shuts at 5 p.m. Friday.| Come early.",
        "Holt Inc. Ames Ltd. Both closed.",
        "On Sept. 11 and Dec. 2, 2001 it rained.| It left in Nov.| Then we left.",
        "It was kept.| 11 boats left.",
        "approx. 20 boats left.| Others stayed.",
        "the end. of a line",
        "See www.example.org. Then leave.".replace(". T", ".| T"),
        "It rained.  \n  | The ferry left.",
        "One line.\u00a0|The next.",
    ],
)
def test_a_sentence_ends_where_it_ends(text: str) -> None:
    whole = text.replace("|", "")
    expected = [part.strip() for part in text.split("|")]
    assert [whole[start:end] for start, end in find_sentences(whole)] == expected


texts = st.lists(
    st.sampled_from(["Ferry", "left", ".", "…", "?", " ", "\n", "”", "(", "U.K.", "9"])
).map("".join)


@given(texts)
def test_sentences_are_in_order_and_leave_nothing_out_but_space(text: str) -> None:
    place = 0
    for start, end in find_sentences(text):
        assert not text[place:start].strip()
        assert start <= end
        place = end
    assert not text[place:].strip()


def test_a_run_of_full_stops_is_looked_at_once() -> None:
    assert list(find_sentences("." * 200_000)) == [(0, 200_000)]
