"""Where a paragraph stands inside quote marks: curly, straight, doubled single, guillemets; balanced or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from secondsource.records import Span

_MARK = re.compile(r"[“”„\"«»]|''|``|‘|’|'")
_OPENERS = {"“", "„", "«", "``"}
_CLOSERS = {"”", "»"}
_SINGLE_CLOSE = re.compile(r"[’'](?![\w’'])")

_DOUBLE = re.compile(r"[“”„\"«»]|''|``")
_STARTS = "“„«\"'`"

# A quote without a closing mark is closed at most so many paragraphs further down.
FARTHEST_CLOSE = 6

# A single-quoted stretch is at most so long: past that, an apostrophe has been taken for a quote mark.
LONGEST_SINGLE = 600


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch inside quote marks, marks included. ``closed`` is False where the closing mark is missing."""

    start: int
    end: int
    closed: bool = True

    @property
    def span(self) -> Span:
        """The stretch with its marks."""
        return self.start, self.end


def find_quotes(text: str, paragraphs: Sequence[Span]) -> list[tuple[Quote, ...]]:
    """The outermost quotes of each paragraph, in order.

    A quote that is not closed runs to the end of its paragraph, and on through paragraphs without quote marks to one
    that only closes it; one that is opened anew in each paragraph is a quote in each. Marks of another make inside a
    quote are read as quotes within it. A closing mark with nothing open is ignored.
    """
    found: list[tuple[Quote, ...]] = []
    run_on = _run_on(text, paragraphs)
    for k, (start, end) in enumerate(paragraphs):
        found.append(_in_paragraph(text, start, end, run_on[k]))
    return found


def _run_on(text: str, paragraphs: Sequence[Span]) -> list[str]:
    """For each paragraph, the mark of a quote that was opened before it and is closed in it or after it; or nothing."""
    carried = [""] * len(paragraphs)
    opener, since = "", 0
    for k, (start, end) in enumerate(paragraphs):
        marks = [m.group() for m in _DOUBLE.finditer(text, start, end)]
        if opener and k - since <= FARTHEST_CLOSE and marks:
            closes = marks[0] not in _OPENERS and len(marks) % 2 == 1 and text[start] not in _STARTS
            if closes:
                carried[since + 1 : k + 1] = [opener] * (k - since)
            opener = ""
        if opener and k - since <= FARTHEST_CLOSE:
            continue
        opener = ""
        last = _in_paragraph(text, start, end, carried[k])
        if last and not last[-1].closed:
            opener, since = text[last[-1].start], k
    return carried


def _in_paragraph(text: str, start: int, end: int, run_on: str) -> tuple[Quote, ...]:
    """The quotes of ``text[start:end]``, which begins inside a quote if ``run_on`` names its mark."""
    found: list[Quote] = []
    opened: tuple[str, int] | None = (run_on, start) if run_on else None
    inner, skip_to = 0, start
    for mark in _MARK.finditer(text, start, end):
        if mark.start() < skip_to:
            continue
        if opened is None:
            if mark.group() in "‘’'":
                single = _single(text, mark, start, end)
                if single:
                    found.append(single)
                    skip_to = single.end
            elif _opens(text, mark, start, end):
                opened, inner = (mark.group(), mark.start()), 0
            continue
        inner, closes = _after(text, opened[0], mark, inner)
        if closes:
            found.append(Quote(opened[1], mark.end()))
            opened = None
    if opened is not None:
        found.append(Quote(opened[1], end, closed=False))
    return tuple(found)


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether a mark with nothing open begins a quote."""
    if mark.group() in _OPENERS:
        return True
    if mark.group() in _CLOSERS:
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if before.isdigit() and mark.group() == '"':  # six inches: 6"
        return False
    return not (not before.isspace() and before not in "([—–-/" and after.isspace())


def _after(text: str, opener: str, mark: re.Match[str], inner: int) -> tuple[int, bool]:
    """The number of inner quotes now open, and whether this mark closes the outer one."""
    kind = mark.group()
    if kind in "‘’'":
        return inner, False
    if opener in _OPENERS:
        if kind in _OPENERS:
            return inner, False  # a second opener of one make is a slip more often than a quote within the quote
        if kind in _CLOSERS:
            return inner, True
        return inner, not text[mark.start() - 1].isspace()  # “ closed by a straight mark
    if kind in _OPENERS:
        return inner + 1, False
    if kind in _CLOSERS:
        return max(0, inner - 1), inner == 0
    return inner, True


def _single(text: str, mark: re.Match[str], start: int, end: int) -> Quote | None:
    """The single-quoted stretch that the mark opens, if it opens one."""
    if mark.group() == "’":
        return None
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if not (before.isspace() or before in "([—–-:") or not (after.isalnum() or after in "[…"):
        return None
    limit = min(end, mark.end() + LONGEST_SINGLE)
    last = None
    for close in _SINGLE_CLOSE.finditer(text, mark.end(), limit):
        if text[close.start() - 1].isspace():
            break  # the next quote opens
        last = last or close
        if text[close.start() - 1] in ",.?!":
            last = close
            break
        if text[close.start() - 1] not in "sS":  # not the apostrophe of a plural's possessive
            break
    return Quote(mark.start(), last.end()) if last else None
