"""Given words against said ones: what is a change, what kind, and how long it takes."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.model import Span
from pressfind.model.verdicts import Change, Edit, Operation
from pressfind.searching.comparing import Comparer, Comparison
from pressfind.searching.wording import read_given, read_said

SAID = (
    "The rules have not been relaxed, and I want to be plain about that. Waiting times "
    "fell by 24% in May, and we spent £780 million on multi-agency work with the "
    "coast’s attachés."
)
WORDS = st.sampled_from(
    [
        *("the", "not", "never", "24%", "£3m", "nine", "ferry", "harbour", "a", "of"),
        *("co-op", "don't", "said", "port’s", "cannot", "2024", "half"),
    ]
)


def _compare(said: str, words: str) -> Comparison | None:
    return Comparer(read_given(words)).compare(read_said(said, [Span(0, len(said))]))


def _edits(said: str, words: str) -> list[tuple[str, str, Change | None]]:
    found = _compare(said, words)
    assert found
    return [
        (edit.said, edit.given, edit.change)
        for edit in found.edits
        if edit.op is not Operation.EQUAL
    ]


@pytest.mark.parametrize(
    "words",
    [
        SAID,
        SAID.upper(),
        SAID.rstrip("."),
        SAID.replace(" ", "\u00a0\n "),
        "“The rules have not been relaxed”",
        "the rules have not been relaxed — and I want to be plain",
        "rules have not been relaxed, and I want … we spent £780m",
        "The rules have ... been relaxed",
        "The rules have [...] plain about that",
        "… we spent £780,000,000 on multi agency work …",
        "[T]he rules have not been relaxed",
        "The rules [of the road] have not been relaxed",
        "The rules [they] not been relaxed",
        "The rules have not [sic] been relaxed",
        "The rules [of 2023] have not been relaxed",
        "Waiting times fell by 24 per cent in May",
        "Waiting times fell by 24 percent in [the spring]",
        "multi‑agency work with the coast's attaches",
    ],
)
def test_what_an_editor_may_do_is_no_alteration(words: str) -> None:
    found = _compare(SAID, words)
    assert found is not None
    assert [e for e in found.edits if e.change not in (None, Change.MARKED)] == []


@pytest.mark.parametrize(
    ("words", "edits"),
    [
        ("The rules have been relaxed", [("not", "", Change.NEGATION)]),
        ("I do not want to be plain", [("", "do not", Change.NEGATION)]),
        ("The rules have never been relaxed", [("not", "never", Change.WORDING)]),
        ("times fell by 42% in May", [("24%", "42%", Change.NUMBER)]),
        ("we spent $780m on multi-agency", [("£780 million", "$780m", Change.NUMBER)]),
        ("we spent £780 billion on", [("£780 million", "£780 billion", Change.NUMBER)]),
        ("The laws have not been relaxed", [("rules", "laws", Change.WORDING)]),
        ("rules have not been, and I want", [("relaxed,", "", Change.WORDING)]),
        ("rules have [gladly] been relaxed", [("not", "[gladly]", Change.NEGATION)]),
        ("times fell [sharply] in May", [("by 24%", "[sharply]", Change.NUMBER)]),
        ("with the coast attachés", [("coast’s", "coast", Change.WORDING)]),
    ],
)
def test_an_alteration_is_shown_with_its_kind(
    words: str, edits: list[tuple[str, str, Change | None]]
) -> None:
    assert _edits(SAID, words) == edits


def test_brackets_cannot_stand_for_a_clause() -> None:
    words = "The rules have not been [changed] about that. Waiting times fell"
    assert _edits(SAID, words) == [
        ("relaxed, and I want to be plain", "[changed]", Change.WORDING)
    ]


def test_parts_in_another_order_are_an_alteration() -> None:
    found = _compare(SAID, "I want to be plain about that … The rules have not been")
    assert found is None or not found.is_exact


def test_first_words_are_compared_with_the_words_in_their_place() -> None:
    assert _edits(
        "I came late. Eels are protected here.", "Cod are protected here"
    ) == [("Eels", "Cod", Change.WORDING)]


def test_last_words_are_not_compared_with_another_sentence() -> None:
    words = "I want to be plain about that indeed today"
    assert _edits(SAID, words) == [("", "indeed today", Change.WORDING)]


def test_words_far_apart_are_not_drawn_together() -> None:
    said = "Ports matter. " + "Nobody ever thought much of it. " * 20 + SAID
    found = _compare(said, "Ports: the rules have not been relaxed")
    assert found
    assert found.edits[0] == Edit(
        op=Operation.INSERT, said="", given="Ports:", change=Change.WORDING
    )


def test_other_words_are_not_compared_at_all() -> None:
    assert _compare(SAID, "Eel smugglers were arrested at three harbours") is None


def _rebuild(edits: Iterable[Edit]) -> list[str]:
    text = " ".join(edit.given for edit in edits)
    return [unit.key for unit in read_given(text).units]


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=30), st.lists(WORDS, max_size=30))
def test_the_edits_hold_every_given_word_in_order(
    said: list[str], words: list[str]
) -> None:
    text = " ".join(words)
    found = _compare(" ".join(said), text) if words else None
    if found:
        expected = [unit.key for unit in read_given(text).units]
        assert _rebuild(found.edits) == expected


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40), st.data())
def test_words_of_a_quote_in_a_row_are_exact(
    said: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(said) - 1))
    last = data.draw(st.integers(first + 1, len(said)))
    found = _compare(" ".join(said), " ".join(said[first:last]))
    assert found
    assert (found.is_exact, found.likeness) == (True, 1.0)


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_can_be_compared_with_any_other(said: str, words: str) -> None:
    units = read_given(words).units
    if said and any(unit.mark is None for unit in units):
        found = _compare(said, words)
        assert found is None or 0 <= found.likeness <= 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (" ".join(f"w{n % 700}" for n in range(5000)), None),
        ("the " * 5000, None),
        ("the " * 5000, "the [x] " * 2500 + "end"),
        ("a b " * 2500, "b b a " * 1500),
        ("[" * 50_000, "[" * 50_000 + " word"),
        (". " * 50_000 + "word", ". " * 50_000 + "word"),
    ],
)
def test_five_thousand_words_are_compared_in_a_second(
    said: str, words: str | None
) -> None:
    changed = words or said.replace("w99 ", "x ").replace("the the ", "the a ", 9)
    start = time.process_time()
    _compare(said, changed)
    assert time.process_time() - start < 1
