"""Pairs of reports to the texts that were handed on, each with all who hold it.

A report may carry parts of two texts, so it is pairs that are put together, not reports: two pairs of a report belong
to one text where they share a good part of that report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import Pair, common, length, union
from secondsource.records import Span

# Share of the smaller of two pairs' spans in a report that makes them one text. Half is too strict where one outlet
# cuts the head and another the tail; below a fifth a single shared background paragraph would join two texts.
ONE_TEXT = 0.3


@dataclass(slots=True)
class Text:
    """A text that was handed on: the pairs of reports that show it, and what each of its holders has of it."""

    pairs: list[Pair]
    holders: dict[int, list[Span]] = field(default_factory=dict)
    of: dict[int, list[Pair]] = field(default_factory=dict)  # the pairs of each holder
    by_holders: dict[tuple[int, int], Pair] = field(default_factory=dict)
    credited: set[int] = field(default_factory=set)  # holders that credit an agency, of which this is the larger text

    def between(self, a: int, b: int) -> Pair | None:
        """The pair of these two holders, or None where they share nothing."""
        return self.by_holders.get((min(a, b), max(a, b)))

    def add(self, pair: Pair) -> None:
        """Adds what two more of the holders share."""
        self.pairs.append(pair)
        self.by_holders[pair.first, pair.second] = pair
        for report in (pair.first, pair.second):
            self.of[report].append(pair)


def texts(found: Sequence[Pair], known: Facts) -> list[Text]:
    """The texts that were handed on, in the order of the second earliest holder of each."""
    roots = list(range(len(found)))
    of: dict[int, list[int]] = defaultdict(list)
    for k, pair in enumerate(found):
        of[pair.first].append(k)
        of[pair.second].append(k)
    for report, members in of.items():
        _link(report, members, found, roots)
    grouped: dict[int, list[Pair]] = defaultdict(list)
    for k, pair in enumerate(found):
        grouped[_root(roots, k)].append(pair)
    made = sorted(map(_text, grouped.values()), key=lambda t: (sorted(t.holders)[1], sorted(t.holders)))
    _credit(made, known)
    return made


def _credit(made: Sequence[Text], known: Facts) -> None:
    """Tells each text which of its holders credit it: a credit is for the larger part of a report."""
    main: dict[int, Text] = {}
    for text in made:
        for report, spans in text.holders.items():
            if known.credits(report) and (report not in main or length(spans) > length(main[report].holders[report])):
                main[report] = text
    for report, text in main.items():
        text.credited.add(report)


def _link(report: int, members: list[int], found: Sequence[Pair], roots: list[int]) -> None:
    """Joins the pairs of one report that overlap in it, larger ones first: few are then enough to compare with."""
    spans = {k: union(found[k].spans(report)) for k in members}
    sizes = {k: length(spans[k]) for k in members}
    heads: list[int] = []
    for k in sorted(members, key=lambda k: (-sizes[k], k)):
        joined = False
        for head in heads:
            if length(common(spans[k], spans[head])) >= ONE_TEXT * sizes[k]:  # a head is the larger one
                roots[_root(roots, k)] = _root(roots, head)
                joined = True
        if not joined:
            heads.append(k)


def _root(roots: list[int], k: int) -> int:
    while roots[k] != k:
        roots[k] = roots[roots[k]]
        k = roots[k]
    return k


def _text(members: list[Pair]) -> Text:
    text = Text(members, by_holders={(p.first, p.second): p for p in members})
    spans: dict[int, list[Span]] = defaultdict(list)
    for pair in members:
        for report in (pair.first, pair.second):
            spans[report] += pair.spans(report)
            text.of.setdefault(report, []).append(pair)
    text.holders = {report: union(spans[report]) for report in sorted(spans)}
    return text
