"""Collects the terms of a pile, report by report, in numbers: the words themselves are kept once, not once a report."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from secondsource.stories import background, when
from secondsource.stories.terms import Term


@dataclass
class Vocabulary:
    """All terms so far, a number each, and the rows of the reports that hold them.

    A term is a word, or two neighbours (``"tom okafor"``) that both have a capital letter or of which one is a figure;
    whether they are names is known only once the whole pile is read (``names``).
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
    years: list[float] = field(default_factory=list)
    weekdays: list[int] = field(default_factory=list)

    def add(self, found: Iterable[Term]) -> None:
        """Takes in the words of one report as the next row."""
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
        self.years.append(when.year(word.word for word in words if word.figure))
        self.weekdays.append(when.weekdays(word.word for word in words if word.lead))

    def names(self) -> NDArray[np.bool_]:
        """Of each term whether the pile writes it with a capital letter where another word would have none."""
        inside, capital = np.array(self.inside), np.array(self.capital)
        found: NDArray[np.bool_] = (capital * 2 > inside) & (np.array(self.figure) == 0)
        listed = background.table()
        for word, usage in listed.items():
            if word in self.numbers and usage.capital <= 0.5:
                found[self.numbers[word]] = False
        return found

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
