"""Which words of two matching passages differ: patience first, so that long passages cost little."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources

from secondsource.records import Span

_WORD = re.compile(r"\w+(?:[.,:'’\-]\w+)*")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "–": "-"})

# Gaps between anchors beyond this many word pairs are taken as changed throughout: there is no order in them to show.
MOST_PAIRS = 60_000


@dataclass(frozen=True, slots=True)
class Change:
    """A word that stands in one passage only. ``weighs``: a figure, a name, or a *not*."""

    start: int
    end: int
    weighs: bool


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two passages word by word: the words that differ, and the places of those that are equal."""

    a: tuple[Change, ...]
    b: tuple[Change, ...]
    equal: tuple[tuple[int, int], ...]  # (start in a, start in b) of each equal word

    def before(self, at: int) -> int | None:
        """The place in b of the last equal word before ``at`` in a."""
        n = bisect_left(self.equal, (at, -1))
        return self.equal[n - 1][1] if n else None

    def across(self, at: int) -> int | None:
        """The place in b of the first equal word at or behind ``at`` in a."""
        n = bisect_left(self.equal, (at, -1))
        return self.equal[n][1] if n < len(self.equal) else None


@dataclass(frozen=True, slots=True)
class Replaced:
    """Words of one passage and what stands in their place in the other; nothing on one side where they are left out."""

    before: str
    after: str
    weighs: bool


def replaced(found: Aligned, a: str, b: str) -> list[Replaced]:
    """The changes between two passages as stretches: words that follow one another are one change."""
    gaps: dict[int, tuple[list[Change], list[Change]]] = {}
    starts_a, starts_b = ([pair[side] for pair in found.equal] for side in (0, 1))
    for side, (starts, changes) in enumerate(((starts_a, found.a), (starts_b, found.b))):
        for change in changes:
            n = bisect_left(starts, change.start)
            gaps.setdefault(n, ([], []))[side].append(change)
    return [
        Replaced(_stretch(a, left), _stretch(b, right), any(c.weighs for c in (*left, *right)))
        for _, (left, right) in sorted(gaps.items())
    ]


def _stretch(text: str, changes: Sequence[Change]) -> str:
    return text[changes[0].start : changes[-1].end] if changes else ""


def align(a: str, a_span: Span, b: str, b_span: Span) -> Aligned:
    """The two passages word by word; case and the shape of quote marks don't count."""
    left, right = _words(a, a_span), _words(b, b_span)
    keys_a, keys_b = ([_key(text[s:e]) for s, e in spans] for text, spans in ((a, left), (b, right)))
    pairs = _patience(keys_a, keys_b)
    same_a, same_b = {i for i, _ in pairs}, {j for _, j in pairs}
    return Aligned(
        tuple(Change(s, e, _weighs(a, s, e)) for i, (s, e) in enumerate(left) if i not in same_a),
        tuple(Change(s, e, _weighs(b, s, e)) for j, (s, e) in enumerate(right) if j not in same_b),
        tuple((left[i][0], right[j][0]) for i, j in pairs),
    )


@cache
def weighty() -> frozenset[str]:
    """Figures written as words, and the words of *not*."""
    return frozenset(resources.files("secondsource.show").joinpath("weighty.txt").read_text("utf-8").split())


def _words(text: str, span: Span) -> list[Span]:
    return [m.span() for m in _WORD.finditer(text, *span)]


def _key(word: str) -> str:
    return word.translate(_QUOTES).casefold()


def _weighs(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    low = _key(word)
    if any(c.isdigit() for c in word) or low in weighty() or low.endswith("n't"):
        return True
    before = text[max(0, start - 3) : start].rstrip(" \"'“‘(")
    return word[0].isupper() and bool(before) and before[-1] not in ".!?:\n…"


def _patience(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of equal words in order: those that stand once in each first, then what lies between them."""
    pairs: list[tuple[int, int]] = []
    at_a, at_b = 0, 0
    for i, j in [*_anchors(a, b), (len(a), len(b))]:
        if i >= at_a and j >= at_b:
            pairs += _between(a, b, at_a, i, at_b, j)
            if i < len(a):
                pairs.append((i, j))
            at_a, at_b = i + 1, j + 1
    return pairs


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run of unique common words that stand in the same order."""
    many_a, many_b = Counter(a), Counter(b)
    where = {word: j for j, word in enumerate(b) if many_b[word] == 1}
    pairs = [(i, where[word]) for i, word in enumerate(a) if many_a[word] == 1 and word in where]
    ends: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for n, (_, j) in enumerate(pairs):
        k = bisect_left(ends, j)
        back.append(last[k - 1] if k else -1)
        ends[k : k + 1] = [j]
        last[k : k + 1] = [n]
    run = []
    n = last[-1] if last else -1
    while n >= 0:
        run.append(pairs[n])
        n = back[n]
    return run[::-1]


def _between(a: Sequence[str], b: Sequence[str], i: int, i2: int, j: int, j2: int) -> list[tuple[int, int]]:
    if i >= i2 or j >= j2:
        return []
    if (i2 - i) * (j2 - j) > MOST_PAIRS:
        return []
    blocks = SequenceMatcher(None, a[i:i2], b[j:j2], autojunk=False).get_matching_blocks()
    return [(i + m.a + k, j + m.b + k) for m in blocks for k in range(m.size)]
