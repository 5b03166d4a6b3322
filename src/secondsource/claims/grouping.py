"""Statements into claims: one text in many reports is one, then like joins like, by the average of what speaks for it."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from secondsource.claims.copies import Copies
from secondsource.claims.facts import Fact
from secondsource.claims.same import Same, Verdict, Weights, compare
from secondsource.records import Judgement

# Terms that stand in more of a story's distinct statements than this propose no pairs on their own: they are what the
# story is about. Swept 20–200 on the labelled stories: no claim lost from 40 up.
COMMON = 60
# What an average counts for two statements that share no telling word.
STRANGERS = -6.0
# A reader's word outweighs any sum of features.
DECREE = 1e6


@dataclass(slots=True)
class Group:
    """Positions of the facts that say the same, and why each after the first is among them."""

    members: list[int]
    why: dict[int, str] = field(default_factory=dict)


def group(
    facts: Sequence[Fact], copies: Copies, weights: Weights, judgements: Sequence[Judgement] = ()
) -> tuple[Group, ...]:
    """The facts in groups that say the same, ordered by their earliest member."""
    alike = _one_text(facts)
    firsts = [members[0] for members in alike]
    links = _links(facts, firsts, weights, copies)
    _decree(facts, alike, links, judgements)
    clusters = _agglomerate(len(firsts), links)
    found = [_grouped(cluster, alike, links) for cluster in clusters]
    return tuple(sorted(found, key=lambda g: g.members[0]))


def weigh(facts: Sequence[Fact], sentences: Iterable[frozenset[str]] = ()) -> Weights:
    """How much each term tells in this story: the fewer distinct sentences and statements have it, the more."""
    texts = list(sentences)
    distinct = {fact.key: fact for fact in facts}.values()
    said = Counter(term for fact in distinct for term in fact.terms)
    stands = Counter(term for text in texts for term in text)
    return {
        term: math.log(1 + max(len(texts), len(distinct)) / max(n, stands[term]))
        for term, n in said.items()
    }


def _one_text(facts: Sequence[Fact]) -> list[list[int]]:
    """Positions of facts with the same words: compared once. Fragments stay on their own."""
    by_key: dict[object, list[int]] = defaultdict(list)
    for i, fact in enumerate(facts):
        by_key[fact.key if len(fact.words) > 2 else (fact.key, fact.statement.report)].append(i)
    return list(by_key.values())


Links = dict[tuple[int, int], Verdict]


def _links(facts: Sequence[Fact], firsts: Sequence[int], weights: Weights, copies: Copies) -> Links:
    """A verdict for each pair that shares a telling word or a copied passage."""
    holders: dict[str, list[int]] = defaultdict(list)
    for k, i in enumerate(firsts):
        for term in facts[i].terms:
            holders[term].append(k)
    pairs: Counter[tuple[int, int]] = Counter()
    for ks in holders.values():
        if len(ks) <= COMMON:
            pairs.update((x, y) for n, x in enumerate(ks) for y in ks[n + 1 :])
    links: Links = {}
    for x, y in pairs:
        a, b = facts[firsts[x]], facts[firsts[y]]
        links[x, y] = compare(a, b, weights, copies.share(a.statement, b.statement))
    return links


def _decree(
    facts: Sequence[Fact], alike: Sequence[Sequence[int]], links: Links, judgements: Sequence[Judgement]
) -> None:
    """Puts a reader's *same* and *different* in the place of what was found; the last word on a pair wins."""
    at = {facts[i].statement.id: k for k, members in enumerate(alike) for i in members}
    for judgement in judgements:
        if judgement.verdict in ("same", "different") and {judgement.a, judgement.b} <= at.keys():
            x, y = sorted((at[judgement.a], at[judgement.b]))
            same = judgement.verdict == "same"
            links[x, y] = Verdict(
                Same.SAME if same else Same.DIFFERENT,
                DECREE if same else -DECREE,
                "a reader said so" if same else "a reader said that they differ",
            )


def _agglomerate(n: int, links: Links) -> list[list[int]]:
    """Average link: the two nearest clusters join while what speaks for it outweighs what speaks against."""
    members = {k: [k] for k in range(n)}
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for (x, y), verdict in links.items():
        near[x][y] = near[y][x] = verdict.score - STRANGERS
    heap = [(-score - STRANGERS, x, y) for x, row in near.items() for y, score in row.items() if x < y]
    heap = [row for row in heap if row[0] < 0]
    heapq.heapify(heap)
    fresh = n
    while heap:
        cost, x, y = heapq.heappop(heap)
        if cost >= 0 or x not in members or y not in members:
            continue
        members[fresh] = members.pop(x) + members.pop(y)
        near[fresh] = _added(near.pop(x), near.pop(y), members)
        for z, total in near[fresh].items():
            near[z][fresh] = total
            average = total / (len(members[fresh]) * len(members[z])) + STRANGERS
            if average > 0:
                heapq.heappush(heap, (-average, z, fresh))
        fresh += 1
    return [sorted(ks) for ks in members.values()]


def _added(one: Mapping[int, float], other: Mapping[int, float], members: Mapping[int, object]) -> dict[int, float]:
    total: dict[int, float] = {}
    for row in (one, other):
        for z, score in row.items():
            if z in members:
                total[z] = total.get(z, 0.0) + score
    return total


def _grouped(cluster: Sequence[int], alike: Sequence[Sequence[int]], links: Links) -> Group:
    members = sorted(i for k in cluster for i in alike[k])
    why: dict[int, str] = {}
    for k in cluster:
        best = max((v for (x, y), v in links.items() if k in (x, y) and {x, y} <= set(cluster)), key=_score, default=None) if len(cluster) > 1 else None
        for n, i in enumerate(alike[k]):
            why[i] = "the same words" if n or best is None else best.why or "its words are close"
    return Group(members, {i: why[i] for i in members[1:]})


def _score(verdict: Verdict) -> float:
    return verdict.score
