"""Texts to words and fingerprints: struct of arrays, each text's part computed from that text alone.

Because no text's part depends on another text, a kept ``Prints`` can be added to, and gives what one batch would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.reuse.engine import Engine
from secondsource.reuse.fold import Folding

Ints = npt.NDArray[Any]

QUOTED = 1  # the word stands in quotation marks
CAPITAL = 2  # it opens with a capital
FURNITURE = 4  # it stands in page furniture
ALONE = 8  # it is a character of a script without spaces

# Code points read in one go: keeps what is needed beyond the texts themselves small (about 50 bytes a code point).
BATCH = 4_000_000


@dataclass(frozen=True, slots=True)
class Prints:
    """The words and fingerprints of a pile of texts.

    Per word: ``hashes``, ``starts`` and ``ends`` (code points of its text), ``flags``. Text ``d`` has the words
    ``firsts[d]:firsts[d + 1]`` and the fingerprints ``prints[d]:prints[d + 1]``. Per fingerprint: ``keys`` (42 bits)
    and ``places``, the number of its first word.
    """

    hashes: Ints
    starts: Ints
    ends: Ints
    flags: Ints
    firsts: Ints
    keys: Ints
    places: Ints
    prints: Ints


def fingerprint(texts: Sequence[str], engine: Engine) -> Prints:
    """The words and fingerprints of texts, in their order."""
    folding = Folding()
    parts = [_part(batch, folding, engine) for batch in _batches(texts)]
    if len(parts) == 1:
        return parts[0]
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
        places=np.concatenate([p.places + n for p, n in zip(parts, words, strict=False)]),
        prints=_chain([p.prints for p in parts], keys),
    )


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    yield batch


def _part(texts: list[str], folding: Folding, engine: Engine) -> Prints:
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(t) for t in texts], out=bounds[1:])
    codes: Ints = np.frombuffer(bytearray("".join(texts).encode("utf-32-le", "surrogatepass")), np.uint32)
    folding.meet(codes)
    table, several = folding.table, np.array(folding.several, np.int64)
    if not engine.compiled:  # a list of all of Unicode would cost more than the rest
        met, codes = np.unique(codes, return_inverse=True)
        table = table[met]
    n = len(codes)
    hashes, starts, ends = (np.zeros(n, np.int32) for _ in range(3))
    flags = np.zeros(n, np.uint8)
    firsts = np.zeros(len(bounds), np.int64)
    count = engine.run("words", codes, bounds, table, several, hashes, starts, ends, flags, firsts)
    hashes = hashes[:count].copy()
    keys, places = np.zeros(count, np.int64), np.zeros(count, np.int64)
    prints = np.zeros(len(bounds), np.int64)
    chosen = engine.run("winnow", hashes, firsts, keys, places, prints)
    return Prints(
        hashes=hashes,
        starts=starts[:count].copy(),
        ends=ends[:count].copy(),
        flags=flags[:count].copy(),
        firsts=firsts,
        keys=keys[:chosen].copy(),
        places=places[:chosen].copy(),
        prints=prints,
    )


def _chain(columns: list[Ints], offsets: Ints) -> Ints:
    """Beginnings that each count from 0, as one column that counts through."""
    head = [c[:-1] + n for c, n in zip(columns, offsets, strict=False)]
    return np.concatenate([*head, offsets[-1:]])
