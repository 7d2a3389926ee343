"""Patterns and edits: the forms that they stand for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.query.tree import Fuzzy, Pattern
from pressfind.query.variants import compile_test
from tests.reference_engine import distance, fits

words = st.text("abc", max_size=7)


@given(words, words, st.sampled_from([1, 2]))
def test_edits_are_those_of_the_definition(one: str, other: str, edits: int) -> None:
    assert compile_test(Fuzzy(one, edits))(other) == (distance(one, other) <= edits)


@given(st.text("ab*?", max_size=7), words)
def test_a_patternfits_as_defined(pattern: str, form: str) -> None:
    assert compile_test(Pattern(pattern))(form) == fits(pattern, form)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("refoulment", "refoulement", True), ("ab", "ba", True), ("abc", "cab", False)],
)
def test_a_letter_or_two_neighbours_are_one_edit(
    one: str, other: str, near: bool
) -> None:
    assert compile_test(Fuzzy(one, 1))(other) == near


def test_a_pattern_of_many_stars_takes_no_longer() -> None:
    start = time.process_time()
    assert not compile_test(Pattern("a*" * 60 + "b"))("a" * 128)
    assert time.process_time() - start < 1
