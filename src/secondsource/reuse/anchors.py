"""Anchors: the few reports with which every holder of a fingerprint is compared that too many hold for all pairs.

A dispatch that a thousand outlets print has half a million pairs. Its copies say the same of it as each says with the
earliest few, so those are compared with all, and all with them. Copies that carry a change of their own on to others
are still compared with one another, by the fingerprints of the change, which few hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.records import Report

Ints = npt.NDArray[Any]

# Anchors of a fingerprint. A line that hundreds carry is told from a dispatch by the pairs of either report that hold
# it (recurring.UNRELATED, 8): with twice as many, half of the anchors may have more in common with a holder than that.
ANCHORS = 16

_UNDATED = "~"  # sorts after every date


@dataclass(frozen=True, slots=True)
class Common:
    """Fingerprints that too many reports of a desk hold: their ``keys``, sorted, and the anchors of each.

    Report ``by[i]``, a place among the reports that are compared, is an anchor of ``of[i]``.
    """

    keys: Ints
    of: Ints
    by: Ints

    def placed(self, places: Ints) -> Common:
        """The same, where report ``k`` is at ``places[k]``."""
        return Common(self.keys, self.of, places[self.by])

    def flags(self, keys: Ints, texts: Ints) -> Ints:
        """Whether each of these texts is an anchor of the fingerprint beside it."""
        ours = (np.searchsorted(self.keys, self.of) << 32) | self.by
        return np.isin((np.searchsorted(self.keys, keys) << 32) | texts, ours)


def rank(report: Report) -> str:
    """What anchors are chosen by: the earliest first, as far as reports say, for it is their texts that spread.

    The rest is as good as drawn by lot, and the same in whatever order reports come.
    """
    return f"{_moment(report.published)}|{report.sha256}|{report.id}"


def first(reports: Sequence[Report], groups: Ints, texts: Ints) -> Ints:
    """Whether each text is an anchor of its group: one of the first of all texts of the group.

    ``groups`` are numbers in order; ``texts`` are places in ``reports``.
    """
    met = np.unique(texts)
    ranks = np.zeros(len(reports), np.int64)
    ranks[sorted(met.tolist(), key=lambda t: rank(reports[t]))] = np.arange(len(met))
    rows = (groups << 32) | ranks[texts]
    distinct = np.unique(rows)
    starts = np.searchsorted(distinct, np.arange(groups[-1] + 2) << 32)
    limits = distinct[np.minimum(starts[:-1] + ANCHORS, starts[1:]) - 1]
    flags: Ints = rows <= limits[groups]
    return flags


def _moment(published: str | None) -> str:
    try:
        moment = datetime.fromisoformat((published or "").strip())
    except ValueError:
        return _UNDATED
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC).isoformat()
    except OverflowError:  # in the first or last year
        return _UNDATED
