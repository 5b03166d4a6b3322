"""Why a fetch gave nothing: refused by our own rules, or failed out there."""

from __future__ import annotations

from secondsource.errors import SecondsourceError


class FetchError(SecondsourceError):
    """An address gave nothing; ``remedy`` says what would help."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class RefusedError(FetchError):
    """The program's own rules forbid it: asking again won't help."""


class FailedError(FetchError):
    """The network or the host failed: it may work later."""
