"""Which words state a day, and which day."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressfind.extract.dates import parse_date

MAY_21 = datetime.date(2024, 5, 21)


@pytest.mark.parametrize(
    "text",
    [
        "21 May 2024",
        "21st May 2024",
        "21st of May 2024",
        "21 may 2024",
        "Tuesday 21 May 2024",
        "Tuesday, 21 May 2024",
        "21\u00a0May\u00a02024",
        "21-May-2024",
        "May 21, 2024",
        "May 21st, 2024",
        "Tuesday, May 21, 2024 - 2:23pm",
        "2024-05-21",
        "2024-05-21T23:30:00Z",
        "2024-05-21T00:00:00.000+01:00",
        "2024-05-21 10:30",
        "21/05/2024",
        "Tue, 21 May 2024 10:30:00 +0100",
        "Tue, 21 May 2024 23:59:59 EDT",
        "Tue, 21 May 2024 10:30:00 +0000 (UTC)",
    ],
)
def test_a_whole_date_is_read_as_the_day_written(text: str) -> None:
    assert parse_date(text) == MAY_21


def test_numbers_are_day_first() -> None:
    assert parse_date("05/06/2024") == datetime.date(2024, 6, 5)


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2024",
        "29 February 2023",
        "0 May 2024",
        "05/13/2024",
        "2024-13-05",
        "2024-02-30",
        "21 May 0000",
    ],
)
def test_an_impossible_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May 2024",
        "2024",
        "21 May",
        "today",
        "Tuesday",
        "21.5",
        "21 Mai 2024",
        "١/٢/٢٠٢٤",
    ],
)
def test_what_is_no_whole_date_is_never_filled_up(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_form_of_a_day_gives_that_day(day: datetime.date) -> None:
    forms = [f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day.day} {day:%B} {day.year}"]
    assert [parse_date(form) for form in forms] == [day] * len(forms)


@given(st.text())
def test_any_text_gives_a_date_or_none(text: str) -> None:
    assert isinstance(parse_date(text), datetime.date | None)
