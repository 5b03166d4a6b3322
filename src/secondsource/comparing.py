"""A desk's comparison of its reports, kept up to date one report at a time: the index of fingerprints in its file.

>>> comparing.update(store)                                      # doctest: +SKIP
>>> comparing.matches(store, reports)                            # doctest: +SKIP

What is found doesn't depend on the order in which reports came or went, and is what ``reuse.match`` finds in them all.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from secondsource import reuse
from secondsource.records import Match, Report
from secondsource.reuse import Passages
from secondsource.reuse.engine import choose
from secondsource.store import fingerprints as index
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
                add(connection, seq, found[seq], compiled=choose(len(fresh) * A_REPORT).compiled)


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


def add(connection: Connection, seq: int, report: Report, *, compiled: bool = True) -> None:
    """Compares one report with the desk's, and keeps what is found and its fingerprints.

    Without ``compiled`` the loops run as plain Python: for one report that is less than it takes to load the compiler.
    """
    prints = reuse.fingerprint(report, compiled=compiled)
    held = index.held(connection, prints.keys)
    crossing = _crossing(prints.keys, held)
    told = ~np.isin(held.keys, crossing)
    near = reuse.candidates(prints, held.keys[told], held.reports[told], held.around[told])
    others = index.reports(connection, near)
    skipped = np.concatenate((held.common, crossing))
    found = reuse.match_one(report, list(others.values()), skipped, compiled=compiled)
    index.put_passages(connection, _packed(found, {seq: report} | others))
    index.put(connection, seq, prints.words, prints.keys, prints.places, prints.around)
    index.count(connection, held.common, 1, reuse.COMMONEST, crossing.tolist())
    _again(connection, crossing.tolist(), compiled)


def forget(connection: Connection, seq: int, report: Report, *, compiled: bool = True) -> None:
    """Takes a report out of the index, with what it shares with others. To be called while the desk still has it."""
    prints = reuse.fingerprint(report, compiled=compiled)
    index.drop(connection, seq, prints.keys)
    _again(connection, index.count(connection, prints.keys, -1, reuse.COMMONEST), compiled)


def leave(connection: Connection, seq: int, report: Report) -> None:
    """Takes a report that is to be forgotten out of the index, if it is in it; the desk must still have it."""
    if index.holds(connection, seq):
        forget(connection, seq, report, compiled=False)


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
        index.put(connection, seq, prints.words, prints.keys, prints.places, prints.around)
    index.recount(connection, reuse.COMMONEST)
    index.put_passages(connection, _packed(reuse.match_all(list(reports.values()), compiled=compiled), reports))


def _crossing(keys: Ints, held: index.Held) -> Ints:
    """The fingerprints that become common with one more holder."""
    distinct, rows = np.unique(held.keys, return_counts=True)
    many = np.isin(held.keys, distinct[rows >= reuse.COMMONEST])
    order = np.lexsort((held.reports[many], held.keys[many]))
    by_key, by_report = held.keys[many][order], held.reports[many][order]
    once = (np.diff(by_key, prepend=-1) != 0) | (np.diff(by_report, prepend=-1) != 0)
    distinct, holders = np.unique(by_key[once], return_counts=True)
    crossing: Ints = distinct[(holders >= reuse.COMMONEST) & np.isin(distinct, keys)]
    return crossing


def _again(connection: Connection, changed: list[int], compiled: bool) -> None:
    """Compares those who hold fingerprints that became common, or stopped being so, with one another again."""
    if not changed:
        return
    among = index.holders(connection, changed)
    reports = index.reports(connection, among)
    index.drop_passages(connection, sorted(among))
    found = reuse.match_all(list(reports.values()), index.common(connection), compiled=compiled or len(among) > BATCH)
    index.put_passages(connection, _packed(found, reports))


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
