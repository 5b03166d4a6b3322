"""Whether a sentence looks back or ahead, near a time expression: *met Friday*, *will meet Friday*."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources

# How far to look (characters): most verbs stand within a clause of some ten words.
REACH = 90


def lean(text: str, start: int, end: int) -> int:
    """1 where the words around ``[start, end)`` look ahead, −1 where they look back, 0 where they say nothing."""
    before = _BREAK.split(text[max(0, start - REACH) : start])[-1]
    cues = [_direction(cue) for cue in _cues().finditer(before)]
    if decided := next((c for c in reversed(cues) if c), 0):
        return decided
    after = _BREAK.split(text[end : end + REACH], maxsplit=1)[0]
    decided = next((_direction(cue) for cue in _cues_after().finditer(after)), 0)
    return decided or (1 if cues else 0)


_BREAK = re.compile(r"(?<=[.!?;])[\"'”’]*\s+(?=[\"'“‘`]*[A-Z])|\n\s*\n")


def _direction(cue: re.Match[str]) -> int:
    return {"ahead": 1, "ahead_after": 1, "back": -1, "overtaken": -1}.get(cue.lastgroup or "", 0)


def _cues() -> re.Pattern[str]:
    return _pattern("overtaken", "ahead", "back", "weak")


def _cues_after() -> re.Pattern[str]:
    return _pattern("ahead_after", "back")


@functools.cache
def _pattern(*names: str) -> re.Pattern[str]:
    """One pattern of these lists of tense.toml, each a group, the longest words first."""
    table = tomllib.loads(resources.files("secondsource.dates").joinpath("tense.toml").read_text(encoding="utf-8"))
    groups = (f"(?P<{name}>{'|'.join(sorted(table[name], key=len, reverse=True))})" for name in names)
    return re.compile(rf"(?i:(?<!\w)(?:{'|'.join(groups)})\b)".replace(" ", r"\s+"))
