"""Numbers as news prints them, in digits or in words, and durations as TIMEX3 writes them."""

from __future__ import annotations

import re
from fractions import Fraction

from secondsource.dates.grammar import words


def number(text: str) -> Fraction | None:
    """The number that ``text`` writes (*10,000*, *twenty-four*, *2 1/2*, *a couple of*), or None."""
    text = " ".join(text.lower().replace("-", " ").replace(",", "").split())
    if text in ("a", "an", "the", "year", "another"):
        return Fraction(1)
    if text.removeprefix("a ").startswith("couple"):
        return Fraction(2)
    if text.endswith("half a"):
        return Fraction(1, 2)
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)?\s?(1/2)?", text):
        return Fraction(found[1] or 0) + (Fraction(1, 2) if found[2] else 0)
    return _in_words(re.split(r" (?:to|or) ", text)[0])


def spoken_year(text: str) -> int | None:
    """The year that is said in two parts (*nineteen ninety-seven*), or *two thousand and four*."""
    first, _, rest = " ".join(text.lower().replace("-", " ").replace(" and ", " ").split()).partition(" ")
    if first == "two":
        low = number(rest.removeprefix("thousand").strip()) if rest != "thousand" else Fraction(0)
        return None if low is None else 2000 + int(low)
    high, low = number(first), number(rest)
    return None if high is None or low is None else int(high * 100 + low)


def duration(n: Fraction | None, unit: str) -> str:
    """``P2W``, ``PT30M``, ``P2Y6M``, ``PXM`` for what is not counted."""
    if unit == "X":
        return "PXX"
    if n is None:
        return "P" + {"E": "XE", "C": "XC", "L": "XL"}.get(unit, _CODES.get(unit, "{}" + unit).format("X"))
    if unit in ("E", "C", "L"):
        n, unit = n * {"E": 10, "C": 100, "L": 1000}[unit], "Y"
    whole, rest = int(n), n - int(n)
    value = "P" + _CODES.get(unit, "{}" + unit).format(whole) if whole or not rest else ""
    if rest and unit in _FINER:
        times, finer = _FINER[unit]
        more = "P" + _CODES.get(finer, "{}" + finer).format(int(rest * times))
        return added(value, more) if value else more
    return value if not rest else "P" + _CODES.get(unit, "{}" + unit).format(float(n))


def added(a: str, b: str) -> str:
    """Two durations as one: ``PT2H`` and ``PT30M`` are ``PT2H30M``."""
    return a + (b[2:] if "T" in a and b.startswith("PT") else b[1:])


_CODES = {"S": "T{}S", "MIN": "T{}M", "H": "T{}H", "E": "{}0Y", "C": "{}00Y", "L": "{}000Y", "N": "{}D", "F": "{}W"}
_FINER = {"Y": (12, "M"), "H": (60, "MIN"), "MIN": (60, "S"), "D": (24, "H"), "E": (10, "Y")}


def _in_words(text: str) -> Fraction | None:
    small, tens, big = words("small"), words("tens"), words("big")
    total = Fraction(0)
    for word in text.removesuffix(" and a half").split():
        if word in ("a", "and"):
            continue
        if word in big or word == "dozen":
            total = (total or 1) * Fraction(big.get(word, 12))
        elif word in small or word in tens:
            total += Fraction(small.get(word) or tens[word])
        else:
            return None
    return (total + (Fraction(1, 2) if text.endswith(" and a half") else 0)) or None
