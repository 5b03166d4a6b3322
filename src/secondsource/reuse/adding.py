"""The same comparison one report at a time: what a desk keeps of each report, and whom a new one is compared with.

What two reports share depends on the two, and on which fingerprints too many reports hold. So a desk finds the same in
whatever order its reports come: a new report is compared with those that hold a fingerprint of it (``candidates``), and
where a fingerprint becomes common, or is no longer, those who hold it are compared again (``match_all``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.records import Report
from secondsource.reuse import kernels, passages
from secondsource.reuse.engine import Engine
from secondsource.reuse.fingerprints import read
from secondsource.reuse.passages import COMMONEST, Passages

Ints = npt.NDArray[Any]

__all__ = ["COMMONEST", "Fingerprints", "candidates", "fingerprint", "match_all", "match_one"]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What is kept of one report: how many ``words`` it has; each fingerprint's key, place and surroundings."""

    words: int
    keys: Ints
    places: Ints
    around: Ints


def fingerprint(report: Report, *, compiled: bool = False) -> Fingerprints:
    """The fingerprints of a report, of each key at most three places."""
    prints = read([report], Engine(compiled))
    order = np.lexsort((prints.places, prints.keys))
    keys = prints.keys[order]
    rank = np.arange(len(keys)) - np.searchsorted(keys, keys)
    kept = order[rank < kernels.PLACES]
    return Fingerprints(len(prints.hashes), prints.keys[kept], prints.places[kept], prints.around[kept])


def candidates(prints: Fingerprints, keys: Ints, reports: Ints, around: Ints) -> set[int]:
    """The reports that may share a passage, among those that hold ``keys`` with those surroundings."""
    found: set[int] = set()
    first = np.searchsorted(prints.keys, keys)
    for nth in range(kernels.PLACES):
        at = np.minimum(first + nth, len(prints.keys) - 1)
        same = prints.keys[at] == keys
        lanes = prints.around[at] ^ around
        alike = ((lanes + kernels.LANES_FULL) & kernels.LANES_HIGH) ^ kernels.LANES_HIGH
        found.update(reports[same & (alike & (alike - 1) != 0)].tolist())
    return found


def match_one(report: Report, others: Sequence[Report], common: Ints, *, compiled: bool = False) -> Passages:
    """The passages that a report shares with others and with itself, as ``match_all`` of them all gives them.

    The texts are numbered in the order of their ids.
    """
    pile = sorted([report, *others], key=lambda r: r.id)
    prints = read(pile, Engine(compiled))
    return passages.find(prints, Engine(compiled), common, pile.index(report))


def match_all(reports: Sequence[Report], common: Ints | None = None, *, compiled: bool = False) -> Passages:
    """The passages of all pairs of reports, which are numbered in the order of their ids.

    ``common`` are the keys of the fingerprints to pass over: those that more than ``COMMONEST`` reports hold, of these
    or of a whole desk.
    """
    prints = read(sorted(reports, key=lambda r: r.id), Engine(compiled))
    return passages.find(prints, Engine(compiled), common)
