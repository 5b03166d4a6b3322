"""Holders of one text to a tree of descent: nearest with nearest, then which end is older.

A copy is nearest to what it was copied from: the holders are joined to the heaviest spanning tree over what they read
in common, or, where dates tell all, each to the earlier one that it has most in common with. Which end is older is told
by dates, by credits, by what each has that the other lacks (copies are cut at the end, and put an own opening before
what they took), and by the shape of the tree: what is handed from one to the next spreads to all sides, so that a text
in the middle is likelier the first (Shah and Zaman 2011, rumour centrality). Two holders that agree against the one
between them can't have it from there: a text that is not in hand had it (singular readings, as in the criticism of
manuscripts).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import Pair
from secondsource.lineage.readings import Own, Readings
from secondsource.lineage.texts import Text

# What takes away from the runs of words that two have in common: each changed place, each passage that only one has,
# and its words. Swept on planted trees (20 piles of 25 reports, edge F1 either way round): .738 with none of them, .849
# with these, .847 to .854 with any within a factor of two; .84 with three times as much for passages.
PLACE, PASSAGE, PASSAGE_WORD = 1.0, 1.5, 0.03
PRINTED_ALIKE = 1.0  # quotation marks in one form count as much as a run

# Of each holder so many neighbours are compared word by word; they are chosen by how much of their text is equal.
NEAREST = 8

# Of the other copies of what a holder was copied from so many are looked at, the nearest first.
SIBLINGS = 12

# Log-odds that one of two neighbours is the older. For passages they grow with their length, up to so many words: some
# 60 are two paragraphs. On planted trees what is cut at the end is the younger twice as often as what goes on there,
# and what has words of its own at the head six times as often as what lacks them. Halving or doubling any of them moves
# edge F1 without dates by .012 at most.
LONG, CUT_AT_END, OWN_OPENING, OWN_OPENING_WORD, LEFT_OUT = 60, 1.5, 0.6, 2.2, 0.4
CREDITS = 1.0  # one credits an agency and the other doesn't
DATED = 12.0  # dates decide against all else
FIXED = 12.0

# From so many changed places on, two that agree against a third show that neither has them from there. Swept on planted
# trees, dated and undated edge F1: .877 and .797 with 2, .867 and .789 with 3.
AGREE = 2
# From so many words on, passages that a holder's parent hasn't and another one has make that one a parent too.
SECOND = 20
# From so many places on, what two alone read or leave out was carried from the one to the other, whatever is credited.
# Swept on planted trees, dated and undated edge F1: .877 and .797 with 1, .867 and .791 with 2, .861 and .783 with 3.
CARRIED = 1


@dataclass(frozen=True, slots=True)
class Step:
    """``child`` has the text from ``parent`` (None: from one that is not in hand).

    ``sure`` is the chance that it isn't the other way round; ``own`` and ``parents_own`` what each reads that the other
    doesn't; ``against`` a holder with which the child agrees against its neighbour, and in how many places.
    """

    child: int
    parent: int | None
    sure: float
    own: Own | None = None
    parents_own: Own | None = None
    carried: int = 0
    against: tuple[int, int, int] | None = None  # (holder, neighbour, places)
    second: int = 0  # words of passages that come from this parent and not from the first one


def descend(text: Text, fixed: Mapping[int, int], known: Facts, readings: Readings) -> list[Step]:
    """A step for every holder that has one: of each tree one has the text from nobody here.

    ``fixed`` are parents that something else has decided.
    """
    return _Descent(text, fixed, known, readings).steps()


class _Descent:
    """One text on its way to a tree."""

    def __init__(self, text: Text, fixed: Mapping[int, int], known: Facts, readings: Readings) -> None:
        self.text = text
        self.fixed = {c: p for c, p in fixed.items() if text.between(c, p)}
        self.known = known
        self.readings = readings
        self.weights: dict[tuple[int, int], float] = {}
        self.near: dict[int, list[int]] = {r: [] for r in text.holders}
        self.lean: dict[tuple[int, int], float] = {}

    def steps(self) -> list[Step]:
        for a, b in self._spanning():
            self.near[a].append(b)
            self.near[b].append(a)
            self.lean[a, b] = self._older(a, b)
            self.lean[b, a] = -self.lean[a, b]
        out: list[Step] = []
        seen: set[int] = set()
        for r in self.text.holders:
            if r not in seen:
                order = self._order(r)
                seen.update(order)
                out += self._rooted(order)
        return out

    def _order(self, first: int) -> dict[int, int]:
        """All that hang together with the first, each with the one before it (-1: none), from the first outward."""
        above = {first: -1}
        todo = [first]
        while todo:
            r = todo.pop()
            for n in self.near[r]:
                if n not in above:
                    above[n] = r
                    todo.append(n)
        return above

    def _rooted(self, above: dict[int, int]) -> list[Step]:
        """The tree from the root that leaves most edges the right way round, as far as can be told."""
        chance, below = self._chances(above)
        value: dict[int, float] = {}
        for r, before in above.items():
            value[r] = value[before] + 2 * below[r] - 1 if before >= 0 else 0.0
        root = max(value, key=lambda r: (round(value[r], 3), round(chance[r], 3), -r))
        order = self._order(root)
        steps: dict[int, Step] = {}
        for c, p in order.items():
            if p >= 0:
                steps[c] = self._step(c, p, 1 - below[c] if above[c] == p else below[p], order[p])
                self._apart(c, p, order, steps)
        up = order | {c: -1 for c, s in steps.items() if s.parent is None}
        if root not in self.fixed and any(s.parent is None for s in steps.values()):
            steps[root] = Step(root, None, 1.0)
        return [*steps.values(), *self._mixed(up, steps)]

    def _mixed(self, order: dict[int, int], steps: dict[int, Step]) -> list[Step]:
        """Second parents: passages that a holder has from another one than its first."""
        out = []
        for step in steps.values():
            c, p = step.child, step.parent
            if p is None or c in self.fixed:
                continue
            found = self._second(c, p, order)
            if found:
                o, words = found
                out.append(Step(c, o, step.sure, self.readings.own(c, o), self.readings.own(o, c), second=words))
        return out

    def _second(self, child: int, parent: int, order: dict[int, int]) -> tuple[int, int] | None:
        """The holder that has most passages of the child that its parent hasn't, and how many words of them."""
        without = self.readings.has(parent)
        if len(self.readings.has(child) - without) < SECOND:
            return None
        best = (0, 0)
        for pair in self.text.of[child]:
            o = pair.other(child)
            if o == parent or self.known.before(child, o) or (_under(o, child, order) if o in order else False):
                continue
            words = self.readings.passages_but(child, o, without)
            up = order.get(o, -1)
            if words > best[1] and (up < 0 or self.readings.passages_but(o, up, without) >= words / 2):
                best = (o, words)
        return best if best[1] >= SECOND else None

    def _chances(self, above: dict[int, int]) -> tuple[dict[int, float], dict[int, float]]:
        """Of each holder: the chance that it is the first, and that the first stands at or below it."""
        size = dict.fromkeys(above, 1)
        for r in reversed(above):
            if above[r] >= 0:
                size[above[r]] += size[r]
        score: dict[int, float] = {}
        for r, up in above.items():
            middle = math.log(size[r] / (len(above) - size[r])) if up >= 0 else 0.0
            score[r] = score[up] + self.lean[r, up] + middle if up >= 0 else 0.0
        most = max(score.values())
        chance = {r: math.exp(s - most) for r, s in score.items()}
        total = sum(chance.values())
        chance = {r: c / total for r, c in chance.items()}
        below = dict(chance)
        for r in reversed(above):
            if above[r] >= 0:
                below[above[r]] += below[r]
        return chance, below

    def _step(self, child: int, parent: int, sure: float, above: int) -> Step:
        own, parents_own = self.readings.own(child, parent), self.readings.own(parent, child)
        if child in self.fixed:
            return Step(child, parent, sure, own, parents_own)
        if self.known.before(child, parent):
            return Step(child, None, sure, own, parents_own)
        against = self._against(child, parent) if above < 0 else None
        if against:
            return Step(child, None, sure, own, parents_own, against=(against[0], parent, against[1]))
        return Step(child, parent, sure, own, parents_own, self._carried(child, parent, above))

    def _apart(self, child: int, parent: int, order: Mapping[int, int], steps: dict[int, Step]) -> None:
        """Sets right a child that agrees with its grandparent against its parent: it has the text past the parent.

        Where parent and child agree against the grandparent too, none of the three is from another.
        """
        above = order[parent]
        if above < 0 or child in self.fixed or self.known.before(child, above):
            return
        past = self.readings.places_but(child, above, self.readings.has(parent))
        if past < AGREE:
            return
        step = steps[child]
        apart = self.readings.places_but(child, parent, self.readings.has(above))
        if apart >= AGREE and (order[above] < 0 or steps[above].parent is None):
            steps[child] = replace(step, parent=None, carried=0, against=(above, parent, past))
            if parent not in self.fixed:
                steps[parent] = replace(steps[parent], parent=None, carried=0, against=(child, above, apart))
        elif self.text.between(child, above):
            own, aboves = self.readings.own(child, above), self.readings.own(above, child)
            steps[child] = replace(step, parent=above, own=own, parents_own=aboves, carried=0)

    def _against(self, child: int, parent: int) -> tuple[int, int] | None:
        """The neighbour of the parent with which the child agrees most against it, and in how many places."""
        without = self.readings.has(parent)
        found = ((o, self.readings.places_but(child, o, without)) for o in self._siblings(child, parent))
        best = max(found, key=lambda f: f[1], default=(0, 0))
        return best if best[1] >= AGREE else None

    def _siblings(self, child: int, parent: int) -> list[int]:
        """The parent's nearest other neighbours: a few, or a text with a thousand copies would take a million looks."""
        return [o for o in self.near[parent][: SIBLINGS + 1] if o != child][:SIBLINGS]

    def _carried(self, child: int, parent: int, above: int) -> int:
        """In how many places the two read, or leave out, what the one that the parent is from doesn't.

        Of the first of a tree it isn't known: there it counts what two of its other copies agree on against both.
        """
        has = self.readings.has
        if above >= 0:
            read = self.readings.both_but(child, parent, has(above))
            return read + self.readings.both_lack(child, parent, above)
        others = self._siblings(child, parent)
        both = has(parent) | has(child)
        return max((self.readings.places_but(o, p, both) for o, p in pairwise(others)), default=0)

    def _spanning(self) -> list[tuple[int, int]]:
        """The edges of the heaviest spanning forest (Kruskal 1956), what is fixed first."""
        over: dict[int, int] = {}
        kept = []
        edges = {(min(c, p), max(c, p)): math.inf for c, p in self.fixed.items()}
        for pair in self._nearest():
            edges.setdefault((pair.first, pair.second), self._weight(pair))
        if self._all_dated():
            return self._each_to_an_earlier(edges)
        for a, b in sorted(edges, key=lambda e: (-edges[e], e)):
            if _top(over, a) != _top(over, b):
                over[_top(over, a)] = _top(over, b)
                kept.append((a, b))
        return kept

    def _all_dated(self) -> bool:
        """Whether dates tell of every two holders that share something which is the older."""
        before = self.known.before
        return all(before(p.first, p.second) or before(p.second, p.first) for p in self.text.pairs)

    def _each_to_an_earlier(self, edges: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
        """Each holder with the earlier one that is nearest to it; of those that are as near, the earliest."""
        best: dict[int, tuple[float, float, int]] = {}
        for (a, b), weight in edges.items():
            older, child = (a, b) if self.known.before(a, b) else (b, a)
            if self.fixed.get(child, older) == older:
                best[child] = max(
                    best.get(child, (-math.inf, 0.0, 0)), (weight, -self.known.appeared(older).timestamp(), -older)
                )
        return [(-older, child) for child, (_, _, older) in best.items()]

    def _nearest(self) -> list[Pair]:
        """The pairs that are compared word by word: each holder's nearest, and enough to hang all together."""
        of: dict[int, int] = Counter()
        over: dict[int, int] = {}
        out = []
        for pair in sorted(self.text.pairs, key=lambda p: (-p.equal, p.first, p.second)):
            a, b = pair.first, pair.second
            apart = _top(over, a) != _top(over, b)
            if apart or any(of[r] < NEAREST for r in (a, b) if not self.known.before(r, b if r == a else a)):
                over[_top(over, a)] = _top(over, b)
                of[a] += not self.known.before(a, b)
                of[b] += not self.known.before(b, a)
                out.append(pair)
        return out

    def _weight(self, pair: Pair) -> float:
        """How near two holders are: what they have in common, less what sets them apart."""
        a, b = pair.first, pair.second
        one, other = self.readings.own(a, b), self.readings.own(b, a)
        words = one.head + one.middle + one.tail + other.head + other.middle + other.tail
        return (
            self.readings.common(a, b)
            - PLACE * (one.places + other.places)
            - PASSAGE * (one.passages + other.passages)
            - PASSAGE_WORD * words
            + PRINTED_ALIKE * self.known.printed_alike(a, b)
        )

    def _older(self, a: int, b: int) -> float:
        """How much likelier a is older than b than the other way round, as log-odds."""
        if self.fixed.get(b) == a:
            return FIXED
        if self.fixed.get(a) == b:
            return -FIXED
        if self.known.before(a, b):
            return DATED
        if self.known.before(b, a):
            return -DATED
        one, other = self.readings.own(a, b), self.readings.own(b, a)
        lean = CUT_AT_END * (_long(one.tail) - _long(other.tail))
        lean -= OWN_OPENING * ((one.head > 0) - (other.head > 0))
        lean -= OWN_OPENING_WORD * (_long(one.head) - _long(other.head))
        lean += LEFT_OUT * (_long(one.middle) - _long(other.middle))
        return lean + CREDITS * (bool(self.known.credits(a)) - bool(self.known.credits(b)))


def _under(r: int, other: int, order: Mapping[int, int]) -> bool:
    """Whether r stands below the other in the tree."""
    while r >= 0 and r != other:
        r = order[r]
    return r == other


def _top(over: dict[int, int], r: int) -> int:
    """The one that stands for all that hang together with this one."""
    while over.setdefault(r, r) != r:
        over[r] = over[over[r]]
        r = over[r]
    return r


def _long(words: int) -> float:
    return min(words / LONG, 1.0)
