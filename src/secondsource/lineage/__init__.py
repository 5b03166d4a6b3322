"""Who copied whom: the copy tree of every text that was handed on, with unseen originals as ``wire:N``.

``trace`` is the stage. Matches are put together to pairs of reports (``overlap``), pairs to texts with their holders
(``texts``, with ``bridges`` where hundreds hold one), and each text is resolved by itself (``tree``): from what the
reports say of themselves (``facts``, ``evidence``), and else from what they read (``readings``, ``descent``), with the
reasons in words (``handed``). A report with parts of two texts may so have two parents.
"""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.lineage.bridges import bridge_originals
from secondsource.lineage.facts import Facts, facts
from secondsource.lineage.overlap import pairs
from secondsource.lineage.parents import Parent, share
from secondsource.lineage.readings import Readings
from secondsource.lineage.texts import texts
from secondsource.lineage.tree import resolve
from secondsource.records import Edge, Match, Report

VERSION = "5"

__all__ = ["VERSION", "trace"]


def trace(reports: Sequence[Report], matches: Sequence[Match]) -> tuple[Edge, ...]:
    """The edges of the copy trees, text by text; unseen texts are numbered in the order of their second report."""
    known = facts(reports)
    readings = Readings(known)
    wires: dict[tuple[int, str | None], int] = {}
    edges: dict[tuple[str, int], Edge] = {}
    numbered = 0
    for text in texts(pairs(reports, matches)):
        bridge_originals(text, known)
        parents = resolve(text, known, readings)
        unseen = [p for p in parents if p.parent is None]
        name = _name(unseen, known)
        number = next((wires[p.child, name] for p in unseen if known.credits(p.child) and (p.child, name) in wires), 0)
        if unseen and not number:
            numbered += 1
            number = numbered
        wires.update({(p.child, name): number for p in unseen})
        for parent in parents:
            edge = _edge(parent, f"wire:{number}", name, share(parent.child, parent.parent, text, known), known)
            before = edges.get((edge.parent, parent.child))
            edges[edge.parent, parent.child] = _both(before, edge) if before else edge
    return tuple(edges.values())


def _name(unseen: list[Parent], known: Facts) -> str | None:
    """The agency that most of the children credit by name."""
    named = [n for p in unseen for n in known.credits(p.child) if n]
    return max(named, key=lambda n: (named.count(n), -named.index(n)), default=None)


def _edge(parent: Parent, wire: str, name: str | None, part: float, known: Facts) -> Edge:
    child = known.reports[parent.child].id
    if parent.parent is None:
        return Edge(wire, child, round(part, 3), parent.why, parent.confidence, name)
    return Edge(known.reports[parent.parent].id, child, round(part, 3), parent.why, parent.confidence)


def _both(one: Edge, other: Edge) -> Edge:
    """Two texts from one parent, as one edge."""
    part = min(1.0, round(one.share + other.share, 3))
    why = (*one.why, *(w for w in other.why if w not in one.why))
    return Edge(one.parent, one.child, part, why, max(one.confidence, other.confidence), one.name)
