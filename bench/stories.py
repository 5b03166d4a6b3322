"""What grouping costs, and whether reports that come one by one end in the stories of one batch.

    python bench/stories.py growth 5000 10000 25000    CPU seconds of the stage on so many made-up reports

Made-up reports: nine in ten tell of an event of their own, the rest of events that two to five report.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import itertools
import json
import random
import time
from collections.abc import Iterator, Sequence

from secondsource import stories
from secondsource.records import Report

WORDS = 30_000
NAMES = 40_000
TOLD_BY_SEVERAL = 0.1
FIRST_DAY = datetime.date(2031, 1, 1)


def made_up(size: int, seed: int = 1) -> list[Report]:
    """So many reports of some 200 words about invented people and places, over three years, in no order of events."""
    rng = random.Random(seed)  # noqa: S311 - reports, not secrets
    words = ["".join(rng.choices("etaoinshrdlucmfwyp", k=rng.randint(2, 10))) for _ in range(WORDS)]
    weights = list(itertools.accumulate(1 / (k + 10) for k in range(WORDS)))
    names = ["".join(rng.choices("aeioulnrstmdkvgbh", k=rng.randint(4, 9))).title() for _ in range(NAMES)]
    made: list[Report] = []
    for event in itertools.count():
        if len(made) >= size:
            break
        people = [f"{rng.choice(names)} {rng.choice(names)}" for _ in range(6)]
        figures = [str(rng.randint(3, 9_000)) for _ in range(5)]
        day = FIRST_DAY + datetime.timedelta(days=rng.randrange(1_000))
        for k in range(rng.randint(2, 5) if rng.random() < TOLD_BY_SEVERAL / 3 else 1):
            text = "\n".join(_paragraph(rng, words, weights, people, figures) for _ in range(6))
            made.append(_report(f"e{event}-{k}", text, day + datetime.timedelta(days=rng.randrange(3))))
    rng.shuffle(made)
    return made[:size]


def _paragraph(
    rng: random.Random, words: Sequence[str], weights: Sequence[float], people: Sequence[str], figures: Sequence[str]
) -> str:
    told = rng.choices(words, cum_weights=weights, k=30)
    told.insert(rng.randrange(2, 20), rng.choice(people))
    told.insert(rng.randrange(2, 20), rng.choice(figures))
    return " ".join(told).capitalize().replace("  ", " ") + f" said {rng.choice(people)}."


def _report(name: str, text: str, day: datetime.date) -> Report:
    lines: list[tuple[int, int]] = []
    for line in text.split("\n"):
        start = lines[-1][1] + 1 if lines else 0
        lines.append((start, start + len(line)))
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Report(name, text, sha, name, False, published=day.isoformat(), language="en", paragraphs=tuple(lines))


def growth(sizes: Sequence[int]) -> Iterator[dict[str, float]]:
    """CPU seconds of grouping so many reports."""
    stories.group(made_up(200), ())  # loads the tables
    for size in sizes:
        pile = made_up(size)
        before = time.process_time()
        found = stories.group(pile, ())
        yield {"reports": size, "stories": len(found), "cpu_s": round(time.process_time() - before, 1)}


def main() -> None:
    """Prints a line of figures for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("growth",))
    parser.add_argument("sizes", nargs="*", type=int)
    given = parser.parse_args()
    for line in growth(given.sizes or [5_000, 10_000, 25_000]):
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
