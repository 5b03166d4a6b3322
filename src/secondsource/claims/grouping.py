"""Statements into claims: one text in many reports is one, then like joins like, by the average of their likeness."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from secondsource.claims import denials
from secondsource.claims.casualties import differ
from secondsource.claims.copies import Copies
from secondsource.claims.denials import of_one_matter, opposed
from secondsource.claims.facts import Fact
from secondsource.claims.same import UNLIKELY, USUAL, Same, Verdict, Weights, judge, other_people, pair_up, worth
from secondsource.records import Judgement, Stance

# Terms that stand in more of a story's distinct statements than this propose no pairs on their own: they are what the
# story is about, and comparing all that share them is quadratic. Swept 20–120 on the labelled stories: no difference.
COMMON = 60
# What an average counts for two statements that share no telling word. Swept -6 to -2: hardly a difference.
STRANGERS = -4.0
# Pairs below this share of common weight are strangers: of the labelled pairs that say the same and share a term 6 %
# lie below, of the others 49 %.
WORTH_COMPARING = 0.12
SHORT = 3  # words below which the same words may say another thing
# The least part of a sentence that a statement in it must be for the sentence to be told by it.
PART = 0.25
# The least part from which the one statement in a sentence is told by the sentence, which has more to compare.
ONE = 0.5
# How many characters behind what it belongs to a fragment may begin: *said Ann Poe, who …* lies between.
BESIDE = 80
# Log-odds of one link from which what a report tells is counted among what the claim rests on; below, it may well say
# the same and is shown with the claim. Swept 0 to 1.3 with same.BIAS on both labelled sets: ranges exact .57 at 0,
# .61 to .64 from .7 to .9, then less.
COUNTED = 0.9
# A reader's word outweighs any sum of features.
DECREE = 1e6


@dataclass(slots=True)
class Group:
    """Positions of the facts that say the same, and why each after the first is among them."""

    members: list[int]
    why: dict[int, str] = field(default_factory=dict)
    loose: frozenset[int] = frozenset()  # those that may say the same, but not surely enough to count on it


Links = dict[tuple[int, int], Verdict]
"""A verdict for each pair of positions of facts, the lower first, that is worth comparing."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The facts in groups that say the same, ordered by their earliest member, and the pairs that contradict."""

    groups: tuple[Group, ...]
    contradictions: tuple[tuple[int, int], ...]


def group(facts: Sequence[Fact], copies: Copies, weights: Weights, judgements: Sequence[Judgement] = ()) -> Grouping:
    """Each fact in exactly one group; a reader's *same* and *different* win over what is found.

    A sentence and its clauses are never compared with each other. One that nobody else tells as a whole joins what
    it holds most of.
    """
    judged = {side for j in judgements if j.verdict in ("same", "different") for side in (j.a, j.b)}
    held = holders(facts, judged)
    alike = _one_text(facts, range(len(facts)), judged)
    firsts = [members[0] for members in alike]
    links = _links(facts, firsts, weights, copies)
    against = tuple(
        (firsts[x], firsts[y]) for (x, y), verdict in sorted(links.items()) if verdict.same is Same.CONTRADICTS
    )
    foes = {(x, y) for (x, y), verdict in links.items() if _foes(facts[firsts[x]], facts[firsts[y]], verdict)}
    foes -= _decree(facts, alike, links, judgements)
    number = {r: n for n, r in enumerate(dict.fromkeys(f.statement.report for f in facts))}
    clusters = _agglomerate([number[facts[i].statement.report] for i in firsts], links, _nested(facts, firsts), foes)
    why = _nearest(links)
    found = [_grouped(cluster, alike, why) for cluster in clusters]
    found = _join_holders(found, held)
    found = _join_denials(facts, found, _told_of(facts, alike, links))
    found = _join_fragments(found, _fragments(facts, judged))
    text_of = {i: k for k, same in enumerate(alike) for i in same}
    for g in found:
        g.loose = _loose(g.members, facts, text_of, links)
    return Grouping(tuple(sorted(found, key=lambda g: g.members[0])), against)


def _loose(members: Sequence[int], facts: Sequence[Fact], text_of: Mapping[int, int], links: Links) -> frozenset[int]:
    """The members that no sure link ties to those that most reports tell; what one report tells is tied together.

    None where nobody is said to have told it: of six such labelled claims five rest on more than the core shows, of 32
    others eight, since what links those is often no more than one matter that several speak of.
    """
    if len({facts[i].statement.report for i in members}) == 1 or not any(facts[i].statement.chain for i in members):
        return frozenset()
    ties: dict[int, set[int]] = {i: {i} for i in members}
    for n, i in enumerate(members):
        for j in members[n + 1 :]:
            if ties[i] is not ties[j] and _tied(facts[i], facts[j], text_of[i], text_of[j], links):
                ties[i] |= ties[j]
                for k in ties[j]:
                    ties[k] = ties[i]
    core = max(ties.values(), key=lambda tied: (len({facts[i].statement.report for i in tied}), len(tied), -min(tied)))
    return frozenset(members) - core


def _tied(a: Fact, b: Fact, x: int, y: int, links: Links) -> bool:
    if x == y or a.statement.report == b.statement.report or Stance.DENIES in (a.statement.stance, b.statement.stance):
        return True
    verdict = links.get((min(x, y), max(x, y)))
    return verdict is not None and verdict.score >= COUNTED


def _foes(a: Fact, b: Fact, verdict: Verdict) -> bool:
    """Whether the two can never be of one claim, whatever speaks for it."""
    if verdict.same is Same.CONTRADICTS or other_people(a, b) or differ(a.toll, b.toll):
        return True
    stances = {a.statement.stance, b.statement.stance}
    return stances == {Stance.DENIES, Stance.ASSERTS} and not of_one_matter(*sorted((a, b), key=_denies, reverse=True))


def _denies(fact: Fact) -> bool:
    return fact.statement.stance is Stance.DENIES


def holders(facts: Sequence[Fact], judged: Container[str] = ()) -> dict[int, int]:
    """Each fact that is told by another of its report → that one: a sentence by the greatest of its clauses."""
    by_report: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for i, fact in enumerate(facts):
        if fact.statement.content:
            outer = fact.statement.content[0][0], max(end for _, end in fact.statement.content)
            by_report[fact.statement.report].append((*outer, i))
    held: dict[int, int] = {}
    for row in by_report.values():
        row.sort(key=lambda spot: (spot[0], -spot[1]))
        for n, (start, end, i) in enumerate(row):
            inside = list(_inside(row, n, start, end)) if facts[i].statement.id not in judged else []
            if not inside:
                continue
            size, first = max((e - s, -k) for s, e, k in inside)
            alone = len(inside) == 1 and -first not in held and facts[-first].statement.id not in judged
            if alone and size >= ONE * (end - start):
                held[-first] = i
            else:
                held[i] = -first
    return held


def _inside(row: Sequence[tuple[int, int, int]], n: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The spots within ``start`` to ``end`` that are a part of it worth naming; ``row`` is sorted by their starts."""
    for spot in row[n + 1 :]:
        if spot[0] >= end:
            return
        if spot[1] <= end and PART * (end - start) <= spot[1] - spot[0] < end - start:
            yield spot


def _fragments(facts: Sequence[Fact], judged: Container[str]) -> dict[int, int]:
    """Each part of a sentence that tells nothing without it → the statement of its report that holds or precedes it."""
    rows: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for i, fact in enumerate(facts):
        if fact.statement.content:
            outer = fact.statement.content[0][0], max(end for _, end in fact.statement.content)
            rows[fact.statement.report].append((*outer, i))
    found: dict[int, int] = {}
    for row in rows.values():
        row.sort(key=lambda spot: (spot[0], -spot[1]))
        whole: tuple[int, int] | None = None  # the end and the position of the last that is no fragment
        for start, end, i in row:
            if not facts[i].fragment:
                if whole is None or end > whole[0]:
                    whole = end, i
            elif whole is not None and start - whole[0] <= BESIDE and facts[i].statement.id not in judged:
                found[i] = whole[1]
    return found


def _nested(facts: Sequence[Fact], firsts: Sequence[int]) -> set[tuple[int, int]]:
    """The pairs, by position in ``firsts``, of which one stands in the other's words."""
    by_report: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for k, i in enumerate(firsts):
        content = facts[i].statement.content
        if content:
            by_report[facts[i].statement.report].append((content[0][0], max(end for _, end in content), k))
    found: set[tuple[int, int]] = set()
    for row in by_report.values():
        row.sort()
        for n, (_, end, k) in enumerate(row):
            for start, _, other in row[n + 1 :]:
                if start >= end:
                    break
                found.add((min(k, other), max(k, other)))
    return found


def _join_holders(groups: Sequence[Group], held: Mapping[int, int]) -> list[Group]:
    """The groups; what nobody else tells joined to the sentence that holds it, or to the clause that it holds."""
    group_of = {i: g for g in groups for i in g.members}
    for found in groups:
        if not all(i in held for i in found.members):
            continue
        targets = {id(t): t for i in found.members if (t := group_of[held[i]]) is not found}
        if len(targets) == 1:
            _move(found, next(iter(targets.values())), group_of)
    for inner, outer in sorted(held.items()):
        alone, target = group_of[outer], group_of[inner]
        if alone is not target and alone.members == [outer]:
            _move(alone, target, group_of)
    for found in groups:
        found.members.sort()
        if found.members:
            found.why.pop(found.members[0], None)
    return [g for g in groups if g.members]


def _join_fragments(groups: Sequence[Group], fragments: Mapping[int, int]) -> list[Group]:
    """The groups; those of nothing but fragments joined to the claim of the sentence that they are of."""
    group_of = {i: g for g in groups for i in g.members}
    for found in groups:
        if found.members and all(i in fragments for i in found.members):
            target = group_of[fragments[found.members[0]]]
            if target is not found:
                _move(found, target, group_of)
    for found in groups:
        found.members.sort()
        if found.members:
            found.why.pop(found.members[0], None)
    return [g for g in groups if g.members]


def _move(found: Group, target: Group, group_of: dict[int, Group]) -> None:
    """Joins a group to another, whose sentence or clause it is."""
    for i in found.members:
        target.members.append(i)
        target.why[i] = "the sentence that holds it"
        group_of[i] = target
    found.members.clear()


# Log-odds from which a denial that stands alone is taken to be of what it is likest: that it denies something which is
# told speaks for a pair before any word does. Chosen by reading the labelled stories, not swept.
DENIED = -1.5
# What it adds that what is told speaks of the denial's subject: the rest of a denial is often set phrase and place.
ABOUT_IT = 1.5
# Of what a denial may be of nearly as well, it is taken to be of what most tell.
AS_GOOD = 0.3


Told = dict[int, list[tuple[float, int]]]
"""A denial → what it may be of, each with how likely it is."""


def _told_of(facts: Sequence[Fact], alike: Sequence[Sequence[int]], links: Links) -> Told:
    """Each denial → what others assert that it may be of."""
    found: Told = defaultdict(list)
    for (x, y), verdict in links.items():
        for denial, told in ((alike[x][0], alike[y][0]), (alike[y][0], alike[x][0])):
            stances = facts[denial].statement.stance, facts[told].statement.stance
            denied = (
                stances[0] is Stance.DENIES and verdict.score >= DENIED and of_one_matter(facts[denial], facts[told])
            )
            if stances[1] is Stance.ASSERTS and (denied or opposed(facts[denial], facts[told])):
                about = bool(facts[denial].subject & facts[told].terms)
                found[denial].append((verdict.score + ABOUT_IT * about, told))
    return found


def _join_denials(facts: Sequence[Fact], groups: Sequence[Group], nearest: Told) -> list[Group]:
    """The groups, a denial that stands alone moved to what it denies: what it is likest, or what it points back to."""
    group_of = {i: g for g in groups for i in g.members}
    for denial, told_of in nearest.items():
        least = max(score for score, _ in told_of) - AS_GOOD
        subject = facts[denial].subject
        tellers = {i: sum(bool(subject & facts[k].terms) for k in group_of[i].members) for _, i in told_of}
        told = max((i for score, i in told_of if score >= least), key=lambda i: (tellers[i], -i))
        old, new = group_of[denial], group_of[told]
        if old is not new and all(facts[i].statement.stance is Stance.DENIES or facts[i].turned for i in old.members):
            old.members.remove(denial)
            new.members.append(denial)
            new.why[denial] = "it rejects what they say"
            group_of[denial] = new
    numbered = {i: n for n, g in enumerate(groups) for i in g.members}
    for denial, told in denials.targets(facts, numbered, [g.members for g in groups]).items():
        old, new = group_of[denial], group_of[told]
        if old is not new:
            old.members.remove(denial)
            new.members.append(denial)
            new.why[denial] = "it rejects what was said just before it"
    for g in groups:
        g.members.sort()
        if g.members:
            g.why.pop(g.members[0], None)
    return [g for g in groups if g.members]


def weigh(facts: Sequence[Fact], sentences: Iterable[frozenset[str]] = ()) -> Weights:
    """How much each term tells in this story: the fewer distinct sentences and statements have it, the more."""
    texts = list(sentences)
    said = Counter(term for _, term in {(fact.key, term) for fact in facts for term in fact.terms})
    distinct = len({fact.key for fact in facts})
    stands = Counter(term for text in texts for term in text)
    return {term: math.log(1 + max(len(texts), distinct) / max(n, stands[term])) for term, n in said.items()}


def _one_text(facts: Sequence[Fact], positions: Iterable[int], judged: Container[str]) -> list[list[int]]:
    """Positions of facts with the same words: compared once. Fragments and what a reader judged stay on their own."""
    by_key: dict[object, list[int]] = defaultdict(list)
    for i in positions:
        fact = facts[i]
        alone: object = (fact.key, fact.statement.report) if len(fact.words) < SHORT else fact.key
        by_key[fact.statement.id if fact.statement.id in judged else alone].append(i)
    return list(by_key.values())


def _links(facts: Sequence[Fact], firsts: Sequence[int], weights: Weights, copies: Copies) -> Links:
    """A verdict for each pair that shares enough telling words, or a copied passage, to be worth comparing."""
    having: dict[str, list[int]] = defaultdict(list)
    for k, i in enumerate(firsts):
        for term in facts[i].terms:
            having[term].append(k)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for term in sorted(having):
        ks = having[term]
        if len(ks) <= COMMON:
            for n, x in enumerate(ks):
                for y in ks[n + 1 :]:
                    shared[x, y] += weights[term]
    worths = [worth(facts[i].terms, weights) for i in firsts]
    roots = [math.sqrt(worth) for worth in worths]
    cosines = {
        (x, y): weight / (roots[x] * roots[y])
        for (x, y), weight in shared.items()
        if weight > 0
        and weight >= WORTH_COMPARING * roots[x] * roots[y]
        and not _only_times(facts[firsts[x]], facts[firsts[y]])
    }
    nearest = _Nearest(cosines, [facts[i].statement.report for i in firsts])
    top = max(weights.values(), default=0.0)
    links: Links = {}
    for x, y in cosines:
        a, b = facts[firsts[x]], facts[firsts[y]]
        copied = copies.share(a.statement, b.statement)
        links[x, y] = judge(pair_up(a, b, weights, (worths[x], worths[y]), top, copied, nearest.of(x, y)))
    return links


def _only_times(a: Fact, b: Fact) -> bool:
    """Whether nothing ties the two but a time: what else happened *on Tuesday night* is no claim of that night."""
    return a.terms & b.terms <= a.timed | b.timed


class _Nearest:
    """For each text, how near the nearest of every other report comes to it."""

    def __init__(self, cosines: Mapping[tuple[int, int], float], reports: Sequence[str]) -> None:
        self._cosines = cosines
        self._reports = reports
        self._best: dict[tuple[int, str], float] = {}
        for (x, y), cosine in cosines.items():
            for one, other in ((x, y), (y, x)):
                key = one, reports[other]
                self._best[key] = max(cosine, self._best.get(key, 0.0))

    def of(self, x: int, y: int) -> float:
        """How near x and y are, of the nearest that either's report has for the other (1: they are the nearest)."""
        if self._reports[x] == self._reports[y]:
            return USUAL
        return self._cosines[x, y] / max(self._best[x, self._reports[y]], self._best[y, self._reports[x]])


def _decree(
    facts: Sequence[Fact], alike: Sequence[Sequence[int]], links: Links, judgements: Sequence[Judgement]
) -> set[tuple[int, int]]:
    """The pairs of which a reader's *same* or *different* is put in the place of what was found; the last word wins."""
    decreed: set[tuple[int, int]] = set()
    at = {facts[i].statement.id: k for k, members in enumerate(alike) for i in members}
    for judgement in judgements:
        if judgement.verdict in ("same", "different") and {judgement.a, judgement.b} <= at.keys():
            x, y = sorted((at[judgement.a], at[judgement.b]))
            decreed.add((x, y))
            same = judgement.verdict == "same"
            links[x, y] = Verdict(
                Same.SAME if same else Same.DIFFERENT,
                DECREE if same else -DECREE,
                "a reader said so" if same else "a reader said that they differ",
            )
    return decreed


Best = dict[tuple[int, int], float]
"""A report of one cluster, a report of another → the best link between what the two tell there."""


def _agglomerate(
    reports: Sequence[int],
    links: Links,
    nested: Collection[tuple[int, int]],
    foes: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """Average link over reports: the two nearest clusters join while what speaks for it outweighs what speaks against.

    ``reports`` has the report of each text. Of the many ways in which a report says a thing, sentence, clause and
    again, the one that is nearest to the other report's counts. A sentence and its clause say nothing for or against
    each other. ``foes`` are never joined, by whatever others.
    """
    clusters = _Clusters(reports, links, nested, foes)
    heap = clusters.nearest()
    heapq.heapify(heap)
    while heap:
        _, x, y = heapq.heappop(heap)
        if clusters.may_join(x, y):
            for row in clusters.join(x, y):
                heapq.heappush(heap, row)
    return [sorted(ks) for ks in clusters.members.values()]


class _Clusters:
    """Clusters by number, with what links them: two that join get a number of their own."""

    def __init__(
        self,
        reports: Sequence[int],
        links: Links,
        nested: Collection[tuple[int, int]],
        foes: Iterable[tuple[int, int]],
    ) -> None:
        self.members = {k: [k] for k in range(len(reports))}
        self._told = {k: {report} for k, report in enumerate(reports)}
        self._near: dict[int, dict[int, Best]] = defaultdict(dict)
        self._apart = _both_ways(nested)
        self._never = _both_ways(foes)
        for (x, y), verdict in links.items():
            if (x, y) not in nested:
                self._near[x][y] = {(reports[x], reports[y]): verdict.score}
                self._near[y][x] = {(reports[y], reports[x]): verdict.score}

    def nearest(self) -> list[tuple[float, int, int]]:
        """The pairs of single texts that are worth joining, with the cost of each."""
        pairs = ((x, y, best) for x, row in self._near.items() for y, best in row.items() if x < y)
        return [(-score, x, y) for x, y, best in pairs for score in best.values() if score > 0]

    def may_join(self, x: int, y: int) -> bool:
        """Whether both still are, and nothing forbids it."""
        return x in self.members and y in self.members and y not in self._never[x]

    def join(self, x: int, y: int) -> Iterator[tuple[float, int, int]]:
        """Joins two; the new pairs worth joining, with the cost of each."""
        fresh = max(x, y, self._last()) + 1
        self.members[fresh] = self.members.pop(x) + self.members.pop(y)
        self._told[fresh] = self._told.pop(x) | self._told.pop(y)
        for among in (self._never, self._apart):
            among[fresh] = among.pop(x, set()) | among.pop(y, set())
            for z in among[fresh]:
                among[z].add(fresh)
        self._near[fresh] = self._added(self._near.pop(x, {}), self._near.pop(y, {}))
        for z, best in self._near[fresh].items():
            row = self._near[z]
            row[fresh] = {(b, a): score for (a, b), score in best.items()}
            row.pop(x, None)
            row.pop(y, None)
            if (average := self._average(fresh, z, best)) > 0:
                yield -average, z, fresh

    def _last(self) -> int:
        return next(reversed(self.members))

    def _added(self, one: Mapping[int, Best], other: Mapping[int, Best]) -> dict[int, Best]:
        total: dict[int, Best] = {}
        for row in (one, other):
            for z, best in row.items():
                if z in self.members:
                    into = total.setdefault(z, {})
                    for pair, score in best.items():
                        into[pair] = max(score, into.get(pair, score))
        return total

    def _average(self, x: int, y: int, best: Best) -> float:
        """The mean, over pairs of a report of the one and a report of the other, of their best link."""
        pairs = len(self._told[x]) * len(self._told[y])
        if y in self._apart[x]:  # a report that tells a sentence here and its clause there
            pairs -= sum((r, r) not in best for r in self._told[x] & self._told[y])
        return (math.fsum(best.values()) + STRANGERS * (pairs - len(best))) / pairs if pairs else STRANGERS


def _both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for x, y in pairs:
        found[x].add(y)
        found[y].add(x)
    return found


Nearest = dict[int, list[tuple[float, int, Verdict]]]


def _nearest(links: Links) -> Nearest:
    """For each text its likeliest partners, best first, with what speaks for them."""
    rows: Nearest = defaultdict(list)
    for (x, y), verdict in links.items():
        if verdict.score >= 2 * UNLIKELY:
            rows[x].append((verdict.score, y, verdict))
            rows[y].append((verdict.score, x, verdict))
    for row in rows.values():
        row.sort(key=lambda partner: (-partner[0], partner[1]))
    return rows


def _grouped(cluster: Sequence[int], alike: Sequence[Sequence[int]], nearest: Nearest) -> Group:
    inside = set(cluster)
    why: dict[int, str] = {}
    for k in cluster:
        best = next((verdict.why for _, partner, verdict in nearest.get(k, ()) if partner in inside), "")
        for n, i in enumerate(alike[k]):
            why[i] = "the same words" if n else (best or "it is close to the others")
    members = sorted(why)
    return Group(members, {i: why[i] for i in members[1:]})
