"""Puts what a story's reports tell on the calendar: dated events, copies and retellings merged."""

from secondsource.timeline.arrange import arrange

VERSION = "4"

__all__ = ["VERSION", "arrange"]
