"""However a state of an index came about, it answers as if it was written at once."""

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pressfind.engines import create_engine, open_engine
from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh.segment import Segment
from pressfind.engines.whoosh.tiers import FANOUT
from pressfind.model import (
    Evidence,
    Filters,
    Quote,
    QuoteKind,
    Release,
    Sort,
    Span,
    Speaker,
)
from pressfind.model.indexes import Catalogue
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.schema import Target
from tests.archives import TODAY, commit, make_paragraph, make_release, store

QUERIES = ["ferry", '"the ferry"', "pier OR harbour", "ferry -pier", "speaker:ida", ""]


def _make(number: int) -> Release:
    words = ["the ferry", "pier", "a harbour", "co-op", f"number{number}"]
    text = " ".join(words[(number * n) % 5] for n in range(1, 2 + number % 7))
    end = len(text.split()[0])
    quote = Quote(
        span=Span(0, end),
        kind=QuoteKind.INLINE,
        evidence=Evidence.MARKED,
        speaker=Speaker(name="Ida Holt" if number % 3 else "Bo Holt"),
    )
    return make_release(
        f"r{number:04}",
        f"Ferry {number % 11}",
        date=TODAY.replace(day=1 + number % 28) if number % 5 else None,
        blocks=(make_paragraph(text),),
        quotes=(quote,) if number % 2 else (),
    )


def _answers(folder: Path) -> tuple[list[Release], list[Matches]]:
    """Return all that an index holds, and what it answers."""
    with closing(open_engine(folder)) as engine:
        requests = [
            Request(
                query=plan(parse_query(text, TODAY), Filters(), target),
                target=target,
                sort=sort,
            )
            for text in QUERIES
            for target in Target
            for sort in (Sort.RELEVANCE, Sort.NEWEST)
        ]
        return [engine.read(i) for i in engine.find_ids("")], [
            engine.search(one) for one in requests
        ]


def _count_segments(folder: Path) -> int:
    return len(list(folder.glob("*.pst")))


@pytest.fixture
def no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commits be quick: no test here is about power cuts."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an index by a thousand commits of a release each."""
    folder = tmp_path_factory.mktemp("thousand") / "index"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: None)
        for number in range(1_000):
            commit(folder, (_make(number),))
    return folder


def test_a_thousand_small_commits_are_as_one(thousand: Path, tmp_path: Path) -> None:
    commit(tmp_path / "one", map(_make, range(1_000)))
    assert _answers(thousand) == _answers(tmp_path / "one")


def test_a_thousand_small_commits_leave_few_segments(thousand: Path) -> None:
    assert _count_segments(thousand) < 2 * FANOUT


@pytest.mark.usefixtures("no_sync")
def test_merging_leaves_out_what_is_replaced_or_removed(tmp_path: Path) -> None:
    for turn in range(3 * FANOUT):
        put = [_make(5 * turn + n) for n in range(8)]  # three come again, changed
        changed = [replace(one, title=f"{one.title} turn {turn}") for one in put]
        commit(tmp_path / "many", changed, [f"r{5 * turn - 3:04}"])
    with closing(open_engine(tmp_path / "many")) as engine:
        live = [engine.read(i) for i in engine.find_ids("")]
    commit(tmp_path / "one", live)
    assert _answers(tmp_path / "many") == _answers(tmp_path / "one")


@pytest.fixture
def shrunk(tmp_path: Path) -> tuple[Path, Path]:
    """Make an index that lost all releases but one, and one that has had no other."""
    commit(tmp_path / "i", map(_make, range(40)))
    commit(tmp_path / "i", (), [f"r{number:04}" for number in range(39)])
    commit(tmp_path / "one", [_make(39)])
    return tmp_path / "i", tmp_path / "one"


def test_an_index_that_lost_most_answers_as_one_that_never_had_it(
    shrunk: tuple[Path, Path],
) -> None:
    lost, never = map(_answers, shrunk)
    assert lost == never


def test_merging_leaves_out_the_records_of_what_is_removed(
    shrunk: tuple[Path, Path],
) -> None:
    lost, never = (
        [path.stat().st_size for path in folder.glob("*.rec")] for folder in shrunk
    )
    assert lost == never


def test_merging_leaves_out_words_and_values_that_nothing_has_any_more(
    shrunk: tuple[Path, Path],
) -> None:
    lost, never = map(_open_segment, shrunk)
    assert list(lost.dictionary.entries()) == list(never.dictionary.entries())
    assert list(lost.values("speaker")) == list(never.values("speaker"))


def _open_segment(folder: Path) -> Segment:
    (path,) = folder.glob("*.pst")
    return Segment(folder, path.stem, frozenset())


def test_an_index_can_lose_everything(tmp_path: Path) -> None:
    commit(tmp_path / "i", map(_make, range(10)))
    commit(tmp_path / "i", (), [f"r{number:04}" for number in range(10)])
    releases, answers = _answers(tmp_path / "i")
    assert (releases, {matches.total for matches in answers}) == ([], {0})
    assert _count_segments(tmp_path / "i") == 0


def test_an_index_that_lost_everything_can_be_filled_again(tmp_path: Path) -> None:
    commit(tmp_path / "i", map(_make, range(10)))
    commit(tmp_path / "i", (), [f"r{number:04}" for number in range(10)])
    commit(tmp_path / "i", map(_make, range(10)))
    commit(tmp_path / "one", map(_make, range(10)))
    assert _answers(tmp_path / "i") == _answers(tmp_path / "one")


def _write_parts(
    folder: Path, parts: Iterable[Sequence[Release]], *, backwards: bool = False
) -> None:
    with closing(create_engine(folder)) as engine:
        writer = engine.begin()
        sealed = []
        for releases in parts:
            part = writer.open_part()
            part.write([*map(store, releases)])
            sealed.append(part.seal())
        for one in reversed(sealed) if backwards else sealed:
            writer.adopt(one)
        writer.commit(Catalogue())


@pytest.mark.parametrize("count", [2, 3, 8])
@pytest.mark.parametrize("backwards", [False, True])
def test_neither_number_nor_order_of_parts_is_seen(
    tmp_path: Path, count: int, backwards: bool
) -> None:
    archive = [_make(number) for number in range(60)]
    _write_parts(tmp_path / "one", [archive])
    parts = [archive[n::count] for n in range(count)]
    _write_parts(tmp_path / "some", parts, backwards=backwards)
    assert _answers(tmp_path / "some") == _answers(tmp_path / "one")


def test_a_part_of_nothing_has_no_segment(tmp_path: Path) -> None:
    with closing(create_engine(tmp_path / "i")) as engine:
        writer = engine.begin()
        part = writer.open_part()
        part.write([])
        assert (writer.adopt(part.seal()), part.seal()) == (0, ())
        writer.abort()


@pytest.mark.parametrize("end", ["sealed", "abandoned", "left open"])
def test_a_part_that_is_not_adopted_leaves_nothing_after_the_next_commit(
    tmp_path: Path, end: str
) -> None:
    folder = tmp_path / "i"
    commit(folder, [_make(1)])
    with closing(open_engine(folder)) as engine:
        writer = engine.begin()
        part = writer.open_part()
        part.write([store(_make(2))])
        if end == "sealed":
            part.seal()
        elif end == "abandoned":
            part.abandon()
        writer.commit(Catalogue())
        part.abandon()
    with closing(open_engine(folder)) as engine:
        held = engine.find_ids("")
    assert (held, _count_segments(folder)) == (["r0001"], 1)
    assert len(list(folder.glob("*.rec"))) == 1


def test_a_part_without_a_release_is_adopted_as_nothing(tmp_path: Path) -> None:
    _write_parts(tmp_path / "i", [[], [_make(1)], []])
    assert (len(_answers(tmp_path / "i")[0]), _count_segments(tmp_path / "i")) == (1, 1)


def test_what_releases_explain_is_kept_by_merging(tmp_path: Path) -> None:
    folder = tmp_path / "i"
    for number in range(2 * FANOUT):
        text = f"the Pier {number} (P{number}) and a Ferry Board (FB)"
        blocks = (make_paragraph(text),)
        commit(folder, (make_release(f"r{number:02}", blocks=blocks),))
    commit(folder, (), ("r00",))
    with closing(open_engine(folder)) as engine:
        found = {pair.acronym: pair.releases for pair in engine.find_learnt(["fb"])}
    assert found == {"FB": 2 * FANOUT - 1}
