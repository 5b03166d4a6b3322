"""How near two reports are compared with what else lies near them: the same nearness tells more where others are far.

Two reports of a thinly told event are each other's nearest though they share little; two floods of one river share
much, and each has nearer ones. So the first score (``nearness``) is weighed again, beside those of the neighbours.
"""

from __future__ import annotations

import functools

import numpy as np

from secondsource.stories import kernels
from secondsource.stories.compiled import MANY_PAIRS, run
from secondsource.stories.nearness import table
from secondsource.stories.profiles import Floats, Ints

SIGNS = (
    "score",  # the first score, in log-odds
    "below_either",  # by how much it is below the mean of the best three of one report, the smaller of both ways
    "below_both",
    "shared_least",  # share of neighbours, by probability, that both have: of the one that has more …
    "shared_most",  # … and of the one that has fewer
)

# So many best neighbours of a report are what it is measured by.
BEST = 3

# Past these log-odds a first score says nothing more. Without a bound, copies of one text with other openings fall far
# below copies to the letter, and out of their story: 200 copies of one dispatch came out as 8 stories. Swept 3, 4, 5,
# 6, 8, 12, 30, B-cubed F of topics not seen: ECB+ .938, .938, .944, .944, .957, .957, .955; GVA .964, .966, .966, .965,
# .963, .963, .963 (read without titles, as the fit did then; read as the program does, 8 gives .950 and .970).
STEEPEST = 8.0


class Surroundings:
    """The neighbours of each row, by the first scores of the candidate pairs, in compressed rows."""

    def __init__(self, count: int, pairs: Ints, scores: Floats) -> None:
        scores = bounded(scores)
        row, other = np.concatenate([pairs, pairs[:, ::-1]]).T
        both = np.concatenate([scores, scores])
        order = np.lexsort((both, row))
        self._starts = np.searchsorted(row[order], np.arange(count + 1))
        self._other, self._chance = other[order], 1 / (1 + np.exp(-both[order]))
        self._best = self._means(both[order])
        self._mass = np.add.reduceat(np.append(self._chance, 0.0), self._starts[:-1]) if count else np.zeros(0)
        self._mass[np.diff(self._starts) == 0] = 0
        self._scratch = np.zeros(count)

    def scores(self, pairs: Ints, first: Floats) -> Floats:
        """The log-odds that each pair tells of one event, given its first scores."""
        return self.signs(pairs, first) @ weights() + bias()

    def signs(self, pairs: Ints, first: Floats) -> Floats:
        """The signs of each pair, shape (pairs, signs)."""
        first = bounded(first)
        below = first[:, None] - self._best[pairs]
        return np.column_stack([first, below.min(axis=1), below.max(axis=1), self._shared(pairs)])

    def _means(self, scores: Floats) -> Floats:
        """The mean of each row's best scores, which stand last in it."""
        lasts, sizes = self._starts[1:], np.diff(self._starts)
        sums = np.zeros(len(sizes))
        for k in range(BEST):
            has = sizes > k
            sums[has] += scores[lasts[has] - 1 - k]
        found: Floats = sums / np.maximum(np.minimum(sizes, BEST), 1)
        return found

    def _shared(self, pairs: Ints) -> Floats:
        """The share of two rows' neighbours (not themselves) that both have: of the fuller side, and of the other."""
        both, own = self._met(pairs)
        mass = self._mass[pairs] - own[:, None]
        found: Floats = both[:, None] / (1 + np.stack([mass.max(axis=1), mass.min(axis=1)], axis=1))
        return found

    def _met(self, pairs: Ints) -> tuple[Floats, Floats]:
        """How much of two rows' neighbours both have; how much of the first one's the second itself is."""
        both, own = np.zeros(len(pairs)), np.zeros(len(pairs))
        order = np.argsort(pairs[:, 0], kind="stable")
        if len(pairs) > MANY_PAIRS:
            run(kernels.meet, self._starts, self._other, self._chance, pairs, order, self._scratch, both, own)
            return both, own
        cuts = np.flatnonzero(np.diff(pairs[order, 0])) + 1
        for block in np.split(order, cuts) if len(order) else ():
            i, others = int(pairs[block[0], 0]), pairs[block, 1]
            row = slice(self._starts[i], self._starts[i + 1])
            self._scratch[self._other[row]] = self._chance[row]
            sizes = self._starts[others + 1] - self._starts[others]
            at = np.arange(int(sizes.sum())) + np.repeat(self._starts[others] - np.cumsum(sizes) + sizes, sizes)
            owner = np.repeat(np.arange(len(others)), sizes)
            both[block] = np.bincount(owner, self._scratch[self._other[at]] * self._chance[at], len(others))
            own[block] = self._scratch[others]
            self._scratch[self._other[row]] = 0
        return both, own


def bounded(scores: Floats) -> Floats:
    """First scores without what is past sure."""
    return np.clip(scores, -STEEPEST, STEEPEST)


@functools.cache
def weights() -> Floats:
    """What each sign weighs, in the order of ``SIGNS``."""
    return np.array([table()["surroundings"]["weights"][sign] for sign in SIGNS], np.float64)


@functools.cache
def bias() -> float:
    """What is added to the weighted signs."""
    return float(table()["surroundings"]["bias"])
