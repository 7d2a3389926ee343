"""Every rule of ``engines/base.py``, and agreement with the oracle."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import product
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
    Evidence,
    Filters,
    Learnt,
    Quote,
    QuoteKind,
    Release,
    Sort,
    Span,
    Speaker,
)
from pressfind.model.explanations import Explanation
from pressfind.model.indexes import Catalogue
from pressfind.query.expansion import expand
from pressfind.query.names import find_keys
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.tree import Identifier, InQuote, Names
from pressfind.schema import Target
from tests.archives import (
    CLAUSES,
    NAMED,
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


@given(archives, archives, queries_of(NAMED), st.sampled_from(Target))
@settings(max_examples=100, deadline=None)
def test_an_engine_agrees_with_the_oracle_on_other_names(
    first: tuple[Release, ...],
    second: tuple[Release, ...],
    text: str,
    target: Target,
) -> None:
    parsed = parse_query(text, TODAY)
    keys = find_keys(parsed)
    oracle = ReferenceEngine([*second[:2], first[2]])
    learnt = oracle.find_learnt(keys)
    query = plan(expand(parsed, learnt, (), lambda _: 0), Filters(), target)
    request = Request(query=query, target=target)
    with tempfile.TemporaryDirectory() as folder:
        commit(Path(folder, "i"), first, ())
        commit(Path(folder, "i"), second[:2], ("r3",))
        with closing(open_engine(Path(folder, "i"))) as engine:
            assert engine.find_learnt(keys) == learnt
            found = engine.search(request)
    expected = oracle.search(request)
    assert _places(found) == _places(expected)
    assert [m.score for m in found.page] == pytest.approx(
        [m.score for m in expected.page], abs=1e-6
    )


FIELDS = ["department", "tag", "speaker", "role", "organisation", "date"]
WHOLE = [
    *(("ida", "holt"), ("bo", "holt"), ("holt", "ida"), ("dr", "bo", "holt")),
    *(("the", "harbour", "master"), ("holt",)),
]


@given(
    archives,
    queries_of(CLAUSES),
    st.sampled_from(Target),
    st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3),
)
@settings(max_examples=100, deadline=None)
def test_an_engine_counts_as_the_oracle_does_after_any_history(
    first: tuple[Release, ...], text: str, target: Target, fields: list[str]
) -> None:
    query = plan(parse_query(text, TODAY), Filters(), target)
    with tempfile.TemporaryDirectory() as folder:
        commit(Path(folder, "i"), first, ())
        commit(Path(folder, "i"), (), ("r3",))
        with closing(open_engine(Path(folder, "i"))) as engine:
            found = engine.count_values(query, target, fields, _names_with_an_o)
    oracle = ReferenceEngine(first[:3])
    assert found == oracle.count_values(query, target, fields, _names_with_an_o)


def _names_with_an_o(*values: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return some, all or none of the combinations of values, with parts in common."""
    return {row for row in product(*values) if any("o" in name for name in row)}


@given(archives, st.sampled_from(WHOLE), st.sampled_from(Target))
@settings(max_examples=50, deadline=None)
def test_an_engine_agrees_with_the_oracle_on_whole_names(
    first: tuple[Release, ...], words: tuple[str, ...], target: Target
) -> None:
    names = Names(words=words, field="speaker", whole=True)
    query = names if target is Target.QUOTES else InQuote(names)
    request = Request(query=query, target=target)
    with tempfile.TemporaryDirectory() as folder:
        commit(Path(folder, "i"), first, ())
        found = search(Path(folder, "i"), request)
    assert _places(found) == _places(ReferenceEngine(first).search(request))


@given(
    archives,
    archives,
    queries_of([*NAMED, *CLAUSES]),
    st.sampled_from(Target),
)
@settings(max_examples=100, deadline=None)
def test_a_score_is_the_sum_of_the_parts_that_explain_it(
    first: tuple[Release, ...],
    second: tuple[Release, ...],
    text: str,
    target: Target,
) -> None:
    oracle = ReferenceEngine([*second[:2], first[2]])
    parsed = parse_query(text, TODAY)
    learnt = oracle.find_learnt(find_keys(parsed))
    query = plan(expand(parsed, learnt, (), lambda _: 0), Filters(), target)
    request = Request(query=query, target=target)
    with tempfile.TemporaryDirectory() as folder:
        commit(Path(folder, "i"), first, ())
        commit(Path(folder, "i"), second[:2], ("r3",))
        with closing(open_engine(Path(folder, "i"))) as engine:
            found = engine.search(request)
            explained = engine.explain(request, found)
    sums = [round(sum(part.score for part in one.parts), 6) for one in explained]
    assert sums == [match.score for match in found.page]
    assert _parts(explained) == _parts(oracle.explain(request, found))


def _parts(explained: list[Explanation]) -> list[object]:
    """Return all that explanations say, in an order of its own, without last bits."""
    return [
        (
            one.documents,
            [
                (part.text, part.times, part.documents, round(part.score, 6))
                for part in one.parts
            ],
            [
                sorted((o.field, o.name, o.count, o.length) for o in part.occurred)
                for part in one.parts
            ],
        )
        for one in explained
    ]


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


def test_a_pair_is_learnt_of_live_releases_as_most_of_them_spell_it(
    tmp_path: Path,
) -> None:
    spellings = ["Safety Orders", "safety orders", "Safety Order", "safety orders"]
    releases = [
        make_release(f"r{n}", blocks=(make_paragraph(f"the {spelling} (SO)"),))
        for n, spelling in enumerate(spellings)
    ]
    commit(tmp_path / "i", releases[:2])
    commit(tmp_path / "i", releases[2:], ("r0",))
    with closing(open_engine(tmp_path / "i")) as engine:
        found = engine.find_learnt(["so"])
    assert found == [
        Learnt(acronym="SO", long_form="safety orders", releases=3, release_id="r1")
    ]


@pytest.mark.parametrize("key", ["so", "safeti order"])
def test_a_pair_is_found_by_either_name(tmp_path: Path, key: str) -> None:
    blocks = (make_paragraph("the Safety Orders (SO)"),)
    commit(tmp_path / "i", (make_release("a", blocks=blocks),))
    with closing(open_engine(tmp_path / "i")) as engine:
        assert [pair.acronym for pair in engine.find_learnt([key, "x"])] == ["SO"]


def test_the_first_release_that_explains_a_pair_is_named(tmp_path: Path) -> None:
    blocks = (make_paragraph("the Safety Orders (SO)"),)
    days = [None, date(2024, 5, 2), date(2024, 5, 1)]
    commit(
        tmp_path / "i",
        [make_release(f"r{n}", blocks=blocks, date=day) for n, day in enumerate(days)],
    )
    with closing(open_engine(tmp_path / "i")) as engine:
        assert [pair.release_id for pair in engine.find_learnt(["so"])] == ["r2"]


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


def test_who_reads_goes_on_when_a_commit_has_removed_all_files(folder: Path) -> None:
    with closing(open_engine(folder)) as reading:
        with closing(open_engine(folder)) as writing:
            writer = writing.begin(clear=True)
            writer.commit(Catalogue())
        query = plan(parse_query("port", TODAY), Filters(), Target.RELEASES)
        request = Request(query=query, target=Target.RELEASES)
        assert reading.search(request).total == 1


def test_an_interrupt_while_old_files_are_removed_leaves_what_was_committed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlink(path: Path) -> None:
        path.rename(path.with_suffix(".gone"))
        raise KeyboardInterrupt

    with closing(open_engine(folder)) as writing:
        writer = writing.begin()
        writer.put(store(make_release("c")))
        monkeypatch.setattr(Path, "unlink", unlink)
        with pytest.raises(KeyboardInterrupt):
            writer.commit(Catalogue())
        monkeypatch.undo()
        writer.abort()
    with closing(open_engine(folder)) as reading:
        assert reading.find_ids("") == ["a", "b", "c"]


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


def test_of_two_processes_that_make_an_index_the_later_is_refused(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "new"
    with closing(create_engine(folder)) as late:
        commit(folder, (make_release("a"),))
        with pytest.raises(EngineUnavailableError, match="just been changed"):
            late.begin()
    with closing(open_engine(folder)) as engine:
        assert engine.find_ids("") == ["a"]


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
