"""Statements into claims: one text in many reports is one, then like joins like, by the average of their likeness."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from secondsource.claims import decrees, denials, parts
from secondsource.claims.casualties import differ
from secondsource.claims.clusters import agglomerate
from secondsource.claims.copies import Copies
from secondsource.claims.decrees import Decrees
from secondsource.claims.denials import of_one_matter, opposed
from secondsource.claims.facts import Fact
from secondsource.claims.same import UNLIKELY, USUAL, Same, Verdict, Weights, judge, other_people, pair_up, worth
from secondsource.records import Judgement, Stance

# Terms that stand in more of a story's distinct statements than this propose no pairs on their own: they are what the
# story is about, and comparing all that share them is quadratic. Swept 20–120 on the labelled stories: no difference.
COMMON = 60
# Pairs below this share of common weight are strangers: of the labelled pairs that say the same and share a term 6 %
# lie below, of the others 49 %.
WORTH_COMPARING = 0.12
SHORT = 3  # words below which the same words may say another thing
# Log-odds of one link from which what a report tells is counted among what the claim rests on; below, it may well say
# the same and is shown with the claim. Swept 0 to 1.3 with same.BIAS on both labelled sets: ranges exact .57 at 0,
# .61 to .64 from .7 to .9, then less.
COUNTED = 0.9
# A reader's word outweighs any sum of features.
DECREE = Verdict(Same.SAME, 1e6, "a reader said so")


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
    decreed = decrees.read(facts, judgements)
    held = parts.holders(facts, decreed.judged)
    alike = _one_text(facts, range(len(facts)), decreed.judged)
    text_of = {i: k for k, same in enumerate(alike) for i in same}
    firsts = [members[0] for members in alike]
    links = _links(facts, firsts, weights, copies)
    against = tuple(
        (firsts[x], firsts[y]) for (x, y), verdict in sorted(links.items()) if verdict.same is Same.CONTRADICTS
    )
    foes = {(x, y) for (x, y), verdict in links.items() if _foes(facts[firsts[x]], facts[firsts[y]], verdict)}
    same, apart = (decrees.texts(pairs, text_of) for pairs in (decreed.same, decreed.apart))
    links.update(dict.fromkeys(same, DECREE))
    foes = (foes | apart) - same
    number = {r: n for n, r in enumerate(dict.fromkeys(f.statement.report for f in facts))}
    scores = {pair: verdict.score for pair, verdict in links.items()}
    nested = parts.overlapping(facts, firsts) - same
    clusters = agglomerate([number[facts[i].statement.report] for i in firsts], scores, nested, foes)
    why = _nearest(links, clusters)
    found = [_grouped(cluster, alike, why) for cluster in clusters]
    found = _join_holders(facts, found, held, decreed)
    found = _join_denials(facts, found, _told_of(facts, alike, links), decreed)
    found = _join_fragments(found, parts.fragments(facts, decreed.judged), decreed)
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
    if a.statement.stance is b.statement.stance:
        return False
    stances = {a.statement.stance, b.statement.stance}
    return stances == {Stance.DENIES, Stance.ASSERTS} and not of_one_matter(*sorted((a, b), key=_denies, reverse=True))


def _denies(fact: Fact) -> bool:
    return fact.statement.stance is Stance.DENIES


def _join_holders(
    facts: Sequence[Fact], groups: Sequence[Group], held: Mapping[int, int], decreed: Decrees
) -> list[Group]:
    """The groups; what nobody else tells joined to the sentence that holds it, or to the clause that it holds.

    A clause doesn't follow its sentence to where that stands for another of its clauses.
    """
    group_of = {i: g for g in groups for i in g.members}
    for found in groups:
        if not all(i in held for i in found.members):
            continue
        targets = {id(t): t for i in found.members if (t := group_of[held[i]]) is not found}
        if len(targets) == 1:
            _move(found, next(iter(targets.values())), group_of, decreed)
    for inner, outer in sorted(held.items()):
        alone, target = group_of[outer], group_of[inner]
        if alone is target or alone.members != [outer]:
            continue
        if not any(parts.beside(facts[outer], facts[i], facts[inner]) for i in target.members):
            _move(alone, target, group_of, decreed)
    for found in groups:
        found.members.sort()
        if found.members:
            found.why.pop(found.members[0], None)
    return [g for g in groups if g.members]


def _join_fragments(groups: Sequence[Group], fragments: Mapping[int, int], decreed: Decrees) -> list[Group]:
    """The groups; those of nothing but fragments joined to the claim of the sentence that they are of."""
    group_of = {i: g for g in groups for i in g.members}
    for found in groups:
        if found.members and all(i in fragments for i in found.members):
            target = group_of[fragments[found.members[0]]]
            if target is not found:
                _move(found, target, group_of, decreed)
    for found in groups:
        found.members.sort()
        if found.members:
            found.why.pop(found.members[0], None)
    return [g for g in groups if g.members]


def _move(found: Group, target: Group, group_of: dict[int, Group], decreed: Decrees) -> None:
    """Joins a group to another, whose sentence or clause it is, unless a reader said that they differ."""
    if decreed.part(found.members, target.members):
        return
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
            no, yes = facts[denial], facts[told]
            if yes.statement.stance is not Stance.ASSERTS or not (_denies(no) or no.turned):
                continue
            if (_denies(no) and verdict.score >= DENIED and of_one_matter(no, yes)) or opposed(no, yes):
                found[denial].append((verdict.score + ABOUT_IT * bool(no.subject & yes.terms), told))
    return found


def _join_denials(facts: Sequence[Fact], groups: Sequence[Group], nearest: Told, decreed: Decrees) -> list[Group]:
    """The groups, a denial that stands alone moved to what it denies: what it is likest, or what it points back to."""
    group_of = {i: g for g in groups for i in g.members}
    for denial, told_of in nearest.items():
        least = max(score for score, _ in told_of) - AS_GOOD
        subject = facts[denial].subject
        tellers = {i: sum(bool(subject & facts[k].terms) for k in group_of[i].members) for _, i in told_of}
        told = max((i for score, i in told_of if score >= least), key=lambda i: (tellers[i], -i))
        old, new = group_of[denial], group_of[told]
        if old is new or decreed.part([denial], new.members):
            continue
        if all(facts[i].statement.stance is Stance.DENIES or facts[i].turned for i in old.members):
            old.members.remove(denial)
            new.members.append(denial)
            new.why[denial] = "it rejects what they say"
            group_of[denial] = new
    numbered = {i: n for n, g in enumerate(groups) for i in g.members}
    for denial, told in denials.targets(facts, numbered, [g.members for g in groups]).items():
        old, new = group_of[denial], group_of[told]
        if old is not new and not decreed.part([denial], new.members):
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
    told: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for fact in facts:
        told[fact.words] |= fact.terms
    said = Counter(term for terms in told.values() for term in terms)
    stands = Counter(term for text in texts for term in text)
    return {term: math.log(1 + max(len(texts), len(told)) / max(n, stands[term])) for term, n in said.items()}


def _one_text(facts: Sequence[Fact], positions: Iterable[int], judged: Container[str]) -> list[list[int]]:
    """Positions of facts with the same words: compared once. Fragments and what a reader judged stay on their own."""
    by_key: dict[object, list[int]] = defaultdict(list)
    for i in positions:
        fact = facts[i]
        alone: object = (fact.words, fact.statement.report) if len(fact.words) < SHORT else fact.words
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


def _nearest(links: Links, clusters: Sequence[Sequence[int]]) -> dict[int, Verdict]:
    """For each text what speaks for its likeliest partner in its cluster, if anything does."""
    cluster_of = {k: n for n, ks in enumerate(clusters) for k in ks}
    best: dict[int, tuple[float, int]] = {}
    found: dict[int, Verdict] = {}
    for (x, y), verdict in links.items():
        if verdict.score >= 2 * UNLIKELY and cluster_of[x] == cluster_of[y]:
            for k, partner in ((x, y), (y, x)):
                near = verdict.score, -partner
                if k not in best or near > best[k]:
                    best[k], found[k] = near, verdict
    return found


def _grouped(cluster: Sequence[int], alike: Sequence[Sequence[int]], nearest: Mapping[int, Verdict]) -> Group:
    why: dict[int, str] = {}
    for k in cluster:
        best = nearest[k].why if k in nearest else ""
        for n, i in enumerate(alike[k]):
            why[i] = "the same words" if n else (best or "it is close to the others")
    members = sorted(why)
    return Group(members, {i: why[i] for i in members[1:]})
