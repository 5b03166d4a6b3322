"""The days of a calendar strip put together where they are many: columns of events, by day, week, month and so on.

A column is a stretch of the calendar that a reader knows by name, and as high as it holds events.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from secondsource.show.svg import Pen, text_width
from secondsource.show.words import count, day_words

# No column is narrower: below, neighbours run together in print.
NARROWEST = 8
TALLEST, DEEPEST = 46, 16
# Between two ticks of the axis, at least: the widest label and air.
APART = 78

UNITS = ("day", "week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a window of days: the first day of each, and of what would come next."""

    unit: str
    starts: tuple[date, ...]
    left: float
    wide: float  # a column

    @classmethod
    def over(cls, first: date, last: date, left: float, right: float) -> Columns:
        """The finest columns over these days for which there is room."""
        for unit in UNITS:
            starts = tuple(_starts(first, last, unit))
            wide = (right - left) / (len(starts) - 1)
            if wide >= NARROWEST or unit == UNITS[-1]:
                break
        return cls(unit, starts, left, wide)

    def of(self, day: date) -> int:
        """The column in which a day stands."""
        low, high = 0, len(self.starts) - 2
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.starts[middle] <= day else (low, middle - 1)
        return low

    def middle(self, day: date) -> float:
        """Where the middle of a day's column is."""
        return self.left + self.wide * (self.of(day) + 0.5)

    def heights(self, days: Iterable[date], tallest: float) -> dict[int, float]:
        """How high each column is; the lowest can still be seen."""
        held = Counter(self.of(day) for day in days)
        most = max(held.values(), default=1)
        return {at: max(2.0, tallest * many / most) for at, many in held.items()}


def draw(pen: Pen, columns: Columns, days: Sequence[date], css: str, base: float, tallest: float) -> dict[int, float]:
    """Columns on ``base``, or under it where ``tallest`` is negative; how high each is."""
    heights = columns.heights(days, abs(tallest))
    air = 2.0 if columns.wide >= NARROWEST else columns.wide * 0.2
    for at, height in heights.items():
        top = base - height if tallest > 0 else base
        pen.bar(columns.left + columns.wide * at + air / 2, top, columns.wide - air, height, css)
    return heights


def axis(pen: Pen, columns: Columns, base: float) -> None:
    """The names of columns under the line, as many as there is room for, each year named once."""
    step = max(1, -int(-APART // columns.wide))
    ends = -1000.0
    year = 0
    for at, start in enumerate(columns.starts[:-1]):
        if not _round(start, at, columns.unit, step):
            continue
        words = _name(start, columns.unit, with_year=start.year != year)
        x = columns.left + columns.wide * (at + 0.5)
        half = text_width(words, 12.5) / 2
        x = min(max(x, half + 2), pen.width - half - 2)
        if x - half > ends + 6:
            pen.text(x, base + 22, words, "s", size=12.5, anchor="middle")
            pen.path(f"M{columns.left + columns.wide * (at + 0.5):.1f} {base}v5", "axis", 1)
            ends, year = x + half, start.year


def said(columns: Columns, exact: Sequence[date], coarse: int) -> str:
    """What a column is, and what is in none."""
    most = max(Counter(columns.of(day) for day in exact).values(), default=0)
    told = f"each column is a {columns.unit}; the highest holds {count(most, 'event')}"
    verb = "is" if coarse == 1 else "are"
    return told + (f"; {count(coarse, 'event')} {verb} dated less finely" if coarse else "")


def _starts(first: date, last: date, unit: str) -> Iterator[date]:
    """The first days of the columns that cover these days, and of the next."""
    start = _begin(first, unit)
    while start <= last:
        yield start
        after = _next(start, unit)
        if after <= start:  # the last day that there is
            break
        start = after
    yield start


def _begin(day: date, unit: str) -> date:
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    months = _MONTHS[unit]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _next(start: date, unit: str) -> date:
    try:
        if unit in ("day", "week"):
            return start + timedelta(days=1 if unit == "day" else 7)
        month = start.month - 1 + _MONTHS[unit]
        return date(start.year + month // 12, month % 12 + 1, 1)
    except (OverflowError, ValueError):
        return date.max


def _round(start: date, at: int, unit: str, step: int) -> bool:
    """Whether the column is one that an axis names: every so many, months and years where they begin."""
    if unit == "month":
        return (start.month - 1) % next((s for s in (1, 2, 3, 6, 12) if s >= step), 12) == 0
    if unit == "quarter":
        return start.month == 1
    if unit == "year":
        return start.year % next((s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if s >= step), 1000) == 0
    return at % step == 0


def _name(start: date, unit: str, *, with_year: bool) -> str:
    if unit in ("quarter", "year"):
        return str(start.year)
    words = calendar.month_abbr[start.month] if unit == "month" else day_words(start)
    return f"{words} {start.year}" if with_year else words
