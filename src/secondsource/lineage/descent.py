"""Holders of one text to a tree of descent: nearest with nearest, then which end is older.

A copy is nearest to what it was copied from: the holders are joined to the heaviest spanning tree over what they read
in common, or, where dates tell all, each to the earlier one that it has most in common with. Which end is older is told
by dates, by credits, by slips of the keyboard, by what each has that the other lacks (copies are cut at the end, and
put an own opening before what they took), and by the shape of the tree: what is handed from one to the next spreads to
all sides, so that a text in the middle is likelier the first (Shah and Zaman 2011, rumour centrality). Whether a holder
has its text from its neighbour at all is told by ``signs``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import Pair
from secondsource.lineage.readings import Own, Readings
from secondsource.lineage.signs import Signs, Witnesses
from secondsource.lineage.slips import Slips
from secondsource.lineage.texts import Text

# What takes away from the runs of words that two have in common: each changed place, each passage that only one has,
# and its words. Swept on planted trees (20 piles of 25 reports, edge F1 either way round): .738 with none of them, .849
# with these, .847 to .854 with any within a factor of two; .84 with three times as much for passages.
PLACE, PASSAGE, PASSAGE_WORD = 1.0, 1.5, 0.03
PRINTED_ALIKE = 1.0  # quotation marks in one form count as much as a run

# Of each holder so many neighbours are compared word by word; they are chosen by how much of their text is equal.
NEAREST = 8

# Log-odds that one of two neighbours is the older. For passages they grow with their length, up to so many words: some
# 60 are two paragraphs. On planted trees what is cut at the end is the younger twice as often as what goes on there,
# and what has words of its own at the head six times as often as what lacks them. Halving or doubling any of them moves
# edge F1 without dates by .012 at most.
LONG, CUT_AT_END, OWN_OPENING, OWN_OPENING_WORD, LEFT_OUT = 60, 1.5, 0.6, 2.2, 0.4
CREDITS = 1.0  # one credits an agency and the other doesn't
SLIP = 3.0  # one has a slip of the keyboard that the other hasn't: edge F1 .803 with 0, .811 with 2.5, .812 with 4
DATED = 12.0  # dates decide against all else
FIXED = 12.0

# The chance given to a step against the dates: less than even, and no more can be said.
OLDER = 0.45

# From so many words on, passages that a holder's parent hasn't and another one has make that one a parent too.
SECOND = 20


@dataclass(frozen=True, slots=True)
class Step:
    """``child`` is nearest to ``parent``, and has the text from it, or both have it from one that is not in hand.

    ``sure`` is the chance that it isn't the other way round; ``own`` and ``parents_own`` what each reads that the other
    doesn't.
    """

    child: int
    parent: int
    sure: float
    signs: Signs
    own: Own
    parents_own: Own
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
        self.nearness: dict[int, dict[int, float]] = {r: {} for r in text.holders}
        self.slips = Slips(text.holders, readings)
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
        witnesses = Witnesses(order, self.nearness, self.text, self.known, self.readings, self.slips)
        steps = {
            c: self._step(c, p, 1 - below[c] if above[c] == p else below[p], witnesses)
            for c, p in order.items()
            if p >= 0
        }
        return [*steps.values(), *self._mixed(order, steps)]

    def _mixed(self, order: dict[int, int], steps: dict[int, Step]) -> list[Step]:
        """Second parents: passages that a holder has from another one than its first."""
        out = []
        for step in steps.values():
            c, p = step.child, step.parent
            if c in self.fixed:
                continue
            found = self._second(c, p, order)
            if found:
                o, words = found
                own, parents_own = self.readings.own(c, o), self.readings.own(o, c)
                out.append(Step(c, o, step.sure, Signs(1.0), own, parents_own, words))
        return out

    def _second(self, child: int, parent: int, order: dict[int, int]) -> tuple[int, int] | None:
        """The holder that has most passages of the child that its parent hasn't, and how many words of them."""
        without = self.readings.has(parent)
        if len(self.readings.has(child) - without) < SECOND:
            return None
        best = (0, 0)
        for pair in self.text.of[child]:
            o = pair.other(child)
            below = o in order and _under(o, child, order) and not self.known.before(o, child)
            if o == parent or below or self.known.before(child, o):
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

    def _step(self, child: int, parent: int, sure: float, witnesses: Witnesses) -> Step:
        own, parents_own = self.readings.own(child, parent), self.readings.own(parent, child)
        signs = witnesses.signs(child, parent)
        if child in self.fixed:
            signs = replace(signs, chance=1.0)
        elif self.known.before(child, parent):
            signs = replace(signs, chance=OLDER)
        return Step(child, parent, sure, signs, own, parents_own)

    def _spanning(self) -> list[tuple[int, int]]:
        """The edges of the heaviest spanning forest (Kruskal 1956), what is fixed first."""
        over: dict[int, int] = {}
        kept = []
        edges = {(min(c, p), max(c, p)): math.inf for c, p in self.fixed.items()}
        for pair in self._nearest():
            weight = self._weight(pair)
            self.nearness[pair.first][pair.second] = self.nearness[pair.second][pair.first] = weight
            edges.setdefault((pair.first, pair.second), weight)
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
        lean += SLIP * (bool(self.slips.made(b, a)) - bool(self.slips.made(a, b)))
        return lean + CREDITS * ((a in self.text.credited) - (b in self.text.credited))


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
