"""Statements to claims: which say the same, what each claim rests on, and where the reports disagree."""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.claims import conflicts as disagreements
from secondsource.claims import denials
from secondsource.claims import facts as contents
from secondsource.claims.assembly import assemble
from secondsource.claims.copies import Copies
from secondsource.claims.grouping import group, weigh
from secondsource.claims.parts import partial
from secondsource.claims.paths import Paths
from secondsource.claims.sides import Told
from secondsource.records import (
    Claim,
    Conflict,
    Edge,
    Entity,
    Judgement,
    Match,
    Parsed,
    Statement,
    Story,
    TimeExpression,
)

VERSION = "22"

__all__ = ["VERSION", "gather"]


def gather(
    story: Story,
    parsed: Sequence[Parsed],
    statements: Sequence[Statement],
    entities: Sequence[Entity],
    dates: Sequence[TimeExpression],
    matches: Sequence[Match],
    edges: Sequence[Edge],
    judgements: Sequence[Judgement] = (),
) -> tuple[tuple[Claim, ...], tuple[Conflict, ...]]:
    """The claims of one story, and its conflicts.

    Every statement stands in exactly one claim. A reader's judgements win over what is found. Claims that most reports
    tell come first; what is only a part of another claim's sentences, or no sentence, comes after all that are whole.
    """
    facts = denials.marked(contents.read(parsed, statements, entities, dates))
    copies = Copies(matches, edges)
    wrong = ((j.a, j.b) for j in judgements if j.verdict == "wrong-link")
    paths = Paths(parsed, statements, copies, wrong)
    kinds = {entity.name: entity.kind for entity in entities}
    weights = weigh(facts, contents.sentences(parsed))
    found = group(facts, copies, weights, judgements)
    facts = denials.turned(facts, (g.members for g in found.groups))
    claims = [assemble(story.id, g, facts, paths, kinds) for g in found.groups]
    substance = {f.statement.id: len(f.terms) for f in facts}
    loose = {i for g in found.groups for i in g.loose}
    lesser = {claims[n].id for n in partial([g.members for g in found.groups], facts, loose)}
    claims.sort(key=lambda c: (c.id in lesser, -len(c.report_ids), -substance[c.shown]))
    pairs = [(facts[x], facts[y]) for x, y in found.contradictions]
    return tuple(claims), disagreements.find(story, parsed, Told(facts, claims, pairs, entities, dates))
