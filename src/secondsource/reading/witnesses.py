"""What a page says about itself, and where: schema.org, Open Graph, other meta elements, the page's own elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from secondsource.reading import markup, when
from secondsource.reading.pageblocks import key
from secondsource.reading.xmltree import Element

ARTICLE = re.compile(r"Article|Posting|Report")
SCHEMA, OPEN_GRAPH, META, PAGE = "schema.org", "Open Graph", "meta", "the page"
# Meta elements by which sites and their tools give a date, the usual first.
PUBLISHED = (
    "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "parsely-pub-date",
    "pubdate", "publishdate", "publish-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published",
)  # fmt: skip
UPDATED = ("datemodified", "last-modified", "lastmod", "dcterms.modified", "article.updated")
AUTHORS = ("author", "byl", "parsely-author", "sailthru.author", "dc.creator", "article:author_name")
COMMENT_MARKS = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?:\]\]>|-->)\s*$")
# Deeper or longer data is no description of an article.
DEEPEST = 12
LONGEST_DATA = 3_000_000
LONGEST_NAME = 200
# What a site puts behind its pages' titles.
TITLE_PARTS = re.compile(r"\s+[|–—»·:-]\s+")


@dataclass(frozen=True, slots=True)
class Witnesses:
    """A page's own account: each field with who gives it, and the texts that help to find the article."""

    fields: dict[str, tuple[str, str]]  # field → value, witness
    titles: frozenset[str] = frozenset()  # all forms of the headline, folded
    descriptions: tuple[str, ...] = ()  # folded
    body: str = ""


@dataclass(slots=True)
class _Page:
    """What was gathered from one page before anything is believed."""

    tree: Element
    url: str
    meta: dict[str, str] = field(default_factory=dict)
    data: list[Mapping[str, Any]] = field(default_factory=list)
    article: Mapping[str, Any] = field(default_factory=dict)


def read(tree: Element, url: str = "") -> Witnesses:
    """The account of a page that came from ``url``."""
    page = _Page(tree, url)
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name and element.get("content"):
            page.meta.setdefault(name, element.get("content").strip())
    page.data = list(_linked_data(tree))
    page.article = _article(page)
    fields = {}
    for name, given in (
        ("title", _titles(page)), ("source", _outlets(page)), ("author", _authors(page)), ("url", _addresses(page)),
        ("published", _dates(page, "datePublished", "article:published_time", PUBLISHED)),
        ("updated", _dates(page, "dateModified", "article:modified_time", UPDATED)),
    ):  # fmt: skip
        found = next(((value, who) for value, who in given if value), None)
        if found:
            fields[name] = found
    return Witnesses(fields, _folded_titles(page), _descriptions(page), _body(page))


def _linked_data(tree: Element) -> Iterator[Mapping[str, Any]]:
    """Every object of the page's JSON-LD, those inside others too."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or len(script.text or "") > LONGEST_DATA:
            continue
        try:
            yield from _objects(json.loads(COMMENT_MARKS.sub("", script.text or ""), strict=False), DEEPEST)
        except (ValueError, RecursionError):
            continue


def _objects(data: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth and isinstance(data, Mapping):
        yield data
        for value in data.values():
            yield from _objects(value, depth - 1)
    elif depth and isinstance(data, list):
        for value in data:
            yield from _objects(value, depth - 1)


def _article(page: _Page) -> Mapping[str, Any]:
    """The object that describes the page's own article: by its headline or address, else the first of its kind."""
    kinds = [d for d in page.data if ARTICLE.search(str(d.get("@type", "")))]
    shown = {key(page.meta.get("og:title", "")), *(key(_words(h)) for h in page.tree.iter("h1"))} - {""}
    for d in kinds:
        if key(_text(d.get("headline"))) in shown:
            return d
    return next(iter(kinds), {})


def _titles(page: _Page) -> Iterator[tuple[str, str]]:
    yield _text(page.article.get("headline")), SCHEMA
    yield _without_site(page.meta.get("og:title", ""), page), OPEN_GRAPH
    yield next((words for h in page.tree.iter("h1") if (words := _words(h))), ""), PAGE
    yield _without_site(_words(page.tree.find(".//title")), page), PAGE


def _without_site(title: str, page: _Page) -> str:
    """A title without the outlet's name, where it ends in it."""
    whole = _text(title)
    names = {key(page.meta.get("og:site_name", "")), key(_name(page.article.get("publisher"))), key(_host(page.url))}
    headings = {key(_words(h)) for h in page.tree.iter("h1")}
    for separator in reversed(list(TITLE_PARTS.finditer(whole))):
        head, tail = whole[: separator.start()], whole[separator.end() :]
        if key(tail) in names or key(head) in headings:
            return head
    return whole


def _outlets(page: _Page) -> Iterator[tuple[str, str]]:
    yield page.meta.get("og:site_name", "")[:LONGEST_NAME], OPEN_GRAPH
    yield _name(page.article.get("publisher")), SCHEMA
    yield next((_text(d.get("name")) for d in page.data if d.get("@type") == "WebSite"), ""), SCHEMA
    yield page.meta.get("application-name", "")[:LONGEST_NAME], META
    yield _host(next((a for a, _ in _addresses(page) if a), "")), PAGE


def _authors(page: _Page) -> Iterator[tuple[str, str]]:
    people = page.article.get("author")
    given = people if isinstance(people, list) else [people]
    yield ", ".join(dict.fromkeys(n for n in map(_name, given) if n and "://" not in n)), SCHEMA
    for name in AUTHORS:
        value = markup.plain(page.meta.get(name, ""))
        yield value if "://" not in value and len(value) <= LONGEST_NAME else "", META


def _addresses(page: _Page) -> Iterator[tuple[str, str]]:
    """The article's own address; a site's front page is no article's."""
    links = (e.get("href") or "" for e in page.tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    main = page.article.get("mainEntityOfPage")
    given = (
        (next(links, ""), PAGE), (page.meta.get("og:url", ""), OPEN_GRAPH),
        (_text(page.article.get("url")), SCHEMA),
        (_text(main.get("@id")) if isinstance(main, Mapping) else _text(main), SCHEMA),
        (page.url, "where it came from"),
    )  # fmt: skip
    for address, who in given:
        try:
            joined = urljoin(page.url, address.strip()) if address else ""
            parts = urlsplit(joined)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
            yield joined, who


def _dates(page: _Page, schema: str, graph: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The dates that can be read, the most telling witness first."""
    given = [(_text(page.article.get(schema)), SCHEMA)]
    given += [(page.meta.get(name, ""), OPEN_GRAPH) for name in (graph, f"og:{graph}")]
    given += [(_text(d.get(schema)), SCHEMA) for d in page.data]
    given += [(page.meta.get(name, ""), META) for name in names]
    given += [(e.get("datetime") or "", PAGE) for e in page.tree.iter("time") if e.get("itemprop") == schema]
    for value, who in given:
        yield (when.normal(value) or "") if value else "", who


def _folded_titles(page: _Page) -> frozenset[str]:
    given = [page.meta.get("og:title", ""), page.meta.get("twitter:title", ""), _words(page.tree.find(".//title"))]
    given += [_words(h) for h in page.tree.iter("h1")]
    given += [_text(d.get("headline")) for d in page.data]
    return frozenset(map(key, given)) - {""}


def _descriptions(page: _Page) -> tuple[str, ...]:
    given = [page.meta.get(name, "") for name in ("og:description", "description", "twitter:description")]
    given += [_text(d.get("description")) for d in page.data]
    return tuple(dict.fromkeys(k for k in (key(markup.plain(d)) for d in given) if k))


def _body(page: _Page) -> str:
    return max((_raw(d.get("articleBody")) for d in page.data), key=len, default="")


def _name(value: object) -> str:
    """The name of a person or a body, given as an object or as text."""
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name") if isinstance(value, Mapping) else value)[:LONGEST_NAME]


def _text(value: object) -> str:
    """A value as text on one line; nothing for what is no text."""
    return " ".join(markup.plain(_raw(value)).split())


def _raw(value: object) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) else ""


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
