"""Claims against complete groupings of 120 stories: `python bench/groups.py [--json]`. Needs ../shared; six minutes.

``gold/groups.jsonl`` has, of each story, where its statements stand and which of them say the same. A statement of
the gold is the one that the program finds at the same place, by half of their extents at least; what it doesn't find
stands alone. Scored over the statements that some group holds: B-cubed, and pairs of statements of two reports.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import secondsource as ss
from secondsource.records import Span

GOLD = Path(__file__).parent / "gold" / "groups.jsonl"
SHARED = Path(__file__).resolve().parents[2] / "shared"
STORIES = SHARED / "data" / "stories"
SETS = {"basil": "basil", "ecbplus": "ecb", "gva": "gva"}

HALF = 0.5  # of their extents that two statements share, to be one

Place = tuple[str, int, int]
"""A report, and where a statement's content begins and ends in it."""


def score(groups: Sequence[Sequence[Place]], claim_of: Mapping[Place, str]) -> dict[str, float]:
    """B-cubed and pairwise precision, recall and F1, with the number of statements."""
    gold: dict[Place, int] = {}
    for n, group in enumerate(groups):
        for place in group:
            gold.setdefault(place, n)
    mine = {place: claim_of.get(place, f"alone {place}") for place in gold}
    both = Counter((gold[p], mine[p]) for p in gold)
    ours, theirs = Counter(mine.values()), Counter(gold.values())
    precise = sum(k * k / ours[m] for (_, m), k in both.items()) / max(len(gold), 1)
    recalled = sum(k * k / theirs[g] for (g, _), k in both.items()) / max(len(gold), 1)
    said, true = _pairs(gold, mine), _pairs(gold, gold)
    hits = len(said & true)
    p, r = hits / max(len(said), 1), hits / max(len(true), 1)
    return {
        "statements": len(gold),
        "B3 P": precise,
        "B3 R": recalled,
        "B3 F1": _f1(precise, recalled),
        "pairs P": p,
        "pairs R": r,
        "pairs F1": _f1(p, r),
    }


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def _pairs(places: Iterable[Place], cluster: Mapping[Place, object]) -> set[tuple[Place, Place]]:
    """The pairs of two reports' statements that one cluster holds."""
    held: dict[object, list[Place]] = defaultdict(list)
    for place in sorted(places):
        held[cluster[place]].append(place)
    return {(a, b) for found in held.values() for a, b in combinations(found, 2) if a[0] != b[0]}


def _groups(rows: Iterable[Mapping[str, Any]]) -> list[list[Place]]:
    """All groups of all stories, those who deny it among them."""
    return [
        [(row["reports"][n], start, end) for n, start, end in (*group["told"], *group.get("denied", ()))]
        for row in rows
        for group in row["groups"]
    ]


def _reports(wanted: set[str], folder: Path) -> Path:
    """The reports that the labels name, without their gold and by the ids that the labels use, as one file."""
    out = folder / "reports.jsonl"
    with out.open("w", encoding="utf-8") as kept:
        for name, prefix in SETS.items():
            plain = folder / f"{name}.jsonl"
            gold = STORIES / f"{name}-dev.jsonl.gz"
            command = [sys.executable, *map(str, (SHARED / "eval" / "inputs.py", gold, plain))]
            subprocess.run(command, check=True, capture_output=True)
            for row in map(json.loads, plain.read_text("utf-8").splitlines()):
                if f"{prefix}:{row['id']}" in wanted:
                    kept.write(json.dumps({**row, "id": f"{prefix}:{row['id']}"}) + "\n")
    return out


def _found(gold: Iterable[Place], statements: Iterable[Mapping[str, Any]]) -> dict[Place, str]:
    """Each place of the gold → the id of the statement that stands there."""
    by_report: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for s in statements:
        by_report[s["report"]].append(((s["content"][0][0], s["content"][-1][1]), s["id"]))
    found = {}
    for place in set(gold):
        report, start, end = place
        near = [(_share((start, end), span), name) for span, name in by_report.get(report, ())]
        best = max(near, default=(0.0, ""))
        if best[0] >= HALF:
            found[place] = best[1]
    return found


def _share(a: Span, b: Span) -> float:
    """The Dice of two extents."""
    return 2 * max(0, min(a[1], b[1]) - max(a[0], b[0])) / max(a[1] - a[0] + b[1] - b[0], 1)


def measure() -> dict[str, float]:
    """The figures over all stories of the gold."""
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    groups = _groups(rows)
    with tempfile.TemporaryDirectory() as folder:
        pile = ss.read([str(_reports({r for row in rows for r in row["reports"]}, Path(folder)))], cache=False)
        claims = pile.answer("claims").to_dicts()
        statements = pile.answer("statements").to_dicts()
    claim_of = {s: f"{c['story']} {c['claim']}" for c in claims for s in c["statements"]}
    found = _found((place for group in groups for place in group), statements)
    return score(groups, {place: claim_of[s] for place, s in found.items() if s in claim_of})


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = options.parse_args().json
    figures = measure()
    print(json.dumps(figures) if as_json else "\n".join(f"{k:12s} {v:.3f}" for k, v in figures.items()))


if __name__ == "__main__":
    main()
