"""A report's words, in any script: cut by Unicode, with what the letters alone tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from secondsource.records import Report

# Reporting past this many characters tells background, seldom which event it is; it also bounds the cost of a page.
LONGEST = 12_000

# Title and opening: where news says who, where and when. About two paragraphs; not swept.
LEAD = 100

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’´`][^\W\d_]+)*\d*")
# Scripts that put no space between words: two letters stand in for a word there.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
# What may stand before a word that has a capital letter only because it comes first.
_OPENERS = frozenset('.!?:;\n"“”‘|>•(—–')
_POSSESSIVE = ("'s", "’s", "´s", "`s")


class Term(NamedTuple):
    """A word as it stands: lower-cased, with what its letters tell."""

    word: str
    shown: str
    capital: bool  # opens with a capital letter
    opens: bool  # stands where any word would have a capital: at the start of a sentence, a line, a quotation
    figure: bool  # holds a digit
    lead: bool


def terms(report: Report) -> Iterator[Term]:
    """The words of a report's title and reporting (furniture left out), in order."""
    yield from _cut(report.title or "", lead=LEAD, title=True)
    left, lead = LONGEST, LEAD
    for start, end in report.paragraphs or ((0, len(report.text)),):
        text = report.text[start : min(end, start + left)]
        for term in _cut(text, lead):
            lead -= term.lead
            yield term
        left -= len(text)
        if left <= 0:
            return


def _cut(text: str, lead: int, title: bool = False) -> Iterator[Term]:
    """The words of one stretch of text; the first ``lead`` of them are marked so."""
    count, end = 0, 0
    for found in _WORD.finditer(text):
        start, shown = found.start(), found.group()
        gap = text[end:start]
        opens = title or end == 0 or (gap != " " and not _OPENERS.isdisjoint(gap))
        end = found.end()
        if shown.endswith(_POSSESSIVE):
            shown = shown[:-2]
        for part in (shown,) if shown.isascii() else _parts(shown):
            yield Term(part.lower(), part, part[0].isupper(), opens, part[0].isdigit(), count < lead)
            count += 1


def _parts(word: str) -> list[str]:
    """A word, or its pairs of letters where the script doesn't part words."""
    if not _UNSPACED.search(word) or len(word) < 3:
        return [word]
    return [word[k : k + 2] for k in range(len(word) - 1)]
