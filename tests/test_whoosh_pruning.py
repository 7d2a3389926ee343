"""Contenders are few, and the best are among them."""

import math
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.engines.whoosh import pruning
from pressfind.engines.whoosh.evaluation import Found, Weights
from pressfind.engines.whoosh.pruning import Part, find_contenders
from pressfind.schema import K1

Texts = list[tuple[float, list[Weights]]]
"""The idf of each text, and its weights in each of two segments."""

weights = st.dictionaries(st.integers(0, 12), st.floats(0.01, 50))
texts: st.SearchStrategy[Texts] = st.lists(
    st.tuples(st.floats(0.01, 12), st.tuples(weights, weights).map(list)),
    min_size=1,
    max_size=4,
)


@pytest.fixture(autouse=True, scope="module")
def worth_it() -> Iterator[None]:
    """Let any number of documents be worth it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pruning, "_WORTH_IT", 0)
        yield


def _contenders(asked: Texts, found: Sequence[Found], end: int) -> Sequence[Found]:
    def weigh(segments: Sequence[Weights], _: object) -> Sequence[Weights]:
        return segments

    parts = [Part(idf, partial(weigh, segments)) for idf, segments in asked]
    return find_contenders(parts, found, end)


def _score(asked: Texts, number: int, document: int) -> float:
    held = ((idf, segments[number].get(document, 0.0)) for idf, segments in asked)
    return math.fsum(idf * weight / (K1 + weight) for idf, weight in held)


@given(texts, st.integers(1, 6), st.sets(st.integers(0, 12)))
def test_whatever_scores_as_much_as_the_last_of_the_best_contends(
    asked: Texts, end: int, excluded: set[int]
) -> None:
    found = [
        set().union(*(segments[number] for _, segments in asked)) - excluded
        for number in (0, 1)
    ]
    scores = {(n, d): _score(asked, n, d) for n in (0, 1) for d in found[n]}
    least = min(sorted(scores.values(), reverse=True)[:end], default=0.0)
    best = {place for place, score in scores.items() if round(score - least, 6) >= 0}
    contenders = _contenders(asked, found, end)
    assert best <= {(n, d) for n in (0, 1) for d in contenders[n]}


def test_what_has_only_a_common_word_does_not_contend() -> None:
    rare = dict.fromkeys(range(10), 3.0)
    common = dict.fromkeys(range(5, 1000), 3.0)
    asked: Texts = [(5.0, [rare]), (0.5, [common])]
    assert [set(rare)] == _contenders(asked, [{*rare, *common}], 10)


def test_a_common_word_is_not_weighed_where_rare_ones_suffice() -> None:
    asked: list[str] = []

    def weigh(name: str, segment: Weights) -> Sequence[Weights]:
        asked.append(name)
        return [segment]

    parts = [
        Part(0.5, lambda _: weigh("common", dict.fromkeys(range(1000), 3.0))),
        Part(5.0, lambda _: weigh("rare", dict.fromkeys(range(10), 3.0))),
    ]
    find_contenders(parts, [set(range(1000))], 10)
    assert asked == ["rare"]
