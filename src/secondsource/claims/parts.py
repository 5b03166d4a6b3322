"""Which statements are parts of which: sentences, the clauses in them, and fragments that tell nothing alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterator, Sequence

from secondsource.claims.facts import Fact
from secondsource.records import Span

# The least part of a sentence that a statement in it must be for the sentence to be told by it.
PART = 0.25
# The least part from which the one statement in a sentence is told by the sentence, which has more to compare.
ONE = 0.5
# How many characters behind what it belongs to a fragment may begin: *said Ann Poe, who …* lies between.
BESIDE = 80


Spot = tuple[int, int, int]
"""Where a statement's content begins and ends in its report, and the statement's position."""


def rows(facts: Sequence[Fact], positions: Sequence[int]) -> Iterator[list[Spot]]:
    """The statements of each report in the order of the text, what holds others before them."""
    found: dict[str, list[Spot]] = defaultdict(list)
    for k, i in enumerate(positions):
        if facts[i].statement.content:
            found[facts[i].statement.report].append((*_outer(facts[i]), k))
    for row in found.values():
        yield sorted(row, key=lambda spot: (spot[0], -spot[1]))


def holders(facts: Sequence[Fact], judged: Container[str] = ()) -> dict[int, int]:
    """Each fact that is told by another of its report → that one: a sentence by the greatest of its clauses."""
    held: dict[int, int] = {}
    for row in rows(facts, range(len(facts))):
        for n, (start, end, i) in enumerate(row):
            inside = list(_inside(row, n, start, end)) if facts[i].statement.id not in judged else []
            if not inside:
                continue
            size, first = max((e - s, -k) for s, e, k in inside)
            alone = len(inside) == 1 and -first not in held and facts[-first].statement.id not in judged
            if alone and size >= ONE * (end - start):
                held[-first] = i
            else:
                held[i] = -first
    return held


def _inside(row: Sequence[Spot], n: int, start: int, end: int) -> Iterator[Spot]:
    """The spots within ``start`` to ``end`` that are a part of it worth naming; ``row`` is sorted by their starts."""
    for spot in row[n + 1 :]:
        if spot[0] >= end:
            return
        if spot[1] <= end and PART * (end - start) <= spot[1] - spot[0] < end - start:
            yield spot


def overlap(one: Fact, other: Fact) -> bool:
    """Whether two share words of their report."""
    (a, b), (c, d) = _outer(one), _outer(other)
    return one.statement.report == other.statement.report and a < d and c < b


def beside(one: Fact, other: Fact, sentence: Fact) -> bool:
    """Whether two are parts of one sentence that share none of its words."""
    if len({f.statement.report for f in (one, other, sentence)}) > 1:
        return False
    (a, b), (c, d), (start, end) = (_outer(f) for f in (one, other, sentence))
    return start <= min(a, c) and max(b, d) <= end and (b <= c or d <= a)


def _outer(fact: Fact) -> Span:
    content = fact.statement.content
    return (content[0][0], max(end for _, end in content)) if content else (0, 0)


def fragments(facts: Sequence[Fact], judged: Container[str]) -> dict[int, int]:
    """Each part of a sentence that tells nothing without it → the statement of its report that holds or precedes it."""
    found: dict[int, int] = {}
    for row in rows(facts, range(len(facts))):
        whole: tuple[int, int] | None = None  # the end and the position of the last that is no fragment
        for start, end, i in row:
            if not facts[i].fragment:
                if whole is None or end > whole[0]:
                    whole = end, i
            elif whole is not None and start - whole[0] <= BESIDE and facts[i].statement.id not in judged:
                found[i] = whole[1]
    return found


def overlapping(facts: Sequence[Fact], positions: Sequence[int]) -> set[tuple[int, int]]:
    """The pairs of ``positions`` (by place in it, the lower first) of which one stands in the other's words."""
    found: set[tuple[int, int]] = set()
    for row in rows(facts, positions):
        for n, (_, end, k) in enumerate(row):
            for start, _, other in row[n + 1 :]:
                if start >= end:
                    break
                found.add((min(k, other), max(k, other)))
    return found


def partial(groups: Sequence[Sequence[int]], facts: Sequence[Fact], loose: Collection[int] = ()) -> Iterator[int]:
    """The numbers of the groups of which each member is no sentence, or stands in one that another group tells.

    The ``loose`` ones, which may tell something else, don't count.
    """
    group_of = {i: n for n, members in enumerate(groups) for i in members}
    telling: dict[int, set[int]] = defaultdict(set)  # a statement → the groups that tell what holds it
    for row in rows(facts, range(len(facts))):
        for n, (start, end, outer) in enumerate(row):
            for first, last, inner in row[n + 1 :]:
                if first >= end:
                    break
                if last <= end and last - first < end - start:
                    telling[inner].add(group_of[outer])
    for n, members in enumerate(groups):
        if all(facts[i].verbless or telling[i] - {n} for i in members if i not in loose):
            yield n
