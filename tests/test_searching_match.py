"""All words first, then most of them: what is asked, found and said."""

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressfind.engines import open_engine
from pressfind.engines.base import Request
from pressfind.model import Filters, Matching, Question
from pressfind.query.parser import parse_query
from pressfind.query.plan import plan
from pressfind.query.relaxation import content_words, count_words, relax
from pressfind.schema import Target
from pressfind.searching import export_releases, search_quotes, search_releases
from tests.archives import TODAY, commit, make_release
from tests.program import INDEX, run, update
from tests.reference_engine import ReferenceEngine

RECORDS = [
    {"id": "a", "title": "Ferry", "body": "The ferry sails to the harbour."},
    {"id": "b", "title": "Ferry fares", "body": "The ferry and the port cost more."},
    {"id": "c", "title": "Lighthouse", "body": "The port has a lighthouse, a ferry."},
    {"id": "d", "title": "Old", "body": "A ferry and a port.", "date": "2001-02-03"},
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an index of a few releases of few words."""
    folder = tmp_path_factory.mktemp("match")
    lines = "".join(json.dumps(record) + "\n" for record in RECORDS)
    (folder / "data").mkdir()
    (folder / "data" / "releases.jsonl").write_text(lines, encoding="utf-8")
    update(folder)
    return folder


def _search(
    root: Path, text: str, matching: Matching | None = None
) -> tuple[Matching, int, int, list[str]]:
    question = Question(text=text, matching=matching)
    page = search_releases(root / INDEX, question, TODAY)
    return page.match, page.held, page.words, [hit.release.id for hit in page.hits]


def test_releases_with_all_words_are_found_alone(root: Path) -> None:
    expected = (Matching.ALL, 2, 2, ["c"])
    assert _search(root, "ferry lighthouse") == expected


def test_where_no_release_has_all_words_those_with_most_are_found(root: Path) -> None:
    match, held, words, ids = _search(root, "ferry port lighthouse zebra")
    assert (match, held, words, ids) == (Matching.MOST, 3, 4, ["c"])


def test_more_of_the_rarer_words_comes_first(root: Path) -> None:
    *_, ids = _search(root, "lighthouse harbour ferry zebra")
    assert sorted(ids) == ["a", "c"]
    *_, ids = _search(root, "lighthouse zebra harbour")
    assert sorted(ids) == ["a", "c"]
    *_, ids = _search(root, "lighthouse ferry zebra port", Matching.ANY)
    assert ids[0] == "c"


def test_all_can_be_insisted_on(root: Path) -> None:
    match, held, words, ids = _search(root, "ferry zebra", Matching.ALL)
    assert (match, held, words, ids) == (Matching.ALL, 2, 2, [])


def test_any_word_can_be_enough(root: Path) -> None:
    match, held, words, ids = _search(root, "harbour zebra", Matching.ANY)
    assert (match, held, words, ids) == (Matching.ANY, 1, 2, ["a"])


def test_one_word_has_no_less_to_ask_for(root: Path) -> None:
    assert _search(root, "zebra") == (Matching.ALL, 0, 0, [])


@pytest.mark.parametrize(
    "text",
    [
        "port zebra -lighthouse",
        "port zebra date:2001",
        "port zebra (lighthouse OR fares)",
    ],
)
def test_what_else_a_query_asks_stays(root: Path, text: str) -> None:
    ids = _search(root, text)[-1]
    strict = _search(root, text.replace(" zebra", ""), Matching.ALL)[-1]
    assert sorted(ids) == sorted(strict) != []


def test_what_is_asked_of_a_quote_stays() -> None:
    assert count_words(parse_query("ferry port speaker:holt quote:sea", TODAY)) == 2


def test_an_export_holds_what_matches_wholly(root: Path) -> None:
    question = Question(text="ferry zebra", limit=0)
    assert list(export_releases(root / INDEX, question, TODAY)) == []


def test_quotes_are_found_by_most_of_their_words(tmp_path: Path) -> None:
    body = 'Ann Lee said: "The ferry sails at noon, whatever the weather is."'
    record = {"id": "q", "title": "Weather", "body": body}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    update(tmp_path)
    question = Question(text="ferry noon zebra")
    page = search_quotes(tmp_path / INDEX, question, date(2026, 1, 1))
    assert (page.match, page.held, page.total) == (Matching.MOST, 2, 1)


def test_the_program_says_how_many_words_were_found(root: Path) -> None:
    done = run(root, "search", "ferry port zebra", "--json")
    said = (
        "pressfind: no release has zebra\n"
        "pressfind: no release has all 3 words; these have 2 of them\n"
    )
    match = json.loads(done.out)["match"]
    assert (done.status, done.errors, match) == (0, said, "most")


def test_nothing_is_found_where_no_word_is_anywhere(root: Path) -> None:
    done = run(root, "search", "zebra okapi", "--json")
    assert (done.status, json.loads(done.out)["match"]) == (1, "all")


def test_words_of_grammar_are_left_out_beside_others(root: Path) -> None:
    text = "what did the lighthouse and the port have"
    page = search_releases(root / INDEX, Question(text=text), TODAY)
    ids = [hit.release.id for hit in page.hits]
    left_out = ("what", "did", "the", "and", "have")
    assert (page.match, ids, page.left_out) == (Matching.ALL, ["c"], left_out)


def test_words_of_grammar_are_asked_for_where_all_are_insisted_on(root: Path) -> None:
    found = _search(root, "and the port", Matching.ALL)
    assert found == (Matching.ALL, 3, 3, ["b"])


def test_any_word_is_any_but_those_of_grammar(root: Path) -> None:
    assert _search(root, "the harbour", Matching.ANY)[-1] == ["a"]


def test_a_query_of_nothing_but_grammar_asks_for_it(root: Path) -> None:
    assert sorted(_search(root, "the and", Matching.ANY)[-1]) == list("abcd")


@pytest.mark.parametrize("text", ["harbour =the", 'harbour "the"', "harbour THE"])
def test_a_word_of_grammar_can_be_insisted_on(root: Path, text: str) -> None:
    assert sorted(_search(root, text, Matching.ANY)[-1]) == ["a", "b", "c"]


def test_the_program_says_which_words_it_left_out(root: Path) -> None:
    done = run(root, "search", "where is the zebra of the harbour", "--json")
    said = (
        "pressfind: no release has zebra\n"
        "pressfind: no release has all 6 words; these have 1 of 2, with where, is, "
        "the, of left out\n"
    )
    assert (done.status, done.errors) == (0, said)
    done = run(root, "search", "the harbour", "--match", "any", "--json")
    said = (
        "pressfind: left out: the; = before a word asks for it, --match all for all\n"
    )
    assert (done.errors, json.loads(done.out)["left_out"]) == (said, ["the"])


def test_a_word_of_most_releases_is_no_answer_by_itself(root: Path) -> None:
    done = run(root, "search", "ferry zebra okapi", "--json")
    said = (
        "pressfind: no release has zebra\n"
        "pressfind: no release has okapi\n"
        "pressfind: no release has most of the 3 words; try: --match any\n"
    )
    assert (done.status, done.errors) == (1, said)


def test_of_few_of_the_words_the_rarest_says_what_is_meant(root: Path) -> None:
    match, held, words, ids = _search(root, "lighthouse port zebra okapi gnu harbour")
    assert (match, held, words, ids) == (Matching.MOST, 2, 6, ["c"])
    match, held, words, ids = _search(root, "port zebra okapi gnu harbour")
    assert (match, held, words, ids) == (Matching.MOST, 1, 5, ["a"])


WORDS = ["ferry", "port", '"the ferry"', "title:port", "-ferry", "sea OR bay", "bay"]


@given(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=5),
    st.integers(1, 4),
    st.integers(0, 2),
)
@settings(max_examples=60, deadline=None)
def test_an_engine_agrees_with_the_oracle_on_most_words(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], count: int, among: int
) -> None:
    titles = ["The ferry", "Port of the ferry", "Sea port", "Bay", "A bay by the sea"]
    releases = [make_release(f"r{n}", title) for n, title in enumerate(titles)]
    folder = tmp_path_factory.mktemp("most")
    commit(folder / "i", releases)
    parsed = parse_query(" ".join(f"({w})" if " OR " in w else w for w in words), TODAY)
    relaxed = relax(parsed, count, content_words(parsed)[:among])
    query = plan(relaxed, Filters(), Target.RELEASES)
    request = Request(query=query, target=Target.RELEASES)
    with closing(open_engine(folder / "i")) as engine:
        found = engine.search(request)
    expected = ReferenceEngine(releases).search(request)
    assert [m.release_id for m in found.page] == [m.release_id for m in expected.page]


def test_a_misspelt_word_beside_others_is_only_remarked_on(root: Path) -> None:
    done = run(root, "search", "lighthuose port", "--json")
    (suggestion,) = json.loads(done.out)["suggestions"]
    expected = {"word": "lighthuose", "nearest": ["lighthouse"], "used": None}
    remark = "no release has lighthuose; did you mean lighthouse?"
    assert (suggestion, remark in done.errors) == (expected, True)


def test_a_misspelt_word_is_replaced_where_nothing_else_was_found(root: Path) -> None:
    page = search_releases(root / INDEX, Question(text="lighthuose"), TODAY)
    used = [(one.word, one.used) for one in page.suggestions]
    ids = [hit.release.id for hit in page.hits]
    assert (used, ids, page.parsed) == (
        [("lighthuose", "lighthouse")],
        ["c"],
        "lighthouse",
    )


def test_no_word_is_replaced_to_find_half_of_the_words(root: Path) -> None:
    page = search_releases(root / INDEX, Question(text="lighthuose zyzzyva"), TODAY)
    nearest = [(one.word, one.nearest, one.used) for one in page.suggestions]
    expected = [("lighthuose", ("lighthouse",), None), ("zyzzyva", (), None)]
    assert (page.total, nearest) == (0, expected)


def test_nothing_is_replaced_where_all_words_are_insisted_on(root: Path) -> None:
    question = Question(text="lighthuose", matching=Matching.ALL)
    page = search_releases(root / INDEX, question, TODAY)
    assert (page.total, [one.nearest for one in page.suggestions]) == (
        0,
        [("lighthouse",)],
    )


def test_a_word_that_releases_have_is_never_remarked_on(root: Path) -> None:
    page = search_releases(root / INDEX, Question(text="ferries -ferry"), TODAY)
    assert (page.total, page.suggestions) == (0, ())


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("ferrry", ["ferry"]), ("prot", ["port"]), ("xq", []), ("zzzzzzz", [])],
)
def test_the_nearest_words_are_those_of_the_archive(
    root: Path, word: str, nearest: list[str]
) -> None:
    with closing(open_engine(root / INDEX)) as engine:
        assert engine.find_similar(word, 3) == nearest


def test_words_only_deleted_releases_had_are_not_suggested(tmp_path: Path) -> None:
    commit(tmp_path / "i", [make_release("a", "Zeppelin"), make_release("b", "Port")])
    commit(tmp_path / "i", [make_release("a", "Ferry")])
    with closing(open_engine(tmp_path / "i")) as engine:
        assert engine.find_similar("zepelin", 3) == []
