"""Steps of descent to parents: under a credited agency's unseen text or not, sure or not, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.lineage.bridges import bridge
from secondsource.lineage.descent import CARRIED, Step
from secondsource.lineage.facts import Facts
from secondsource.lineage.parents import Parent, count, much, part, sure
from secondsource.lineage.readings import Own, Readings
from secondsource.lineage.texts import Text

CREDITED = 0.9
SHARES_WITH_CREDITED = 0.75
EARLIER_BY_TIME = 0.85
EARLIER_BY_DAY = 0.75
OWN_WORDS_CARRIED = 0.1  # on top, where the child also has what only this parent has
SECOND_PARENT = 0.6
AGREES_AGAINST = 0.7
UNDECIDED = 0.45

# Without dates: the chance that two neighbours are parent and child at all, where all else is sure. Measured on planted
# trees (bench/lineage.py): of steps that are not likely the other way round .8 are right.
NEIGHBOURS = 0.8
# Of two holders without dates one is named as the copy only if it is this likely; else both may be from a third.
LIKELIER = 0.65

# Words from which on what one has and another lacks is worth telling: a short sentence.
SENTENCE = 10

NOTHING_TELLS = "neither date nor credit tells who copied whom: both may come from a text that is not in hand"


def handed(
    steps: Sequence[Step], open_: set[int], originals: set[int], text: Text, known: Facts, readings: Readings
) -> list[Parent]:
    """The parents of the holders that are still open; of several firsts each may be from an unseen text.

    ``originals`` are holders that others were already found to have copied.
    """
    first = {s.child: s for s in steps if not s.second}
    tell = _Tell(text, known, readings, first)
    credited = [r for r in text.holders if r in open_ and known.credits(r) and not _by_way_of(first.get(r), tell)]
    if credited:
        bridge(text, credited)
    under = {r for r in open_ if r in credited or (r not in originals and _shares(r, credited, text))}
    found = [_under_credit(r, first.get(r), credited, tell) for r in sorted(under)]
    return found + _without_credit(steps, open_ - under, tell)


def _without_credit(steps: Sequence[Step], rest: set[int], tell: _Tell) -> list[Parent]:
    """Parents by date or as the texts show; firsts that share something with one another may be from an unseen text."""
    first = {c: s for c, s in tell.first.items() if c in rest}
    roots = sorted(rest - set(first))
    unseen = {c for c, s in first.items() if s.parent is None or _unsure(s, steps, tell)}
    unseen.update(r for r in roots if _shares(r, [o for o in (*roots, *unseen) if o != r], tell.text))
    found = {c: _parent(first[c], tell) for c in sorted(first) if c not in unseen}
    more: list[Parent] = []
    for s in steps:
        one = first[s.child].parent if s.child in found else None
        if not s.second or s.parent is None or one is None:
            continue
        if {one, s.parent} <= unseen:
            found[s.child] = tell.had_both(s.child, one, s.parent)
        else:
            more.append(tell.second(s, s.parent))
    return [*found.values(), *more, *(tell.unseen(r, first.get(r)) for r in sorted(unseen))]


def _shares(report: int, others: Sequence[int], text: Text) -> bool:
    """Whether the report has something in common with one of the others."""
    return any(text.between(report, o) for o in others)


def _unsure(step: Step, steps: Sequence[Step], tell: _Tell) -> bool:
    """Whether nothing tells who copied whom: two holders that may be the other way round, or all read the same."""
    if step.parent is None or tell.dated(step):
        return False
    if len(tell.text.holders) == 2:
        return step.sure < LIKELIER
    return all(s.own is not None and s.own == s.parents_own == Own(0, 0, 0, 0, 0) for s in steps)


def _parent(step: Step, tell: _Tell) -> Parent:
    """The parent that a step names, by date or read off the texts."""
    parent = step.parent
    if parent is None:
        return tell.unseen(step.child, step)
    if not tell.dated(step):
        return tell.undated(step, parent)
    return tell.earlier(step, parent)


def _under_credit(child: int, step: Step | None, credited: Sequence[int], tell: _Tell) -> Parent:
    """The unseen agency text as the parent; or a holder whose own words the child has too."""
    if step and _by_way_of(step, tell):
        return _parent(step, tell)
    known, text = tell.known, tell.text
    if child in credited:
        others = len(text.of[child])
        have = "has" if others == 1 else "have"
        says = f"it credits {known.reports[child].credit}, and {count(others)} in hand {have} the same passages"
        return Parent(child, None, (says,), CREDITED)
    other = next((r for r in credited if text.between(child, r)), credited[0])
    source = known.reports[other]
    why = [f"{much(child, other, text, known)} stand in {source.id} too, which credits {source.credit}"]
    if not (known.before(child, other) or known.before(other, child)):
        why.append("neither can be shown to have copied the other")
    return Parent(child, None, tuple(why), sure(SHARES_WITH_CREDITED, text.holders[child]))


def _by_way_of(step: Step | None, tell: _Tell) -> bool:
    """Whether what a holder of a credited text reads shows that it has it from another holder, whatever it credits."""
    if step is None or step.parent is None:
        return False
    return step.carried >= CARRIED and (tell.dated(step) or step.sure >= LIKELIER)


class _Tell:
    """What steps say, in words."""

    def __init__(self, text: Text, known: Facts, readings: Readings, first: dict[int, Step]) -> None:
        self.text = text
        self.known = known
        self.readings = readings
        self.first = first

    def dated(self, step: Step) -> bool:
        """Whether dates tell that the parent is the older."""
        return step.parent is not None and self.known.before(step.parent, step.child)

    def earlier(self, step: Step, parent: int) -> Parent:
        """A parent that appeared before."""
        child, known = step.child, self.known
        times = known.times[parent], known.times[child]
        confidence = EARLIER_BY_TIME if all(t and t.exact for t in times) else EARLIER_BY_DAY
        why = [f"{self._much(child, parent)} stand in it", known.order(parent, child), *self._carried(step, parent)]
        if step.carried >= CARRIED:
            confidence += OWN_WORDS_CARRIED
        return Parent(child, parent, tuple(why), self._sure(confidence, child, parent))

    def undated(self, step: Step, parent: int) -> Parent:
        """A parent that only the texts themselves speak for."""
        child = step.child
        most = ", more than in any other report" if len(self.text.holders) > 2 else ""
        why = [f"{self._much(child, parent)} stand in it{most}", *self._order(step, parent)]
        why += [
            *self._carried(step, parent),
            "no date tells which of the two was first: it is read off the texts alone",
        ]
        return Parent(child, parent, tuple(why), self._sure(NEIGHBOURS * step.sure, child, parent))

    def second(self, step: Step, parent: int) -> Parent:
        """A parent of passages that the first one hasn't."""
        before = self.first[step.child].parent
        other = self.known.reports[before].id if before is not None else "its other source"
        why = [f"{step.second} of its words stand in it that {other} hasn't"]
        if self.dated(step):
            why.append(self.known.order(parent, step.child))
        return Parent(step.child, parent, tuple(why), SECOND_PARENT)

    def had_both(self, child: int, one: int, other: int) -> Parent:
        """An unseen text, from which the child has what neither of two holders has alone."""
        first, second = self.known.reports[one].id, self.known.reports[other].id
        said = f"it shares with {second} what {first} hasn't: a text not in hand had both"
        return Parent(child, None, (part(child, self.text, self.known), said), UNDECIDED)

    def unseen(self, child: int, step: Step | None) -> Parent:
        """The unseen text as the parent of one that no holder can be shown to be older than."""
        why, confidence = NOTHING_TELLS, UNDECIDED
        if step and step.against:
            holder, neighbour, places = step.against
            one, other = self.known.reports[holder].id, self.known.reports[neighbour].id
            why = f"in {places} places it reads as {one} does and {other} doesn't: neither has that from {other}"
            confidence = AGREES_AGAINST
        return Parent(child, None, (part(child, self.text, self.known), why), confidence)

    def _order(self, step: Step, parent: int) -> list[str]:
        """What in the texts tells that the parent is the older."""
        name, own, theirs = self.known.reports[parent].id, step.own, step.parents_own
        if own is None or theirs is None:
            return []
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

    def _carried(self, step: Step, parent: int) -> list[str]:
        """What the two have in common that shows that the one was made of the other and not of its source."""
        name, told = self.known.reports[parent].id, []
        above = self.first[parent].parent if parent in self.first else None
        source = self.known.reports[above].id if above is not None else "others"
        if step.carried >= CARRIED:
            places = "place" if step.carried == 1 else "places"
            told.append(f"in {step.carried} {places} it reads as {name} does, and not as {source}")
        if above is None:
            return told
        has = self.readings.has
        lacking = len(has(above) - has(parent) - has(step.child))
        if lacking >= SENTENCE:
            told.append(f"both leave out the same {lacking} words of {source}")
        if self.known.printed_alike(step.child, parent) and self.known.printed_apart(parent, above):
            told.append(f"both have quotation marks in the same form, which {source} hasn't")
        return told

    def _much(self, child: int, parent: int) -> str:
        return much(child, parent, self.text, self.known)

    def _sure(self, confidence: float, child: int, parent: int) -> float:
        pair = self.text.between(child, parent)
        return sure(confidence, pair.spans(child) if pair else [])
