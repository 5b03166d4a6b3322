"""The article of a page: what is taken out of what an extractor found, and what is put back."""

from lxml import html

from secondsource.reading import pageblocks, witnesses
from secondsource.reading.article import Article, compose

FIRST = "The ferry Anna Lind ran aground off Port Sella on Monday with 212 people on board, the coast guard said."
SECOND = "“Everyone is safe,” the captain told reporters on the quay, where buses waited for the passengers."
THIRD = "The owner said that the radar had been repaired twice since the spring and would be repaired again."
FOURTH = "Nobody on the island could say on Tuesday when the next ferry would leave for the mainland."


def composed(body: str, found: str, head: str = "", second: str = "") -> Article:
    tree = html.fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    said, blocks = witnesses.read(tree), pageblocks.split(tree)
    return compose(found, "first", blocks, said, tree, lambda: Article(second, "second"))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p class='text'>{text}</p>" for text in texts)


def test_the_headline_is_no_part_of_the_text() -> None:
    found = composed(f"<h1>Ferry runs aground</h1>{paragraphs(FIRST)}", f"Ferry runs aground\n{FIRST}")
    assert found.text == FIRST


def test_links_captions_posts_and_share_bars_are_taken_out() -> None:
    body = (
        f"{paragraphs(FIRST)}<p><a href='/2'>Another ferry ran aground last year as well</a></p>"
        "<figure><p>The ferry on the rocks</p></figure><blockquote class='twitter-tweet'><p>What a day</p></blockquote>"
        f"{paragraphs(SECOND)}<p>Share this article</p>"
    )
    lines = [FIRST, "Another ferry ran aground last year as well", "The ferry on the rocks", "What a day", SECOND,
             "Share this article"]  # fmt: skip
    assert composed(body, "\n".join(lines)).text == f"{FIRST}\n{SECOND}"


def test_a_page_that_is_mostly_links_keeps_them() -> None:
    body = "".join(f"<p><a href='/{i}'>{text}</a></p>" for i, text in enumerate((FIRST, SECOND)))
    assert composed(body, f"{FIRST}\n{SECOND}").text == f"{FIRST}\n{SECOND}"


def test_paragraphs_in_the_same_places_are_put_back_where_many_were_missed() -> None:
    body = f"<div>{paragraphs(FIRST, SECOND)}</div><p>Advertisement</p><div>{paragraphs(THIRD, FOURTH)}</div>"
    assert composed(body, f"{FIRST}\n{SECOND}").text == "\n".join((FIRST, SECOND, THIRD, FOURTH))
    other = body.replace(f"<p class='text'>{THIRD}", f"<p class='teaser'>{THIRD}").replace(
        f"<p class='text'>{FOURTH}", f"<p class='teaser'>{FOURTH}"
    )
    assert composed(other, f"{FIRST}\n{SECOND}").text == f"{FIRST}\n{SECOND}"


def test_the_body_that_the_page_gives_machines_settles_what_is_article() -> None:
    body = " ".join((FIRST, SECOND, THIRD, FOURTH, FIRST.replace("Anna", "Berta")))
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    teaser = "A good year for pears is expected in the Ammer valley, the fruit board said on Friday in Norrvik."
    shown = [FIRST, SECOND, THIRD, FOURTH, FIRST.replace("Anna", "Berta")]
    found = composed(paragraphs(*shown, teaser), "\n".join((*shown, teaser)), head)
    assert found.text == "\n".join(shown)


def test_the_standfirst_goes_to_the_front() -> None:
    deck = "Divers and the coast guard looked at the hull while the passengers waited for buses."
    head = f'<meta property="og:description" content="{deck}">'
    assert composed(f"<p class='deck'>{deck}</p>{paragraphs(FIRST)}", FIRST, head).text == f"{deck}\n{FIRST}"
    assert composed(paragraphs(FIRST), FIRST, head).text == FIRST  # it is not shown


def test_where_nothing_is_found() -> None:
    whole = " ".join((FIRST, SECOND, THIRD, FOURTH))
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{whole}"}}</script>'
    assert composed("", "", head) == Article(whole, "schema.org articleBody")
    text = f"\\u003cp>{whole}\\u003c/p>\\u003cp>$$AD$$\\u003c/p>\\u003cp>End.\\u003c/p>"
    data = '<script>x = {"html": "' + text + '"}</script>'
    assert composed(data, "") == Article(f"{whole}\nEnd.", "data of the page's script")
    assert composed("", "", second=f"{FIRST}\n{SECOND}") == Article(f"{FIRST}\n{SECOND}", "second")
    assert composed("", "", second="Home\nAbout") == Article("", "first")
