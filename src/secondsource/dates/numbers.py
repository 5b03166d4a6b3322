"""Numbers as news prints them, in digits or in words."""

from __future__ import annotations

import re
from fractions import Fraction

from secondsource.dates.grammar import words


def number(text: str) -> Fraction | None:
    """The number that ``text`` writes (*10,000*, *twenty-four*, *2 1/2*, *a couple of*), or None where none is counted."""
    text = " ".join(text.lower().replace("-", " ").replace(",", "").split())
    if text in ("a", "an", "the", "year"):
        return Fraction(1)
    if text.startswith("a couple"):
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
