"""Collects the terms of a pile in numbers: the words themselves are kept once, not once a report."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from secondsource.records import Report
from secondsource.stories import background, when
from secondsource.stories.spellings import Asked, Laid, Spellings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# A report's number, a term's (with PAIR set for a pair's) and a place among words and pairs are packed into so many
# bits: the terms of many reports are then sorted as plain numbers.
TERM_BITS, PLACE_BITS = 29, 22
PAIR = 1 << 28


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
    """What a pile tells of some terms: words, and pairs of two of these (``"tom okafor"``)."""

    numbers: Mapping[str, int]  # of words alone
    pairs: Ints  # the number of each pair, and those of its two words: shape (pairs, 3)
    shown: Sequence[str]  # each term as the first report writes it
    held: Ints  # reports that hold it
    inside: Ints  # uses where no word has a capital by its place …
    capital: Ints  # … and those that have one
    figure: Flags

    def names(self) -> Flags:
        """Of each term whether the pile writes it with a capital letter where another word would have none."""
        found: Flags = (self.capital * 2 > self.inside) & ~self.figure
        for word, usage in background.table().items():
            if word in self.numbers and usage.capital <= 0.5:
                found[self.numbers[word]] = False
        return found

    def terms(self) -> list[str]:
        """All terms, in the order of their numbers."""
        found = [""] * len(self.held)
        for word, number in self.numbers.items():
            found[number] = word
        for pair, one, two in self.pairs.tolist():
            found[pair] = f"{found[one]} {found[two]}"
        return found


def numbered(terms: Sequence[str]) -> tuple[dict[str, int], Ints]:
    """The numbers of the words among some terms, and the pairs among them, as ``Known`` has them."""
    numbers = {term: k for k, term in enumerate(terms) if " " not in term}
    pairs = [(k, *(numbers[word] for word in term.split(" "))) for k, term in enumerate(terms) if " " in term]
    return numbers, np.array(pairs, np.int64).reshape(-1, 3)


class Vocabulary:
    """All terms so far, a number each, and the rows of the reports that hold them.

    A term is a word, or two neighbours that both have a capital letter or of which one is a figure; whether they are
    names is known only once the whole pile is read (``Known.names``).
    """

    def __init__(self) -> None:
        self._spellings = Spellings()
        self._pairs = Asked(lambda _: len(self._pairs))  # by the terms of both words in one number
        self._met = array("i"), array("i")  # the spellings in which each pair was met first
        none = np.zeros(0, np.int64)
        self._inside, self._capital = none, none
        self._columns: list[tuple[Ints, Ints, Ints]] = [(none, none, none)]
        self._reports: list[tuple[Ints, Floats, Floats, Ints]] = [(none, np.zeros(0), np.zeros(0), none)]

    def add(self, reports: Sequence[Report]) -> None:
        """Takes in some reports, as the next rows."""
        for laid in self._spellings.lay(reports):
            self._count(laid)
            sizes = self._put(laid)
            days = np.array([when.day(report) for report in laid.reports], np.float64)
            self._reports.append((sizes, days, *_calendar(laid)))

    def rows(self) -> Rows:
        """The reports, as columns: of each its words, then its pairs, both in the order in which it has them."""
        term, whole, lead = (np.concatenate(parts) for parts in zip(*self._columns, strict=True))
        sizes, day, year, weekdays = (np.concatenate(parts) for parts in zip(*self._reports, strict=True))
        return Rows(np.cumsum(np.append(0, sizes)), self._final(term), whole, lead, day, year, weekdays)

    def known(self) -> Known:
        """What these reports alone tell of their terms."""
        told, words = self._spellings, len(self._spellings.terms)
        size = words + len(self._pairs)
        held = np.zeros(size, np.int64)
        for term, _, _ in self._columns:
            held += np.bincount(self._final(term), minlength=size)
        figure = np.zeros(size, np.bool_)
        figure[list(told.figures())] = True
        both = np.fromiter(self._pairs, np.int64, len(self._pairs))
        pairs = np.column_stack([np.arange(words, size), both >> 32, both & 0xFFFFFFFF])
        shown = _Shown(told.first(), told.shown, *self._met)
        return Known(told.terms, pairs, shown, held, _padded(self._inside, size), _padded(self._capital, size), figure)

    def _count(self, laid: Laid) -> None:
        """Counts the uses of words where none has a capital letter by its place."""
        size, inside = len(self._spellings.terms), ~laid.opens
        self._inside = _padded(self._inside, size) + np.bincount(laid.term[inside], minlength=size)
        self._capital = _padded(self._capital, size) + np.bincount(laid.term[inside & laid.capital], minlength=size)

    def _put(self, laid: Laid) -> Ints:
        """Adds the rows of some reports; how long each is."""
        second, pair = self._paired(laid)
        owner = np.concatenate([laid.owner, laid.owner[second]])
        term = np.concatenate([laid.term, pair | PAIR])
        lead = np.concatenate([laid.lead, laid.lead[second]])
        packed = (owner << TERM_BITS | term) << PLACE_BITS | np.arange(len(term))
        packed.sort()
        place = packed & ((1 << PLACE_BITS) - 1)
        heads = np.flatnonzero(np.diff(packed >> PLACE_BITS, prepend=-1))
        whole = np.diff(np.append(heads, len(packed)))
        in_lead = np.diff(np.append(0, np.cumsum(lead[place]))[np.append(heads, len(packed))])
        of, place = packed[heads] >> PLACE_BITS, place[heads]
        order = np.argsort((of & -PAIR) << PLACE_BITS | place)
        self._columns.append((of[order] & ((1 << TERM_BITS) - 1), whole[order], in_lead[order]))
        return np.bincount(of >> TERM_BITS, minlength=len(laid.reports))

    def _paired(self, laid: Laid) -> tuple[Ints, Ints]:
        """Of each pair the place of its second word, and its number."""
        telling = laid.figure[1:] | laid.figure[:-1] | (laid.capital[1:] & laid.capital[:-1])
        second = np.flatnonzero(telling & (np.diff(laid.owner) == 0)) + 1
        both = laid.term[second - 1] << 32 | laid.term[second]
        known = len(self._pairs)
        pair = np.fromiter(map(self._pairs.__getitem__, both.tolist()), np.int64, len(both))
        fresh = np.flatnonzero(pair >= known)
        first = second[fresh[np.unique(pair[fresh], return_index=True)[1]]]
        for met, where in zip(self._met, (first - 1, first), strict=True):
            met.extend(laid.written[where].tolist())
        return second, pair

    def _final(self, term: Ints) -> Ints:
        """Terms by the numbers that they have in the end: words, then pairs."""
        return np.where(term < PAIR, term, term - PAIR + len(self._spellings.terms))


class _Shown(Sequence[str]):
    """Each term as it was met first; pairs are put together when they are asked for."""

    def __init__(self, words: Sequence[int], shown: Sequence[str], one: Sequence[int], two: Sequence[int]) -> None:
        self._words, self._shown, self._one, self._two = words, shown, one, two

    def __len__(self) -> int:
        return len(self._words) + len(self._one)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[k] for k in range(*number.indices(len(self)))]
        if number < len(self._words):
            return self._shown[self._words[number]]
        pair = number - len(self._words)
        return f"{self._shown[self._one[pair]]} {self._shown[self._two[pair]]}"


def _calendar(laid: Laid) -> tuple[Floats, Ints]:
    """The latest year that each report names, and the weekdays that its lead does."""
    years, weekdays = np.full(len(laid.reports), when.UNKNOWN), np.zeros(len(laid.reports), np.int64)
    dated, named = ~np.isnan(laid.year), laid.lead & (laid.weekdays > 0)
    np.fmax.at(years, laid.owner[dated], laid.year[dated])
    np.bitwise_or.at(weekdays, laid.owner[named], laid.weekdays[named])
    return years, weekdays


def _padded(counts: Ints, size: int) -> Ints:
    """The counts, with none for what is new."""
    return np.append(counts, np.zeros(size - len(counts), np.int64))
