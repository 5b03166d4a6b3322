"""Texts to words and fingerprints: struct of arrays, each text's part computed from that text alone.

Because no text's part depends on another text, a kept ``Prints`` can be added to, and gives what one batch would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.records import Report
from secondsource.reuse.engine import Engine
from secondsource.reuse.fold import Folding, folding

Ints = npt.NDArray[Any]

QUOTED = 1  # the word stands in quotation marks
CAPITAL = 2  # it opens with a capital
FURNITURE = 4  # it stands in page furniture
ALONE = 8  # it is a character of a script without spaces

# Code points read in one go: keeps what is needed beyond the texts themselves small (about 50 bytes a code point).
BATCH = 1_000_000


@dataclass(frozen=True, slots=True)
class Prints:
    """The words and fingerprints of a pile of texts.

    Per word: ``hashes``, ``starts`` and ``ends`` (code points of its text), ``flags``. Text ``d`` has the words
    ``firsts[d]:firsts[d + 1]`` and the fingerprints ``prints[d]:prints[d + 1]``. Per fingerprint: ``keys`` (42 bits),
    ``places``, the number of its first word, and ``around``, what the words around it are (``kernels.AROUND``).
    """

    hashes: Ints
    starts: Ints
    ends: Ints
    flags: Ints
    firsts: Ints
    keys: Ints
    places: Ints
    around: Ints
    prints: Ints


def fingerprint(reports: Sequence[Report], engine: Engine) -> Prints:
    """The words and fingerprints of reports, in their order."""
    folded = folding()
    parts = [_part(batch, folded, engine) for batch in _batches(reports)]
    return parts[0] if len(parts) == 1 else _together(parts)


def _together(parts: list[Prints]) -> Prints:
    words = np.cumsum([0, *(len(p.hashes) for p in parts)])
    keys = np.cumsum([0, *(len(p.keys) for p in parts)])

    def all_of(name: str) -> Ints:
        return np.concatenate([getattr(p, name) for p in parts])

    return Prints(
        hashes=all_of("hashes"),
        starts=all_of("starts"),
        ends=all_of("ends"),
        flags=all_of("flags"),
        firsts=_chain([p.firsts for p in parts], words),
        keys=all_of("keys"),
        places=np.concatenate([p.places + np.int32(n) for p, n in zip(parts, words, strict=False)]),
        around=all_of("around"),
        prints=_chain([p.prints for p in parts], keys),
    )


def _batches(reports: Sequence[Report]) -> Iterator[list[Report]]:
    batch: list[Report] = []
    size = 0
    for report in reports:
        if batch and size + len(report.text) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(report)
        size += len(report.text)
    yield batch


def _part(reports: list[Report], folded: Folding, engine: Engine) -> Prints:
    bounds = np.zeros(len(reports) + 1, np.int64)
    np.cumsum([len(r.text) for r in reports], out=bounds[1:])
    codes = _codes("".join([r.text for r in reports]))
    table, several = folded.meet(codes)
    if not engine.compiled:  # a list of all of Unicode would cost more than the rest
        met, codes = np.unique(codes, return_inverse=True)
        table = table[met]
    n = len(codes)
    read: list[Ints] = [np.empty(n, kind) for kind in (np.int32, np.int32, np.int32, np.uint8)]
    firsts = np.zeros(len(bounds), np.int64)
    count = engine.run("words", codes, bounds, table, several, *read, firsts)
    hashes, starts, ends, flags = (column[:count].copy() for column in read)
    _furnish(reports, flags, starts, firsts)
    keys, places = np.empty(count, np.int64), np.empty(count, np.int32)
    prints = np.zeros(len(bounds), np.int64)
    chosen = engine.run("winnow", hashes, firsts, keys, places, prints)
    keys, places = keys[:chosen].copy(), places[:chosen].copy()
    around = np.empty(chosen, np.int64)
    engine.run("surround", hashes, firsts, places, prints, around)
    return Prints(hashes, starts, ends, flags, firsts, keys, places, around, prints)


def _codes(text: str) -> Ints:
    """The code points of a text, in two bytes each where that is enough."""
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        return np.frombuffer(narrow, np.uint16)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _furnish(reports: Sequence[Report], flags: Ints, starts: Ints, firsts: Ints) -> None:
    """Sets the flag FURNITURE for each word that stands in a report's page furniture."""
    for d, report in enumerate(reports):
        low, high = firsts[d], firsts[d + 1]
        for span in report.furniture:
            first, end = np.searchsorted(starts[low:high], (span.start, span.end))
            flags[low + first : low + end] |= FURNITURE


def _chain(columns: list[Ints], offsets: Ints) -> Ints:
    """Beginnings that each count from 0, as one column that counts through."""
    head = [c[:-1] + n for c, n in zip(columns, offsets, strict=False)]
    return np.concatenate([*head, offsets[-1:]])
