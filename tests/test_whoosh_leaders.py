"""A page that leaders give is the one that whole posting lists give.

The numbers of leaders are made so small that archives of a few releases have stems with
leaders and without, and releases that lead and don't.
"""

import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh import leaders, weighing
from pressfind.engines.whoosh.copies import Copies
from pressfind.engines.whoosh.engine import open_engine
from pressfind.engines.whoosh.evaluation import Evaluation
from pressfind.engines.whoosh.fields import RELEASE_FIELDS
from pressfind.engines.whoosh.leading import find_leading
from pressfind.engines.whoosh.scoring import Scorer, Statistics
from pressfind.model import Filters, Release
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.tree import Text
from pressfind.schema import Target
from tests.archives import TODAY, commit, make_paragraph, make_release, search
from tests.archives import releases as make_releases
from tests.reference_engine import ReferenceEngine

archives = st.tuples(*(make_releases(f"r{number}") for number in range(6)))


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two releases be many, and lead."""
    monkeypatch.setattr(weighing, "MANY", 2)
    monkeypatch.setattr(weighing, "MOST_LEADERS", 2)
    monkeypatch.setattr(leaders, "MOST_LEADERS", 2)


def _request(text: str, limit: int) -> Request:
    query = plan(parse_query(text, TODAY), Filters(), Target.RELEASES)
    return Request(query=query, target=Target.RELEASES, limit=limit)


def _hits(matches: Matches) -> tuple[int, list[tuple[str, float]]]:
    return matches.total, [(match.release_id, match.score) for match in matches.page]


@given(archives, st.sets(st.integers(0, 5), max_size=2), st.integers(1, 4))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_page_for_one_word_is_the_oracles_after_commits_and_removals(
    archive: tuple[Release, ...], removed: set[int], limit: int
) -> None:
    gone = [f"r{number}" for number in sorted(removed)]
    oracle = ReferenceEngine(one for one in archive if one.id not in gone)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        commit(folder, archive[:4])
        commit(folder, archive[4:])
        commit(folder, (), gone)
        for word in (
            *("ferry", "port", "the", "24%", "3", "ida"),
            *("ferry OR port", "the OR ferry OR ida", "quay OR 3 OR port OR the"),
        ):
            request = _request(word, limit)
            assert _hits(oracle.search(request)) == _hits(search(folder, request))


def _make_ranked(count: int) -> list[Release]:
    """Return releases of which each has a word more often than the one before."""
    return [
        make_release(f"r{n}", "Port", blocks=(make_paragraph("ferry " * n + "quay"),))
        for n in range(1, count + 1)
    ]


def test_where_leaders_suffice_no_posting_list_is_weighed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "index", _make_ranked(6))
    monkeypatch.delattr(Scorer, "weigh")
    found = search(tmp_path / "index", _request("ferries", 1))
    assert (found.total, [match.release_id for match in found.page]) == (6, ["r6"])


def test_a_page_larger_than_the_leaders_is_read_from_the_lists(tmp_path: Path) -> None:
    commit(tmp_path / "index", _make_ranked(6))
    found = search(tmp_path / "index", _request("ferries", 4))
    assert [match.release_id for match in found.page] == ["r6", "r5", "r4", "r3"]


def test_leaders_that_equal_another_release_give_no_page(tmp_path: Path) -> None:
    same = [make_release(f"r{number}", "Ferry") for number in range(4)]
    commit(tmp_path / "index", same)
    with closing(open_engine(tmp_path / "index")) as engine:
        segments = engine._segments
        scorer = engine._searcher.scorer(Target.RELEASES)
        copies = Copies(None, segments)
        assert find_leading(segments, scorer, _request("ferry", 2), copies) is None


@given(archives, st.tuples(*(st.integers(1, 90) for _ in RELEASE_FIELDS)))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_release_weighs_more_than_leaders_say_whatever_the_means(
    archive: tuple[Release, ...], words: tuple[int, ...]
) -> None:
    lengths = dict(zip(RELEASE_FIELDS, words, strict=True))
    scorer = Scorer(Statistics(10, lengths), lambda: None, quotes=False)
    query = plan(parse_query("ferry", TODAY), Filters(), Target.RELEASES)
    assert isinstance(query, Text)
    with tempfile.TemporaryDirectory() as name:
        commit(Path(name, "index"), archive)
        with closing(open_engine(Path(name, "index"))) as engine:
            evaluation = Evaluation(engine._segments[0])
            known = scorer.know(evaluation, query)
            weights = scorer.weigh(evaluation, query)
    others = [w for d, w in weights.items() if d not in known.weights]
    assert max(others, default=0.0) <= known.rest


def test_leaders_weighed_by_other_parameters_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "index", _make_ranked(6))
    monkeypatch.setattr(leaders, "sample_norms", lambda: [0.0])
    with closing(open_engine(tmp_path / "index")) as engine:
        (segment,) = engine._segments
        family = segment.dictionary.find_number("ferri") or 0
        means = dict.fromkeys(RELEASE_FIELDS, 1.0)
        found = segment.leaders.count(family), segment.leaders.find(family, means)
    assert found == (6, None)


def test_a_word_more_frequent_than_a_byte_holds_has_no_leaders(tmp_path: Path) -> None:
    text = "ferry " * 300
    blocks = (make_paragraph(text),)
    often = [make_release(f"r{n}", "Port", blocks=blocks) for n in range(3)]
    commit(tmp_path / "index", often)
    found = search(tmp_path / "index", _request("ferry", 2))
    assert (found.total, len(found.page)) == (3, 2)
