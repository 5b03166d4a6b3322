"""One text and its holders: whom each holder has it from.

In this order: the same outlet's earlier version; the agency's or the sender's own report; a report that the holder
names; the unseen text of an agency that is credited; the earlier report that shares most; and, where nothing tells,
an unseen text that both have.
"""

from __future__ import annotations

from dataclasses import dataclass

from secondsource.lineage import evidence, undated
from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import Pair, common, length, reporting, union, without
from secondsource.lineage.texts import Text
from secondsource.records import Span

# How sure each kind of evidence makes an edge. An editor's scale: .9 "says so itself", .7 "likely", .5 "can't be told".
SAYS_SO = 0.95
ORIGINAL_IN_HAND = 0.9
CREDITED = 0.9
SHARES_WITH_CREDITED = 0.75
EARLIER_BY_TIME = 0.85
EARLIER_BY_DAY = 0.75
OWN_WORDS_CARRIED = 0.1  # on top, where the child also has what only this parent has
UNDECIDED = 0.45
# Without any dates: of such edges on planted trees .78 to .92 are right, of the others .18 to .50.
UNDATED_CLEAR = 0.65
UNDATED = 0.35

# Characters that only one parent has, from which on their standing in the child is evidence: some 12 words.
TELLING = 70

# Characters a word has at most on average, in scripts that put spaces between words.
LONGEST_WORD = 15

# Characters up to which a shared text may as well be from a statement that both were sent: some 30 words.
LITTLE = 180
LITTLE_IS_LESS = 0.15

# How much more than the next best an earlier report must share to be preferred over an even earlier one. Swept on
# planted trees of 25 reports with dates: edge F1 .995 up to 1.005, .990 at 1.01, .85 at 1.03.
CLEARLY_MORE = 1.005


@dataclass(frozen=True, slots=True)
class Parent:
    """Whom a holder has a text from: a report by position, or (None) the unseen text."""

    child: int
    parent: int | None
    why: tuple[str, ...]
    confidence: float


def resolve(text: Text, known: Facts) -> list[Parent]:
    """A parent for every holder of a text but its original, in the order of the reports."""
    decided: dict[int, Parent] = {}
    for child in text.holders:
        found = _version(child, text, known) or _original(child, text, known) or _named(child, text, known)
        if found and not _circular(found, decided):
            decided[child] = found
    open_ = [r for r in text.holders if r not in decided]
    originals = {p.parent for p in decided.values()} & set(open_)
    credited = [r for r in open_ if known.credits(r) and not known.original(r)]
    if credited:
        rest = [r for r in open_ if r in credited or not (r in originals or known.original(r))]
        found_ = [_under_wire(r, credited, text, known) for r in rest]
    else:
        rest = [r for r in open_ if not known.original(r)]
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
        and (
            known.before(p.other(child), child) or (p.other(child) < child and not known.before(child, p.other(child)))
        )
    ]
    if not older:
        return None
    parent = max(older, key=lambda r: (known.before(r, child), known.appeared(r), r))
    dated = known.before(parent, child)
    outlet, much = reports[child].source, _much(child, parent, text, known)
    if dated:
        why = f"{outlet} had published {much} before"
    else:
        why = f"two reports of {outlet} have {much} in common; the order is that of the pile"
    return Parent(child, parent, (why,), SAYS_SO if dated else UNDECIDED)


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
        why = [f"{_much(child, parent, text, known)} stand in the press release {report.id}"]
    else:
        why = [f"{_much(child, parent, text, known)} stand in {report.source}'s own report"]
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
            why = (f"it names {source.source} (“{words}”)", f"{_much(child, parent, text, known)} stand there")
            return Parent(child, parent, why, SAYS_SO)
    return None


def _under_wire(child: int, credited: list[int], text: Text, known: Facts) -> Parent:
    """The unseen agency text as the parent; or a holder that alone has what the child has too."""
    reports = known.reports
    if child in credited:
        credit = reports[child].credit
        others = len(text.of[child])
        have = "has" if others == 1 else "have"
        says = f"it credits {credit}, and {_reports(others)} in hand {have} the same passages"
        return Parent(child, None, (says,), CREDITED)
    carried = _carried(child, text, known)
    if carried:
        return carried
    other = next((r for r in credited if text.between(child, r)), credited[0])
    source = reports[other]
    why = [f"{_much(child, other, text, known)} stand in {source.id} too, which credits {source.credit}"]
    if not (known.before(child, other) or known.before(other, child)):
        why.append("neither can be shown to have copied the other")
    return Parent(child, None, tuple(why), _sure(SHARES_WITH_CREDITED, text.holders[child]))


def _by_date(rest: list[int], originals: set[int | None], text: Text, known: Facts) -> list[Parent]:
    """Parents by date among holders that credit no one; what no date decides comes from an unseen text."""
    no_dates = len(rest) > 1 and not originals and not any(known.times[r] for r in rest)
    if no_dates and undated.telling(rest, text, known):
        return [_undated(copied, text, known) for copied in undated.trees(rest, text, known)]
    found: list[Parent] = []
    first: list[int] = []
    why: dict[int, str] = {}
    for child in rest:
        parent = _earlier(child, text, known)
        other = _beyond(parent, text, known) if parent else None
        if parent and other is None:
            found.append(parent)
        elif child not in originals:
            first.append(child)
        if parent and other is not None:
            one, older = known.reports[other].id, known.reports[parent.parent or 0].id
            why[child] = (
                f"it shares with {one} what {older}, which appeared before, hasn't: a text not in hand had both"
            )
    if len(first) == 1 and not why:  # the earliest of all: it is the original, as far as the pile shows
        return found
    default = "neither date nor credit tells who copied whom: both may come from a text that is not in hand"
    return found + [Parent(r, None, (_part(r, text, known), why.get(r, default)), UNDECIDED) for r in first]


def _undated(copied: undated.Copied, text: Text, known: Facts) -> Parent:
    """A parent that only the texts themselves speak for."""
    child, parent = copied.child, copied.parent
    reports = known.reports
    why = [f"{_much(child, parent, text, known)} stand in it, more than in any other report"]
    if len(text.holders) == 2:
        why = [f"{_much(child, parent, text, known)} stand in it"]
    if copied.only_parent > copied.only_child + undated.A_SENTENCE:
        why.append(f"{reports[parent].id} goes on where it stops, or has what it leaves out")
    elif copied.only_child > copied.only_parent + undated.A_SENTENCE:
        why.append(f"it adds to what {reports[parent].id} has")
    why.append("no report gives a date: who copied whom is read off the texts alone")
    confidence = UNDATED_CLEAR if copied.clear >= undated.CLEAR else UNDATED
    return Parent(child, parent, tuple(why), confidence)


def _beyond(found: Parent, text: Text, known: Facts) -> int | None:
    """A holder, not later, with which the child shares what the parent hasn't: not all of it is from the parent."""
    pair = text.between(found.child, found.parent) if found.parent is not None else None
    if pair is None:
        return None
    have = union(pair.spans(found.child))
    others = [p for p in text.of[found.child] if p is not pair and not known.before(found.child, p.other(found.child))]
    most = max(others, key=lambda p: length(without(union(p.spans(found.child)), have)), default=None)
    if most is None or length(without(union(most.spans(found.child)), have)) < TELLING:
        return None
    return most.other(found.child)


def _earlier(child: int, text: Text, known: Facts) -> Parent | None:
    """The earlier holder that shares most with the child."""
    older = [p for p in text.of[child] if known.before(p.other(child), child)]
    if not older:
        return None
    most = max(_amount(child, p) for p in older)
    near = [p for p in older if _amount(child, p) * CLEARLY_MORE >= most]
    left_out = {p.other(child): undated.more(p.other(child), p, known) for p in near}
    least = min(left_out.values()) + undated.A_SENTENCE
    closest = [p for p in near if left_out[p.other(child)] <= least]
    alike = [p for p in closest if known.printed_alike(child, p.other(child))] or closest
    pair = min(alike, key=lambda p: (known.appeared(p.other(child)), p.other(child)))
    parent = pair.other(child)
    times = known.times[parent], known.times[child]
    timed = all(t and t.exact for t in times)
    why = [
        f"{_much(child, parent, text, known)} stand in it",
        known.order(parent, child),
    ]
    confidence = EARLIER_BY_TIME if timed else EARLIER_BY_DAY
    if len(closest) < len(near):
        why.append("others that share as much go on with text that it too leaves out")
    elif len(alike) < len(near):
        why.append("of those that share as much it has quotation marks in the same form")
    if _only(child, pair, text) >= TELLING:
        why.append("it has words that no other report but this one has")
        confidence += OWN_WORDS_CARRIED
    elif len(older) > 1:
        why.append(f"{_reports(len(older) - 1)} more that appeared before share them, none clearly more")
        confidence -= 0.15
    return Parent(child, parent, tuple(why), _sure(confidence, pair.spans(child)))


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
        f"{_much(child, parent, text, known)} stand in it, some in no other report",
        known.order(parent, child),
    )
    return Parent(child, parent, why, EARLIER_BY_DAY)


def _sure(confidence: float, spans: list[Span]) -> float:
    """The confidence, lower where little is shared: two reporters may have it from one statement."""
    return round(confidence - (LITTLE_IS_LESS if length(union(spans)) < LITTLE else 0), 2)


def _only(child: int, pair: Pair, text: Text) -> int:
    """How many characters of the child stand in this pair's other report and in no third one."""
    elsewhere = union(s for p in text.of[child] if p is not pair for s in p.spans(child))
    return length(without(union(pair.spans(child)), elsewhere)) if elsewhere else 0


def _amount(child: int, pair: Pair) -> float:
    """How much of the child stands in the pair's other report, what was changed counting less."""
    return length(union(pair.spans(child))) * pair.similarity


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


def _much(child: int, parent: int, text: Text, known: Facts) -> str:
    """*89 of its words*: what of the child stands in the parent."""
    pair = text.between(child, parent)
    body = known.reports[child].text
    spans = union(pair.spans(child)) if pair else []
    words = sum(len(body[start:end].split()) for start, end in spans)
    characters = length(spans)
    if words * LONGEST_WORD < characters:  # a script without spaces
        return f"{characters} of its characters"
    return "one of its words" if words == 1 else f"{words} of its words"


def _part(child: int, text: Text, known: Facts) -> str:
    """*about 40 % of it stands in another report*."""
    part = round(100 * share(child, None, text, known))
    if part == 0:  # what they share stands outside the reporting
        return f"it shares a passage with {_reports(len(text.of[child]))}"
    return f"{'all' if part == 100 else f'about {part} %'} of it stands in {_reports(len(text.of[child]))}"


def _reports(n: int) -> str:
    return "another report" if n == 1 else f"{n} other reports"
