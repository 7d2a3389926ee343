"""Acronyms and synonyms in a query: what they stand for, and what is found by them."""

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.engines import open_engine
from pressfind.errors import QueryError, UsageError
from pressfind.model import Learnt, Matching, Question
from pressfind.query.expansion import MOST_MEANINGS, MOST_NAMES, expand
from pressfind.query.names import Synonyms, find_keys
from pressfind.query.parser import parse_query
from pressfind.query.printer import print_query
from pressfind.query.tree import positive_texts
from pressfind.searching import search_quotes, search_releases
from pressfind.searching.asking import expand_names
from tests.archives import (
    CLAUSES,
    TODAY,
    commit,
    make_paragraph,
    make_release,
    queries_of,
)


def _learnt(acronym: str, long_form: str, releases: int = 1) -> Learnt:
    return Learnt(
        acronym=acronym, long_form=long_form, releases=releases, release_id="r"
    )


HSO = _learnt("HSO", "Harbour Safety Orders")
NFB = _learnt("NFB", "National Fisheries Board")
FEW = _learnt("WHO", "Whale Health Office")
MEANINGS = _learnt("FSB", "Ferry Safety Board", 30), _learnt("FSB", "Fish Shop", 2)


def _others(
    text: str, *learnt: Learnt, synonyms: Synonyms = (), releases: int = 0
) -> list[list[str]]:
    """Return the other names of each text of a query."""
    query = expand(
        parse_query(text, TODAY), learnt or (HSO, NFB), synonyms, lambda _: releases
    )
    return [[other.name for other in t.others] for t in positive_texts(query)]


@pytest.mark.parametrize(
    "text", ["HSO", "hso", '"HSO"', "title:HSO", "HSO OR eel", "organisation:HSO"]
)
def test_an_acronym_stands_for_its_long_form_and_its_plural(text: str) -> None:
    assert _others(text)[0] == ["Harbour Safety Orders", "HSOs"]


def test_the_plural_of_an_acronym_stands_for_the_long_form_and_the_singular() -> None:
    assert _others("HSOs") == [["Harbour Safety Orders", "HSO"]]


@pytest.mark.parametrize(
    "text",
    ["harbour safety orders", "Harbour Safety Order", "a harbour safety order fell"],
)
def test_words_side_by_side_stand_each_for_their_acronym(text: str) -> None:
    assert [names for names in _others(text) if names] == [["HSO"]] * 3


@pytest.mark.parametrize(
    "text",
    [
        "=HSO",
        '="harbour safety orders"',
        "HSO*",
        "hso~",
        "harbour orders safety",
        "harbour safety",
        "harbour OR safety OR orders",
        "harbour title:safety orders",
        "harbour -safety orders",
        '"harbour safety orders"~5',
    ],
)
def test_what_is_no_name_stands_for_itself_alone(text: str) -> None:
    assert [names for names in _others(text) if names] == []


def test_a_name_in_a_phrase_is_replaced_within_it() -> None:
    query = expand(
        parse_query('"new harbour safety orders today"', TODAY), (HSO,), (), lambda _: 0
    )
    (text,) = positive_texts(query)
    assert [len(other.slots) for other in text.others] == [3]


@pytest.mark.parametrize("releases", [10, 11])
def test_a_word_in_small_letters_is_an_acronym_if_most_of_its_releases_say_so(
    releases: int,
) -> None:
    found = _others("who", FEW, releases=releases)
    assert found == [["Whale Health Office", "WHOs"] if releases == 10 else []]


def test_a_word_in_capitals_is_an_acronym_however_frequent_it_is() -> None:
    assert _others("WHO", FEW, releases=999) == [["Whale Health Office", "WHOs"]]


def test_a_meaning_that_far_fewer_releases_explain_is_left_out() -> None:
    assert _others("FSB", *MEANINGS) == [["Ferry Safety Board", "FSBs"]]


def test_a_long_form_stands_for_no_acronym_that_means_something_else() -> None:
    assert _others("fish shop", *MEANINGS) == [[], []]


def test_an_acronym_of_many_meanings_stands_for_those_learnt_most_often() -> None:
    meanings = [_learnt("QB", f"Quay Bar{n}", 1000 - n) for n in range(1000)]
    names = [f"Quay Bar{n}" for n in range(MOST_MEANINGS)]
    assert _others("QB", *meanings) == [[names[0], "QBs", *names[1:]]]


def test_no_more_names_are_sought_than_may_be() -> None:
    found = _others(" ".join(["HSO"] * 2 * MOST_NAMES))
    assert sum(map(len, found)) == MOST_NAMES


def test_all_names_of_a_group_of_synonyms_stand_for_each_other() -> None:
    groups = (("small boats", "dinghy", "raft"),)
    assert [
        _others("dinghies", HSO, synonyms=groups),
        _others('"small boat"', HSO, synonyms=groups),
    ] == [[["small boats", "raft"]], [["dinghy", "raft"]]]


@given(queries_of(CLAUSES))
def test_an_expanded_query_is_printed_as_it_was_asked(text: str) -> None:
    parsed = parse_query(text, TODAY)
    groups = (("ferry", "eel boat"), ("the ferry", "port"))
    expanded = expand(parsed, (HSO,), groups, lambda _: 0)
    assert print_query(expanded) == print_query(parsed)


@given(st.text())
def test_any_query_at_all_can_be_expanded(text: str) -> None:
    try:
        parsed = parse_query(text, TODAY)
    except QueryError:
        return
    find_keys(parsed)
    groups = ((text, "port"),) if text.isalpha() else ()
    expanded = expand(parsed, (HSO,), groups, lambda _: 0)
    assert print_query(expanded) == print_query(parsed)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of four releases of which one explains an acronym."""
    folder = tmp_path_factory.mktemp("names") / ".pressfind"
    texts = {
        "long": "A harbour safety order closed the pier, and the ferry was late.",
        "short": "One HSO closed the pier, and the new ferry was late on all days.",
        "many": "The HSOs closed the piers of all the ports on the coast at night.",
        "said": "The new Harbour Safety Orders (HSO) close piers.",
        "none": "The safety of a harbour is in order.",
    }
    commit(
        folder,
        [
            make_release(name, "Pier", blocks=(make_paragraph(text),))
            for name, text in texts.items()
        ],
    )
    return folder


def _found(index: Path, text: str, matching: Matching | None = None) -> set[str]:
    question = Question(text=text, limit=0, matching=matching)
    return {hit.release.id for hit in search_releases(index, question, TODAY).hits}


@pytest.mark.parametrize("text", ["HSO", "HSOs", "hso", '"harbour safety order"'])
def test_any_name_finds_releases_with_any_other(index: Path, text: str) -> None:
    assert _found(index, text) == {"long", "short", "many", "said"}


@pytest.mark.parametrize(
    ("text", "times"), [("eel", 1), ("HSO", 1), ("harbour safety orders", 2)]
)
def test_releases_are_asked_again_only_for_acronyms_that_a_query_does_not_name(
    index: Path, monkeypatch: pytest.MonkeyPatch, text: str, times: int
) -> None:
    asked: list[Collection[str]] = []
    with closing(open_engine(index)) as engine:
        find_learnt = engine.find_learnt

        def record(keys: Collection[str]) -> list[Learnt]:
            asked.append(keys)
            return find_learnt(keys)

        monkeypatch.setattr(engine, "find_learnt", record)
        expand_names(engine, parse_query(text, TODAY), ())
    assert len(asked) == times


def test_the_words_of_a_long_form_are_found_apart_as_well(index: Path) -> None:
    found = _found(index, "harbour safety orders")
    assert found == {"long", "short", "many", "said", "none"}


def test_an_exact_form_finds_itself_alone(index: Path) -> None:
    assert _found(index, "=HSO") == {"short", "said"}


def test_what_is_excluded_is_excluded_by_all_its_names(index: Path) -> None:
    assert _found(index, "-HSO") == {"none"}


def test_a_phrase_is_found_with_another_name_in_it(index: Path) -> None:
    assert _found(index, '"HSO closed"') == {"long", "short", "many", "said"}


def test_of_releases_alike_the_one_that_says_it_as_asked_comes_first(
    tmp_path: Path,
) -> None:
    blocks = "the Ferry Board (FB) met", "FB x met the eel", "the Ferry Board met eel"
    commit(
        tmp_path / "i",
        [
            make_release(f"r{n}", blocks=(make_paragraph(text),))
            for n, text in enumerate(blocks)
        ],
    )
    page = search_releases(tmp_path / "i", Question(text="FB eel"), TODAY)
    assert [hit.release.id for hit in page.hits] == ["r1", "r2"]


def test_the_other_name_is_lit_as_the_text_has_it(index: Path) -> None:
    page = search_releases(index, Question(text="HSO closed"), TODAY)
    (snippet,) = next(h for h in page.hits if h.release.id == "long").snippets
    lit = [span.of(snippet.text) for span in snippet.highlights]
    assert lit == ["harbour safety order", "closed"]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return an index that synonyms can be written to."""
    blocks = (make_paragraph("Five dinghies sank."),)
    commit(tmp_path, (make_release("a", "Sea", blocks=blocks),))
    return tmp_path


def test_synonyms_are_read_from_the_folder_of_the_index(kept: Path) -> None:
    lines = '# mine\n"small boats" = ["dinghy"]\n'
    (kept / "synonyms.toml").write_text(lines, encoding="utf-8")
    assert _found(kept, '"small boats"') == {"a"}


def test_a_byte_order_mark_is_no_synonym(kept: Path) -> None:
    lines = '\ufeff"small boats" = ["dinghy"]\n'
    (kept / "synonyms.toml").write_text(lines, encoding="utf-8")
    assert _found(kept, '"small boats"') == {"a"}


def test_synonyms_stay_as_they_are_when_the_index_changes(kept: Path) -> None:
    lines = b'"small boats" = ["dinghy"]\r\n'
    (kept / "synonyms.toml").write_bytes(lines)
    commit(kept, (), ("a",))
    assert (kept / "synonyms.toml").read_bytes() == lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# x\nraft = boat\n", "synonyms.toml:2: not TOML: "),
        ("raft = [", "synonyms.toml:1: not TOML: "),
        ("a = ['b']\nraft = 'boat'\n", "synonyms.toml:2: 'raft' needs a list of names"),
        ("\nraft = []\n", "synonyms.toml:2: 'raft' needs a list of names"),
        ("\n[raft]\n", "synonyms.toml:2: 'raft' needs a list of names"),
        ("raft = [3]\n", "synonyms.toml:1: 'raft' has 3, which is no text"),
        ("raft = ['…']\n", "synonyms.toml:1: 'raft' has '…', which holds no word"),
        ("'&' = ['and']\n", "synonyms.toml:1: '&' has '&', which holds no word"),
        (f"raft = {'9' * 5_000}", "synonyms.toml: not TOML: Exceeds the limit"),
        (f"raft = {'[' * 5_000}", "synonyms.toml: not TOML: maximum recursion depth"),
    ],
)
def test_a_mistake_in_the_synonyms_is_an_error_at_its_line(
    kept: Path, text: str, said: str
) -> None:
    (kept / "synonyms.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        search_quotes(kept, Question(text="raft"), TODAY)
    assert said in str(caught.value)
    assert 'write a line as: "small boats"' in str(caught.value)


def test_synonyms_that_are_not_utf_8_are_an_error_at_their_line(kept: Path) -> None:
    (kept / "synonyms.toml").write_bytes(b"# x\n\xff = ['a']\n")
    with pytest.raises(UsageError, match=r"synonyms\.toml:2: .*UTF-8"):
        search_releases(kept, Question(text="raft"), TODAY)
