"""Reports as rows of weighted terms: words, names, figures and pairs of them, weighted by how rare they are.

All rows stand in one sparse table (compressed rows, numpy), so that comparing two reports costs their length only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from secondsource.records import Report
from secondsource.stories import background, when
from secondsource.stories.terms import Term, terms

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
    read = [tuple(terms(report)) for report in reports]
    names = _names(read)
    vocabulary: dict[tuple[int, str], int] = {}
    shown: list[str] = []
    rows = [_row(found, names, vocabulary, shown) for found in read]
    languages = frozenset(r.language for r in reports if r.language and r.language != "en" and r.language.isalpha())
    rarity = _rarity(rows, list(vocabulary), languages)
    starts = np.cumsum([0, *(len(row) for row in rows)])
    term = np.fromiter((t for row in rows for t in row), np.int64, int(starts[-1]))
    channels = np.fromiter((c for c, _ in vocabulary), np.int8, len(vocabulary))
    whole = np.fromiter((n for row in rows for n, _ in row.values()), np.float64, len(term))
    lead = np.fromiter((n for row in rows for _, n in row.values()), np.float64, len(term))
    channel = channels[term] if len(term) else channels
    owner = np.repeat(np.arange(len(rows)), np.diff(starts))
    return Profiles(
        starts=starts,
        term=term,
        channel=channel,
        weight=_normed(whole, rarity[term], owner * len(Channel) + channel),
        lead=_normed(lead, rarity[term], owner * len(Channel) + channel),
        rarity=rarity,
        shown=tuple(shown),
        day=np.array([when.day(report) for report in reports], np.float64),
        year=np.array([when.year(t.word for t in found if t.figure) for found in read], np.float64),
        weekdays=np.array([when.weekdays(t.word for t in found if t.lead) for found in read], np.int64),
    )


def _names(read: Sequence[Sequence[Term]]) -> frozenset[str]:
    """The words that the pile writes with a capital letter where another word would have none."""
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for found in read:
        for term in found:
            if not term.opens and not term.figure:
                inside[term.word] += 1
                capital[term.word] += term.capital
    at_large = background.table()
    return frozenset(
        word
        for word, count in capital.items()
        if count > inside[word] / 2 and (word not in at_large or at_large[word].capital > 0.5)
    )


def _row(
    found: Sequence[Term], names: frozenset[str], vocabulary: dict[tuple[int, str], int], shown: list[str]
) -> dict[int, tuple[int, int]]:
    """How often each term stands in one report, and how often in its lead; new terms join the vocabulary."""
    channels = [Channel.FIGURE if t.figure else Channel.NAME if t.word in names else Channel.WORD for t in found]
    keys: list[tuple[int, str]] = [(channel, t.word) for channel, t in zip(channels, found, strict=True)]
    at = [k for k in range(1, len(found)) if _pairs(channels[k - 1], channels[k])]
    pairs = [(int(Channel.PAIR), f"{found[k - 1].word} {found[k].word}") for k in at]
    whole = Counter(chain(keys, pairs))
    lead = Counter(
        chain(
            (key for key, t in zip(keys, found, strict=True) if t.lead),
            (key for key, k in zip(pairs, at, strict=True) if found[k].lead),
        )
    )
    written = {key: f"{found[k - 1].shown} {found[k].shown}" for key, k in zip(pairs, at, strict=True)}
    written.update((key, t.shown) for key, t in zip(keys, found, strict=True))
    row: dict[int, tuple[int, int]] = {}
    for key, count in whole.items():
        place = vocabulary.setdefault(key, len(vocabulary))
        if place == len(shown):
            shown.append(written[key])
        row[place] = count, lead[key]
    return row


def _pairs(a: Channel, b: Channel) -> bool:
    """Whether two neighbours make a term together: two names, or a figure and what it counts or numbers."""
    return a is b is Channel.NAME or a is Channel.FIGURE or b is Channel.FIGURE


def _rarity(
    rows: Sequence[dict[int, tuple[int, int]]], vocabulary: Sequence[tuple[int, str]], languages: frozenset[str]
) -> Floats:
    """How much it tells that two reports share a term: minus the log of its share, in the pile and at large."""
    held = np.zeros(len(vocabulary))
    for row in rows:
        held[list(row)] += 1
    at_large = np.array([_share(channel, word, languages) for channel, word in vocabulary])
    rarity: Floats = -np.log((held + AT_LARGE * at_large) / (len(rows) + AT_LARGE))
    return rarity


def _share(channel: int, word: str, languages: frozenset[str]) -> float:
    if channel != Channel.PAIR:
        return background.share(word, languages)
    return PAIR_SHARE * min(background.share(part, languages) for part in word.split(" "))


def _normed(count: Floats, rarity: Floats, group: Ints) -> Floats:
    """Damped counts times rarity, brought to length 1 in each group (row and channel)."""
    raw = np.where(count > 0, 1 + np.log(np.maximum(count, 1)), 0) * rarity
    length = np.sqrt(np.bincount(group, raw * raw)) if len(group) else np.zeros(0)
    return np.divide(raw, length[group], out=np.zeros_like(raw), where=length[group] > 0)
