"""What a reader said of two statements, the same or not: it holds for their parts, and nothing found outweighs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondsource.claims.facts import Fact
from secondsource.claims.parts import overlap
from secondsource.records import Judgement

Pair = tuple[int, int]
"""Positions of two facts, the lower first."""


@dataclass(frozen=True, slots=True)
class Decrees:
    """The pairs that a reader called the same or not, and the ids of all statements that this is about."""

    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    judged: frozenset[str] = frozenset()

    def part(self, some: Sequence[int], others: Sequence[int]) -> bool:
        """Whether any of some facts is kept apart from any of the others."""
        return bool(self.apart) and any(_pair(one, other) in self.apart for one in some for other in others)


def read(facts: Sequence[Fact], judgements: Sequence[Judgement]) -> Decrees:
    """The reader's last word on each two statements that are at hand.

    Who says that a sentence is not the claim means its clauses with it, unless it is one of them that is compared.
    """
    at = {f.statement.id: i for i, f in enumerate(facts)}
    last: dict[Pair, str] = {}
    for judgement in judgements:
        if judgement.verdict in ("same", "different") and {judgement.a, judgement.b} <= at.keys():
            last[_pair(at[judgement.a], at[judgement.b])] = judgement.verdict
    same = frozenset(pair for pair, verdict in last.items() if verdict == "same")
    apart = {
        _pair(x, y)
        for (i, j), verdict in last.items()
        if verdict == "different"
        for x in _with_parts(facts, i, j)
        for y in _with_parts(facts, j, i)
    } - same
    judged = frozenset(facts[i].statement.id for pair in same | apart for i in pair)
    return Decrees(same, frozenset(apart), judged)


def texts(pairs: frozenset[Pair], number: Mapping[int, int]) -> set[Pair]:
    """The pairs by the numbers of their texts."""
    return {_pair(number[x], number[y]) for x, y in pairs}


def _with_parts(facts: Sequence[Fact], i: int, other: int) -> list[int]:
    """The fact and what shares words with it, unless it shares words with the other."""
    if overlap(facts[i], facts[other]):
        return [i]
    return [
        k for k, fact in enumerate(facts) if k == i or (overlap(fact, facts[i]) and not overlap(fact, facts[other]))
    ]


def _pair(x: int, y: int) -> Pair:
    return (x, y) if x < y else (y, x)
