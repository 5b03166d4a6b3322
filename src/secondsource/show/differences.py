"""Where the reports differ: both sides, the words that say so, and the chains that each figure comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from secondsource.records import Conflict, Side, Spot
from secondsource.show.figures import range_words
from secondsource.show.lookup import Known
from secondsource.show.plain import line, short
from secondsource.show.words import reason, sentence


def difference(conflict: Conflict, known: Known, chains: Mapping[str, str]) -> dict[str, Any]:
    """What the page shows of a difference; ``chains`` are the addresses of the claims, by id."""
    label = {
        "conflict": "", "update": "a later update", "inclusion": "one count includes more than the other",
        "slip": "probably a slip of the pen", "within-report": "within one report",
    }.get(conflict.label, line(conflict.label))  # fmt: skip
    return {
        "about": sentence(short(conflict.about, 240)).rstrip("."),
        "kind": line(conflict.kind),
        "label": label,
        "why": reason(conflict.why, known),
        "sides": [_side(side, known, chains) for side in conflict.sides],
    }


def _side(side: Side, known: Known, chains: Mapping[str, str]) -> dict[str, Any]:
    """One side of a difference: where it stands, in the same words once, and the chains that its figure comes from."""
    told: dict[tuple[str, str, str], dict[str, str | None]] = {}
    for spot in _closest(side.spans):
        words = _around(spot, known)
        # What leads up to it is cut at another word where the line before is longer: the words themselves tell.
        key = next((k for k in told if k[1].casefold() == words[1].casefold()), words)
        told.setdefault(key, {}).setdefault(known.outlet(spot.report), known.href(spot.report, spot.start))
    return {
        "value": sentence(short(side.value, 240)).rstrip("."),
        "rests": f"rests on {range_words(*side.origins)}",
        "chains": _claim_of(side, known, chains),
        "spots": [{"by": tuple(by.items()), "words": words} for words, by in [*told.items()][:6]],
        "more": max(0, len(told) - 6),
    }


def _closest(spots: Sequence[Spot]) -> list[Spot]:
    """The spots without those that hold another one: a sentence is not told beside its own clause."""

    def holds(outer: Spot, inner: Spot) -> bool:
        inside = outer.report == inner.report and outer.start <= inner.start and inner.end <= outer.end
        return inside and outer.end - outer.start > inner.end - inner.start

    return [spot for spot in spots if not any(holds(spot, other) for other in spots)]


def _claim_of(side: Side, known: Known, chains: Mapping[str, str]) -> str | None:
    """The address of the claim that this side tells, by its figure and its words."""
    for claim in known.view.findings.claims:
        if claim.id in chains and claim.independent_origins == side.origins:
            held = [known.statements[i] for i in claim.statements if i in known.statements]
            for spot in side.spans:
                if any(h.report == spot.report and s < spot.end and spot.start < e for h in held for s, e in h.content):
                    return chains[claim.id]
    return None


def _around(spot: Spot, known: Known) -> tuple[str, str, str]:
    """The words at a spot, with some before and behind."""
    text = known.reports[spot.report].text if spot.report in known.reports else ""
    if spot.end - spot.start > 80:
        return "", short(text[spot.start : spot.end], 240), ""
    before = text[max(0, spot.start - 60) : spot.start].rsplit("\n", 1)[-1]
    behind = text[spot.end : spot.end + 60].split("\n", 1)[0]
    before = "…" + before.split(" ", 1)[-1] if len(before) == 60 else before
    behind = behind.rsplit(" ", 1)[0] if len(behind) == 60 else behind
    before, behind = line(before), line(behind)
    cut = len(behind) > 40 and behind[-1:] not in ".!?"
    gap = " " if behind[:1].isalnum() or behind[:1] in tuple("“‘(—–") else ""
    return before, line(text[spot.start : spot.end]), gap + behind + ("…" if cut else "")
