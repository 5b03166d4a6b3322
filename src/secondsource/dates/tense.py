"""Whether a sentence looks back or ahead, near a time expression: *met Friday*, *will meet Friday*."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

# How far to look: most verbs stand within a clause of some ten words. Swept 40–160 on the training reports.
REACH = 90


def lean(text: str, start: int, end: int) -> int:
    """1 where the words around ``[start, end)`` look ahead, −1 where they look back, 0 where they say nothing."""
    before = _clause_before(text[max(0, start - REACH) : start])
    if found := _last(before):
        return found
    after = _BREAK.split(text[end : end + REACH], maxsplit=1)[0]
    cue = _cues().search(after)
    return 0 if cue is None else 1 if cue.lastgroup == "ahead" else -1


_BREAK = re.compile(r"(?<=[.!?;])[\"'”’]?\s+(?=[\"'“‘]?[A-Z])|\n\s*\n")


def _clause_before(text: str) -> str:
    return _BREAK.split(text)[-1]


def _last(text: str) -> int:
    found = 0
    for cue in _cues().finditer(text):
        found = 1 if cue.lastgroup == "ahead" else -1
    return found


@functools.cache
def _cues() -> re.Pattern[str]:
    """One pattern of all cues, each group an alternation of a list of tense.toml."""
    table = tomllib.loads(resources.files("secondsource.dates").joinpath("tense.toml").read_text(encoding="utf-8"))
    ahead = "|".join(table["ahead"]).replace(" ", r"\s+")
    back = "|".join(table["back"]).replace(" ", r"\s+")
    return re.compile(rf"(?i:\b(?:(?P<ahead>{ahead})|(?P<back>{back}))\b)")
