"""Every scorer's figures on the labelled reports: `python bench/figures.py [NAME …] [--write]`.

Runs the program on each set as a user would, scores what it prints with the scorers in ../shared/eval, and prints the
figures; --write puts them into RESULTS.md. Floors (floors.json) are checked by the tests, on the sets marked small.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import secondsource as ss

SHARED = Path(__file__).resolve().parents[2] / "shared"
HERE = Path(__file__).parent

# What a figure may move when a library's patch release parses a sentence otherwise.
SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Task:
    """One set of labelled reports: what to read, which verbs to print, who scores them, and the figures to keep."""

    name: str
    gold: str
    reports: tuple[str, ...]  # gold files that eval/inputs.py turns into input, or folders to read as they are
    verbs: tuple[str, ...]
    scorer: str
    figures: dict[str, str]  # name → path into the scorer's JSON
    small: bool = True
    only: bool = False  # only the reports that the gold names, by the set's prefix and their id there


# How the labels in gold/ name the reports of each set.
PREFIXES = {"basil-dev": "basil:", "ecbplus-dev": "ecb:", "gva-dev": "gva:"}

CLAIMS = {
    "statement recall": "statements.recall",
    "stance": "stance",
    "chain exact": "chain.exact",
    "chain innermost": "chain.innermost",
    "claims B³ F1": "clustering.F1",
    "origins exact": "origins.exact",
    "origins within one": "origins.one_off",
    "origins meet": "origins.meet",
    "origins exact, told by several": "origins.several",
    "(always one: exact)": "always one.exact",
    "(always one: told by several)": "always one.several",
    "(count of reports: exact)": "count of reports.exact",
    "status": "status.right",
    "status macro F1": "status.macro_f1",
    "named sources": "named_sources",
    "opinion F1": "opinion.F1",
    "conflicts P": "conflicts.P",
    "conflicts R": "conflicts.R",
}

TASKS = (
    Task(
        "claims",
        "claims/claims-dev.jsonl.gz",
        ("claims/claims-dev-reports.jsonl.gz", "../seeds"),
        ("reports", "statements", "claims", "conflicts"),
        "claims",
        CLAIMS,
    ),
    *(
        Task(
            f"claims, {name} set",
            str(HERE / "gold" / f"{gold}.jsonl"),
            ("stories/basil-dev.jsonl.gz", "stories/ecbplus-dev.jsonl.gz", "stories/gva-dev.jsonl.gz"),
            ("reports", "statements", "claims", "conflicts"),
            "claims",
            CLAIMS,
            small=False,
            only=True,
        )
        for name, gold in (("second", "claims"), ("third", "claims-third"))
    ),
    Task(
        "conflicts, own set",
        str(HERE / "gold" / "conflicts.jsonl"),
        ("stories/basil-dev.jsonl.gz", "stories/ecbplus-dev.jsonl.gz", "stories/gva-dev.jsonl.gz"),
        ("reports", "statements", "claims", "conflicts"),
        "claims",
        {"conflicts P": "conflicts.P", "conflicts R": "conflicts.R"},
        small=False,
        only=True,
    ),
    Task(
        "statements",
        "statements/polnear-dev.jsonl.gz",
        ("statements/polnear-dev.jsonl.gz",),
        ("statements",),
        "statements",
        {
            "joint@.5": "joint@0.5.all.F1",
            "joint@.5 direct": "joint@0.5.direct.F1",
            "joint@.5 mixed": "joint@0.5.mixed.F1",
            "joint@.5 indirect": "joint@0.5.indirect.F1",
            "content@.5": "content@0.5.all.F1",
            "exact edges source": "exact edges.source.F1",
            "exact edges cue": "exact edges.cue.F1",
            "exact edges content": "exact edges.content.F1",
        },
    ),
    *(
        Task(
            f"stories {name}",
            f"stories/{name}-dev.jsonl.gz",
            (f"stories/{name}-dev.jsonl.gz",),
            ("stories",),
            "stories",
            {"B³ F1": "overall.bcubed.F1", "pairwise F1, multi": "multi.pairwise.F1", "ARI": "overall.ari"},
        )
        for name in ("ecbplus", "basil", "gva")
    ),
    Task(
        "reuse pairs",
        "reuse/ecbplus-pairs-dev.jsonl",
        ("stories/ecbplus-dev.jsonl.gz",),
        ("reuse", "lineage"),
        "reuse_pairs",
        {"reuse F1": "reuse.all.F1", "lineage F1": "lineage.all.F1"},
    ),
    *(
        Task(
            f"dates {name}",
            f"dates/{name}.jsonl.gz",
            (f"dates/{name}.jsonl.gz",),
            ("dates",),
            "dates",
            {"relaxed": "relaxed.F1", "strict": "strict.F1", "value": "value.F1", "type": "type.F1"},
        )
        for name in ("timebank", "aquaint")
    ),
    Task(
        "conflicts gva",
        "conflicts/gva-conflicts-dev.jsonl",
        ("stories/gva-dev.jsonl.gz",),
        ("conflicts",),
        "conflicts",
        {"P": "all.P", "R": "all.R", "F1": "all.F1"},
        small=False,
    ),
    Task(
        "timeline semeval",
        "timelines/semeval15t4-trial.jsonl",
        ("timelines/semeval15t4-trial-docs.jsonl.gz",),
        ("timeline",),
        "timeline",
        {"events F1": "events.F1", "pairs F1": "pairs.F1"},
    ),
    Task(
        "timeline17",
        "timelines/timeline17-dev.jsonl.gz",
        ("timelines/timeline17-dev-docs.jsonl.gz",),
        ("timeline",),
        "timeline",
        {"date F1": "dates.F1"},
        small=False,
    ),
)


def measure(task: Task, on_done: Callable[[str], None] = lambda _: None, *, cached: bool = False) -> dict[str, float]:
    """The task's figures. Needs ../shared. ``cached``: results are kept, and those that are kept are not made again."""
    since = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        inputs = [_input(name, Path(folder)) for name in task.reports]
        if task.only:
            gold = _data(task.gold).read_text("utf-8").splitlines()
            keep(inputs, {report["id"] for line in gold for report in json.loads(line)["reports"]})
        pile = ss.read(inputs, cache=cached)
        predicted = Path(folder) / "predicted.jsonl"
        with predicted.open("w", encoding="utf-8") as out:
            for verb in task.verbs:
                out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in pile.answer(verb).to_dicts())
        scores = _score(task.scorer, _data(task.gold), predicted)
    on_done(f"{task.name}: {len(pile.reports())} reports in {time.monotonic() - since:.0f} s")
    return {name: round(_at(scores, path), 4) for name, path in task.figures.items()}


def digest(task: Task) -> str:
    """Twelve hex digits of the gold file's SHA-256."""
    return hashlib.sha256(_data(task.gold).read_bytes()).hexdigest()[:12]


def _data(name: str) -> Path:
    return SHARED / "data" / name


def _input(name: str, folder: Path) -> str:
    """A file of reports without their gold; a folder of reports as it is."""
    path = _data(name)
    if path.is_dir():
        return str(path)
    out = folder / Path(name).name.removesuffix(".gz")
    subprocess.run([sys.executable, SHARED / "eval" / "inputs.py", path, out], check=True, capture_output=True)
    return str(out)


def keep(inputs: Sequence[str], wanted: Collection[str]) -> None:
    """Leaves in the sets' files only these reports, each under the set's prefix and its id there."""
    for path in map(Path, inputs):
        prefix = PREFIXES[path.stem]
        rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
        kept = [{**row, "id": prefix + row["id"]} for row in rows if prefix + row["id"] in wanted]
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), "utf-8")


def _score(scorer: str, gold: Path, predicted: Path) -> Any:  # noqa: ANN401
    command = [sys.executable, *map(str, (SHARED / "eval" / f"{scorer}.py", gold, predicted)), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{scorer}.py: {done.stderr.strip()}")
    return json.loads(done.stdout)


def _at(scores: Any, path: str) -> float:  # noqa: ANN401
    """The number at a path such as `joint@0.5.all.F1`: keys may hold dots themselves."""
    while path:
        key = next(k for k in sorted(scores, key=len, reverse=True) if path == k or path.startswith(f"{k}."))
        scores, path = scores[key], path[len(key) + 1 :]
    return float(scores)


def _write(found: dict[str, dict[str, float]]) -> None:
    """Puts the figures between the marks in RESULTS.md; rows of sets that were not measured stay."""
    path = HERE / "RESULTS.md"
    head, _, rest = path.read_text("utf-8").partition("<!-- figures -->\n")
    body, _, tail = rest.partition("<!-- /figures -->\n")
    kept = [row for row in body.splitlines() if row.startswith("| ") and row.split(" | ")[0][2:] not in (*found, "set")]
    fresh = [
        f"| {name} | {figure} | {value:.3f} |" for name, figures in found.items() for figure, value in figures.items()
    ]
    order = {t.name: k for k, t in enumerate(TASKS)}
    rows = ["| set | figure | measured |", "|---|---|---|"]
    rows += sorted([*kept, *fresh], key=lambda row: order.get(row.split(" | ")[0][2:], len(order)))
    path.write_text(head + "<!-- figures -->\n" + "\n".join(rows) + "\n<!-- /figures -->\n" + tail, "utf-8")


def _pin(found: dict[str, dict[str, float]]) -> None:
    """Pins floors a little below the figures of the small sets; figures in brackets are baselines and have none."""
    path = HERE / "floors.json"
    floors = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    for task in (t for t in TASKS if t.small and t.name in found):
        kept = {name: round(value - SLACK, 3) for name, value in found[task.name].items() if name[0] != "("}
        floors[task.name] = {"digest": digest(task), "floors": kept}
    path.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", "utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the figures of the tasks that are named, or of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(t.name for t in TASKS))
    parser.add_argument("--write", action="store_true", help="put them into RESULTS.md")
    parser.add_argument("--floors", action="store_true", help="pin them in floors.json, a little below")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--cached", action="store_true", help="go on where a run with this was broken off")
    args = parser.parse_args(argv)
    found = {
        t.name: measure(t, lambda said: print(said, file=sys.stderr), cached=args.cached)
        for t in TASKS
        if not args.names or t.name in args.names
    }
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for name, figures in found.items():
            print(name)
            for figure, value in figures.items():
                print(f"  {figure:34s} {value:.3f}")
    if args.write:
        _write(found)
    if args.floors:
        _pin(found)


if __name__ == "__main__":
    main()
