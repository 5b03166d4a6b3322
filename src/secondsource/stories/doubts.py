"""What is unsure about a report's place: stories that were nearly one, reports that hardly belong to theirs.

Nothing is forced: each doubt names two reports, and what a reader may judge of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from secondsource.records import Doubt, Report
from secondsource.stories.clusters import CLOSE, Close, Scores

TOGETHER, APART = "one-story", "two-stories"
"""What a reader may judge of two reports: that they are of one story, or of two."""

# A report is unsure where its mean log-odds with the others of its story is below this.
LOOSE = -0.7

# Of a story of two there is one mean, and it was near enough.
FEW = 3

# Of larger stories so many are held against one another.
LARGEST = 40


def tell(
    reports: Sequence[Report],
    groups: Sequence[Sequence[int]],
    close: Sequence[Close],
    scores: Scores,
    settled: Collection[int],
) -> Mapping[int, Sequence[Doubt]]:
    """Of each row what is unsure about its place; a reader has ``settled`` that of some."""
    found: dict[int, list[Doubt]] = defaultdict(list)
    for miss in close:
        i, j = _nearest(miss, scores)
        much = "hardly" if miss.short < CLOSE / 2 else "a little"
        for one, other in ((i, j), (j, i)):
            a, b = reports[one].id, reports[other].id
            found[one].append(Doubt(a, b, TOGETHER, f"nearly one story with {b}: {much} more in common would do"))
    for i, j in (pair for rows in groups for pair in _loose(rows, scores) if pair[0] not in settled):
        a, b = reports[i].id, reports[j].id
        why = f"its words alone speak rather for another event than that of {b} and the others here"
        found[i].append(Doubt(a, b, APART, why))
    return found


def _nearest(miss: Close, scores: Scores) -> tuple[int, int]:
    """The two members of two groups that lie nearest, one of each."""
    found = [(i, j) for i in miss.one[:LARGEST] for j in miss.other[:LARGEST]]
    told = scores(np.array([(min(pair), max(pair)) for pair in found], np.int64))
    return found[int(np.argmax(told))]


def _loose(rows: Sequence[int], scores: Scores) -> Iterator[tuple[int, int]]:
    """The rows of a group whose mean with the others speaks against it, each with the row that it is nearest to."""
    some = rows[:LARGEST]
    if len(some) < FEW:
        return
    i, j = np.triu_indices(len(some), 1)
    told = np.full((len(some), len(some)), np.nan)
    told[i, j] = told[j, i] = scores(np.array(some, np.int64)[np.column_stack([i, j])])
    for k in np.flatnonzero(np.nanmean(told, axis=1) < LOOSE).tolist():
        yield some[k], some[int(np.nanargmax(told[k]))]
