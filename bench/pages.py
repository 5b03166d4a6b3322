"""How well pages are read: the body's words, the dates, and pages a second, on labelled saved pages.

    python bench/pages.py ../shared/data/html

The folder holds ``*.jsonl`` with a page a line: ``html`` (a path in the folder, gzip), ``url``, ``text``,
``publishing_date``, ``title``. Prints precision, recall and F1 of the words (as bags, a mean over the pages), how many
days of publication and titles are right, and which extractor gave how many.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import resource
from collections import Counter
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from secondsource.reading import when
from secondsource.reading.drafts import Draft
from secondsource.reading.pages import Pages
from secondsource.records import SetAside

WORD = re.compile(r"\w+")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    rows = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    scores: list[tuple[float, float, float]] = []
    counts: Counter[str] = Counter()
    with Pages(seconds=60) as pages:
        asked = [pages.submit(_page(folder, row), row["id"], url=row.get("url") or "") for row in rows]
        for row, future in zip(rows, asked, strict=True):
            scores.append(_score(row, future, counts))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        "{} pages: F1 {:.4f}, P {:.4f}, R {:.4f}".format(
            len(rows), *(sum(s) / len(rows) for s in zip(*scores, strict=True))
        )
    )
    print(f"dates {counts['date']} of {counts['dated']}, titles {counts['title']} of {len(rows)}")
    print(f"{len(rows) / (used.ru_utime + used.ru_stime):.1f} pages per CPU-second")
    print(", ".join(f"{name[1:]}: {n}" for name, n in counts.most_common() if name.startswith("=")))


def words(text: str) -> list[str]:
    """The words of a text, for comparing."""
    return WORD.findall(text.lower())


def f1(gold: list[str], found: list[str]) -> tuple[float, float, float]:
    """F1, precision and recall of bags of words."""
    both = sum((Counter(gold) & Counter(found)).values())
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / len(found), both / len(gold)
    return 2 * precision * recall / (precision + recall), precision, recall


def _page(folder: Path, row: dict[str, Any]) -> bytes:
    with gzip.open(folder / row["html"]) as file:
        return file.read()


def _score(row: dict[str, Any], future: Future[Draft | SetAside], counts: Counter[str]) -> tuple[float, float, float]:
    found = future.result()
    counts["dated"] += bool(row["publishing_date"])
    if isinstance(found, SetAside):
        counts[f"={found.reason}"] += 1
        return 0.0, 0.0, 0.0
    counts[f"={found.extractor}"] += 1
    counts["title"] += words(found.fields.get("title", "")) == words(row["title"] or "")
    given = when.normal(found.fields.get("published", "")) or ""
    counts["date"] += bool(row["publishing_date"] and days(given) & days(row["publishing_date"]))
    return f1(words(row["text"]), words(found.text))


def days(value: str) -> set[str]:
    """The day of a time as it is written, and at Greenwich."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return set()
    return {moment.date().isoformat(), *([moment.astimezone(UTC).date().isoformat()] if moment.tzinfo else [])}


if __name__ == "__main__":
    main()
