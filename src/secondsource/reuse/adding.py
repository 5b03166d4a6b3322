"""The same comparison one report at a time: what a desk keeps of each report, and whom a new one is compared with.

What two reports share depends on the two, and on which fingerprints too many reports hold, and who their anchors are.
So a desk finds the same in whatever order its reports come: a new report is compared with those that hold a fingerprint
of it (``candidates``), and where a fingerprint becomes common, or is no longer, or has another anchor, those whom that
concerns are compared again (``match_all``, ``match_one``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.records import Report
from secondsource.reuse import kernels, passages
from secondsource.reuse.anchors import Common
from secondsource.reuse.engine import Engine
from secondsource.reuse.fingerprints import read
from secondsource.reuse.passages import COMMONEST, Passages

Ints = npt.NDArray[Any]

ALIKE, LIKE = kernels.ALIKE, kernels.LIKE

__all__ = ["COMMONEST", "LIKE", "Fingerprints", "candidates", "fingerprint", "match_all", "match_one"]


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


def candidates(prints: Fingerprints, keys: Ints, reports: Ints, around: Ints, like: int = ALIKE) -> set[int]:
    """The reports that may share a passage, among those that hold ``keys`` with those surroundings.

    Of the words around a fingerprint so many must be equal: ``LIKE`` where too many hold it.
    """
    found: set[int] = set()
    first = np.searchsorted(prints.keys, keys)
    for nth in range(kernels.PLACES):
        at = np.minimum(first + nth, len(prints.keys) - 1)
        same = prints.keys[at] == keys
        lanes = prints.around[at] ^ around
        alike = ((lanes + kernels.LANES_FULL) & kernels.LANES_HIGH) ^ kernels.LANES_HIGH
        for _ in range(like - 1):
            alike &= alike - 1
        found.update(reports[same & (alike != 0)].tolist())
    return found


def match_one(report: Report, others: Sequence[Report], common: Common, *, compiled: bool = False) -> Passages:
    """The passages that a report shares with others and with itself, as ``match_all`` of them all gives them.

    The texts are numbered in the order of their ids. ``common`` numbers the report 0 and the others from 1 on.
    """
    return _match([report, *others], common, 0, compiled)


def match_all(reports: Sequence[Report], common: Common | None = None, *, compiled: bool = False) -> Passages:
    """The passages of all pairs of reports, which are numbered in the order of their ids.

    ``common`` are the fingerprints that more than ``COMMONEST`` reports hold, of a whole desk instead of these.
    """
    return _match(reports, common, -1, compiled)


def _match(reports: Sequence[Report], common: Common | None, only: int, compiled: bool) -> Passages:
    order = sorted(range(len(reports)), key=lambda k: reports[k].id)
    places = np.argsort(order)
    pile, engine = [reports[k] for k in order], Engine(compiled)
    moved = common.placed(places) if common is not None else None
    return passages.find(read(pile, engine), engine, pile, moved, int(places[only]) if only >= 0 else -1)
