"""robots.txt as RFC 9309 has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.fetching import Robots


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", True),
        ("User-agent: *\nAllow: /news\nDisallow: /news", "/news/1", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /a*b*c", "/a-b-c-d", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-c-b", True),
        ("User-agent: *\nDisallow: /x$", "/x", False),
        ("User-agent: *\nDisallow: /x$", "/xy", True),
        ("User-agent: *\nDisallow: /*x$", "/x", False),
        ("User-agent: other\nDisallow: /", "/x", True),
        ("User-agent: other\nUser-agent: Reader/2\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: reader\nAllow: /", "/x", True),
        ("User-agent: reader\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n\nUser-agent: READER\nDisallow: /c",
         "/c", False),
        ("User-agent: reader\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/b", True),
        ("User-agent: *\nDisallow: /caf%c3%a9", "/café", False),
        ("User-agent: *\nDisallow: /%7Emara", "/~mara/x", False),
        ("\ufeffUser-agent: * # all\nSitemap: x\nDisallow: /x # no", "/x", False),
        ("Disallow: /\nnonsense\nUser-agent: *\nDisallow: /y", "/x", True),
    ],
)  # fmt: skip
def test_the_longest_rule_of_the_own_group_decides(rules, path, allowed):
    assert Robots.read(rules.encode(), "reader").allows(path) is allowed


def test_without_a_file_all_is_allowed_and_without_an_answer_nothing():
    assert Robots.of_status(404, b"", "reader").allows("/x")
    assert Robots.of_status(403, b"", "reader").allows("/x")
    for status in (None, 429, 500, 503, 301):
        assert not Robots.of_status(status, b"", "reader").allows("/x")
    assert not Robots.of_status(200, b"User-agent: *\nDisallow: /x", "reader").allows("/x")


def test_the_delay_is_the_own_groups():
    rules = b"User-agent: *\nCrawl-delay: 3\n\nUser-agent: reader\nCrawl-delay: 7.5\nDisallow: /x\nCrawl-delay: soon"
    assert Robots.read(rules, "reader").delay == 7.5
    assert Robots.read(rules, "another").delay == 3


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_file_is_read(data, path):
    assert Robots.read(b"User-agent: *\n" + data, "reader").allows("/" + path) in (True, False)


def test_a_pattern_of_many_stars_takes_no_time():
    assert Robots.read(b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"$", "reader").allows("/" + "a" * 1990 + "b")
