"""Which pairs of reports are worth comparing: those that share rare terms, found through an inverted index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from secondsource.stories import kernels
from secondsource.stories.compiled import MANY, run
from secondsource.stories.profiles import Floats, Ints, Profiles

# The heaviest terms of a report by which it can be found.
TERMS = 40

# A term that more reports hold finds none by itself … except a report's neighbours in time among its holders.
COMMON = 100
NEIGHBOURS = 10

# The best candidates of each report that are compared in full.
KEPT = 40


def pairs(profiles: Profiles, copied: Iterable[tuple[int, int]] = ()) -> Ints:
    """Pairs of rows ``(i, j)``, ``i < j``, shape (n, 2): each row's ``KEPT`` best at most, and all ``copied``."""
    keys = _keys(profiles)
    row, other = _gathered(keys) if len(keys.starts) > MANY else _best_of_each(keys)
    one, two = np.array(sorted(copied), np.int64).reshape(-1, 2).T
    packed = np.unique(np.concatenate([np.minimum(row, other) << 32 | np.maximum(row, other), one << 32 | two]))
    return np.column_stack([packed >> 32, packed & 0xFFFFFFFF])


def keys_of(profiles: Profiles, i: int) -> tuple[Ints, Floats]:
    """The heaviest terms of row ``i``, by which it can be found, and what they weigh."""
    row = profiles.row(i)
    weight = (profiles.weight[row] + profiles.lead[row]) * profiles.rarity[profiles.term[row]]
    first = np.argsort(-weight, kind="stable")[:TERMS]
    return profiles.term[row][first], weight[first]


def best(lists: Sequence[Ints], gains: Floats, besides: int = -1) -> Ints:
    """The best ``KEPT`` of those who hold some terms, ``besides`` one; ``lists`` are the holders of each term."""
    ids, at = np.unique(np.concatenate([*lists, np.zeros(0, np.int64)]), return_inverse=True)
    sums = np.bincount(at, np.repeat(gains, [len(x) for x in lists]), len(ids))
    sums[ids == besides] = 0
    kept: Ints = ids[np.argsort(-sums, kind="stable")[:KEPT]]
    others: Ints = kept[kept != besides]
    return others


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of all rows: row ``i`` has ``[starts[i], starts[i + 1])`` of the first columns.

    Key ``e`` gives ``gains[e]`` to ``holders[lows[e]:highs[e]]``: the rows that have it too, or where they are many,
    the nearest in time.
    """

    starts: Ints
    gains: Floats
    lows: Ints
    highs: Ints
    holders: Ints


def _keys(profiles: Profiles) -> _Keys:
    starts, term, weight = _keys_of_each(profiles)
    row = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    in_time = np.lexsort((np.arange(len(starts) - 1), np.nan_to_num(profiles.day, nan=-1.0)))
    order = np.argsort(term << 32 | np.argsort(in_time)[row])
    place, size = np.empty_like(order), len(order)
    place[order] = np.arange(size)
    heads = np.flatnonzero(np.diff(term[order], prepend=-1))
    lists = np.searchsorted(heads, place, "right")
    lows, highs = heads[lists - 1], np.append(heads, size)[lists]
    common = highs - lows > COMMON
    lows = np.where(common, np.maximum(lows, place - NEIGHBOURS), lows)
    highs = np.where(common, np.minimum(highs, place + NEIGHBOURS + 1), highs)
    return _Keys(starts, weight * profiles.rarity[term], lows, highs, row[order])


def _keys_of_each(profiles: Profiles) -> tuple[Ints, Ints, Floats]:
    """Where each row's keys start, and all keys: the terms, and what they weigh."""
    size = len(profiles.starts) - 1
    if size <= MANY:
        found = [keys_of(profiles, i) for i in range(size)]
        none = np.zeros(0, np.int64), np.zeros(0)
        term, weight = (np.concatenate(parts) for parts in zip(none, *found, strict=True))
        return np.cumsum([0, *(len(t) for t, _ in found)]), term, weight
    weight = (profiles.weight + profiles.lead) * profiles.rarity[profiles.term]
    places, counts = np.zeros((size, TERMS), np.int64), np.zeros(size, np.int64)
    run(kernels.heaviest, profiles.starts, weight, places, counts)
    chosen = places[np.arange(TERMS) < counts[:, None]]
    return np.cumsum(np.append(0, counts)), profiles.term[chosen], weight[chosen]


def _best_of_each(keys: _Keys) -> tuple[Ints, Ints]:
    """Each row with each of its best candidates."""
    bounds = zip(keys.lows.tolist(), keys.highs.tolist(), strict=True)
    lists = [keys.holders[low:high] for low, high in bounds]
    starts = keys.starts.tolist()
    found = [best(lists[a:b], keys.gains[a:b], i) for i, (a, b) in enumerate(pairwise(starts))]
    row = np.repeat(np.arange(len(found)), [len(others) for others in found])
    return row, np.concatenate([*found, np.zeros(0, np.int64)])


def _gathered(keys: _Keys) -> tuple[Ints, Ints]:
    """The same for a large pile."""
    size = len(keys.starts) - 1
    found, counts = np.zeros((size, KEPT), np.int64), np.zeros(size, np.int64)
    room = np.full(size, -1.0), np.zeros(size, np.int64)
    run(kernels.gather, keys.starts, keys.lows, keys.highs, keys.gains, keys.holders, *room, found, counts)
    return np.repeat(np.arange(size), counts), found[np.arange(KEPT) < counts[:, None]]
