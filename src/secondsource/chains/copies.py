"""What a statement was copied from, and which statements of other reports are its copies."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from secondsource.records import Edge, Match, MatchKind, Span

# Share of a statement's characters that a copied passage must hold for the statement to be copied with it: the cut
# that ORIGINS' scorer has for "the same statement". Between .4 and .7 nothing changed on the dev stories.
COVERED = 0.5

# Reports that a reason names; the others are counted: one sentence in two hundred copies would name them 40,000 times.
NAMED = 5


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


class Extents:
    """Stretches of one text by where they stand: those near a place are found without looking at all."""

    def __init__(self, stretches: Iterable[Span]) -> None:
        self._rows = sorted((start, end, k) for k, (start, end) in enumerate(stretches))
        self._starts = [start for start, _, _ in self._rows]
        self._longest = max((end - start for start, end, _ in self._rows), default=0)

    def near(self, first: int, last: int) -> Iterator[int]:
        """The places, in what was given, of the stretches that overlap ``first`` to ``last``, by their starts."""
        for k in range(bisect_right(self._starts, first - self._longest - 1), bisect_left(self._starts, last)):
            if self._rows[k][1] > first:
                yield self._rows[k][2]


class Copies:
    """The copied passages and the copy tree of one story."""

    def __init__(self, matches: Sequence[Match], edges: Sequence[Edge]) -> None:
        self._passages: dict[str, list[Passage]] = defaultdict(list)
        for m in matches:
            if m.kind in (MatchKind.COPIED, MatchKind.VERSION) and m.a != m.b:
                self._passages[m.a].append(Passage(m.a_start, m.a_end, m.b, m.b_start, m.b_end))
                self._passages[m.b].append(Passage(m.b_start, m.b_end, m.a, m.a_start, m.a_end))
        self._places = {r: Extents((p.start, p.end) for p in ps) for r, ps in self._passages.items()}
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
        """What the content was copied from (a report, or an unseen ``wire:N``), and why; None where it wasn't.

        What a report has of an unseen text, or of a parent that it wasn't compared with (of a much copied text there
        may be no match), its siblings show.
        """
        parents = self._parents.get(report, {})
        others = {p.other for p in self.passages(report, content)} if parents else set()
        compared = {p.other for p in self._passages.get(report, ())} if others else set()
        best: tuple[float, Edge] | None = None
        for parent, edge in parents.items():
            shown = parent in others or (parent not in compared and self._siblings(parent, report) & others)
            if shown and (best is None or edge.confidence * edge.share > best[0]):
                best = (edge.confidence * edge.share, edge)
        if best is None:
            return None
        parent = best[1].parent
        name = f" ({best[1].name})" if best[1].name else ""
        return parent, f"the passage stands in {_named(others)} too, and goes back to {parent}{name}"

    def _siblings(self, parent: str, report: str) -> set[str]:
        return {child for child, parents in self._parents.items() if parent in parents and child != report}

    def _near(self, report: str, content: Sequence[Span]) -> Iterator[Passage]:
        """The passages that overlap the content."""
        if content and report in self._passages:
            passages = self._passages[report]
            for k in self._places[report].near(*extent(content)):
                yield passages[k]


def extent(content: Sequence[Span]) -> Span:
    """From the first character of a content to its last."""
    return min(s for s, _ in content), max(e for _, e in content)


def _named(reports: set[str]) -> str:
    shown = sorted(reports)[:NAMED]
    more = len(reports) - len(shown)
    return ", ".join(shown) + (f" and {more} other{'s' if more > 1 else ''}" if more else "")


def dice(a: Sequence[Span], b: Sequence[Span]) -> float:
    """How much of two contents is shared, 0–1."""
    size = sum(e - s for s, e in a) + sum(e - s for s, e in b)
    shared = sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)
    return 2 * shared / size if size else 0.0
