"""How surely two reports tell of one event: named signs, and a table that weighs them (a logistic regression)."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from secondsource.stories import kernels
from secondsource.stories.compiled import MANY_PAIRS, run
from secondsource.stories.profiles import Channel, Floats, Ints, Profiles

SIGNS = (
    "words",  # cosine of the weighted words …
    "names",
    "figures",
    "pairs",
    "lead",  # cosine of the titles and openings, all kinds of terms
    "held_least",  # share of one opening's terms that the other report holds: the smaller of both ways
    "held_most",
    "names_least",  # the same of the opening's names only
    "names_most",
    "rarest",  # how rare the rarest shared term is
    "days",  # log of 1 + days apart
    "undated",  # one has no date
    "years",  # log of 1 + years apart, by the latest year that each text names
    "yearless",  # one names no year
    "same_weekday",  # both leads name weekdays, and share one …
    "other_weekday",  # … or share none
    "copied",  # how much of the two is one text
)


@dataclass(frozen=True, slots=True)
class OfPairs:
    """A number for each of some pairs of rows ``(i, j)``, ``i < j``: to be asked for many pairs at once."""

    keys: Ints  # both rows in one number, in order
    values: Floats

    @classmethod
    def made(cls, table: Mapping[tuple[int, int], float]) -> OfPairs:
        """The same table as two columns."""
        keys = np.array([i << 32 | j for i, j in table], np.int64)
        order = np.argsort(keys)
        return cls(keys[order], np.array([*table.values()], np.float64)[order])

    def of(self, pairs: Ints, default: float = 0.0) -> Floats:
        """The number of each pair; ``default`` for those that have none."""
        if not len(self.keys):
            return np.full(len(pairs), default)
        keys = pairs[:, 0] << 32 | pairs[:, 1]
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.values[at], default)


class Nearness:
    """Compares rows of a pile's profiles, with two scratch rows as wide as the vocabulary: a pair costs its length."""

    def __init__(self, profiles: Profiles, copied: Mapping[tuple[int, int], float]) -> None:
        self._profiles = profiles
        self._copied = OfPairs.made(copied)
        self._whole = np.zeros(len(profiles.rarity))
        self._lead = np.zeros(len(profiles.rarity))

    def scores(self, pairs: Ints) -> Floats:
        """The log-odds that each pair of rows tells of one event; above 0 is *rather yes*."""
        return self.signs(pairs) @ weights() + bias()

    def signs(self, pairs: Ints) -> Floats:
        """The signs of each pair of rows, shape (pairs, signs)."""
        found = np.zeros((len(pairs), len(SIGNS)))
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        found[order, : SIGNS.index("days")] = self._in_words(pairs[order])
        _apart(self._profiles.day, pairs, found, "days", "undated")
        _apart(self._profiles.year, pairs, found, "years", "yearless")
        week = self._profiles.weekdays[pairs]
        shared, both = week[:, 0] & week[:, 1] > 0, (week > 0).all(axis=1)
        found[:, SIGNS.index("same_weekday")] = shared
        found[:, SIGNS.index("other_weekday")] = both & ~shared
        if len(self._copied.keys):
            found[:, SIGNS.index("copied")] = self._copied.of(pairs)
        return found

    def _in_words(self, pairs: Ints) -> Floats:
        """The signs that lie in the words, of pairs in order."""
        profiles, found = self._profiles, np.zeros((len(pairs), SIGNS.index("days")))
        if len(pairs) > MANY_PAIRS:
            columns = profiles.term, profiles.channel, profiles.weight, profiles.lead, profiles.rarity
            room = np.zeros(kernels.MARKS, np.uint8), np.zeros(len(profiles.rarity), np.int32)
            run(kernels.share, profiles.starts, *columns, *pairs.T.copy(), *room, found)
            return found
        cuts = np.flatnonzero(np.diff(pairs[:, 0])) + 1
        for block in np.split(np.arange(len(pairs)), cuts) if len(pairs) else ():
            found[block] = self._shared(int(pairs[block[0], 0]), pairs[block, 1])
        return found

    def _shared(self, i: int, others: Ints) -> Floats:
        """The signs that lie in the words, of row ``i`` against ``others``."""
        profiles, row = self._profiles, self._profiles.row(i)
        self._whole[profiles.term[row]], self._lead[profiles.term[row]] = profiles.weight[row], profiles.lead[row]
        found = _shared(profiles, others, self._whole, self._lead)
        self._whole[profiles.term[row]], self._lead[profiles.term[row]] = 0, 0
        return found


@functools.cache
def weights() -> Floats:
    """What each sign weighs, in the order of ``SIGNS``."""
    return np.array([table()["nearness"]["weights"][sign] for sign in SIGNS], np.float64)


@functools.cache
def bias() -> float:
    """What is added to the weighted signs: it says no to a pair that shows none."""
    return float(table()["nearness"]["bias"])


@functools.cache
def table() -> dict[str, Any]:
    """Both regressions; ``bench/train_stories.py weights`` makes the table."""
    return tomllib.loads(resources.files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))


def _shared(profiles: Profiles, others: Ints, whole: Floats, lead: Floats) -> Floats:
    """The signs that lie in the words, of the row whose weights ``whole`` and ``lead`` hold against ``others``."""
    first, sizes = profiles.starts[others], profiles.starts[others + 1] - profiles.starts[others]
    owner = np.repeat(np.arange(len(others)), sizes)
    at = np.arange(int(sizes.sum())) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)
    mine = whole[profiles.term[at]]
    keep = mine > 0
    at, owner, mine = at[keep], owner[keep], mine[keep]
    term, channel = profiles.term[at], profiles.channel[at]
    n = len(others)

    def total(values: Floats) -> Floats:
        summed: Floats = np.bincount(owner, values, n).astype(np.float64)
        return summed

    by_kind = [total(mine * profiles.weight[at] * (channel == kind)) for kind in Channel]
    held, held_back = lead[term] ** 2, profiles.lead[at] ** 2
    kinds = len(Channel)
    name = channel == Channel.NAME
    here, there = total(held) / kinds, total(held_back) / kinds
    names_here, names_there = total(held * name), total(held_back * name)
    rarest = np.zeros(n)
    np.maximum.at(rarest, owner, profiles.rarity[term])
    told: Floats = np.stack(
        [
            *by_kind,
            total(lead[term] * profiles.lead[at]) / kinds,
            np.minimum(here, there),
            np.maximum(here, there),
            np.minimum(names_here, names_there),
            np.maximum(names_here, names_there),
            rarest / 10,
        ],
        axis=1,
    )
    return told


def _apart(when: Floats, pairs: Ints, found: Floats, name: str, missing: str) -> None:
    """Fills the sign of the distance in time, or that it can't be told."""
    apart = np.abs(when[pairs[:, 0]] - when[pairs[:, 1]])
    found[:, SIGNS.index(missing)] = np.isnan(apart)
    found[:, SIGNS.index(name)] = np.log1p(np.nan_to_num(apart))
