"""Segments hold whatever a release can be, and one that isn't whole is never used."""

import os
import sys
from array import array
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from pressfind.analysis import MAX_FORM
from pressfind.engines import open_engine
from pressfind.engines.base import Matches, Request
from pressfind.engines.whoosh.builder import SegmentBuilder
from pressfind.engines.whoosh.chunks import Chunks
from pressfind.engines.whoosh.grouping import PostingLists
from pressfind.engines.whoosh.placing import FieldBuilder
from pressfind.engines.whoosh.postings import FieldPostings
from pressfind.engines.whoosh.sections import (
    SectionFile,
    SectionWriter,
    narrow,
    type_code,
)
from pressfind.engines.whoosh.segment import Segment
from pressfind.errors import EngineError
from pressfind.model import (
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
from pressfind.model.indexes import (
    Catalogue,
    Version,
)
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.schema import Target
from tests.archives import TODAY, commit, make_paragraph, make_release, search, store
from tests.reference_engine import ReferenceEngine


def _request(text: str, target: Target = Target.RELEASES) -> Request:
    return Request(
        query=plan(parse_query(text, TODAY), Filters(), target), target=target
    )


def _ask_both(
    folder: Path, archive: list[Release], request: Request
) -> tuple[Matches, Matches]:
    commit(folder, archive)
    return ReferenceEngine(archive).search(request), search(folder, request)


def _said(start: int, end: int, name: str | None = None) -> Quote:
    return Quote(
        span=Span(start, end),
        kind=QuoteKind.INLINE,
        evidence=Evidence.MARKED,
        speaker=Speaker(name=name),
    )


@pytest.mark.parametrize("often", [255, 256, 65_535, 65_536, 70_000])
def test_a_word_is_counted_however_often_it_stands_in_a_release(
    tmp_path: Path, often: int
) -> None:
    body = make_paragraph("ferry " * often)
    commit(tmp_path / "i", [make_release("a", "Pier", blocks=(body,))])
    with closing(open_engine(tmp_path / "i")) as engine:
        name = engine._segments[0].name  # type: ignore[attr-defined]
    segment = Segment(tmp_path / "i", name, frozenset())
    family = segment.dictionary.find_family("ferri")
    (number,) = segment.field("body").find_lists(family.start, family.stop)
    assert [often] == list(segment.field("body").frequencies(number))


def test_a_phrase_is_found_behind_more_words_than_16_bits_count(tmp_path: Path) -> None:
    body = make_paragraph("the " * 70_000 + "last ferry")
    archive = [
        make_release("a", "Pier", blocks=(body,)),
        make_release("b", "Last", blocks=(make_paragraph("ferry last"),)),
    ]
    commit(tmp_path / "i", archive)
    found = search(tmp_path / "i", _request('"last ferry"'))
    assert [match.release_id for match in found.page] == ["a"]


def test_a_phrase_outlives_the_merging_of_long_and_short_releases(
    tmp_path: Path,
) -> None:
    for number in range(7):
        words = "the " * (70_000 if number == 3 else number)
        body = make_paragraph(f"{words} last ferry")
        commit(tmp_path / "i", [make_release(f"r{number}", blocks=(body,))])
    assert search(tmp_path / "i", _request('"last ferry"')).total == 7


def test_a_field_may_be_empty_in_every_release(tmp_path: Path) -> None:
    expected, found = _ask_both(
        tmp_path / "i", [make_release("a"), make_release("b")], _request("lead:ferry")
    )
    assert expected == found == Matches(total=0, page=())


def test_releases_without_a_word_are_found_by_asking_for_all(tmp_path: Path) -> None:
    archive = [make_release("a", "—"), make_release("b", "…")]
    expected, found = _ask_both(tmp_path / "i", archive, _request(""))
    assert expected == found


@pytest.mark.parametrize("length", [1, MAX_FORM, MAX_FORM + 1, 5_000])
def test_a_word_of_any_length_is_found(tmp_path: Path, length: int) -> None:
    word = "z" * length
    archive = [make_release("a", word), make_release("b", f"{word} ferry")]
    expected, found = _ask_both(tmp_path / "i", archive, _request(f'"{word} ferry"'))
    assert (expected.total, expected) == (1, found)


def test_every_one_of_a_thousand_quotes_is_found_and_numbered(tmp_path: Path) -> None:
    text = " ".join(f"word{number}" for number in range(1_000))
    ends = [0, *(place for place, sign in enumerate(text) if sign == " "), len(text)]
    quotes = tuple(_said(start + (start > 0), end) for start, end in pairwise(ends))
    release = make_release("a", blocks=(make_paragraph(text),), quotes=quotes)
    commit(tmp_path / "i", [release, make_release("b")])
    found = search(tmp_path / "i", _request("word0 OR word999", Target.QUOTES))
    assert sorted(match.number or 0 for match in found.page) == [1, 1_000]


FOREIGN = "Ærø şehir 東京 Москва ἀρχή 😀 नमस्ते"


@pytest.fixture
def foreign() -> Release:
    """Make a release that has nothing of ASCII anywhere."""
    quotes = (_said(0, len(FOREIGN), "Þóra Ødegård"),)
    release = make_release(
        "2024-ærø-東京",
        FOREIGN,
        blocks=(make_paragraph(FOREIGN),),
        department="Økonomi",
        tags=("Ñandú",),
        url="https://example.org/ø",
        quotes=quotes,
    )
    path = "archive/\udcff\udce9.txt"  # bytes of a name that aren't UTF-8
    return replace(release, source=Source(path=path, line_start=1, line_end=2))


def test_what_is_not_ascii_is_read_as_it_was_put(
    tmp_path: Path, foreign: Release
) -> None:
    stored = replace(
        store(foreign, 2**64 - 1),
        versions=(Version(origin=foreign.source.path, release=foreign),),
    )
    commit(tmp_path / "i")
    with closing(open_engine(tmp_path / "i")) as engine:
        writer = engine.begin()
        writer.put(stored)
        writer.commit(Catalogue(roots=(foreign.source.path,)))
    with closing(open_engine(tmp_path / "i")) as engine:
        writer = engine.begin()
        ((candidate,),) = writer.find_groups([2**64 - 1])
        read = writer.read(candidate)
        writer.abort()
        assert (stored, (foreign.source.path,)) == (read, engine.catalogue().roots)


@pytest.mark.parametrize(
    "text",
    [
        "東京",
        "москва",
        "aero",
        "sehir",
        "speaker:odegard",
        "department:okonomi",
        "नमस्ते",
    ],
)
def test_what_is_not_ascii_is_found(
    tmp_path: Path, foreign: Release, text: str
) -> None:
    archive = [foreign, make_release("b")]
    expected, found = _ask_both(tmp_path / "i", archive, _request(text))
    assert (expected.total, expected) == (1, found)


def test_an_id_of_half_a_character_is_of_no_release(
    tmp_path: Path, foreign: Release
) -> None:
    commit(tmp_path / "i", [foreign])
    with closing(open_engine(tmp_path / "i")) as engine:
        assert engine.find_ids("2024-\udc9f") == []


@pytest.mark.parametrize(
    ("greatest", "code"),
    [
        *((0, "B"), (255, "B"), (256, "H"), (65_535, "H"), (65_536, "I")),
        *((2**32 - 1, "I"), (2**32, "Q"), (2**64 - 1, "Q")),
    ],
)
def test_an_array_is_as_narrow_as_its_greatest_number_allows(
    greatest: int, code: str
) -> None:
    found = narrow([0, greatest])
    expected = (code, code, [0, greatest])
    assert expected == (type_code(greatest), found.typecode, found.tolist())


@pytest.mark.parametrize("code", "BHIQ")
@pytest.mark.parametrize("order", ["little", "big"])
def test_numbers_are_little_endian_on_every_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, order: str
) -> None:
    numbers = array(code, [1, 2, 200])
    as_kept = array(code, numbers)
    if order != sys.byteorder:  # as such a machine has them in memory
        as_kept.byteswap()
    monkeypatch.setattr(sys, "byteorder", order)
    writer = SectionWriter(tmp_path / "s")
    writer.add("numbers", as_kept)
    writer.close()
    kept = b"".join(number.to_bytes(numbers.itemsize, "little") for number in numbers)
    read = SectionFile(tmp_path / "s").array("numbers")
    assert kept in (tmp_path / "s").read_bytes()
    assert as_kept.tolist() == read.tolist()


def test_documents_beyond_a_million_have_postings(tmp_path: Path) -> None:
    field = FieldBuilder(Chunks())
    documents = [5, 70_000, 1_500_000, 16_777_217]
    for document in documents:
        field.add(document, ("the ferry",))
    lists = PostingLists()
    (runs,) = field.find_runs()
    lists.add(runs)
    writer = SectionWriter(tmp_path / "s")
    lists.write(writer, "body")
    writer.close()
    postings = FieldPostings(SectionFile(tmp_path / "s"), "body")
    assert [documents, documents] == [postings.documents(n).tolist() for n in (0, 1)]
    assert [postings.positions(n).tolist() for n in (0, 1)] == [[0] * 4, [1] * 4]


def _write_segment(folder: Path) -> Path:
    builder = SegmentBuilder(folder, "MAIN_a")
    body = make_paragraph("Ida Holt said it")
    quoting = make_release("a", blocks=(body,), quotes=(_said(0, 3),))
    builder.add([store(quoting, 1), store(make_release("b", date=date(2024, 5, 2)), 2)])
    builder.write()
    return folder / "MAIN_a.pst"


@pytest.mark.parametrize("ending", [".pst", ".rec"])
def test_a_file_cut_short_at_any_length_is_refused_on_opening(
    tmp_path: Path, ending: str
) -> None:
    path = _write_segment(tmp_path).with_suffix(ending)
    content = path.read_bytes()
    accepted = []
    for length in reversed(range(len(content))):
        os.truncate(path, length)
        try:
            SectionFile(path)
        except EngineError:
            continue
        accepted.append(length)
    assert accepted == []


def test_a_file_with_any_bit_of_its_directory_altered_is_refused_on_opening(
    tmp_path: Path,
) -> None:
    path = _write_segment(tmp_path)
    content = path.read_bytes()
    accepted = []
    for place in range(content.index(b'{"sections"'), len(content)):
        with path.open("r+b") as stream:
            stream.seek(place)
            stream.write(bytes([content[place] ^ 1 << place % 8]))
        try:
            SectionFile(path)
        except EngineError:
            pass
        else:
            accepted.append(place)
        with path.open("r+b") as stream:
            stream.seek(place)
            stream.write(content[place : place + 1])
    assert accepted == []


@pytest.mark.parametrize("content", [b"", b"pressfi2", b"x" * 4_000, bytes(4_000)])
def test_a_file_of_another_kind_is_refused_on_opening(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "s").write_bytes(content)
    with pytest.raises(EngineError, match=r"s can't be read.*--rebuild"):
        SectionFile(tmp_path / "s")


def test_a_file_of_another_version_is_refused_on_opening(tmp_path: Path) -> None:
    path = _write_segment(tmp_path)
    content = path.read_bytes()
    path.write_bytes(b"pressfi9" + content[8:])
    with pytest.raises(EngineError, match="another format"):
        SectionFile(path)


@pytest.mark.parametrize("ending", [".pst", ".rec"])
def test_an_index_with_a_file_cut_short_never_answers_wrongly(
    tmp_path: Path, ending: str
) -> None:
    commit(tmp_path / "i", [make_release("a"), make_release("b", "Port")])
    (path,) = (tmp_path / "i").glob(f"*{ending}")
    content, wrong = path.read_bytes(), []
    for length in range(0, len(content), 7):
        path.write_bytes(content[:length])
        try:
            with closing(open_engine(tmp_path / "i")) as engine:
                found = engine.search(_request("ferry"))
                titles = [engine.read_match(m).title for m in found.page]
        except EngineError:
            continue
        wrong.append((length, titles))
    assert wrong == []


@pytest.mark.parametrize("ending", [".pst", ".rec"])
def test_a_file_cut_short_is_named_as_damaged(tmp_path: Path, ending: str) -> None:
    commit(tmp_path / "i", [make_release("a")])
    (path,) = (tmp_path / "i").glob(f"*{ending}")
    with closing(open_engine(tmp_path / "i")) as engine:
        content = path.read_bytes()
        path.write_bytes(content[:-1])
        named = engine.find_damage()
        path.write_bytes(content)
    assert named == (f"{path.name} is not as long as it was",)


def test_what_is_sorted_by_date_may_be_of_the_first_and_the_last_day(
    tmp_path: Path,
) -> None:
    days = [date.max, date.min, None, TODAY]
    archive = [make_release(f"r{n}", date=day) for n, day in enumerate(days)]
    request = replace(_request("ferry date:..9999"), sort=Sort.OLDEST)
    expected, found = _ask_both(tmp_path / "i", archive, request)
    assert (expected.total, expected) == (3, found)
