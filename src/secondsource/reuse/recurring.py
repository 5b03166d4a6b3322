"""What keeps coming back: an outlet's own furniture, and lines that many unrelated reports carry."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.reuse.passages import Passages

Ints = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

# A passage is minor where the two reports share little else: the share of the shorter report's words.
MINOR = 0.3
MINOR_WORDS = 60

# Where hundreds carry a passage more of it is minor, and a notice may run to two paragraphs: whoever prints a dispatch
# prints it as most of a report. Set on made-up piles of 800 reports of 180 words with a notice of 40, 80 or 120.
MANY = 256
MANY_SHARE = 0.5
MANY_WORDS = 150

# Reports of one outlet that must carry a passage before it is the outlet's furniture, and the share of its reports.
OWN_REPORTS = 3
OWN_SHARE = 0.5

# Reports that share a passage and little else, from which on it is a set line (a copyright notice, a helpline). Both
# reports must see it so, and see it at least MOSTLY times as often as in reports that they share more with: a paragraph
# of a dispatch that many carry is minor only for whoever took no more than that paragraph.
UNRELATED = 8
MOSTLY = 2


def recurring(passages: Passages, little: Flags, outlets: Ints, sizes: Ints) -> tuple[Flags, Flags]:
    """Which passages are an outlet's furniture, and which are lines that unrelated reports carry.

    ``little`` marks the minor passages (of which alone this is asked); ``outlets`` numbers each report's outlet
    (negative: none given), and ``sizes`` is how many reports that outlet has.
    """
    own, line = np.zeros(len(passages), np.bool_), np.zeros(len(passages), np.bool_)
    asked = np.flatnonzero(little)
    if not len(asked):
        return own, line
    same = little & (outlets[passages.a] >= 0) & (outlets[passages.a] == outlets[passages.b])
    if same.any():
        sides = passages.a[asked], passages.b[asked]
        for report, depth in zip(sides, _depth(passages, asked, same), strict=True):
            enough = np.maximum(OWN_REPORTS - 1, np.ceil(OWN_SHARE * (sizes[report] - 1)))
            own[asked] |= (outlets[report] >= 0) & (depth >= enough)
        own[asked] |= same[asked] & (np.maximum(*_depth(passages, asked, own)) > 0)  # of hundreds few see that many
    often = np.minimum(*(many := _depth(passages, asked, little))) >= UNRELATED
    asked, many = asked[often], (many[0][often], many[1][often])
    met = np.zeros(len(outlets), np.bool_)
    met[passages.a[asked]] = met[passages.b[asked]] = True
    major = ~little & (passages.a != passages.b) & (met[passages.a] | met[passages.b])
    line[asked] = True
    for depth, more in zip(many, _depth(passages, asked, major), strict=True):
        line[asked] &= depth >= MOSTLY * more
    return own, line & ~own


def minor(passages: Passages, words: Ints, shared: Ints) -> Flags:
    """Which passages are short, as they go by how many carry them, and nearly all that their two reports share.

    ``words`` is how many each report has; ``shared`` how many equal words the reports of each passage have in all.
    """
    shorter = np.minimum(words[passages.a], words[passages.b])
    others = passages.a != passages.b
    little: Flags = others & (shared < MINOR * shorter) & (passages.equal < MINOR_WORDS)
    met = _with_hundreds(passages, others, len(words))
    if met.any():
        near = np.zeros(len(words), np.bool_)  # reports of such passages
        near[passages.a[met]] = near[passages.b[met]] = True
        more = others & ~little & (near[passages.a] | near[passages.b])
        asked = np.flatnonzero(more & (shared < MANY_SHARE * shorter) & (passages.equal < MANY_WORDS))
        little[asked] = np.maximum(*_depth(passages, asked, met)) > 0  # one side shares it with one of those
    return little


def _with_hundreds(passages: Passages, others: Flags, reports: int) -> Flags:
    """Which passages are what one of their reports shares with hundreds."""
    met = np.zeros(len(passages), np.bool_)
    pairs = np.flatnonzero(np.diff(passages.a, prepend=-1) | np.diff(passages.b, prepend=-1))
    a, b = passages.a[pairs], passages.b[pairs]
    busy = np.bincount(a, minlength=reports) + np.bincount(b, minlength=reports) >= MANY
    if busy.any():
        among = others & (busy[passages.a] | busy[passages.b])
        met[among] = np.maximum(*_depth(passages, np.flatnonzero(among), among)) >= MANY
    return met


def _depth(passages: Passages, asked: Ints, chosen: Flags) -> tuple[Ints, Ints]:
    """How many of the chosen passages cover the middle of each passage asked of, in its first and second report."""
    a, b = passages.a[chosen], passages.b[chosen]
    opening = np.sort(np.concatenate((_at(a, passages.a_first[chosen]), _at(b, passages.b_first[chosen]))))
    closing = np.sort(np.concatenate((_at(a, passages.a_end[chosen]), _at(b, passages.b_end[chosen]))))
    middles = (
        _at(passages.a[asked], (passages.a_first[asked] + passages.a_end[asked]) // 2),
        _at(passages.b[asked], (passages.b_first[asked] + passages.b_end[asked]) // 2),
    )
    in_a, in_b = (np.searchsorted(opening, m, "right") - np.searchsorted(closing, m, "right") for m in middles)
    return in_a, in_b


def _at(report: Ints, word: Ints) -> Ints:
    """A word of a report, as one number that sorts by report."""
    number: Ints = (report.astype(np.int64) << 32) | word
    return number
