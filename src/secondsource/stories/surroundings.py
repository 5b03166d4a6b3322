"""How near two reports are compared with what else lies near them: the same nearness tells more where others are far.

Two reports of a thinly told event are each other's nearest though they share little; two floods of one river share
much, and each has nearer ones. So the first score (``nearness``) is weighed again, beside those of the neighbours.
"""

from __future__ import annotations

import functools

import numpy as np

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
# .963, .963, .963.
STEEPEST = 8.0


class Surroundings:
    """The neighbours of each row, by the first scores of the candidate pairs."""

    def __init__(self, count: int, pairs: Ints, scores: Floats) -> None:
        scores = bounded(scores)
        chance = 1 / (1 + np.exp(-scores))
        self._near: list[dict[int, float]] = [{} for _ in range(count)]
        best: list[list[float]] = [[] for _ in range(count)]
        for (i, j), score, p in zip(pairs.tolist(), scores.tolist(), chance.tolist(), strict=True):
            self._near[i][j] = self._near[j][i] = p
            best[i].append(score)
            best[j].append(score)
        self._best = np.array([float(np.mean(sorted(found)[-BEST:])) if found else 0.0 for found in best])
        self._mass = np.array([sum(near.values()) for near in self._near])

    def scores(self, pairs: Ints, first: Floats) -> Floats:
        """The log-odds that each pair tells of one event, given its first scores."""
        return self.signs(pairs, first) @ weights() + bias()

    def signs(self, pairs: Ints, first: Floats) -> Floats:
        """The signs of each pair, shape (pairs, signs)."""
        first = bounded(first)
        below = first[:, None] - self._best[pairs]
        shared = np.array([self._shared(i, j) for i, j in pairs.tolist()]).reshape(-1, 2)
        return np.column_stack([first, below.min(axis=1), below.max(axis=1), shared])

    def _shared(self, i: int, j: int) -> tuple[float, float]:
        """The share of two rows' neighbours (not themselves) that both have: of the fuller side, and of the other."""
        few, many = sorted((self._near[i], self._near[j]), key=len)
        both = sum(p * many[k] for k, p in few.items() if k in many)
        here, there = self._mass[i] - self._near[i].get(j, 0), self._mass[j] - self._near[j].get(i, 0)
        return both / (1 + max(here, there)), both / (1 + min(here, there))


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
