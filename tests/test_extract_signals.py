"""Signs of speech and of report, found by words as their expressions find them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pressfind.extract.signals import SIGNALS, count_signals

WORDS = sorted(
    {
        word
        for signal in SIGNALS
        for word in re.findall(r"[A-Za-z]+|\d+", signal.pattern.pattern)
    }
)
"""All that stands in the expressions, whole words and pieces of them."""

texts = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(("", " ", " ", ", ", ".", "’")))
).map(lambda pieces: "".join(word + behind for word, behind in pieces))


@given(texts)
def test_words_find_the_signs_that_expressions_find(text: str) -> None:
    assert [signal.count(text) for signal in SIGNALS] == count_signals(text)


def test_a_sign_counts_no_oftener_than_it_may() -> None:
    counts = count_signals("We hope that we can, and we will.")
    found = {s.name: n for s, n in zip(SIGNALS, counts, strict=True) if n}
    expected = {"we": 2, "we open": 1, "opinion": 1}
    assert expected == found
