"""Slips of the keyboard that one of two holders has and the other hasn't: they are made, and seldom mended, in copying.

A word is taken for a slip where the other report has, between the same words, one that a holder of the text uses more
than once, and the two differ inside by one letter more or less, or by two exchanged. Spellings of a house (*labour*,
*travelled*) are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from secondsource.lineage.readings import Readings

SHORTEST = 4  # shorter words that differ by a letter are as often two words

_HOUSE = re.compile(r"(?<=o)u(?=r)|(?<=l)l|(?<=[ao])e")


class Slips:
    """The slips of the holders of one text."""

    def __init__(self, holders: Iterable[int], readings: Readings) -> None:
        self._readings = readings
        self._usual: set[str] = set()
        for holder in holders:
            used = Counter(word for _, word, _ in map(readings.words, readings.runs(holder)))
            self._usual.update(word for word, times in used.items() if times > 1)

    def made(self, report: int, other: int) -> list[str]:
        """The words that the report has wrong and the other right."""
        theirs = self._between(other, report)
        found = ((word, theirs.get(around)) for around, word in self._between(report, other).items())
        return [word for word, right in found if right and word not in self._usual and self._slip(word, right)]

    def _between(self, report: int, other: int) -> dict[tuple[str, str], str]:
        """The words of the report that the other hasn't there, by the two around each."""
        has = self._readings.has
        runs = map(self._readings.words, has(report) - has(other))
        return {(before, after): word for before, word, after in runs}

    def _slip(self, word: str, right: str) -> bool:
        return right in self._usual and differ_by_a_slip(word, right)


def differ_by_a_slip(one: str, other: str) -> bool:
    """Whether two words differ inside by one letter more or less, or by two exchanged.

    >>> differ_by_a_slip("harbuor", "harbour"), differ_by_a_slip("harbor", "harbour"), differ_by_a_slip("port", "ports")
    (True, False, False)
    """
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST or short[0] != long[0] or short[-1] != long[-1] or not (short + long).isalpha():
        return False
    if _HOUSE.sub("", short) == _HOUSE.sub("", long):
        return False
    at = next((k for k, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        return short != long and short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return short[at:] == long[at + 1 :]
