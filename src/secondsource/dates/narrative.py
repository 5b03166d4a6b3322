"""Where the telling stands: what *two days later*, *that year* and *a year earlier* count from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# How fine a date must have been told for so many units to be counted from it.
_ENOUGH = {
    "D": ("DAY",),
    "N": ("DAY",),
    "W": ("DAY", "WEEK"),
    "F": ("DAY", "WEEK"),
    "WE": ("DAY", "WEEK"),
    "M": ("DAY", "WEEK", "MONTH"),
    "Q": ("DAY", "WEEK", "MONTH"),
}


@dataclass(slots=True)
class Narrative:
    """The report's date, and the date, the day and the quarter that were told last."""

    report: date | None
    last: date | None = None
    grain: str = "DAY"
    day: date | None = None
    quarter: tuple[int, int] | None = None
    quarter_at: int = -(10**9)  # where the quarter stood

    def known(self, unit: str) -> date | None:
        """The date told last that is fine enough to count ``unit`` from: no day is counted from a year."""
        enough = _ENOUGH.get(unit)
        return self.last if enough is None or self.grain in enough else self.day

    def move(self, to: date | None, grain: str) -> None:
        """Go on to a date that is told; None where it is no date to count from (a decade)."""
        self.last, self.grain = to, grain
        if grain == "DAY":
            self.day = to
