"""The pages of what is followed: feeds with their state, and reports whose text changed at their address."""

import json

import polars
import pytest

import secondsource as ss
from elements import Elements
from secondsource.store import feeds

from .conftest import serving

URL = "https://sella.example/ferry"
FIRST = "The ferry ran aground off Port Sella with 212 people on board, the coast guard said on Monday."
TEXTS = (FIRST, FIRST.replace("212", "214"))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watched")
    desk = ss.open(folder / "desk.db")
    for n, text in enumerate(TEXTS):
        record = {"id": URL, "url": URL, "text": text, "source": "Sella Courier", "title": "Ferry aground"}
        (folder / f"{n}.jsonl").write_text(json.dumps(record) + "\n")
        desk.add(folder / f"{n}.jsonl", now=False)
    feeds.follow(desk.store, [(f"https://{host}.example/feed", f"{host}.example") for host in ("sella", "down")], 0.0)
    with desk.store.writing() as connection:
        feeds.set_feed(connection, "https://sella.example/feed", title="Sella Courier", state="3 items", next_at=900.0)
        feeds.set_feed(connection, "https://down.example/feed", failures=2, state="the host answered 503")
    desk.analyse()
    desk.close()
    with serving(folder / "desk.db") as made:
        yield made


def test_feeds_are_listed_those_that_fail_first(served):
    shown = Elements(served.get("/feeds")[2])
    assert "Two feeds are followed; one fails just now." in shown.text
    assert shown.text.index("503") < shown.text.index("3 items")
    assert [f["failures"] for f in served.json("/feeds.json")["feeds"]] == [2, 0]
    assert len(served.get("/feeds.jsonl")[2].splitlines()) == 2


def test_a_report_that_changed_says_what_and_leads_there(served):
    shown = Elements(served.get("/versions")[2])
    assert "One report changed, silently." in shown.text
    assert "figure: 212 → 214" in shown.text
    report = served.get(f"/report?id={URL}@v2")[2]
    assert f'href="/versions?id={URL}' in report
    one = served.json(f"/versions.json?id={URL}@v2")["versions"]
    assert [(v["version"], v["silent"]) for v in one] == [(1, False), (2, True)]
    assert "Two texts stood there" in Elements(served.get(f"/versions?id={URL}")[2]).text
    assert served.get("/versions?id=nothing")[0] == 404


@pytest.mark.parametrize("view", ["feeds", "versions"])
def test_they_can_be_taken_along(served, tmp_path, view):
    import urllib.request

    with urllib.request.urlopen(f"{served.url}/{view}.parquet") as answer:  # our own server
        (tmp_path / "x.parquet").write_bytes(answer.read())
    assert polars.read_parquet(tmp_path / "x.parquet").height == 2
    alone = served.get(f"/{view}.html")[2]
    assert "<script" not in alone
    assert 'href="/' not in alone
