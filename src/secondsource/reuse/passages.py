"""Fingerprints to passages: the pairs of stretches whose words run alike, as struct of arrays."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.records import Report
from secondsource.reuse import anchors, kernels
from secondsource.reuse.anchors import Common
from secondsource.reuse.engine import Engine, foresee, hasten
from secondsource.reuse.fingerprints import Prints

Ints = npt.NDArray[Any]

# Texts that may share a fingerprint before they are compared with its anchors alone: 33,000 pairs of it at most.
COMMONEST = 256

# Equal words that make a passage. Shorter runs are phrases anyone would write: of the labelled pairs of ECB+ none is
# copied on the strength of fewer.
LEAST_WORDS = 8

# Characters between two passages on both sides up to which they are one, as in the planted benchmark.
NEARNESS = 60

# Bits for a fingerprint's number, of 63; the rest, 42 at most, are its hash.
LEAST_SHIFT = 21

# Places that anchors of one fingerprint have in the list of them, with the marks at the ends of it and of all holders.
_COPIES = 2 + kernels.PLACES * anchors.ANCHORS

# Rows that the kernel has room for at first; both grow where a text needs more.
ROOM, SCRATCH = 50_000, 4_000
ROOM_PLAIN, SCRATCH_PLAIN = 500, 100

# Share of the pairs of fingerprints that plain loops look at before it is told from them how long the others take.
SEEN = 0.01


@dataclass(frozen=True, slots=True)
class Passages:
    """Pairs of stretches of words, sorted by the texts ``a`` and ``b`` (places in the pile), ``a`` first.

    Per side: the first and the end word (counted within the text), the same as code points (``start``, ``stop``), and
    how many of the words are in quotation marks, capitals, in furniture, or characters by themselves. ``equal`` is how
    many words of both sides stand aligned and equal.
    """

    a: Ints
    a_first: Ints
    a_end: Ints
    a_start: Ints
    a_stop: Ints
    a_quoted: Ints
    a_capital: Ints
    a_furniture: Ints
    a_alone: Ints
    b: Ints
    b_first: Ints
    b_end: Ints
    b_start: Ints
    b_stop: Ints
    b_quoted: Ints
    b_capital: Ints
    b_furniture: Ints
    b_alone: Ints
    equal: Ints

    def __len__(self) -> int:
        return len(self.a)

    def take(self, chosen: Ints) -> Passages:
        """The passages at these places."""
        return Passages(*(getattr(self, f.name)[chosen] for f in fields(self)))

    def placed(self, places: Ints) -> Passages:
        """The same, for a pile whose report ``places[k]`` is text k here."""
        if (np.diff(places) > 0).all():
            return self
        return replace(self, a=places[self.a], b=places[self.b]).sorted()

    def sorted(self) -> Passages:
        """The same passages in order, their sides exchanged where the second text is before the first."""
        columns = {f.name: getattr(self, f.name) for f in fields(self)}
        turned = self.a > self.b
        for name in [n for n in columns if n[0] == "a"]:
            one, other = columns[name], columns["b" + name[1:]]
            columns[name], columns["b" + name[1:]] = np.where(turned, other, one), np.where(turned, one, other)
        texts, words = (
            (columns[a].astype(np.int64) << 32) | columns[b] for a, b in (("a", "b"), ("a_first", "b_first"))
        )
        order = np.lexsort((words, texts))
        return Passages(**{name: column[order] for name, column in columns.items()})


@dataclass(frozen=True, slots=True)
class _Posts:
    """Who holds each fingerprint, as the kernel takes it: the list begins anew at ``many``, and tells of ``pairs``."""

    at: Ints
    posts: Ints
    many: int
    pairs: int


def find(
    prints: Prints, engine: Engine, reports: Sequence[Report], common: Common | None = None, only: int = -1
) -> Passages:
    """All pairs of passages that share at least ``LEAST_WORDS`` words, between texts or within one.

    Of a fingerprint that more than ``COMMONEST`` of these reports hold, or, where they are part of a desk, that is
    ``common`` there, only the pairs that hold an anchor are compared; with ``only``, the pairs that hold that text.
    """
    posts = _post(prints, engine, reports, common)
    engine = foresee(engine, posts.pairs)
    counts, parts, engine = _grown(prints, posts, only, engine)
    size = int(counts.sum())
    columns, places = np.empty(len(fields(Passages)) * size, np.int32), np.cumsum(counts) - counts
    sums = np.empty(len(prints.flags) // kernels.BLOCK + len(prints.firsts), np.int64)
    engine.run("tally", prints.flags, prints.firsts, sums)
    for rows in parts:
        given = len(rows) // kernels.RESULT
        words = prints.firsts, prints.starts, prints.ends, prints.flags
        engine.run("measure", rows, given, *words, sums, places, columns, size)
    return Passages(*columns.reshape(len(fields(Passages)), size))


def _post(prints: Prints, engine: Engine, reports: Sequence[Report], common: Common | None) -> _Posts:
    shift = max(len(prints.keys).bit_length(), LEAST_SHIFT)
    keys = np.empty(len(prints.keys), np.int64)
    engine.run("number", prints.keys, shift, keys)
    shared = np.empty(0, np.int64)
    if common is not None:
        held = np.isin(prints.keys, common.keys)
        keys, shared = keys[~held], np.sort(keys[held])
    keys.sort()
    cap = COMMONEST if common is None else len(reports)
    posts = np.empty(2 * len(keys), np.int64)
    at = np.full(len(prints.keys), -1, np.int32)
    bounds, done = np.empty(2 * (len(keys) // (cap + 1) + 1), np.int64), np.zeros(2, np.int64)
    many = engine.run("post", keys, shift, prints.holders, cap, posts, at, bounds, done)
    if common is None and done[0]:
        lows, highs = bounds[: 2 * done[0]].reshape(-1, 2).T
        groups = np.repeat(np.arange(len(lows)), highs - lows)
        shared = keys[np.arange(len(groups)) + (lows - np.cumsum(highs - lows) + highs - lows)[groups]]
        flags = anchors.first(reports, groups, prints.texts(shared & ((1 << shift) - 1)))
    elif common is not None and len(shared):
        numbers = shared & ((1 << shift) - 1)
        flags = common.flags(prints.keys[numbers], prints.texts(numbers))
    if len(shared):
        more = 4 * len(shared) + 2 * (1 + int(np.count_nonzero(np.diff(shared >> shift)))) * _COPIES
        if many + more > len(posts):
            posts = np.concatenate((posts[:many], np.empty(more, np.int64)))
        engine.run("anchor", shared, shift, prints.holders, flags.astype(np.uint8), many, posts, at, done)
    return _Posts(at, posts, many, int(done[1]))


def _grown(prints: Prints, posts: _Posts, only: int, engine: Engine) -> tuple[Ints, list[Ints], Engine]:
    """How many rows each text has, the rows of the kernel's result, as many at a time as it has room for, and by what.

    Plain loops give way to compiled ones where what is left would take them longer than compiling.
    """
    room, scratch = (ROOM, SCRATCH) if engine.compiled else (ROOM_PLAIN, SCRATCH_PLAIN)
    n = len(prints.prints) - 1
    tails, met, queue, found = (np.full(n, -1, np.int32) for _ in range(4))
    rows, order = _scratch(scratch)
    done = np.zeros(6, np.int64)
    out = np.empty(room * kernels.RESULT, np.int32)
    parts: list[Ints] = []
    text, before = 0, time.process_time()
    while text < n:
        text = engine.run(
            "grow", only, posts.at, posts.posts, posts.many, prints.prints, prints.hashes, prints.firsts, prints.starts,
            prints.ends, LEAST_WORDS, NEARNESS, tails, met, queue, found, rows, order, out, done,
        )  # fmt: skip
        parts.append(out[: done[0] * kernels.RESULT].copy())
        if done[1]:
            scratch *= 4
            rows, order = _scratch(scratch)
        elif text < n and (done[0] == 0 or not engine.compiled):
            out = np.empty(2 * len(out), np.int32)
        if done[5] > SEEN * posts.pairs:
            rate = (time.process_time() - before) / int(done[5])
            engine = hasten(engine, rate * (posts.pairs - int(done[5])))
    return found, parts, engine


def _scratch(size: int) -> tuple[Ints, Ints]:
    return np.empty(size * kernels.ROW, np.int32), np.empty(size, np.int32)
