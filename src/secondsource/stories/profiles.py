"""Reports as rows of weighted terms: words, names, figures and pairs of them, weighted by how rare they are.

All rows stand in one sparse table (compressed rows, numpy), so that comparing two reports costs their length only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from secondsource.records import Report
from secondsource.stories import background
from secondsource.stories.vocabulary import Known, Rows, Vocabulary

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# So many reports' worth of news at large stands beside the pile when the rarity of a word is reckoned: a small pile
# leans on the table, a large one on itself. Swept 500, 1,000, 2,000: level within .005.
AT_LARGE = 500

# Two words side by side are rarer than either: their share at large is this much of the rarer one's.
PAIR_SHARE = 0.2


class Channel(IntEnum):
    """What kind of term it is."""

    WORD = 0
    NAME = 1
    FIGURE = 2
    PAIR = 3  # of names, or with a figure: "tom okafor", "harbour street", "14 february"


@dataclass(frozen=True, slots=True)
class Profiles:
    """The rows of a pile: row ``i`` is ``[starts[i], starts[i + 1])`` of the columns.

    ``weight`` and ``lead`` have length 1 a row and channel; ``rarity`` is a term's inverse frequency.
    """

    starts: Ints
    term: Ints
    channel: NDArray[np.int8]
    weight: Floats  # whole text
    lead: Floats  # title and opening
    rarity: Floats  # of each term of the vocabulary
    shown: Sequence[str]  # each term of the vocabulary as some report writes it
    day: Floats  # day number of publication; NaN where not known
    year: Floats  # the latest year that the text names; NaN where none
    weekdays: Ints  # those that the lead names, a bit each

    def row(self, i: int) -> slice:
        """Where row ``i`` stands in the columns."""
        return slice(int(self.starts[i]), int(self.starts[i + 1]))


def profile(reports: Sequence[Report]) -> Profiles:
    """The table of all ``reports``, in their order, weighed by themselves."""
    read = Vocabulary()
    read.add(reports)
    return weigh(read.rows(), read.known(), len(reports), languages(r.language for r in reports))


def weigh(rows: Rows, known: Known, count: int, spoken: frozenset[str]) -> Profiles:
    """The rows weighed by what is ``known`` of their terms in a pile of ``count`` reports, in languages ``spoken``."""
    channels = _channels(known)
    size = len(rows.starts) - 1
    term, owner = rows.term, np.repeat(np.arange(size), np.diff(rows.starts))
    kept = channels[term] >= 0
    term, owner = term[kept], owner[kept]
    rarity = _rarity(known, count, spoken)
    channel = channels[term]
    group = owner * len(Channel) + channel
    return Profiles(
        starts=np.searchsorted(owner, np.arange(size + 1)),
        term=term,
        channel=channel,
        weight=_normed(rows.whole[kept].astype(np.float64), rarity[term], group),
        lead=_normed(rows.lead[kept].astype(np.float64), rarity[term], group),
        rarity=rarity,
        shown=known.shown,
        day=rows.day,
        year=rows.year,
        weekdays=rows.weekdays,
    )


def languages(found: Iterable[str | None]) -> frozenset[str]:
    """The languages of a pile whose function words must be known beside the English ones."""
    return frozenset(x for x in found if x and x != "en" and x.isalpha())


def _channels(known: Known) -> NDArray[np.int8]:
    """The kind of each term; −1 for two neighbours that turn out to be neither two names nor a figure with a word."""
    names, figures = known.names(), known.figure
    found = np.where(figures, Channel.FIGURE, np.where(names, Channel.NAME, Channel.WORD)).astype(np.int8)
    pair, one, two = known.pairs.T
    found[pair] = np.where(figures[one] | figures[two] | (names[one] & names[two]), Channel.PAIR, -1)
    return found


def _rarity(known: Known, count: int, spoken: frozenset[str]) -> Floats:
    """How much it tells that two reports share a term: minus the log of its share, in the pile and at large."""
    at_large = np.full(len(known.held), background.UNLISTED)
    for word, share in background.shares(spoken).items():
        if word in known.numbers:
            at_large[known.numbers[word]] = share
    pair, one, two = known.pairs.T
    at_large[pair] = PAIR_SHARE * np.minimum(at_large[one], at_large[two])
    rarity: Floats = -np.log((known.held + AT_LARGE * at_large) / (count + AT_LARGE))
    return rarity


def _normed(count: Floats, rarity: Floats, group: Ints) -> Floats:
    """Damped counts times rarity, brought to length 1 in each group (row and channel)."""
    raw = np.where(count > 0, 1 + np.log(np.maximum(count, 1)), 0) * rarity
    length = np.sqrt(np.bincount(group, raw * raw)) if len(group) else np.zeros(0)
    return np.divide(raw, length[group], out=np.zeros_like(raw), where=length[group] > 0)
