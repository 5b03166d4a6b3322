"""Dates of publication in fields and lines."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.reading import when


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Updated on: 07 March,2031 09:47 AM IST  |  Norrvik", "2031-03-07T09:47+05:30"),
        ("PUBLISHED: FRIDAY, MARCH 7, 2031, 1: 47 PM", "2031-03-07T13:47"),
        ("3 / 7 / 31 at 1: 47 PM", "2031-03-07T13:47"),
        ("Published: 13:47 GMT, 7 March 2031", "2031-03-07"),
        ("March 7th, 2031 12: 47pm EDT", "2031-03-07T12:47-04:00"),
        ("7 March 2031, 10: 47 (GMT+05: 00)", "2031-03-07T10:47+05:00"),
        ("31/12/2020 00:05", "2020-12-31T00:05"),
        ("Posted on May 4", None),
        ("30 February 2020", None),
        ("Room 12, 2013", None),
    ],
)
def test_find(line: str, expected: str | None) -> None:
    found = when.find(line)
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-11-30", "2024-11-30"),
        ("20241130", "2024-11-30"),
        ("2024-11-30T08:12:00Z", "2024-11-30T08:12:00+00:00"),
        ("2024-12-01 08:12 +0530", "2024-12-01T08:12:00+05:30"),
        ("Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05T10:00:00+00:00"),
        ("2 May 2013", "2013-05-02"),
        ("2024-13-45", None),
        ("soon", None),
        ("", None),
    ],
)
def test_normal(value: str, expected: str | None) -> None:
    assert when.normal(value) == expected


@given(st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1)))
def test_iso_dates_stay_what_they_are(moment: datetime) -> None:
    assert when.normal(moment.isoformat()) == moment.isoformat()


@given(st.text(max_size=60))
def test_any_field_gives_a_date_or_nothing(value: str) -> None:
    found = when.normal(value)
    assert found is None or datetime.fromisoformat(found)


def test_every_zone_is_a_whole_number_of_quarter_hours() -> None:
    assert all(minutes % 15 == 0 and abs(minutes) <= 14 * 60 for minutes in when.zones().values())


def test_future_is_later_than_any_zone_explains() -> None:
    now = datetime(2024, 11, 30, 23, tzinfo=UTC)
    assert not when.is_future("2024-12-01T08:12+05:30", now)
    assert when.is_future("2024-12-02", now)
