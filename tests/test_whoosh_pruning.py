"""Contenders are few, and the best are among them, whatever is known beforehand."""

from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.engines.whoosh import pruning
from pressfind.engines.whoosh.evaluation import Found, Weights
from pressfind.engines.whoosh.pruning import Known, Part, Scores, add_up
from pressfind.schema import K1

Texts = list[tuple[float, list[Weights], int | None]]
"""The idf of each text, its weights in each of two segments, and how many lead by it.

Of some it is known beforehand which documents lead, and which have the text.
"""

weights = st.dictionaries(st.integers(0, 12), st.floats(0.01, 50))
texts: st.SearchStrategy[Texts] = st.lists(
    st.tuples(
        st.floats(0.01, 12),
        st.tuples(weights, weights).map(list),
        st.none() | st.integers(0, 4),
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(autouse=True, scope="module")
def worth_it() -> Iterator[None]:
    """Let any number of documents be worth it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pruning, "_WORTH_IT", 0)
        yield


def _know(segment: Weights, leaders: int | None) -> Known:
    if leaders is None:
        return Known({})
    order = sorted(segment, key=segment.__getitem__, reverse=True)
    leading = {document: segment[document] for document in order[:leaders]}
    rest = max((segment[document] for document in order[leaders:]), default=0.0)
    return Known(leading, rest, segment.keys())


def _weigh(segments: Sequence[Weights], number: int, wanted: Found) -> Weights:
    weights = segments[number]
    return {d: weight for d, weight in weights.items() if d in wanted}


def _parts(asked: Texts) -> list[Part]:
    return [
        Part(idf, partial(_weigh, segments), [_know(s, leaders) for s in segments])
        for idf, segments, leaders in asked
    ]


def _score(asked: Texts, number: int, document: int) -> float:
    total = 0.0
    for idf, segments, _ in asked:
        weight = segments[number].get(document, 0.0)
        total += idf * (weight / (weight + K1))
    return total


def _best(asked: Texts, found: Sequence[Found], end: int) -> list[Scores]:
    """Return what scores as much as the last of the best, in each segment."""
    scores = [{d: _score(asked, n, d) for d in here} for n, here in enumerate(found)]
    every = sorted((s for here in scores for s in here.values()), reverse=True)
    least = min(every[:end], default=0.0)
    return [
        {d: s for d, s in here.items() if round(s - least, 6) >= 0} for here in scores
    ]


@given(texts, st.integers(1, 6), st.sets(st.integers(0, 12)))
def test_whatever_scores_as_much_as_the_last_of_the_best_keeps_its_score(
    asked: Texts, end: int, excluded: set[int]
) -> None:
    found = [
        set().union(*(segments[number] for _, segments, _ in asked)) - excluded
        for number in (0, 1)
    ]
    totals = add_up(_parts(asked), found, end)
    best = _best(asked, found, end)
    kept = [{d: totals[n].get(d) for d in here} for n, here in enumerate(best)]
    assert best == kept


@given(texts, st.integers(1, 6))
def test_of_what_has_all_texts_the_best_keep_their_scores_as_well(
    asked: Texts, end: int
) -> None:
    found: list[Found] = [
        set(asked[0][1][number]).intersection(*(s[number] for _, s, _ in asked))
        for number in (0, 1)
    ]
    totals = add_up(_parts(asked), found, end)
    best = _best(asked, found, end)
    kept = [{d: totals[n].get(d) for d in here} for n, here in enumerate(best)]
    assert best == kept


@pytest.mark.parametrize("leaders", [None, 10])
def test_what_has_only_a_common_word_is_left_out(leaders: int | None) -> None:
    rare = dict.fromkeys(range(10), 3.0)
    common = dict.fromkeys(range(5, 1000), 3.0)
    asked: Texts = [(5.0, [rare], None), (0.5, [common], leaders)]
    (totals,) = add_up(_parts(asked), [{*rare, *common}], 10)
    assert rare.keys() == totals.keys()


def test_a_common_word_is_weighed_only_in_what_may_be_among_the_best() -> None:
    weighed: list[Found] = []

    def weigh(number: int, wanted: Found) -> Weights:
        weighed.append(set(wanted))
        return _weigh([dict.fromkeys(range(1000), 3.0)], number, wanted)

    rare = dict.fromkeys(range(10), 3.0)
    parts = [
        Part(0.5, weigh, [Known({})]),
        Part(5.0, partial(_weigh, [rare]), [Known({})]),
    ]
    add_up(parts, [set(range(1000))], 10)
    assert set(rare) == set().union(*weighed)


def test_where_all_lead_nothing_else_is_weighed() -> None:
    weighed: list[Found] = []

    def weigh(segment: Weights, number: int, wanted: Found) -> Weights:
        weighed.append(set(wanted))
        return _weigh([segment], number, wanted)

    left = {document: 50.0 - document for document in range(500)}
    right = {1000 + document: 50.0 - document for document in range(500)}
    left, right = ({d: max(w, 1.0) for d, w in s.items()} for s in (left, right))
    parts = [Part(1.0, partial(weigh, s), [_know(s, 4)]) for s in (left, right)]
    add_up(parts, [{*left, *right}], 3)
    assert {*range(4), *range(1000, 1004)} >= set().union(*weighed)
