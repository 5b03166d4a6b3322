"""Prepared paragraphs to tensors: windows, substituted cue words, sampled readings of cues."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

import prepare
from prepare import Cue, Example
from secondsource.statements.pieces import END, START, pieces, vocabulary
from secondsource.statements.signs import COLUMNS, OFFSETS, SIZE, no_bearing
from secondsource.statements.tagger import BEGIN_CONTENT, LONGEST

PER_BATCH = 3_000
"""Pieces that the upper layers read at once."""

SUBSTITUTED = 0.12
"""Share of cue verbs whose word is exchanged for another cue verb's in the same form."""

FEWEST_NEGATIVE, MORE_NEGATIVE = 0.06, 0.9
"""Chance that a candidate which is no cue is read: a floor, and what its strength adds."""

FORMS = {"VBD": "ed", "VBN": "ed", "VBZ": "s", "VB": "", "VBP": "", "VBG": "ing"}
_TAG, _STRENGTH = list(COLUMNS).index("tag"), list(COLUMNS).index("strength")


@dataclass(slots=True)
class Batch:
    """Tensors of one step; ``which`` says to which paragraph each item of the upper layers belongs."""

    ids: Tensor  # [paragraphs, pieces]
    mask: Tensor  # [paragraphs, pieces]
    which: Tensor  # [items]
    signs: Tensor  # [items, pieces, columns]
    first: Tensor  # [items, tokens]: each token's first piece
    tokens: Tensor  # [items, tokens]: whether there is such a token
    cues: Tensor  # [paragraphs, tokens] labels
    roles: Tensor  # [items - paragraphs, tokens] labels
    valid: Tensor  # [items - paragraphs]
    anchors: Tensor  # [items - paragraphs, tokens]: 1 over the cue's number of tokens within it
    spans: list[tuple[int, int, int, int]]  # paragraph, first token, end, row of the teacher's vector


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        return getattr(prepare, name) if module == "__main__" else super().find_class(module, name)


def load(path: str) -> list[Example]:
    """The examples that ``prepare.py`` wrote, cut to what is read at once."""
    with Path(path).open("rb") as source:
        return [_cut(e) for e in _Unpickler(source).load()]


def _cut(e: Example) -> Example:
    count = total = 0
    while count < len(e.pieces) and total + len(e.pieces[count]) <= LONGEST:
        total += len(e.pieces[count])
        count += 1
    if count == len(e.pieces):
        return e
    cues = [c for c in e.cues if c.tokens[-1] < count]
    for c in cues:
        c.bearing, c.labels = c.bearing[:count], None if c.labels is None else c.labels[:count]
    sentences = [(a, b) for a, b in e.sentences if b <= count]
    return Example(e.report, e.paragraph, e.text, e.starts[:count], e.ends[:count], e.pieces[:count], e.signs[:count],
                   e.cue_labels[:count], sentences, cues)  # fmt: skip


def substitutes(examples: Sequence[Example], verbs: Path) -> dict[int, list[tuple[int, ...]]]:
    """By number of the verb's form: the pieces of cue words to put in, each word once."""
    known: dict[int, set[tuple[int, ...]]] = {}
    for e in examples:
        for c in e.cues:
            if c.labels is not None:
                for i in c.tokens:
                    known.setdefault(int(e.signs[i, _TAG]), set()).add(e.pieces[i])
    from secondsource.statements.signs import _TAG_OF

    for verb in verbs.read_text().split():
        for tag, ending in FORMS.items():
            known.setdefault(_TAG_OF[tag], set()).add(pieces(_formed(verb, ending)))
    wanted = {_TAG_OF[tag] for tag in FORMS}
    return {tag: sorted(words) for tag, words in known.items() if tag in wanted}


def _formed(verb: str, ending: str) -> str:
    if ending in {"ed", "ing"} and verb.endswith("e"):
        return verb[:-1] + ending
    if ending in {"ed", "s"} and verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + ("ied" if ending == "ed" else "ies")
    return verb + ("es" if ending == "s" and verb.endswith(("s", "sh", "ch", "x", "z")) else ending)


def chosen(e: Example, rng: random.Random) -> list[Cue]:
    """The cues that are read this time: all true ones, and others the likelier the stronger they look."""
    return [c for c in e.cues if c.labels is not None or rng.random() < FEWEST_NEGATIVE + MORE_NEGATIVE * c.strength]


def batches(
    examples: Sequence[Example], rng: random.Random, words: dict[int, list[tuple[int, ...]]] | None
) -> Iterator[list[tuple[Example, list[Cue], list[tuple[int, ...]]]]]:
    """Groups of paragraphs of like length, in random order, each with its cues and (changed) pieces."""
    items = []
    for e in examples:
        cues = chosen(e, rng) if words is not None else e.cues
        items.append((e, cues, _changed(e, cues, words, rng) if words is not None else e.pieces))
    items.sort(key=lambda x: sum(map(len, x[2])) + rng.random() * 6)
    groups: list[list[Any]] = [[]]
    size = 0
    for item in items:
        length = (sum(map(len, item[2])) + 2) * (1 + len(item[1]))
        if groups[-1] and size + length > PER_BATCH:
            groups.append([])
            size = 0
        groups[-1].append(item)
        size += length
    rng.shuffle(groups)
    yield from groups


def _changed(
    e: Example, cues: list[Cue], words: dict[int, list[tuple[int, ...]]], rng: random.Random
) -> list[tuple[int, ...]]:
    found = list(e.pieces)
    for c in cues:
        for i in c.tokens:
            pool = words.get(int(e.signs[i, _TAG]))
            if c.labels is not None and pool and rng.random() < SUBSTITUTED:
                found[i] = rng.choice(pool)
    return found


def tensors(group: Sequence[tuple[Example, list[Cue], list[tuple[int, ...]]]], rows: dict[Any, int]) -> Batch:
    """The group's tensors; ``rows`` finds the teacher's vector of (report, paragraph, first token, end)."""
    start, end = vocabulary()[START], vocabulary()[END]
    longest = max(sum(map(len, p)) for _, _, p in group) + 2
    most = max(len(p) for _, _, p in group)
    count, readings = len(group), sum(len(c) for _, c, _ in group)
    ids, mask = np.zeros((count, longest), np.int64), np.zeros((count, longest), np.float32)
    which = list(range(count))
    signs = np.full((count + readings, longest, len(COLUMNS)), SIZE, np.int64)
    first, real = np.zeros((count + readings, most), np.int64), np.zeros((count + readings, most), bool)
    cue_labels, roles = np.full((count, most), -100, np.int64), np.zeros((readings, most), np.int64)
    valid, anchors = np.zeros(readings, np.float32), np.zeros((readings, most), np.float32)
    spans: list[tuple[int, int, int, int]] = []
    at = 0
    for k, (e, cues, words) in enumerate(group):
        flat = [p for w in words for p in w]
        ids[k, : len(flat) + 2] = [start, *flat, end]
        mask[k, : len(flat) + 2] = 1
        tokens = len(words)
        owner = np.repeat(np.arange(tokens), [len(w) for w in words])
        begins = 1 + np.concatenate([[0], np.cumsum([len(w) for w in words])])[:-1]
        own = e.signs.copy()
        for i in (i for i, w in enumerate(words) if w != e.pieces[i]):
            own[i, _STRENGTH] = 0
        cue_labels[k, :tokens] = e.cue_labels
        for item, bearing in [(k, no_bearing(tokens)), *((count + at + n, c.bearing) for n, c in enumerate(cues))]:
            table = np.concatenate([own, bearing], 1) + OFFSETS
            signs[item, 1 : len(flat) + 1] = table[owner]
            first[item, :tokens], real[item, :tokens] = begins, True
        for c in cues:
            which.append(k)
            if c.labels is not None:
                roles[at, :tokens], valid[at] = c.labels, 1
            anchors[at, list(c.tokens)] = 1 / len(c.tokens)
            at += 1
        for a, b in spans_of(e):
            row = rows.get((e.report, e.paragraph, a, b))
            if row is not None:
                spans.append((k, a, b, row))
    t = torch.from_numpy
    return Batch(t(ids), t(mask), torch.tensor(which), t(signs), t(first), t(real), t(cue_labels), t(roles), t(valid),
                 t(anchors), spans)  # fmt: skip


def spans_of(e: Example) -> list[tuple[int, int]]:
    """First tokens and ends of what gets a vector: sentences and contents."""
    found = {s for s in e.sentences if s[1] - s[0] >= 4}
    for c in e.cues:
        inside = [i for i, x in enumerate(c.labels or ()) if x >= BEGIN_CONTENT]
        if len(inside) >= 4:
            found.add((inside[0], inside[-1] + 1))
    return sorted(found)
