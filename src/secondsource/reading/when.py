"""Dates of publication: from a field in any usual form, or from a line of a page ("Updated on: 1 May 2020 …")."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.resources import files

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"

CANONICAL = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{3,6})?)?(?:[+-]\d\d:\d\d)?)?")
ISO_DATE = re.compile(rf"\b(?P<y>{_YEAR})-(?P<m>\d\d?)-(?P<d>{_DAY})(?!\d)")
DAY_FIRST = re.compile(
    rf"\b(?P<d>{_DAY})(?:st|nd|rd|th)?\.?[\s,-]*(?P<b>{_MONTH})[\s,-]*(?P<y>{_YEAR})\b", re.IGNORECASE
)
MONTH_FIRST = re.compile(rf"\b(?P<b>{_MONTH})[\s-]*(?P<d>{_DAY})(?:st|nd|rd|th)?[\s,-]+(?P<y>{_YEAR})\b", re.IGNORECASE)
# 8/2/13: the month first, as American pages write it (only they do, in the story sets); where that can't be, the day.
SLASHED = re.compile(r"\b(?P<m>\d\d?)\s?/\s?(?P<d>\d\d?)\s?/\s?(?P<y>(?:19|20)?\d\d)\b")
CLOCK = re.compile(
    r"(?<!\d)(?P<h>[01]?\d|2[0-3])\s?[:.]\s?(?P<min>[0-5]\d)(?:\s?:\s?[0-5]\d)?\s?(?P<half>[ap]\.?\s?m\b\.?)?"
    r"(?:\s*\(?(?P<zone>(?:UTC|GMT)?\s?[+-]\d\d?(?::?\s?[0-5]\d)?(?!\d)|[A-Z]{2,4}\b|Z\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a line of text, ISO 8601, and where it stands in the line."""

    value: str
    start: int
    end: int


# Before this year a date is rather a slip than that of a report: 1850 for 1950, a counter that was never set. Whoever
# reads older papers still has all dates that these give in full.
EARLIEST = "1900"

# The first days of the clocks of Unix, of old Macs and of spreadsheets.
UNSET = ("1970-01-01", "1904-01-01", "1900-01-01")


def normal(value: str) -> str | None:
    """``value`` as ISO 8601 with the precision and zone that it gives, or None where it is no date.

    >>> normal("2024-12-01 08:12 +0530"), normal("Tue, 05 Mar 2024 10:00:00 GMT"), normal("soon")
    ('2024-12-01T08:12:00+05:30', '2024-03-05T10:00:00+00:00', None)
    """
    value = value.strip()[:100]
    if CANONICAL.fullmatch(value) and _is_iso(value):
        return value
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    for read in (datetime.fromisoformat, parsedate_to_datetime, _spaced_zone):
        try:
            return read(value).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    found = find(value)
    return found.value if found else None


def find(line: str) -> Found | None:
    """The first full date of a line, with its time of day and zone where they stand beside it."""
    matches = (pattern.search(line) for pattern in (ISO_DATE, MONTH_FIRST, DAY_FIRST, SLASHED))
    for match in sorted((m for m in matches if m), key=lambda m: m.start()):
        day = _day(match)
        if day is None:
            continue
        clock = CLOCK.search(line, match.end(), match.end() + 40)
        time = _time(clock) if clock else None
        if clock is None or time is None:
            return Found(day.isoformat(), match.start(), match.end())
        return Found(f"{day.isoformat()}T{time}", match.start(), clock.end())
    return None


def is_future(value: str, now: datetime) -> bool:
    """Whether an ISO 8601 date lies after ``now`` by more than a day: no zone on earth explains that."""
    return value[:10] > (now + timedelta(days=1)).date().isoformat()


def doubt(value: str | None, now: datetime) -> str | None:
    """What is wrong with a date of publication; None where nothing is, or there is none."""
    if value is None:
        return None
    if is_future(value, now):
        return "lies in the future"
    if value < EARLIEST:
        return f"lies before {EARLIEST}"
    return "is where an unset clock stands" if value[:10] in UNSET else None


@functools.cache
def zones() -> dict[str, int]:
    """Minutes east of Greenwich by the zone's usual abbreviation."""
    table: dict[str, int] = tomllib.loads((files("secondsource.reading") / "data" / "zones.toml").read_text("utf-8"))
    return table


def _is_iso(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _spaced_zone(value: str) -> datetime:
    """Times such as ``2024-12-01 08:12 +0530``, which fromisoformat refuses for the space."""
    return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", value))


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, day = int(parts["y"]), int(parts["d"])
    month = MONTHS[parts["b"].lower().rstrip(".")] if parts.get("b") else int(parts["m"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if month > 12 and match.re is SLASHED:
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(clock: re.Match[str]) -> str | None:
    """``08:12+05:30`` of a clock time; None for one that is none, such as 13:30 pm."""
    hour, half = int(clock["h"]), (clock["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02}:{clock['min']}{_offset(clock['zone'])}"


def _offset(zone: str | None) -> str:
    """``+05:30`` for a zone's abbreviation or written offset; nothing for none or one that is unknown."""
    if not zone:
        return ""
    signed = re.search(r"([+-])(\d\d?):?\s?(\d\d)?$", zone)
    if signed:
        minutes = (int(signed[2]) * 60 + int(signed[3] or 0)) * (-1 if signed[1] == "-" else 1)
    elif zone.upper() in zones():
        minutes = zones()[zone.upper()]
    else:
        return ""
    if abs(minutes) >= 24 * 60:
        return ""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
