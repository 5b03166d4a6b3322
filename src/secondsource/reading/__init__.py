"""Bytes to reports: the text kept exactly as read, furniture, credits and datelines marked and not cut."""

from secondsource.reading.reader import Reading, iter_read, read

__all__ = ["VERSION", "Reading", "iter_read", "read"]

VERSION = "1"
