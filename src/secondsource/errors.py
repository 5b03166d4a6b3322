"""Errors that a reader can act on: each message names the input, the fault and the remedy."""


class SecondsourceError(Exception):
    """Any fault that the program reports in words instead of a traceback."""


class UsageError(SecondsourceError):
    """The call itself is wrong: an option, a verb, a file that isn't there."""


class DeskError(SecondsourceError):
    """A desk file can't be opened, written or understood."""


class ModelError(SecondsourceError):
    """The language model is missing or not the one that was asked for."""


class NoReportsError(SecondsourceError):
    """None of the inputs held a report."""
