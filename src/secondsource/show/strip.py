"""The calendar strip: one row of days; above it what happened, below it when each report came out.

The strip shows the days around the reports; what lies further off stands in the list below it. Only events for whose
words there is room are named on the strip, most told first; the list names all. Where days or events are too many for
marks of their own they are put together in columns (``columns``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from secondsource.records import Event
from secondsource.show import columns
from secondsource.show.lookup import Known
from secondsource.show.plain import short
from secondsource.show.svg import Box, Drawing, Pen, fit, text_width, wrap
from secondsource.show.words import WEEKDAYS, count, day_words, moment_of, sentence

WIDTH, NARROW_WIDTH = 976, 358
MARGIN = 36
# The strip shows this many days before the first report and after the last. Two weeks keep a day wider than its mark
# in most stories; news reports tell mostly of the days just before (TimeBank: median 1 day).
DAYS_AROUND = 14
# Rows of words above the line: more would be a list, which stands below anyway.
TIERS = 6
TIER = 34
LABEL = 290
# A day narrower than this has no room for a mark of its own; so many marks in a row are beads that tell nothing.
A_MARK = 12.0
MARKS = 45


@dataclass(frozen=True, slots=True)
class Marked:
    """An event with the days that it covers."""

    event: Event
    first: date
    last: date
    label: str
    note: str
    exact: bool


def draw(known: Known, narrow: bool = False) -> Drawing | None:
    """The strip, or None where neither reports nor events have a day."""
    published = [m for m in (moment_of(r.appeared) for r in known.view.reports) if m]
    marked = [m for m in (_marked(e, known) for e in known.view.findings.events) if m]
    window = _window([m.date() for m in published], marked)
    if window is None:
        return None
    return _draw(marked, published, window, NARROW_WIDTH if narrow else WIDTH, narrow)


def covers(value: str) -> tuple[date, date] | None:
    """The first and last day that an event's date may mean; None where it is no date.

    >>> covers("2024-11")
    (datetime.date(2024, 11, 1), datetime.date(2024, 11, 30))
    """
    if "/" in value:
        ends = [covers(part) for part in value.split("/", 1)]
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] and ends[0][0] <= ends[1][1] else None
    if found := re.fullmatch(r"(\d{4})-(\d{2})", value):
        year, month = int(found[1]), int(found[2])
        if not (1 <= month <= 12 and 1 <= year < 9999):
            return None
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), after - timedelta(days=1)
    if re.fullmatch(r"\d{4}", value) and value > "0000":
        return date(int(value), 1, 1), date(int(value), 12, 31)
    moment = moment_of(value)
    return (moment.date(), moment.date()) if moment else None


def what(event: Event, known: Known, limit: int = 34) -> str:
    """What happened, in the report's own words: the trigger's clause, with its subject where there is room.

    The day is left out: it stands below.
    """
    report = known.reports.get(event.report)
    if report is None:
        return ""
    s, e = event.trigger
    if not event.start <= s < e <= event.end:
        return short(report.text[event.start : event.end], limit).rstrip(_ENDS)
    text = report.text
    opened = [event.start + m.end() for m in _OPENS.finditer(text[event.start : s])]
    starts = [at for at in (*opened[-1:], event.start) if e - at <= limit and not _VERBS.match(text, at)]
    clause = text[(starts or [s])[0] : e] + _CLOSES.split(text[e : event.end], maxsplit=1)[0]
    if day := re.search("“(.+?)” is ", event.why):
        clause = re.sub(rf"(?i:(?:^|\s+){_BEFORE_DAY}{re.escape(day[1])}(?!['’])\b)", "", clause, count=1)
    return short(clause.strip(), limit).rstrip(_ENDS)


# Where a clause opens: behind a mark, or a word that joins it to what stands before; and where one closes.
_OPENS = re.compile(r"[,;:–—“”\"]\s+|[“\"]|\b(?:after|and|as|because|but|said|says|that|when|where|which|while|who)\s+")
_CLOSES = re.compile(r"[,;:”]\s|[”\"]|\s(?:and|but) that\s")
# What opens no clause by itself: its subject stands further before.
_VERBS = re.compile(r"(?:are|be|been|can|could|did|had|has|have|is|was|were|will|would)\b")
_BEFORE_DAY = r"(?:(?:late|early|earlier|later)\s+)?(?:(?:at|by|for|from|in|of|on)\s+)?"
_ENDS = " .,;:”\"'’"


def _marked(event: Event, known: Known) -> Marked | None:
    days = covers(event.date)
    if days is None:
        return None
    told = count(len(event.reports), "report")
    exact = days[0] == days[1]
    # Without the year, which the list below gives: both days of *between* must have room on the strip.
    day = day_words(days[0]) if exact else f"{day_words(days[0])} – {day_words(days[1])}"
    return Marked(event, *days, what(event, known), f"{day} · {told}", exact)


def _window(published: Sequence[date], marked: Sequence[Marked]) -> tuple[date, date] | None:
    """The days that the strip shows: those of the reports and of what happened around them."""
    around = timedelta(days=DAYS_AROUND)
    if not published:
        if not marked:
            return None
        middle = sorted(m.first for m in marked)[len(marked) // 2]
        published = [middle]
    first, last = min(published), max(published)
    early, late = _shift(first, -DAYS_AROUND), _shift(last, DAYS_AROUND)
    near = [d for m in marked if m.last - m.first <= around * 2 for d in (m.first, m.last) if early <= d <= late]
    days = [first, last, *near]
    return _shift(min(days), -1), _shift(max(days), 1)


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _draw(
    marked: Sequence[Marked], published: Sequence[datetime], window: tuple[date, date], width: float, narrow: bool
) -> Drawing:
    first, last = window
    pen, days = Pen(width), (last - first).days + 1
    a_day = (width - 2 * MARGIN) / days

    def middle(day: date) -> float:
        return MARGIN + a_day * ((day - first).days + 0.5)

    inside = [m for m in marked if first <= m.first and m.last <= last]
    base = 0.0
    if a_day < A_MARK or len({m.first for m in inside}) > MARKS:
        return _dense(inside, published, window, width, narrow)
    pen.path(f"M{MARGIN} {base}H{width - MARGIN}", "axis", 1.2)
    _days(pen, first, days, a_day, base)
    _marks(pen, inside, middle, a_day, base)
    if not narrow:
        _labels(pen, inside, middle, base)
    _reports(pen, published, middle, a_day, base)
    top = min([b.top for b in pen.boxes] + [base - 24]) - 8
    bottom = max(b.bottom for b in pen.boxes) + 6
    label = f"{count(len(inside), 'dated event')} from {day_words(first)} to {day_words(last)}, listed below."
    return pen.drawing(bottom - top, label, "narrow" if narrow else "wide", top)


def _dense(
    inside: Sequence[Marked], published: Sequence[datetime], window: tuple[date, date], width: float, narrow: bool
) -> Drawing:
    """The strip of many days or events: columns."""
    first, last = window
    pen, base = Pen(width), 0.0
    by = columns.Columns.over(first, last, MARGIN, width - MARGIN)
    fine = [m for m in inside if by.of(m.first) == by.of(m.last)]
    pen.path(f"M{MARGIN} {base}H{width - MARGIN}", "axis", 1.2)
    heights = columns.draw(pen, by, [m.first for m in fine], "n", base, columns.TALLEST)
    columns.axis(pen, by, base)
    if not narrow:
        floor = base - max(heights.values(), default=0)
        years = first.year != last.year
        tops = {by.left + by.wide * (at + 0.5): base - height for at, height in heights.items()}
        _labels(pen, [_dated(m) if years else m for m in fine], by.middle, floor, tops)
    columns.draw(pen, by, [moment.date() for moment in published], "span", base + 34, -columns.DEEPEST)
    said = [columns.said(by, [m.first for m in fine], len(inside) - len(fine))]
    if published:
        said.append(f"below: when the {'reports' if len(published) > 1 else 'report'} came out")
    at = base + 34 + columns.DEEPEST
    for words in (row for told in said for row in wrap(sentence(told), 12.5, width - 4, 3)):
        at += 17
        pen.text(width / 2, at, words, "s", size=12.5, anchor="middle")
    top = min([b.top for b in pen.boxes] + [base - columns.TALLEST]) - 8
    label = (
        f"{count(len(inside), 'dated event')} from {day_words(first)} {first.year} to {day_words(last)} {last.year}."
    )
    return pen.drawing(max(b.bottom for b in pen.boxes) + 6 - top, label, "narrow" if narrow else "wide", top)


def _dated(mark: Marked) -> Marked:
    """The same with its year, where the strip spans several."""
    day, _, told = mark.note.partition(" · ")
    return replace(mark, note=f"{day} {mark.last.year} · {told}")


def _days(pen: Pen, first: date, days: int, a_day: float, base: float) -> None:
    """The names of the days under the line, as many as there is room for."""
    step = next((s for s in (1, 2, 7, 14, 28, 91, 365) if a_day * s >= 74), max(days, 1))
    taken = -1000.0
    for n in range(0, days, step):
        day = _shift(first, n)
        words = f"{WEEKDAYS[day.weekday()]} {day.day}" if step == 1 and n and day.day > 1 else day_words(day)
        x = MARGIN + a_day * (n + 0.5)
        half = text_width(words, 12.5) / 2
        if x - half > taken + 6 and x + half < pen.width:
            pen.text(x, base + 22, words, "s", size=12.5, anchor="middle")
            taken = x + half


def _marks(pen: Pen, inside: Sequence[Marked], middle: Callable[[date], float], a_day: float, base: float) -> None:
    """A dot for each day on which something happened, as big as it is told; a bar for *between* and months."""
    told: dict[date, int] = {}
    for mark in inside:
        if mark.exact:
            told[mark.first] = max(told.get(mark.first, 0), len(mark.event.reports))
        else:
            left, right = middle(mark.first) - a_day / 2, middle(mark.last) + a_day / 2
            pen.bar(left, base - 9, max(right - left, 4), 5, "span")
    for day, many in told.items():
        pen.dot(middle(day), base - 5, min(3.5 + 1.6 * many**0.5 * 1.3, a_day / 2 + 3, 11), "n")


@dataclass(frozen=True, slots=True)
class _Flag:
    """Words over a mark: they begin there, or end at the drawing's edge, ``tier`` rows up on a stem."""

    stem: float
    label: str
    note: str
    left: float
    wide: float
    tier: int = 0

    def box(self, base: float) -> Box:
        """The room that the words take, above ``base``."""
        y = base - 22 - TIER * self.tier
        return Box(self.left - 8, y - 27, self.left + self.wide + 8, y + 5, self.label)

    def clear_of(self, other: _Flag) -> bool:
        """Whether neither the words of the two meet, nor the stem of the higher one goes through those of the lower."""
        if self.tier == other.tier:
            return not self.box(0).meets(other.box(0))
        low, high = (self, other) if self.tier < other.tier else (other, self)
        return not low.left - 8 < high.stem < low.left + low.wide + 8


def _labels(
    pen: Pen,
    inside: Sequence[Marked],
    middle: Callable[[date], float],
    base: float,
    tops: Mapping[float, float] | None = None,
) -> None:
    """Words above the marks, one a day, those of what is most told first, as long as there is room.

    With ``tops``, a stem leads from each to the top of its column, by where that is.
    """
    flags: list[_Flag] = []
    for mark in sorted(inside, key=lambda m: (-len(m.event.reports), m.first)):
        centre = (middle(mark.first) + middle(mark.last)) / 2
        if all(f.stem != centre for f in flags):
            flags = _raised([*flags, _flag(mark, centre, pen.width)]) or flags
    for flag in flags:
        box = flag.box(base)
        pen.text(flag.left, box.bottom - 20, flag.label, "b", size=14)
        pen.text(flag.left, box.bottom - 5, flag.note, "s", size=12.5)
        if flag.tier or tops is not None:
            foot = base - 14 if tops is None else tops[flag.stem]
            pen.path(f"M{flag.stem:.1f} {box.bottom:.1f}V{foot:.1f}", "rule", 1)


def _flag(mark: Marked, stem: float, width: float) -> _Flag:
    label, note = fit(mark.label, 14, LABEL, bold=True), fit(mark.note, 12.5, LABEL)
    wide = max(text_width(label, 14, bold=True), text_width(note, 12.5))
    return _Flag(stem, label, note, max(min(stem - 6, width - wide - 2), 2), wide)


def _raised(flags: Sequence[_Flag]) -> list[_Flag] | None:
    """The flags each in the lowest row where it is clear of those to its right; None where one has none."""
    placed: list[_Flag] = []
    for flag in sorted(flags, key=lambda f: -f.stem):
        rows = (replace(flag, tier=tier) for tier in range(TIERS))
        row = next((r for r in rows if all(r.clear_of(p) for p in placed)), None)
        if row is None:
            return None
        placed.append(row)
    return placed


def _reports(
    pen: Pen,
    published: Sequence[datetime],
    middle: Callable[[date], float],
    a_day: float,
    base: float,
) -> None:
    """A tick for each report under the line, at its hour where it has one."""
    if not published:
        return
    xs: list[float] = []
    for moment in sorted(published):
        hour = moment.hour + moment.minute / 60
        x = middle(moment.date()) + (a_day * (hour / 24 - 0.5) if hour else 0)
        # Reports of one moment stand beside one another, else twelve would look like one.
        x = min(max(x, xs[-1] + 3.2), pen.width - 4) if xs else x
        xs.append(x)
        pen.path(f"M{x:.1f} {base + 34}v11", "tick", 2)
    words = f"when {'the reports' if len(published) > 1 else 'the report'} came out"
    wide = text_width(words, 12.5)
    at = min(max((xs[0] + xs[-1]) / 2, wide / 2 + 2), pen.width - wide / 2 - 2)
    pen.text(at, base + 62, words, "s", size=12.5, anchor="middle")
