"""The words of some reports as columns: what letters tell is asked once for each way in which a word is written."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from secondsource.records import Report
from secondsource.stories import when
from secondsource.stories.terms import Words, opens, spelling, words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Title and opening, so many words of each: where news says who, where and when. About two paragraphs; not swept.
LEAD = 100

# Reports whose words are laid out at once, and words from which on no further report joins them: some 30 MB.
REPORTS, WORDS = 4_000, 250_000


@dataclass(frozen=True, slots=True)
class Laid:
    """The words of some reports, one after another."""

    reports: Sequence[Report]
    owner: Ints  # of each word its report, by the place among these …
    written: Ints  # … how it is written (``Spellings.shown``)
    term: Ints
    lead: Flags  # it stands in the lead …
    opens: Flags  # … where any word would have a capital letter
    capital: Flags
    figure: Flags
    year: Floats  # that it names; NaN where none
    weekdays: Ints  # that it names, a bit each


class Asked(dict[Any, int]):
    """A table that asks for what it lacks: looking up a list of keys takes one pass without a step of Python each."""

    def __init__(self, tell: Callable[[Any], int]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, key: object) -> int:
        found = self[key] = self._tell(key)
        return found


class Spellings:
    """All ways in which words were written so far, and what each tells."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self.shown: list[str] = []  # of each spelling, without a possessive
        self._numbers, self._opening = Asked(self._learn), Asked(opens)
        self._term, self._weekdays = array("q"), array("q")
        self._capital, self._figure = array("b"), array("b")
        self._year = array("d")

    def lay(self, reports: Sequence[Report]) -> Iterator[Laid]:
        """The words of all reports, some reports at a time."""
        at, found, size = 0, list[Words](), 0
        for k, report in enumerate(reports):
            found.append(words(report))
            size += len(found[-1].written)
            if size >= WORDS or len(found) == REPORTS or k + 1 == len(reports):
                yield self._lay(reports[at : k + 1], found)
                at, found, size = k + 1, [], 0

    def figures(self) -> set[int]:
        """The terms that are figures."""
        return {term for term, figure in zip(self._term, self._figure, strict=True) if figure}

    def first(self) -> list[int]:
        """Of each term the spelling in which it was met first."""
        found: dict[int, int] = {}
        for number, term in enumerate(self._term):
            found.setdefault(term, number)
        return [*found.values()]

    def _lay(self, reports: Sequence[Report], found: Sequence[Words]) -> Laid:
        sizes = np.array([len(x.written) for x in found], np.int64)
        size = int(sizes.sum())
        every, gaps = (
            chain.from_iterable(column) for column in zip(*((x.written, x.gaps) for x in found), strict=True)
        )
        written = np.fromiter(map(self._numbers.__getitem__, every), np.int64, size)
        opening = np.fromiter(map(self._opening.__getitem__, gaps), np.bool_, size)
        owner = np.repeat(np.arange(len(found)), sizes)
        place = np.arange(size) - (np.cumsum(sizes) - sizes)[owner]
        title = np.array([x.title for x in found], np.int64)[owner]
        return Laid(
            reports=reports,
            owner=owner,
            written=written,
            term=np.array(self._term)[written],
            lead=np.where(place < title, place, place - title) < LEAD,
            opens=opening,
            capital=np.array(self._capital, np.bool_)[written],
            figure=np.array(self._figure, np.bool_)[written],
            year=np.array(self._year)[written],
            weekdays=np.array(self._weekdays)[written],
        )

    def _learn(self, written: str) -> int:
        """The number of a new spelling."""
        told = spelling(written)
        self.shown.append(told.shown)
        self._term.append(self.terms.setdefault(told.word, len(self.terms)))
        self._capital.append(told.capital)
        self._figure.append(told.figure)
        self._year.append(when.year([told.word]) if told.figure else when.UNKNOWN)
        self._weekdays.append(when.weekdays([told.word]))
        return len(self.shown) - 1
