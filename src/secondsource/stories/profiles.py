"""Reports as rows of weighted terms: words, names, figures and pairs of them, weighted by how rare they are.

All rows stand in one sparse table (compressed rows, numpy), so that comparing two reports costs their length only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from secondsource.records import Report
from secondsource.stories import background, when
from secondsource.stories.terms import terms
from secondsource.stories.vocabulary import Vocabulary

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
    shown: tuple[str, ...]  # each term of the vocabulary as some report writes it
    day: Floats  # day number of publication; NaN where not known
    year: Floats  # the latest year that the text names; NaN where none
    weekdays: Ints  # those that the lead names, a bit each

    def row(self, i: int) -> slice:
        """Where row ``i`` stands in the columns."""
        return slice(int(self.starts[i]), int(self.starts[i + 1]))


def profile(reports: Sequence[Report]) -> Profiles:
    """The table of all ``reports``, in their order."""
    read = Vocabulary()
    for report in reports:
        read.add(terms(report))
    channels = _channels(read)
    term = np.array(read.term, np.int64)
    owner = np.repeat(np.arange(len(reports)), np.diff(read.starts))
    kept = channels[term] >= 0
    term, owner = term[kept], owner[kept]
    whole, lead = np.array(read.whole, np.float64)[kept], np.array(read.lead, np.float64)[kept]
    languages = frozenset(r.language for r in reports if r.language and r.language != "en" and r.language.isalpha())
    rarity = _rarity(np.bincount(term, minlength=len(channels)), len(reports), list(read.numbers), languages)
    channel = channels[term]
    group = owner * len(Channel) + channel
    return Profiles(
        starts=np.searchsorted(owner, np.arange(len(reports) + 1)),
        term=term,
        channel=channel,
        weight=_normed(whole, rarity[term], group),
        lead=_normed(lead, rarity[term], group),
        rarity=rarity,
        shown=tuple(read.shown),
        day=np.array([when.day(report) for report in reports], np.float64),
        year=np.array(read.years, np.float64),
        weekdays=np.array(read.weekdays, np.int64),
    )


def _channels(read: Vocabulary) -> NDArray[np.int8]:
    """The kind of each term; −1 for two neighbours that turn out to be neither two names nor a figure with a word."""
    names, figures = read.names(), np.array(read.figure, np.bool_)
    found = np.where(figures, Channel.FIGURE, np.where(names, Channel.NAME, Channel.WORD)).astype(np.int8)
    for term, number in read.numbers.items():
        if " " in term:
            one, two = (read.numbers[word] for word in term.split(" "))
            kept = figures[one] or figures[two] or (names[one] and names[two])
            found[number] = Channel.PAIR if kept else -1
    return found


def _rarity(held: Ints, count: int, vocabulary: Sequence[str], languages: frozenset[str]) -> Floats:
    """How much it tells that two reports share a term: minus the log of its share, in the pile and at large."""
    at_large = np.array([_share(term, languages) for term in vocabulary], np.float64)
    rarity: Floats = -np.log((held + AT_LARGE * at_large) / (count + AT_LARGE))
    return rarity


def _share(term: str, languages: frozenset[str]) -> float:
    parts = term.split(" ")
    share = min(background.share(part, languages) for part in parts)
    return share if len(parts) == 1 else PAIR_SHARE * share


def _normed(count: Floats, rarity: Floats, group: Ints) -> Floats:
    """Damped counts times rarity, brought to length 1 in each group (row and channel)."""
    raw = np.where(count > 0, 1 + np.log(np.maximum(count, 1)), 0) * rarity
    length = np.sqrt(np.bincount(group, raw * raw)) if len(group) else np.zeros(0)
    return np.divide(raw, length[group], out=np.zeros_like(raw), where=length[group] > 0)
