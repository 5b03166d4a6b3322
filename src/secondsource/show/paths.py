"""The ways by which a claim reached the reader, folded so that sixty of them can still be drawn and read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from secondsource.records import Claim, Stance, Statement
from secondsource.show.lookup import Known

# Outlets beyond the tenth, and routes beyond the eighth, are counted instead of drawn; all stand in the list below.
OUTLETS = 10
ROUTES = 8
# A report may tell a claim several times by several ways; more than three of them are no longer told apart by eye.
WAYS_OF_A_REPORT = 3

OWN = "own:"

Steps = tuple[tuple[str, ...], ...]
"""The names that stand at each step of a way, from whoever says it outward."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way: the names that stand at each step, from whoever says it outward, and the outlet that told it."""

    steps: Steps
    outlet: str
    denies: bool = False


@dataclass
class Node:
    """A person, institution, document, agency, unseen text or outlet on the ways to the reader.

    ``carried`` counts the outlets whose ways pass through it.
    """

    key: str
    label: str
    kind: str  # link, unseen, own, outlet, more (outlets), fold (more ways)
    denies: bool = False
    carried: int = 0
    onward: dict[str, int] = field(default_factory=dict)
    back: list[str] = field(default_factory=list)


def ways(claim: Claim, known: Known) -> list[Way]:
    """All ways of the claim's statements, each outlet's once; denials after the rest."""
    found: dict[tuple[bool, str], list[Steps]] = defaultdict(list)
    statements = [known.statements[i] for i in claim.statements if i in known.statements]
    held = tellers(statements)
    for statement in statements:
        if statement.stance is not Stance.DECLINES:
            denies = statement.stance is Stance.DENIES
            found[denies, known.outlet(statement.report)].append(steps(statement, known, held))
    made = [
        Way(steps, outlet, denies)
        for (denies, outlet), all_steps in sorted(found.items(), key=lambda item: item[0][0])
        for steps in _fullest(all_steps)
    ]
    # An outlet that others have it from is one link, whether it is quoted or tells it: its own way passes it too.
    asked = {name for way in made for step in way.steps for name in step}
    return [_through_itself(way) if way.outlet in asked else way for way in made]


def graph(found: Sequence[Way], known: Known) -> dict[str, Node]:
    """The ways as one graph without circles, its outlets and routes folded where there are many."""
    nodes: dict[str, Node] = {}
    for denies in (False, True):
        for steps, outlets in _folded([w for w in found if w.denies == denies]):
            for leaf, label, many in outlets:
                ends = [(f"{denies}|leaf|{leaf}", label, "more" if many > 1 else "outlet")]
                names = [[(f"{denies}|{n}", *_called(n, known)) for n in step] for step in steps]
                _lay([*names, ends], many, denies, nodes)
    return nodes


def tellers(statements: Sequence[Statement]) -> dict[str, Statement]:
    """For each report that tells a claim its statement with the fullest chain."""
    found: dict[str, Statement] = {}
    for statement in sorted(statements, key=lambda s: -len(s.chain)):
        if statement.stance is Stance.ASSERTS:
            found.setdefault(statement.report, statement)
    return found


def steps(statement: Statement, known: Known, held: Mapping[str, Statement]) -> Steps:
    """The statement's links, outward; a copy's way is that of the report that it was copied from, and that report.

    ``held`` are the claim's ``tellers``.
    """
    way = _linked(statement, known)
    copied, seen = statement.copied_from, {statement.report}
    copiers: list[str] = []
    while copied in known.reports and copied not in seen:
        seen.add(copied)
        copiers.append(known.outlet(copied))
        source = held.get(copied)
        way = _joined(way, _linked(source, known)) if source else way
        copied = source.copied_from if source else None
    way += [(name,) for name in reversed(copiers) if (name,) not in way]
    return tuple(way) or ((OWN + known.outlet(statement.report),),)


def order(nodes: dict[str, Node]) -> list[str]:
    """The nodes' keys, each after all from which it is reached, a source's ways together (heaviest first)."""
    waiting = {key: len(node.back) for key, node in nodes.items()}
    sources = [key for key, many in waiting.items() if not many]
    todo = sorted(sources, key=lambda k: (nodes[k].denies, -nodes[k].carried))[::-1]
    done = []
    while todo:
        key = todo.pop()
        done.append(key)
        onward = sorted(nodes[key].onward, key=lambda k: (nodes[k].kind == "more", -nodes[k].carried))
        for child in reversed(onward):
            waiting[child] -= 1
            if not waiting[child]:
                todo.append(child)
    return done


def _linked(statement: Statement, known: Known) -> list[tuple[str, ...]]:
    """The links of the statement's own chain, with the unseen text that it was copied from."""
    steps = [tuple(dict.fromkeys(known.same(name) for name in link)) for link in statement.chain]
    if statement.copied_from and statement.copied_from not in known.reports:
        steps.append((known.same(statement.copied_from),))
    return list(dict.fromkeys(steps))


def _joined(steps: list[tuple[str, ...]], before: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A copy's links and those of what it copied, as one way."""
    if set(steps) <= set(before):
        return before
    return [*steps, *(step for step in before if step not in steps)]


def _through_itself(way: Way) -> Way:
    """The way with the outlet that tells it as its last link."""
    if (way.outlet,) in way.steps:
        return way
    own = way.steps[0][0].startswith(OWN)
    return Way(((way.outlet,),) if own else (*way.steps, (way.outlet,)), way.outlet, way.denies)


def _fullest(all_steps: Iterable[Steps]) -> list[Steps]:
    """The ways that say most: one whose links all stand in another is that other."""
    kept: list[Steps] = []
    for steps in sorted(set(all_steps), key=lambda s: (-len(s), s)):
        names = {name for step in steps for name in step}
        own = steps[0][0].startswith(OWN)
        if not (own and kept) and not any(names <= {n for step in k for n in step} for k in kept):
            kept.append(steps)
    return kept[:WAYS_OF_A_REPORT]


def _folded(found: Sequence[Way]) -> list[tuple[Steps, list[tuple[str, str, int]]]]:
    """Routes with the outlets at their end as (key, label, how many): the rest of them in one *and N more*."""
    routes: dict[Steps, list[str]] = defaultdict(list)
    for way in found:
        routes[way.steps].append(way.outlet)
    ranked = sorted(routes.items(), key=lambda item: -len(item[1]))
    if len(ranked) > ROUTES:
        ranked, rest = ranked[: ROUTES - 1], ranked[ROUTES - 1 :]
        shared = [step for step in rest[0][0] if all(step in steps for steps, _ in rest)]
        outlets = sorted({outlet for _, some in rest for outlet in some})
        fold = ((f"ways:{len(rest)}",), *shared)
        folded = [(tuple(fold), [(f"more|{len(rest)}", f"{len(outlets)} more outlets", len(outlets))])]
    else:
        folded = []
    room = max(OUTLETS - len(ranked), 0)
    made: list[tuple[Steps, list[tuple[str, str, int]]]] = []
    for n, (steps, outlets) in enumerate(ranked):
        shown = 1 + min(room, len(outlets) - 1)
        if len(outlets) - shown == 1:
            shown += 1
        room = max(room - (shown - 1), 0)
        leaves = [(o, o, 1) for o in outlets[:shown]]
        if outlets[shown:]:
            leaves.append((f"more|route {n}", f"and {len(outlets) - shown} more", len(outlets) - shown))
        made.append((steps, leaves))
    return made + folded


def _called(name: str, known: Known) -> tuple[str, str]:
    """What a name is called in the drawing, and its kind."""
    if name.startswith(OWN):
        return "in its own voice", "own"
    if name.startswith("ways:"):
        return f"{name[5:]} more ways", "fold"
    return known.label(name), "unseen" if known.is_unseen(name) else "link"


def _lay(steps: Sequence[Sequence[tuple[str, str, str]]], many: int, denies: bool, nodes: dict[str, Node]) -> None:
    """Add one way to the graph; a step that would close a circle is left out."""
    before: list[str] = []
    for step in steps:
        keys = []
        for key, label, kind in step:
            node = nodes.setdefault(key, Node(key, label, kind, denies))
            if key in before or any(_reaches(nodes, key, b) for b in before):
                continue
            # Ways that are only counted are drawn as one thin line: they don't meet, so they must not look like a neck.
            here = 1 if kind == "fold" or any(nodes[b].kind == "fold" for b in before) else many
            node.carried += here
            keys.append(key)
            for b in before:
                if key not in nodes[b].onward:
                    node.back.append(b)
                nodes[b].onward[key] = nodes[b].onward.get(key, 0) + here
        before = keys or before


def _reaches(nodes: dict[str, Node], start: str, goal: str) -> bool:
    todo, seen = [start], {start}
    while todo:
        for key in nodes[todo.pop()].onward:
            if key == goal:
                return True
            if key not in seen:
                seen.add(key)
                todo.append(key)
    return False
