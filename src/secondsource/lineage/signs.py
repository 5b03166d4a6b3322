"""Whether a holder has its text from its nearest neighbour in hand, or from where that one has it: signs, and weights.

Two holders with changes of their own, each of which a third one hasn't, are from one text that is not in hand; a holder
that has what only its neighbour has is from there (singular readings, as in the criticism of manuscripts). Credits,
openings and slips of the keyboard tell the same where there is no third.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace

from secondsource.lineage.facts import Facts
from secondsource.lineage.readings import ONE_PLACE, Readings
from secondsource.lineage.slips import Slips
from secondsource.lineage.texts import Text

# Of the other holders so many are looked at, the nearest first: a text with a thousand would take a million looks.
OTHERS = 12

# Places from which on more tell no more.
ENOUGH, ENOUGH_OWN, ENOUGH_RUNS = 4, 8, 40


@dataclass(frozen=True, slots=True)
class Weights:
    """A number for each sign: how strong it is, or how much it counts."""

    always: float
    only_child_credits: float
    both_credit: float
    only_parent_credits: float
    others_credit: float  # another holder of the text does
    slip: float  # the parent has one that the child hasn't
    opening: float  # the parent opens with words that the child hasn't
    against: float  # places in which the child agrees with another holder against the parent
    carried: float  # the child has what no holder that is not from the parent has
    own: float  # places that the child alone has
    choice: float  # it may be from others in hand too
    nearer: float  # so much nearer it is to the parent than to the next best


# Log-odds, fitted by logistic regression to 9,563 neighbours in trees planted in newswire (12 seeds, bench/lineage.py,
# with dates and without); of the seeds left out in turn .937 are told right. Of a log-loss of .174 the opening, what is
# carried, own places, the choice and how much nearer each save .003 to .015, the slip .0004: it tells who is older.
WEIGHTS = Weights(3.2, -6.2, -4.1, -4.05, -2.4, -1.75, -1.85, -2.85, 1.65, -0.13, 1.5, 0.32)


@dataclass(frozen=True, slots=True)
class Signs:
    """What was found of a child and its neighbour, and how likely it makes it that the one has its text from there."""

    chance: float
    against: tuple[int, int] = (-1, 0)  # the holder with which the child agrees most against its neighbour, and places
    carried: int = 0  # places and openings that the two alone have
    slips: tuple[str, ...] = ()
    opening: int = 0  # words


class Witnesses:
    """The holders of a tree as witnesses to what each of them was made from."""

    def __init__(
        self,
        order: Mapping[int, int],
        nearness: Mapping[int, Mapping[int, float]],
        text: Text,
        known: Facts,
        readings: Readings,
        slips: Slips,
    ) -> None:
        self._order = order
        self._nearness = nearness
        self._text, self._known, self._readings, self._slips = text, known, readings, slips
        self._first, self._last = _intervals(order)
        self._near: dict[int, list[int]] = {}

    def signs(self, child: int, parent: int) -> Signs:
        """What speaks for and against the child's having its text from the parent."""
        found, told = self._look(child, parent)
        odds = sum(a * b for a, b in zip(astuple(found), astuple(WEIGHTS), strict=True))
        return replace(told, chance=1 / (1 + math.exp(-odds)))

    def _look(self, child: int, parent: int) -> tuple[Weights, Signs]:
        others = self._others(child, parent)
        against = self._against(child, parent, others)
        carried = self._carried(child, parent, [o for o in others if not self._under(o, parent)])
        slips = tuple(self._slips.made(parent, child))
        opening = self._readings.own(parent, child).head
        found = Weights(
            1,
            *self._credits(child, parent),
            bool(slips),
            opening > 0,
            min(against[1], ENOUGH),
            carried > 0,
            min(self._readings.own(child, parent).places, ENOUGH_OWN),
            *self._choice(child, parent),
        )
        return found, Signs(1.0, against, carried, slips, opening)

    def _credits(self, child: int, parent: int) -> tuple[bool, bool, bool, bool]:
        credited = self._text.credited
        one, other = child in credited, parent in credited
        others = not one and not other and bool(credited)
        return one and not other, one and other, other and not one, others

    def _choice(self, child: int, parent: int) -> tuple[bool, float]:
        """Whether the child may be from others too, and how much nearer it is to the parent than to the nearest."""
        may = (o for o in self._nearness[child] if not self._under(o, child) and not self._known.before(child, o))
        next_ = max((self._nearness[child][o] for o in may if o != parent), default=None)
        if next_ is None:
            return False, 0.0
        return True, min(self._nearness[child].get(parent, 0.0) - next_, ENOUGH_RUNS) / 10

    def _others(self, child: int, parent: int) -> list[int]:
        """The holders nearest to the two that are not from the child."""
        found: dict[int, float] = {}
        for r in (child, parent):
            few = [o for o in self._nearest(r) if o not in (child, parent) and not self._under(o, child)][:OTHERS]
            for o in few:
                pair = self._text.between(r, o)
                found[o] = max(found.get(o, 0.0), pair.equal if pair else 0.0)
        return sorted(found, key=lambda o: (-found[o], o))[:OTHERS]

    def _nearest(self, report: int) -> list[int]:
        if report not in self._near:
            pairs = sorted(self._text.of[report], key=lambda p: (-p.equal, p.first, p.second))
            self._near[report] = [p.other(report) for p in pairs if p.other(report) in self._order]
        return self._near[report]

    def _under(self, report: int, other: int) -> bool:
        """Whether the report is the other or stands below it."""
        return self._first[other] <= self._first.get(report, -1) <= self._last[other]

    def _against(self, child: int, parent: int, others: list[int]) -> tuple[int, int]:
        """The one that agrees with the child in most places against the parent, and in how many."""
        alone = self._readings.alone(child, self._readings.has(parent))
        counts = ((o, self._readings.places(alone, self._readings.has(o))) for o in others)
        return max(counts, key=lambda c: c[1], default=(-1, 0))

    def _carried(self, child: int, parent: int, outside: list[int]) -> int:
        """In how many places, the opening among them, the child has what of all others only the parent has."""
        has = [self._readings.has(o) for o in outside]
        theirs = self._readings.has(parent)
        only = [(k, run) for k, run in enumerate(self._readings.runs(child)) if run in theirs]
        only = [(k, run) for k, run in only if not any(run in h for h in has)] if outside else []
        opening = sum(k == at for at, (k, _) in enumerate(only)) > ONE_PLACE
        return opening + self._readings.places(only, theirs)


def _intervals(order: Mapping[int, int]) -> tuple[dict[int, int], dict[int, int]]:
    """For each holder a number, and the last number of those below it: theirs lie between."""
    below: dict[int, list[int]] = {}
    for r, up in order.items():
        below.setdefault(up, []).append(r)
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    todo = [r for r, up in order.items() if up < 0]
    while todo:
        r = todo.pop()
        if r in first:
            last[r] = len(first) - 1
            continue
        first[r] = len(first)
        todo += [r, *below.get(r, ())]
    return first, last
