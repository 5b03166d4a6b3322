"""From what an expression says to the time that it means: counted from the report's date or the narrative's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from secondsource.dates import calendar
from secondsource.dates.narrative import Narrative
from secondsource.dates.numbers import duration
from secondsource.dates.reading import Reading

# "Dec. 10" in a report of 2 November is this December's: of the two readings the nearer in time is meant, but a day to
# come must be nearer by this factor: little where the clause looks ahead (1), much where it looks back (−1).
FURTHER = {1: 0.5, 0: 3.0, -1: 4.0}


# "next Friday", said on a Thursday, is that of the week after: a day so near is called by its bare name.
SOON = 2


def resolve(r: Reading, told: Narrative, lean: int) -> str | None:
    """The TIMEX3 value, or None where nothing can be said. The narrative moves on to the date.

    ``lean``: 1 where the clause looks ahead, −1 where it looks back, 0 undecided.
    """
    if r.value is not None:
        return r.value
    if r.prefix:
        told.move(None, "DECADE")
        return r.prefix
    for test, make in _WAYS:
        if test(r):
            return make(r, told, lean)
    return None


# How long figures are compared with "a year earlier" after a quarter was named: characters, about three paragraphs.
# Swept 300–4,000 on the training reports.
COMPARED = 1200


def _shifted(r: Reading, told: Narrative, _: int) -> str | None:
    """*two years later*, *last month*, *yesterday evening*, *June last year*."""
    count, unit = r.shift or (0, "D")
    if r.same == "Q":
        return _same_quarter(r, told, count)
    if (count, unit) == (-1, "Y") and not r.pointed and _in_figures(r, told):
        year, quarter = told.quarter or (0, 0)
        return f"{year - 1}-Q{quarter}"
    start = told.report
    if r.anchor == "narrative":
        start = told.known(unit)
        if r.counted and (unit in ("S", "MIN", "H") or (start is None and (count > 0 or told.grain == "DECADE"))):
            return duration(Fraction(abs(count)), unit)  # "two years later", after no date or only a decade
        start = start or told.report
    if start is None:
        return _unknown(count)
    if unit in ("S", "MIN", "H"):
        return start.isoformat()
    moved = calendar.shifted(start, count, unit)
    return _within(moved, unit, r, told) if moved else None


def _within(moved: date, unit: str, r: Reading, told: Narrative) -> str | None:
    """The part of the week or year ``moved`` that is named with it (*June* last year), else all of it."""
    if r.weekday:
        moved, unit = calendar.shifted(moved, r.weekday - moved.isoweekday(), "D") or moved, "D"
    if r.month and r.dom:
        return _dom(r, moved.year, told)
    if r.month:
        return _settle(moved.replace(day=1, month=r.month), "MONTH", told)
    if r.season and unit == "Y":
        return f"{moved.year}-{r.season}"
    if r.quarter and unit == "Y":
        told.quarter, told.quarter_at = (moved.year, r.quarter), r.start
        return f"{moved.year}-Q{r.quarter}"
    value = _at_grain(moved, unit, told, r)
    return value and value + (_of_day(r) if unit in ("D", "N", "W") else "")


def _same(r: Reading, told: Narrative, lean: int) -> str | None:
    """*that year*, *the quarter*, *the weekend*: the narrative's date again, as far as it is that fine."""
    if r.same == "Q":
        return _same_quarter(r, told, 0)
    unit = r.same or "D"
    start = (None if unit == "WE" else told.known(unit)) or told.report
    if start is None:
        return "PAST_REF"
    if unit == "WE":
        # The weekend of a report is the one before it, unless it stands at the week's end or looks ahead.
        back = start.isoweekday() < 5 and lean <= 0
        start = calendar.shifted(start, -7 if back else 0, "D") or start
        return f"{calendar.week(start)}-WE"
    return _at_grain(start, unit, told, r)


def _holiday(r: Reading, told: Narrative, lean: int) -> str | None:
    rule = r.holiday or ""
    if r.year:
        return _settle(calendar.holiday(rule, r.year), "DAY", told)
    if told.report is None:
        return "XXXX-" + rule if rule[:2].isdigit() and "#" not in rule else None
    years = [told.report.year + k for k in (-1, 0, 1)]
    days = [d for y in years if (d := calendar.holiday(rule, y))]
    return _settle(_choose(days, told.report, r, lean), "DAY", told)


def _weekday(r: Reading, told: Narrative, lean: int) -> str | None:
    if r.month and r.dom and told.report:
        return _monthday(r, told, lean)
    start = told.report
    if r.anchor == "narrative":
        start = told.known("D") or start
    if start is None or r.weekday is None:
        return f"XXXX-WXX-{r.weekday}" + _of_day(r)
    if r.pointed and r.which:
        moved = calendar.shifted(start, {-2: -7, 1: SOON + 1}.get(r.which, r.which), "D") or start
        found = calendar.weekday_from(moved, r.weekday, 1 if r.which > 0 else -1)
    else:
        found = calendar.weekday_from(start, r.weekday, 1 if lean > 0 else -1)
    value = _settle(found, "DAY", told)
    return value and value + _of_day(r)


def _monthday(r: Reading, told: Narrative, lean: int) -> str | None:
    """A month, with its day or without, whose year is given or is to be chosen."""
    month = r.month or 1
    if r.dom and calendar.day(2000, month, r.dom) is None:
        return None
    if r.year:
        return _dom(r, r.year, told) if r.dom else _settle(calendar.day(r.year, month, 1), "MONTH", told)
    if told.report is None:
        return f"XXXX-{month:02d}" + (f"-{r.dom:02d}" if r.dom else "") + _of_day(r)
    if r.dom is None:
        return _bare_month(r, told, lean)
    days = [d for k in (-1, 0, 1) if (d := calendar.day(told.report.year + k, month, r.dom))]
    chosen = _choose(days, told.report, r, lean)
    return None if chosen is None else _dom(r, chosen.year, told)


def _bare_month(r: Reading, told: Narrative, lean: int) -> str | None:
    report, month = told.report, r.month or 1
    if report is None:
        return None
    first = report.replace(day=1)
    days = [d for k in (-1, 0, 1) if (d := calendar.day(report.year + k, month, 1))]
    if r.pointed and r.which == 0:
        return _settle(calendar.day(report.year, month, 1), "MONTH", told)
    return _settle(_choose(days, first, r, lean), "MONTH", told)


def _choose(days: list[date], report: date, r: Reading, lean: int) -> date | None:
    """The day that is meant among those of last year, this year and the next."""
    if not days:
        return None
    past = [d for d in days if d <= report and not (r.which < 0 and d == report)]
    coming = [d for d in days if d >= report and not (r.which > 0 and d == report)]
    if r.pointed and r.which:
        return (past[-1] if past else None) if r.which < 0 else (coming[0] if coming else None)
    if not past or not coming:
        return (past or coming)[-1 if past else 0]
    ahead, back = (coming[0] - report).days, (report - past[-1]).days
    return coming[0] if ahead * FURTHER[lean] < back else past[-1]


def _quarter(r: Reading, told: Narrative, lean: int) -> str | None:
    """A quarter or half: of its year, else the latest that is over (results), or the one ahead."""
    number, letter, months = (r.quarter, "Q", 3) if r.quarter else (r.half or 1, "H", 6)
    year = r.year
    if year is None:
        if told.report is None:
            return f"XXXX-{letter}{number}"
        now = (told.report.month - 1) // months + 1
        year = told.report.year if number <= now or lean > 0 else told.report.year - 1
    if letter == "Q":
        told.quarter, told.quarter_at = (year, number), r.start
    return f"{year}-{letter}{number}"


def _same_quarter(r: Reading, told: Narrative, years: int) -> str | None:
    """The quarter that is told of (or the latest that is over), moved by ``years``."""
    found = told.quarter
    if found is None or r.pointed or (r.latest and not _over(found, told.report)):
        if told.report is None:
            return None
        now = calendar.quarter(told.report)
        latest = calendar.shifted(told.report.replace(day=1), 0 if r.pointed else -3, "M") or told.report
        found = (latest.year, calendar.quarter(latest)) if not r.pointed else (told.report.year, now)
    year = r.year or found[0] + years
    if not years and not r.year:
        told.quarter, told.quarter_at = found, r.start
    return f"{year}-Q{found[1]}"


def _over(quarter: tuple[int, int], report: date | None) -> bool:
    return report is None or quarter < (report.year, calendar.quarter(report))


def _season(r: Reading, told: Narrative, lean: int) -> str | None:
    if r.year:
        return f"{r.year}-{r.season}"
    if told.report is None:
        return f"XXXX-{r.season}"
    first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[r.season or "SP"]
    report = told.report
    days = [date(min(max(report.year + k, 1), 9999), first, 1) for k in (-1, 0, 1)]
    inside = [d for d in days if 0 <= (report - d).days < 92]
    if inside and r.which == 0 and (r.pointed or lean >= 0):
        chosen: date | None = inside[0]
    elif r.pointed and r.which == 0:
        chosen = min(days, key=lambda d: abs((report - d).days))
    else:
        chosen = _choose([d for d in days if d not in inside or r.which == 0], report, r, lean or -1)
    return f"{chosen.year}-{r.season}" if chosen else None


def _clock(r: Reading, told: Narrative, _: int) -> str | None:
    """A time of day on the day that was told last, else on the report's."""
    start = (told.last if told.grain == "DAY" else None) or told.report
    if start is None:
        return "XXXX-XX-XX" + _of_day(r)
    return start.isoformat() + _of_day(r)


def _year(r: Reading, told: Narrative, _: int) -> str | None:
    if r.year is None:
        return None
    told_day = calendar.day(r.year, 1, 1)
    if told_day:
        told.move(told_day, "YEAR")
    return f"{r.year:04d}"


_WAYS: tuple[tuple[Callable[[Reading], object], Callable[[Reading, Narrative, int], str | None]], ...] = (
    (lambda r: r.shift, _shifted),
    (lambda r: r.same, _same),
    (lambda r: r.holiday, _holiday),
    (lambda r: r.weekday, _weekday),
    (lambda r: r.month, _monthday),
    (lambda r: r.quarter or r.half, _quarter),
    (lambda r: r.season, _season),
    (lambda r: r.clock or r.part, _clock),
    (lambda r: r.year, _year),
)


def _in_figures(r: Reading, told: Narrative) -> bool:
    """Whether *a year ago* compares a quarter's figures: a quarter was named shortly before."""
    return told.quarter is not None and 0 <= r.start - told.quarter_at <= COMPARED


def _dom(r: Reading, year: int, told: Narrative) -> str | None:
    found = calendar.day(year, r.month or 1, r.dom or 1)
    value = _settle(found, "DAY", told)
    if value and r.week and found:
        return calendar.week(found)
    return value and value + _of_day(r)


def _of_day(r: Reading) -> str:
    return r.clock or (f"T{r.part}" if r.part else "")


def _settle(found: date | None, grain: str, told: Narrative) -> str | None:
    """The date as a value; the narrative moves on to it."""
    if found is None:
        return None
    told.move(found, grain)
    return found.isoformat() if grain == "DAY" else f"{found.year:04d}-{found.month:02d}"


def _at_grain(when: date, unit: str, told: Narrative, r: Reading) -> str | None:
    """The value as fine as the unit that was counted in."""
    grain = {"D": "DAY", "N": "DAY", "W": "WEEK", "F": "WEEK", "WE": "WEEK", "M": "MONTH"}.get(unit, "YEAR")
    if unit == "Q":
        found = (when.year, calendar.quarter(when))
        told.quarter, told.quarter_at = found, r.start
        return f"{found[0]}-Q{found[1]}"
    told.move(when, grain)
    if unit == "E":
        return f"{when.year:04d}"[:3]
    if unit == "C":
        return f"{when.year:04d}"[:2]
    if unit == "WE":
        return f"{calendar.week(when)}-WE"
    return {
        "DAY": when.isoformat(),
        "WEEK": calendar.week(when),
        "MONTH": f"{when.year:04d}-{when.month:02d}",
        "YEAR": f"{when.year:04d}",
    }[grain]


def _unknown(count: int) -> str:
    return "PAST_REF" if count < 0 else "FUTURE_REF" if count > 0 else "PRESENT_REF"
