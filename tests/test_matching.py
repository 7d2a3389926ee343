"""Words near each other, and what is lit of a text."""

import pytest

from pressfind.highlight import find_highlights
from pressfind.model import Filters
from pressfind.query.matching import find_near, starts_of
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.schema import Target
from tests.test_query import TODAY


@pytest.mark.parametrize(
    ("words", "near", "found"),
    [
        ([{(0, 1)}, {(6, 7)}], 5, [((0, 1), (6, 7))]),
        ([{(0, 1)}, {(7, 8)}], 5, []),
        ([{(6, 7)}, {(0, 1)}], 5, [((0, 1), (6, 7))]),
        ([{(0, 1), (2, 3)}, {(3, 4)}], 5, [((2, 3), (3, 4))]),
        ([{(0, 1)}, {(0, 1)}], 5, []),
        ([{(0, 1), (1, 2)}, {(0, 1), (1, 2)}], 0, [((0, 1), (1, 2))]),
        ([{(0, 2)}, {(1, 2)}], 5, []),
        (
            [{(0, 1), (2, 3), (9, 10)}, {(1, 2), (3, 4)}],
            0,
            [((0, 1), (1, 2)), ((1, 2), (2, 3)), ((2, 3), (3, 4))],
        ),
        ([{(0, 1)}, {(4, 5)}, {(2, 3)}], 2, [((0, 1), (2, 3), (4, 5))]),
    ],
)
def test_words_are_near_in_either_order_each_with_a_place_of_its_own(
    words: list[set[tuple[int, int]]],
    near: int,
    found: list[tuple[tuple[int, int], ...]],
) -> None:
    assert find_near([*map(starts_of, words)], near) == found


def test_many_words_that_stand_everywhere_are_near_in_bounded_time() -> None:
    everywhere = {(place, place + 1) for place in range(2000)}
    assert len(find_near([starts_of(everywhere)] * 10, 15)) == 1991


@pytest.mark.parametrize(
    ("query", "text", "lit"),
    [
        ("=ferry", "ferry, Ferries, Ferry’s", ["ferry", "Ferry’s"]),
        ('="the ferry"', "the ferries and the ferry", ["the ferry"]),
        ("ferr*", "Ferries, co-ferry, offer; FERRY", ["Ferries", "ferry", "FERRY"]),
        ("coop*", "a co-operative", ["co-operative"]),
        ("wom?n", "women and the woman", ["women", "woman"]),
        ("attache~", "the Attachés and atache", ["Attachés", "atache"]),
        ("smuglged~", "smuggled, smuggle", ["smuggled"]),
        ('"ferry port"~2', "port of the old ferry: a port", ["ferry", "port"]),
        ('"ferry port"~1', "port of the ferry", []),
        ("fe*", "ﬁ the ferry", ["ferry"]),
    ],
)
def test_what_is_lit_is_what_was_meant(query: str, text: str, lit: list[str]) -> None:
    planned = plan(parse_query(query, TODAY), Filters(), Target.RELEASES)
    assert [span.of(text) for span in find_highlights(planned, text, "body")] == lit
