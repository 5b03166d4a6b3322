"""Copied passages, asked by statement: how much of one stands in the other, and from where a report has its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from secondsource.records import Edge, Match, MatchKind, Statement

# A report is mostly another's text from this share of its reporting on. Half is what the word means; not tuned.
MOSTLY = 0.5
# From this share on, what else the report tells may be of the same text: a sixth is two or three paragraphs of news.
PARTLY = 0.15


@dataclass(frozen=True, slots=True)
class Parent:
    """Where a report has part of its text from."""

    name: str
    share: float
    confidence: float


class Copies:
    """The copied passages and the copy tree of one story."""

    def __init__(self, matches: Sequence[Match], edges: Sequence[Edge]) -> None:
        self._passages: dict[tuple[str, str], list[Match]] = defaultdict(list)
        for m in matches:
            if m.kind in (MatchKind.COPIED, MatchKind.QUOTED, MatchKind.VERSION) and m.a != m.b:
                self._passages[m.a, m.b].append(m)
        self._parents: dict[str, list[Parent]] = defaultdict(list)
        self.names: dict[str, str] = {}
        for edge in edges:
            self._parents[edge.child].append(Parent(edge.parent, edge.share, edge.confidence))
            if edge.name:
                self.names[edge.parent] = edge.name

    def share(self, one: Statement, other: Statement) -> float:
        """The part of the longer content that stands in passages which the two reports share, 0–1."""
        if one.report == other.report:
            return 0.0
        a, b = (one, other) if (one.report, other.report) in self._passages else (other, one)
        passages = self._passages.get((a.report, b.report))
        if not passages:
            return 0.0
        size = max(_size(a), _size(b))
        best = 0
        for m in passages:
            best = max(best, min(_inside(a, m.a_start, m.a_end), _inside(b, m.b_start, m.b_end)))
        return min(1.0, best / size) if size else 0.0

    def parents(self, report: str) -> tuple[Parent, ...]:
        """Where the report has its text from, the greatest part first."""
        return tuple(sorted(self._parents.get(report, ()), key=lambda p: -p.share))

    def unseen(self, report: str) -> str | None:
        """The unseen text that the report has its own from, by way of others or straight away, or None."""
        seen: set[str] = set()
        while report not in seen and (parents := self.parents(report)):
            seen.add(report)
            wire = next((p.name for p in parents if p.name.startswith("wire:")), None)
            if wire:
                return wire
            report = parents[0].name
        return None

    def partly(self, report: str) -> str | None:
        """The unseen text that a part of the report worth naming is copied from, or None."""
        return next((p.name for p in self.parents(report) if p.share >= PARTLY and p.name.startswith("wire:")), None)

    def mostly(self, report: str) -> str | None:
        """The text that most of the report is copied from, unseen or in hand, or None."""
        return next((p.name for p in self.parents(report) if p.share >= MOSTLY), None)


def _size(statement: Statement) -> int:
    return sum(end - start for start, end in statement.content)


def _inside(statement: Statement, start: int, end: int) -> int:
    return sum(max(0, min(e, end) - max(s, start)) for s, e in statement.content)
