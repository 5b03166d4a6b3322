"""Which claims say what somebody asks for: the words asked are read like a statement and held against all others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.claims import casualties
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


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that says what was asked, how much of it (0–1), and why we think so."""

    claim: str
    coverage: float
    why: str


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
    best: dict[str, tuple[bool, Hit]] = {}
    claim_of = {s: c.id for c in claims for s in c.statements}
    for fact in facts:
        hit = _held(query, fact, weights, unknown)
        claim = claim_of.get(fact.statement.id)
        if hit is None or claim is None:
            continue
        no, coverage, why = says_no(fact, query), *hit
        if no == bool(query.turned or query.negated):
            new = True, Hit(claim, coverage, f"the denial of it: {why}" if _denies(fact) else why)
        elif _denies(fact):
            new = False, Hit(claim, coverage, f"here it is denied, and nobody says so: {why}")
        else:
            continue  # it says the contrary
        if claim not in best or _rank(new) > _rank(best[claim]):
            best[claim] = new
    told = {c.id: (len(c.report_ids), c.named_sources) for c in claims}
    order = sorted(best.values(), key=lambda found: (_rank(found), told[found[1].claim]), reverse=True)
    return tuple(hit for _, hit in order)


def _rank(found: tuple[bool, Hit]) -> tuple[bool, float]:
    return found[0], found[1].coverage


def _denies(fact: Fact) -> bool:
    return fact.statement.stance is Stance.DENIES


def says_no(fact: Fact, query: Fact) -> bool:
    """Whether the statement comes to a *no* to what the question speaks of: it denies it, or says that it isn't so."""
    return _denies(fact) != bool(fact.turned & (query.terms | query.turned))


def _held(query: Fact, fact: Fact, weights: Weights, unknown: float) -> tuple[float, str] | None:
    """How much of the question the fact says, and why; None where it is another thing."""
    asked = _asked(query)
    if not asked or not _figures_met(query, fact):
        return None
    if _denies(fact) and query.head and query.head != fact.head and query.head not in fact.subject:
        return None  # what a denial only takes for granted
    counted = {STATES[t.quantity] for t in casualties.told(fact.text)}
    missing = asked - fact.terms - counted
    weight = {t: weights.get(t, unknown) for t in asked}
    coverage = 1 - math.fsum(weight[t] for t in sorted(missing)) / math.fsum(weight[t] for t in sorted(weight))
    if coverage < SAID:
        return None
    return coverage, "all telling words of it are said" if not missing else f"said but for {_listed(missing)}"


def _asked(query: Fact) -> frozenset[str]:
    """The telling words of the question, without figures (which are compared by what they count) and *people*."""
    words = frozenset(t for t in query.terms if not t.startswith("#"))
    return words - ANYBODY or words


def _figures_met(query: Fact, fact: Fact) -> bool:
    """Whether each figure that is asked for is told of the same, within the rounding of both."""
    people, told = casualties.told(query.text), casualties.told(fact.text)
    if people:
        return all(any(t.meets(mine) for t in told) for mine in people)
    return all(any(mine.agrees(other) and _one_kind(mine, other) for other in fact.figures) for mine in query.figures)


def _one_kind(one: Figure, other: Figure) -> bool:
    """Whether two figures may count the same: people under any noun, or neither of them people."""
    return not one.counts or not other.counts or (one.counts in PERSONS) == (other.counts in PERSONS)


def _listed(terms: frozenset[str]) -> str:
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
