"""Every rule of ``engines/base.py``, and agreement with the oracle."""

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines import create_engine, open_engine
from pressfind.engines.base import Engine, Matches, Request, Stored
from pressfind.errors import (
    EngineError,
    EngineUnavailableError,
    QueryError,
    ReleaseNotFoundError,
)
from pressfind.model import (
    Block,
    BlockKind,
    Catalogue,
    Evidence,
    Filters,
    Quote,
    QuoteKind,
    Release,
    Sort,
    Source,
    Span,
    Speaker,
)
from pressfind.query import parse_query, plan
from pressfind.schema import Target
from tests.reference_engine import ReferenceEngine

TODAY = datetime.date(2024, 5, 1)
WORDS = ["ferry", "ferries", "port", "co-op", "coop", "24%", "the", "Ida’s"]
TERMS = ["ferry", '"the ferries"', "co-op", "coop port", "24", '"24% ferry"', "ida"]
CLAUSES = [
    *TERMS,
    *("title:port", "lead:ferry", "heading:the", "body:coop", "quote:ferry"),
    *("speaker:ida", "speaker:holt", "role:minister", "department:ports"),
    *("date:2024", "date:..2023", "id:r1", "id:r2#q1", "tag:trade"),
]

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
kinds = st.sampled_from(
    [
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.BULLET,
        BlockKind.QUOTE_PARAGRAPH,
    ]
)
speakers = st.sampled_from(
    [
        Speaker(),
        Speaker(name="Ida Holt", role="Ports Minister"),
        Speaker(name="Bo Holt", as_written="Dr Bo Holt", role="Harbour Master"),
    ]
)
queries = st.recursive(
    st.sampled_from(CLAUSES),
    lambda inner: st.one_of(
        st.builds("({} {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("-{}".format, inner),
    ),
    max_leaves=5,
)


@st.composite
def releases(draw: st.DrawFn, identifier: str) -> Release:
    drawn = draw(st.lists(st.tuples(kinds, texts), max_size=4))
    blocks = tuple(Block(kind=kind, text=text) for kind, text in drawn)
    release = Release(
        id=identifier,
        title=draw(texts),
        source=Source(path="a.txt"),
        department=draw(st.sampled_from([None, "Ministry of Ports"])),
        date=draw(st.sampled_from([None, TODAY, datetime.date(2023, 1, 2)])),
        lead=draw(st.sampled_from([None, blocks[0].text if blocks else None])),
        tags=draw(st.sampled_from([(), ("Foreign Trade",), ("Trade", "Ports")])),
        blocks=blocks,
    )
    quotes = tuple(
        Quote(
            span=span,
            kind=draw(st.sampled_from(QuoteKind)),
            evidence=Evidence.MARKED,
            speaker=draw(speakers),
        )
        for span in release.block_spans()
        if draw(st.booleans())
    )
    return replace(release, quotes=quotes)


archives = st.tuples(*(releases(f"r{number}") for number in range(4)))


@given(archives, archives, queries, st.sampled_from(Target), st.sampled_from(Sort))
@settings(max_examples=100, deadline=None)
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
        _write(Path(folder, "i"), first, ())
        _write(Path(folder, "i"), second[:2], ("r3",))
        with closing(open_engine(Path(folder, "i"))) as engine:
            found = engine.search(request)
    expected = ReferenceEngine([*second[:2], first[2]]).search(request)
    assert _places(found) == _places(expected)
    assert [m.score for m in found.page] == pytest.approx(
        [m.score for m in expected.page], abs=1e-5
    )


def _places(matches: Matches) -> tuple[int, list[tuple[str, int | None]]]:
    return matches.total, [(match.release_id, match.number) for match in matches.page]


def _write(folder: Path, put: tuple[Release, ...], removed: tuple[str, ...]) -> None:
    with closing(create_engine(folder)) as engine:
        writer = engine.begin()
        for release_id in removed:
            writer.remove(release_id)
        for release in put:
            writer.put(_stored(release))
        writer.commit(Catalogue(roots=("data",)))


def _stored(release: Release) -> Stored:
    keys = frozenset({len(release.title)})
    return Stored(release=release, versions=(), keys=keys)


def _release(identifier: str, title: str = "Ferry", **values: object) -> Release:
    source = Source(path="a.txt")
    return Release(id=identifier, title=title, source=source, **values)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _write(tmp_path / "index", (_release("a"), _release("b", "Port")), ())
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    with closing(open_engine(folder)) as opened:
        yield opened


def test_what_was_put_is_read_again(engine: Engine) -> None:
    assert engine.read("b") == _stored(_release("b", "Port"))


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
        writer.put(_stored(_release("c")))
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
        writer.put(_stored(_release("z")))
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
    record.write_text(text.replace('"format": 2', '"format": 99'), encoding="utf-8")
    with pytest.raises(EngineError, match=r"format 99.*--rebuild"):
        open_engine(folder)


def test_a_folder_of_other_files_is_never_made_an_index(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(EngineError, match=r"thesis\.txt"):
        create_engine(tmp_path)


def test_an_unreadable_query_never_reaches_an_engine() -> None:
    with pytest.raises(QueryError):
        parse_query("nowhere:ferry", TODAY)


def test_a_span_of_nothing_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="empty"):
        Span(3, 3)
