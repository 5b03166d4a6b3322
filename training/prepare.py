"""Reports with marked attributions to what the tagger learns from: pieces, signs, labels.

    python training/prepare.py DATA/statements/polnear-train.jsonl.gz train.pickle [--folds 5]

The rules' strength is one of the signs. For the reports that it was counted on it would say too much, so the counts
and weights are made anew for each fold of the reports from all others (``--folds 0``: the package's own, for dev).
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

import train_statements as rules
from secondsource.language.parse import bind, parse
from secondsource.statements import _candidates, lexicon
from secondsource.statements.choose import weigh
from secondsource.statements.draft import Draft, strongest
from secondsource.statements.features import features
from secondsource.statements.layout import Layout, lay_out
from secondsource.statements.lexicon import Counts
from secondsource.statements.pieces import pieces
from secondsource.statements.quotes import find_quotes
from secondsource.statements.signs import Signs, anchor_of, bearing_signs, token_signs
from secondsource.statements.tagger import BEGIN_CONTENT, BEGIN_SOURCE, IN_CONTENT, IN_SOURCE, OUTSIDE


@dataclass(slots=True)
class Cue:
    """One cue to be read: its tokens, how each token bears on it, and each token's label (None: it is no cue)."""

    tokens: tuple[int, ...]
    bearing: Signs
    labels: list[int] | None
    strength: float = 0.0


@dataclass(slots=True)
class Example:
    """A paragraph: the pieces of each token, its signs, the labels of the cues in it, and the cues."""

    report: str
    paragraph: int
    text: str
    starts: list[int]
    ends: list[int]
    pieces: list[tuple[int, ...]]
    signs: Signs
    cue_labels: list[int]
    sentences: list[tuple[int, int]]
    cues: list[Cue] = field(default_factory=list)


def main() -> None:
    """Writes the examples."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("gold")
    options.add_argument("out")
    options.add_argument("--folds", type=int, default=0)
    given = options.parse_args()
    with gzip.open(given.gold, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    laid = [_laid_out(row) for row in rows]
    found: list[Example] = []
    for part, chosen in _folds(rows, laid, given.folds):
        if chosen is not None:
            _use(chosen)
        for row, layouts in part:
            found.extend(_examples(row, layouts))
    with Path(given.out).open("wb") as out:
        pickle.dump(found, out)
    cues = [c for e in found for c in e.cues]
    print(len(found), "paragraphs,", sum(c.labels is not None for c in cues), "cues,", len(cues), "with what is none")


def _laid_out(row: dict[str, Any]) -> list[Layout]:
    text = row["text"]
    spans = [m.span() for m in re.finditer(r"\S(?:[^\n]*\S)?", text)]
    tables = parse([text[s:e] for s, e in spans])
    quotes = find_quotes(text, spans)
    return [
        lay_out(text, k, bind(table, text[s:e], s), quotes[k])
        for k, (table, (s, e)) in enumerate(zip(tables, spans, strict=True))
    ]


def _folds(rows: list[Any], laid: list[list[Layout]], count: int) -> Iterator[tuple[list[Any], Any]]:
    pairs = list(zip(rows, laid, strict=True))
    if not count:
        yield pairs, None
        return
    seen = [list(_rule_examples(row, layouts)) for row, layouts in pairs]
    for k in range(count):
        others = [e for i, found in enumerate(seen) if i % count != k for e in found]
        yield pairs[k::count], _tables(others)


def _rule_examples(row: dict[str, Any], layouts: list[Layout]) -> Iterator[rules.Example]:
    text = row["text"]
    gold = [rules.Gold(*(rules._letters(a[r], text) for r in ("source", "cue", "content"))) for a in _usable(row)]
    at: dict[int, list[rules.Gold]] = {}
    for g in gold:
        for i in g.cue:
            at.setdefault(i, []).append(g)
    for layout in layouts:
        for draft in rules._candidates(layout):
            near = {id(g): g for i in rules._letters(draft.cue, text) for g in at.get(i, ())}
            right = any(rules._right(draft, g, text) for g in near.values())
            yield rules.Example(draft.lemma, draft.frame, tuple(features(layout, draft)), right)


def _tables(examples: list[rules.Example]) -> tuple[dict[Any, Counts], dict[Any, float]]:
    seen = Counter((e.lemma, e.frame) for e in examples)
    marked = Counter((e.lemma, e.frame) for e in examples if e.marked)
    rare = rules._rare(seen, marked)
    counts = {(r[0], r[1]): Counts(int(r[2]), int(r[3])) for r in rules._cue_rows(seen, marked, rare)}
    fitted = rules._fit([e for e in examples if e.frame in rare], seen, marked, rare)
    return counts, {(str(f), str(x)): float(str(w)) for f, x, w in fitted}


def _use(tables: tuple[dict[Any, Counts], dict[Any, float]]) -> None:
    """The fold's tables in place of the package's, for this process."""
    lexicon.cue_counts = lambda: tables[0]  # type: ignore[assignment]
    lexicon.weights = lambda: tables[1]  # type: ignore[assignment]


def _usable(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [a for a in row["attributions"] if a["content"] and (a["source"] or a["cue"])]


def _examples(row: dict[str, Any], layouts: list[Layout]) -> Iterator[Example]:
    for layout in layouts:
        if not layout.tokens:
            continue
        drafts = list(_weighed(layout))
        start, end = layout.paragraph.start, layout.paragraph.end
        gold = [a for a in _usable(row) if any(start <= s < end for s, _ in a["cue"])]
        yield _example(row["id"], layout, drafts, gold)


def _weighed(layout: Layout) -> Iterator[Draft]:
    """All candidates of the rules, each with its strength, however weak."""
    yield from weigh(layout, _candidates(layout), least=0.0)


def _example(report: str, layout: Layout, drafts: list[Draft], gold: list[dict[str, Any]]) -> Example:
    tokens = layout.tokens
    best = strongest(drafts)
    made = Example(
        report, layout.number, layout.text[layout.paragraph.start : layout.paragraph.end],
        [t.start - layout.paragraph.start for t in tokens], [t.end - layout.paragraph.start for t in tokens],
        [pieces(t.text) for t in tokens], token_signs(layout, drafts), [0] * len(tokens), list(layout.sentences),
    )  # fmt: skip
    taken: set[int] = set()
    for a in gold:
        cue = _tokens(layout, a["cue"])
        if not cue:
            continue
        labels = [OUTSIDE] * len(tokens)
        _mark(labels, layout, a["content"], BEGIN_CONTENT, IN_CONTENT)
        _mark(labels, layout, a["source"], BEGIN_SOURCE, IN_SOURCE)
        taken.update(cue)
        for k, i in enumerate(cue):
            made.cue_labels[i] = 2 if k and cue[k - 1] == i - 1 else 1
        draft = best.get(anchor_of(tokens, cue)) or next((best[i] for i in cue if i in best), None)
        strength = 0.0 if draft is None else draft.strength
        made.cues.append(Cue(tuple(cue), bearing_signs(layout, cue, draft), labels, strength))
    for d in best.values():
        cue = _tokens(layout, d.cue)
        if cue and not taken & {d.anchor, *cue} and d.strength > 0.01:
            made.cues.append(Cue(tuple(cue), bearing_signs(layout, cue, d), None, d.strength))
    return made


def _tokens(layout: Layout, spans: Sequence[Sequence[int]]) -> list[int]:
    """The tokens that share a letter with the spans."""
    return [t.i for t in layout.tokens if any(s < t.end and t.start < e for s, e in spans)]


def _mark(labels: list[int], layout: Layout, spans: Sequence[Sequence[int]], begin: int, inside: int) -> None:
    for span in spans:
        for k, i in enumerate(_tokens(layout, [span])):
            labels[i] = inside if k else begin


if __name__ == "__main__":
    main()
