"""Names against hand-made pairs: `python bench/names.py [--wrong] [--json]`. Needs ../shared.

``gold/names.jsonl`` holds pairs of names from one story each, labelled same or different by reading the reports. The
names of a story's reports are resolved together, as the pipeline does; a pair counts as *same* where one entity has a
mention at both places.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from secondsource import names
from secondsource.language import parse
from secondsource.reading import reader
from secondsource.records import Entity, Parsed, Report

GOLD = Path(__file__).parent / "gold" / "names.jsonl"
STORIES = Path(__file__).resolve().parents[2] / "shared" / "data" / "stories"

FIELDS = ("id", "text", "title", "source", "published")

Row = Mapping[str, Any]
Pair = Row


def score(pairs: Sequence[Pair], found: Sequence[bool]) -> dict[str, float]:
    """Precision and recall of *same* over the pairs, with the counts."""
    both = sum(f and p["same"] for p, f in zip(pairs, found, strict=True))
    said, true = sum(found), sum(p["same"] for p in pairs)
    return {"P": both / max(said, 1), "R": both / max(true, 1), "pairs": len(pairs), "same": true, "found": said}


def resolve(pairs: Sequence[Pair]) -> list[bool]:
    """Whether the program takes each pair for one, in their order."""
    by_story: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, pair in enumerate(pairs):
        by_story[pair["set"], str(pair["story"])].append(n)
    found = [False] * len(pairs)
    for key, rows in _stories(set(by_story)).items():
        entities = names.resolve(_parsed(rows))
        for n in by_story[key]:
            found[n] = any(_at(e, pairs[n]["a"]) and _at(e, pairs[n]["b"]) for e in entities)
    return found


def _stories(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], list[Row]]:
    """The reports of each story, without their gold."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for name in sorted({of for of, _ in wanted}):
        with gzip.open(STORIES / f"{name}-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if (key := (name, str(row["story"]))) in wanted:
                    found[key].append({f: row[f] for f in FIELDS if row.get(f)})
    return found


def _parsed(rows: Sequence[Row]) -> list[Parsed]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return [_bound(report) for report in reader.read([path]).reports]


def _bound(report: Report) -> Parsed:
    texts = [report.text[s:e] for s, e in report.paragraphs]
    tables = zip(parse.parse(texts), texts, report.paragraphs, strict=True)
    return Parsed(report, tuple(parse.bind(table, text, start) for table, text, (start, _) in tables))


def _at(entity: Entity, spot: Row) -> bool:
    return any(m.report == spot["report"] and m.start < spot["end"] and spot["start"] < m.end for m in entity.mentions)


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures over all pairs and over the hard ones; with --wrong, the pairs that come out wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="print the pairs that come out wrong")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args(argv)
    pairs = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    found = resolve(pairs)
    hard = [n for n, pair in enumerate(pairs) if pair["hard"]]
    figures = {"all": score(pairs, found), "hard": score([pairs[n] for n in hard], [found[n] for n in hard])}
    if args.json:
        print(json.dumps(figures))
        return
    for name, of in figures.items():
        print(f"{name:5s} P {of['P']:.3f}  R {of['R']:.3f}  ({of['pairs']:.0f} pairs, {of['same']:.0f} the same)")
    if args.wrong:
        for pair, said in zip(pairs, found, strict=True):
            if said != pair["same"]:
                print("taken for one" if said else "taken for two", pair["set"], pair["a"], pair["b"])


if __name__ == "__main__":
    main()
