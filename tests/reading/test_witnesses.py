"""What a page says about itself, and which witness is believed."""

import json

from lxml import html

from secondsource.reading.witnesses import read

ARTICLE = {
    "@context": "https://schema.org", "@graph": [
        {"@type": "NewsArticle", "headline": "Another report", "datePublished": "2030-01-01"},
        {"@type": ["NewsArticle"], "headline": "Ferry runs aground", "datePublished": "2031-03-10T08:00:00+01:00",
         "dateModified": "2031-03-11", "author": [{"@type": "Person", "name": "Jane Roe"}, {"name": "Joe Doe"}],
         "publisher": {"name": "Norrvik Media"}, "mainEntityOfPage": {"@id": "https://post.example/ferry"}},
    ],
}  # fmt: skip


def page(head: str = "", body: str = "<h1>Ferry runs aground</h1>", data: object = None) -> object:
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>" if data else ""
    return html.fromstring(f"<html><head>{head}{script}</head><body>{body}</body></html>")


def test_the_article_among_others_is_the_one_with_the_shown_headline() -> None:
    fields = read(page(data=ARTICLE)).fields
    assert fields["title"] == ("Ferry runs aground", "schema.org")
    assert fields["published"] == ("2031-03-10T08:00:00+01:00", "schema.org")
    assert fields["updated"] == ("2031-03-11", "schema.org")
    assert fields["author"] == ("Jane Roe, Joe Doe", "schema.org")
    assert fields["source"] == ("Norrvik Media", "schema.org")
    assert fields["url"] == ("https://post.example/ferry", "schema.org")


def test_a_date_that_can_not_be_read_leaves_the_word_to_the_next() -> None:
    head = '<meta property="article:published_time" content="2031-03-10"><meta name="date" content="2031-03-12">'
    data = {"@type": "NewsArticle", "headline": "Ferry runs aground", "datePublished": "soon"}
    assert read(page(head, data=data)).fields["published"] == ("2031-03-10", "Open Graph")
    assert read(page('<meta name="date" content="2031-03-12">')).fields["published"] == ("2031-03-12", "meta")


def test_the_outlets_name_is_no_part_of_the_title() -> None:
    head = '<meta property="og:site_name" content="The Post"><title>Ferry runs aground | The Post</title>'
    fields = read(page(head, body="")).fields
    assert (fields["title"], fields["source"]) == (("Ferry runs aground", "the page"), ("The Post", "Open Graph"))
    assert read(page("<title>Ferry - a history</title>", body="")).fields["title"][0] == "Ferry - a history"


def test_the_front_page_is_no_articles_address() -> None:
    head = '<link rel="canonical" href="https://post.example/"><meta property="og:url" content="/ferry">'
    assert read(page(head), "https://post.example/x?y=1").fields["url"] == ("https://post.example/ferry", "Open Graph")
    assert read(page(), "").fields.get("url") is None
    assert (
        read(page('<link rel="canonical" href="http://[bad">'), "https://post.example/a")
        .fields["url"][0]
        .endswith("/a")
    )


def test_broken_data_is_passed_over() -> None:
    tree = html.fromstring(
        "<html><head><script type='application/ld+json'>{\"a\": </script></head><body>x</body></html>"
    )
    assert read(tree).fields == {}
    deep = "[" * 5000 + "]" * 5000
    assert read(html.fromstring(f"<html><script type='application/ld+json'>{deep}</script>x</html>")).fields == {}
