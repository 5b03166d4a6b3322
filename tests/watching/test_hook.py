"""News posted to the newsroom's own address."""

import json

import pytest

from secondsource.fetching import Fetcher
from secondsource.watching import Hook
from webs import Answer, Web, everyone_public

URL = "http://hooks.example/T0/secret"


@pytest.fixture
def web():
    web = Web()
    yield web
    web.close()


@pytest.fixture
def hook(web):
    said, slept = [], []
    with Fetcher("test/1", network=web.network(), resolve=everyone_public, proxies={}) as fetcher:
        hook = Hook(URL, fetcher, sleep=slept.append, complain=said.append)
        hook.said, hook.slept = said, slept
        yield hook


def line(n):
    return {"kind": "story", "why": f"New story: {n}"}


def test_news_are_posted_with_a_text_for_chat_programs(web, hook):
    web.pages[URL] = Answer(status=204)
    hook.send([line(n) for n in range(150)])
    bodies = [json.loads(a.body) for a in web.asked]
    assert [len(b["news"]) for b in bodies] == [100, 50]
    assert bodies[1]["text"].splitlines()[0] == "New story: 100"
    assert hook.said == []


def test_a_receiver_that_is_away_is_tried_again_and_its_secret_is_not_printed(web, hook):
    answers = iter([Answer(status=503), Answer(status=200)])
    web.pages[URL] = lambda _: next(answers)
    hook.send([line(1)])
    assert (len(web.asked), hook.slept, hook.said) == (2, [5.0], [])
    web.pages[URL] = Answer(status=404)
    hook.send([line(2)])
    assert len(web.asked) == 3
    assert "hooks.example" in hook.said[0]
    assert "secret" not in hook.said[0]


def test_nothing_is_posted_to_where_it_must_not_go(web):
    said = []
    with Fetcher("test/1", proxies={}) as fetcher:
        Hook(f"http://127.0.0.1:{web.port}/x", fetcher, sleep=lambda _: None, complain=said.append).send([line(1)])
    assert web.asked == []
    assert len(said) == 1
