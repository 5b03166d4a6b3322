"""Errors that a reader can act on: each message names the input, the fault and the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class SecondsourceError(Exception):
    """Any fault that the program reports in words instead of a traceback."""


class UsageError(SecondsourceError):
    """The call itself is wrong: an option, a verb, a file that isn't there."""


class DeskError(SecondsourceError):
    """A desk file can't be opened, written or understood."""


class ModelError(SecondsourceError):
    """The language model is missing or not the one that was asked for."""


class NothingReadError(SecondsourceError):
    """None of the inputs held a report; ``set_aside`` says why, input by input."""

    def __init__(self, message: str, set_aside: Sequence[Any]) -> None:
        super().__init__(message)
        self.set_aside = set_aside


class MissingExtraError(SecondsourceError):
    """An input needs a library that is not part of the default installation; the message names the extra to install."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} need libraries that are not installed")
        self.remedy = f"pip install 'secondsource[{extra}]'"
