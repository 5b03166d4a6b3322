"""TIMEX3 values as dates of ISO 8601."""

from __future__ import annotations

import re
from datetime import date, timedelta


def calendar_date(value: str) -> str | None:
    """A TIMEX3 value as a day, a month, a year, or ``A/B`` between; None for what is no date of the calendar.

    >>> calendar_date("2024-W48"), calendar_date("2024-11-29TEV"), calendar_date("P2W")
    ('2024-11-25/2024-12-01', '2024-11-29', None)
    """
    if found := re.fullmatch(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?", value):
        return found[1]
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        return _week(int(found[1]), int(found[2]), weekend=bool(found[3]))
    if found := re.fullmatch(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)", value):
        return _part_of_year(int(found[1]), found[2])
    if re.fullmatch(r"[12]\d{2}", value):
        return f"{value}0/{value}9"
    return None


def first_day(when: str) -> str:
    """The first day that a date of ``calendar_date`` may mean: what timelines are ordered by."""
    first = when.split("/")[0]
    return first + "-01-01"[len(first) - 4 :] if len(first) < 10 else first


def within(fine: str, coarse: str) -> bool:
    """Whether ``fine`` is a part of ``coarse``: 2024-11-29 of 2024-11, of 2024, of 2024-11-25/2024-12-01."""
    if "/" not in coarse:
        return fine != coarse and fine.startswith(coarse)
    if fine == coarse:
        return False
    first, last = coarse.split("/")
    return first <= fine.split("/")[0][: len(first)] and fine.split("/")[-1][: len(last)] <= last


def days_between(a: str, b: str) -> int | None:
    """How many days after ``a`` the day ``b`` is; None unless both are days."""
    try:
        return (date.fromisoformat(b[:10]) - date.fromisoformat(a[:10])).days
    except ValueError:
        return None


def _week(year: int, number: int, *, weekend: bool) -> str | None:
    try:
        monday = date.fromisocalendar(year, number, 1)
        return f"{monday + timedelta(days=5 if weekend else 0)}/{monday + timedelta(days=6)}"
    except (ValueError, OverflowError):
        return None


_MONTHS = {"H1": (1, 6), "H2": (7, 12), "SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}


def _part_of_year(year: int, part: str) -> str:
    first, last = _MONTHS.get(part) or (int(part[1]) * 3 - 2, int(part[1]) * 3)
    return f"{year:04d}-{first:02d}/{year + (last > 12):04d}-{(last - 1) % 12 + 1:02d}"
