"""The query language: what parses to what, what is refused, and where."""

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pressfind.errors import QueryError
from pressfind.query import parse_query, print_query
from pressfind.query.dates import read_days

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
    ],
)
def test_a_query_is_understood_as(text: str, printed: str) -> None:
    assert print_query(parse_query(text, TODAY)) == printed


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
        ("smuggl*", 6),
        ("=smuggled", 0),
        ('"a b"~5', 5),
        ("title:", 0),
    ],
)
def test_an_unreadable_query_is_refused_at(text: str, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text, TODAY)
    assert caught.value.column == column


@example("“0“”")
@example('id:a"b')
@given(st.text(alphabet='ab AND OR NOT()"-:“”~*=.title:date:2024é\u202e', max_size=40))
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
