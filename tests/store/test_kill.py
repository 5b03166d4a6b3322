"""kill -9 at any point of `add`: nothing acknowledged is lost, nothing doubled."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from piles import REPORTS, write

POINTS = 50
TABLES = ("reports", "matches", "edges", "story_reports", "statements", "claims", "events", "set_aside")


def many():
    """Twelve reports in six stories."""
    for n in range(6):
        for report in REPORTS[:2]:
            text = report["text"].replace("Anna Lind", f"Anna {'ABCDEF'[n]}lind").replace("212", str(100 + 37 * n))
            yield {**report, "id": f"{report['id']}{n}", "text": text}


@pytest.fixture
def worker():
    command = [sys.executable, str(Path(__file__).with_name("kill_worker.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


def add(worker, desk, path, after=None):
    """One `add`, killed so many seconds after the desk was opened: what it printed."""
    worker.stdin.write(f"{desk} {path}\n")
    worker.stdin.flush()
    pid = int(worker.stdout.readline().split()[1])
    printed = [worker.stdout.readline().strip()]
    timer = threading.Timer(after, os.kill, (pid, signal.SIGKILL)) if after is not None else None
    if timer:
        timer.start()
    while (line := worker.stdout.readline().strip()) != "end":
        printed.append(line)
    if timer:
        timer.cancel()
        timer.join()
    return printed


def test_kill_at_fifty_points(worker, tmp_path):
    path, desk, once = write(tmp_path, list(many())), tmp_path / "desk.db", tmp_path / "once.db"
    add(worker, tmp_path / "warm.db", path)
    since = time.monotonic()
    assert add(worker, once, path)[-1] == "done"
    seconds = time.monotonic() - since
    chance, killed = random.Random(7), 0
    acknowledged: set[str] = set()
    for n in range(POINTS):
        if (
            n % 2 == 0
        ):  # every other time a fresh desk, so that every phase is hit; else the run goes on with what is left
            for part in tmp_path.glob("desk.db*"):
                part.unlink()
            acknowledged.clear()
        printed = add(worker, desk, path, after=chance.uniform(0, seconds if n % 2 == 0 else seconds / 3))
        killed += "done" not in printed
        acknowledged |= set(printed) - {"open", "done"}
        check(desk, acknowledged)
    # Runs that go on with what is left may end before their kill; those on a fresh desk (half) hardly ever do.
    assert killed > POINTS * 2 // 5, "the kills came too late to show anything"
    assert add(worker, desk, path)[-1] == "done"
    check(desk, {r["id"] for r in many()})
    assert counts(desk) == counts(once)


def counts(desk):
    with sqlite3.connect(desk) as connection:
        return {t: connection.execute(f"select count(*) from {t}").fetchone()[0] for t in TABLES}


def check(desk, acknowledged):
    with sqlite3.connect(desk) as connection:
        [(verdict,)] = connection.execute("pragma integrity_check")
        ids = [i for (i,) in connection.execute("select id from reports")]
    assert verdict == "ok"
    assert acknowledged <= set(ids)
    assert len(ids) == len(set(ids))
