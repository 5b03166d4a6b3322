"""Which claims say what somebody asks for: the words asked are read like a statement and held against all others."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondsource.claims import facts as contents
from secondsource.claims.facts import Fact
from secondsource.claims.grouping import weigh
from secondsource.claims.same import Weights, clash
from secondsource.records import Claim, Entity, Kind, Mention, Parsed, Statement, TimeExpression

# Share of what is asked, weighed by how much each word tells, that a statement must have to say it. Half of the telling
# words make a neighbour; with three quarters, one name or figure may still be put in other words.
SAID = 0.75


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
    best: dict[str, Hit] = {}
    claim_of = {s: c.id for c in claims for s in c.statements}
    for fact in facts:
        hit = _held(query, fact, weights, unknown)
        claim = claim_of.get(fact.statement.id)
        if hit and claim and (claim not in best or hit[0] > best[claim].coverage):
            best[claim] = Hit(claim, *hit)
    return tuple(sorted(best.values(), key=lambda h: -h.coverage))


def _held(query: Fact, fact: Fact, weights: Weights, unknown: float) -> tuple[float, str] | None:
    """How much of the question the fact says, and why; None where it is another thing."""
    if not query.terms or clash(query, fact):
        return None
    missing = query.terms - fact.terms
    weight = {t: weights.get(t, unknown) for t in query.terms}
    coverage = 1 - math.fsum(weight[t] for t in sorted(missing)) / math.fsum(weight[t] for t in sorted(weight))
    if coverage < SAID or not _figures_met(query, fact):
        return None
    return coverage, "all telling words of it are said" if not missing else f"said but for {_listed(missing)}"


def _figures_met(query: Fact, fact: Fact) -> bool:
    """Whether each figure that is asked for is told, within its own rounding."""
    return all(any(mine.agrees(other) for other in fact.figures) for mine in query.figures)


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
