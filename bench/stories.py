"""What grouping costs, and whether reports that come one by one end in the stories of one batch.

    python bench/stories.py growth 5000 10000 25000    CPU seconds of the stage on so many made-up reports
    python bench/stories.py adding 1000 10000          CPU milliseconds of one more report on a desk of so many
    python bench/stories.py arriving ecbplus basil     B-cubed F of labelled reports added one by one, in order of date

Made-up reports: nine in ten tell of an event of their own, the rest of events that two to five report.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from secondsource import growing, reuse, stories
from secondsource.reading import iter_read
from secondsource.records import Report, Story
from secondsource.store import queries, writer
from secondsource.store.connect import Store
from secondsource.store.pile import stories as pile_of
from secondsource.stories.compiled import MANY

SHARED = Path(__file__).resolve().parents[2] / "shared"

# So many reports are added one by one to a desk, and each is timed.
ADDED = 40

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
    stories.group(made_up(MANY + 1), ())  # loads the tables, and the loops that are compiled for large piles
    for size in sizes:
        pile = made_up(size)
        before = time.process_time()
        found = stories.group(pile, ())
        yield {"reports": size, "stories": len(found), "cpu_s": round(time.process_time() - before, 1)}


def adding(sizes: Sequence[int]) -> Iterator[dict[str, float]]:
    """What it costs a desk of so many reports to take one more in, with all that is found in it but its own story."""
    for size in sizes:
        pile = made_up(size + ADDED, 2)
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder) / "desk.db")
            writer.add_reports(store, pile[:size])
            before = time.process_time()
            growing.update(store, ())
            filled = time.process_time() - before
            took = []
            for report in pile[size:]:
                before = time.process_time()
                queries.met(store)
                writer.add_reports(store, [report])
                growing.update(store, ())
                took.append(1000 * (time.process_time() - before))
            room = (Path(folder) / "desk.db").stat().st_size
            store.close()
        yield {
            "desk": size,
            "filled_s": round(filled, 1),
            "median_ms": round(statistics.median(took)),
            "most_ms": round(max(took)),
            "file_mb": round(room / 1e6),
        }


def arriving(names: Sequence[str]) -> Iterator[dict[str, float | str]]:
    """How near a desk whose reports came one by one is to what one batch gives, against the labels."""
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            gold, out = SHARED / f"data/stories/{name}-dev.jsonl.gz", Path(folder) / "in.jsonl"
            command = [sys.executable, *map(str, (SHARED / "eval/inputs.py", gold, out))]
            subprocess.run(command, check=True, capture_output=True)
            pile = [item for item in iter_read([out]) if isinstance(item, Report)]
            random.Random(1).shuffle(pile)  # noqa: S311 - the order of the files follows the labels
            pile.sort(key=lambda r: (r.published or "9999")[:10])
            batch = stories.group(pile, reuse.match(pile))
            store = Store(Path(folder) / "desk.db")
            took = []
            for report in pile:
                before = time.process_time()
                writer.add_reports(store, [report])
                growing.update(store, ())
                took.append(1000 * (time.process_time() - before))
            with store.reading() as connection:
                came = [*pile_of(connection).values()]
            store.close()
            yield {
                "set": name,
                "batch": _bcubed(gold, batch, Path(folder)),
                "one by one": _bcubed(gold, came, Path(folder)),
                "one by one against batch": round(_agreement(batch, came), 4),
                "median_ms": round(statistics.median(took)),
                "most_ms": round(max(took)),
            }


def _bcubed(gold: Path, found: Sequence[Story], folder: Path) -> float:
    predicted = folder / "predicted.jsonl"
    rows = [json.dumps({"story": s.id, "report": r}) for s in found for r in s.reports]
    predicted.write_text("\n".join(rows) + "\n", "utf-8")
    command = [sys.executable, *map(str, (SHARED / "eval/stories.py", gold, predicted)), "--json"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return round(float(json.loads(told)["overall"]["bcubed"]["F1"]), 4)


def _agreement(one: Sequence[Story], other: Sequence[Story]) -> float:
    """B-cubed F of one grouping against another."""
    of = [{r: frozenset(s.reports) for s in found for r in s.reports} for found in (one, other)]
    shared = {r: len(of[0][r] & of[1][r]) for r in of[0]}
    p, r = (statistics.mean(shared[x] / len(side[x]) for x in shared) for side in of)
    return 2 * p * r / (p + r)


def main() -> None:
    """Prints a line of figures for each size or set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("growth", "adding", "arriving"))
    parser.add_argument("of", nargs="*", help="sizes, or sets")
    given = parser.parse_args()
    sizes = [int(x) for x in given.of] or [1_000, 10_000] if given.what != "arriving" else []
    lines: dict[str, Callable[[], Iterator[Mapping[str, object]]]] = {
        "growth": lambda: growth(sizes),
        "adding": lambda: adding(sizes),
        "arriving": lambda: arriving(given.of or ["ecbplus", "basil", "gva"]),
    }
    for line in lines[given.what]():
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
