"""TIMEX3 values as calendar dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.timeline.iso import calendar_date, days_between, first_day, within


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2024-11-29", "2024-11-29"),
        ("2024-11-29TEV", "2024-11-29"),
        ("2024-11-29T08:12+05:30", "2024-11-29"),
        ("2024-11", "2024-11"),
        ("1989", "1989"),
        ("2024-W48", "2024-11-25/2024-12-01"),
        ("2024-W48-WE", "2024-11-30/2024-12-01"),
        ("2024-Q3", "2024-07/2024-09"),
        ("2024-H2", "2024-07/2024-12"),
        ("2024-WI", "2024-12/2025-02"),
        ("198", "1980/1989"),
        ("P2W", None),
        ("PAST_REF", None),
        ("XXXX-WXX-5", None),
        ("XXXX-04", None),
        ("2024-W60", None),
        ("19", None),
    ],
)
def test_calendar_dates(value, date):
    assert calendar_date(value) == date


@given(st.text(max_size=12))
def test_any_value_is_read(value):
    date = calendar_date(value)
    assert date is None or len(first_day(date)) == 10


def test_order_and_inclusion():
    assert first_day("2024-11") == "2024-11-01"
    assert within("2024-11-29", "2024-11")
    assert within("2024-11-29", "2024-11-25/2024-12-01")
    assert within("2024-11-29", "2024-09/2024-11")
    assert not within("2024-12-02", "2024-11-25/2024-12-01")
    assert not within("2024-11", "2024-11")
    assert days_between("2024-11-29", "2024-12-01") == 2
    assert days_between("2024-11", "2024-12-01") is None
