"""Which claims say what somebody asks for: the words asked are read like a statement and held against all others."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from secondsource.claims import facts as contents
from secondsource.claims.facts import Fact
from secondsource.claims.figures import Figure
from secondsource.claims.grouping import weigh
from secondsource.claims.same import PERSONS, Weights
from secondsource.records import Claim, Entity, Kind, Mention, Parsed, Stance, Statement, TimeExpression

# Share of what is asked, weighed by how much each word tells, that a statement must have to say it. Half of the telling
# words make a neighbour; with three quarters, one name or figure may still be put in other words.
SAID = 0.75
# Nouns that tell nothing of whom a question is about: who asks for *15 people hurt* is told of *15 injured*.
ANYBODY = frozenset(map(contents.kin, ("people", "person", "other", "somebody", "someone", "one")))
# What is said of a casualty's count is what happened to them.
STATES = {"killed": "kill", "wounded": "wound", "shot": "shoot"}


# Share from which a statement that doesn't say what is asked is worth showing beside the answer that nobody does.
NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that says what was asked, how much of it (0–1), and why we think so; or that only comes ``near`` it."""

    claim: str
    coverage: float
    why: str
    near: bool = False


def ask(
    asked: Parsed,
    parsed: Sequence[Parsed],
    statements: Sequence[Statement],
    entities: Sequence[Entity],
    dates: Sequence[TimeExpression],
    claims: Sequence[Claim],
) -> tuple[Hit, ...]:
    """The claims of one story that say it, best first. ``asked`` is the words in question, parsed as a report."""
    report = asked.report
    question = Statement(report.id, report.id, Kind.OWN, (), (), ((0, len(report.text)),), None, ())
    named = [_with_mentions(e, report.id, report.text, parsed) for e in entities]
    *facts, query = contents.read([*parsed, asked], [*statements, question], named, dates)
    weights = weigh(facts, contents.sentences(parsed))
    unknown = math.log(1 + max(len(facts), 1))
    wants_no = bool(query.turned or query.negated)
    best: dict[str, Hit] = {}
    claim_of = {s: c.id for c in claims for s in c.statements}
    for fact in facts:
        claim, held = claim_of.get(fact.statement.id), _held(query, fact, weights, unknown)
        if claim is None or held is None:
            continue
        hit = _answer(claim, fact, says_no(fact, query) == wants_no, *held)
        if claim not in best or _rank(hit) > _rank(best[claim]):
            best[claim] = hit
    told = {c.id: (len(c.report_ids), c.named_sources) for c in claims}
    return tuple(sorted(best.values(), key=lambda hit: (_rank(hit), told[hit.claim]), reverse=True))


def _answer(claim: str, fact: Fact, agrees: bool, coverage: float, missing: Collection[str], figures: bool) -> Hit:
    """What a statement that speaks of the matter answers: yes, that it is only denied here, or something near it."""
    why = f"said but for {_listed(missing)}" if missing else "all telling words of it are said"
    if coverage < SAID:
        return Hit(claim, coverage, why, near=True)
    if not figures:
        return Hit(claim, coverage, OTHER_FIGURE, near=True)
    if agrees:
        return Hit(claim, coverage, f"the denial of it: {why}" if _denies(fact) else why)
    if _denies(fact):
        return Hit(claim, coverage, f"{DENIED}: {why}")
    return Hit(claim, coverage, "the contrary is said", near=True)


DENIED, OTHER_FIGURE = "here it is denied, and nobody says so", "said with another figure"


def _rank(hit: Hit) -> tuple[bool, bool, float]:
    return not hit.near, not hit.why.startswith((DENIED, OTHER_FIGURE)), hit.coverage


def _denies(fact: Fact) -> bool:
    return fact.statement.stance is Stance.DENIES


def says_no(fact: Fact, query: Fact) -> bool:
    """Whether the statement comes to a *no* to what the question speaks of: it denies it, or says that it isn't so."""
    return _denies(fact) != bool((fact.turned | fact.denied) & (query.terms | query.turned))


def _held(query: Fact, fact: Fact, weights: Weights, unknown: float) -> tuple[float, Collection[str], bool] | None:
    """How much of the question the fact says, what it lacks, whether the figures agree; None if it is another thing."""
    asked = _asked(query)
    if not asked:
        return None
    if _denies(fact) and query.head and query.head != fact.head and query.head not in fact.subject:
        return None  # what a denial only takes for granted
    counted = {STATES[t.quantity] for t in fact.toll}
    names = _names(fact)
    missing = {t for t in asked - fact.terms - counted - names if not (t[0] == "@" and names.issuperset(_words(t)))}
    weight = {t: weights.get(t, unknown) for t in asked}
    coverage = 1 - math.fsum(weight[t] for t in sorted(missing)) / math.fsum(weight[t] for t in sorted(weight))
    return (coverage, missing, _figures_met(query, fact)) if coverage >= NEAR else None


def _names(fact: Fact) -> frozenset[str]:
    """The names of the fact and of whoever says it, whole and word by word: who asks for *Ann Poe* may say *Poe*."""
    said = {f"@{n.casefold()}" for link in fact.statement.chain for n in link}
    whole = fact.names | said
    return frozenset(whole.union(*map(_words, whole)))


def _words(name: str) -> set[str]:
    """The words of a name that may stand for it, as terms."""
    return {contents.kin(w) for w in name.lstrip("@").split() if len(w) >= LEAST}


# Letters of a word of a name that may stand for it.
LEAST = 3


def _asked(query: Fact) -> frozenset[str]:
    """The telling words of the question, without figures (which are compared by what they count) and *people*."""
    words = frozenset(t for t in query.terms if not t.startswith("#"))
    return words - ANYBODY or words


def _figures_met(query: Fact, fact: Fact) -> bool:
    """Whether each figure that is asked for is told of the same, within the rounding of both."""
    people, told = query.toll, fact.toll
    if people:
        return all(any(t.meets(mine) for t in told) for mine in people)
    return all(any(mine.agrees(other) and _one_kind(mine, other) for other in fact.figures) for mine in query.figures)


def _one_kind(one: Figure, other: Figure) -> bool:
    """Whether two figures may count the same: people under any noun, or neither of them people; and no mere range."""
    if other.spread and not one.spread:
        return False
    return not one.counts or not other.counts or (one.counts in PERSONS) == (other.counts in PERSONS)


def _listed(terms: Collection[str]) -> str:
    return ", ".join(f"“{t.lstrip('@')}”" for t in sorted(terms))


def _with_mentions(entity: Entity, report: str, text: str, parsed: Sequence[Parsed]) -> Entity:
    """The entity, mentioned in the question too where one of its forms stands there."""
    texts = {p.report.id: p.report.text for p in parsed}
    forms = {entity.name, *(texts[m.report][m.start : m.end] for m in entity.mentions if m.report in texts)}
    found = sorted({span for form in forms if form[:1].isupper() for span in _found(form, text)})
    if not found:
        return entity
    more = tuple(Mention(report, s, e) for s, e in found)
    return Entity(entity.id, entity.kind, entity.name, (*entity.mentions, *more), entity.why)


def _found(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a form stands in the text as whole words."""
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            yield at, end
        at = text.find(form, end)
