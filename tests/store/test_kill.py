"""kill -9 at any point of `add`: nothing acknowledged is lost, nothing doubled."""

import random
import signal
import sqlite3
import subprocess
import sys
import time

from piles import REPORTS, write

POINTS = 50

# Tells which reports are stored as soon as `add_reports` has come back: that is the acknowledgement.
ADD = """
import sys
from pathlib import Path
import secondsource.desk as desk
from secondsource.store import writer
real = writer.add_reports
def acknowledged(store, reports, aside=()):
    real(store, reports, aside)
    for report in reports:
        print(report.id, flush=True)
writer.add_reports = acknowledged
desk.ADDED_AT_ONCE = 2
opened = desk.open_desk(sys.argv[1])
print("open", flush=True)
opened.add([Path(sys.argv[2])])
print("done", flush=True)
"""


def many():
    """Twelve reports in six stories."""
    for n in range(6):
        for report in REPORTS[:2]:
            text = report["text"].replace("Anna Lind", f"Anna {'ABCDEF'[n]}lind").replace("212", str(100 + 37 * n))
            yield {**report, "id": f"{report['id']}{n}", "text": text}


def test_kill_at_fifty_points(tmp_path):
    path, desk = write(tmp_path, list(many())), tmp_path / "desk.db"
    seconds = timed(desk.with_name("once.db"), path)
    chance = random.Random(7)
    acknowledged: set[str] = set()
    for n in range(POINTS):
        if n % 10 == 0:  # a fresh desk now and then, so that every phase is hit from its start
            for part in tmp_path.glob("desk.db*"):
                part.unlink()
            acknowledged.clear()
        acknowledged |= killed(desk, path, after=chance.uniform(0, seconds))
        if desk.exists():
            check(desk, acknowledged)
    run(desk, path).wait(120)
    check(desk, {r["id"] for r in many()})
    with sqlite3.connect(desk) as connection, sqlite3.connect(tmp_path / "once.db") as other:
        for table in ("reports", "matches", "edges", "story_reports", "statements", "claims", "events", "set_aside"):
            query = f"select count(*) from {table}"
            assert connection.execute(query).fetchone() == other.execute(query).fetchone(), table


def run(desk, path):
    command = [sys.executable, "-c", ADD, str(desk), str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def timed(desk, path):
    """Seconds from the desk's opening to the end of a whole run."""
    with run(desk, path) as process:
        assert process.stdout.readline() == "open\n"
        since = time.monotonic()
        assert process.stdout.read().endswith("done\n")
        return time.monotonic() - since


def killed(desk, path, after):
    """The reports that were acknowledged before a kill so many seconds after the desk was opened."""
    with run(desk, path) as process:
        process.stdout.readline()
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        return {line.strip() for line in process.stdout.read().splitlines()} - {"open", "done"}


def check(desk, acknowledged):
    with sqlite3.connect(desk) as connection:
        [(verdict,)] = connection.execute("pragma integrity_check")
        ids = [i for (i,) in connection.execute("select id from reports")]
    assert verdict == "ok"
    assert acknowledged <= set(ids)
    assert len(ids) == len(set(ids))
