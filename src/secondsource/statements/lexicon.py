"""How often each cue word, in each frame, was marked as a cue by the annotators of the training reports.

``bench/train_statements.py`` makes both tables from PolNeAR's training reports. ``cues.tsv`` holds counts (a lemma,
a frame, how often seen and marked); its row with the lemma ``*`` pools a frame's lemmas that were seen three times or
less, which is what is known of a word that those reports don't have. ``weights.tsv``: what each feature adds.
"""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

COUNTS, ALWAYS = "counts", "all"
"""The features that weigh a cue's counts, and that stand for the family itself."""

ANY = "*"
"""The lemma under which a frame's own counts stand: what is known of a cue word never seen in it."""

# Weight of the frame's own share beside a lemma's counts, in sightings. Swept 1, 2, 4 on dev: joint@.5
# .707, .707, .705.
PRIOR_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a lemma stood in a frame, and how often that was marked as an attribution."""

    seen: int
    marked: int


def rate(lemma: str, frame: str) -> float:
    """The smoothed share of the lemma's sightings in the frame that were marked: 0 for an unknown frame."""
    table = cue_counts()
    prior = table.get((ANY, frame))
    if prior is None:
        return 0.0
    share = (prior.marked + 0.5) / (prior.seen + 1)
    own = table.get((lemma, frame), Counts(0, 0))
    return (own.marked + PRIOR_WEIGHT * share) / (own.seen + PRIOR_WEIGHT)


def strength(lemma: str, frame: str, family: str, features: Iterable[str]) -> float:
    """How likely a cue in a frame with these features is an attribution, 0–1: its counts' log-odds and the weights."""
    counted = rate(lemma, frame)
    if counted == 0:
        return 0.0
    table = weights()
    odds = table.get((family, COUNTS), 1.0) * math.log(counted / (1 - counted)) + table.get((family, ALWAYS), 0.0)
    return 1 / (1 + math.exp(-odds - sum(table.get((family, feature), 0.0) for feature in features)))


@functools.cache
def weights() -> dict[tuple[str, str], float]:
    """The weight of each feature in each family of frames."""
    return {(row["family"], row["feature"]): float(row["weight"]) for row in _rows("weights.tsv")}


@functools.cache
def cue_counts() -> dict[tuple[str, str], Counts]:
    """All counts by lemma and frame."""
    return {(row["lemma"], row["frame"]): Counts(int(row["seen"]), int(row["marked"])) for row in _rows("cues.tsv")}


def _rows(name: str) -> list[dict[str, str]]:
    lines = (files(__package__) / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t"))
