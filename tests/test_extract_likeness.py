"""Which releases say nearly the same; the words of all of them are invented."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.extract.likeness import NEAR, Outline, find_likeness
from pressfind.model import Block, BlockKind, Release, Source

SYLLABLES = ["sa", "to", "re", "mi", "lu", "ne", "sho", "ka"]
WORDS = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES][:400]
SHARED = 2
"""Keys in common that the engine asks for."""


def _release(words: Sequence[str], boilerplate: str = "") -> Release:
    blocks = [Block(kind=BlockKind.PARAGRAPH, text=" ".join(words))]
    if boilerplate:
        blocks.append(Block(kind=BlockKind.BOILERPLATE, text=boilerplate))
    return Release(
        id="x", title="Kites", source=Source(path="a.txt"), blocks=tuple(blocks)
    )


def _share_keys(one: Release, other: Release) -> bool:
    mine, theirs = find_likeness(one), find_likeness(other)
    return len(mine & theirs) >= min(SHARED, len(mine)) > 0


def _are_alike(one: Release, other: Release) -> bool:
    """Whether two releases are near-identical."""
    return Outline(one).is_like(Outline(other))


ARTICLE = _release(WORDS)


@given(st.integers(0, len(WORDS) - 1))
def test_a_release_with_one_word_changed_is_found_and_alike(place: int) -> None:
    changed = _release([*WORDS[:place], "other", *WORDS[place + 1 :]])
    assert (_share_keys(ARTICLE, changed), _are_alike(ARTICLE, changed)) == (True, True)


@given(st.integers(0, len(WORDS)), st.integers(0, len(WORDS)))
def test_likeness_is_the_part_that_both_have(start: int, end: int) -> None:
    part = WORDS[start:end] or ["none"]
    runs = len(part) - 3 >= NEAR * (len(WORDS) - 3)
    long = len(" ".join(part)) >= NEAR * len(" ".join(WORDS))
    assert _are_alike(ARTICLE, _release(part)) is (runs and long)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("£20,000", "£35,000", False),
        ("the 31st", "the 31", True),
        ("twenty", "35", True),
        ("", "in 2024 by 35", True),
    ],
    ids=["another", "the same", "one of them", "more of them"],
)
def test_another_number_in_the_place_of_one_makes_another_text(
    one: str, other: str, alike: bool
) -> None:
    texts = [_release([*WORDS, *end.split()]) for end in (one, other)]
    assert _are_alike(*texts) is alike


def test_other_words_share_no_key() -> None:
    assert not _share_keys(ARTICLE, _release([word[::-1] + "x" for word in WORDS]))


def test_boilerplate_makes_nothing_alike_or_unlike() -> None:
    noted = _release(WORDS, boilerplate="Notes to editors. " * 40)
    assert find_likeness(noted) == find_likeness(ARTICLE)
    assert _are_alike(noted, ARTICLE)


@pytest.mark.parametrize(("words", "found"), [(29, False), (30, True)])
def test_a_few_words_are_not_compared(words: int, found: bool) -> None:
    assert bool(find_likeness(_release(WORDS[:words]))) is found


def test_keys_are_of_62_bits() -> None:
    assert max(find_likeness(ARTICLE)) < 2**62


def test_quotation_marks_make_no_difference() -> None:
    typed = [
        replace(ARTICLE, blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),))
        for text in ("It’s “calm” at sea", 'It\'s "calm" at sea')
    ]
    assert _are_alike(*typed)
