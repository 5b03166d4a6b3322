"""Steps of descent to parents: from the neighbour or from a text not in hand, sure or not, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.lineage.descent import Step
from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import length, union
from secondsource.lineage.parents import Parent, count, much, part, sure
from secondsource.lineage.readings import Own, Readings
from secondsource.lineage.texts import Text

CREDITED = 0.9
SECOND_PARENT = 0.6
UNDECIDED = 0.35

# The chance that the nearest neighbour is the one, where nothing speaks for a text that is not in hand: of the earlier
# ones, and without dates. Measured on planted trees (bench/lineage.py).
NEAREST_EARLIER = 0.95
NEAREST_AT_ALL = 0.9
# Of two holders without dates one is named as the copy only if it is this likely; else both may be from a third.
LIKELIER = 0.65

# Of what a holder has of a text this share stands in the first of a tree, where both have it from one that is not in
# hand; with less, one took a passage from the other. Swept 0–.7 on planted trees: .887–.888 up to .5, .886 with .7.
MOST = 0.5

# Words from which on what one has and another lacks is worth telling: a short sentence.
SENTENCE = 10

NOTHING_TELLS = "neither date nor credit tells who copied whom: both may come from a text that is not in hand"
ALIKE = Own(0, 0, 0, 0, 0)


def handed(
    steps: Sequence[Step], open_: set[int], originals: set[int], text: Text, known: Facts, readings: Readings
) -> list[Parent]:
    """The parents of the holders that are still open; of several firsts each may be from an unseen text.

    ``originals`` are holders that others were already found to have copied.
    """
    tell = _Tell(text, known, readings, {s.child: s for s in steps if not s.second})
    unseen = _unseen(open_, originals, tell)
    found = {r: tell.handed(s) for r, s in sorted(tell.first.items()) if r in open_ and r not in unseen}
    more: list[Parent] = []
    for s in steps:
        if not s.second or s.child not in found:
            continue
        one = tell.first[s.child].parent
        if {one, s.parent} <= unseen:
            found[s.child] = tell.had_both(s.child, one, s.parent)
        else:
            more.append(tell.second(s))
    return [*found.values(), *more, *(tell.unseen(r, unseen) for r in sorted(unseen))]


def _unseen(open_: set[int], originals: set[int], tell: _Tell) -> set[int]:
    """The holders that have the text from one that is not in hand: what they were made of, and firsts beside others."""
    first = {c: s for c, s in tell.first.items() if c in open_}
    if len(first) > 1 and all(_alike(s) and not tell.dated(s) for s in first.values()):
        return open_
    unseen = {c for c, s in first.items() if s.signs.chance < 0.5 or _unsure(s, tell)}
    roots = open_ - set(first)
    unseen |= roots & tell.text.credited
    beside = unseen | roots
    return unseen | {r for r in roots - originals if any(_of_one(r, o, tell.text) for o in beside if o != r)}


def _of_one(report: int, other: int, text: Text) -> bool:
    """Whether the report has the text of the other, and not merely a passage of it."""
    pair = text.between(report, other)
    return pair is not None and length(union(pair.spans(other))) >= MOST * length(text.holders[other])


def _unsure(step: Step, tell: _Tell) -> bool:
    """Whether nothing tells which is the older, or whether it isn't rather the agency's that others credit."""
    if _alike(step) and tell.text.credited:
        return True
    return len(tell.text.holders) == 2 and not tell.dated(step) and step.sure < LIKELIER


def _alike(step: Step) -> bool:
    """Whether both read the same."""
    return step.own == step.parents_own == ALIKE


class _Tell:
    """What steps say, in words."""

    def __init__(self, text: Text, known: Facts, readings: Readings, first: dict[int, Step]) -> None:
        self.text = text
        self.known = known
        self.readings = readings
        self.first = first

    def dated(self, step: Step) -> bool:
        """Whether dates tell that the parent is the older."""
        return self.known.before(step.parent, step.child)

    def handed(self, step: Step) -> Parent:
        """The neighbour as the parent."""
        child, parent = step.child, step.parent
        if self.dated(step):
            why = [f"{self._much(child, parent)} stand in it", self.known.order(parent, child)]
            confidence = NEAREST_EARLIER * step.signs.chance
            return Parent(child, parent, (*why, *self._carried(step)), self._sure(confidence, child, parent))
        most = ", more than in any other report" if len(self.text.holders) > 2 else ""
        why = [f"{self._much(child, parent)} stand in it{most}", *self._order(step), *self._carried(step)]
        why.append("no date tells which of the two was first: it is read off the texts alone")
        confidence = NEAREST_AT_ALL * step.signs.chance * step.sure
        return Parent(child, parent, tuple(why), self._sure(confidence, child, parent))

    def second(self, step: Step) -> Parent:
        """A parent of passages that the first one hasn't."""
        other = self._id(self.first[step.child].parent)
        why = [f"{step.second} of its words stand in it that {other} hasn't"]
        if self.dated(step):
            why.append(self.known.order(step.parent, step.child))
        return Parent(step.child, step.parent, tuple(why), SECOND_PARENT)

    def had_both(self, child: int, one: int, other: int) -> Parent:
        """An unseen text, from which the child has what neither of two holders has alone."""
        said = f"it shares with {self._id(other)} what {self._id(one)} hasn't: a text not in hand had both"
        return Parent(child, None, (part(child, self.text, self.known), said), UNDECIDED)

    def unseen(self, child: int, others: set[int]) -> Parent:
        """The unseen text as the parent."""
        step = self.first.get(child)
        why, confidence = self._credited(child), UNDECIDED
        if step:
            why += self._apart(step)
            confidence = 1 - step.signs.chance
        elif child in self.text.credited:
            confidence = CREDITED
        else:
            below = [s for c, s in self.first.items() if c in others and s.parent == child]
            why += [w for s in below[:1] for w in self._apart(s)]
            confidence = max((1 - s.signs.chance for s in below), default=UNDECIDED)
        if len(why) == 1 and child not in self.text.credited:
            why.append(NOTHING_TELLS)
        return Parent(child, None, tuple(why), sure(max(confidence, UNDECIDED), self.text.holders[child]))

    def _credited(self, child: int) -> list[str]:
        """That it or another holder credits an agency; else how much of it stands in others."""
        reports, text = self.known.reports, self.text
        if child in text.credited:
            others = len(text.of[child])
            have = "has" if others == 1 else "have"
            return [f"it credits {reports[child].credit}, and {count(others)} in hand {have} the same passages"]
        near = (r for r in sorted(text.credited) if text.between(child, r))
        other = next(near, None)
        if other is None:
            return [part(child, text, self.known)]
        return [f"{self._much(child, other)} stand in {self._id(other)} too, which credits {reports[other].credit}"]

    def _apart(self, step: Step) -> list[str]:
        """What tells that a holder hasn't its text from its neighbour."""
        child, parent, signs, told = self._id(step.child), self._id(step.parent), step.signs, []
        holder, places = signs.against
        if places:
            words = "one place" if places == 1 else f"{places} places"
            alike = f"in {words} {child} reads as {self._id(holder)} does and {parent} doesn't"
            told.append(f"{alike}: neither has that from {parent}")
        if signs.slips:
            told.append(f"{parent} has “{signs.slips[0]}” where {child} has it right")
        if signs.opening >= SENTENCE:
            told.append(f"{parent} opens with words of its own, which {child} hasn't")
        return told

    def _order(self, step: Step) -> list[str]:
        """What in the texts tells that the parent is the older."""
        name, own, theirs = self._id(step.parent), step.own, step.parents_own
        told = []
        if theirs.tail >= own.tail + SENTENCE:
            told.append(f"{name} goes on where it stops")
        if own.head >= theirs.head + SENTENCE:
            told.append("it puts words of its own before them")
        if theirs.middle >= own.middle + SENTENCE:
            told.append(f"{name} has what it leaves out")
        if not told and len(self.text.holders) > 2:
            told.append(f"more of the others are near to {name} than to it")
        return told

    def _carried(self, step: Step) -> list[str]:
        """What the two have in common that shows that the one was made of the other and not of its source."""
        name, told, carried = self._id(step.parent), [], step.signs.carried
        above = self.first[step.parent].parent if step.parent in self.first else None
        source = self._id(above) if above is not None else "others"
        if carried:
            places = "place" if carried == 1 else "places"
            told.append(f"in {carried} {places} it reads as {name} does, and not as {source}")
        if above is None:
            return told
        has = self.readings.has
        lacking = len(has(above) - has(step.parent) - has(step.child))
        if lacking >= SENTENCE:
            told.append(f"both leave out the same {lacking} words of {source}")
        if self.known.printed_alike(step.child, step.parent) and self.known.printed_apart(step.parent, above):
            told.append(f"both have quotation marks in the same form, which {source} hasn't")
        return told

    def _id(self, report: int) -> str:
        return self.known.reports[report].id

    def _much(self, child: int, parent: int) -> str:
        return much(child, parent, self.text, self.known)

    def _sure(self, confidence: float, child: int, parent: int) -> float:
        pair = self.text.between(child, parent)
        return sure(confidence, pair.spans(child) if pair else [])
