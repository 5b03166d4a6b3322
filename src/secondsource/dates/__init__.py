"""Finds temporal expressions in a report and says what time each one means (TIMEX3)."""

from secondsource.dates.expressions import find

VERSION = "3"

__all__ = ["VERSION", "find"]
