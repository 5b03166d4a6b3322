"""How long claims take: `python bench/claims.py [--runs N]`. CPU-seconds of the stage alone, median of N.

made-up  200 reports with ten statements each, of 700 sentences of a dozen invented words, drawn as words of news are.
real     2,000 statements (seed 0) of the reports of `data/claims`, put together as one story; needs `../shared`.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from typing import Any
from unittest import mock

import secondsource as ss
from secondsource import claims
from secondsource.language import parse
from secondsource.records import Kind, Parsed, Report, Statement, Story

SHARED = Path(__file__).resolve().parents[2] / "shared"
REPORTS, EACH, SENTENCES, WORDS = 200, 10, 700, 12

Given = tuple[Any, ...]
"""What ``claims.gather`` is given."""


def main() -> None:
    """Prints a line for each pile."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    runs = options.parse_args().runs
    piles = {"made-up": made_up(random.Random(7))}  # noqa: S311
    if SHARED.exists():
        piles["real"] = real(random.Random(0))  # noqa: S311
    for name, given in piles.items():
        claims.gather(*given)
        spent = []
        for _ in range(runs):
            began = time.process_time()
            found, _ = claims.gather(*given)
            spent.append(time.process_time() - began)
        print(f"{name}: {len(given[1])} reports, {len(given[2])} statements, {len(found)} claims: "
              f"{statistics.median(spent):.2f} CPU-s")  # fmt: skip


def made_up(rng: random.Random) -> Given:
    """Reports whose statements are sentences of invented words, many of them told by several."""
    syllables = ("harb", "mast", "keel", "dock", "reef", "sail"), "aeiou", ("ron", "lem", "tis", "vor", "mal", "pen")
    vocabulary = ["".join(parts) for parts in product(*syllables)]
    weights = [1 / (n + 5) for n in range(len(vocabulary))]
    pool = [" ".join(rng.choices(vocabulary, weights, k=WORDS)) for _ in range(SENTENCES)]
    tables = dict(zip(pool, parse.parse(pool), strict=True))
    pages, statements = [], []
    for n in range(REPORTS):
        report = _report(f"r{n}", rng.sample(pool, EACH))
        lines = ((report.text[start:end], start) for start, end in report.paragraphs)
        pages.append(Parsed(report, tuple(parse.bind(tables[line], line, start) for line, start in lines)))
        statements += [
            Statement(f"r{n}:{a}", f"r{n}", Kind.INDIRECT, ((0, 1),), (), ((a, b),), "X", ((f"X{rng.random()}",),))
            for a, b in report.paragraphs
        ]
    return Story("s", tuple(p.report.id for p in pages)), pages, statements, (), (), (), ()


def _report(name: str, lines: list[str]) -> Report:
    text = "\n".join(lines)
    ends = [sum(len(line) + 1 for line in lines[: k + 1]) - 1 for k in range(len(lines))]
    spans = tuple((end - len(line), end) for end, line in zip(ends, lines, strict=True))
    return Report(name, text, hashlib.sha256(text.encode()).hexdigest(), name, language="en", paragraphs=spans)


def real(rng: random.Random) -> Given:
    """What the program finds in the reports of ``data/claims``, as if all were of one story."""
    stories: list[Given] = []
    gather = claims.gather

    def kept(*given: Any, **more: Any) -> Any:  # noqa: ANN401
        stories.append(given)
        return gather(*given, **more)

    with tempfile.TemporaryDirectory() as folder, mock.patch.object(claims, "gather", kept):
        reports = Path(folder) / "reports.jsonl"
        gold = SHARED / "data/claims/claims-dev-reports.jsonl.gz"
        subprocess.run([sys.executable, SHARED / "eval/inputs.py", gold, reports], check=True, capture_output=True)
        list(ss.read([str(reports)], cache=False).claims())
    parsed, statements, *rest = ([x for given in stories for x in given[k]] for k in range(1, 7))
    few = sorted(rng.sample(range(len(statements)), min(REPORTS * EACH, len(statements))))
    return Story("s", tuple(p.report.id for p in parsed)), parsed, [statements[k] for k in few], *rest


if __name__ == "__main__":
    main()
