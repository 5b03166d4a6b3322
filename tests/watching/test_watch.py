"""The watch over an invented web, through simulated hours."""

import itertools
import json
from random import Random

import pytest

import secondsource as ss
from papers import FERRY, PEARS, page, rss
from secondsource.fetching import Fetcher, Limits
from secondsource.watching import Watch
from secondsource.watching.schedule import DAY, HOUR, LEAST, MINUTE
from webs import Answer, Asked, Web, everyone_public

HTML = {"Content-Type": "text/html; charset=utf-8"}
RSS = {"Content-Type": "application/rss+xml"}
FEED = "http://sella.example/feed"
ROBOTS = "http://sella.example/robots.txt"


class Day:
    """A watch on a desk of its own, by a clock that only sleeping moves."""

    def __init__(self, web, folder):
        self.web = web
        self.path = folder / "desk.db"
        self.now = 1_800_000_000.0
        self.news = []
        self.complaints = []
        self.desk = ss.open(self.path)

    def sleep(self, seconds):
        assert seconds > 0
        self.now += seconds

    def fetcher(self):
        return Fetcher(
            "test/1", network=self.web.network(), resolve=everyone_public, limits=Limits(seconds=2), proxies={}
        )

    def watch(self, feeds=(), seconds=0.0, *, once=False, analyse=False, rounds=None):
        until = self.now + seconds
        with Watch(
            self.desk, self.fetcher, tell=self.news.extend, complain=self.complaints.append, clock=lambda: self.now,
            sleep=self.sleep, random=Random(1), analyse=analyse, workers=2,
        ) as watch:  # fmt: skip
            if feeds:
                watch.follow(feeds)
            done = iter(range(10**9 if rounds is None else rounds))
            return watch.run(lambda: self.now > until or next(done, None) is None, once=once)

    def once(self, feeds=(), **given):
        return self.watch(feeds, 10**9, once=True, **given)

    def ids(self):
        return [r.id for r in self.desk.reports()]

    def rows(self, query):
        import sqlite3

        with sqlite3.connect(self.path) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def web():
    web = Web()
    yield web
    web.close()


@pytest.fixture
def day(web, tmp_path):
    day = Day(web, tmp_path)
    yield day
    day.desk.close()


def ferry(**more):
    return {"title": "Ferry", "link": "http://sella.example/ferry", "guid": "ferry", "description": "Short.", **more}


def pears(**more):
    return {"title": "Pears", "link": "http://sella.example/pears", "guid": "pears", "description": PEARS[1], **more}


def feed(*items, **headers):
    return Answer(rss(items), headers={**RSS, **headers})


def test_items_become_reports_and_nothing_is_asked_twice(web, day):
    web.pages |= {
        FEED: feed(ferry(), pears(), ETag='"1"'),
        "http://sella.example/ferry": Answer(page(FERRY), headers=HTML),
        "http://sella.example/pears": Answer(page(PEARS, title="Pears"), headers=HTML),
    }
    counts = day.once([FEED])
    assert (counts.asked, counts.reports) == (1, 2)
    assert day.ids() == ["http://sella.example/ferry", "http://sella.example/pears"]
    assert {u: web.urls().count(u) for u in web.urls()} == dict.fromkeys(
        [FEED, ROBOTS, "http://sella.example/ferry", "http://sella.example/pears"], 1
    )
    assert day.once().asked == 0
    assert len(web.asked) == 4


def test_a_feed_is_asked_conditionally_and_not_more_often_than_allowed(web, day):
    times = []

    def answer(asked: Asked):
        times.append((day.now, asked.headers.get("if-none-match")))
        return Answer(status=304) if asked.headers.get("if-none-match") == '"1"' else feed(pears(), ETag='"1"')

    web.pages |= {FEED: answer, ROBOTS: Answer("User-agent: *\nDisallow: /")}
    day.watch([FEED], 2 * HOUR)
    assert [tag for _, tag in times] == [None] + ['"1"'] * (len(times) - 1)
    assert 7 <= len(times) <= 9
    assert all(b - a >= LEAST for (a, _), (b, _) in itertools.pairwise(times))


def test_validators_are_kept_only_after_a_whole_parse(web, day):
    whole = rss([ferry(), pears()])
    tags = []

    def answer(asked: Asked):
        tags.append(asked.headers.get("if-none-match"))
        if len(tags) == 1:
            return Answer(whole[: len(whole) - 60], headers={**RSS, "ETag": '"1"'})
        return Answer(whole, headers={**RSS, "ETag": '"1"'})

    web.pages |= {FEED: answer, ROBOTS: Answer("User-agent: *\nDisallow: /")}
    day.watch([FEED], 40 * MINUTE)
    assert tags == [None, None, '"1"']
    assert len(day.ids()) == 2


def test_an_address_that_was_cut_with_its_feed_is_not_fetched(web, day):
    whole = rss([pears(), {"guid": "12", "title": "Ferry", "link": "http://sella.example/a/12"}])
    answers = iter([Answer(whole[: whole.index("/a/12") + 4], headers=RSS)])
    web.pages |= {FEED: lambda _: next(answers, Answer(whole, headers=RSS))}
    web.pages |= {f"http://sella.example/a/{n}": Answer(page(FERRY, title=str(n)), headers=HTML) for n in (1, 12)}
    day.watch([FEED], HOUR)
    assert "http://sella.example/a/12" in day.ids()
    assert "http://sella.example/a/1" not in web.urls()


@pytest.mark.parametrize(
    "broken",
    [
        Answer("x" * 500, cut=100, headers={**RSS, "ETag": '"bad"'}),
        Answer(status=500),
        Answer("<html><body>Down for repairs</body></html>", headers={**HTML, "ETag": '"bad"'}),
        Answer("", headers={**RSS, "ETag": '"bad"'}),
    ],
)
def test_a_feed_that_fails_is_asked_again_later_and_loses_nothing(web, day, broken):
    times = []

    def answer(asked: Asked):
        times.append(day.now)
        assert "if-none-match" not in asked.headers
        return broken if len(times) <= 2 else feed(pears())

    web.pages |= {FEED: answer, ROBOTS: Answer("User-agent: *\nDisallow: /")}
    day.watch([FEED], 50 * MINUTE)
    assert times[1] - times[0] >= LEAST
    assert times[2] - times[1] >= 2 * LEAST
    assert day.ids() == ["http://sella.example/pears"]
    assert len(day.complaints) == 1
    assert day.complaints[0].startswith(f"{FEED}: ")


def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(web, day):
    times = []

    def answer(asked: Asked):
        times.append(day.now)
        return Answer(status=429, headers={"Retry-After": "7200"})

    web.pages[FEED] = answer
    day.watch([FEED], 3 * HOUR)
    assert len(times) == 2
    assert times[1] - times[0] >= 7200


def test_a_feed_that_has_ended_is_told_and_never_asked_again(web, day):
    web.pages[FEED] = Answer(status=410)
    day.watch([FEED], DAY)
    assert web.urls() == [FEED]
    assert [(n.kind, n.url) for n in day.news] == [("gone", FEED)]
    assert day.desk.feeds()[0]["next_at"] is None


def test_a_feed_that_moved_for_good_is_asked_at_its_new_place(web, day):
    web.pages |= {
        FEED: Answer(status=301, headers={"Location": "http://norrvik.example/feed"}),
        "http://norrvik.example/feed": feed(pears()),
        ROBOTS: Answer("User-agent: *\nDisallow: /"),
    }
    day.watch([FEED], 40 * MINUTE)
    assert web.urls().count(FEED) == 1
    assert web.urls().count("http://norrvik.example/feed") >= 2


def test_robots_decide_over_pages_and_the_feeds_own_text_stands_in(web, day):
    web.pages |= {
        FEED: feed(ferry(source=("Norrvik Post", "http://norrvik.example/")), pears()),
        ROBOTS: Answer("User-agent: secondsource\nDisallow: /ferry"),
        "http://sella.example/pears": Answer(page(PEARS, title="Pears"), headers=HTML),
    }
    day.once([FEED])
    assert "http://sella.example/ferry" not in web.urls()
    reports = {r.id: r for r in day.desk.reports(text=True)}
    assert reports["http://sella.example/ferry"].text == "Short."
    assert reports["http://sella.example/ferry"].source == "Norrvik Post"
    assert PEARS[0] in reports["http://sella.example/pears"].text


def test_robots_decide_over_where_a_page_redirects_to_as_well(web, day):
    led = "http://norrvik.example/ferry"
    web.pages |= {
        FEED: feed(ferry(), pears()),
        "http://sella.example/ferry": Answer(status=302, headers={"Location": led}),
        "http://sella.example/pears": Answer(status=302, headers={"Location": "http://norrvik.example/pears"}),
        "http://norrvik.example/robots.txt": Answer("User-agent: *\nDisallow: /ferry"),
        "http://norrvik.example/pears": Answer(page(PEARS, title="Pears"), headers=HTML),
        led: Answer(page(FERRY), headers=HTML),
    }
    day.once([FEED])
    assert led not in web.urls()
    reports = {r.id: r.text for r in day.desk.reports(text=True)}
    assert reports["http://sella.example/ferry"] == "Short."
    assert any(PEARS[0] in text for text in reports.values())


def test_a_page_that_fails_is_tried_again_and_then_the_feeds_text_must_do(web, day):
    times = []

    def down(asked: Asked):
        times.append(day.now)
        return Answer(status=503)

    web.pages |= {FEED: feed(ferry(), {"title": "Nothing more", "link": "http://sella.example/none", "guid": "n"})}
    web.pages["http://sella.example/ferry"] = down
    day.watch([FEED], DAY)
    assert len(times) == 6
    assert day.ids() == ["http://sella.example/ferry"]
    assert [(s.input, "404" in s.reason) for s in day.desk.set_aside()] == [("http://sella.example/none", True)]


def test_a_host_is_asked_in_its_pace(web, day):
    times = []

    def slow(asked: Asked):
        times.append(day.now)
        return Answer(page(FERRY, title=asked.url), headers=HTML)

    items = [ferry(guid=str(n), link=f"http://sella.example/{n}") for n in range(4)]
    web.pages |= {FEED: feed(*items), ROBOTS: Answer("User-agent: *\nCrawl-delay: 20")}
    web.pages |= {f"http://sella.example/{n}": slow for n in range(4)}
    day.once([FEED])
    assert len(times) == 4
    assert all(b - a >= 20 for a, b in itertools.pairwise(times))


def test_silent_edits_are_found_kept_and_told(web, day):
    web.pages |= {FEED: feed(ferry()), "http://sella.example/ferry": Answer(page(FERRY), headers=HTML)}
    day.once([FEED])
    changed = [FERRY[0].replace("212", "214"), *FERRY[1:]]
    web.pages["http://sella.example/ferry"] = Answer(page(changed), headers=HTML)
    day.watch(seconds=2 * HOUR)
    assert day.ids() == ["http://sella.example/ferry@v2"]
    [told] = [n for n in day.news if n.kind == "version"]
    assert told.silent
    assert [(c.kind, c.before, c.after) for c in told.changes] == [("figure", "212", "214")]
    day.watch(seconds=DAY)
    assert len([n for n in day.news if n.kind == "version"]) == 1


def test_an_item_that_changes_in_its_feed_is_a_version_and_no_second_report(web, day):
    web.pages |= {FEED: feed(pears(description=PEARS[0])), ROBOTS: Answer("User-agent: *\nDisallow: /")}
    day.once([FEED])
    web.pages[FEED] = feed(pears(description=PEARS[0].replace("4,000", "3,000")))
    day.watch(seconds=20 * MINUTE)
    assert day.ids() == ["http://sella.example/pears@v2"]


def test_an_item_of_two_feeds_is_one_report(web, day):
    other = "http://norrvik.example/feed"
    link = "http://sella.example/ferry?utm_source=other"
    web.pages |= {FEED: feed(ferry()), other: feed(ferry(guid="x", link=link))}
    web.pages |= {u: Answer(page(FERRY), headers=HTML) for u in ("http://sella.example/ferry", link)}
    day.watch([FEED, other], HOUR)
    assert day.ids() == ["http://sella.example/ferry"]


def test_it_goes_on_where_it_was_after_any_round(web, day):
    """A run that is broken off after each single round brings the same in the end, nothing lost and nothing doubled."""
    items = [ferry(guid=str(n), link=f"http://host{n % 3}.example/{n}", title=f"Ferry {n}") for n in range(7)]
    web.pages[FEED] = feed(*items, ETag='"1"')
    for n in range(7):
        text = [f"Dispatch number {n} from the harbour.", *FERRY]
        web.pages[f"http://host{n % 3}.example/{n}"] = Answer(page(text, title=f"Ferry {n}"), headers=HTML)
    started = day.now
    day.watch([FEED], 1, rounds=1)
    for _ in range(20):
        day.watch(seconds=1, rounds=1)
        day.now += 3
    assert sorted(day.ids()) == sorted(f"http://host{n % 3}.example/{n}" for n in range(7))
    assert web.urls().count(FEED) <= 1 + (day.now - started) // LEAST


def test_lists_of_feeds_by_address_are_followed_as_their_feeds(web, day):
    web.pages["http://lists.example/all.opml"] = Answer(f'<opml><body><outline xmlUrl="{FEED}"/></body></opml>')
    web.pages |= {FEED: feed(pears()), ROBOTS: Answer("User-agent: *\nDisallow: /")}
    day.watch(["http://lists.example/all.opml"], 10)
    assert day.ids() == ["http://sella.example/pears"]
    assert [f["url"] for f in day.desk.feeds()] == ["http://lists.example/all.opml", FEED]


def test_a_page_that_is_given_for_its_feed_tells_where_the_feed_is(web, day):
    head = f'<html><head><link rel="alternate" type="application/rss+xml" href="{FEED}"></head></html>'
    web.pages["http://sella.example/"] = Answer(head, headers=HTML)
    day.once(["http://sella.example/"])
    assert f"the page names {FEED}" in day.complaints[0]


def test_other_feeds_than_last_time_are_left_alone(web, day):
    web.pages |= {FEED: feed(pears()), ROBOTS: Answer("User-agent: *\nDisallow: /")}
    web.pages["http://norrvik.example/feed"] = feed()
    day.once([FEED])
    day.watch(["http://norrvik.example/feed"], HOUR)
    assert web.urls().count(FEED) == 1
    assert web.urls().count("http://norrvik.example/feed") >= 3


def test_what_is_forgotten_stays_away(web, day):
    web.pages |= {FEED: feed(pears()), ROBOTS: Answer("User-agent: *\nDisallow: /")}
    day.once([FEED])
    day.desk.forget("http://sella.example/pears")
    web.pages[FEED] = feed(pears(description=PEARS[0]))
    day.watch(seconds=HOUR)
    assert day.ids() == []
    assert PEARS[1] not in json.dumps(day.rows("select * from feed_items"))


def test_private_addresses_in_a_feed_reach_nobody(web, day):
    links = ("http://127.0.0.1/x", "http://169.254.169.254/latest", "file:///etc/passwd", "http://localhost/")
    web.pages[FEED] = feed(*(ferry(guid=link, link=link) for link in links))
    day.watch([FEED], DAY)
    assert {a.headers["host"] for a in web.asked} == {"sella.example"}
    assert len(day.ids()) == 4  # by the feed's own words


ONE = (
    "The ferry Anna Lind ran aground off Port Sella on Monday, harbour master Ole Brandt said.\n\n"
    "Mayor Tilda Roen said 212 people were on board the ferry.\n\nDivers are to look at the hull on Tuesday."
)
OTHER = (
    "The ferry Anna Lind has run aground near Port Sella.\n\n"
    "Rescuer Jorun Kask said that 212 people had been on board the ferry."
)


def test_new_stories_second_sources_and_figures_are_told_once(web, day):
    second = "http://norrvik.example/feed"
    closed = Answer("User-agent: *\nDisallow: /")
    title = "Ferry Anna Lind aground off Port Sella"
    web.pages |= {ROBOTS: closed, "http://norrvik.example/robots.txt": closed, second: feed()}
    web.pages[FEED] = feed(ferry(title=title, description=ONE))
    day.once([FEED, second], analyse=True)
    assert [(n.kind, n.title) for n in day.news] == [("story", title)]
    day.news.clear()
    day.now += HOUR
    day.once(analyse=True)
    assert day.news == []
    item = ferry(link="http://norrvik.example/f", guid="f", title=title, description=OTHER)
    web.pages[second] = Answer(rss([item], title="Norrvik Post"), headers=RSS)
    day.now += HOUR
    day.once(analyse=True)
    told = {n.kind: n for n in day.news}
    assert set(told) == {"second source", "figure"}
    assert (told["second source"].before, told["second source"].now) == ((1, 1), (2, 2))
    assert "212 people" in told["second source"].text
    assert told["second source"].why.startswith("First second source (1 → 2)")
    assert (told["figure"].before, told["figure"].now) == ((1, 1), (1, 2))
    day.news.clear()
    day.now += HOUR
    day.once(analyse=True)
    assert day.news == []


def test_on_a_desk_with_reports_the_first_watch_tells_only_what_comes(web, day, tmp_path):
    (tmp_path / "old.txt").write_text("\n\n".join(PEARS), "utf-8")
    day.desk.add(tmp_path / "old.txt")
    web.pages |= {FEED: feed(ferry()), "http://sella.example/ferry": Answer(page(FERRY), headers=HTML)}
    day.once([FEED], analyse=True)
    assert [n.title for n in day.news] == ["Ferry runs aground off Port Sella"]


def test_news_that_a_broken_run_did_not_tell_are_told_by_the_next(web, day, monkeypatch):
    web.pages |= {FEED: feed(ferry()), "http://sella.example/ferry": Answer(page(FERRY), headers=HTML)}

    def breaks():
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(day.desk, "analyse", breaks)
        with pytest.raises(KeyboardInterrupt):
            day.once([FEED], analyse=True)
    assert day.ids() == ["http://sella.example/ferry"]
    assert day.news == []
    day.once(analyse=True)
    assert [n.kind for n in day.news] == ["story"]
