"""A report's words, in any script: cut by Unicode, with what the letters alone tell of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from secondsource.records import Report

# Reporting past this many characters tells background, seldom which event it is; it also bounds the cost of a page,
# and that of a title.
LONGEST = 12_000

_WORD = r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’´`][^\W\d_]+)*\d*"
# What stands between the words at even places, the words at odd ones.
_CUT = re.compile(f"({_WORD})")
# Scripts that put no space between words: two letters stand in for a word there.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
# What may stand before a word that has a capital letter only because it comes first.
_OPENERS = frozenset('.!?:;\n"“”‘|>•(—–')
_POSSESSIVE = ("'s", "’s", "´s", "`s")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a report as they are written, in order, and what stands before each; so many are its title's."""

    written: Sequence[str]
    gaps: Sequence[str]
    title: int


class Spelling(NamedTuple):
    """What the letters of a word tell."""

    word: str  # lower-cased …
    shown: str  # … and as it is written; both without a possessive
    capital: bool  # opens with a capital letter
    figure: bool  # opens with a digit


def words(report: Report) -> Words:
    """The words of a report's title and reporting (furniture left out)."""
    title, _ = _cut((report.title or "")[:LONGEST])
    text, gaps = _cut("\n".join(_reporting(report)))
    # Any word of a title may have a capital.
    return Words(title + text, ["\n"] * len(title) + gaps, len(title))


def spelling(written: str) -> Spelling:
    """What the letters of a word tell."""
    shown = written[:-2] if written.endswith(_POSSESSIVE) and len(written) > 2 else written
    return Spelling(shown.lower(), shown, shown[0].isupper(), shown[0].isdigit())


def opens(gap: str) -> bool:
    """Whether any word would have a capital after this: at the start of a sentence, a line, a quotation."""
    return gap != " " and not _OPENERS.isdisjoint(gap)


def _reporting(report: Report) -> list[str]:
    """The paragraphs, up to the most characters that are read."""
    left, found = LONGEST, []
    for start, end in report.paragraphs or ((0, len(report.text)),):
        found.append(report.text[start : min(end, start + left)])
        left -= len(found[-1])
        if left <= 0:
            break
    return found


def _cut(text: str) -> tuple[list[str], list[str]]:
    """The words of a text, and what stands before each: a new line before the first."""
    parts = _CUT.split("\n" + text)
    written, gaps = parts[1::2], parts[:-1:2]
    if not text.isascii() and _UNSPACED.search(text):
        split = [_parts(spelling(word).shown) if _UNSPACED.search(word) else [word] for word in written]
        gaps = [gap for gap, pieces in zip(gaps, split, strict=True) for _ in pieces]
        written = [piece for pieces in split for piece in pieces]
    return written, gaps


def _parts(word: str) -> list[str]:
    """The pairs of letters of a word in a script that doesn't part words."""
    return [word] if len(word) < 3 else [word[k : k + 2] for k in range(len(word) - 1)]
