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
    (mine, _), (theirs, _) = find_likeness(one), find_likeness(other)
    return len(mine & theirs) >= min(SHARED, len(mine)) > 0


def _are_alike(one: Release, other: Release) -> bool:
    """Whether two releases are near-identical."""
    return Outline(one).is_like(Outline(other))


def _are_apart(one: Release, other: Release) -> bool:
    (_, mine), (_, theirs) = find_likeness(one), find_likeness(other)
    return Outline.are_apart(mine, theirs)


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
    keys, _ = find_likeness(_release(WORDS[:words]))
    assert bool(keys) is found


def test_keys_are_of_62_bits() -> None:
    keys, _ = find_likeness(ARTICLE)
    assert max(keys) < 2**62


def test_quotation_marks_make_no_difference() -> None:
    typed = [
        replace(ARTICLE, blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),))
        for text in ("It’s “calm” at sea", 'It\'s "calm" at sea')
    ]
    assert _are_alike(*typed)


@given(st.lists(st.sampled_from(["7", "2019", "35th", "x6٣", "to", WORDS[9] * 30])))
def test_what_is_alike_is_never_told_apart(ending: Sequence[str]) -> None:
    ended = _release([*WORDS, *ending])
    assert not (_are_alike(ARTICLE, ended) and _are_apart(ARTICLE, ended))
    twice = _release([*WORDS, *ending, *ending[:3]])
    assert not (_are_alike(ended, twice) and _are_apart(ended, twice))


@pytest.mark.parametrize(
    ("one", "other"),
    [("£20,000", "£35,000"), ("", "long " * 120)],
    ids=["numbers", "length"],
)
def test_most_that_is_unlike_is_told_apart(one: str, other: str) -> None:
    texts = [_release([*WORDS, *end.split()]) for end in (one, other)]
    assert _are_apart(*texts)


def test_a_sketch_is_of_64_bits() -> None:
    _, sketch = find_likeness(_release([*WORDS, *map(str, range(400))] * 3000))
    assert sketch < 2**64
