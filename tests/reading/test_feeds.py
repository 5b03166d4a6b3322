"""Feeds from bytes to items: every dialect, broken ones too, and nothing that expands or is fetched."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.reading.feeds import Feed, FeedError, read_feed, read_opml

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>The Norrvik Post</title><link>https://post.example/</link><language>en</language>
<atom:link rel="self" href="https://post.example/rss"/>
<item><title>Ferry aground &amp; freed</title><link>/ferry</link><guid isPermaLink="false">post-1</guid>
<pubDate>Mon, 10 Mar 2031 08:00:00 GMT</pubDate><dc:creator>Jane Roe</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>The ferry ran aground.</p><script>x()</script>
<p>All are safe, said the&nbsp;captain.</p>]]></content:encoded>
</item>
<item><title>From elsewhere</title><guid>https://post.example/2</guid><author>joe@desk.example (Joe Doe)</author>
<source url="https://wire.example/rss">The Wire</source><description>It rained.</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://atom.example/a/">
<title>Atom Gazette</title><entry><id>tag:1</id><title type="html">A &lt;b&gt;bold&lt;/b&gt; claim</title>
<link rel="enclosure" href="x.mp3"/><link href="one"/><published>2031-03-10T08:00:00Z</published>
<updated>2031-03-11T08:00:00Z</updated><author><name>Jane Roe</name><email>j@e.example</email></author>
<source><title>Far Gazette</title><link href="https://far.example/"/></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry></feed>"""


def only(feed: Feed):
    (item,) = feed.items
    return item


def test_rss() -> None:
    feed = read_feed(RSS, base="https://post.example/rss")
    assert (feed.title, feed.url, feed.language, feed.notes) == ("The Norrvik Post", "https://post.example/", "en", ())
    first, second = feed.items
    assert first.text == "The ferry ran aground.\n\nAll are safe, said the captain."
    assert (first.url, first.id, first.title) == ("https://post.example/ferry", "post-1", "Ferry aground & freed")
    assert (first.summary, first.author, first.source) == ("Short.", "Jane Roe", "The Norrvik Post")
    assert first.published == "Mon, 10 Mar 2031 08:00:00 GMT"
    assert (second.url, second.author) == ("https://post.example/2", "Joe Doe")
    assert (second.source, second.source_url) == ("The Wire", "https://wire.example/rss")


def test_atom() -> None:
    item = only(read_feed(ATOM.encode()))
    assert (item.title, item.url, item.text) == ("A bold claim", "https://atom.example/a/one", "One.\n\nTwo.")
    assert (item.published, item.updated) == ("2031-03-10T08:00:00Z", "2031-03-11T08:00:00Z")
    assert (item.author, item.source, item.source_url) == ("Jane Roe", "Far Gazette", "https://far.example/")


def test_rss_1_has_its_items_beside_the_channel() -> None:
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel><title>Old Post</title></channel><item rdf:about="http://old.example/1"><title>A</title>
    <description>B.</description></item></rdf:RDF>"""
    item = only(read_feed(rdf))
    assert (item.url, item.title, item.text, item.source) == ("http://old.example/1", "A", "B.", "Old Post")


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "JSON Post", "authors": [{"name": "Jane Roe"}],
        "items": [{"id": 7, "url": "/7", "content_html": "<p>One.<p>Two.", "date_published": "2031-03-10"}, "none"],
    }  # fmt: skip
    found = read_feed(json.dumps(feed).encode(), base="https://json.example/feed")
    item = only(found)
    assert (item.id, item.url, item.text, item.author) == ("7", "https://json.example/7", "One.\n\nTwo.", "Jane Roe")
    assert "1 items" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (RSS[: RSS.index(b"<pubDate>")], "Ferry aground & freed"),
        (b"<rss><channel><item><title>A & B <link>x</link></item>", "A & B x"),
        (b"\n\n<rss><item><title>Caf\xe9</title></item></rss>", "Café"),
        ("<?xml version='1.0' encoding='koi8-r'?><rss><item><title>Мэр</title></item></rss>".encode("koi8-r"), "Мэр"),
        ("<rss><item><title>Ä</title></item></rss>".encode("utf-16"), "Ä"),
        (b"<rss><item><media:title>No namespace</media:title></item></rss>", "No namespace"),
        (b"<rss><item><title><![CDATA[A&B &amp; &eacute;]]></title></item></rss>", "A&B & é"),
        (b"<rss><item><title>Caf&eacute; &#X41;&undefined;</title></item></rss>", "Café A&undefined;"),
    ],
    ids=["cut", "ampersand", "latin", "koi8", "utf16", "prefix", "cdata", "entities"],
)
def test_broken_feeds_give_what_they_hold(data: bytes, title: str) -> None:
    assert read_feed(data).items[0].title == title


def test_what_was_broken_is_noted() -> None:
    assert "broken" in " ".join(read_feed(RSS[:900]).notes)


def test_no_entity_is_expanded_and_no_file_read() -> None:
    bomb = b"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
        b"<!ENTITY %c '%s'>" % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("k"))
    )
    bomb += b"<!ENTITY f SYSTEM 'file:///etc/hostname'>]><rss><item x='&j;'><title>&j;&f;</title></item></rss>"
    assert only(read_feed(bomb)).title == "&j;&f;"


def test_an_address_that_is_none_is_left_out() -> None:
    assert only(read_feed(b"<rss><item><link>javascript:alert(1)</link></item></rss>")).url == ""
    assert only(read_feed(b"<rss><item><link>http://[bad</link></item></rss>")).url == ""


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"{}", b"[1]", b"<html><body>x</body></html>", b"\x00\x01", b"<", b"{"]
)
def test_what_is_no_feed(data: bytes) -> None:
    with pytest.raises(FeedError):
        read_feed(data)


def test_opml() -> None:
    opml = b"""<opml version="2.0"><body><outline text="News"><outline xmlUrl="https://a.example/rss" type="rss"/>
    <outline xmlurl="https://b.example/rss"/></outline><outline xmlUrl="https://a.example/rss"/></body></opml>"""
    assert read_opml(opml) == ("https://a.example/rss", "https://b.example/rss")
    with pytest.raises(FeedError):
        read_opml(RSS)


@given(st.lists(st.tuples(st.integers(0, len(RSS)), st.integers(0, 40), st.binary(max_size=8)), max_size=6))
def test_any_damage_gives_a_feed_or_says_that_it_is_none(damage) -> None:
    data = RSS
    for at, length, put in damage:
        data = data[:at] + put + data[at + length :]
    try:
        feed = read_feed(data)
    except FeedError:
        return
    assert all(isinstance(item.title, str) for item in feed.items)
