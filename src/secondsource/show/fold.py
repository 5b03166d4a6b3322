"""Claims that repeat one another: a sentence, and a clause of it, each a claim of its own with the same figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from secondsource.records import Claim, Span, Stance, Statement


def parts(claims: Sequence[Claim], statements: Mapping[str, Statement]) -> dict[str, str]:
    """For each claim that is a part of a fuller one, the id of the fuller one, which is a part of none.

    A part is told by reports that tell the fuller one too, all its words stand inside the fuller one's, and its figure
    is the same: so it adds nothing that the fuller one doesn't show.
    """
    told = {claim.id: _told(claim, statements) for claim in claims}
    length = {claim: sum(max(e - s for s, e in spans) for spans in where.values()) for claim, where in told.items()}
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for report in told[claim.id]:
            by_report[report].append(claim)
    fuller: dict[str, str] = {}
    for claim in claims:
        first = next(iter(told[claim.id]), None)
        for other in by_report[first] if first else ():
            if length[other.id] > length[claim.id] and _is_part(claim, other, told):
                fuller[claim.id] = other.id
                break
    return {part: _top(whole, fuller) for part, whole in fuller.items()}


def _is_part(claim: Claim, other: Claim, told: Mapping[str, Mapping[str, Sequence[Span]]]) -> bool:
    same_figure = (claim.independent_origins, set(claim.report_ids), claim.status, claim.opinion) == (
        other.independent_origins, set(other.report_ids), other.status, other.opinion,
    )  # fmt: skip
    return same_figure and all(
        any(s2 <= s and e <= e2 for s2, e2 in told[other.id].get(report, ()))
        for report, spans in told[claim.id].items()
        for s, e in spans
    )


def _told(claim: Claim, statements: Mapping[str, Statement]) -> dict[str, list[Span]]:
    """Where the claim stands in each report, from the first word to the last of each statement."""
    found: dict[str, list[Span]] = defaultdict(list)
    for statement in (statements[i] for i in claim.statements if i in statements):
        if statement.content and statement.stance is not Stance.DECLINES:
            found[statement.report].append((statement.content[0][0], statement.content[-1][1]))
    return dict(found)


def _top(claim: str, fuller: Mapping[str, str]) -> str:
    """The fullest claim above; each step is longer than the one before, so there is no circle."""
    while claim in fuller:
        claim = fuller[claim]
    return claim
