"""XML files to drafts: feeds, NewsML-G2, NewsML 1, NITF, TEI and what trafilatura writes; told by their root."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from secondsource.reading import feeds, markup, xmltree
from secondsource.reading.columns import read_record
from secondsource.reading.context import Blob, Item
from secondsource.reading.drafts import Draft
from secondsource.reading.unpack import TooLargeError
from secondsource.reading.xmltree import Element
from secondsource.records import SetAside

# A tree takes some ten times the bytes of its file.
LARGEST = 16 * 1024 * 1024
GIVE_OTHER = "Read are RSS, Atom, NewsML-G2, NITF, TEI and trafilatura's XML."
ONLY_SUMMARY = "The feed has a summary of the report, not its text."
FROM_FEED = "Taken from a feed."


def read(blob: Blob) -> Iterator[Item]:
    """The reports that an XML file holds, or why it holds none."""
    data = blob.data.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise TooLargeError(f"XML of more than {LARGEST // 1024**2} MB")
    if not data.strip():
        yield SetAside(blob.name, "empty")
        return
    tree = xmltree.parse(data, blob.content_type)
    root = xmltree.local(tree.root) if tree else ""
    reader = _READERS.get(root)
    if tree is None:
        yield SetAside(blob.name, "no XML that can be read", GIVE_OTHER)
    elif reader is not None:
        yield from _or_none(reader(tree.root, blob, tree.notes), blob)
    elif root == "opml":
        yield SetAside(blob.name, "a list of feeds, not reports", "Give it to `secondsource watch`.")
    else:
        try:
            feed = feeds.read_feed(data, blob.content_type, blob.url)
            yield from _or_none(drafts_of_feed(feed, blob.name, blob.id), blob)
        except feeds.FeedError:
            yield SetAside(blob.name, f"XML of a kind that is not read (<{root[:60]}>)", GIVE_OTHER)


def drafts_of_feed(feed: feeds.Feed, name: str, base: str) -> Iterator[Draft | SetAside]:
    """Each entry as a draft, or why it is none; what of the feed could not be read is noted on each."""
    for number, item in enumerate(feed.items, 1):
        where = f"{name}, item {number}"
        if not item.text.strip():
            what = "only a title and an address" if item.url else "no text"
            remedy = "Give its address instead." if item.url else ""
            yield SetAside(where, what, remedy)
            continue
        summary = (ONLY_SUMMARY,) if not item.summary else ()
        fields = {
            "title": item.title, "source": item.source, "published": item.published, "updated": item.updated,
            "url": item.url, "author": item.author,
        }  # fmt: skip
        yield Draft(
            item.url or item.id or f"{base}#{number}", item.text, where, {k: v for k, v in fields.items() if v},
            notes=(FROM_FEED, *summary, *feed.notes),
        )  # fmt: skip
    if feed.notes and not feed.items:
        yield SetAside(name, feed.notes[0])


def _or_none(items: Iterable[Item], blob: Blob) -> Iterator[Item]:
    empty = True
    for item in items:
        empty = False
        yield item
    if empty:
        yield SetAside(blob.name, "no report in it")


def _newsml(root: Element, blob: Blob, notes: tuple[str, ...]) -> Iterator[Item]:
    """NewsML-G2: news items with their text inline (NITF, XHTML or plain)."""
    for number, item in enumerate(_all(root, "newsitem"), 1):
        content = _first(item, "contentset")
        meta = _first(item, "contentmeta")
        header = _first(item, "itemmeta")
        body = _body(content) if content is not None else ""
        fields = {
            "id": item.get("guid") or f"{blob.id}#{number}", "text": body,
            "title": _words(meta, "headline") or _words(header, "title"),
            "source": _name(meta, "infosource") or _name(header, "provider"), "author": _name(meta, "creator")
            or _words(meta, "by"),
            "published": _words(header, "firstcreated") or _words(meta, "contentcreated")
            or _words(header, "versioncreated"),
            "updated": _words(header, "versioncreated"),
            "url": item.get("guid") if (item.get("guid") or "").startswith("http") else _href(header),
        }  # fmt: skip
        yield _record(fields, f"{blob.name}, item {number}", notes)


def _newsml1(root: Element, blob: Blob, notes: tuple[str, ...]) -> Iterator[Item]:
    """NewsML 1: the same, in the format before."""
    for number, item in enumerate(_all(root, "newsitem"), 1):
        content = _first(item, "contentitem")
        fields = {
            "id": _words(item, "publicidentifier") or _words(item, "newsitemid") or f"{blob.id}#{number}",
            "text": _body(content) if content is not None else "",
            "title": _words(item, "headline"), "source": _attribute(item, "provider", "formalname"),
            "published": _words(item, "firstcreated"), "updated": _words(item, "thisrevisioncreated"),
            "author": _words(item, "byline"),
        }  # fmt: skip
        yield _record(fields, f"{blob.name}, item {number}", notes)


def _nitf(root: Element, blob: Blob, notes: tuple[str, ...]) -> Iterator[Item]:
    """NITF: one article."""
    head = _first(root, "head")
    fields = {
        "id": _attribute(head, "doc-id", "id-string") or blob.id, "text": _body(root),
        "title": _words(root, "hl1") or _words(root, "title"),
        "source": _words(root, "distributor") or _attribute(head, "doc.copyright", "holder"),
        "published": _attribute(head, "date.issue", "norm"), "author": _words(root, "byline"),
    }  # fmt: skip
    yield _record(fields, blob.name, notes)


def _tei(root: Element, blob: Blob, notes: tuple[str, ...]) -> Iterator[Item]:
    """TEI, as trafilatura and archives write it: a document, or a corpus of them."""
    documents = [e for e in _all(root, "tei") if _first(e, "text") is not None]
    for number, document in enumerate(documents, 1):
        header = _first(document, "teiheader")
        body = _first(_first(document, "text"), "body")
        url = next((w for w in _ptrs(header)), "")
        date = next((d for d in _all(header, "date") if d.get("type") != "download"), None)
        fields = {
            "id": url or (blob.id if len(documents) == 1 else f"{blob.id}#{number}"),
            "text": _paragraphs(body if body is not None else _first(document, "text")),
            "title": _words(header, "title"), "author": _words(header, "author"), "url": url,
            "source": _words(header, "publisher") or _words(header, "distributor"),
            "published": (date.get("when") or xmltree.words(date)) if date is not None else "",
        }  # fmt: skip
        yield _record(fields, blob.name if len(documents) == 1 else f"{blob.name}, document {number}", notes)


def _trafilatura(root: Element, blob: Blob, notes: tuple[str, ...]) -> Iterator[Item]:
    """Trafilatura's own XML: fields as attributes, the text in ``main``."""
    main = _first(root, "main")
    url = root.get("url") or root.get("source") or ""
    fields = {
        "id": url or root.get("id") or blob.id, "url": url, "title": root.get("title"), "author": root.get("author"),
        "text": _paragraphs(main if main is not None else root), "published": root.get("date"),
        "source": root.get("sitename") or root.get("hostname"),
    }  # fmt: skip
    yield _record(fields, blob.name, notes)


_READERS: dict[str, Callable[[Element, Blob, tuple[str, ...]], Iterator[Item]]] = {
    "newsmessage": _newsml, "newsitem": _newsml, "packageitem": _newsml, "newsml": _newsml1, "nitf": _nitf,
    "tei": _tei, "teicorpus": _tei, "tei.2": _tei, "doc": _trafilatura,
}  # fmt: skip


def _record(fields: Mapping[str, str | None], where: str, notes: tuple[str, ...]) -> Item:
    return read_record({k: v for k, v in fields.items() if v}, where, notes)


def _body(element: Element) -> str:
    """The paragraphs of a content: below its body, if it has one, without headlines and captions."""
    inner = next((e for name in ("body.content", "body") for e in _all(element, name)), element)
    return _paragraphs(inner)


def _paragraphs(element: Element) -> str:
    """The text below an element, a paragraph for each element that holds one."""
    return markup.text_of(element, more=("head", "item", "ab", "lg", "l", "hl1", "hl2", "block", "row"))


def _all(element: Element, name: str) -> list[Element]:
    return [e for e in element.iter() if xmltree.local(e) == name] if element is not None else []


def _first(element: Element, name: str) -> Element:
    return next((e for e in element.iter() if xmltree.local(e) == name), None) if element is not None else None


def _words(element: Element, name: str) -> str:
    found = (" ".join(xmltree.words(e).split()) for e in _all(element, name))
    return next((words for words in found if words), "")


def _name(element: Element, name: str) -> str:
    """The name inside an element such as ``provider``, else its literal or code."""
    found = _first(element, name)
    if found is None:
        return ""
    return _words(found, "name") or found.get("literal") or (found.get("qcode") or "").partition(":")[2]


def _attribute(element: Element, name: str, attribute: str) -> str:
    given = (v for e in _all(element, name) for k, v in e.attrib.items() if k.lower() == attribute and v.strip())
    return next(given, "")


def _href(element: Element) -> str:
    links = (e.get("href") or "" for e in _all(element, "link"))
    return next((a for a in links if a.startswith("http")), "")


def _ptrs(header: Element) -> Iterator[str]:
    """The addresses that a TEI header gives, by pointer, reference or number."""
    for name in ("ptr", "ref", "idno"):
        for element in _all(header, name):
            address = (element.get("target") or xmltree.words(element)).strip()
            if address.startswith("http") and "trafilatura" not in address:
                yield address
