"""A text as blocks: a line each, or paragraphs of several lines where the text was wrapped by hand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Line ends that real files have; nothing is translated, the offsets are those of the text as it was read.
LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")
SENTENCE_END = re.compile(r"[.!?:;…।。！？؟][\"'”’»)\]]*$")
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")

# Newswire of the 1980s and mailed text breaks at 60–80 columns; prose with a line per paragraph has longer lines.
# Swept 72–120 on 1,500 Reuters reports and 3,353 others: 1,280 of the former come out as wrapped at 72, 1,273 at 100,
# 1,235 at 110, and of the others none at any.
WIDEST_WRAP = 100
# Of the line ends inside a block, so many must stand in the middle of a sentence: no sign that ends one before them, no
# capital after them. Swept .2–.6 on 1,500 Reuters reports:
# 1,287 come out as wrapped at .2, 1,273 at .4, 1,207 at .6, and at none any of 3,353 others.
BROKEN_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text, without the white space around it, that is furniture or reporting as a whole."""

    start: int
    end: int
    text: str
    after_blank: bool = True

    @property
    def ends_sentence(self) -> bool:
        """Whether its last sign ends a sentence."""
        return SENTENCE_END.search(self.text[-8:]) is not None

    def words(self) -> list[str]:
        """Its words, folded for comparing: no case, no quote marks, no punctuation."""
        return words(self.text)


def words(text: str) -> list[str]:
    """The words of a text, folded for comparing."""
    return WORD.findall(text.casefold().replace("’", "'"))


def blocks(text: str, start: int = 0) -> tuple[Block, ...]:
    """The blocks of ``text`` from ``start`` on, in order; they cover all that is not white space."""
    lines = tuple(_lines(text, start))
    return tuple(_unwrapped(text, lines)) if is_wrapped(lines) else tuple(line for line, _ in lines)


def is_wrapped(lines: Sequence[tuple[Block, bool]]) -> bool:
    """Whether the lines (each with whether it is indented) were broken by hand at a column."""
    pairs = itertools.pairwise(lines)
    inner = [(a, b) for (a, _), (b, indented) in pairs if not b.after_blank and not indented]
    if len(inner) < 2 or max(len(line.text) for line, _ in lines) > WIDEST_WRAP:
        return False
    broken = sum(not a.ends_sentence and not b.text[0].isupper() for a, b in inner)
    long = sum(len(line.text) >= WIDEST_WRAP // 2 for line, _ in inner)
    return broken >= BROKEN_SHARE * len(inner) and 2 * long >= len(inner)


def _lines(text: str, start: int) -> Iterator[tuple[Block, bool]]:
    """Each line that has anything on it, trimmed, with whether it is indented."""
    blank = True
    for begin, end in _line_spans(text, start):
        line = text[begin:end]
        trimmed = line.strip()
        if not trimmed:
            blank = True
            continue
        indent = len(line) - len(line.lstrip())
        yield Block(begin + indent, begin + indent + len(trimmed), trimmed, blank), indent >= 2
        blank = False


def _line_spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    at = start
    for end in LINE_END.finditer(text, start):
        yield at, end.start()
        at = end.end()
    yield at, len(text)


def _unwrapped(text: str, lines: Sequence[tuple[Block, bool]]) -> Iterator[Block]:
    """Lines joined to paragraphs: one begins after a blank line or at an indent."""
    first = last = lines[0][0]
    for line, indented in lines[1:]:
        if line.after_blank or indented:
            yield Block(first.start, last.end, text[first.start : last.end], first.after_blank)
            first = line
        last = line
    yield Block(first.start, last.end, text[first.start : last.end], first.after_blank)
