"""What an expression says by itself, before it is known what it counts from."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression's type and the parts of its value that its own words give.

    A finished ``value`` stands by itself (P2W, PAST_REF). Else the parts are those of a calendar; what is missing is
    filled from neighbouring expressions (*June* + *last year*), the narrative or the report's date. ``shift`` counts
    units from ``anchor``: the report's date or the narrative's (the date that was told last).
    """

    start: int
    end: int
    type: str
    value: str | None = None
    year: int | None = None
    month: int | None = None
    dom: int | None = None
    weekday: int | None = None
    week: bool = False  # the week that the date lies in
    quarter: int | None = None
    half: int | None = None
    season: str | None = None
    holiday: str | None = None
    prefix: str | None = None  # the first two or three digits of a decade's or century's years
    part: str | None = None  # of the day: MO, AF, EV, NI
    clock: str | None = None  # T08:12+05:30
    which: int = 0  # last −1, this 0, next 1; of what has no year or week of its own
    pointed: bool = False  # ``which`` is said (last Friday), not guessed
    shift: tuple[int, str] | None = None
    anchor: str = "report"
    counted: bool = False  # "two years later", which without a date before it says how long only
    same: str | None = None  # grain of the narrative's date that is meant again (that year, the quarter)
    joined_only: bool = False  # means something only beside another expression
    latest: bool = False  # of the quarters, the last that is over

    @property
    def grain(self) -> str:
        """What the expression names: a TIME, DAY, WEEK, MONTH, QUARTER, SEASON, YEAR, DECADE; DURATION, SET, REF."""
        if self.type in ("DURATION", "SET"):
            return self.type
        if self.value is not None:
            return "REF"
        return _calendar_grain(self)


def joined(a: Reading, b: Reading, gap: str) -> Reading | None:
    """Two neighbouring readings as one (*5 p.m. EST* + *Nov. 9*), or None where they are two."""
    if gap not in _GAPS or a.grain in ("REF", "DURATION", "SET") or b.grain in ("REF", "DURATION", "SET"):
        return None
    if not _fit(a, b, gap):
        return None
    mine = {name: getattr(a, name) for name in _PARTS if getattr(a, name) is not None}
    theirs = {name: getattr(b, name) for name in _PARTS if getattr(b, name) is not None}
    if set(mine) & set(theirs):
        return None
    kind = "TIME" if "TIME" in (a.type, b.type) else "DATE"
    pointed = a if a.pointed else b
    base = b if b.shift or b.same else a
    anchor = base.anchor if base.shift else "report"
    return replace(
        base, start=a.start, end=b.end, type=kind, which=pointed.which, pointed=a.pointed or b.pointed, anchor=anchor,
        joined_only=False, **{**mine, **theirs},
    )  # fmt: skip


_PARTS = (
    "year", "month", "dom", "weekday", "quarter", "half", "season", "holiday", "part", "clock", "shift", "same",
)  # fmt: skip
_GAPS = (" ", ", ", "", " on ", " of ", ",", " at ", " in ", " (")


def _fit(a: Reading, b: Reading, gap: str) -> bool:
    """Whether the one fills what the other lacks."""
    first, second = a.grain, b.grain
    if first == "TIME" and second == "DAY":
        return gap in (" ", ", ", " on ") and not (a.clock and a.part)
    if first == "DAY" and second == "TIME":
        return (gap in (" ", ", ") and (b.part is not None or b.clock is not None)) or (gap == " at " and bool(b.clock))
    if a.weekday and not a.month and b.month:
        return gap in (" ", ", ", ",") and bool(b.dom) and a.year is None
    if a.month and not a.year and second == "YEAR":
        return gap in (" ", ", ", " of ")
    return second == "YEAR" and first in ("QUARTER", "SEASON") and a.year is None and gap in (" ", " of ")


def _calendar_grain(r: Reading) -> str:
    if r.clock or r.part:
        return "TIME"
    if r.week:
        return "WEEK"
    if r.dom or r.weekday or r.holiday:
        return "DAY"
    for grain, here in (("MONTH", r.month), ("QUARTER", r.quarter or r.half), ("SEASON", r.season), ("YEAR", r.year)):
        if here:
            return grain
    if r.prefix:
        return "DECADE"
    unit = r.shift[1] if r.shift else r.same or "D"
    return {"D": "DAY", "N": "DAY", "W": "WEEK", "WE": "WEEK", "F": "WEEK", "M": "MONTH", "Q": "QUARTER"}.get(
        unit, "YEAR"
    )
