"""Arithmetic of the calendar: days, ISO weeks, months, quarters, years and holidays that move."""

from __future__ import annotations

import re
from datetime import date, timedelta

UNIT_MONTHS = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200, "L": 12000}
UNIT_DAYS = {"D": 1, "N": 1, "W": 7, "WE": 7, "F": 14}


def day(year: int, month: int, dom: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def shifted(start: date, count: int, unit: str) -> date | None:
    """``start`` moved by ``count`` units (31 January and a month is 29 February); None outside the calendar."""
    try:
        if unit in UNIT_DAYS:
            return start + timedelta(days=count * UNIT_DAYS[unit])
        months = start.year * 12 + start.month - 1 + count * UNIT_MONTHS.get(unit, 0)
        return _clipped(months // 12, months % 12 + 1, start.day)
    except (OverflowError, ValueError):
        return None


def week(when: date) -> str:
    """The ISO week: ``1998-W08``."""
    year, number, _ = when.isocalendar()
    return f"{year:04d}-W{number:02d}"


def quarter(when: date) -> int:
    """The quarter of the calendar year, 1 to 4."""
    return (when.month + 2) // 3


def weekday_from(start: date, weekday: int, lean: int) -> date | None:
    """The nearest ``weekday`` (Monday is 1): on or before ``start`` for a lean of −1, on or after it for 1."""
    ahead = (weekday - start.isoweekday()) % 7
    return shifted(start, ahead if lean > 0 or ahead == 0 else ahead - 7, "D")


def holiday(rule: str, year: int) -> date | None:
    """The holiday of a year, None outside the calendar.

    ``rule`` is ``12-25``, ``easter-2``, ``11-4#4`` (the fourth Thursday of November), ``election``, ``thanksgiving+1``.
    """
    if found := re.fullmatch(r"(\d\d)-(\d\d)", rule):
        return day(year, int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d\d)-(\d)#(-?\d)", rule):
        return _nth(year, int(found[1]), int(found[2]), int(found[3]))
    if rule == "election":
        monday = _nth(year, 11, 1, 1)
        return monday and shifted(monday, 1, "D")
    base, _, _ = re.split(r"([+-])", rule, maxsplit=1)
    start = _easter(year) if base == "easter" else _nth(year, 11, 4, 4)
    return start and shifted(start, int(rule[len(base) :]), "D")


def _clipped(year: int, month: int, dom: int) -> date:
    for last in (dom, 30, 29, 28):
        if last <= dom and (found := day(year, month, last)):
            return found
    raise ValueError(f"{year}-{month}: outside the calendar")


def _nth(year: int, month: int, weekday: int, n: int) -> date | None:
    """The n-th weekday of a month, counted from its end where ``n`` is negative."""
    first = day(year, month, 1)
    if first is None:
        return None
    if n < 0:
        following = shifted(first, 1, "M")
        return following and shifted(following, (weekday - following.isoweekday()) % 7 - 7, "D")
    return shifted(first, (weekday - first.isoweekday()) % 7 + 7 * (n - 1), "D")


def _easter(year: int) -> date | None:
    """Western Easter Sunday (the anonymous Gregorian algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, dom = divmod(h + m - 7 * n + 114, 31)
    return day(year, month, dom + 1)
