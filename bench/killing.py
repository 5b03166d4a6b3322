"""`add` killed at random points: nothing is lost and nothing doubled, whatever the format.

    python bench/killing.py --points 200 --seed 1

A folder with reports in every format (about invented places) is added to a desk by a process that is killed (SIGKILL)
after a random time, again and again; then it is added once more and must hold exactly what a desk holds that was filled
undisturbed. Prints how many of the killed runs had stored something, and what was lost or doubled.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from fuzz import TEXT, samples

ADD = "import sys; from secondsource.desk import open_desk; open_desk(sys.argv[1]).add(sys.argv[2], now=False)"
REPORTS = 3000


@dataclass(slots=True)
class Outcome:
    """What came of all kills."""

    killed: int = 0
    partly: int = 0  # kills after which some reports were stored, and not all
    faults: list[str] = field(default_factory=list)


def run(points: int, seed: int, folder: Path) -> Outcome:
    """Fills desks in a folder, each by a few killed runs and one that ends."""
    outcome = Outcome()
    chance = random.Random(seed)  # noqa: S311 — reproducible, nothing secret
    inputs = _inputs(folder)
    since = time.monotonic()
    whole = folder / "whole.db"
    _add(whole, inputs).wait()
    longest = time.monotonic() - since
    expected = held(whole)
    desk = folder / "desk.db"
    for point in range(points):
        process = _add(desk, inputs)
        if point % 2:
            _until_stored(desk, process, chance)
        else:
            time.sleep(chance.uniform(0.1, longest))
        process.send_signal(signal.SIGKILL)
        process.wait()
        outcome.killed += 1
        stored = held(desk) if desk.exists() else Counter()
        outcome.partly += bool(stored) and stored != expected
        outcome.faults += [f"kill {point}: {fault}" for fault in _beyond(stored, expected)]
        if stored == expected or chance.random() < 0.2:
            outcome.faults += _finished(desk, inputs, expected, point)
    outcome.faults += _finished(desk, inputs, expected, points)
    return outcome


def _until_stored(desk: Path, process: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Waits until more reports are stored than before, and a moment more: most of the time nothing is being stored."""
    before = sum(held(desk).values()) if desk.exists() else 0
    while process.poll() is None and (not desk.exists() or sum(held(desk).values()) <= before):
        time.sleep(0.02)
    time.sleep(chance.uniform(0, 0.3))


def held(desk: Path) -> Counter[tuple[str, str]]:
    """The ids and digests of the reports on a desk, and what was set aside; nothing of a desk without tables yet."""
    database = sqlite3.connect(desk, timeout=60)
    try:
        rows = list(database.execute("SELECT id, sha256 FROM reports"))
        rows += database.execute("SELECT input, reason FROM set_aside")
    except sqlite3.OperationalError:
        rows = []
    finally:
        database.close()
    return Counter((str(a), str(b)) for a, b in rows)


def _finished(desk: Path, inputs: Path, expected: Counter[tuple[str, str]], point: int) -> list[str]:
    """What is wrong with a desk once `add` was let end; the desk is then thrown away."""
    _add(desk, inputs).wait()
    found = held(desk)
    for part in desk.parent.glob(f"{desk.name}*"):
        part.unlink()
    lost = [f"after kill {point}: lost {key}" for key in expected - found]
    return lost + [f"after kill {point}: {fault}" for fault in _beyond(found, expected)]


def _beyond(found: Counter[tuple[str, str]], expected: Counter[tuple[str, str]]) -> list[str]:
    return [f"too much or twice: {key}" for key in found - expected]


def _add(desk: Path, inputs: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", ADD, str(desk), str(inputs)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _inputs(folder: Path) -> Path:
    """A folder of files in all formats, some with many reports, two of them versions of one."""
    inputs = folder / "inputs"
    inputs.mkdir()
    for name, data in samples().items():
        (inputs / name).write_bytes(data)
    lines = [{"id": f"r{n}", "text": f"{TEXT} It was number {n}.", "source": "Post"} for n in range(REPORTS)]
    lines += [{"id": "r7", "text": f"{TEXT} It was another number.", "source": "Post"}]
    (inputs / "many.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    rows = "".join(f'c{n},"{TEXT} In row {n}."\n' for n in range(REPORTS // 2))
    (inputs / "many.csv").write_text(f"id,text\n{rows}", "utf-8")
    (inputs / "broken.jsonl").write_text('{"id": 1\n', "utf-8")
    return inputs


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(given.points, given.seed, Path(folder))
    print(f"{outcome.killed} kills, {outcome.partly} of them with a part stored; faults: {len(outcome.faults)}")
    print("\n".join(outcome.faults[:20]))
    sys.exit(bool(outcome.faults))


if __name__ == "__main__":
    main()
