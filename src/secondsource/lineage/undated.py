"""Holders of one text that give no dates: who copied whom, as far as the texts themselves show.

Each is joined to those that it shares most with (the heaviest spanning tree: a copy is nearest to what it was copied
from). What the edges can't tell is which end of the tree is the original; three things speak for a report: it goes on
where the copies stop, the copies add what it hasn't, and it stands in the middle of the tree (Shah and Zaman 2011:
what spreads from hand to hand spreads to all sides).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import Pair, length, reporting, union, without
from secondsource.lineage.texts import Text

# What a report has more than its neighbour in the tree counts in proportion, up to this much: some 80 characters are
# a sentence.
A_SENTENCE = 80
MOST = 1.5

# How much more two reports seem to share that print quotation marks in the same form.
PRINTED_ALIKE = 1.02

# How much what only one of two reports has takes away from what they share: of two that a copy may be from, the one
# that stops where it stops is likelier. Swept 0–.3: flat up to .1, worse from then on.
NOT_SHARED = 0.03

# How much being in the middle counts, beside what the texts show. Swept on planted trees without dates, invented and of
# newswire: edge F1 .842 and .644 with .5, .877 and .683 with 1, .887 and .702 with 2, .901 and .716 with 4.
CENTRE = 3.0

# Log-odds from which on an edge is surer than not.
CLEAR = 1.0

# Texts that differ by less than this everywhere are one text: nothing tells who copied whom.
ALIKE = 0.995


@dataclass(frozen=True, slots=True)
class Copied:
    """``child`` is likely from ``parent``; ``clear`` is how much likelier than the other way round, as log-odds."""

    child: int
    parent: int
    clear: float
    only_parent: int  # characters of the parent that the child hasn't
    only_child: int  # and the other way round


def telling(rest: Sequence[int], text: Text, known: Facts) -> bool:
    """Whether these holders differ enough for the texts to show who copied whom.

    Of two, one must have all that the other has, and more: with words of its own either may be from a third.
    """
    inside = set(rest)
    pairs = [p for p in text.pairs if p.first in inside and p.second in inside]
    if len(rest) == 2:
        least, most = sorted(more(r, pairs[0], known) for r in rest) if pairs else (0, 0)
        return least < A_SENTENCE / 2 and most >= A_SENTENCE
    return any(p.similarity < ALIKE or more(r, p, known) >= A_SENTENCE for p in pairs for r in (p.first, p.second))


def trees(rest: Sequence[int], text: Text, known: Facts) -> list[Copied]:
    """From whom each of these holders likely has its text; of those that hang together one has it from nobody here."""
    near: dict[int, list[int]] = {r: [] for r in rest}
    lean: dict[tuple[int, int], float] = {}
    extra: dict[tuple[int, int], int] = {}
    for pair in _spanning(rest, text, known):
        a, b = pair.first, pair.second
        near[a].append(b)
        near[b].append(a)
        extra[a, b], extra[b, a] = more(a, pair, known), more(b, pair, known)
        leaning = max(-MOST, min(MOST, (extra[a, b] - extra[b, a]) / A_SENTENCE))
        lean[a, b], lean[b, a] = leaning, -leaning
    out: list[Copied] = []
    seen: set[int] = set()
    for r in rest:
        if r not in seen:
            scores = _scores(r, near, lean)
            seen.update(scores)
            out += _below(max(scores, key=lambda s: (scores[s], -s)), near, scores, extra)
    return out


def _below(
    root: int, near: dict[int, list[int]], scores: dict[int, float], extra: dict[tuple[int, int], int]
) -> list[Copied]:
    out: list[Copied] = []
    todo = [(root, -1)]
    while todo:
        parent, above = todo.pop()
        for child in near[parent]:
            if child != above:
                clear = scores[parent] - scores[child]
                out.append(Copied(child, parent, clear, extra[parent, child], extra[child, parent]))
                todo.append((child, parent))
    return out


def _spanning(rest: Sequence[int], text: Text, known: Facts) -> list[Pair]:
    """The pairs of the heaviest spanning tree, by how much is equal (Kruskal 1956)."""
    inside = set(rest)
    over = {r: r for r in rest}

    def top(r: int) -> int:
        while over[r] != r:
            over[r] = over[over[r]]
            r = over[r]
        return r

    def weight(pair: Pair) -> float:
        alike = PRINTED_ALIKE if known.printed_alike(pair.first, pair.second) else 1
        return alike * pair.equal - NOT_SHARED * (more(pair.first, pair, known) + more(pair.second, pair, known))

    kept = []
    for pair in sorted(text.pairs, key=lambda p: (-weight(p), p.first, p.second)):
        if pair.first in inside and pair.second in inside and top(pair.first) != top(pair.second):
            over[top(pair.first)] = top(pair.second)
            kept.append(pair)
    return kept


def more(report: int, pair: Pair, known: Facts) -> int:
    """How many characters of a report's reporting don't stand in the other report of the pair."""
    whole = reporting(known.reports[report])
    return length(without(whole, union(pair.spans(report))))


def _scores(first: int, near: dict[int, list[int]], lean: dict[tuple[int, int], float]) -> dict[int, float]:
    """How likely each holder that hangs together with the first is the original: log-odds, to be compared only."""
    order: list[tuple[int, int]] = []
    todo = [(first, -1)]
    while todo:
        r, above = todo.pop()
        order.append((r, above))
        todo += [(n, r) for n in near[r] if n != above]
    below = dict.fromkeys((r for r, _ in order), 1)
    for r, above in reversed(order[1:]):
        below[above] += below[r]
    scores = {first: 0.0}
    for r, above in order[1:]:
        centre = math.log(below[r] / (len(order) - below[r]))
        scores[r] = scores[above] + lean[r, above] + CENTRE * centre
    return scores
