"""What two reports share, in characters of each one's reporting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from secondsource.lineage.evidence import same_outlet
from secondsource.records import Match, MatchKind, Report, Span

# The kinds that show that text was handed on. Shared quotations and set phrases reach two reporters separately.
HANDED_ON = frozenset({MatchKind.COPIED, MatchKind.VERSION})


@dataclass(slots=True)
class Pair:
    """Two reports, by position, and the spans of each that stand in the other; ``first`` is read before ``second``."""

    first: int
    second: int
    in_first: list[Span] = field(default_factory=list)
    in_second: list[Span] = field(default_factory=list)
    equal: float = 0.0  # characters of both sides that are equal
    size: int = 0  # characters of both sides
    version: bool = False  # one outlet's own text again, be it in a later version or in another report

    @property
    def similarity(self) -> float:
        """Share of the passages' words that are equal, 0–1."""
        return self.equal / self.size if self.size else 0.0

    def other(self, report: int) -> int:
        """The other report of the two."""
        return self.second if report == self.first else self.first

    def spans(self, report: int) -> list[Span]:
        """What of this report stands in the other."""
        return self.in_first if report == self.first else self.in_second


def pairs(reports: Sequence[Report], matches: Sequence[Match]) -> list[Pair]:
    """Every two reports that hand on text, with all their passages, in the order of the reports."""
    place = {report.id: k for k, report in enumerate(reports)}
    found: dict[tuple[int, int], Pair] = {}
    for match in matches:
        a, b = place.get(match.a), place.get(match.b)
        if match.kind not in HANDED_ON or a is None or b is None or a == b:
            continue
        spans = (match.a_start, match.a_end), (match.b_start, match.b_end)
        if a > b:
            a, b, spans = b, a, (spans[1], spans[0])
        pair = found.setdefault((a, b), Pair(a, b))
        pair.in_first.append(spans[0])
        pair.in_second.append(spans[1])
        size = sum(end - start for start, end in spans)
        pair.size += size
        pair.equal += match.similarity * size
        pair.version |= match.kind is MatchKind.VERSION or same_outlet(reports[a], reports[b])
    return [found[key] for key in sorted(found)]


def reporting(report: Report) -> list[Span]:
    """The spans of a report that are reporting, in order; of one without any, all of its text."""
    return sorted(report.paragraphs) or [(0, len(report.text))]


def union(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans that don't touch, in order."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif start < end:
            out.append((start, end))
    return out


def common(these: list[Span], those: list[Span]) -> list[Span]:
    """The characters that both hold; each is given as spans that don't touch, in order."""
    out: list[Span] = []
    i = j = 0
    while i < len(these) and j < len(those):
        start, end = max(these[i][0], those[j][0]), min(these[i][1], those[j][1])
        if start < end:
            out.append((start, end))
        if these[i][1] < those[j][1]:
            i += 1
        else:
            j += 1
    return out


def without(these: list[Span], those: list[Span]) -> list[Span]:
    """The characters of these that are not among those."""
    out: list[Span] = []
    j = 0
    for start, end in these:
        while j < len(those) and those[j][1] <= start:
            j += 1
        k = j
        while k < len(those) and those[k][0] < end:
            if start < those[k][0]:
                out.append((start, those[k][0]))
            start = max(start, those[k][1])
            k += 1
        if start < end:
            out.append((start, end))
    return out


def length(spans: Iterable[Span]) -> int:
    """How many characters the spans hold."""
    return sum(end - start for start, end in spans)
