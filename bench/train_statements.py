"""Makes the two tables of secondsource.statements from PolNeAR's training reports.

    python bench/train_statements.py DATA/statements/polnear-train.jsonl.gz

``cues.tsv``: how often each lemma stood in each frame, and how often the annotators marked that as an attribution.
``weights.tsv``: what each feature adds to the log-odds, by family of frames: a logistic regression over all candidates,
with L2, whose first input is the log-odds of the counts without the candidate itself. No text of anyone goes in.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from secondsource.language.parse import bind, parse
from secondsource.statements.direct import direct_candidates, is_utterance
from secondsource.statements.draft import Draft
from secondsource.statements.features import family, features
from secondsource.statements.layout import Layout, lay_out
from secondsource.statements.lexicon import ALWAYS, ANY, COUNTS, PRIOR_WEIGHT
from secondsource.statements.nominal import nominal_candidates
from secondsource.statements.quotes import find_quotes
from secondsource.statements.verbs import verb_candidates
from secondsource.statements.wordorder import wordorder_candidates

PACKAGE = Path(__file__).resolve().parents[1] / "src/secondsource/statements"

# A frame that was marked less often than this has nothing to teach; a lemma seen up to RARE times is pooled as rare.
FEWEST_MARKED, RARE = 4, 3

# Weights below this change no decision and are left out of the table.
LEAST_WEIGHT = 0.05
L2, STEPS, RATE = 3.0, 600, 0.05

# Content of these frames grows later on (floating quotes): a candidate is right if its cue is.
GROWING = {"quote-before", "quote-after", "quote-far", "quote-that"}

Floats = npt.NDArray[np.float64]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate and whether the annotators marked it."""

    lemma: str
    frame: str
    features: tuple[str, ...]
    marked: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """Positions of letters and digits of one marked attribution."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def main(path: str) -> None:
    """Writes both tables."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        examples = [e for line in lines for e in _examples(json.loads(line))]
    seen = Counter((e.lemma, e.frame) for e in examples)
    marked = Counter((e.lemma, e.frame) for e in examples if e.marked)
    rare = _rare(seen, marked)
    _write("cues.tsv", ("lemma", "frame", "seen", "marked"), _cue_rows(seen, marked, rare))
    _write(
        "weights.tsv",
        ("family", "feature", "weight"),
        _fit([e for e in examples if e.frame in rare], seen, marked, rare),
    )


def _examples(row: dict[str, Any]) -> Iterator[Example]:
    text = row["text"]
    spans = [m.span() for m in re.finditer(r"\S(?:[^\n]*\S)?", text)]
    gold = [
        Gold(*(_letters(a[role], text) for role in ("source", "cue", "content")))
        for a in row["attributions"]
        if a["content"] and (a["source"] or a["cue"])
    ]
    by_place = defaultdict(list)
    for g in gold:
        for i in g.cue:
            by_place[i].append(g)
    tables = parse([text[s:e] for s, e in spans])
    quotes = find_quotes(text, spans)
    for k, (table, (start, end)) in enumerate(zip(tables, spans, strict=True)):
        layout = lay_out(text, k, bind(table, text[start:end], start), quotes[k])
        for draft in _candidates(layout):
            near = {id(g): g for i in _letters(draft.cue, text) for g in by_place[i]}
            right = any(_right(draft, g, text) for g in near.values())
            yield Example(draft.lemma, draft.frame, tuple(features(layout, draft)), right)


def _candidates(layout: Layout) -> Iterator[Draft]:
    spoken = {k for k in layout.quoted_tokens() if is_utterance(layout, k)}
    for find in (verb_candidates, direct_candidates, wordorder_candidates, nominal_candidates):
        yield from (d for d in find(layout) if d.content and layout.quote[d.anchor] not in spoken)


def _right(draft: Draft, gold: Gold, text: str) -> bool:
    """As eval/statements.py has it at .5: contents alike, and the source right."""
    if draft.frame in GROWING:
        return True
    content, source = _letters(draft.content, text), _letters(draft.source, text)
    if _dice(content, gold.content) < 0.5:
        return False
    if not source or not gold.source:
        return not source and not gold.source
    return _dice(source, gold.source) >= 0.5 or (
        min(len(source), len(gold.source)) >= 3 and (source <= gold.source or gold.source <= source)
    )


def _rare(seen: Counter[Key], marked: Counter[Key]) -> dict[str, tuple[int, int]]:
    """By frame that is marked often enough: how often its rare lemmas were seen and marked."""
    total: Counter[str] = Counter()
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (lemma, frame), count in seen.items():
        total[frame] += marked[lemma, frame]
        if count <= RARE:
            found[frame][0] += count
            found[frame][1] += marked[lemma, frame]
    return {frame: (max(1, s), m) for frame, (s, m) in found.items() if total[frame] >= FEWEST_MARKED}


def _share(rare: tuple[int, int]) -> float:
    return (rare[1] + 0.5) / (rare[0] + 1)


def _cue_rows(seen: Counter[Key], marked: Counter[Key], rare: dict[str, tuple[int, int]]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [(ANY, frame, *counts) for frame, counts in rare.items()]
    for (lemma, frame), count in seen.items():
        telling = marked[lemma, frame] or count >= 8 or (frame in rare and _share(rare[frame]) > 0.1)
        if frame in rare and lemma.isalpha() and count >= 2 and telling:
            rows.append((lemma, frame, count, marked[lemma, frame]))
    return sorted(rows, key=lambda r: (str(r[1]), str(r[0])))


def _fit(
    examples: Sequence[Example], seen: Counter[Key], marked: Counter[Key], rare: dict[str, tuple[int, int]]
) -> list[tuple[object, ...]]:
    """The weights by family and feature, by Adam over all examples at once."""
    number: dict[Key, int] = {}
    families = [family(e.frame) for e in examples]
    columns = [
        [number.setdefault((f, x), len(number)) for x in (ALWAYS, *e.features)]
        for f, e in zip(families, examples, strict=True)
    ]
    scale = {f: len(number) + k for k, f in enumerate(sorted(set(families)))}
    base = np.array([_log_odds(e, seen, marked, rare) for e in examples])
    marks = np.array([e.marked for e in examples], dtype=np.float64)
    row = np.repeat(np.arange(len(examples)), [len(c) for c in columns])
    column = np.array([c for cs in columns for c in cs])
    scaled = np.array([scale[f] for f in families])
    start = np.concatenate([np.zeros(len(number)), np.ones(len(scale))])
    weights, mean, square = start.copy(), np.zeros(len(start)), np.zeros(len(start))
    for step in range(1, STEPS + 1):
        odds = weights[scaled] * base + np.bincount(row, weights[column], len(examples))
        off = 1 / (1 + np.exp(-odds)) - marks
        slope = (
            np.bincount(column, off[row], len(start))
            + np.bincount(scaled, off * base, len(start))
            + L2 * (weights - start)
        )
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    rows: list[tuple[object, ...]] = [(f, COUNTS, f"{weights[k]:.3f}") for f, k in scale.items()]
    kept = [(f, x, weights[k]) for (f, x), k in sorted(number.items()) if abs(weights[k]) >= LEAST_WEIGHT]
    return rows + [(f, x, f"{w:.3f}") for f, x, w in kept]


def _log_odds(example: Example, seen: Counter[Key], marked: Counter[Key], rare: dict[str, tuple[int, int]]) -> float:
    """Of the lemma in the frame, from all its other sightings."""
    key = example.lemma, example.frame
    share = marked[key] - example.marked + PRIOR_WEIGHT * _share(rare[example.frame])
    share /= seen[key] - 1 + PRIOR_WEIGHT
    return float(np.log(share / (1 - share)))


def _letters(spans: Sequence[Sequence[int]], text: str) -> frozenset[int]:
    return frozenset(i for s, e in spans for i in range(s, min(e, len(text))) if text[i].isalnum())


def _dice(a: frozenset[int], b: frozenset[int]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def _write(name: str, head: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    lines = ["\t".join(map(str, r)) for r in (tuple(head), *rows)]
    (PACKAGE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
