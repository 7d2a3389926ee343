"""Lists that lie together answer alike, whether they are searched or looked through."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressfind.engines.base import Request
from pressfind.engines.whoosh import lists, pruning
from pressfind.engines.whoosh.places import Places
from pressfind.model import Filters, Release
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.schema import Target
from tests.archives import TODAY, commit, search
from tests.archives import releases as make_releases
from tests.reference_engine import ReferenceEngine

archives = st.tuples(*(make_releases(f"r{number}") for number in range(6)))

QUERIES = (
    *("ferry port", "ferries -port", "the AND ferry AND ida", "ferr* port"),
    *('"the ferry" port', '"ferry port"~3', "ferry AND (port OR quay)", "=ferry ports"),
    *('"port the ferry"', "port date:2024"),
)


@pytest.mark.parametrize("postings", [0, 1_000_000])
@given(archives, st.sampled_from(QUERIES), st.sampled_from(Target))
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_search_finds_and_scores_what_the_oracle_does(
    monkeypatch: pytest.MonkeyPatch,
    postings: int,
    archive: tuple[Release, ...],
    text: str,
    target: Target,
) -> None:
    monkeypatch.setattr(lists, "_SEARCH", postings)
    monkeypatch.setattr(pruning, "_WORTH_IT", 0)
    query = plan(parse_query(text, TODAY), Filters(), target)
    request = Request(query=query, target=target, limit=3)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        commit(folder, archive[:3])
        commit(folder, archive[3:])
        found, expected = (
            search(folder, request),
            ReferenceEngine(archive).search(request),
        )
    assert (expected.total, expected.page) == (found.total, found.page)


def test_no_place_in_a_document_is_beside_one_in_another() -> None:
    places = Places([7, 9], greatest=255)
    (last,) = places.find([7], [1], [255])
    (first,) = places.find([9], [1], [0])
    assert first - last > 1


def test_places_in_documents_that_were_not_chosen_are_counted_nowhere() -> None:
    places = Places([7], greatest=255)
    found = places.find([3, 7], [2, 1], [0, 1, 5])
    assert places.count(found) == {7: 1}
