"""Arithmetic on spans, and what kind of speech a content is by the quote marks around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from secondsource.records import Kind, Span

# Quote marks and full stops belong to an utterance; commas, dashes, colons and white space at its edge do not.
EDGE = " \t\r\n\u00a0,;:–—-"

# The shares at which eval/statements.py tells direct from mixed from indirect.
DIRECT_SHARE = 0.9
MIXED_SHARE = 0.02


def trim(text: str, start: int, end: int, edge: str = EDGE) -> Span:
    """The span without white space and loose punctuation at its edges; empty where nothing else is left."""
    while start < end and (text[start] in edge or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in edge or text[end - 1].isspace()):
        end -= 1
    return start, end


def tidy(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, joined where only spaces part them, trimmed, and without those that hold no word.

    Spans are never joined over a line break: a span stands in one paragraph.
    """
    joined: list[Span] = []
    for start, end in sorted(spans):
        gap = text[joined[-1][1] : start] if joined else ""
        if joined and (start <= joined[-1][1] or (gap.isspace() and "\n" not in gap)):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    trimmed = (trim(text, start, end) for start, end in joined)
    return tuple((s, e) for s, e in trimmed if any(c.isalnum() for c in text[s:e]))


def subtract(span: Span, holes: Iterable[Span]) -> list[Span]:
    """What is left of the span without the holes."""
    left, at = [], span[0]
    for start, end in sorted(holes):
        if end <= at or start >= span[1]:
            continue
        if start > at:
            left.append((at, start))
        at = max(at, end)
    if at < span[1]:
        left.append((at, span[1]))
    return left


def length(spans: Iterable[Span]) -> int:
    """How many characters the spans hold."""
    return sum(end - start for start, end in spans)


def common(a: Sequence[Span], b: Sequence[Span]) -> int:
    """How many characters two lists of spans share."""
    return sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)


class Cover:
    """Keyed spans that can be asked which of them hold, or touch, a stretch; quick where few overlap one another."""

    def __init__(self, keyed: Iterable[tuple[Span, int]]) -> None:
        self._keyed = sorted(keyed)
        self._starts = [span[0] for span, _ in self._keyed]
        reach, self._reach = 0, []
        for span, _ in self._keyed:
            reach = max(reach, span[1])
            self._reach.append(reach)

    def around(self, span: Span) -> list[int]:
        """The keys of the spans that hold all of this one."""
        return [key for (_, end), key in self._back(bisect_right(self._starts, span[0]), span[1]) if end >= span[1]]

    def holding(self, span: Span) -> list[Span]:
        """The spans that hold all of this one."""
        return [s for s, _ in self._back(bisect_right(self._starts, span[0]), span[1]) if s[1] >= span[1]]

    def touching(self, span: Span) -> list[Span]:
        """The spans that share a character with this one, in order."""
        found = [s for s, _ in self._back(bisect_left(self._starts, span[1]), span[0] + 1) if s[1] > span[0]]
        return found[::-1]

    def _back(self, at: int, least: int) -> Iterator[tuple[Span, int]]:
        """The spans before a position, backwards for as long as any of them reaches ``least``."""
        at -= 1
        while at >= 0 and self._reach[at] >= least:
            yield self._keyed[at]
            at -= 1


def kind_of(content: Sequence[Span], quotes: Cover, text: str) -> Kind:
    """Direct, mixed or indirect, by the share of letters and digits that stand inside quote marks."""
    total = quoted = 0
    for start, end in content:
        total += _letters(text, start, end)
        quoted += sum(_letters(text, max(start, s), min(end, e)) for s, e in quotes.touching((start, end)))
    share = quoted / total if total else 0.0
    return Kind.DIRECT if share >= DIRECT_SHARE else Kind.MIXED if share > MIXED_SHARE else Kind.INDIRECT


def _letters(text: str, start: int, end: int) -> int:
    return sum(c.isalnum() for c in text[start:end])
