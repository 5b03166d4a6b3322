"""One text and its holders: whom each holder has it from.

In this order: the same outlet's earlier version; the agency's or the sender's own report; a report that the holder
names; the unseen text of an agency that is credited; the report that it is nearest to and that is older, by its date or
as far as the texts show (``descent``, ``handed``); and, where nothing tells, an unseen text that both have.
"""

from __future__ import annotations

from secondsource.lineage import evidence
from secondsource.lineage.descent import descend
from secondsource.lineage.facts import Facts
from secondsource.lineage.handed import UNDECIDED, handed
from secondsource.lineage.overlap import length, union
from secondsource.lineage.parents import Parent, much
from secondsource.lineage.readings import Readings
from secondsource.lineage.texts import Text

# How sure each kind of evidence makes an edge. An editor's scale: .9 "says so itself", .7 "likely", .5 "can't be told".
SAYS_SO = 0.95
ORIGINAL_IN_HAND = 0.9
GROWN = 0.65  # of two undated versions the one that says more is likely the later


def resolve(text: Text, known: Facts, readings: Readings) -> list[Parent]:
    """A parent for every holder of a text but its original, in the order of the reports; some have two."""
    decided: dict[int, Parent] = {}
    for child in text.holders:
        found = _version(child, text, known, readings) or _original(child, text, known) or _named(child, text, known)
        if found and not _circular(found, decided):
            decided[child] = found
    fixed = {c: p.parent for c, p in decided.items() if p.parent is not None}
    open_ = {r for r in text.holders if r not in decided and not known.original(r)}
    steps = descend(text, fixed, known, readings) if open_ else []
    more = handed([s for s in steps if s.child in open_], open_, set(fixed.values()), text, known, readings)
    return sorted([*decided.values(), *more], key=lambda p: p.child)


def _version(child: int, text: Text, known: Facts, readings: Readings) -> Parent | None:
    """The same outlet's earlier report, where the child is a version of it; of several the nearest."""
    reports = known.reports
    older = [p.other(child) for p in text.of[child] if p.version and _earlier(p.other(child), child, known, readings)]
    if not older:
        return None
    parent = max(older, key=lambda r: (known.before(r, child), readings.common(child, r), known.appeared(r), r))
    outlet, words = reports[child].source, much(child, parent, text, known)
    if known.before(parent, child):
        return Parent(child, parent, (f"{outlet} had published {words} before",), SAYS_SO)
    both = f"two reports of {outlet} have {words} in common"
    if len(readings.has(child)) > len(readings.has(parent)):
        return Parent(child, parent, (f"{both}, and this one says more: versions grow",), GROWN)
    return Parent(child, parent, (f"{both}; the order is that of the pile",), UNDECIDED)


def _earlier(one: int, other: int, known: Facts, readings: Readings) -> bool:
    """Which of two versions is the earlier: by date, else the one that says less, else by the order of the pile."""
    if known.before(one, other) or known.before(other, one):
        return known.before(one, other)
    return (len(readings.has(one)), one) < (len(readings.has(other)), other)


def _original(child: int, text: Text, known: Facts) -> Parent | None:
    """The agency's own report or the press release that the child shares the text with."""
    if known.original(child):
        return None
    names = known.credits(child)
    sources = [p.other(child) for p in text.of[child] if known.original(p.other(child))]
    if names and any(names):
        sources = [s for s in sources if known.releases[s] or known.agency(s) in names]
    sources = [s for s in sources if not known.before(child, s) or names]
    if not sources:
        return None
    parent = max(sources, key=lambda s: (known.agency(s) in names, _shared(child, s, text), -s))
    report = known.reports[parent]
    if known.releases[parent]:
        why = [f"{much(child, parent, text, known)} stand in the press release {report.id}"]
    else:
        why = [f"{much(child, parent, text, known)} stand in {report.source}'s own report"]
    if known.agency(parent) in names:
        why.append(f"it credits {known.agency(parent)}")
    return Parent(child, parent, tuple(why), ORIGINAL_IN_HAND + (0.05 if len(why) > 1 else 0))


def _named(child: int, text: Text, known: Facts) -> Parent | None:
    """A holder whose outlet the child names as the one that reported this."""
    for pair in text.of[child]:
        parent = pair.other(child)
        source = known.reports[parent]
        if not source.source_given or known.before(child, parent) or evidence.same_outlet(source, known.reports[child]):
            continue
        words = evidence.names(known.reports[child], source.source)
        if words and not evidence.names(source, known.reports[child].source):
            why = (f"it names {source.source} (“{words}”)", f"{much(child, parent, text, known)} stand there")
            return Parent(child, parent, why, SAYS_SO)
    return None


def _circular(parent: Parent, decided: dict[int, Parent]) -> bool:
    """Whether the edge would close a circle."""
    above: int | None = parent.parent
    while above is not None:
        if above == parent.child:
            return True
        above = decided[above].parent if above in decided else None
    return False


def _shared(a: int, b: int, text: Text) -> int:
    pair = text.between(a, b)
    return length(union(pair.spans(a))) if pair else 0
