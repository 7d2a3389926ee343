"""Near-identical releases are groups as ``engines/base.py`` says, after any history.

Here a title is a height, and releases are alike if their heights differ by one at most:
so of three that are alike in a row the outer two aren't.  Tags are keys of likeness.
"""

import math
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines import create_engine, open_engine
from pressfind.engines.base import LIKENESS, SHARED, Match, Matches, Request, Stored
from pressfind.engines.whoosh import leaders, pruning, searcher, tiers, weighing
from pressfind.errors import EngineError
from pressfind.model import Filters, Release, Sort
from pressfind.model.indexes import Catalogue
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.schema import Target
from tests.archives import TODAY, make_paragraph, make_release, store
from tests.reference_engine import ReferenceEngine

Changes = Mapping[str, Release | None]
"""What a commit makes of releases; None removes one."""


class _Height:
    def __init__(self, release: Release) -> None:
        self._height = int(release.title)

    def is_like(self, other: "_Height") -> bool:
        return abs(self._height - other._height) <= 1

    @staticmethod
    def are_apart(height: int, other: int) -> bool:
        return abs(height - other) > 2


def _keys(release: Release) -> set[int]:
    return {LIKENESS + int(tag) for tag in release.tags}


def _are_alike(one: Release, other: Release) -> bool:
    fewest = min(SHARED, len(_keys(one)), len(_keys(other)))
    sharing = len(_keys(one) & _keys(other))
    return sharing >= fewest > 0 and _Height(one).is_like(_Height(other))


def _make(
    name: str, height: int, keys: str = "1234", text: str = "", day: date | None = None
) -> Release:
    blocks = (make_paragraph(text),) if text else ()
    return make_release(name, str(height), tags=tuple(keys), blocks=blocks, date=day)


def _store(release: Release) -> Stored:
    return replace(store(release, *_keys(release)), sketch=int(release.title))


def _commit(folder: Path, changes: Changes) -> None:
    with closing(create_engine(folder)) as engine:
        writer = engine.begin()
        for name, release in changes.items():
            writer.remove(name)
            if release is not None:
                writer.put(_store(release))
        writer.commit(Catalogue(), _Height)


def _find_also(folder: Path) -> dict[str, tuple[str, ...]]:
    with closing(open_engine(folder)) as engine:
        return {
            name: engine.find_also(Match(release_id=name, score=0.0))
            for name in engine.find_ids("")
        }


def _search(folder: Path, text: str, **asked: object) -> Matches:
    request = _request(text, **asked)
    with closing(open_engine(folder)) as engine:
        return engine.search(request)


def _request(text: str, **asked: object) -> Request:
    query = plan(parse_query(text, TODAY), Filters(), Target.RELEASES)
    return Request(query=query, target=Target.RELEASES, once=True, **asked)  # type: ignore[arg-type]


def _places(matches: Matches) -> tuple[int, list[tuple[str, float]]]:
    return matches.total, [(match.release_id, match.score) for match in matches.page]


NAMES = [f"r{number}" for number in range(7)]
TEXTS = ["", "ferry", "ferry port", "port port", "the ferry the port"]


def _releases(name: str) -> st.SearchStrategy[Release]:
    return st.builds(
        _make,
        st.just(name),
        st.integers(0, 4),
        st.sampled_from(["1234"] * 3 + ["3456", "4567", "12", "1", ""]),
        st.sampled_from(TEXTS),
        st.sampled_from([None, TODAY, date(2023, 1, 2)]),
    )


changes = st.fixed_dictionaries(
    {}, optional={name: st.none() | _releases(name) for name in NAMES}
)
histories = st.lists(changes, min_size=1, max_size=5)


def _apply(history: Iterable[Changes], folder: Path) -> ReferenceEngine:
    """Commit one change after the other; return the oracle of what is there then."""
    live: dict[str, Release] = {}
    for step in history:
        _commit(folder, step)
        for name, release in step.items():
            live.pop(name, None)
            if release is not None:
                live[name] = release
    return ReferenceEngine(live.values(), _are_alike)


@pytest.fixture(scope="module", params=[math.inf, 0], ids=["by lists", "in bulk"])
def eager(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let few releases, and few segments, be treated as many are; sync nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searcher, "PATIENCE_S", request.param)
        patch.setattr(weighing, "MANY", 2)
        patch.setattr(weighing, "MOST_LEADERS", 2)
        patch.setattr(leaders, "MOST_LEADERS", 2)
        patch.setattr(tiers, "FANOUT", 2)
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(pruning, "_WORTH_IT", 1)
        yield


@pytest.mark.usefixtures("eager")
@given(histories)
@settings(max_examples=60, deadline=None)
def test_groups_are_the_oracles_after_any_history(history: Sequence[Changes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        oracle = _apply(history, folder)
        found = _find_also(folder)
    matches = [Match(release_id=name, score=0.0) for name in found]
    assert {match.release_id: oracle.find_also(match) for match in matches} == found


QUERIES = ["", "ferry", "port", "ferry OR port", "the ferry", "ferry -the", "tag:1"]


@pytest.mark.usefixtures("eager")
@given(
    st.lists(changes, min_size=1, max_size=2),
    st.sampled_from(Sort),
    st.integers(0, 4),
    st.integers(0, 3),
)
@settings(max_examples=40, deadline=None)
def test_a_search_shows_of_each_group_the_release_that_the_oracle_does(
    history: Sequence[Changes], sort: Sort, limit: int, offset: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "index")
        oracle = _apply(history, folder)
        asked = {"sort": sort, "limit": limit, "offset": offset}
        for text in QUERIES:
            expected = oracle.search(_request(text, **asked))
            assert _places(expected) == _places(_search(folder, text, **asked))


@pytest.mark.parametrize(
    ("one", "other", "also"),
    [
        ("1234", "3456", ("b",)),
        ("1234", "4567", ()),
        ("1", "1234", ("b",)),
        ("", "", ()),
    ],
    ids=["two keys", "one of several", "all that one has", "none"],
)
def test_releases_that_share_keys_are_compared(
    tmp_path: Path, one: str, other: str, also: tuple[str, ...]
) -> None:
    _commit(tmp_path, {"a": _make("a", 1, one)})
    _commit(tmp_path, {"b": _make("b", 1, other)})
    assert _find_also(tmp_path)["a"] == also


def test_a_group_does_not_grow_from_one_copy_to_the_next(tmp_path: Path) -> None:
    _commit(tmp_path, {name: _make(name, n) for n, name in enumerate("abcd")})
    expected = {"a": ("b",), "b": ("a",), "c": ("d",), "d": ("c",)}
    assert _find_also(tmp_path) == expected


def test_the_copies_of_a_release_that_is_removed_are_grouped_anew(
    tmp_path: Path,
) -> None:
    heights = {"a": 1, "b": 0, "c": 2, "d": 2}
    _commit(tmp_path, {name: _make(name, n) for name, n in heights.items()})
    _commit(tmp_path, {"a": None})
    assert _find_also(tmp_path) == {"b": (), "c": ("d",), "d": ("c",)}


def test_a_copy_that_loses_its_original_becomes_one_of_the_next(tmp_path: Path) -> None:
    heights = {"a": 1, "b": 3, "c": 2}
    _commit(tmp_path, {name: _make(name, n) for name, n in heights.items()})
    _commit(tmp_path, {"a": None})
    assert _find_also(tmp_path) == {"b": ("c",), "c": ("b",)}


def test_an_earlier_release_takes_the_copies_of_a_later_one(tmp_path: Path) -> None:
    _commit(tmp_path, {"b": _make("b", 2, "3456"), "c": _make("c", 3, "5678")})
    _commit(tmp_path, {"a": _make("a", 1, "1234", day=TODAY)})
    assert _find_also(tmp_path) == {"a": ("b",), "b": ("a",), "c": ()}


def _find_compared(folder: Path, late: Release) -> list[str]:
    """Add a release, and return what is read to be compared."""
    compared: list[str] = []

    class Noted(_Height):
        def __init__(self, release: Release) -> None:
            compared.append(release.id)
            super().__init__(release)

    with closing(open_engine(folder)) as engine:
        writer = engine.begin()
        writer.put(_store(late))
        writer.commit(Catalogue(), Noted)
    return sorted(compared)


def test_what_was_compared_is_not_compared_again(tmp_path: Path) -> None:
    _commit(tmp_path, {name: _make(name, n) for n, name in enumerate("adg")})
    assert _find_compared(tmp_path, _make("h", 2)) == ["a", "g", "h"]


def test_what_sketches_tell_apart_is_not_compared(tmp_path: Path) -> None:
    _commit(tmp_path, {name: _make(name, n) for n, name in enumerate("adg")})
    assert _find_compared(tmp_path, _make("h", 4)) == ["g", "h"]


def test_a_merge_keeps_sketches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiers, "FANOUT", 2)
    _commit(tmp_path, {"a": _make("a", 0)})
    _commit(tmp_path, {"g": _make("g", 2)})
    assert _find_compared(tmp_path, _make("h", 4)) == ["g", "h"]


def test_without_outlines_nothing_is_compared(tmp_path: Path) -> None:
    with closing(create_engine(tmp_path)) as engine:
        writer = engine.begin()
        for release in (_make("a", 1), _make("b", 1)):
            writer.put(_store(release))
        writer.commit(Catalogue())
    assert _find_also(tmp_path) == {"a": (), "b": ()}


def test_a_page_is_filled_where_many_copies_are_among_the_best(tmp_path: Path) -> None:
    copies = [_make(f"a{n:02}", 1, text="ferry ferry pier") for n in range(30)]
    others = [_make(f"b{n:02}", 9 + 2 * n, text="ferry quay pier") for n in range(9)]
    _commit(tmp_path, {one.id: one for one in [*copies, *others]})
    for text in ("ferry", "ferry OR quay"):
        found = _search(tmp_path, text, limit=10)
        assert (found.total, len({m.release_id[0] for m in found.page})) == (10, 2)
        assert len(found.page) == 10


def test_an_index_without_groups_has_no_file_of_them(tmp_path: Path) -> None:
    _commit(tmp_path, {"a": _make("a", 1), "b": _make("b", 1)})
    with_groups = [path.suffix for path in tmp_path.iterdir()].count(".cop")
    _commit(tmp_path, {"b": None})
    assert (with_groups, [*tmp_path.glob("*.cop")]) == (1, [])


def test_a_damaged_file_of_groups_is_named_and_not_taken_over(tmp_path: Path) -> None:
    _commit(tmp_path, {"a": _make("a", 1), "b": _make("b", 1)})
    (path,) = tmp_path.glob("*.cop")
    content = bytearray(path.read_bytes())
    content[9] ^= 1
    path.write_bytes(content)
    with closing(open_engine(tmp_path)) as engine:
        assert engine.find_damage() == (f"{path.name} is altered",)
    with pytest.raises(EngineError, match=path.name):
        _commit(tmp_path, {"c": _make("c", 1)})
