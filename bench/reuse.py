"""Reports per CPU-second: secondsource against datasketch and rensa, on planted reports, in one interleaved run.

``python bench/reuse.py --reports 10000 [--json] [--base reports.jsonl]`` makes the reports itself (two thirds copy one
another, cut, edited or spliced), or takes them from JSON Lines. Loading is left out for all; compiling is done before.
The rivals are called as their documentation calls them: 128 permutations, shingles of five words, an LSH index at a
Jaccard similarity of .5, and a query for every report. They give pairs of documents; secondsource gives passages with
exact offsets, judged, as columns (``reuse.find``; the line *as records* adds an object and a reason for each). Rivals
that are missing are installed (the dependency group ``bench``).
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import importlib.util
import itertools
import json
import random
import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from secondsource import reuse
from secondsource.records import Report

ROUNDS = 3
PERMUTATIONS = 128
THRESHOLD = 0.5
SHINGLE = 5
COPIES = 0.66

Contender = Callable[[Sequence[Report]], int]


def main() -> None:
    """Prints reports per CPU-second for each contender."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--base", type=Path, help="JSON Lines with id and text, instead of made-up reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    install()
    pile = load(given.base, given.reports) if given.base else planted(given.reports, given.seed)
    contenders: dict[str, Contender] = {"secondsource": matches, "datasketch": datasketch, "rensa": rensa}
    if given.json:
        print(json.dumps(compare(contenders, pile)))
        return
    result = compare(contenders | {"(as records)": records}, pile)
    print(f"{len(pile):,} reports, {sum(len(r.text) for r in pile):,} characters; median of {ROUNDS} rounds")
    for name, rate in result.items():
        print(f"{name:14}{rate:>12,.0f} reports per CPU-second{result['secondsource'] / rate:>10.1f}×")


def compare(contenders: dict[str, Contender], pile: Sequence[Report]) -> dict[str, float]:
    """Reports per CPU-second of each contender, the median of interleaved rounds."""
    reuse.fingerprint(pile[0], compiled=True)  # loads the compiled kernels, as else a large pile alone does
    for contender in contenders.values():
        contender(pile[: max(400, len(pile) // 50)])  # compiles, imports
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, contender in contenders.items():
            gc.collect()
            before = time.process_time()
            contender(pile)
            seconds[name].append(time.process_time() - before)
    return {name: round(len(pile) / statistics.median(took), 1) for name, took in seconds.items()}


def matches(pile: Sequence[Report]) -> int:
    """How many passages secondsource finds: offsets, similarity and kind of each, as columns."""
    return len(reuse.find(pile))


def records(pile: Sequence[Report]) -> int:
    """The same, with an object for each passage and its reason in words."""
    return len(reuse.match(pile))


def datasketch(pile: Sequence[Report]) -> int:
    """How many near copies datasketch finds."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    prints = {}
    for report in pile:
        prints[report.id] = MinHash(num_perm=PERMUTATIONS)
        prints[report.id].update_batch([s.encode() for s in shingles(report.text)])
        index.insert(report.id, prints[report.id])
    return sum(len(index.query(minhash)) - 1 for minhash in prints.values())


def rensa(pile: Sequence[Report]) -> int:
    """How many near copies rensa finds."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    prints = []
    for number, report in enumerate(pile):
        minhash = RMinHash(num_perm=PERMUTATIONS, seed=42)
        minhash.update(shingles(report.text))
        prints.append(minhash)
        index.insert(number, minhash)
    return sum(len(index.query(minhash)) - 1 for minhash in prints)


def shingles(text: str) -> list[str]:
    """The text's runs of five words."""
    words = text.lower().split()
    return [" ".join(words[k : k + SHINGLE]) for k in range(max(1, len(words) - SHINGLE + 1))]


def planted(size: int, seed: int) -> list[Report]:
    """Made-up reports of about 200 words, two thirds of them copies: cut, edited, or spliced from two."""
    rng = random.Random(seed)  # noqa: S311 - reports, not secrets
    words = ["".join(rng.choices("etaoinshrdlucmfwyp", k=rng.randint(2, 10))) for _ in range(20_000)]
    weights = list(itertools.accumulate(1 / (k + 10) for k in range(len(words))))

    def text(length: int) -> list[str]:
        return rng.choices(words, cum_weights=weights, k=length)

    base = [[text(rng.randint(25, 60)) for _ in range(rng.randint(3, 6))] for _ in range(round(size * (1 - COPIES)))]
    made = list(base)
    popular = [min(20, int(rng.paretovariate(1.1))) for _ in base]
    for chosen in rng.choices(base, popular, k=size - len(base)):
        rate = rng.choice([0, 0, 0.02, 0.05, 0.1])
        parts = chosen[: max(1, round(len(chosen) * rng.uniform(0.3, 1)))]
        if rng.random() < COPIES / 2:
            parts = [*parts, rng.choice(rng.choice(base)), text(40)]
        made.append([[rng.choice(words) if rng.random() < rate else w for w in part] for part in parts])
    rng.shuffle(made)
    return [_report(f"r{k}", "\n\n".join(map(" ".join, parts))) for k, parts in enumerate(made)]


def load(path: Path, size: int) -> list[Report]:
    """The first reports of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, size)]
    return [_report(row["id"], row["text"]) for row in rows]


def install() -> None:
    """Installs the rivals that are missing."""
    root = Path(__file__).resolve().parents[1]
    wanted = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["bench"]
    if not all(importlib.util.find_spec(name) for name in ("datasketch", "rensa")):
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--quiet", *wanted], check=True)
        importlib.invalidate_caches()


def _report(name: str, text: str) -> Report:
    return Report(name, text, hashlib.sha256(text.encode()).hexdigest(), name, source_given=False)


if __name__ == "__main__":
    main()
