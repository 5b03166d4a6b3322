"""FEEDS: addresses, OPML, lists."""

import pytest

from secondsource.errors import UsageError
from secondsource.watching import feeds_in
from secondsource.watching.given import feeds_named


def test_feeds_are_addresses_opml_files_and_lists_each_once(tmp_path):
    (tmp_path / "all.opml").write_text(
        '<opml><body><outline text="x"><outline xmlUrl="https://sella.example/feed"/></outline>'
        '<outline xmlUrl="https://ammer.example/feed"/></body></opml>',
        "utf-8",
    )
    (tmp_path / "list.txt").write_text("# ours\nhttps://norrvik.example/feed\nhttps://sella.example/feed\n", "utf-8")
    given = ["https://Sella.example/feed", str(tmp_path / "all.opml"), str(tmp_path / "list.txt")]
    hosts = ["sella", "ammer", "norrvik"]
    assert feeds_in(given) == [f"https://{host}.example/feed" for host in hosts]


def test_all_faults_are_named_together(tmp_path):
    (tmp_path / "text.txt").write_text("The ferry ran aground.", "utf-8")
    (tmp_path / "bad.opml").write_text('<opml><body><outline xmlUrl="file:///etc/passwd"/></body></opml>', "utf-8")
    with pytest.raises(UsageError) as why:
        feeds_in([str(tmp_path / "text.txt"), str(tmp_path / "bad.opml"), str(tmp_path / "no.opml"), "http://a@b/"])
    said = str(why.value)
    assert all(part in said for part in ("text.txt", "neither http nor https", "no.opml", "name or password"))


def test_the_feeds_that_a_page_names_are_told():
    head = (
        b"<link rel='alternate' type='application/rss+xml' title='All' href='/feed?a=1&amp;b=2'>"
        b'<LINK href=https://ammer.example/atom TYPE="application/atom+xml" REL="alternate">'
        b'<link rel="stylesheet" href="/x.css"><link rel="alternate" type="text/html" href="/en">'
        b'<link rel="alternate" type="application/rss+xml" href="feed:x">'
    )
    expected = ["https://sella.example/feed?a=1&b=2", "https://ammer.example/atom"]
    assert feeds_named(head, "https://sella.example/news/") == expected
    assert feeds_named(b"<link " * 50_000, "https://sella.example/") == []
