"""How long claims take: `python bench/claims.py [--runs N]`. CPU-seconds, median of N.

Of the whole stage, and of what each claim rests on (chains, cuts, ranges and reasons) once statements are grouped.

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
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any
from unittest import mock

import secondsource as ss
from secondsource import claims
from secondsource.claims import denials
from secondsource.claims import facts as contents
from secondsource.claims.assembly import assemble
from secondsource.claims.copies import Copies
from secondsource.claims.grouping import group, weigh
from secondsource.claims.paths import Paths
from secondsource.language import parse
from secondsource.records import Claim, Kind, Parsed, Report, Statement, Story

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
        found, _ = claims.gather(*given)
        spent = statistics.median(_seconds(partial(claims.gather, *given)) for _ in range(runs))
        rests = resting(given)
        alone = statistics.median(_seconds(rests) for _ in range(runs))
        print(f"{name}: {len(given[1])} reports, {len(given[2])} statements, {len(found)} claims: "
              f"{spent:.2f} CPU-s, of which rests on {alone:.2f}")  # fmt: skip


def _seconds(done: Callable[[], Any]) -> float:
    began = time.process_time()
    done()
    return time.process_time() - began


def resting(given: Given) -> Callable[[], list[Claim]]:
    """What finds out on what the claims rest, given the groups of their statements."""
    story, parsed, statements, entities, dates, matches, edges = given
    facts = denials.marked(contents.read(parsed, statements, entities, dates))
    copies = Copies(matches, edges)
    found = group(facts, copies, weigh(facts, contents.sentences(parsed)))
    facts = denials.turned(facts, (g.members for g in found.groups))
    kinds = {entity.name: entity.kind for entity in entities}

    def assembled() -> list[Claim]:
        paths = Paths(parsed, statements, copies, ())
        return [assemble(story.id, g, facts, paths, kinds) for g in found.groups]

    return assembled


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
