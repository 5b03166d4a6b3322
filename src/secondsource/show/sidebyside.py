"""Two reports side by side, row by row: copied passages level with one another, what only one says in its own row.

Also the words of a single report, with the same marks. Every character of a report that is no white space is shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from secondsource.records import Match, MatchKind, Report, Span
from secondsource.show.diff import Change, align
from secondsource.show.lookup import LONGEST, Known
from secondsource.show.plain import safe
from secondsource.show.svg import Drawing, Pen, fit

SHARED = (MatchKind.COPIED, MatchKind.VERSION, MatchKind.QUOTED)
# Passages are ordered by dynamic programming over their pairs; a report shares more of them only where it is noise.
MOST_PASSAGES = 200
# A rest of fewer letters between two passages is a changed word or a full stop, nothing that only one says.
FEWEST_LETTERS = 15

_STOP = re.compile(r"[^\w\s]{1,3}(?=\s|$)")
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: ``kind`` is "", "same" (copied), "changed" or "weighs"; ``anchor`` is set where links lead.

    ``at`` is where they begin in the report.
    """

    text: str
    kind: str = ""
    anchor: str | None = None
    at: int = -1


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or a piece of one. ``kind``: "furniture", "only" (in this report alone), "same" or ""."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What stands level in the two columns; ``joined`` where both are one passage."""

    left: tuple[Part, ...]
    right: tuple[Part, ...]
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports with the passages that they share, in the order of the first."""

    a: Report
    b: Report
    passages: tuple[Match, ...]
    moved: tuple[Match, ...]

    @property
    def share(self) -> tuple[float, float]:
        """Which part of each one's reporting stands in the other."""
        both = (*self.passages, *self.moved)
        return (
            _covered([(m.a_start, m.a_end) for m in both], self.a),
            _covered([(m.b_start, m.b_end) for m in both], self.b),
        )


def pair(known: Known) -> Pair | None:
    """The two reports of different outlets that share most, or the first two; None for a single report."""
    if len(known.view.reports) < 2:
        return None
    shared: dict[tuple[str, str], int] = defaultdict(int)
    place = {r.id: n for n, r in enumerate(known.view.reports)}
    for match in known.view.matches:
        if match.kind in SHARED and match.a in place and match.b in place and match.a != match.b:
            first, second = sorted((match.a, match.b), key=lambda r: place[r])
            same_outlet = known.outlet(first) == known.outlet(second)
            shared[first, second] += (match.a_end - match.a_start) // (10 if same_outlet else 1)
    ids = max(shared, key=lambda k: shared[k]) if shared else (known.view.reports[0].id, known.view.reports[1].id)
    return between(known.reports[ids[0]], known.reports[ids[1]], known.view.matches)


def between(a: Report, b: Report, matches: Iterable[Match]) -> Pair:
    """The pair of two reports with those of the matches that are between them."""
    found = [m if m.a == a.id else _turned(m) for m in matches if {m.a, m.b} == {a.id, b.id} and m.kind in SHARED]
    found = sorted(found, key=lambda m: m.a_start - m.a_end)[:MOST_PASSAGES]
    level = _level(sorted(found, key=lambda m: (m.a_start, m.b_start)))
    kept = {id(m) for m in level}
    return Pair(a, b, tuple(level), tuple(m for m in found if id(m) not in kept))


def rows(two: Pair, known: Known, anchors: dict[str, list[int]]) -> list[Row]:
    """The two reports' words, level where they are the same. ``anchors`` is where links lead to."""
    left = _Column(two.a, known, anchors, [(m.a_start, m.a_end) for m in two.moved])
    right = _Column(two.b, known, anchors, [(m.b_start, m.b_end) for m in two.moved])
    made: list[Row] = []
    at_a = at_b = 0
    for match in two.passages:
        made += _apart(left.parts(at_a, match.a_start), right.parts(at_b, match.b_start))
        # The full stop behind a passage is shown with it, not alone on a line.
        at_a, at_b = (_stop(text, end) for text, end in ((two.a.text, match.a_end), (two.b.text, match.b_end)))
        made += _same(replace(match, a_end=at_a, b_end=at_b), left, right)
    made += _apart(left.parts(at_a, len(two.a.text)), right.parts(at_b, len(two.b.text)))
    return made


def alone(report: Report, known: Known, anchors: dict[str, list[int]]) -> tuple[Part, ...]:
    """A report's words by themselves, what is copied from or by others tinted."""
    column = _Column(report, known, anchors, copied(report.id, known.view.matches), bar=False)
    return column.parts(0, len(report.text))


def copied(report: str, matches: Iterable[Match]) -> list[Span]:
    """The stretches of the report that stand in others, none twice."""
    spans = [(m.a_start, m.a_end) for m in matches if m.a == report != m.b and m.kind in SHARED]
    spans += [(m.b_start, m.b_end) for m in matches if m.b == report != m.a and m.kind in SHARED]
    return _merged(spans)


def overview(two: Pair, known: Known, width: float = 976) -> Drawing:
    """Both texts at one glance: a bar each, its copied stretches tinted and joined to where they stand in the other."""
    pen = Pen(width)
    narrow = width < 500
    left = 0.0 if narrow else 190.0
    longest = max(len(two.a.text), len(two.b.text), 1)
    scale = (width - left) / longest
    upper, lower, thick = (20.0, 76.0, 10.0) if narrow else (6.0, 56.0, 12.0)
    for match in (*two.passages, *two.moved):
        a, a2, b, b2 = (left + scale * at for at in (match.a_start, match.a_end, match.b_start, match.b_end))
        y, y2 = upper + thick, lower
        mid = (y + y2) / 2
        pen.path(
            f"M{a:.1f} {y}C{a:.1f} {mid} {b:.1f} {mid} {b:.1f} {y2}"
            f"H{b2:.1f}C{b2:.1f} {mid} {a2:.1f} {mid} {a2:.1f} {y}Z",
            "band",
            0,
        )
    for report, y, spans in (
        (two.a, upper, [(m.a_start, m.a_end) for m in (*two.passages, *two.moved)]),
        (two.b, lower, [(m.b_start, m.b_end) for m in (*two.passages, *two.moved)]),
    ):
        _bar(pen, report, left, y, thick, scale, spans)
        name_y = (y - 6 if y == upper else y + thick + 15) if narrow else y + thick - 1
        name = fit(known.outlet(report.id), 14, width if narrow else left - 16, bold=True)
        pen.text(0 if narrow else left - 14, name_y, name, "b", anchor="start" if narrow else "end")
    share = " and ".join(f"{s:.0%}" for s in two.share)
    label = f"{share} of the reporting of {known.outlet(two.a.id)} and {known.outlet(two.b.id)} stands in the other."
    return pen.drawing(lower + thick + (22 if narrow else 6), label, "narrow" if narrow else "wide")


def bar(report: Report, known: Known, width: float = 180) -> Drawing:
    """One report at a glance: its length, with the copied stretches tinted."""
    pen = Pen(width)
    longest = max((len(r.text) for r in known.view.reports), default=1) or 1
    spans = copied(report.id, known.view.matches)
    _bar(pen, report, 0, 2, 8, width / longest, spans)
    share = _covered(spans, report)
    return pen.drawing(12, f"{share:.0%} of its reporting stands in other reports", "bar")


class _Column:
    """One report's words, cut into parts."""

    def __init__(
        self, report: Report, known: Known, anchors: dict[str, list[int]], tinted: list[Span], *, bar: bool = True
    ) -> None:
        self.report = report
        self.text = report.text[:LONGEST]
        self.prefix = known.anchor(report.id)
        self.at = anchors.get(report.id, [])
        self.tinted = _merged(tinted)
        self.furniture = _merged([(f.start, f.end) for f in report.furniture])
        self.bar = bar

    def parts(self, start: int, end: int) -> tuple[Part, ...]:
        """The words from ``start`` to ``end``, a part each line, furniture apart from reporting."""
        made: list[Part] = []
        for s, e in self._lines(start, min(end, len(self.text))):
            furniture = _inside((s + e) // 2, self.furniture)
            if furniture:
                made.append(Part("furniture", self._pieces(s, e, [])))
                continue
            inked = [(max(s, x), min(e, y), "same") for x, y in self.tinted if x < e and s < y]
            own = sum(c.isalnum() for c in self.text[s:e]) - sum(
                c.isalnum() for x, y, _ in inked for c in self.text[x:y]
            )
            made.append(Part("only" if self.bar and own >= FEWEST_LETTERS else "", self._pieces(s, e, inked)))
        if end > len(self.text) >= start and len(self.report.text) > len(self.text):
            rest = len(self.report.text) - len(self.text)
            made.append(Part("furniture", (Piece(f"{rest:,} more characters are not shown on this page."),)))
        return tuple(made)

    def passage(self, start: int, end: int, changes: Sequence[Change]) -> tuple[Part, ...]:
        """A copied stretch, its changed words marked."""
        made = []
        for s, e in self._lines(start, min(end, len(self.text))):
            inked: list[tuple[int, int, str]] = []
            at = s
            for c in changes:
                if s <= c.start and c.end <= e:
                    inked += [(at, c.start, "same"), (c.start, c.end, "weighs" if c.weighs else "changed")]
                    at = c.end
            inked.append((at, e, "same"))
            made.append(Part("same", self._pieces(s, e, inked)))
        return tuple(made)

    def _lines(self, start: int, end: int) -> Iterable[Span]:
        """The stretches between line breaks, cut at the edges of furniture, without white space at the ends."""
        if end <= start:
            return
        cuts = {start, end}
        cuts.update(at for s, e in self.furniture for at in (s, e) if start < at < end)
        for found in _BREAK.finditer(self.text, start, end):
            cuts.update(found.span())
        ordered = sorted(cuts)
        for s, e in pairwise(ordered):
            words = self.text[s:e]
            if words.strip():
                yield s + len(words) - len(words.lstrip()), e - len(words) + len(words.rstrip())

    def _pieces(self, start: int, end: int, inked: Sequence[tuple[int, int, str]]) -> tuple[Piece, ...]:
        """The words in pieces, cut wherever a mark or an anchor begins or ends."""
        here = self.at[bisect_left(self.at, start) : bisect_right(self.at, end - 1)]
        cuts = sorted({start, end, *here, *(at for s, e, _ in inked for at in (s, e) if start <= at <= end)})
        kinds = {s: kind for s, e, kind in inked if s < e}
        ends = sorted(inked)
        made, n = [], 0
        for s, e in pairwise(cuts):
            while n < len(ends) and ends[n][1] <= s:
                n += 1
            kind = kinds.get(s, ends[n][2] if n < len(ends) and ends[n][0] <= s else "")
            anchor = f"{self.prefix}-{s}" if here and s in here else None
            made.append(Piece(safe(self.text[s:e]), kind, anchor, s))
        return tuple(made)


def _same(match: Match, left: _Column, right: _Column) -> list[Row]:
    """A copied passage as rows, one a paragraph of the left report."""
    words = align(left.text, (match.a_start, match.a_end), right.text, (match.b_start, match.b_end))
    cuts = [(match.a_start, match.b_start)]
    for found in _BREAK.finditer(left.text, match.a_start, match.a_end):
        over = words.across(found.end())
        if over is not None:
            # What was changed at the head of a paragraph belongs to it: back to the line break, if one is there.
            brk = right.text.rfind("\n", words.before(found.end()) or match.b_start, over)
            over = brk + 1 if brk >= 0 else over
            if over > cuts[-1][1]:
                cuts.append((found.end(), over))
    cuts.append((match.a_end, match.b_end))
    made = []
    for (a, b), (a2, b2) in pairwise(cuts):
        made.append(Row(left.passage(a, a2, words.a), right.passage(b, b2, words.b), joined=True))
    return [row for row in made if row.left or row.right]


def _stop(text: str, at: int) -> int:
    """The place behind the punctuation that stands at ``at``."""
    found = _STOP.match(text, at)
    return found.end() if found else at


def _apart(left: tuple[Part, ...], right: tuple[Part, ...]) -> list[Row]:
    """What stands between two passages in either report: nothing of it is level."""
    return [Row(left, right)] if left or right else []


def _bar(pen: Pen, report: Report, left: float, y: float, thick: float, scale: float, spans: Iterable[Span]) -> None:
    pen.bar(left, y, max(len(report.text) * scale, 1), thick, "whole")
    for s, e in _merged(list(spans)):
        pen.bar(left + s * scale, y, max((e - s) * scale, 1), thick, "copied")


def _level(found: Sequence[Match]) -> list[Match]:
    """Those passages that stand in the same order in both reports, none overlapping: the most words of them."""
    best: list[int] = []
    back: list[int] = []
    for n, match in enumerate(found):
        before = [k for k in range(n) if found[k].a_end <= match.a_start and found[k].b_end <= match.b_start]
        k = max(before, key=lambda k: best[k], default=-1)
        best.append(match.a_end - match.a_start + (best[k] if k >= 0 else 0))
        back.append(k)
    n = max(range(len(found)), key=lambda k: best[k], default=-1)
    run = []
    while n >= 0:
        run.append(found[n])
        n = back[n]
    return run[::-1]


def _turned(match: Match) -> Match:
    return replace(
        match, a=match.b, a_start=match.b_start, a_end=match.b_end, b=match.a, b_start=match.a_start, b_end=match.a_end
    )


def _merged(spans: Sequence[Span]) -> list[Span]:
    made: list[Span] = []
    for s, e in sorted(spans):
        if made and s <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], e))
        elif s < e:
            made.append((s, e))
    return made


def _inside(at: int, spans: Sequence[Span]) -> bool:
    n = bisect_right(spans, (at, 1 << 60)) - 1
    return n >= 0 and spans[n][0] <= at < spans[n][1]


def _covered(spans: Sequence[Span], report: Report) -> float:
    """Which part of the report's reporting the spans cover."""
    reporting = _merged(list(report.paragraphs)) or [(0, len(report.text))]
    total = sum(e - s for s, e in reporting)
    covered = _merged(list(spans))
    # Characters under spans up to a place, so that each paragraph is looked up, not scanned.
    starts, sums = [s for s, _ in covered], [0]
    for s, e in covered:
        sums.append(sums[-1] + e - s)

    def under(at: int) -> int:
        n = bisect_right(starts, at)
        return sums[n] - max(0, covered[n - 1][1] - at) if n else 0

    return sum(under(e) - under(s) for s, e in reporting) / total if total else 0.0
