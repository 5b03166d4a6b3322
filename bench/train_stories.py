"""Makes the two tables of secondsource.stories from labelled reports.

    python bench/train_stories.py background DATA     how common each word is in news, from reports of several kinds
    python bench/train_stories.py weights DATA        what each sign of sameness weighs, cross-validated by topic

DATA is the folder of labelled reports (stories/, statements/, dates/, timelines/, load/). The tables hold words that
occur in many unrelated stories, and figures; no text of anyone.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secondsource.records import Report
from secondsource.stories.terms import terms

PACKAGE = Path(__file__).resolve().parents[1] / "src/secondsource/stories"

# A word stands in the table if it occurs in so many stories of the pooled kinds: names of one event do not.
FEWEST_STORIES = 12

# kind of news → files, with the most reports taken of each (every n-th of the file)
KINDS = {
    "world and politics": [("statements/polnear-train", 900), ("stories/basil-dev", 200), ("stories/ecbplus-dev", 800)],
    "wire": [("load/reuters21578", 1500), ("dates/timebank", 200), ("dates/aquaint", 100)],
    "local": [("stories/gva-dev", 2500)],
}


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a gold file."""
    with gzip.open(path.with_name(path.name + ".jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def report(row: dict[str, Any]) -> Report:
    """A gold record as the report that the program would see."""
    text = row["text"]
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    day = row.get("published") or row.get("date") or row.get("dct")
    return Report(
        id=str(row["id"]),
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        source=row.get("outlet") or "",
        title=row.get("title"),
        published=day if day and day[:4].isdigit() else None,
        language="en",
        paragraphs=tuple(spans),
    )


def background(data: Path) -> None:
    """Writes background.tsv: of each word the share of stories that hold it (mean of the kinds), and how often capital."""
    shares: Counter[str] = Counter()
    stories: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for files in KINDS.values():
        held: dict[str, set[str]] = defaultdict(set)
        count = set()
        for story, one in _sampled(data, files):
            count.add(story)
            for term in terms(one):
                held[term.word].add(story)
                if not term.opens:
                    inside[term.word] += 1
                    capital[term.word] += term.capital
        for word, found in held.items():
            stories[word] += len(found)
            shares[word] += len(found) / len(count) / len(KINDS)
    kept = sorted((w for w in shares if stories[w] >= FEWEST_STORIES), key=lambda w: (-shares[w], w))
    with (PACKAGE / "background.tsv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
        writer.writerow(("word", "stories_per_10000", "capital_percent"))
        for w in kept:
            writer.writerow((w, round(shares[w] * 10000), round(100 * capital[w] / inside[w]) if inside[w] else 0))
    print(len(kept), "words")


def _sampled(data: Path, files: list[tuple[str, int]]) -> Iterator[tuple[str, Report]]:
    for name, most in files:
        found = rows(data / name)
        step = max(1, len(found) // most)
        for row in found[::step]:
            yield f"{name}/{row.get('incident') or row.get('story') or row['id']}", report(row)


if __name__ == "__main__":
    {"background": background}[sys.argv[1]](Path(sys.argv[2]))
