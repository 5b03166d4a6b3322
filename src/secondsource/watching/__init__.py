"""Feeds followed day and night: what is new, which figures change, which claims get their first second source."""

from secondsource.watching.given import feeds_in, is_followable
from secondsource.watching.hook import Hook
from secondsource.watching.watch import Watch

__all__ = ["Hook", "Watch", "feeds_in", "is_followable"]
