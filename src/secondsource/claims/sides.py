"""The sides of a disagreement: where each is told, and what each rests on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from secondsource.claims.facts import Fact
from secondsource.records import Claim, Entity, Side, Span, Spot, TimeExpression


class Placed(Protocol):
    """Whatever stands at a place in a report."""

    @property
    def report(self) -> str:
        """The report's id."""

    @property
    def start(self) -> int:
        """Where it begins, in characters."""

    @property
    def end(self) -> int:
        """Where it ends."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the story's statements tell, their claims, the pairs that contradict each other, its names and times."""

    facts: Sequence[Fact]
    claims: Sequence[Claim]
    contradictions: Sequence[tuple[Fact, Fact]]
    entities: Sequence[Entity] = ()
    dates: Sequence[TimeExpression] = ()


class Origins:
    """What any place in a report rests on: the range of the claim that is told there."""

    def __init__(self, told: Told) -> None:
        claim_of = {sid: claim for claim in told.claims for sid in claim.statements}
        self._at: dict[str, list[tuple[int, int, Claim]]] = {}
        for fact in told.facts:
            for start, end in fact.statement.content:
                row = self._at.setdefault(fact.statement.report, [])
                row.append((start, end, claim_of[fact.statement.id]))
        for row in self._at.values():
            row.sort(key=lambda spot: spot[:2])

    def of(self, spots: Sequence[Spot]) -> tuple[int, int]:
        """The range of a side: of the best supported claim at its spots, at most one origin for each report."""
        ranges = [claim.independent_origins for spot in spots for claim in self._claims(spot)]
        reports = len({spot.report for spot in spots})
        low, high = max(ranges, default=(min(1, reports), reports))
        return min(low, reports), min(high, reports)

    def side(self, value: str, told: Iterable[Placed]) -> Side:
        """The side that is told at the places."""
        spots = tuple(Spot(t.report, t.start, t.end) for t in told)
        return Side(value, spots, self.of(spots))

    def _claims(self, spot: Spot) -> Iterator[Claim]:
        row = self._at.get(spot.report, [])
        for start, end, claim in row[: bisect_left(row, spot.end, key=lambda r: r[0])]:
            if start < spot.end and spot.start < end:
                yield claim


def spots_of(facts: Iterable[Fact]) -> tuple[Spot, ...]:
    """Where the facts are told, each from its first word to its last."""
    return tuple(Spot(f.statement.report, *_outer(f.statement.content)) for f in facts if f.statement.content)


def _outer(content: Sequence[Span]) -> Span:
    return content[0][0], max(end for _, end in content)


def short(text: str) -> str:
    """The words that a conflict is about, cut at a word where they are many."""
    return text if len(text) <= LONGEST else text[: text.rfind(" ", 0, LONGEST)] + " …"


LONGEST = 160  # letters of what a conflict is about
