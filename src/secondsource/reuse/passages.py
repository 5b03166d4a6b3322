"""Fingerprints to passages: the pairs of stretches whose words run alike, as struct of arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.reuse.engine import Engine
from secondsource.reuse.fingerprints import Prints

Ints = npt.NDArray[Any]

# Texts that may share a fingerprint before it is passed over as a set phrase. A dispatch that 250 outlets carry must
# stay in; the price is at most 31,000 pairs a fingerprint.
COMMONEST = 256

# Equal words that make a passage. Shorter runs are phrases anyone would write: of the labelled pairs of ECB+ none is
# copied on the strength of fewer.
LEAST_WORDS = 8

# Characters between two passages on both sides up to which they are one, as in the planted benchmark.
NEARNESS = 60

# Bits that a seed has for two texts and a place in each. With many texts little is left for places: what stands beyond
# the first 8,000 fingerprints (some 20,000 words) of a text is not looked up in a pile of 200,000 texts, nor beyond
# 500,000 in one of 3,000. A passage that begins before is followed to its end all the same.
SEED_BITS = 62

# Bits for a fingerprint's number, of 63; the rest, 42 at most, are its hash.
LEAST_SHIFT = 21


@dataclass(frozen=True, slots=True)
class Passages:
    """Pairs of stretches: texts ``a`` and ``b``, first and end word of each, and how many words are equal."""

    a: Ints
    a_first: Ints
    a_end: Ints
    b: Ints
    b_first: Ints
    b_end: Ints
    equal: Ints

    def __len__(self) -> int:
        return len(self.a)


def find(prints: Prints, engine: Engine) -> Passages:
    """All pairs of passages that share at least ``LEAST_WORDS`` words, between texts or within one."""
    sizes = np.diff(prints.prints)
    texts = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    wide = len(sizes).bit_length()
    deep = min(int(sizes.max(initial=0)).bit_length(), (SEED_BITS - 2 * wide) // 2)
    number = np.arange(len(prints.keys), dtype=np.int64)
    shift = max(len(number).bit_length(), LEAST_SHIFT)
    near = number - prints.prints[texts] < 1 << deep
    keys = np.sort((((prints.keys & ((1 << (63 - shift)) - 1)) << shift) | number)[near])
    seeds = np.empty(0, np.int64)
    arguments = (keys, shift, texts, prints.prints, wide, deep, COMMONEST)
    seeds = np.zeros(engine.run("join", *arguments, seeds), np.int64)
    engine.run("join", *arguments, seeds)
    seeds.sort()
    rows = np.zeros(7 * len(seeds), np.int64)
    count = engine.run(
        "align",
        seeds,
        wide,
        deep,
        prints.prints,
        prints.places,
        prints.hashes,
        prints.firsts,
        prints.starts,
        prints.ends,
        LEAST_WORDS,
        NEARNESS,
        rows,
    )
    return Passages(*rows[: 7 * count].reshape(count, 7).T.copy())
