"""A desk's comparison of its reports, kept up to date one report at a time: the index of fingerprints in its file.

>>> comparing.update(store)                                      # doctest: +SKIP
>>> comparing.matches(store, reports)                            # doctest: +SKIP

What is found doesn't depend on the order in which reports came or went, and is what ``reuse.match`` finds in them all.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from secondsource import reuse
from secondsource.records import Match, Report
from secondsource.reuse import Common, Passages
from secondsource.reuse.engine import choose
from secondsource.store import fingerprints as index
from secondsource.store import stories as requests
from secondsource.store.connect import Store

Ints = npt.NDArray[Any]

# From so many new reports on the whole desk is compared at once, where they are the larger part of it: a report by
# itself costs some 5 ms, one in a batch 1 ms, nearly all of it for keeping its fingerprints.
BATCH = 50
PART = 0.25

# Code points that are read to compare one more report with those near it: itself, and what some dozen others say.
A_REPORT = 20_000

# What is kept of each passage of a pair, in this order; the two reports are the key.
_KEPT = tuple(f.name for f in fields(Passages) if f.name not in ("a", "b"))
# The same columns with the two sides exchanged.
_TURNED = [_KEPT.index({"a": "b", "b": "a"}[n[0]] + n[1:] if n[1:2] == "_" else n) for n in _KEPT]


def update(store: Store) -> int:
    """Compares the desk's reports that aren't compared yet with all others; how many they were."""
    with store.reading() as connection:
        kept = index.made_by(connection) == reuse.VERSION
        known = index.compared(connection) if kept else {}
        every = index.numbers(connection)
    fresh = [seq for name, seq in every.items() if name not in known]
    if not kept or (len(fresh) >= BATCH and len(fresh) >= PART * len(every)):
        with store.writing() as connection:
            _all(connection)
        return len(fresh)
    for seq in fresh:
        with store.writing() as connection:
            found = {} if index.holds(connection, seq) else index.reports(connection, [seq])
            if found:  # neither compared nor forgotten by someone else since
                add(connection, seq, found[seq], compiled=choose(len(fresh) * A_REPORT).compiled)
    return len(fresh)


def take(store: Store, seqs: Iterable[int]) -> None:
    """Compares some of the desk's reports, where the index doesn't hold them yet, with all others."""
    with store.reading() as connection:
        fresh = [seq for seq in seqs if not index.holds(connection, seq)]
    for seq in fresh:
        with store.writing() as connection:
            found = {} if index.holds(connection, seq) else index.reports(connection, [seq])
            if found:
                touched = add(connection, seq, found[seq], compiled=choose(len(fresh) * A_REPORT).compiled)
                requests.put_pending(connection, touched | {seq})


def judge_some(
    connection: Connection,
    chosen: Iterable[int],
    load: Callable[[Iterable[int]], Mapping[int, Report]],
    outlets: Mapping[str, int],
) -> tuple[Match, ...]:
    """The matches of some reports, and of those they share passages with, with any.

    What a passage is depends on how many others stand in the same place of its two reports, so these are judged with
    all that they share. ``load`` gives reports by their ``seq``; ``outlets`` is how many each outlet has.
    """
    wanted = set(chosen)
    wider = wanted | index.sharing(connection, wanted)
    kept = list(index.passages(connection, wider))
    held = load({seq for a, b, _ in kept for seq in (a, b)})
    pile = sorted(held)
    place, words = {seq: k for k, seq in enumerate(pile)}, index.words(connection, pile)
    pairs = [(place[a], place[b], packed) for a, b, packed in kept]
    count = np.array([words.get(seq, 0) for seq in pile], np.int64)
    found = reuse.judge([held[seq] for seq in pile], count, _unpacked(pairs), outlets).records()
    ids = {held[seq].id for seq in wanted if seq in held}
    return tuple(m for m in found if m.a in ids or m.b in ids)


def add(connection: Connection, seq: int, report: Report, *, compiled: bool = True) -> set[int]:
    """Compares one report with the desk's, and keeps what is found and its fingerprints.

    Those whose passages with still others may have changed are returned.

    Without ``compiled`` the loops run as plain Python: for one report that is less than it takes to load the compiler.
    """
    prints = reuse.fingerprint(report, compiled=compiled)
    common = index.common(connection, prints.keys)
    held = index.held(connection, np.setdiff1d(prints.keys, common))
    anchors = index.anchored(connection, common)
    crossing = _crossing(held)
    overtaken = _overtaken(anchors, index.ranks(connection, anchors.reports.tolist()), reuse.rank(report))
    mine = np.unique(np.array([key for keys in overtaken.values() for key in keys], np.int64))
    told = held.of(np.setdiff1d(held.keys, crossing))
    near = reuse.candidates(prints, told.keys, told.reports, told.around)
    for many in (anchors, index.held(connection, mine)):
        near |= reuse.candidates(prints, many.keys, many.reports, many.around, reuse.LIKE)
    index.put(connection, seq, prints.words, reuse.rank(report), prints.keys, prints.places, prints.around)
    index.count(connection, common, 1, reuse.COMMONEST, crossing.tolist())
    index.choose_anchors(connection, np.concatenate((mine, crossing)), reuse.anchors.ANCHORS)
    _compare(connection, seq, report, near, compiled)
    for other, keys in overtaken.items():
        _again_with(connection, other, np.array(keys, np.int64), compiled)
    return {*overtaken, *_again(connection, crossing.tolist(), compiled)}


def forget(connection: Connection, seq: int, report: Report, *, compiled: bool = True) -> set[int]:
    """Takes a report out of the index, with what it shares with others. To be called while the desk still has it.

    Those whose passages with still others may have changed are returned.
    """
    prints = reuse.fingerprint(report, compiled=compiled)
    left = [key for key, _ in index.anchors(connection, [seq])]
    index.drop(connection, seq, prints.keys)
    rare = index.count(connection, prints.keys, -1, reuse.COMMONEST)
    vacant = np.setdiff1d(np.array(left, np.int64), np.array(rare, np.int64))
    before = _pairs(index.anchored(connection, vacant))
    index.choose_anchors(connection, vacant, reuse.anchors.ANCHORS)
    moved = defaultdict(list)
    for key, other in sorted(_pairs(index.anchored(connection, vacant)) - before):
        moved[other].append(key)
    for other, keys in moved.items():
        _again_with(connection, other, np.array(keys, np.int64), compiled)
    return {*moved, *_again(connection, rare, compiled)}


def leave(connection: Connection, seq: int, report: Report) -> set[int]:
    """Takes a report that is to be forgotten out of the index, if it is in it; the desk must still have it.

    Those whose passages with still others may have changed are returned.
    """
    return forget(connection, seq, report, compiled=False) if index.holds(connection, seq) else set()


def matches(store: Store, reports: Sequence[Report]) -> tuple[Match, ...]:
    """The matches of the desk's reports, in their order, judged from what the index keeps."""
    with store.reading() as connection:
        known = index.compared(connection)
        kept = list(index.passages(connection))
    place = {known[r.id].seq: k for k, r in enumerate(reports)}
    words = np.array([known[r.id].words for r in reports], np.int64)
    pairs = [(place[a], place[b], packed) for a, b, packed in kept if a in place and b in place]
    return reuse.judge(reports, words, _unpacked(pairs)).records()


def _all(connection: Connection) -> None:
    """Compares all reports of the desk at once, and keeps that instead of what was kept."""
    reports = index.reports(connection, index.numbers(connection).values())
    compiled = choose(2 * sum(len(r.text) for r in reports.values())).compiled
    index.clear(connection, reuse.VERSION)
    for seq, report in sorted(reports.items()):
        prints = reuse.fingerprint(report, compiled=compiled)
        index.put(connection, seq, prints.words, reuse.rank(report), prints.keys, prints.places, prints.around)
    index.recount(connection, reuse.COMMONEST)
    index.choose_anchors(connection, index.common(connection), reuse.anchors.ANCHORS)
    index.put_passages(connection, _packed(reuse.match_all(list(reports.values()), compiled=compiled), reports))


def _crossing(held: index.Held) -> Ints:
    """The fingerprints that become common with one more holder."""
    holders = np.unique(np.stack((held.keys, held.reports)), axis=1)[0]
    distinct, many = np.unique(holders, return_counts=True)
    crossing: Ints = distinct[many >= reuse.COMMONEST]
    return crossing


def _pairs(held: index.Held) -> set[tuple[int, int]]:
    """Each fingerprint with each of its holders."""
    return set(zip(held.keys.tolist(), held.reports.tolist(), strict=True))


def _overtaken(anchors: index.Held, ranks: dict[int, str], rank: str) -> dict[int, list[int]]:
    """The anchors that a report of this rank takes the place of, with the fingerprints for which it does."""
    last: dict[int, int] = {}
    for key, report in _pairs(anchors):
        if key not in last or ranks[report] > ranks[last[key]]:
            last[key] = report
    found: dict[int, list[int]] = defaultdict(list)
    for key, report in sorted(last.items()):
        if ranks[report] > rank:
            found[report].append(key)
    return found


def _compare(connection: Connection, seq: int, report: Report, near: Iterable[int], compiled: bool) -> None:
    """Keeps what a report shares with these others, instead of what was kept of these pairs."""
    others = index.reports(connection, set(near) - {seq})
    numbers = {other: k for k, other in enumerate((seq, *others))}
    prints = reuse.fingerprint(report, compiled=compiled)
    common = _common(connection, index.common(connection, prints.keys), numbers)
    found = reuse.match_one(report, list(others.values()), common, compiled=compiled)
    index.drop_pairs(connection, seq, others)
    index.put_passages(connection, _packed(found, {seq: report} | others))


def _common(connection: Connection, keys: Ints, numbers: dict[int, int]) -> Common:
    """These common fingerprints, with the anchors that are among the numbered reports."""
    chosen = [(k, numbers[r]) for k, r in index.anchors(connection, numbers)]
    of, by = np.array(chosen, np.int64).reshape(-1, 2).T
    known = np.isin(of, keys)
    return Common(keys, of[known], by[known])


def _again_with(connection: Connection, seq: int, keys: Ints, compiled: bool) -> None:
    """Compares a report again with those that hold fingerprints whose anchor it became, or stopped being."""
    report = index.reports(connection, [seq])[seq]
    prints, held = reuse.fingerprint(report, compiled=compiled), index.held(connection, keys)
    near = reuse.candidates(prints, held.keys, held.reports, held.around, reuse.LIKE)
    _compare(connection, seq, report, near, compiled)


def _again(connection: Connection, changed: list[int], compiled: bool) -> set[int]:
    """Compares those who hold fingerprints that became common, or stopped being so, with one another again."""
    if not changed:
        return set()
    reports = index.reports(connection, index.holders(connection, changed))
    index.drop_passages(connection, sorted(reports))
    common = _common(connection, index.common(connection), {seq: k for k, seq in enumerate(reports)})
    found = reuse.match_all(list(reports.values()), common, compiled=compiled or len(reports) > BATCH)
    index.put_passages(connection, _packed(found, reports))
    return set(reports)


def _packed(found: Passages, reports: dict[int, Report]) -> Iterable[tuple[int, int, bytes]]:
    """The passages pair by pair, as the index keeps them; ``reports`` were compared in the order of their ids.

    The report that came later is the first of a pair, so that what is kept of a new report stands together in the file.
    """
    seqs = sorted(reports, key=lambda seq: reports[seq].id)
    columns = np.stack([getattr(found, name) for name in _KEPT], axis=1).astype(np.int32)
    starts = [*np.flatnonzero(np.diff(found.a, prepend=-1) | np.diff(found.b, prepend=-1)).tolist(), len(found)]
    ones, others = found.a[starts[:-1]].tolist(), found.b[starts[:-1]].tolist()
    for one, other, (low, high) in zip(ones, others, itertools.pairwise(starts), strict=True):
        a, b = seqs[one], seqs[other]
        if a < b:
            yield b, a, columns[low:high, _TURNED].tobytes()
        else:
            yield a, b, columns[low:high].tobytes()


def _unpacked(pairs: list[tuple[int, int, bytes]]) -> Passages:
    """The passages of pairs of reports by their places in a pile, as if they had been found in it."""
    rows = [np.frombuffer(packed, np.int32).reshape(-1, len(_KEPT)) for _, _, packed in pairs]
    sizes = [len(r) for r in rows]
    a = np.repeat(np.array([a for a, _, _ in pairs], np.int32), sizes)
    b = np.repeat(np.array([b for _, b, _ in pairs], np.int32), sizes)
    columns = np.concatenate(rows) if rows else np.empty((0, len(_KEPT)), np.int32)
    return Passages(a=a, b=b, **{name: columns[:, k] for k, name in enumerate(_KEPT)}).sorted()
