"""What keeps coming back: an outlet's own furniture, and lines that many unrelated reports carry."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.reuse.fingerprints import Prints
from secondsource.reuse.passages import Passages

Ints = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

# A passage is minor where the two reports share little else: the share of the shorter report's words.
MINOR = 0.3
MINOR_WORDS = 60

# Reports of one outlet that must carry a passage before it is the outlet's furniture, and the share of its reports.
OWN_REPORTS = 3
OWN_SHARE = 0.5

# Reports that share a passage and little else, from which on it is a set line (a copyright notice, a helpline). Both
# reports must see it so, and see it at least MOSTLY times as often as in reports that they share more with: a paragraph
# of a dispatch that many carry is minor only for whoever took no more than that paragraph.
UNRELATED = 8
MOSTLY = 2


def recurring(prints: Prints, passages: Passages, outlets: Ints, shared: Ints) -> tuple[Flags, Flags]:
    """Which passages are an outlet's furniture, and which are lines that unrelated reports carry.

    ``outlets`` numbers each report's outlet (negative: none given); ``shared`` is how many equal words the two
    reports of each passage have in common in all.
    """
    little = minor(prints, passages, shared)
    same = little & (outlets[passages.a] >= 0) & (outlets[passages.a] == outlets[passages.b])
    sizes = np.bincount(outlets[outlets >= 0], minlength=1)
    size = sizes[np.maximum(outlets, 0)]
    carried = _depth(prints, passages, same)
    own = np.zeros(len(passages), np.bool_)
    for report, depth in zip((passages.a, passages.b), carried, strict=True):
        enough = np.maximum(OWN_REPORTS - 1, np.ceil(OWN_SHARE * (size[report] - 1)))
        own |= (outlets[report] >= 0) & (depth >= enough)
    line = little.copy()
    major = ~little & (passages.a != passages.b)
    for depth, more in zip(_depth(prints, passages, little), _depth(prints, passages, major), strict=True):
        line &= (depth >= UNRELATED) & (depth >= MOSTLY * more)
    return own & little, line & ~own


def minor(prints: Prints, passages: Passages, shared: Ints) -> Flags:
    """Which passages are short and nearly all that their two reports share."""
    words = np.diff(prints.firsts)
    shorter = np.minimum(words[passages.a], words[passages.b])
    little: Flags = (passages.a != passages.b) & (shared < MINOR * shorter) & (passages.equal < MINOR_WORDS)
    return little


def _depth(prints: Prints, passages: Passages, chosen: Flags) -> tuple[Ints, Ints]:
    """How many of the chosen passages cover the middle of each passage, in its first and in its second report."""
    room = len(prints.hashes) + 1
    opening = np.concatenate((passages.a_first[chosen], passages.b_first[chosen]))
    closing = np.concatenate((passages.a_end[chosen], passages.b_end[chosen]))
    depth = np.cumsum(np.bincount(opening, minlength=room) - np.bincount(closing, minlength=room))
    return (
        depth[(passages.a_first + passages.a_end) // 2],
        depth[(passages.b_first + passages.b_end) // 2],
    )
