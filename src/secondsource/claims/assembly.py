"""A group of statements made into a claim: what it rests on, its status, the words that stand for it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from secondsource.claims import opinion, parties, ranges, wording, words
from secondsource.claims.facts import Fact
from secondsource.claims.grouping import Group
from secondsource.claims.paths import Paths, is_medium
from secondsource.claims.ranges import Range
from secondsource.claims.speakers import one_name
from secondsource.records import Claim, EntityKind, Kind, Origin, Stance, Statement, Status


def assemble(story: str, group: Group, facts: Sequence[Fact], paths: Paths, kinds: Mapping[str, EntityKind]) -> Claim:
    """The claim that the group's statements tell. ``kinds`` says what each canonical name names."""
    counted = [facts[i] for i in group.members if i not in group.loose]
    telling = [f for f in counted if not f.leftover] or counted
    statements = [f.statement for f in telling]
    asserting = [f for f in telling if f.statement.stance is Stance.ASSERTS]
    all_told = [facts[i] for i in group.members if not facts[i].leftover] or telling  # whether it is counted or not
    view = opinion.is_opinion([f for f in all_told if f.statement.stance is Stance.ASSERTS] or telling)
    party = None if view else parties.only_party(asserting, paths, kinds)
    found = ranges.measure(statements, paths, view, party)
    state = status(statements, found, view)
    told = ranges.carried([f.statement for f in asserting], statements)
    carriers = tuple(dict.fromkeys(s.report for s in told)) if found.high else ()
    outlets = tuple(dict.fromkeys(map(paths.outlet, carriers)))
    told_so = ranges.ways_told([f.statement for f in all_told])
    named = ranges.named_sources(one_name(told_so, paths), paths) if found.high else ()
    return Claim(
        id="c-" + hashlib.sha256(facts[group.members[0]].statement.id.encode("utf-8", "surrogatepass")).hexdigest()[:8],
        story=story,
        shown=shown(telling).statement.id,
        statements=tuple(facts[i].statement.id for i in group.members),
        origins=origins([f.statement for f in asserting], paths, kinds) if found.high else (),
        rests_on=(party,) if party and found.high == 1 else found.rest.cut,
        bottlenecks=tuple(n for n in found.rest.bottlenecks if len(carriers) > 1 or n not in outlets),
        independent_origins=(found.low, found.high),
        named_sources=len(named),
        report_ids=carriers,
        opinion=view,
        only_party=party,
        status=state,
        why=(*reasons(outlets, found, state, party, named), *_left_out(group, facts, carriers)),
        same=tuple(_same(group, i) for i in group.members[1:]),
    )


def _left_out(group: Group, facts: Sequence[Fact], carriers: Sequence[str]) -> Iterator[str]:
    """That other reports may say the same, in words too far from these to count on it."""
    others = {facts[i].statement.report for i in group.loose} - set(carriers)
    if others:
        say = "says" if len(others) == 1 else "say"
        more = f"{wording.count(len(others), 'more report')} perhaps {say} the same in other words"
        yield f"{more[0].upper()}{more[1:]}: shown here, but not counted."


def _same(group: Group, i: int) -> str:
    why = group.why.get(i, "it was told first")
    return f"not surely the same: {why}" if i in group.loose else why


def status(statements: Sequence[Statement], found: Range, view: bool) -> Status:
    """What can be said of the claim's support, in one word."""
    if view:
        return Status.SAID
    if not found.high:
        return Status.DENIED_ONLY if any(s.stance is Stance.DENIES for s in statements) else Status.UNSURE
    if any(s.stance is Stance.DENIES for s in statements):
        return Status.DISPUTED
    if found.high == 1:
        return Status.SINGLE
    return Status.CORROBORATED if found.low >= 2 else Status.UNSURE


def shown(members: Sequence[Fact]) -> Fact:
    """The statement whose words stand best for the claim: asserted, whole, not hedged, clear, and what most tell."""
    told: dict[str, set[str]] = defaultdict(set)
    for fact in members:
        if fact.statement.stance is Stance.ASSERTS:
            for term in fact.terms:
                told[term].add(fact.statement.report)
    several = len(set().union(*told.values())) > 1
    alone = {term for term, reports in told.items() if several and len(reports) == 1}
    cost = {id(f): ALONE * len(f.terms & alone) + TURNS * (f.head in alone) for f in members}
    return max(members, key=lambda fact: (*_clear(fact)[:3], _clear(fact)[3] - cost[id(fact)]))


# What a telling word costs, in words of length, that only one of several reports says, and what it costs besides where
# the sentence turns on it (*the premier ordered an inquiry into …*); chosen by reading, not swept.
ALONE, TURNS = 2, 8
# A clause of this many words tells a claim in full and no more; chosen by reading, not swept.
FULL = 14
# What it costs, in words of length, that a clause only says more of a noun beside it (*that killed four people*), and
# that it opens with a word by which it hangs from another (*after four people died*).
RELATIVE, HANGING = 10, 6


def _clear(fact: Fact) -> tuple[bool, bool, bool, float]:
    length = len(fact.words)
    fit = min(length, FULL) - max(0, length - 2 * FULL) / 2
    relative = bool(fact.root and fact.root.dep == "relcl")
    hanging = not words.listed("hanging").isdisjoint(fact.words[:1])
    pronoun = bool(fact.subject & {"he", "she", "it", "they", "i", "we"})
    return (
        fact.statement.stance is Stance.ASSERTS,
        bool(fact.root and fact.root.pos in ("VERB", "AUX") and (fact.subject or fact.words[:1] == ("there",))),
        not fact.statement.hedge,
        fit
        + 3 * len(fact.names) ** 0.5
        - 4 * pronoun
        - 2 * (fact.statement.kind is Kind.DIRECT)
        - RELATIVE * relative
        - HANGING * hanging,
    )


def origins(asserting: Sequence[Statement], paths: Paths, kinds: Mapping[str, EntityKind]) -> tuple[Origin, ...]:
    """The innermost links by which the claim reached the reader, each with its statements."""
    found: dict[str, list[str]] = {}
    ways = ranges.ways_told(asserting)
    for statement in ways:
        for name in paths.way(statement, ways)[0]:
            found.setdefault(name, []).append(statement.id)
    return tuple(Origin(n, _kind(n, paths, kinds), tuple(ids), _told_by(n, ids)) for n, ids in found.items())


def _kind(name: str, paths: Paths, kinds: Mapping[str, EntityKind]) -> str:
    if name.startswith("anonymous"):
        return "anonymous"
    if name.startswith(("wire:", "agencies@")):
        return "unseen"
    if name in paths.outlets:
        return "outlet"
    if is_medium(name, paths):
        return "agency"
    return kinds.get(name, EntityKind.PERSON).value


def _told_by(name: str, ids: Sequence[str]) -> str:
    go = "goes" if len(ids) == 1 else "go"
    return f"{wording.count(len(ids), 'statement').capitalize()} {go} back to {wording.display(name)}."


def reasons(
    outlets: Sequence[str], found: Range, state: Status, party: str | None, named: Sequence[str]
) -> tuple[str, ...]:
    """One sentence for the page, then why the figure is what it is."""
    why = [wording.sentence(outlets, found, state, party)]
    if state is Status.SAID:
        why.append(
            "It is a view or a wish, which can't be corroborated: the figure is that of who is known to have said it."
        )
    if state is Status.DISPUTED:
        why.append("Somebody denies it; both sides are shown.")
    if len(named) > found.high:
        why.append(f"{wording.count(len(named), 'named source').capitalize()}, but not by as many separate ways.")
    return (*why, *found.why)
