"""Who copied whom: the copy tree of every text that was handed on, with unseen originals as ``wire:N``.

``trace`` is the stage. Matches are put together to pairs of reports (``overlap``), pairs to texts with their holders
(``texts``, with ``bridges`` where hundreds hold one), and each text is resolved by itself (``tree``): from what the
reports say of themselves (``facts``, ``evidence``), and else from what they read (``readings``, ``slips``): who is
nearest to whom and older (``descent``), and who has the text from elsewhere all the same (``signs``), with the reasons
in words (``handed``). A report with parts of two texts may so have two parents. Unseen texts get their numbers last
(``wires``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from secondsource.lineage.bridges import bridge_originals
from secondsource.lineage.facts import Facts, facts
from secondsource.lineage.overlap import pairs
from secondsource.lineage.parents import Parent, share
from secondsource.lineage.readings import Readings
from secondsource.lineage.texts import Text, texts
from secondsource.lineage.tree import resolve
from secondsource.lineage.wires import Wires
from secondsource.records import Edge, Match, Report

VERSION = "6"

__all__ = ["VERSION", "trace"]


def trace(reports: Sequence[Report], matches: Sequence[Match]) -> tuple[Edge, ...]:
    """The edges of the copy trees, text by text; unseen texts are numbered in the order of their second report."""
    known = facts(reports)
    readings = Readings(known)
    wires = Wires(known)
    edges: dict[tuple[str, int], Edge] = {}
    for text in texts(pairs(reports, matches), known):
        bridge_originals(text, known)
        parents = resolve(text, known, readings)
        unseen = wires.name([p for p in parents if p.parent is None], text)
        for parent in parents:
            edge = _edge(parent, unseen, text, known)
            before = edges.get((edge.parent, parent.child))
            edges[edge.parent, parent.child] = _both(before, edge) if before else edge
    return tuple(edges.values())


def _edge(parent: Parent, unseen: Mapping[int, tuple[str, str | None]], text: Text, known: Facts) -> Edge:
    child = known.reports[parent.child].id
    part = round(share(parent.child, parent.parent, text, known), 3)
    if parent.parent is None:
        wire, name = unseen[parent.child]
        return Edge(wire, child, part, parent.why, parent.confidence, name)
    return Edge(known.reports[parent.parent].id, child, part, parent.why, parent.confidence)


def _both(one: Edge, other: Edge) -> Edge:
    """Two texts from one parent, as one edge."""
    part = min(1.0, round(one.share + other.share, 3))
    why = (*one.why, *(w for w in other.why if w not in one.why))
    return Edge(one.parent, one.child, part, why, max(one.confidence, other.confidence), one.name)
