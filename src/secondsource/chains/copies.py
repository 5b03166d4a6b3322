"""What a statement was copied from, and which statements of other reports are its copies."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.records import Edge, Match, MatchKind, Span

# Share of a statement's characters that a copied passage must hold for the statement to be copied with it: the cut
# that ORIGINS' scorer has for "the same statement". Between .4 and .7 nothing changed on the dev stories.
COVERED = 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of one report as it stands in another."""

    start: int
    end: int
    other: str
    other_start: int
    other_end: int

    def across(self, span: Span) -> Span:
        """Where a span of this passage stands in the other report, as near as lengths tell."""
        rate = (self.other_end - self.other_start) / max(self.end - self.start, 1)
        start = self.other_start + round((max(span[0], self.start) - self.start) * rate)
        end = self.other_end - round((self.end - min(span[1], self.end)) * rate)
        return start, max(end, start)


class Copies:
    """The copied passages and the copy tree of one story."""

    def __init__(self, matches: Sequence[Match], edges: Sequence[Edge]) -> None:
        self._passages: dict[str, list[Passage]] = defaultdict(list)
        for m in matches:
            if m.kind in (MatchKind.COPIED, MatchKind.VERSION) and m.a != m.b:
                self._passages[m.a].append(Passage(m.a_start, m.a_end, m.b, m.b_start, m.b_end))
                self._passages[m.b].append(Passage(m.b_start, m.b_end, m.a, m.a_start, m.a_end))
        for passages in self._passages.values():
            passages.sort(key=lambda p: (p.start, p.end))
        self._starts = {r: [p.start for p in ps] for r, ps in self._passages.items()}
        self._longest = {r: max(p.end - p.start for p in ps) for r, ps in self._passages.items()}
        self._parents: dict[str, dict[str, Edge]] = defaultdict(dict)
        for edge in edges:
            self._parents[edge.child][edge.parent] = edge

    def passages(self, report: str, content: Sequence[Span]) -> Iterator[Passage]:
        """The copied passages that hold most of the content."""
        size = sum(end - start for start, end in content)
        for passage in self._near(report, content):
            held = sum(max(0, min(e, passage.end) - max(s, passage.start)) for s, e in content)
            if size and held / size >= COVERED:
                yield passage

    def origin(self, report: str, content: Sequence[Span]) -> tuple[str, str] | None:
        """What the content was copied from (a report, or an unseen ``wire:N``), and why; None where it wasn't."""
        parents = self._parents.get(report, {})
        others = {p.other for p in self.passages(report, content)} if parents else set()
        best: tuple[float, Edge] | None = None
        for parent, edge in parents.items():
            shown = parent in others or (parent.startswith("wire:") and self._siblings(parent, report) & others)
            if shown and (best is None or edge.confidence * edge.share > best[0]):
                best = (edge.confidence * edge.share, edge)
        if best is None:
            return None
        parent = best[1].parent
        name = f" ({best[1].name})" if best[1].name else ""
        return parent, f"the passage stands in {', '.join(sorted(others))} too, and goes back to {parent}{name}"

    def _siblings(self, parent: str, report: str) -> set[str]:
        return {child for child, parents in self._parents.items() if parent in parents and child != report}

    def _near(self, report: str, content: Sequence[Span]) -> Iterator[Passage]:
        """The passages that overlap the content."""
        if not content or report not in self._passages:
            return
        first, last = min(s for s, _ in content), max(e for _, e in content)
        passages, starts = self._passages[report], self._starts[report]
        for passage in passages[bisect_right(starts, first - self._longest[report] - 1) :]:
            if passage.start >= last:
                break
            if passage.end > first:
                yield passage


def dice(a: Sequence[Span], b: Sequence[Span]) -> float:
    """How much of two contents is shared, 0–1."""
    size = sum(e - s for s, e in a) + sum(e - s for s, e in b)
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)
    return 2 * shared / size if size else 0.0
