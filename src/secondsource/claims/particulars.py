"""Figures and days that the reports of a story give otherwise for the same act, wherever they stand."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from secondsource.claims.casualties import differ
from secondsource.claims.tellings import CLOCK, DAY, DURATION, PERSONS, SPANNING, Telling, units


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values that are told of one act, each with the tellings that give it."""

    unit: str
    sides: tuple[tuple[Telling, ...], tuple[Telling, ...]]


Weights = Mapping[str, float]
Pair = tuple[Telling, Telling]

# How alike the two clauses must be around a figure, and how many telling words they must share. Chosen by reading the
# pairs found in the dev stories: below it totals stand beside parts, and one match beside another.
ALIKE, SHARED = 0.65, 3
# Two figures for one thing are of one size; further apart they are of two things, if nothing is misprinted.
FACTOR = 2
# Values so near each other are of one thing or a slip of it, where so many words are shared; further apart they are of
# two things as often. Chosen by reading the pairs of 75 stories: six of nine are one thing.
NEARLY, SHARED_NEARLY = 1.35, 2
# Days further apart are of one date in two years, or of two events.
DAYS = 31
# A unit of which a story gives more values is a table's.
COMMON = 200
# A day needs less, since only acts are compared that happen once.
ALIKE_DAY, SHARED_DAY = 0.45, 2


def compare(tellings: Sequence[Telling]) -> tuple[Difference, ...]:
    """The figures and days that the reports give otherwise, in the tellings' order."""
    weights = _weigh([t.terms for t in tellings])
    at: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    given: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.act:
            at[telling.unit, telling.act].append(telling)
        given[telling.report, telling.unit].append(telling)
    pairs = [
        (a, b)
        for row in at.values()
        for n, a in enumerate(row)
        for b in row[n + 1 :]
        if a.report != b.report and _rival(a, b) and _of_one(a, b, weights) and not _known(a, b, given)
    ]
    pairs += _alone(tellings, given)
    return tuple(_sides(pairs, at, weights))


def _alone(tellings: Sequence[Telling], given: Mapping[tuple[str, str], Sequence[Telling]]) -> list[Pair]:
    """Pairs of values that are likest each other of all that either report gives in the unit, whatever the verb."""
    rows: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if telling.unit != DAY and telling.unit not in PERSONS:
            rows[telling.unit].append(telling)
    weights = _weigh([t.said for t in tellings])
    return [
        (a, b)
        for row in rows.values()
        if len(row) <= COMMON
        for n, a in enumerate(row)
        for b in row[n + 1 :]
        if a.report != b.report and _nearly(a, b) and not _known(a, b, given) and _nearest(a, b, given, weights)
    ]


def _nearly(a: Telling, b: Telling) -> bool:
    """Whether the two are nearly the same value, of one named thing or of one that no other value is told of."""
    if a.agrees(b) or (a.names and b.names and not a.names & b.names) or _apart(a.when, b.when):
        return False
    low, high = sorted((a.low, b.low))
    begun = a.act == b.act in SPANNING and a.unit in (CLOCK, DURATION)
    return low > 0 and high <= low * NEARLY and (begun or len(a.terms & b.terms) >= SHARED_NEARLY)


def _nearest(a: Telling, b: Telling, given: Mapping[tuple[str, str], Sequence[Telling]], weights: Weights) -> bool:
    """Whether no other value of either report stands in a sentence that is likelier the other's."""
    mine, theirs = given[a.report, a.unit], given[b.report, b.unit]
    if not (a.names & b.names or len(mine) == len(theirs) == 1 or a.act == b.act in SPANNING):
        return False
    least = _likeness(a.said, b.said, weights)
    return all(_likeness(a.said, t.said, weights) <= least for t in theirs) and all(
        _likeness(b.said, t.said, weights) <= least for t in mine
    )


def _rival(a: Telling, b: Telling) -> bool:
    """Whether the two can't both be right, and are of one size."""
    if a.agrees(b):
        return False
    if a.unit == DAY:  # *Thursday* in two reports is one Thursday, whenever each came out
        apart = abs(a.low - b.low)
        return a.low != a.high or b.low != b.high or (apart <= DAYS and apart % 7 != 0)
    low, high = sorted((a.low, b.low))
    single = low <= 1 and a.unit not in units() and " " not in a.unit  # *one* is one of several
    return low > 0 and high / low <= FACTOR and not single


def _known(a: Telling, b: Telling, given: Mapping[tuple[str, str], Sequence[Telling]]) -> bool:
    """Whether one of the reports gives the other's value too: then it means something else by it."""
    return any(x.agrees(b) for x in given[a.report, a.unit]) or any(x.agrees(a) for x in given[b.report, b.unit])


def _of_one(a: Telling, b: Telling, weights: Weights) -> bool:
    """Whether both are told of one act."""
    if (a.names and b.names and not a.names & b.names) or differ(a.toll, b.toll) or _apart(a.when, b.when):
        return False
    least, alike = (SHARED_DAY, ALIKE_DAY) if a.unit == DAY else (SHARED, ALIKE)
    return len(a.terms & b.terms) >= least and _likeness(a.terms, b.terms, weights) >= alike


def _apart(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> bool:
    """Whether both name days, and none of the one's can be one of the other's."""
    return bool(one and other) and not any(a[0] <= b[1] and b[0] <= a[1] for a in one for b in other)


def _likeness(one: frozenset[str], other: frozenset[str], weights: Weights) -> float:
    """How alike two clauses or sentences are but for the value, 0–1: the weight of what they share against each's."""
    shared = math.fsum(weights[t] for t in sorted(one & other))
    mine, theirs = (math.fsum(weights[t] for t in sorted(terms)) for terms in (one, other))
    return shared / math.sqrt(mine * theirs) if shared else 0.0


def _weigh(told: Sequence[frozenset[str]]) -> Weights:
    """How much each term tells: the fewer tellings have it, the more."""
    having = Counter(term for terms in told for term in terms)
    return {term: math.log(1 + len(told) / n) for term, n in having.items()}


def _sides(
    pairs: Iterable[tuple[Telling, Telling]], at: Mapping[tuple[str, str], Sequence[Telling]], weights: Weights
) -> Iterator[Difference]:
    """Each pair with all that give the same value for the same act on either side, once."""
    taken: set[tuple[str, int]] = set()
    for a, b in pairs:
        if {(a.report, a.start), (b.report, b.start)} <= taken:
            continue
        one, other = (
            (mine, *(t for t in at[mine.unit, mine.act] if t is not mine and t.agrees(mine) and not t.agrees(theirs)
                     and _of_one(t, mine, weights)))
            for mine, theirs in ((a, b), (b, a))
        )  # fmt: skip
        taken |= {(t.report, t.start) for t in (*one, *other)}
        yield Difference(a.unit, (one, other))
