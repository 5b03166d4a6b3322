"""The address that a page goes by."""

import re

import pytest

from secondsource.fetching import parse
from secondsource.fetching.canonical import MARKS, own, plain


@pytest.mark.parametrize(
    ("found", "named", "address"),
    [
        ("https://sella.example/a?utm_source=rss&id=7#top", None, "https://sella.example/a?id=7"),
        ("https://sella.example/a?fbclid=x", "", "https://sella.example/a"),
        ("https://www.sella.example/a?x=1", "https://sella.example/news/a", "https://sella.example/news/a"),
        ("https://sella.example/a", "/news/a", "https://sella.example/news/a"),
        ("https://m.sella.example/a", "http://www.sella.example/a", "https://www.sella.example/a"),
        ("https://sella.example/a", "https://sella.example/", "https://sella.example/a"),
        ("https://sella.example/?p=7", "https://sella.example/", "https://sella.example/?p=7"),
        ("https://sella.example/", "https://sella.example/", "https://sella.example/"),
        ("https://sella.example/a", "https://norrvik.example/a", "https://sella.example/a"),
        ("https://sella.example/a", "javascript:x", "https://sella.example/a"),
    ],
)
def test_a_page_is_believed_about_its_own_house_only(found, named, address):
    assert own(found, named) == address


def test_every_tracking_mark_can_match():
    examples = ["utm_source", "mtm_kwd", "pk_source", "at_custom1", "wt.mc_o", "wt_mc", "wtmc_x", "refsrc", "ref_src"]
    for mark in MARKS:
        fitting = [e for e in (*examples, mark) if re.fullmatch(mark, e)]
        assert fitting, mark
        for example in fitting:
            assert plain(parse(f"https://sella.example/a?{example}=1&b=2")) == "https://sella.example/a?b=2"
    assert plain(parse("https://sella.example/a?b&utm=1&id=2")) == "https://sella.example/a?b&utm=1&id=2"
