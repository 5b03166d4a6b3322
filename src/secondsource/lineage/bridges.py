"""Bridges: what two holders of a much copied text share that were not compared, read off a third one between them.

Where hundreds hold a text each was compared with a few of the others only. What one holds of an agency's own report is
told from those that both were compared with.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from secondsource.lineage.facts import Facts
from secondsource.lineage.overlap import Pair, common, length, union
from secondsource.lineage.texts import Text
from secondsource.records import Span

# Holders from which on not all are compared with all: fewer that share nothing don't.
MANY = 256

# Originals in hand that every holder is held against: an agency's own report has few versions.
ORIGINALS = 8

# Holders between two that are tried: copies of one text mostly say the same.
BETWEEN = 4


def bridge_originals(text: Text, known: Facts) -> None:
    """Adds what each holder shares with each of the originals in hand."""
    for original in [r for r in text.holders if known.original(r)][:ORIGINALS]:
        _bridge(text, original)


def _bridge(text: Text, original: int) -> None:
    """Adds what each holder that wasn't compared with the original shares with it."""
    if len(text.holders) <= MANY:
        return
    for r in text.holders:
        if r == original or text.between(r, original):
            continue
        made = max(_between(text, r, original), key=lambda p: p.size, default=None)
        if made is not None and made.size:
            text.add(made)


def _between(text: Text, a: int, b: int) -> Iterator[Pair]:
    """What two share by way of each of a few that both were compared with, those first that say most of the first."""
    ways = sorted(text.of[a], key=lambda p: (-p.equal, p.first, p.second))
    found = ((p, q) for p in ways if (q := text.between(p.other(a), b)) is not None)
    for p, q in islice(found, BETWEEN):
        by = p.other(a)
        first, second = sorted((a, b))
        made = Pair(first, second)
        for span in common(union(p.spans(by)), union(q.spans(by))):
            made.spans(a).extend(_across(p, by, a, span))
            made.spans(b).extend(_across(q, by, b, span))
        made.size = length(made.in_first) + length(made.in_second)
        made.equal = min(p.similarity, q.similarity) * made.size
        yield made


def _across(pair: Pair, one: int, other: int, span: Span) -> Iterator[Span]:
    """Where a span of one report stands in the other of the pair, as near as the lengths of its passages tell."""
    for (start, end), (low, high) in zip(pair.spans(one), pair.spans(other), strict=True):
        first, last = max(start, span[0]), min(end, span[1])
        if first < last:
            rate = (high - low) / (end - start)
            yield low + round((first - start) * rate), low + round((last - start) * rate)
