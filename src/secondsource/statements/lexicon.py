"""How often each cue word, in each frame, was marked as a cue by the annotators of the training reports.

``cues.tsv`` holds counts only (a lemma, a frame, seen, marked), measured on PolNeAR's training reports; ``stances.tsv``
says which lemmas deny or decline. Both are read once per process.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from importlib.resources import files

from secondsource.records import Stance

ANY = "*"
"""The lemma under which a frame's own counts stand: what is known of a cue word never seen in it."""

# Weight of the frame's own share beside a lemma's counts, in sightings. Swept 1, 2, 4 on dev: no difference above .002.
PRIOR_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a lemma stood in a frame, and how often that was marked as an attribution."""

    seen: int
    marked: int


def strength(lemma: str, frame: str) -> float:
    """The smoothed share of the lemma's sightings in the frame that were marked: 0 for an unknown frame."""
    table = cue_counts()
    prior = table.get((ANY, frame))
    if prior is None:
        return 0.0
    share = prior.marked / prior.seen
    own = table.get((lemma, frame), Counts(0, 0))
    return (own.marked + PRIOR_WEIGHT * share) / (own.seen + PRIOR_WEIGHT)


@functools.cache
def cue_counts() -> dict[tuple[str, str], Counts]:
    """All counts by lemma and frame."""
    return {(row["lemma"], row["frame"]): Counts(int(row["seen"]), int(row["marked"])) for row in _rows("cues.tsv")}


@functools.cache
def stances() -> dict[tuple[str, str], Stance]:
    """Lemma and what follows it (a frame's beginning, or nothing) to its stance, where that isn't asserting."""
    return {(row["lemma"], row["with"]): Stance(row["stance"]) for row in _rows("stances.tsv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (files(__package__) / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))
