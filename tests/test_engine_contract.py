"""Every rule of ``engines/base.py``, and agreement with the oracle."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines import create_engine, open_engine
from pressfind.engines.base import Engine, Matches, Request
from pressfind.errors import (
    EngineError,
    EngineUnavailableError,
    QueryError,
    ReleaseNotFoundError,
)
from pressfind.model import (
    Catalogue,
    Evidence,
    Filters,
    Quote,
    QuoteKind,
    Release,
    Sort,
    Span,
    Speaker,
)
from pressfind.query import parse_query, plan
from pressfind.query.tree import Identifier
from pressfind.schema import Target
from tests.archives import (
    CLAUSES,
    TODAY,
    commit,
    make_paragraph,
    make_release,
    queries_of,
    search,
    store,
)
from tests.archives import releases as make_releases
from tests.reference_engine import ReferenceEngine

archives = st.tuples(*(make_releases(f"r{number}") for number in range(4)))


@given(
    archives,
    archives,
    queries_of(CLAUSES),
    st.sampled_from(Target),
    st.sampled_from(Sort),
)
@settings(max_examples=200, deadline=None)
def test_an_engine_agrees_with_the_oracle_after_any_history(
    first: tuple[Release, ...],
    second: tuple[Release, ...],
    text: str,
    target: Target,
    sort: Sort,
) -> None:
    query = plan(parse_query(text, TODAY), Filters(), target)
    request = Request(query=query, target=target, sort=sort)
    with tempfile.TemporaryDirectory() as folder:
        commit(Path(folder, "i"), first, ())
        commit(Path(folder, "i"), second[:2], ("r3",))
        with closing(open_engine(Path(folder, "i"))) as engine:
            found = engine.search(request)
    expected = ReferenceEngine([*second[:2], first[2]]).search(request)
    assert _places(found) == _places(expected)
    assert [m.score for m in found.page] == pytest.approx(
        [m.score for m in expected.page], abs=1e-6
    )


def _places(matches: Matches) -> tuple[int, list[tuple[str, int | None]]]:
    return matches.total, [(match.release_id, match.number) for match in matches.page]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    commit(tmp_path / "index", (make_release("a"), make_release("b", "Port")), ())
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    with closing(open_engine(folder)) as opened:
        yield opened


def test_what_was_put_is_read_again(engine: Engine) -> None:
    assert engine.read("b") == make_release("b", "Port")


def test_an_unknown_id_is_not_found(engine: Engine) -> None:
    with pytest.raises(ReleaseNotFoundError):
        engine.read("c")


def test_ids_are_found_by_their_beginning(engine: Engine) -> None:
    assert (engine.find_ids(""), engine.find_ids("b")) == (["a", "b"], ["b"])


def test_the_catalogue_is_that_of_the_last_commit(engine: Engine) -> None:
    assert engine.catalogue() == Catalogue(roots=("data",))


def test_nothing_is_seen_before_commit_and_nothing_after_abort(folder: Path) -> None:
    with closing(open_engine(folder)) as writing:
        writer = writing.begin()
        writer.put(store(make_release("c")))
        writer.remove("a")
        with closing(open_engine(folder)) as reading:
            during = reading.find_ids("")
        writer.abort()
    with closing(open_engine(folder)) as reading:
        assert (during, reading.find_ids("")) == (["a", "b"], ["a", "b"])


def test_a_second_writer_is_refused(folder: Path) -> None:
    with closing(open_engine(folder)) as one, closing(open_engine(folder)) as two:
        writer = one.begin()
        with pytest.raises(EngineUnavailableError, match="another process"):
            two.begin()
        writer.abort()


def test_clearing_starts_from_nothing(folder: Path) -> None:
    with closing(open_engine(folder)) as engine:
        writer = engine.begin(clear=True)
        writer.put(store(make_release("z")))
        writer.commit(Catalogue())
    with closing(open_engine(folder)) as engine:
        assert engine.find_ids("") == ["z"]


def test_an_index_as_it_was_committed_is_undamaged(engine: Engine) -> None:
    assert engine.find_damage() == ()


@pytest.mark.parametrize("damage", ["altered", "not as long as it was"])
def test_a_damaged_file_is_named(folder: Path, damage: str) -> None:
    path = next(folder.glob("*.pst"))
    with closing(open_engine(folder)) as engine:
        content = path.read_bytes()
        changed = bytes([content[0] ^ 1]) + content[1:] if damage == "altered" else b"x"
        path.write_bytes(changed)
        found = engine.find_damage()
        path.write_bytes(content)
    assert found == (f"{path.name} is {damage}",)


def test_an_index_of_another_format_says_how_to_rebuild(folder: Path) -> None:
    record = next(folder.glob("commit-*.json"))
    text = record.read_text(encoding="utf-8")
    record.write_text(re.sub(r'"format": \d+', '"format": 99', text), encoding="utf-8")
    with pytest.raises(EngineError, match=r"format 99.*--rebuild"):
        open_engine(folder)


def test_a_folder_of_other_files_is_never_made_an_index(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(EngineError, match=r"thesis\.txt"):
        create_engine(tmp_path)


def test_what_is_put_twice_before_a_commit_is_there_once(folder: Path) -> None:
    commit(folder, (make_release("c"), make_release("c", "Pier")))
    with closing(open_engine(folder)) as engine:
        assert [engine.read(i).title for i in engine.find_ids("")] == [
            "Ferry",
            "Port",
            "Pier",
        ]


def test_what_is_put_and_then_removed_is_not_committed(folder: Path) -> None:
    with closing(open_engine(folder)) as engine:
        writer = engine.begin()
        writer.put(store(make_release("c")))
        writer.remove("c")
        writer.commit(Catalogue())
    with closing(open_engine(folder)) as engine:
        assert engine.find_ids("") == ["a", "b"]


@pytest.mark.parametrize("number", ["01", "0", "١", "2", "1" * 5_000])
def test_a_quote_is_found_by_its_very_id_only(tmp_path: Path, number: str) -> None:
    quote = Quote(
        span=Span(0, 5),
        kind=QuoteKind.INLINE,
        evidence=Evidence.MARKED,
        speaker=Speaker(),
    )
    blocks = (make_paragraph("Ferry"),)
    commit(tmp_path / "i", (make_release("a", blocks=blocks, quotes=(quote,)),))
    query = Identifier(f"a#q{number}")
    found = search(tmp_path / "i", Request(query=query, target=Target.QUOTES))
    assert found.total == 0


def test_an_unreadable_query_never_reaches_an_engine() -> None:
    with pytest.raises(QueryError):
        parse_query("nowhere:ferry", TODAY)


def test_a_span_of_nothing_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="empty"):
        Span(3, 3)
