"""Every copied passage between reports, and within one, with exact offsets, what it is and why.

``match`` is the stage, ``find`` the same as struct of arrays. Characters are folded (``fold``), read as words and
fingerprinted (``fingerprints``), equal fingerprints are joined, those that hundreds hold by way of ``anchors``, and
grown into passages (``passages``; the loops are in ``kernels``, run by ``engine``), and each passage is judged
(``kinds``): copied, quoted, a phrase, furniture, or the same outlet's own report again. ``adding`` does the same one
report at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from secondsource.records import Match, Report
from secondsource.reuse import anchors, passages
from secondsource.reuse.adding import COMMONEST, LIKE, Fingerprints, candidates, fingerprint, match_all, match_one
from secondsource.reuse.anchors import Common, rank
from secondsource.reuse.engine import choose
from secondsource.reuse.fingerprints import read
from secondsource.reuse.kinds import Matches, judge
from secondsource.reuse.passages import Passages

VERSION = "6"

__all__ = [
    "COMMONEST",
    "LIKE",
    "VERSION",
    "Common",
    "Fingerprints",
    "Matches",
    "Passages",
    "anchors",
    "candidates",
    "find",
    "fingerprint",
    "judge",
    "match",
    "match_all",
    "match_one",
    "rank",
]


def match(reports: Sequence[Report]) -> tuple[Match, ...]:
    """All pairs of passages that share their words, in the order of the reports."""
    return find(reports).records()


def find(reports: Sequence[Report]) -> Matches:
    """All pairs of passages that share their words, as struct of arrays.

    Reports are compared in the order of their ids, so that the order of the pile makes no difference to what is found.
    """
    engine = choose(sum(len(r.text) for r in reports))
    order = sorted(range(len(reports)), key=lambda k: reports[k].id)
    pile = [reports[k] for k in order]
    prints = read(pile, engine)
    found = passages.find(prints, engine, pile).placed(np.array(order, np.int32))
    words = np.zeros(len(reports), np.int64)
    words[order] = np.diff(prints.firsts)
    return judge(reports, words, found)
