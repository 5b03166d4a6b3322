"""What each holder of a text reads, in runs of three words: what two have in common, and what one has alone.

Quotation marks, case and the breaks between words don't count. A run stands within one line, so that a paragraph that
is put in or left out changes nothing beside it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import reporting

# Letters of scripts that put no spaces between words stand for words.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+(?:['’]\w+)?")
_RUN = 3
_WORD_BITS = (1 << 24) - 1
# Up to so many runs in a row are one changed place: four words changed break six.
ONE_PLACE = 6


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
        self._numbers: dict[str, int] = {"": 0}
        self._words = [""]
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
            if end - start <= ONE_PLACE:
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

    def alone(self, report: int, without: Container[int]) -> list[tuple[int, int]]:
        """The runs of the report that are not among the others, each with its place."""
        return [(k, run) for k, run in enumerate(self.runs(report)) if run not in without]

    def places(self, alone: Sequence[tuple[int, int]], has: Container[int]) -> int:
        """In how many changed places all of these runs are there too: one alone may be there by chance."""
        return sum(
            1 < end - start <= ONE_PLACE and all(run in has for _, run in alone[start:end])
            for start, end in _in_a_row([k for k, _ in alone])
        )

    def words(self, run: int) -> tuple[str, str, str]:
        """The three words of a run."""
        return self._words[run >> 48], self._words[(run >> 24) & _WORD_BITS], self._words[run & _WORD_BITS]

    def passages_but(self, a: int, b: int, without: frozenset[int]) -> int:
        """How many words of passages both have that are not among the others."""
        theirs = (self.has(a) - without) & self.has(b)
        found = _false([run not in theirs for run in self.runs(a)]) if len(theirs) > ONE_PLACE else ()
        return sum(end - start + _RUN - 1 for start, end in found if end - start > ONE_PLACE)

    def _read(self, report: int) -> Sequence[int]:
        made = self._known.reports[report]
        out: list[int] = []
        for start, end in reporting(made):
            words = _WORD.findall(made.text[start:end].casefold().replace("’", "'"))
            numbers = [self._number(word) for word in words]
            if len(numbers) < _RUN:
                numbers += [0] * (_RUN - len(numbers))
            out += [(a << 48) | (b << 24) | c for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False)]
        return out

    def _number(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self._numbers))
        if number == len(self._words):
            self._words.append(word)
        return number


def _in_a_row(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches of a rising sequence without gaps, as ``[start, end)``."""
    start = 0
    for k in range(1, len(numbers) + 1):
        if k == len(numbers) or numbers[k] != numbers[k - 1] + 1:
            yield start, k
            start = k


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
