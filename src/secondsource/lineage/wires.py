"""Unseen texts: which holders have theirs from one and the same, what it is called, and its number.

A text and another that a round-up put beside it are handed on together from there on, and hang together by those copies
only: what their own holders have in common tells the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import union
from secondsource.lineage.parents import Parent
from secondsource.lineage.texts import Text


class Wires:
    """The unseen texts of a pile, numbered in the order in which they are met."""

    def __init__(self, known: Facts) -> None:
        self._known = known
        self._numbers: dict[tuple[int, str | None], int] = {}
        self._last = 0

    def name(self, unseen: Sequence[Parent], text: Text) -> dict[int, tuple[str, str | None]]:
        """For each of these children its unseen text: ``wire:N``, and the agency that most of its children credit."""
        found = {}
        for children in together([p.child for p in unseen], text):
            agency = self._agency(children)
            number = self._number(children, agency)
            found.update(dict.fromkeys(children, (f"wire:{number}", agency)))
        return found

    def _agency(self, children: Sequence[int]) -> str | None:
        named = [n for c in children for n in self._known.credits(c) if n]
        return max(named, key=lambda n: (named.count(n), -named.index(n)), default=None)

    def _number(self, children: Sequence[int], agency: str | None) -> int:
        """The number that one of them gave before: two parts of one dispatch that it credits are from one text."""
        before = (self._numbers.get((c, agency)) for c in children if self._known.credits(c))
        number = next((n for n in before if n), None)
        if number is None:
            number = self._last = self._last + 1
        self._numbers.update({(c, agency): number for c in children})
        return number


def together(children: Sequence[int], text: Text) -> list[list[int]]:
    """The children in groups that have something in common, be it by way of what a third holder has."""
    over = {c: c for c in children}

    def top(r: int) -> int:
        while over[r] != r:
            over[r] = over[over[r]]
            r = over[r]
        return r

    for holder in text.holders:
        pairs = [(p.other(holder), p) for p in text.of[holder] if p.other(holder) in over]
        spans = [(start, end, child) for child, pair in pairs for start, end in union(pair.spans(holder))]
        if holder in over:
            spans += [(s, e, holder) for s, e in text.holders[holder]]
        reached = 0
        for (_, end, one), (start, _, other) in pairwise(sorted(spans)):
            reached = max(reached, end)
            if start < reached:
                over[top(other)] = top(one)
    groups: dict[int, list[int]] = {}
    for c in children:
        groups.setdefault(top(c), []).append(c)
    return list(groups.values())
