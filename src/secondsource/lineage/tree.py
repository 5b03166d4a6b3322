"""One text and its holders: whom each holder has it from.

In this order: the same outlet's earlier version; the agency's or the sender's own report; a report that the holder
names; the unseen text of an agency that is credited; the earlier report that shares most; and, where nothing tells,
an unseen text that both have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from secondsource.lineage import evidence
from secondsource.lineage.overlap import Pair, common, length, reporting, union, without
from secondsource.lineage.texts import Text
from secondsource.records import Report

# How sure each kind of evidence makes an edge. An editor's scale: .9 "says so itself", .7 "likely", .5 "can't be told".
SAYS_SO = 0.95
ORIGINAL_IN_HAND = 0.9
CREDITED = 0.9
SHARES_WITH_CREDITED = 0.75
EARLIER_BY_TIME = 0.85
EARLIER_BY_DAY = 0.75
OWN_WORDS_CARRIED = 0.1  # on top, where the child also has what only this parent has
UNDECIDED = 0.45

# Characters that only one parent has, from which on their standing in the child is evidence: some 12 words.
TELLING = 70

# How much more than the next best an earlier report must share to be preferred over an even earlier one.
CLEARLY_MORE = 1.03


@dataclass(frozen=True, slots=True)
class Parent:
    """Whom a holder has a text from: a report by position, or (None) the unseen text."""

    child: int
    parent: int | None
    why: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of each report of a pile by itself."""

    reports: Sequence[Report]
    times: Sequence[evidence.Time | None]
    agencies: Sequence[evidence.Agency | None]
    releases: Sequence[bool]

    def credits(self, report: int) -> list[str | None]:
        """The agencies that a report credits its text to, None for one that it doesn't name."""
        return [c.name for c in self.reports[report].credits if not c.contributed]

    def before(self, a: int, b: int) -> bool:
        """Whether report a appeared before report b for certain."""
        first, second = self.times[a], self.times[b]
        return bool(first and second and first.before(second))


def facts(reports: Sequence[Report]) -> Facts:
    """The facts about each report."""
    return Facts(
        reports,
        [evidence.appeared(r) for r in reports],
        [evidence.agency(r.source) if r.source_given else None for r in reports],
        [evidence.release(r) for r in reports],
    )


def resolve(text: Text, known: Facts) -> list[Parent]:
    """A parent for every holder of a text but its original, in the order of the reports."""
    decided: dict[int, Parent] = {}
    for child in text.holders:
        found = _version(child, text, known) or _original(child, text, known) or _named(child, text, known)
        if found and not _circular(found, decided):
            decided[child] = found
    open_ = [r for r in text.holders if r not in decided]
    originals = {p.parent for p in decided.values()} & set(open_)
    credited = [r for r in open_ if known.credits(r) and not _is_original(r, known)]
    if credited:
        rest = [r for r in open_ if r in credited or not (r in originals or _is_original(r, known))]
        found_ = [_under_wire(r, credited, text, known) for r in rest]
    else:
        rest = [r for r in open_ if not _is_original(r, known)]
        found_ = _by_date(rest, originals, text, known)
    for parent in found_:
        if not _circular(parent, decided):
            decided[parent.child] = parent
    return [decided[r] for r in sorted(decided)]


def share(child: int, parent: int | None, text: Text, known: Facts) -> float:
    """The part of a child's reporting that stands in its parent, or in the text where the parent is unseen."""
    pair = text.between(child, parent) if parent is not None else None
    spans = union(pair.spans(child)) if pair else text.holders[child]
    whole = reporting(known.reports[child])
    return min(1.0, length(common(spans, whole)) / max(1, length(whole)))


def _version(child: int, text: Text, known: Facts) -> Parent | None:
    """The same outlet's earlier report, where the child is a version of it."""
    reports = known.reports
    older = [
        p.other(child)
        for p in text.of[child]
        if p.version
        and (known.before(p.other(child), child) or (p.other(child) < child and not known.before(child, p.other(child))))
    ]
    if not older:
        return None
    parent = max(older, key=lambda r: (known.before(r, child), r))
    dated = known.before(parent, child)
    why = f"{reports[child].source} had published {_much(child, parent, text)} before" if dated else (
        f"two reports of {reports[child].source} with {_much(child, parent, text)} in common; the order is that of the pile"
    )
    return Parent(child, parent, (why,), SAYS_SO if dated else UNDECIDED)


def _original(child: int, text: Text, known: Facts) -> Parent | None:
    """The agency's own report or the press release that the child shares the text with."""
    if _is_original(child, known):
        return None
    names = known.credits(child)
    sources = [p.other(child) for p in text.of[child] if _is_original(p.other(child), known)]
    if names and any(names):
        sources = [s for s in sources if known.releases[s] or _agency_name(s, known) in names]
    sources = [s for s in sources if not known.before(child, s) or names]
    if not sources:
        return None
    parent = max(sources, key=lambda s: (_agency_name(s, known) in names, _shared(child, s, text), -s))
    report = known.reports[parent]
    if known.releases[parent]:
        why = [f"{_much(child, parent, text)} stand in the press release {report.id}"]
    else:
        why = [f"{_much(child, parent, text)} stand in {report.source}'s own report"]
    if _agency_name(parent, known) in names:
        why.append(f"it credits {_agency_name(parent, known)}")
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
            why = (f"it names {source.source} (“{words}”)", f"{_much(child, parent, text)} stand there")
            return Parent(child, parent, why, SAYS_SO)
    return None


def _under_wire(child: int, credited: list[int], text: Text, known: Facts) -> Parent:
    """The unseen agency text as the parent; or a holder that alone has what the child has too."""
    reports = known.reports
    if child in credited:
        credit = reports[child].credit
        others = len(text.of[child])
        why = f"it credits {credit}, and {_reports(others)} in hand {'has' if others == 1 else 'have'} the same passages"
        return Parent(child, None, (why,), CREDITED)
    carried = _carried(child, text, known)
    if carried:
        return carried
    with_credit = next((r for r in credited if text.between(child, r)), credited[0])
    why = [f"{_much(child, with_credit, text)} stand in {reports[with_credit].id} too, which credits {reports[with_credit].credit}"]
    if not (known.before(child, with_credit) or known.before(with_credit, child)):
        why.append("neither can be shown to have copied the other")
    return Parent(child, None, tuple(why), SHARES_WITH_CREDITED)


def _by_date(rest: list[int], originals: set[int | None], text: Text, known: Facts) -> list[Parent]:
    """Parents by date among holders that credit no one; what no date decides comes from an unseen text."""
    found: list[Parent] = []
    first: list[int] = []
    for child in rest:
        parent = _earlier(child, text, known)
        if parent:
            found.append(parent)
        elif child not in originals:
            first.append(child)
    if len(first) == 1:  # the earliest of all: it is the original, as far as the pile shows
        return found
    why = "neither date nor credit tells who copied whom: both may come from a text that is not in hand"
    return found + [Parent(r, None, (f"{_own(r, text, known)}", why), UNDECIDED) for r in first]


def _earlier(child: int, text: Text, known: Facts) -> Parent | None:
    """The earlier holder that shares most with the child."""
    older = [p for p in text.of[child] if known.before(p.other(child), child)]
    if not older:
        return None
    most = max(map(_weight(child), older))
    near = [p for p in older if _weight(child)(p) * CLEARLY_MORE >= most]
    pair = min(near, key=lambda p: (known.times[p.other(child)].earliest, p.other(child)))  # type: ignore[union-attr]
    parent = pair.other(child)
    times = known.times[parent], known.times[child]
    timed = all(t and t.exact for t in times)
    why = [
        f"{_much(child, parent, text)} stand in it",
        f"{known.reports[parent].id} appeared before ({known.reports[parent].published}, {known.reports[child].published})",
    ]
    confidence = EARLIER_BY_TIME if timed else EARLIER_BY_DAY
    if _only(child, pair, text) >= TELLING:
        why.append("it has words that no other report but this one has")
        confidence += OWN_WORDS_CARRIED
    elif len(older) > 1:
        why.append(f"{_reports(len(older) - 1)} more that appeared before share them, none clearly more")
        confidence -= 0.15
    return Parent(child, parent, tuple(why), round(confidence, 2))


def _carried(child: int, text: Text, known: Facts) -> Parent | None:
    """An earlier holder whose own words, which no third report has, stand in the child too."""
    if len(text.holders) < 3:
        return None
    older = [p for p in text.of[child] if known.before(p.other(child), child)]
    best = max(older, key=lambda p: _only(child, p, text), default=None)
    if best is None or _only(child, best, text) < TELLING:
        return None
    parent = best.other(child)
    why = (
        f"{_much(child, parent, text)} stand in it, some in no other report",
        f"{known.reports[parent].id} appeared before ({known.reports[parent].published}, {known.reports[child].published})",
    )
    return Parent(child, parent, why, EARLIER_BY_DAY)


def _only(child: int, pair: Pair, text: Text) -> int:
    """How many characters of the child stand in this pair's other report and in no third one."""
    elsewhere = union(s for p in text.of[child] if p is not pair for s in p.spans(child))
    return length(without(union(pair.spans(child)), elsewhere)) if elsewhere else 0


def _weight(child: int):  # type: ignore[no-untyped-def]
    return lambda pair: length(union(pair.spans(child))) * pair.similarity


def _circular(parent: Parent, decided: dict[int, Parent]) -> bool:
    """Whether the edge would close a circle."""
    above: int | None = parent.parent
    while above is not None:
        if above == parent.child:
            return True
        above = decided[above].parent if above in decided else None
    return False


def _is_original(report: int, known: Facts) -> bool:
    """Whether the report can't be from another outlet: an agency's own, or a press release."""
    return known.agencies[report] is not None or known.releases[report]


def _agency_name(report: int, known: Facts) -> str | None:
    found = known.agencies[report]
    return found.name if found else None


def _shared(a: int, b: int, text: Text) -> int:
    pair = text.between(a, b)
    return length(union(pair.spans(a))) if pair else 0


def _words(report: int, spans: list[tuple[int, int]], known_text: str) -> int:
    return sum(len(known_text[s:e].split()) for s, e in spans)


def _much(child: int, parent: int, text: Text) -> str:
    pair = text.between(child, parent)
    characters = length(union(pair.spans(child))) if pair else 0
    return f"about {max(1, round(characters / 6))} of its words"


def _own(report: int, text: Text, known: Facts) -> str:
    part = round(100 * share(report, None, text, known))
    return f"{part} % of it stands in {_reports(len(text.of[report]))} besides"


def _reports(n: int) -> str:
    return "another report" if n == 1 else f"{n} other reports"
