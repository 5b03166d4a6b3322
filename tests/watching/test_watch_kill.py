"""`watch` killed at random moments: what comes after finds everything, once."""

import random
import sqlite3
import subprocess
import sys
import time

import pytest

import secondsource as ss
from papers import FERRY, page, rss
from webs import Answer, Web

ITEMS = 12


@pytest.fixture
def web():
    web = Web()
    yield web
    web.close()


def test_killed_again_and_again_nothing_is_lost_or_doubled(web, tmp_path):
    host = f"http://127.0.0.1:{web.port}"
    items = [{"title": f"Ferry {n}", "link": f"{host}/{n}", "guid": str(n)} for n in range(ITEMS)]
    web.pages[f"{host}/feed"] = Answer(rss(items), headers={"ETag": '"1"'})
    for n in range(ITEMS):
        text = page([f"Dispatch {n} from the harbour.", *FERRY], title=f"Ferry {n}")
        web.pages[f"{host}/{n}"] = Answer(text, headers={"Content-Type": "text/html"}, wait=0.4)
    desk = tmp_path / "desk.db"
    command = [
        sys.executable, "-m", "secondsource", "watch", f"{host}/feed", "--desk", str(desk), "--once", "--no-analysis",
        "--allow-private",
    ]  # fmt: skip
    chance = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(1.5, 7))
        process.kill()
        process.wait()
        if desk.exists():
            with sqlite3.connect(desk) as connection:
                assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    assert subprocess.run(command, capture_output=True).returncode == 0
    opened = ss.open(desk)
    assert sorted(r.id for r in opened.reports()) == sorted(f"{host}/{n}" for n in range(ITEMS))
    assert opened.versions(trivial=True) == []
    opened.close()
