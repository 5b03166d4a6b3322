"""Texts into clusters, by the average of their likeness over the reports that tell them."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

# What an average counts for two statements that share no telling word. Swept -6 to -2: hardly a difference.
STRANGERS = -4.0

Scores = Mapping[tuple[int, int], float]
"""How likely the texts of a pair (the lower first) say the same, in log-odds; strangers are left out."""

Best = dict[tuple[int, int], float]
"""A report of one cluster, a report of another → the best link between what the two tell there."""


def agglomerate(
    reports: Sequence[int],
    links: Scores,
    nested: Collection[tuple[int, int]],
    foes: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """Average link over reports: the two nearest clusters join while what speaks for it outweighs what speaks against.

    ``reports`` has the report of each text. Of the many ways in which a report says a thing, sentence, clause and
    again, the one that is nearest to the other report's counts. A sentence and its clause say nothing for or against
    each other. ``foes`` are never joined, by whatever others.
    """
    clusters = _Clusters(reports, links, nested, foes)
    heap = clusters.nearest()
    heapq.heapify(heap)
    while heap:
        _, x, y = heapq.heappop(heap)
        if clusters.may_join(x, y):
            for row in clusters.join(x, y):
                heapq.heappush(heap, row)
    return [sorted(ks) for ks in clusters.members.values()]


class _Clusters:
    """Clusters by number, with what links them: two that join get a number of their own."""

    def __init__(
        self,
        reports: Sequence[int],
        links: Scores,
        nested: Collection[tuple[int, int]],
        foes: Iterable[tuple[int, int]],
    ) -> None:
        self.members = {k: [k] for k in range(len(reports))}
        self._told = {k: {report} for k, report in enumerate(reports)}
        self._near: dict[int, dict[int, Best]] = defaultdict(dict)
        self._apart = _both_ways(nested)
        self._never = _both_ways(foes)
        for (x, y), score in links.items():
            if (x, y) not in nested:
                self._near[x][y] = {(reports[x], reports[y]): score}
                self._near[y][x] = {(reports[y], reports[x]): score}

    def nearest(self) -> list[tuple[float, int, int]]:
        """The pairs of single texts that are worth joining, with the cost of each."""
        pairs = ((x, y, best) for x, row in self._near.items() for y, best in row.items() if x < y)
        return [(-score, x, y) for x, y, best in pairs for score in best.values() if score > 0]

    def may_join(self, x: int, y: int) -> bool:
        """Whether both still are, and nothing forbids it."""
        return x in self.members and y in self.members and y not in self._never[x]

    def join(self, x: int, y: int) -> Iterator[tuple[float, int, int]]:
        """Joins two; the new pairs worth joining, with the cost of each."""
        fresh = max(x, y, self._last()) + 1
        self.members[fresh] = self.members.pop(x) + self.members.pop(y)
        self._told[fresh] = self._told.pop(x) | self._told.pop(y)
        for among in (self._never, self._apart):
            among[fresh] = among.pop(x, set()) | among.pop(y, set())
            for z in among[fresh]:
                among[z].add(fresh)
        self._near[fresh] = self._added(self._near.pop(x, {}), self._near.pop(y, {}))
        for z, best in self._near[fresh].items():
            row = self._near[z]
            row[fresh] = {(b, a): score for (a, b), score in best.items()}
            row.pop(x, None)
            row.pop(y, None)
            if (average := self._average(fresh, z, best)) > 0:
                yield -average, z, fresh

    def _last(self) -> int:
        return next(reversed(self.members))

    def _added(self, one: Mapping[int, Best], other: Mapping[int, Best]) -> dict[int, Best]:
        total: dict[int, Best] = {}
        for row in (one, other):
            for z, best in row.items():
                if z in self.members:
                    into = total.setdefault(z, {})
                    for pair, score in best.items():
                        into[pair] = max(score, into.get(pair, score))
        return total

    def _average(self, x: int, y: int, best: Best) -> float:
        """The mean, over pairs of a report of the one and a report of the other, of their best link."""
        pairs = len(self._told[x]) * len(self._told[y])
        if y in self._apart[x]:  # a report that tells a sentence here and its clause there
            pairs -= sum((r, r) not in best for r in self._told[x] & self._told[y])
        return (math.fsum(best.values()) + STRANGERS * (pairs - len(best))) / pairs if pairs else STRANGERS


def _both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for x, y in pairs:
        found[x].add(y)
        found[y].add(x)
    return found
