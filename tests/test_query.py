"""The query language: what parses to what, what is refused, and where."""

import datetime
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pressfind.errors import QueryError
from pressfind.query.dates import read_days
from pressfind.query.parser import parse_query
from pressfind.query.printer import print_query
from pressfind.query.tree import Names

TODAY = datetime.date(2024, 5, 15)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("rwanda flights", "rwanda AND flights"),
        ("a b OR c", "a AND b OR c"),
        ("a (b OR c)", "a AND (b OR c)"),
        ("-a", "NOT a"),
        ("NOT NOT a", "a"),
        ("title:(a OR b)", "title:a OR title:b"),
        ("“stop the boats”", '"stop the boats"'),
        ("mid-2025 don't 10:30 C++", "mid-2025 AND don't AND 10:30 AND C++"),
        ("https://example.org", "https://example.org"),
        ("Q&A - heat?", "Q&A AND heat?"),
        ("a and b", "a AND and AND b"),
        ("date:2024-02", "date:2024-02-01..2024-02-29"),
        ("date:..2023", "date:..2023-12-31"),
        ('"border security"~5', '"border security"~5'),
        ("title:“border security”~0", 'title:"border security"~0'),
        ("=Smuggled", "=Smuggled"),
        ('-=“they smuggled”~3 title:="a"', 'NOT ="they smuggled"~3 AND title:="a"'),
        ("(smuggl*)", "smuggl*"),
        ("‘smuggl*’, body:wom?n? O’Bri*", "smuggl* AND body:wom?n AND O’Bri*"),
        (
            "refoulment~ Refoulment~1 rwnada~2.",
            "refoulment~ AND Refoulment~ AND rwnada~2",
        ),
        ("small-boa* qu?*", "small-boa* AND qu?*"),
        ("£=5 a=b = ==c", "£=5 AND a=b AND ==c"),
        ("5* 20* 3*4 * **", "5* AND 20* AND 3*4"),
        ("~5 10~20 a~b ~", "~5 AND 10~20 AND a~b"),
        ("example.org/watch?v=abc Q&A?", "example.org/watch?v=abc AND Q&A?"),
        ('"smuggl* =gangs~"', '"smuggl* =gangs~"'),
    ],
)
def test_a_query_is_understood_as(text: str, printed: str) -> None:
    assert print_query(parse_query(text, TODAY)) == printed


@pytest.mark.parametrize(
    ("whole", "printed"),
    [(False, "speaker:(ida AND holt)"), (True, 'speaker:("ida holt")')],
)
def test_a_whole_name_is_printed_in_quotation_marks(whole: bool, printed: str) -> None:
    names = Names(words=("ida", "holt"), field="speaker", whole=whole)
    assert print_query(names) == printed


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("foo:rwanda", 0),
        ('a "b', 2),
        ("a AND", 2),
        ("a OR OR b", 2),
        ("(a", 0),
        ("a)", 1),
        ("()", 0),
        ("& -", 0),
        ("date:banana", 5),
        ("date:2024..2023", 5),
        ("title:", 0),
        ('"a b"~', 5),
        ('"a b"~16', 5),
        ('"a b"~' + "9" * 5000, 5),
        ('"a b"~00005', 5),
        ('"a"~5', 3),
        ('"a b c d e f g h i j k"~5', 23),
        ('="a b', 1),
        ("=smuggl*", 0),
        ("=smuggled~", 0),
        ("=(a b)", 0),
        ("f*", 1),
        ("f?*", 1),
        ("‘**f*’", 1),
        ("a (*smuggled)", 3),
        ("org/smuggl*", 10),
        ("(a b)*", 5),
        ('"a b"*', 5),
        ("(a b)~5", 5),
        ("smuggled~3", 8),
        ("smuggled~0", 8),
        ("co-op~", 5),
        ("wom?n~", 5),
        ("id:re*", 0),
        ('id:="r"', 0),
    ],
)
def test_an_unreadable_query_is_refused_at(text: str, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text, TODAY)
    assert caught.value.column == column


@example("“0“”")
@example('id:a"b')
@example("=“a”~0")
@example('a"~1 b')
@given(
    st.lists(
        st.sampled_from(
            [
                *"ab \t()\"“”-‐:~*?=.,'’120£é\u0301\u202e\ud800&|+",
                *(
                    " AND ",
                    " OR ",
                    "NOT ",
                    "title:",
                    "date:",
                    "id:",
                    "2024",
                    "..",
                    "co",
                ),
            ]
        )
    ).map("".join)
    | st.text(st.characters(), max_size=40)
)
def test_any_text_parses_stably_or_is_refused_inside_the_text(text: str) -> None:
    column, stable = _parse_twice(text)
    assert stable
    assert column is None or 0 <= column < len(text)


def _parse_twice(text: str) -> tuple[int | None, bool]:
    try:
        query = parse_query(text, TODAY)
    except QueryError as error:
        return error.column, True
    return None, parse_query(print_query(query), TODAY) == query


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"w{number}" for number in range(10_000)),
        "(" * 10_000,
        "(a " * 50 + ")" * 50 + ")" * 10_000,
        "NOT " * 10_000,
        "title:" * 10_000,
        "-" * 10_000,
        "=" * 10_000,
        "= " * 10_000,
        '"' * 10_000,
        '"a"~1' * 10_000,
        "a*" + "b*" * 10_000,
        "a~" * 10_000,
        "x" * 100_000 + "~2",
        "the of and",
        "…!",
        "-",
        "🚢",
        "\u200f",
        "\ud800",
    ],
    ids=lambda text: text[:6].encode("ascii", "replace").decode(),
)
def test_whatever_is_asked_is_read_or_refused_in_bounded_time(text: str) -> None:
    start = time.process_time()
    column, stable = _parse_twice(text)
    assert stable
    assert column is None or 0 <= column < len(text)
    assert time.process_time() - start < 5


def test_words_that_are_looked_for_in_a_vocabulary_are_few() -> None:
    with pytest.raises(QueryError, match="more than 50 words"):
        parse_query(" OR ".join(f"word{number}~" for number in range(51)), TODAY)


def test_a_query_has_no_more_words_than_can_be_looked_for_at_once() -> None:
    words = [f"w{number}" for number in range(500)]
    parse_query(" OR ".join(words), TODAY)
    with pytest.raises(QueryError, match="at most 500 words; this one has 501"):
        parse_query(" OR ".join([*words, "w500"]), TODAY)


def test_deep_nesting_is_refused_without_recursing_deeply() -> None:
    with pytest.raises(QueryError, match="deep"):
        parse_query("(" * 10_000 + "a" + ")" * 10_000, TODAY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-04-18", "2024-04-18", "2024-04-18"),
        ("2024-04", "2024-04-01", "2024-04-30"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("18 April 2024", "2024-04-18", "2024-04-18"),
        ("April 2024", "2024-04-01", "2024-04-30"),
        ("18/04/2024", "2024-04-18", "2024-04-18"),
        ("today", "2024-05-15", "2024-05-15"),
        ("yesterday", "2024-05-14", "2024-05-14"),
        ("last month", "2024-04-01", "2024-04-30"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("3 weeks ago", "2024-04-24", "2024-04-24"),
    ],
)
def test_a_date_names_these_days(text: str, first: str, last: str) -> None:
    days = tuple(map(datetime.date.fromisoformat, (first, last)))
    assert read_days(text, TODAY) == days


@pytest.mark.parametrize(
    "text", ["banana", "31 February 2024", "2024-13", "", "04/2024"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2024-04-18"):
        read_days(text, TODAY)
