"""Figures in running text: how much, rounded how, and of what."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.records import Token

ONES = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "m": 10**6, "mm": 10**6, "bn": 10**9, "b": 10**9, "k": 1_000, "tn": 10**12,
}  # fmt: skip
VAGUE = {"dozens": (24, 100), "scores": (40, 200), "hundreds": (200, 1_000), "thousands": (2_000, math.inf),
         "millions": (2 * 10**6, 10**9), "billions": (2 * 10**9, 10**12), "several": (3, 12), "few": (2, 7),
         "couple": (2, 2)}  # fmt: skip

NUMBER = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:,\s?\d{3})+(?!\d)|\d+)(?P<part>\.\s?\d+)?"
    r"(?:(?:\s|-|\s-\s)?(?P<scale>dozen|hundred|thousand|million|billion|trillion|bn|mm|m|b|k|tn)\b)?",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"\bbetween\s[$€£]?(?P<one>\d[\d,]*(?:\.\d+)?)(?:\s(?P<first>million|billion|trillion))?"
    r"\sand\s[$€£]?(?P<other>\d[\d,]*(?:\.\d+)?)(?:\s(?P<scale>million|billion|trillion)\b)?(?![\w.])",
    re.IGNORECASE,
)
SCORE = re.compile(r"(?<![\w.,-])(?P<one>\d{1,3})\s?[-–]\s?(?P<other>\d{1,3})(?![\w-]|\s-|,\d)")
CLOCK = re.compile(r"(?<![\w.,:])(?P<one>\d{1,2})\s?:\s?(?P<other>\d\d)(?!\d)")
WORDED = re.compile(
    r"\b(?:(?P<tens>" + "|".join(TENS) + r")(?:[-\s](?P<unit>one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?P<ones>"
    + "|".join(ONES)
    + r")|(?P<vague>(?:tens|hundreds) of (?:thousands|millions)|"
    + "|".join(VAGUE)
    + r"))"
    r"(?:\s(?P<scale>dozen|hundred|thousand|million|billion|trillion)\b)?\b",
    re.IGNORECASE,
)
SPREAD = {"tens of thousands": (20_000, 100_000), "hundreds of thousands": (200_000, 10**6),
          "tens of millions": (2 * 10**7, 10**8), "hundreds of millions": (2 * 10**8, 10**9)}  # fmt: skip

MORE = re.compile(
    r"\b(?:more than|over|at least|no fewer than|upwards? of|above|exceeding|as many as)\s+[$€£]?$", re.IGNORECASE
)
LESS = re.compile(
    r"\b(?:fewer than|less than|under|up to|at most|nearly|almost|as many as|below)\s+[$€£]?$", re.IGNORECASE
)
ABOUT = re.compile(
    r"\b(?:some|about|around|roughly|approximately|an estimated|estimated|circa)\s+[$€£]?$", re.IGNORECASE
)

# How far a rounded figure may lie from another and still agree: 'some 12,000' and 'more than 10,000' do. A figure
# with n trailing zeros is read as rounded at its last digit that is none.
ROUGH = 0.25
OPEN = 1.6  # 'more than 10,000' is taken to mean less than 16,000: a larger figure would have been said


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the range that its words leave open. ``counts`` is the lemma of what is counted, or a unit."""

    start: int
    end: int
    low: float
    high: float
    exact: float
    counts: str
    noun: int = 0  # characters from its end to that of the word for what it counts, where that comes next
    spread: bool = False  # *between four and six*: neither end of it is said to be so

    def agrees(self, other: Figure) -> bool:
        """Whether both can be right of the same thing."""
        return self.low <= other.high and other.low <= self.high


def read(text: str, offset: int, tokens: Sequence[Token]) -> tuple[Figure, ...]:
    """The figures of a stretch of text that starts at ``offset`` of its report, in order."""
    found = sorted(_spots(text), key=lambda spot: (spot[0], -spot[1]))
    figures: list[Figure] = []
    last = -1
    for start, end, low, high, exact, spread in found:
        if start >= last:
            counts = _counted(tokens, offset + end, text, start, end)
            word = NEXT.match(text, end)
            noun = word.end() - end if word and counts and word[1].casefold().startswith(counts.casefold()) else 0
            figures.append(Figure(offset + start, offset + end, low, high, exact, counts, noun, spread))
            last = end
    return tuple(figures)


NEXT = re.compile(r"\s(\w+)")


Spot = tuple[int, int, float, float, float, bool]
"""Start, end, low, high, the figure as said, and whether it is one end of a range."""


def _spots(text: str) -> Iterator[Spot]:
    if DIGIT.search(text):
        yield from _digits(text)
    for m in WORDED.finditer(text):
        if m["vague"]:
            low, high = SPREAD.get(m["vague"].lower()) or VAGUE[m["vague"].lower()]
            yield m.start(), m.end(), low, high, low, False
            continue
        value = TENS.get((m["tens"] or "").lower(), 0) + ONES.get((m["unit"] or m["ones"] or "").lower(), 0)
        value *= SCALES.get((m["scale"] or "").lower(), 1)
        yield (m.start(), m.end(), *_rounded(text[max(0, m.start() - 24) : m.start()], float(value)), False)


DIGIT = re.compile(r"\d")
EMERGENCY = frozenset({"911", "999", "112"})
CALLED = re.compile(r"\b(?:call|dial|phon|rang|ring)", re.IGNORECASE)


def _digits(text: str) -> Iterator[Spot]:
    """The figures in digits."""
    for m in BETWEEN.finditer(text):
        scale = m["scale"] or ""
        one, other = (
            float(m[end].replace(",", "")) * SCALES.get((given or scale).lower(), 1)
            for end, given in (("one", m["first"]), ("other", scale))
        )
        low, high = min(one, other), max(one, other)
        yield m.start("one"), m.end(), low, high, low, True
    for pattern in (SCORE, CLOCK):
        for m in pattern.finditer(text):
            value = int(m["one"]) + int(m["other"]) / 1_000
            yield m.start(), m.end(), value, value, value, False
    for m in NUMBER.finditer(text):
        digits = re.sub(r"\D", "", m["digits"])
        if len(digits) > 15 or (digits in EMERGENCY and CALLED.search(text[max(0, m.start() - 24) : m.end() + 6])):
            continue  # no quantity: an identifier, or what is dialled
        value = float(digits + (m["part"] or "").replace(" ", "")) * SCALES.get((m["scale"] or "").lower(), 1)
        yield (m.start(), m.end(), *_rounded(text[max(0, m.start() - 24) : m.start()], value), False)


def _rounded(before: str, value: float) -> tuple[float, float, float]:
    low = high = value
    if MORE.search(before):
        high = value * OPEN
    if LESS.search(before):
        low = value * (1 - ROUGH)
    if ABOUT.search(before):
        low, high = value * (1 - ROUGH), value * (1 + ROUGH)
    return low, high, value


PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b)")
HOUR = re.compile(r"\s?[ap]\.?\s?m\b", re.IGNORECASE)
ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
FAR = 40  # characters within which the noun that is counted stands


def _counted(tokens: Sequence[Token], end: int, text: str, s: int, e: int) -> str:
    """What a figure counts: a unit printed on it, or the noun that it hangs from."""
    if text[max(0, s - 2) : s].rstrip().endswith(("$", "€", "£")):
        return "money"
    if PERCENT.match(text, e):
        return "percent"
    if SCORE.fullmatch(text, s, e):
        return "score"
    if CLOCK.fullmatch(text, s, e) or HOUR.match(text, e):
        return "clock"
    if ORDINAL.match(text, e):
        return "place in a row"
    at = bisect_left(tokens, end, key=lambda t: t.start)
    for token in tokens[at : at + FAR]:
        if token.start - end >= FAR or token.pos == "NUM":
            return ""  # the next figure has the noun
        if token.pos in ("NOUN", "PROPN"):
            return token.lemma
    return ""
