"""Characters to what is compared of them: the letter without case, accent or typographic form, or what it marks.

Two printings of one text differ in quote marks, dashes, ligatures, accents, soft hyphens and case. Folding maps every
code point to one number, ``letter * 16 + class``; the words are then read off in one pass (``kernels.words``).
"""

from __future__ import annotations

import functools
import threading
import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[Any]

# Classes of characters. The numbers are written out again in kernels.words, which may only use constants.
SEPARATOR = 0  # ends a word
IGNORED = 1  # soft hyphens, zero-width marks, accents: nothing
LETTER = 2
CAPITAL = 3
ALONE = 4  # a word by itself: Chinese, Japanese, Thai, … are written without spaces
SEVERAL = 5  # stands for several letters (ligatures, ß): ``letter`` is the place in ``Folding.several``
OPENS = 6  # “ 「
CLOSES = 7  # ” 」
STRAIGHT = 8  # " « »: the same mark opens and closes, or its direction depends on the country
LOW = 9  # „
SINGLE = 10  # ' ‘ ’: an apostrophe within a word
NEWLINE = 11
STOP = 12  # may end a sentence
COMMA = 13  # may stand before a closing quotation mark
TICK = 14  # ` opens where ' may also close

_MARKS = {
    **dict.fromkeys("“‟「『〝", OPENS),
    **dict.fromkeys("”」』〞", CLOSES),
    **dict.fromkeys('"«»＂', STRAIGHT),
    **dict.fromkeys("„", LOW),
    **dict.fromkeys("'‘’‛´ʼ＇", SINGLE),
    **dict.fromkeys("`", TICK),
    **dict.fromkeys("\n\u2029", NEWLINE),
    **dict.fromkeys(".!?:…。！？", STOP),
    **dict.fromkeys(",;،，、", COMMA),
}

# Scripts that are written without spaces between words.
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)

# Marks that printings add or leave out: accents, Hebrew points, Arabic vowel signs and hamza, kana voicing. In other
# scripts (Devanagari, Tamil, …) combining marks are letters in their own right and stay.
_OPTIONAL = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x3099, 0x309A),
    (0xFE20, 0xFE2F),
)

_CODE_POINTS = 0x110000
_UNKNOWN = -1

# Code points below which all pages are learned up to the highest that is met: Latin, Greek, Cyrillic and punctuation,
# the alphabets that most piles stay in; once so many characters were met that looking for the met ones takes longer.
_SMALL = 0x2080
_MANY = 500_000


def fold(char: str) -> tuple[int, tuple[int, ...]]:
    """The class of a character and the letters that are compared for it.

    >>> fold("É")
    (3, (101,))
    >>> fold("ﬁ")
    (5, (102, 105))
    """
    if char in _MARKS:
        return _MARKS[char], ()
    kept = tuple(
        ord(c)
        for c in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
        if not _within(c, _OPTIONAL) and (c.isalnum() or unicodedata.category(c).startswith("M"))
    )
    if not kept:
        nothing = unicodedata.category(char) in {"Cf", "Mn", "Me"} or _within(char, _OPTIONAL)
        return (IGNORED if nothing else SEPARATOR), ()
    if _within(char, _UNSPACED):
        return ALONE, kept[:1]
    if len(kept) > 1:
        return SEVERAL, kept
    return (CAPITAL if char.isupper() or char.istitle() else LETTER), kept


class Folding:
    """The folding of every character met so far, as one table that the native pass can look up."""

    def __init__(self) -> None:
        self._table: Ints = np.full(_CODE_POINTS, _UNKNOWN, np.int32)
        self._several: list[int] = [0]
        self._met = 0  # characters so far
        self._lock = threading.Lock()

    def meet(self, codes: Ints) -> tuple[Ints, Ints]:
        """Learns all characters of a text, a page of 128 at a time; the table, and the letters of ``SEVERAL``."""
        pages: Ints = np.arange((int(codes.max(initial=0)) >> 7) + 1)
        with self._lock:
            self._met += len(codes)
            pages = pages[self._table[pages << 7] == _UNKNOWN]
            if len(pages) and (pages[-1] << 7 >= _SMALL or self._met <= _MANY):
                met = np.zeros(_CODE_POINTS >> 7, np.bool_)
                met[codes >> 7] = True
                pages = pages[met[pages]]
            for page in pages.tolist():
                for code in range(page << 7, (page + 1) << 7):
                    self._learn(code)
            return self._table, np.array(self._several, np.int64)

    def _learn(self, code: int) -> None:
        kind, letters = fold(chr(code))
        value = letters[0] if letters else 0
        if kind == SEVERAL:
            value = len(self._several)
            self._several += [len(letters), *letters]
        self._table[code] = value * 16 + kind


@functools.cache
def folding() -> Folding:
    """The one folding: what it learns depends on Unicode alone, so all piles share it."""
    return Folding()


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(char)
    return any(low <= code <= high for low, high in ranges)
