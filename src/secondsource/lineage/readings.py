"""What each holder of a text reads, in runs of three words: what two have in common, and what one has alone.

Quotation marks, case and the breaks between words don't count. A run stands within one line, so that a paragraph that
is put in or left out changes nothing beside it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import reporting

# Letters of scripts that put no spaces between words stand for words.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+(?:['’]\w+)?")
_RUN = 3
# Up to so many runs in a row are one changed place: four words changed break six.
_ONE_PLACE = 6


@dataclass(frozen=True, slots=True)
class Own:
    """What a report reads that another doesn't: changed places, and words in passages by where they stand."""

    places: int
    passages: int
    head: int
    middle: int
    tail: int


class Readings:
    """The runs of words of each report of a pile, looked up once."""

    def __init__(self, known: Facts) -> None:
        self._known = known
        self._numbers: dict[str, int] = {}
        self._runs: dict[int, Sequence[int]] = {}
        self._sets: dict[int, frozenset[int]] = {}

    def runs(self, report: int) -> Sequence[int]:
        """The runs of a report's reporting, in order."""
        if report not in self._runs:
            self._runs[report] = self._read(report)
        return self._runs[report]

    def has(self, report: int) -> frozenset[int]:
        """The same as a set."""
        if report not in self._sets:
            self._sets[report] = frozenset(self.runs(report))
        return self._sets[report]

    def own(self, report: int, other: int) -> Own:
        """What the report reads that the other doesn't."""
        runs, theirs = self.runs(report), self.has(other)
        places = passages = head = middle = tail = 0
        for start, end in _alone(runs, theirs):
            if end - start <= _ONE_PLACE:
                places += 1
                continue
            passages += 1
            if start == 0:
                head += end - start
            elif end == len(runs):
                tail += end - start
            else:
                middle += end - start
        return Own(places, passages, head, middle, tail)

    def common(self, a: int, b: int) -> int:
        """How many runs both have."""
        return len(self.has(a) & self.has(b))

    def both_but(self, a: int, b: int, without: frozenset[int]) -> int:
        """In how many places both read what is not among the others."""
        theirs = self.has(b) - without
        return len(_false([run not in theirs for run in self.runs(a)])) if theirs else 0

    def places_but(self, a: int, b: int, without: frozenset[int]) -> int:
        """In how many changed places both read what is not among the others."""
        theirs = self.has(b) - without
        found = _false([run not in theirs for run in self.runs(a)]) if theirs else ()
        return sum(end - start <= _ONE_PLACE for start, end in found)

    def both_lack(self, a: int, b: int, other: int) -> int:
        """How many passages of the other both leave out at the same place: both have the words around them."""
        runs, one, two = self.runs(other), self.has(a), self.has(b)
        found = 0
        for start, end in _alone(runs, one):
            around = [runs[k] for k in (start - 1, end) if 0 <= k < len(runs)]
            if end - start > _ONE_PLACE and all(r in one and r in two for r in around):
                found += not any(run in two for run in runs[start:end])
        return found

    def passages_but(self, a: int, b: int, without: frozenset[int]) -> int:
        """How many words of passages both have that are not among the others."""
        theirs = (self.has(a) - without) & self.has(b)
        found = _false([run not in theirs for run in self.runs(a)]) if len(theirs) > _ONE_PLACE else ()
        return sum(end - start + _RUN - 1 for start, end in found if end - start > _ONE_PLACE)

    def _read(self, report: int) -> Sequence[int]:
        made = self._known.reports[report]
        out: list[int] = []
        for start, end in reporting(made):
            words = _WORD.findall(made.text[start:end].casefold().replace("’", "'"))
            numbers = [self._numbers.setdefault(word, len(self._numbers) + 1) for word in words]
            if len(numbers) < _RUN:
                numbers += [0] * (_RUN - len(numbers))
            out += [(a << 48) | (b << 24) | c for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False)]
        return out


def _alone(runs: Sequence[int], theirs: Container[int]) -> list[tuple[int, int]]:
    """Where runs stand in a row that are not among theirs."""
    return _false([run in theirs for run in runs])


def _false(kept: Sequence[bool]) -> list[tuple[int, int]]:
    """Where the flag is off, as ``[start, end)``."""
    out: list[tuple[int, int]] = []
    start = -1
    for k, there in enumerate(kept):
        if there:
            if start >= 0:
                out.append((start, k))
                start = -1
        elif start < 0:
            start = k
    if start >= 0:
        out.append((start, len(kept)))
    return out
