"""The small parts of the desk in the browser: addresses, what was looked at, what is held, the work behind it."""

from __future__ import annotations

import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsource.settings import Settings
from secondsource.web import addresses
from secondsource.web.held import Held
from secondsource.web.judging import _home
from secondsource.web.looked import REMEMBERED, SECONDS, Looked
from secondsource.web.work import Work

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@settings(deadline=None)
@given(WORDS, st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 500)), max_size=4))
def test_an_address_leads_back_to_what_it_names(name, places):
    spans = tuple(sorted({(s, s + n) for s, n in places}))
    made = urlsplit(addresses.report(name, spans))
    assert dict(parse_qsl(made.query, keep_blank_values=True))["id"] == name
    assert made.path == "/report"
    assert addresses.spans_of(dict(parse_qsl(made.query)).get("at", "")) == spans


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_span_is_made_of_nonsense(at):
    assert all(0 <= s < e for s, e in addresses.spans_of(at))


def test_the_first_look_is_since_never_and_a_later_one_since_the_first():
    looked = Looked({}, "desk.db")
    assert looked.since("s-1") == ""
    cookie = looked.look("s-1")
    assert Looked({looked.name: cookie}, "desk.db").since("s-1") == ""
    hour = int(time.time()) - 3600
    again = Looked({looked.name: f"s-1~{hour}~0"}, "desk.db")
    assert again.since("s-1")
    assert again.changed("s-1", "2999-01-01T00:00:00+00:00")
    assert not again.changed("s-1", "2000-01-01T00:00:00+00:00")
    # Loaded again at once, it still tells since when.
    soon = Looked({looked.name: again.look("s-1")}, "desk.db")
    assert soon.since("s-1") == Looked({looked.name: f"s-1~{hour}~0"}, "desk.db").since("s-1")
    assert SECONDS < 3600


def test_a_cookie_stays_small():
    looked = Looked({}, "desk.db")
    for n in range(500):
        cookie = looked.look(f"s-{n:08x}")
    assert cookie.count("~") == 2 * REMEMBERED
    assert len(cookie) < 3_000


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_cookie_can_be_read(cookie):
    looked = Looked({"looked-deskdb": cookie}, "desk.db")
    assert isinstance(looked.since("s-1"), str)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_the_way_back_never_leads_away(back):
    home = _home(back)
    assert home.startswith("/")
    assert not urlsplit(home).netloc
    assert not home.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/a\r\nb", ""]
)
def test_a_way_that_leads_away_goes_home(back):
    assert _home(back) == "/judgements"


def test_what_nobody_asked_for_longest_goes_first():
    held: Held[int] = Held(2)
    made = []

    def make(n):
        return lambda: made.append(n) or n

    for n in (1, 2, 1, 3, 1, 2):
        assert held.get(n, make(n)) == n
    assert made == [1, 2, 3, 2]


def test_work_that_fails_says_why_and_the_next_goes_on(tmp_path):
    work = Work(tmp_path / "none.db", Settings.load())
    first, second = work.again("first"), work.add("second", lambda folder: [str(folder)])
    until = time.monotonic() + 60
    while not second.ended:
        assert time.monotonic() < until
        time.sleep(0.1)
    work.close()
    assert (first.state, second.state) == ("failed", "failed")
    assert "no such desk" in first.said
    assert second.folder is None
    assert work.now() is None
    assert work.job(first.id) is first
