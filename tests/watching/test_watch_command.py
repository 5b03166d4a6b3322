"""`secondsource watch` and `versions` as a shell runs them."""

import json
import signal
import subprocess
import sys
import time

import pytest

from papers import FERRY, page, rss
from secondsource import cli
from webs import Answer, Web

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def web():
    web = Web()
    host = f"http://127.0.0.1:{web.port}"
    web.host = host
    web.pages[f"{host}/feed"] = Answer(rss([{"title": "Ferry", "link": f"{host}/ferry", "guid": "1"}]))
    web.pages[f"{host}/ferry"] = Answer(page(FERRY), headers=HTML)
    yield web
    web.close()


@pytest.fixture
def run(capsys, monkeypatch):
    def call(*args):
        monkeypatch.setattr(sys, "argv", ["secondsource", *map(str, args)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return call


def test_once_prints_news_posts_them_and_keeps_what_it_read(web, run, tmp_path):
    desk, hook = tmp_path / "desk.db", f"{web.host}/hook"
    web.pages[hook] = Answer(status=200)
    code, out, err = run(
        "watch", f"{web.host}/feed", "--desk", desk, "--once", "--jsonl", "--allow-private", "--webhook", hook
    )
    assert code == 0, err
    [line] = map(json.loads, out.splitlines())
    assert (line["kind"], line["title"]) == ("story", "Ferry runs aground off Port Sella")
    [posted] = [a for a in web.asked if a.method == "POST"]
    assert json.loads(posted.body)["news"] == [line]
    assert "1 new report" in err
    code, out, err = run("watch", "--desk", desk, "--once", "--allow-private")
    assert (code, out) == (0, "")
    code, out, _ = run("watch", "--desk", desk, "--list", "--jsonl")
    assert (code, json.loads(out)["title"]) == (0, "Sella Courier")
    web.pages[f"{web.host}/ferry"] = Answer(page([FERRY[0].replace("212", "214"), *FERRY[1:]]), headers=HTML)
    assert run("add", f"{web.host}/ferry", "--desk", desk, "--allow-private")[0] == 0
    code, out, _ = run("versions", "--desk", desk, f"{web.host}/ferry", "--jsonl")
    assert [v["silent"] for v in map(json.loads, out.splitlines())] == [False, True]
    code, out, _ = run("versions", "--desk", desk)
    assert "212" in out
    assert "214" in out
    code, out, _ = run("watch", "--desk", desk, "--once", "--allow-private")
    assert code == 0
    assert "Changed silently (figure)" in out
    assert "“212” → “214”" in out


def test_what_is_set_aside_is_told_and_is_no_clean_end(web, run, tmp_path):
    items = [{"title": "Ferry", "link": f"{web.host}/ferry", "guid": "1"}, {"title": "Bare", "guid": "2"}]
    web.pages[f"{web.host}/feed"] = Answer(rss(items))
    given = "--desk", tmp_path / "desk.db", "--once", "--no-analysis", "--allow-private"
    code, _, err = run("watch", f"{web.host}/feed", *given)
    assert code == 3, err
    assert "1 set aside" in err
    assert "the feed has no page of it, and no text" in err
    assert run("watch", *given)[0] == 0


def test_private_feeds_need_the_flag_and_wrong_usage_is_told(web, run, tmp_path):
    desk = tmp_path / "desk.db"
    assert run("watch", f"{web.host}/feed", "--desk", desk, "--once", "--no-analysis")[0] == 0
    assert web.asked == []
    assert "not on the public Internet" in run("watch", "--desk", desk, "--list", "--jsonl")[1]
    code, _, err = run("watch", f"{web.host}/feed", "--desk", desk, "--once", "--no-analysis", "--allow-private")
    assert (code, "1 new report" in err) == (0, True)
    assert run("watch", "--desk", tmp_path / "none.db")[0] == 1
    assert run("watch", "nonsense.txt", "--desk", desk)[0] == 2
    assert run("watch", "--desk", desk, "--webhook", "hooks", "--once")[0] == 2
    assert run("versions", "--desk", desk, "nothing")[0] == 1


def test_an_interrupt_stops_it_cleanly(web, tmp_path):
    desk = tmp_path / "desk.db"
    command = [
        sys.executable, "-m", "secondsource", "watch", f"{web.host}/feed", "--desk", str(desk), "--no-analysis",
        "--allow-private",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not any(a.url.endswith("/ferry") for a in web.asked) and time.monotonic() < until:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "stopping" in err
    assert "1 new report" in err
    assert "Traceback" not in err
    assert out == ""
