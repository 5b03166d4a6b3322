"""When a report stands: the day it was published on or that its first lines give, the year, the weekdays it names.

A coarse look by the letters alone, in several languages; what a date *tells* is the dates stage's business.
"""

from __future__ import annotations

import datetime
import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources

from secondsource.records import Report

UNKNOWN = float("nan")

# A page prints its date above the text or in its first line; a date further down is the story's.
FIRST_LINES = 300

_YEARS = range(1900, 2101)


def day(report: Report) -> float:
    """The day number of publication; where none is given, that of a full date in the first lines; else NaN."""
    try:
        return float(
            datetime.date.fromisoformat(("" if report.date_doubtful else report.published or "")[:10]).toordinal()
        )
    except ValueError:
        return _printed(report.text[:FIRST_LINES].lower())


def year(figures: Iterable[str]) -> float:
    """The latest year among a report's figures, as a rule that of the report itself; NaN where there is none."""
    found = [int(f) for f in figures if len(f) == 4 and f.isascii() and f.isdigit() and int(f) in _YEARS]
    return float(max(found, default=UNKNOWN))


def weekdays(words: Iterable[str]) -> int:
    """The weekdays named, a bit each, Monday the lowest."""
    numbers = _numbers("weekdays")
    found = 0
    for word in words:
        if word in numbers:
            found |= 1 << numbers[word]
    return found


def _printed(text: str) -> float:
    """The day number of the first full date in ``text``; a date such as 2/3/2009 can be two days and is passed over."""
    for found in _dates().finditer(text):
        part = found.groupdict()
        numbers = _numbers("months")
        try:
            if part["named"] or part["named_first"]:
                month = numbers[part["named"] or part["named_first"]] + 1
                return _ordinal(part["year_a"] or part["year_b"], month, int(part["day_a"] or part["day_b"]))
            if part["iso_year"]:
                return _ordinal(part["iso_year"], int(part["iso_month"]), int(part["iso_day"]))
            one, two = int(part["one"]), int(part["two"])
            if max(one, two) > 12 or one == two:
                return _ordinal(part["year_c"], min(one, two), max(one, two))
        except ValueError:
            continue
    return UNKNOWN


def _ordinal(year_: str, month: int, day_: int) -> float:
    return float(datetime.date(int(year_), month, day_).toordinal())


@functools.cache
def _dates() -> re.Pattern[str]:
    name = "|".join(sorted(_numbers("months"), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<day_a>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?P<named>{name})\b[.,]?\s*(?:de\s+)?(?P<year_a>\d{{4}})\b"
        rf"|\b(?P<named_first>{name})\b\.?\s*(?P<day_b>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<year_b>\d{{4}})\b"
        r"|\b(?P<iso_year>\d{4})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)\b"
        r"|\b(?P<one>\d{1,2})\s*[/.]\s*(?P<two>\d{1,2})\s*[/.]\s*(?P<year_c>\d{4})\b"
    )


@functools.cache
def _numbers(kind: str) -> Mapping[str, int]:
    """The place of each name of a month or a weekday."""
    table = tomllib.loads(resources.files(__package__).joinpath("calendar.toml").read_text(encoding="utf-8"))
    return {name: place for place, names in enumerate(table[kind]) for name in names}
