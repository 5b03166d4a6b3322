"""Every copied passage between reports, and within one, with exact offsets, what it is and why.

``match`` is the stage. Characters are folded (``fold``), read as words and fingerprinted (``fingerprints``), equal
fingerprints are joined and grown into passages (``passages``; the loops are in ``kernels``, run by ``engine``), and
each passage is judged (``kinds``): copied, quoted, a phrase, furniture, or the same outlet's own report again.
"""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.records import Match, Report
from secondsource.reuse.engine import choose
from secondsource.reuse.fingerprints import fingerprint
from secondsource.reuse.kinds import judge
from secondsource.reuse.passages import find

VERSION = "1"

__all__ = ["VERSION", "match"]


def match(reports: Sequence[Report]) -> tuple[Match, ...]:
    """All pairs of passages that share their words, in the order of the reports."""
    texts = [report.text for report in reports]
    engine = choose(sum(map(len, texts)))
    prints = fingerprint(texts, engine)
    return judge(reports, prints, find(prints, engine))
