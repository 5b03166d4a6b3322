"""Which pairs of reports are worth comparing: those that share rare terms, found through an inverted index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

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
    keys = [keys_of(profiles, i) for i in range(len(profiles.starts) - 1)]
    found = [np.array(sorted(copied), np.int64).reshape(-1, 2)]
    holders = _holders(profiles, keys)
    for i, (term, weight) in enumerate(keys):
        if not len(term):
            continue
        lists = [_near(holders[t], i, profiles) for t in term.tolist()]
        kept = best(lists, weight * profiles.rarity[term], i)
        found.append(np.stack([np.minimum(kept, i), np.maximum(kept, i)], axis=1))
    return np.unique(np.concatenate(found), axis=0)


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


def _holders(profiles: Profiles, keys: list[tuple[Ints, Floats]]) -> dict[int, Ints]:
    """Of each term that is a key of some row, the rows that have it as a key, in order of date."""
    if not keys:
        return {}
    term = np.concatenate([t for t, _ in keys])
    row = np.repeat(np.arange(len(keys)), [len(t) for t, _ in keys])
    order = np.lexsort((row, np.nan_to_num(profiles.day[row], nan=-1.0), term))
    term, row = term[order], row[order]
    cuts = np.flatnonzero(np.diff(term)) + 1
    firsts = term[np.concatenate([[0], cuts])] if len(term) else term
    return dict(zip(firsts.tolist(), np.split(row, cuts), strict=False))


def _near(rows: Ints, i: int, profiles: Profiles) -> Ints:
    """The rows themselves, or where they are many, the nearest to row ``i`` in time."""
    if len(rows) <= COMMON:
        return rows
    days = np.nan_to_num(profiles.day[rows], nan=-1.0)
    day = np.nan_to_num(profiles.day[i], nan=-1.0)
    left, right = np.searchsorted(days, [day, day], "left")[0], np.searchsorted(days, day, "right")
    inside = left + int(np.searchsorted(rows[left:right], i))
    return rows[max(0, inside - NEIGHBOURS) : inside + NEIGHBOURS + 1]
