"""Joins reports to stories: average link over the pairs that were compared, nearest first."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondsource.stories.profiles import Floats, Ints

# Two groups are joined if their pairs' mean log-odds is above this. Swept −2 to 0.5 with ALONE 0–1.5, TIGHT 0–0.8 and
# DOUBT 3–20, by B-cubed F of folds not seen: ECB+ moves by .02 and GVA by .01 against each other along this ridge.
JOIN = -0.7

# So many pairs between two groups are compared, at least, before they are joined (all, where there are fewer).
ENOUGH = 36

# One pair alone can mislead: a single comparison has to say so much more, two half as much, and so on.
ALONE = 1.3

# Two tight groups must lie nearer than two loose ones: two fires in one chain of shops, each told in many like reports.
# A group is tight by the mean of its pairs' log-odds, drawn to 0 by DOUBT pairs that say nothing. Swept 0–0.8.
TIGHT = 0.8
DOUBT = 10

# Two groups that miss joining by no more than this are offered to a reader as unsure. Swept .5, 1, 1.5 on the labelled
# sets: of what is offered 26, 18 and 13 % are of one story (of 132, 310 and 574 lines).
CLOSE = 0.5

Scores = Callable[[Ints], Floats]
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Close:
    """Two groups that were not joined, and by how much (log-odds) their mean lies below what joining needs."""

    one: tuple[int, ...]
    other: tuple[int, ...]
    short: float


def join(
    count: int, pairs: Ints, scores: Scores, threshold: float = JOIN, together: Pairs = (), apart: Pairs = ()
) -> list[list[int]]:
    """The rows ``0 … count - 1`` in groups, each in order; ``pairs`` are those worth comparing first.

    Groups meet by the mean of their pairs, so one look-alike can't chain two stories. Only pairs that share rare terms
    are compared at first; before two groups are joined, pairs of theirs that nobody compared are compared too.
    A reader's word wins: rows that are judged to stand ``apart`` never meet, and those judged to stand ``together`` do,
    the first first, unless that brought two together that stand apart.
    """
    return grouped(count, pairs, scores, threshold, together, apart)[0]


def grouped(
    count: int, pairs: Ints, scores: Scores, threshold: float = JOIN, together: Pairs = (), apart: Pairs = ()
) -> tuple[list[list[int]], list[Close]]:
    """The groups of ``join``, and those of them that were nearly joined, by less than ``CLOSE``."""
    told = scores(pairs)
    links = np.concatenate([pairs[told >= threshold - CLOSE], np.array(together, np.int64).reshape(-1, 2)])
    near = _within_reach(count, links, pairs)
    joining = _Joining(count, pairs[near], told[near], scores, threshold)
    joining.keep_apart(apart)
    parted = {row for pair in apart for row in pair}
    joining.bring_together([pair for pair in together if not parted.isdisjoint(pair)])
    joining.run()
    # Only now, so that whole groups meet: a report that was brought into another group would leave its own behind.
    joining.bring_together(together)
    return joining.groups(), joining.close()


def _within_reach(count: int, links: Ints, pairs: Ints) -> NDArray[np.bool_]:
    """Which pairs can matter: both rows hang together by ``links``, whatever lies between.

    Groups are joined, or nearly, by a mean of pairs, so at least one pair of theirs is as high as that.
    """
    least = np.arange(count)  # the least row that each is known to hang together with
    while True:
        low = least[links].min(axis=1, initial=count)
        before = least.copy()
        np.minimum.at(least, links[:, 0], low)
        np.minimum.at(least, links[:, 1], low)
        np.minimum.at(least, before[links[:, 0]], low)
        np.minimum.at(least, before[links[:, 1]], low)
        least = least[least]
        if (least == before).all():
            break
    found: NDArray[np.bool_] = least[pairs[:, 0]] == least[pairs[:, 1]]
    return found


class _Joining:
    """The groups so far, the links between them (sum and count of compared pairs), and a queue of the nearest."""

    def __init__(self, count: int, pairs: Ints, told: Floats, scores: Scores, threshold: float) -> None:
        self._scores, self._threshold = scores, threshold
        self._groups: dict[int, list[int]] = {i: [i] for i in range(count)}
        self._within: dict[int, tuple[float, int]] = dict.fromkeys(range(count), (0.0, 0))
        self._links: dict[int, dict[int, tuple[float, int]]] = {i: {} for i in range(count)}
        self._compared: set[tuple[int, int]] = set()
        self._queue: list[tuple[float, int, int, int]] = []
        self._next = count
        self._apart: dict[int, set[int]] = {}
        self._compared.update(map(tuple, pairs.tolist()))
        for (i, j), score in zip(pairs.tolist(), told.tolist(), strict=True):
            self._links[i][j] = self._links[j][i] = (score, 1)
        near = told > threshold + ALONE
        for (i, j), score in zip(pairs[near].tolist(), told[near].tolist(), strict=True):
            self._queue.append((-score, min(i, j), max(i, j), 1))
        heapq.heapify(self._queue)

    def keep_apart(self, pairs: Pairs) -> None:
        """Takes a reader's word for pairs of rows that may never meet."""
        for i, j in pairs:
            self._apart.setdefault(i, set()).add(j)
            self._apart.setdefault(j, set()).add(i)

    def bring_together(self, pairs: Pairs) -> None:
        """Joins the groups of pairs of rows on a reader's word, in this order, but for those that are kept apart."""
        group_of = {row: group for group, rows in self._groups.items() for row in rows} if pairs else {}
        for i, j in pairs:
            a, b = group_of[i], group_of[j]
            if a != b and b not in self._apart.get(a, ()):
                self._merge(a, b)
                group_of.update(dict.fromkeys(self._groups[self._next - 1], self._next - 1))

    def close(self) -> list[Close]:
        """What is left unjoined though it is near, the nearest first."""
        found = []
        for a, links in self._links.items():
            for b, (total, known) in links.items():
                if a > b or total < known * (self._threshold - CLOSE) or b in self._apart.get(a, ()):
                    continue
                short = self._needed(a, b, known) - total / known
                if short < CLOSE:
                    found.append(Close(tuple(sorted(self._groups[a])), tuple(sorted(self._groups[b])), short))
        return sorted(found, key=lambda c: (c.short, c.one))

    def run(self) -> None:
        """Joins what is near enough, the nearest first."""
        while self._queue:
            _, a, b, known = heapq.heappop(self._queue)
            link = self._links.get(a, {}).get(b)
            if link is None or link[1] != known or b in self._apart.get(a, ()):
                continue  # one of the two was joined, or more of their pairs were compared, since; or a reader judged
            if fresh := self._uncompared(a, b, known):
                total = float(self._scores(np.array(fresh, np.int64)).sum())
                self._set(a, b, (link[0] + total, known + len(fresh)))
            else:
                self._merge(a, b)

    def groups(self) -> list[list[int]]:
        """The groups so far, each in order."""
        return sorted(sorted(group) for group in self._groups.values())

    def _set(self, a: int, b: int, link: tuple[float, int]) -> None:
        self._links[a][b] = self._links[b][a] = link
        mean = link[0] / link[1]
        if mean > self._threshold and mean > self._needed(a, b, link[1]):
            heapq.heappush(self._queue, (-mean, min(a, b), max(a, b), link[1]))

    def _needed(self, a: int, b: int, known: int) -> float:
        """The mean log-odds that so many compared pairs of two groups must have, for these to be joined."""
        return self._threshold + ALONE / known + TIGHT * min(self._tightness(a), self._tightness(b))

    def _tightness(self, a: int) -> float:
        """How near the members of a group are to each other: 0 for one report, drawn to 0 while few pairs are known."""
        total, count = self._within[a]
        return max(0.0, total / (count + DOUBT))

    def _uncompared(self, a: int, b: int, known: int) -> list[tuple[int, int]]:
        """Pairs between two groups that are still to be compared, so that enough of them are."""
        left, right = self._groups[a], self._groups[b]
        missing = min(len(left) * len(right), ENOUGH) - known
        found: list[tuple[int, int]] = []
        if missing <= 0:
            return found
        for i, j in _spread(left, right):
            pair = (min(i, j), max(i, j))
            if pair not in self._compared:
                self._compared.add(pair)
                found.append(pair)
                if len(found) == missing:
                    break
        return found

    def _merge(self, a: int, b: int) -> None:
        new, self._next = self._next, self._next + 1
        sums = self._within.pop(a), self._within.pop(b), self._links[a].get(b, (0.0, 0))
        self._within[new] = sum(x[0] for x in sums), sum(x[1] for x in sums)
        self._groups[new] = self._groups.pop(a) + self._groups.pop(b)
        links = self._links.pop(a), self._links.pop(b)
        self._links[new] = {}
        if foes := self._apart.pop(a, set()) | self._apart.pop(b, set()):
            self._apart[new] = foes
            for foe in foes:
                self._apart[foe] = self._apart[foe] - {a, b} | {new}
        for other in sorted({*links[0], *links[1]} - {a, b}):
            known = [link[other] for link in links if other in link]
            for old in (a, b):
                self._links[other].pop(old, None)
            self._set(new, other, (sum(k[0] for k in known), sum(k[1] for k in known)))


def _spread(left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of two groups' members, each member's turn coming early."""
    for shift in range(max(len(left), len(right))):
        for k in range(min(len(left), len(right))):
            if len(left) <= len(right):
                yield left[k], right[(k + shift) % len(right)]
            else:
                yield left[(k + shift) % len(left)], right[k]
