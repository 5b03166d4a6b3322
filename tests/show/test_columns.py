"""Columns of a calendar strip: which stretches of the calendar they are, and that their words stay apart."""

from datetime import date, timedelta

import pytest

from secondsource.show import columns
from secondsource.show.columns import NARROWEST, UNITS, Columns
from secondsource.show.svg import Pen

FIRST = date(2031, 2, 17)


@pytest.mark.parametrize(
    ("days", "unit"), [(60, "day"), (112, "day"), (200, "week"), (1_200, "month"), (8_000, "quarter"), (30_000, "year")]
)
def test_the_finest_columns_for_which_there_is_room(days, unit):
    found = Columns.over(FIRST, FIRST + timedelta(days=days), 36, 940)
    assert found.unit == unit
    assert found.wide >= NARROWEST


@pytest.mark.parametrize("days", [0, 3, 90, 700, 5_000, 400_000])
def test_every_day_stands_in_the_column_that_covers_it(days):
    last = FIRST + timedelta(days=days)
    found = Columns.over(FIRST, last, 36, 940)
    assert found.starts[0] <= FIRST
    assert last < found.starts[-1]
    for day in {FIRST, FIRST + timedelta(days=days // 3), last}:
        at = found.of(day)
        assert found.starts[at] <= day < found.starts[at + 1]


@pytest.mark.parametrize("width", [358, 976])
@pytest.mark.parametrize("days", [3, 60, 300, 1_200, 9_000, 60_000, 700_000])
def test_no_words_of_the_axis_meet(days, width):
    pen = Pen(width)
    columns.axis(pen, Columns.over(FIRST, FIRST + timedelta(days=days), 36, width - 36), 0)
    boxes = pen.boxes
    assert boxes
    assert not [a for k, a in enumerate(boxes) for b in boxes[k + 1 :] if a.meets(b)]
    assert all(b.left >= 0 and b.right <= width for b in boxes)


def test_the_ends_of_the_calendar():
    for first, last in ((date.min, date.min + timedelta(days=2)), (date.max - timedelta(days=2), date.max)):
        found = Columns.over(first, last, 0, 300)
        assert found.of(last) >= found.of(first)


def test_heights_tell_how_many():
    found = Columns.over(FIRST, FIRST + timedelta(days=9), 0, 400)
    heights = found.heights([FIRST] * 4 + [FIRST + timedelta(days=1)] * 2 + [FIRST + timedelta(days=3)], 40)
    assert heights == {0: 40, 1: 20, 3: 10}
    assert columns.said(found, [FIRST] * 4, 1) == (
        "each column is a day; the highest holds four events; one event is dated less finely"
    )
    assert set(UNITS) >= {found.unit}
