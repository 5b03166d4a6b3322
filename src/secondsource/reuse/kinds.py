"""Passages to verdicts: what each is, and why, in words."""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.records import Match, MatchKind, Report
from secondsource.reuse.fingerprints import Prints
from secondsource.reuse.passages import Passages


def judge(reports: Sequence[Report], prints: Prints, passages: Passages) -> tuple[Match, ...]:
    """A match for each passage."""
    p = passages
    found = []
    for k in range(len(p)):
        a, b = reports[p.a[k]], reports[p.b[k]]
        sizes = int(p.a_end[k] - p.a_first[k]), int(p.b_end[k] - p.b_first[k])
        found.append(
            Match(
                a.id,
                int(prints.starts[p.a_first[k]]),
                int(prints.ends[p.a_end[k] - 1]),
                b.id,
                int(prints.starts[p.b_first[k]]),
                int(prints.ends[p.b_end[k] - 1]),
                2 * int(p.equal[k]) / sum(sizes),
                MatchKind.FURNITURE if a is b else MatchKind.COPIED,
                "",
            )
        )
    return tuple(found)
