"""What ``--explain-query`` and ``--explain`` say, in words."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from pressfind.model import Filters, Matching, Question
from pressfind.printers.explanations import explanation_lines
from pressfind.printers.understanding import print_understanding
from pressfind.searching import search_quotes, search_releases
from pressfind.searching.understanding import understand
from tests.archives import TODAY, commit, make_paragraph, make_release
from tests.program import run


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index whose releases explain an acronym, with a synonym of another."""
    folder = tmp_path_factory.mktemp("explained") / ".pressfind"
    texts = ["new Harbour Safety Orders (HSO)", "the harbour safety order (HSO)", "eel"]
    commit(
        folder,
        [
            make_release(f"r{n}", "Pier", blocks=(make_paragraph(text),))
            for n, text in enumerate(texts)
        ],
    )
    (folder / "synonyms.toml").write_text('eel = ["elver"]\n', encoding="utf-8")
    return folder


def _say(index: Path, question: Question, *, quotes: bool = False) -> list[str]:
    stream = io.StringIO()
    print_understanding(understand(index, question, TODAY, quotes=quotes), stream)
    return stream.getvalue().splitlines()[:-1]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("pier", ["pier, in any form"]),
        ("title:pier", ["pier, in any form, in title"]),
        ("=pier", ["pier, this very form"]),
        ('="a pier"', ["“a pier”, in this order, these very forms"]),
        ('"a pier"', ["“a pier”, in this order, in any form"]),
        ('"a pier"~3', ["“a pier”, in any order, at most 3 other words between"]),
        ("pie*", ["pie*, any word of this pattern"]),
        ("piers~", ["piers~, in any form, or at most 1 edit away"]),
        ("piers~2", ["piers~2, in any form, or at most 2 edits away"]),
        ("id:r1", ["the id r1"]),
        ("date:2024-05-01", ["released on 2024-05-01"]),
        ("date:2024..", ["released from 2024-01-01"]),
        ("date:..2024", ["released to 2024-12-31"]),
        ("", ["everything"]),
        ("pier b", ["all of:", "  pier, in any form", "  b, in any form"]),
        ("a OR b", ["any of:", "  a, in any form", "  b, in any form"]),
        ("-a", ["none of:", "  a, in any form"]),
        ("quote:a", ["in one quote:", "  a, in any form, in quote"]),
    ],
)
def test_each_clause_of_a_query_is_said_in_words(
    index: Path, text: str, lines: list[str]
) -> None:
    assert _say(index, Question(text=text)) == lines


def test_an_acronym_is_said_with_where_it_was_learnt(index: Path) -> None:
    assert _say(index, Question(text="HSO")) == [
        "HSO, in any form",
        "  or Harbour Safety Orders, learnt from r0 and 1 more",
        "  or HSOs, learnt from r0 and 1 more",
    ]


def test_a_word_of_a_long_form_is_said_with_the_whole_of_it(index: Path) -> None:
    assert _say(index, Question(text="harbour safety order"))[1:3] == [
        "  harbour, in any form",
        "    or HSO for “harbour safety order”, learnt from r0 and 1 more",
    ]


def test_a_synonym_is_said_to_be_the_keepers(index: Path) -> None:
    assert _say(index, Question(text="eels")) == [
        "eels, in any form",
        "  or elver, from synonyms.toml",
    ]


def test_filters_are_clauses_too(index: Path) -> None:
    question = Question(text="a", filters=Filters(tag=("Ports",), fields=("title",)))
    assert _say(index, question) == [
        "all of:",
        "  a, in any form, in title",
        "  ports, all in one name, in tag",
    ]


@pytest.mark.parametrize(
    ("matching", "line"),
    [
        (None, "match: all words; where nothing has them all, most of them"),
        (Matching.ALL, "match: all words"),
        (Matching.MOST, "match: all words; where nothing has them all, most of them"),
        (Matching.ANY, "match: any of the words"),
    ],
)
def test_how_many_words_must_match_is_said(
    index: Path, matching: Matching | None, line: str
) -> None:
    stream = io.StringIO()
    question = Question(text="a b", matching=matching)
    print_understanding(understand(index, question, TODAY, quotes=False), stream)
    assert stream.getvalue().splitlines()[-1] == line


def test_a_score_is_explained_by_words_and_fields(index: Path) -> None:
    question = Question(text="HSO pier", explain=True)
    hit = search_releases(index, question, TODAY).hits[0]
    assert hit.explanation is not None
    total, *parts = explanation_lines(hit.explanation, hit.score)
    assert total == f"score {hit.score:.6f}"
    assert [part.split("; idf")[0].split(" ", 1)[1] for part in parts] == [
        "HSO: 1 in body, 1 in body as Harbour Safety Orders × 0.75; in 2 of 3",
        "pier: 1 in title; in 3 of 3",
    ]


def test_a_hit_has_no_explanation_unless_it_is_asked_for(index: Path) -> None:
    page = search_releases(index, Question(text="pier"), TODAY)
    assert [hit.explanation for hit in page.hits] == [None] * 3


def test_a_query_without_words_explains_no_part(index: Path) -> None:
    page = search_releases(index, Question(explain=True), TODAY)
    assert [hit.explanation and hit.explanation.parts for hit in page.hits] == [()] * 3


def test_the_second_page_is_explained_as_it_is_ranked(index: Path) -> None:
    question = Question(text="pier", explain=True)
    first = search_releases(index, question, TODAY).hits
    second = search_releases(index, replace(question, offset=1), TODAY).hits
    assert [hit.explanation for hit in second] == [h.explanation for h in first[1:]]


def test_no_quote_is_explained_where_there_is_none(index: Path) -> None:
    assert search_quotes(index, Question(text="pier", explain=True), TODAY).hits == ()


def test_explaining_a_query_ends_with_0_though_nothing_would_be_found(
    index: Path,
) -> None:
    done = run(index.parent, "search", "zyzzyva", "--explain-query")
    assert (done.status, done.out.splitlines()[0]) == (0, "zyzzyva, in any form")


@pytest.mark.parametrize("form", ["--csv", "--jsonl", "--format=ids"])
def test_a_query_is_explained_as_text_or_json_alone(index: Path, form: str) -> None:
    done = run(index.parent, "quotes", "pier", "--explain-query", form)
    assert (done.status, "text or --json" in done.errors) == (2, True)
