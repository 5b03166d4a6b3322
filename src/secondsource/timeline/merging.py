"""Tellings of one event brought together: copies by their place, retellings by word, day, names and wording."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from secondsource.records import Match, MatchKind
from secondsource.timeline.tellings import Telling, words

# Share of the smaller sentence's words that two retellings must have in common (of the same event word and day, with
# a shared name): little for a word that says what happened, more for "say" and "make".
SHARED, SHARED_LIGHT = 0.25, 0.6

# How many earlier tellings of one word, day and name a telling is compared with.
COMPARED = 24


def merged(told: Sequence[Telling], matches: Sequence[Match]) -> list[list[Telling]]:
    """The tellings in groups of one event each, every telling once."""
    parent = list(range(len(told)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    for a, b in [*_copies(told, matches), *_retold(told)]:
        parent[root(b)] = root(a)
    groups: dict[int, list[Telling]] = defaultdict(list)
    for k, telling in enumerate(told):
        groups[root(k)].append(telling)
    return list(groups.values())


def _copies(told: Sequence[Telling], matches: Sequence[Match]) -> Iterator[tuple[int, int]]:
    """Pairs that stand in the two sides of one copied passage with the same event word and date, in their order."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for k, telling in enumerate(told):
        places[telling.report].append((telling.trigger[0], k))
    for spots in places.values():
        spots.sort()
    for match in matches:
        if match.kind not in (MatchKind.COPIED, MatchKind.VERSION):
            continue
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for k in reversed(_between(places[match.b], match.b_start, match.b_end)):
            waiting[told[k].date, told[k].lemma].append(k)
        for k in _between(places[match.a], match.a_start, match.a_end):
            if copies := waiting.get((told[k].date, told[k].lemma)):
                yield k, copies.pop()


def _between(spots: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    return [k for _, k in spots[bisect_left(spots, (start, -1)) : bisect_left(spots, (end, -1))]]


def _retold(told: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs of different reports with the same event word and date, a name and enough words in common."""
    by_key: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for k, telling in enumerate(told):
        for name in sorted(telling.names):
            earlier = by_key[telling.date, telling.lemma, name]
            for other in earlier:
                if told[other].report != telling.report and _alike(told[other], telling):
                    yield other, k
                    break
            if len(earlier) < COMPARED:
                earlier.append(k)


def _alike(a: Telling, b: Telling) -> bool:
    least = SHARED_LIGHT if a.lemma in words("light") else SHARED
    return len(a.words & b.words) >= least * max(1, min(len(a.words), len(b.words)))
