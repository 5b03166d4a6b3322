"""Feeds (RSS 0.9 to 2.0, Atom, CDF, JSON Feed) from bytes to items, and lists of feeds (OPML) to addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from secondsource.reading import markup, xmltree
from secondsource.reading.decode import decode, without_surrogates
from secondsource.reading.unpack import TooLargeError
from secondsource.reading.xmltree import Element

ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
ENTRIES = frozenset({"item", "entry"})
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
NOT_CORE = {
    "http://purl.org/dc/elements/1.1/": "dc", "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content", "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media", "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
}  # fmt: skip
CORE = (
    "http://www.w3.org/2005/atom", "http://purl.org/atom/", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/",
    "http://backend.userland.com/", "http://blogs.law.harvard.edu/tech/rss", "http://channel.netscape.com/rdf/",
    "http://www.w3.org/1999/xhtml", "http://purl.org/net/rss1.1", "http://cyber.law.harvard.edu/rss/",
)  # fmt: skip
# The elements that give each field, the most telling first.
TITLES = ("title", "dc:title", "media:title", "itunes:title")
TEXTS = ("content:encoded", "content", "fullitem", "body", "xhtml:body", "content:items")
SUMMARIES = ("description", "summary", "abstract", "dc:description", "itunes:summary", "media:description", "tagline")
PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dc:date", "created", "dcterms:created", "date")
UPDATED = ("updated", "modified", "dcterms:modified", "lastmod")
AUTHORS = ("author", "dc:creator", "itunes:author", "creator", "dc:author")
PUBLISHERS = ("source", "dc:source")
# Feeds have 10 to 500 entries; exports of a whole archive some ten thousand.
MOST_ITEMS = 50_000
# An outlet's or a person's name; what is longer is something else.
LONGEST_NAME = 200


class FeedError(Exception):
    """The bytes hold no feed; the message says what they look like."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed: ``text`` is what the feed has of the report, ``summary`` what it says about it, both plain.

    ``source`` is the true publisher, where an entry names one (aggregators do); dates are as the feed writes them.
    """

    id: str = ""
    url: str = ""
    title: str = ""
    text: str = ""
    summary: str = ""
    published: str = ""
    updated: str = ""
    author: str = ""
    source: str = ""
    source_url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its own title and address, its entries in their order, and what of it could not be read."""

    title: str
    url: str
    language: str
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()


def read_feed(data: bytes, content_type: str = "", base: str = "") -> Feed:
    """The feed that bytes hold, as broken as they may be; relative addresses count from ``base``.

    Raises FeedError where they are no feed at all.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _json_feed(data, base)
    tree = _parsed(data, content_type)
    if tree is None or not _is_feed(tree.root):
        raise FeedError("no RSS, Atom or JSON Feed")
    return _xml_feed(tree, base)


def read_opml(data: bytes, content_type: str = "") -> tuple[str, ...]:
    """The addresses of the feeds that an OPML list names, each once. Raises FeedError where it is none."""
    tree = _parsed(data, content_type)
    if tree is None or xmltree.local(tree.root) != "opml":
        raise FeedError("no OPML list")
    given = (
        value.strip()
        for outline in tree.root.iter()
        if xmltree.local(outline) == "outline"
        for name, value in outline.attrib.items()
        if name.lower() == "xmlurl" and value.strip()
    )
    return tuple(dict.fromkeys(given))


def _parsed(data: bytes, content_type: str) -> xmltree.Document | None:
    try:
        return xmltree.parse(data, content_type)
    except TooLargeError as why:
        raise FeedError(str(why)) from why


def _is_feed(root: Element) -> bool:
    name = xmltree.local(root)
    return name in ROOTS or (name in ENTRIES and _key(root) == name)


def _xml_feed(tree: xmltree.Document, base: str) -> Feed:
    root = tree.root
    channel = next((e for e in root.iter() if xmltree.local(e) == "channel"), root)
    own = _Element(channel, _joined(base, root.get(XML_BASE) or ""))
    language = own.text(("language", "dc:language")) or channel.get(XML_LANG) or root.get(XML_LANG) or ""
    # Broken nesting puts entries inside others: all are taken, wherever they stand.
    entries = [e for e in root.iter() if _key(e) in ENTRIES]
    title = " ".join(own.plain(TITLES).split())
    named = title if len(title) <= LONGEST_NAME else ""
    items = (_item(_Element(e, own.base), language) for e in entries[:MOST_ITEMS])
    over = len(entries) - MOST_ITEMS
    notes = (f"{over:,} items beyond the {MOST_ITEMS:,} that are read.",) if over > 0 else ()
    return Feed(
        title, own.link(), language, tuple(replace(i, source=i.source or named) for i in items), (*tree.notes, *notes)
    )


def _item(entry: _Element, language: str) -> Item:
    text = entry.plain(TEXTS)
    summary = entry.plain(SUMMARIES)
    guid = entry.text(("guid", "id", "dc:identifier")) or entry.element.get(RDF_ABOUT) or ""
    name, address = entry.source()
    return Item(
        id=guid, url=entry.link(), title=" ".join(entry.plain(TITLES).split()),
        text=text if len(text) >= len(summary) else summary,
        summary=summary if text else "",
        published=entry.text(PUBLISHED), updated=entry.text(UPDATED), author=entry.author(),
        source=name, source_url=address,
        language=entry.text(("dc:language", "language")) or entry.element.get(XML_LANG) or language,
    )  # fmt: skip


class _Element:
    """The children of a channel or an entry, by name."""

    def __init__(self, element: Element, base: str) -> None:
        self.element = element
        self.base = _joined(base, element.get(XML_BASE) or "")
        self.children: dict[str, list[Element]] = {}
        for child in element:
            if isinstance(child.tag, str):
                self.children.setdefault(_key(child), []).append(child)
        for group in self.children.get("media:group", ()):
            for child in group:
                if isinstance(child.tag, str):
                    self.children.setdefault(_key(child), []).append(child)

    def text(self, names: tuple[str, ...]) -> str:
        """The text of the first child of these names that has any, on one line."""
        found = (" ".join(xmltree.words(child).split()) for name in names for child in self.children.get(name, ()))
        return next((words for words in found if words), "")

    def plain(self, names: tuple[str, ...]) -> str:
        """The same without markup, its paragraphs kept."""
        found = (_content(child) for name in names for child in self.children.get(name, ()))
        return next((words for words in found if words), "")

    def link(self) -> str:
        """The address of the page itself."""
        return next((a for a in map(self._address, self._links()) if a), "")

    def author(self) -> str:
        """Who wrote it, without addresses of mail."""
        people = [c for name in AUTHORS for c in self.children.get(name, ())]
        named = []
        for person in people:
            inner = next((c for c in person if xmltree.local(c) == "name"), person)
            named.append(_person(" ".join(xmltree.words(inner).split())))
        return ", ".join(dict.fromkeys(n for n in named if n))

    def source(self) -> tuple[str, str]:
        """The publisher that an aggregator names, and its address."""
        for name in PUBLISHERS:
            for child in self.children.get(name, ()):
                inner = _Element(child, self.base)
                words = inner.plain(TITLES) if len(child) else markup.plain(xmltree.words(child))
                address = self._address(child.get("url") or "") or (inner.link() if len(child) else "")
                if words or address:
                    return " ".join(words.split())[:LONGEST_NAME], address
        return "", ""

    def _links(self) -> Iterator[str]:
        yield self.text(("feedburner:origlink",))
        links = [c for name in ("link", "atom:link") for c in self.children.get(name, ())]
        for child in links:
            words = " ".join(xmltree.words(child).split())
            if child.get("rel", "alternate") == "alternate":
                yield words or child.get("href") or ""
        for guid in self.children.get("guid", ()):
            if (guid.get("isPermaLink") or guid.get("ispermalink") or "true").lower() != "false":
                words = " ".join(xmltree.words(guid).split())
                yield words if "://" in words else ""
        yield self.element.get("href") or self.element.get("HREF") or ""
        yield self.element.get(RDF_ABOUT) or ""

    def _address(self, given: str) -> str:
        address = _joined(self.base, given.strip()) if given.strip() else ""
        return address if address.lower().startswith(("http://", "https://")) else ""


def _key(element: Element) -> str:
    """An element's name in small letters, with a prefix where its namespace is none of the feeds' own."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, _, name = tag.rpartition("}")
    space, name = space.lstrip("{").lower(), name.lower()
    if space in NOT_CORE:
        return f"{NOT_CORE[space]}:{name}"
    if not space or space.startswith(CORE):
        return name
    return f"other:{name}"


def _content(element: Element) -> str:
    """The text of an element that holds HTML: as characters, or as elements of its own."""
    if len(element):
        return markup.text_of(element)
    words = xmltree.words(element)
    if (element.get("mode") or "") == "base64":
        return ""
    return words.strip() if element.get("type") in ("text", "text/plain") else markup.plain(words)


def _person(words: str) -> str:
    """``jane@example.org (Jane Roe)`` and ``Jane Roe <jane@example.org>`` as the name alone."""
    if "(" in words and "@" in words.partition("(")[0]:
        return words.partition("(")[2].rstrip(") ").strip()
    kept = [w for w in words.split() if "@" not in w]
    return " ".join(kept)[:LONGEST_NAME]


def _joined(base: str, address: str) -> str:
    try:
        joined = urljoin(base, address)
        urlsplit(joined).port  # noqa: B018 — it is read to find out whether it can be
    except ValueError:
        return base if not address else ""
    return joined


def _json_feed(data: bytes, base: str) -> Feed:
    decoded = decode(data)
    try:
        found = json.loads(decoded.text.lstrip("\ufeff")) if decoded else None
    except (ValueError, RecursionError) as why:
        raise FeedError("no JSON that can be read") from why
    if not isinstance(found, Mapping) or not is_json_feed(found):
        raise FeedError("no RSS, Atom or JSON Feed")
    return read_json_feed(found, base)


def read_json_feed(found: Mapping[str, Any], base: str = "") -> Feed:
    """The feed of a decoded JSON Feed."""
    own = _Record(found, base)
    title = own.text("title")
    items = [_json_item(_Record(i, base), title, own) for i in found["items"][:MOST_ITEMS] if isinstance(i, Mapping)]
    left = len(found["items"]) - len(items)
    notes = (f"{left} items are no objects, or beyond the {MOST_ITEMS:,} that are read.",) if left else ()
    return Feed(title, own.address("home_page_url"), own.text("language"), tuple(items), notes)


def is_json_feed(found: object) -> bool:
    """Whether decoded JSON is a JSON Feed."""
    return isinstance(found, Mapping) and isinstance(found.get("items"), list) and (
        "jsonfeed.org" in str(found.get("version")) or "home_page_url" in found or "feed_url" in found
    )  # fmt: skip


def _json_item(item: _Record, feed: str, own: _Record) -> Item:
    text = item.text("content_text") or markup.plain(item.text("content_html"))
    summary = markup.plain(item.text("summary"))
    return Item(
        id=item.text("id"), url=item.address("url") or item.address("external_url"), title=item.text("title"),
        text=text or summary, summary=summary if text else "", published=item.text("date_published"),
        updated=item.text("date_modified"), author=item.people() or own.people(), source=feed,
        language=item.text("language") or own.text("language"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Record:
    """An object of a JSON Feed, of whose fields nothing is sure."""

    fields: Mapping[str, Any]
    base: str

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return without_surrogates(value).text.strip() if isinstance(value, str) else ""

    def address(self, name: str) -> str:
        joined = _joined(self.base, self.text(name)) if self.text(name) else ""
        return joined if joined.startswith(("http://", "https://")) else ""

    def people(self) -> str:
        given = self.fields.get("authors") or [self.fields.get("author")]
        people = given if isinstance(given, list) else [given]
        named = (_Record(p, "").text("name") for p in people if isinstance(p, Mapping))
        return ", ".join(n for n in named if n)
