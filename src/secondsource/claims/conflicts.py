"""Disagreements between the reports of a story."""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.claims.facts import Fact
from secondsource.claims.ranges import Paths
from secondsource.records import Claim, Conflict, Parsed, Side, Spot, Stance, Story


def find(
    story: Story, parsed: Sequence[Parsed], facts: Sequence[Fact], claims: Sequence[Claim], paths: Paths
) -> tuple[Conflict, ...]:
    """The story's conflicts."""
    by_id = {f.statement.id: f for f in facts}
    return tuple(_denials(story, claims, by_id))


def _denials(story: Story, claims: Sequence[Claim], by_id: dict[str, Fact]) -> list[Conflict]:
    found = []
    for claim in claims:
        yes = [by_id[s] for s in claim.statements if by_id[s].statement.stance is Stance.ASSERTS]
        no = [by_id[s] for s in claim.statements if by_id[s].statement.stance is Stance.DENIES]
        if yes and no:
            sides = (
                Side("it is so", _spots(yes), claim.independent_origins),
                Side("it is not so", _spots(no), (1, len({f.statement.report for f in no}))),
            )
            found.append(Conflict(story.id, "denial", "conflict", " ".join(by_id[claim.shown].words), sides, "One side denies what the other says."))
    return found


def _spots(facts: Sequence[Fact]) -> tuple[Spot, ...]:
    return tuple(Spot(f.statement.report, *f.statement.content[0]) for f in facts if f.statement.content)
