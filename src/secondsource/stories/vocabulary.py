"""Collects the terms of a pile, report by report, in numbers: the words themselves are kept once, not once a report."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from secondsource.stories import background, when
from secondsource.stories.terms import Term

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """The terms of some reports: row ``i`` is ``[starts[i], starts[i + 1])`` of the first columns."""

    starts: Ints
    term: Ints  # of each row and column …
    whole: Ints  # … how often it stands in the report
    lead: Ints  # … and how often in its lead
    day: Floats  # of each row: day number of publication, NaN where not known …
    year: Floats  # … the latest year that the text names, NaN where none …
    weekdays: Ints  # … the weekdays that the lead names, a bit each


@dataclass(frozen=True, slots=True)
class Known:
    """What a pile tells of some terms, which ``numbers`` holds in their order: words, and pairs of two of these."""

    numbers: Mapping[str, int]
    shown: Sequence[str]  # each term as the first report writes it
    held: Ints  # reports that hold it
    inside: Ints  # uses where no word has a capital by its place …
    capital: Ints  # … and those that have one
    figure: NDArray[np.bool_]

    def names(self) -> NDArray[np.bool_]:
        """Of each term whether the pile writes it with a capital letter where another word would have none."""
        found: NDArray[np.bool_] = (self.capital * 2 > self.inside) & ~self.figure
        for word, usage in background.table().items():
            if word in self.numbers and usage.capital <= 0.5:
                found[self.numbers[word]] = False
        return found


@dataclass
class Vocabulary:
    """All terms so far, a number each, and the rows of the reports that hold them.

    A term is a word, or two neighbours (``"tom okafor"``) that both have a capital letter or of which one is a figure;
    whether they are names is known only once the whole pile is read (``Known.names``).
    """

    numbers: dict[str, int] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)  # each term as the first report writes it
    starts: list[int] = field(default_factory=lambda: [0])
    term: array[int] = field(default_factory=lambda: array("i"))  # of each row and column …
    whole: array[int] = field(default_factory=lambda: array("i"))  # … how often it stands in the report
    lead: array[int] = field(default_factory=lambda: array("i"))  # … and how often in its lead
    inside: array[int] = field(
        default_factory=lambda: array("i")
    )  # uses of a term where no word has a capital by place
    capital: array[int] = field(default_factory=lambda: array("i"))  # … and those that have one
    figure: array[int] = field(default_factory=lambda: array("b"))
    days: list[float] = field(default_factory=list)
    years: list[float] = field(default_factory=list)
    weekdays: list[int] = field(default_factory=list)

    def add(self, found: Iterable[Term], day: float) -> None:
        """Takes in the words of one report, which appeared on that day, as the next row."""
        words = list(found)
        row: dict[int, list[int]] = {}
        for word in words:
            number = self._count(row, word.word, word.shown, word.lead, word.figure)
            if not word.opens:
                self.inside[number] += 1
                self.capital[number] += word.capital
        for a, b in pairwise(words):
            if a.figure or b.figure or (a.capital and b.capital):
                self._count(row, f"{a.word} {b.word}", f"{a.shown} {b.shown}", b.lead, False)
        self.term.extend(row)
        self.whole.extend(counts[0] for counts in row.values())
        self.lead.extend(counts[1] for counts in row.values())
        self.starts.append(len(self.term))
        self.days.append(day)
        self.years.append(when.year(word.word for word in words if word.figure))
        self.weekdays.append(when.weekdays(word.word for word in words if word.lead))

    def rows(self) -> Rows:
        """The reports, as columns."""
        term, whole, lead = (np.array(column, np.int64) for column in (self.term, self.whole, self.lead))
        when_ = np.array(self.days, np.float64), np.array(self.years, np.float64), np.array(self.weekdays, np.int64)
        return Rows(np.array(self.starts, np.int64), term, whole, lead, *when_)

    def known(self) -> Known:
        """What these reports alone tell of their terms."""
        held = np.bincount(np.array(self.term, np.int64), minlength=len(self.numbers))
        inside, capital = np.array(self.inside, np.int64), np.array(self.capital, np.int64)
        return Known(self.numbers, self.shown, held, inside, capital, np.array(self.figure, np.bool_))

    def _count(self, row: dict[int, list[int]], term: str, shown: str, lead: bool, figure: bool) -> int:
        number = self.numbers.setdefault(term, len(self.numbers))
        if number == len(self.shown):
            self.shown.append(shown)
            self.inside.append(0)
            self.capital.append(0)
            self.figure.append(figure)
        counts = row.setdefault(number, [0, 0])
        counts[0] += 1
        counts[1] += lead
        return number
