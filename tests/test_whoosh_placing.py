"""Texts become the tokens of their analysis, in however many parts they are placed."""

from itertools import accumulate, pairwise
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressfind.analysis import tokenize
from pressfind.engines.whoosh import cutting, grouping, placing, weighing
from pressfind.engines.whoosh.builder import SegmentBuilder
from pressfind.engines.whoosh.chunks import Chunks
from pressfind.engines.whoosh.columns import Tokens, find_ranges, join_tokens
from pressfind.engines.whoosh.fields import FILES, GAP
from pressfind.engines.whoosh.placing import FieldBuilder
from pressfind.model import Release
from tests.archives import releases as make_releases
from tests.archives import store

_PIECES = [
    *("5", "£5.5", "$5", "million", "Million.", "M", "per", "Per,", "cent", "%"),
    *("–", "co-op", "Ida", "ida,", "million-5", "U.S.", ""),
]
texts = st.lists(st.sampled_from(_PIECES), max_size=6).map(" ".join)
documents = st.lists(st.lists(texts, max_size=3), min_size=1, max_size=5)

small = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

Token = tuple[str, int, int, int]
"""A form, its width, a document, and a position in it."""


def _expected(field: list[list[str]]) -> tuple[list[Token], list[int]]:
    """Return the tokens of a field of documents, and how many words each has."""
    tokens: list[Token] = []
    lengths = []
    for document, texts in enumerate(field):
        start = words = 0
        for text in texts:
            found = list(tokenize(text))
            tokens += [(t.form, t.width, document, start + t.position) for t in found]
            length = len({token.position for token in found})
            start += length + GAP
            words += length
        lengths.append(words)
    return sorted(tokens), lengths


def _build(field: list[list[str]]) -> tuple[FieldBuilder, Chunks]:
    chunks = Chunks()
    built = FieldBuilder(chunks)
    for document, texts in enumerate(field):
        built.add(document, texts)
    return built, chunks


def _spread(built: FieldBuilder) -> Tokens:
    """Return the tokens of a field, each with its form."""
    return join_tokens(
        Tokens(np.repeat(runs.forms, runs.lengths), runs.documents, runs.positions)
        for runs in built.find_runs()
    )


@given(documents, st.sampled_from([1, 4, 1_000_000]))
@small
def test_a_field_has_the_tokens_of_its_texts(
    monkeypatch: pytest.MonkeyPatch, field: list[list[str]], at_once: int
) -> None:
    monkeypatch.setattr(placing, "_CUT_AT_ONCE", at_once)
    monkeypatch.setattr(placing, "_AT_ONCE", at_once)
    built, chunks = _build(field)
    tokens = _spread(built)
    entries = list(chunks.entries)
    found = [(*entries[form], d, p) for form, d, p in zip(*tokens, strict=True)]
    lengths = built.find_lengths(len(field)).tolist()
    assert _expected(field) == (sorted(found), lengths)


@given(documents)
def test_the_tokens_of_a_form_are_in_order(field: list[list[str]]) -> None:
    built, chunks = _build(field)
    forms, owners, positions = _spread(built)
    places = [
        list(zip(owners[forms == form], positions[forms == form], strict=True))
        for form in chunks.entries.values()
    ]
    assert [sorted(one) for one in places] == places


_LOWERED = str.maketrans(ascii_uppercase, ascii_lowercase)


@given(
    st.text(st.sampled_from("AbCdEMNSxİſK5.,-'’£%") | st.characters(), max_size=9)
    | st.lists(st.sampled_from([*_PIECES, "PER-CENT"]), max_size=4).map(" ".join)
)
def test_the_case_of_letters_makes_no_difference(text: str) -> None:
    tokens = [
        [(token.form, token.position, token.width) for token in tokenize(written)]
        for written in (text, text.translate(_LOWERED))
    ]
    assert tokens[0] == tokens[1]


many_texts = st.lists(
    st.lists(
        st.sampled_from(["", "a", "word", "a\0", "\0", "\ud800", "é" * 7, "w" * 15])
        | st.text(),
        max_size=9,
    ).map(" ".join)
    | st.sampled_from(["a\x85b\xa0c\u2009d\u3000e\x1cf", "w" * 16, "w" * 17]),
    max_size=9,
)


@given(many_texts, st.sampled_from([1, 18]))
@small
def test_texts_are_cut_at_their_white_space(
    monkeypatch: pytest.MonkeyPatch, texts: list[str], slots: int
) -> None:
    monkeypatch.setattr(cutting, "_SLOTS", slots)
    known: dict[bytes, int] = {}
    cutter = cutting.Cutter()
    cut = []
    for _ in range(2):  # the second time the table has what it can hold
        numbers, counts = cutter.cut(
            [cutting.encode_text(text) for text in texts],
            lambda chunks: [known.setdefault(chunk, len(known)) for chunk in chunks],
        )
        chunks = [list(known)[number] for number in numbers.tolist()]
        ends = accumulate(counts.tolist(), initial=0)
        cut.append([chunks[start:end] for start, end in pairwise(ends)])
    lowered = [text.translate(_LOWERED) for text in texts]
    encoded = [
        [chunk.encode("utf-8", "surrogatepass") for chunk in text.split()]
        for text in lowered
    ]
    assert [encoded] * 2 == cut


def _write(
    folder: Path,
    name: str,
    releases: tuple[Release, ...],
    chunks: Chunks | None = None,
) -> list[bytes]:
    """Write a segment, and return what is in each of its files."""
    made = SegmentBuilder(folder, name, chunks)
    made.add([store(release, number) for number, release in enumerate(releases)])
    made.write()
    return [(folder / f"{name}{ending}").read_bytes() for ending in FILES]


@given(st.tuples(*(make_releases(f"r{number}") for number in range(3))))
@small
def test_a_segment_made_in_small_parts_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archive: tuple[Release, ...]
) -> None:
    written = []
    for name, at_once in (("whole", 1_000_000), ("parts", 3)):
        monkeypatch.setattr(placing, "_CUT_AT_ONCE", at_once)
        monkeypatch.setattr(placing, "_AT_ONCE", at_once)
        monkeypatch.setattr(grouping, "AT_ONCE", at_once)
        monkeypatch.setattr(weighing, "_AT_ONCE", at_once)
        written.append(_write(tmp_path, name, archive))
    assert written[0] == written[1]


@given(st.tuples(*(make_releases(f"r{number}") for number in range(3))))
@small
def test_a_segment_of_releases_added_together_is_the_same(
    tmp_path: Path, archive: tuple[Release, ...]
) -> None:
    made = SegmentBuilder(tmp_path, "apart")
    for number, release in enumerate(archive):
        made.add([store(release, number)])
    made.write()
    apart = [(tmp_path / f"apart{ending}").read_bytes() for ending in FILES]
    assert _write(tmp_path, "together", archive) == apart


@given(st.tuples(*(make_releases(f"r{number}") for number in range(3))))
@small
def test_a_segment_that_knows_the_chunks_of_others_is_the_same(
    tmp_path: Path, archive: tuple[Release, ...]
) -> None:
    known = Chunks()
    written = []
    for name, chunks in (("before", known), ("after", known), ("alone", Chunks())):
        releases = archive[:2] if name == "before" else archive[1:]
        written.append(_write(tmp_path, name, releases, chunks))
    assert written[2] == written[1]


@given(st.lists(st.integers(0, 9)), st.integers(1, 12))
def test_ranges_cover_everything_and_none_is_much_larger_than_asked(
    counts: list[int], most: int
) -> None:
    ranges = find_ranges(np.array(counts, np.int64), most)
    covered = [number for first, end in ranges for number in range(first, end)]
    sizes = [sum(counts[first:end]) for first, end in ranges]
    assert covered == list(range(len(counts)))
    assert max(sizes, default=0) < most + 10
