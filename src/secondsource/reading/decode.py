"""Bytes to text: the encoding is told by a mark, by UTF-8 itself, or guessed, and a guess is noted."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

SURROGATE = re.compile(r"[\ud800-\udfff]")
REPLACEMENT = "\ufffd"

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How many of a file's first bytes are looked at to tell text from other data, and how many of them may be control
# characters: real texts have none but a stray form feed or escape; images, archives and programs have 5 % and more.
SAMPLE = 8192
CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b"))
MOST_CONTROLS = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what a reader should know about how it was read."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded | None:
    """The text that ``data`` holds, or None where it is no text. Line ends stay as they are."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    sixteen = _unmarked_utf16(data)
    if sixteen:
        return _marked(data, sixteen)
    if looks_binary(data):
        return None
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        return Decoded(text, ("The encoding is not given and not UTF-8: read as Windows-1252, a guess.",))


def looks_binary(data: bytes) -> bool:
    """Whether the first bytes hold more control characters than any text does."""
    sample = data[:SAMPLE]
    return len(sample) - len(sample.translate(None, CONTROLS)) > MOST_CONTROLS * len(sample)


def without_surrogates(text: str) -> Decoded:
    """``text`` with each lone surrogate, which no encoding can hold, replaced by U+FFFD."""
    if text.isascii() or not SURROGATE.search(text):
        return Decoded(text)
    mended, count = SURROGATE.subn(REPLACEMENT, text)
    what = "1 half of a character" if count == 1 else f"{count} halves of characters"
    return Decoded(mended, (f"{what} (lone surrogates) replaced by U+FFFD.",))


def _marked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count(REPLACEMENT)
    if not lost:
        return Decoded(text)
    return Decoded(text, (f"{lost} places that are not {encoding.upper()} were replaced by U+FFFD.",))


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark, told by every second byte being zero as in any western text."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
