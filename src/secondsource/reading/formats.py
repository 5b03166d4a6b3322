"""Which format bytes are in, by their first signs and their name, and the reader of each format."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from secondsource.errors import MissingExtraError
from secondsource.reading import archives, crawls, mail, sources, tables, warc, xmlfiles
from secondsource.reading.context import Blob, Context, Item
from secondsource.reading.decode import decode
from secondsource.reading.jsonl import read_json
from secondsource.reading.plain import read_plain
from secondsource.reading.unpack import Bytes, DamagedError, TooLargeError, is_packed, unpacked
from secondsource.records import SetAside

SNIFFED = 4096
# A file that holds one text or page: the longest report has 5 million characters.
LARGEST_TEXT = 24 * 1024 * 1024
NOT_READ = "docs/inputs.md lists what is read."

JSON_LINES, JSON = (".jsonl", ".ndjson"), (".json",)
HTML = (".html", ".htm", ".xhtml", ".shtml")
TEXT = (".txt", ".text")
TABLES = (".csv", ".tsv", ".tab")
XML = (".xml", ".rss", ".atom", ".rdf", ".opml", ".tei", ".nitf", ".newsml")
CRAWLS = (".warc", ".arc")
MAILBOXES, MESSAGES = (".mbox", ".mbx"), (".eml", ".mht", ".mhtml")
# Formats that are told by their first bytes alone; a file that is only named so is damaged or something else.
BINARY = {
    ".zip": "zip", ".wacz": "zip", ".tar": "tar", ".tgz": "tar", ".tbz2": "tar", ".txz": "tar", ".parquet": "parquet",
    ".pq": "parquet", ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".db3": "sqlite",
    ".webarchive": "webarchive",
}  # fmt: skip
SUFFIXES = (*JSON_LINES, *JSON, *HTML, *TEXT, *TABLES, *XML, *CRAWLS, *MAILBOXES, *MESSAGES, *BINARY, "")
# Documents of office programs and books are ZIP files too.
OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".apk", ".pages", ".numbers")
MAGIC = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (tables.SQLITE, "sqlite"), (b"PAR1", "parquet"),
    (b"bplist00", "webarchive"),
)  # fmt: skip
TAR_MARK, TAR_AT = b"ustar", 257
HTML_OPENINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<div", b"<p>")
BEFORE_ROOT = re.compile(rb"\A(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
MAIL_OPENING = re.compile(rb"(?:[a-z-]{2,40}:[^\n]{0,400}\n(?:[ \t][^\n]{0,400}\n){0,8}){2,}")
MAIL_FIELD = re.compile(rb"^(?:mime-version|message-id|snapshot-content-location|return-path):", re.MULTILINE)
NAMED_ONLY = {
    "zip": "no ZIP file, though it is named so", "tar": "no TAR file, though it is named so",
    "parquet": "no Parquet file, though it is named so", "sqlite": "no database, though it is named so",
    "webarchive": "no web archive, though it is named so",
}  # fmt: skip


def is_read(suffix: str) -> bool:
    """Whether files of this ending are read where they are found in a folder."""
    return suffix in SUFFIXES


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The reports that bytes hold, in whatever format, and what was set aside.

    Raises TooLargeError, DamagedError and MissingExtraError, each while it is read.
    """
    if not blob.kind and (blob.suffix in CRAWLS or warc.is_archive(blob.data)):
        yield from crawls.read(blob, context)
        return
    if not blob.kind and is_packed(blob.data.peek(8)):
        blob = replace(blob, data=unpacked(blob.data, context.budget), path=None)
    kind = blob.kind or tell(blob)
    if kind in _READERS:
        yield from _READERS[kind](blob, context)
    else:
        yield SetAside(blob.name, kind, NOT_READ)


def safely(items: Iterator[Item], name: str) -> Iterator[Item]:
    """The items of one input as ``read`` gives them; where it passes a limit or is damaged, that as set aside."""
    try:
        yield from items
    except TooLargeError as why:
        yield SetAside(name, str(why), "Split it into smaller files, or give JSON Lines, which are read one by one.")
    except DamagedError as why:
        yield SetAside(name, f"the packed file is cut or broken ({why}); what came before is kept", "Pack it again.")
    except MissingExtraError as why:
        yield SetAside(name, str(why), why.remedy)


def is_archive(body: bytes, suffix: str) -> bool:
    """Whether bytes hold files or records of their own: a ZIP, a TAR or a crawl, packed or not."""
    data = Bytes(iter((body,)))
    return warc.is_archive(data) or is_packed(body[:8]) or tell(Blob("", "", data, suffix)) in ("zip", "tar")


def tell(blob: Blob) -> str:
    """The kind of bytes, by name in the table of readers; else, in words, why they are not read."""
    head = blob.data.peek(SNIFFED)
    suffix = blob.suffix
    magic = next((kind for mark, kind in MAGIC if head.startswith(mark)), "")
    magic = magic or ("tar" if head[TAR_AT : TAR_AT + len(TAR_MARK)] == TAR_MARK else "")
    if suffix in OFFICE or (suffix not in SUFFIXES and not blob.named and not magic and not _is_page(head)):
        return f"not a kind of file that is read ({suffix})"
    if magic:
        return magic
    if not head.strip() and len(head) < SNIFFED:
        return "empty"
    if suffix in BINARY:
        return NAMED_ONLY[BINARY[suffix]]
    return _by_name(suffix, head) or _by_content(head)


def _by_name(suffix: str, head: bytes) -> str:
    """The kind that an ending tells; nothing where what the file holds must tell."""
    for suffixes, kind in (
        (JSON_LINES, "json lines"), (JSON, "json"), (HTML, "html"), (TABLES, "csv"), (TEXT, "text"),
        (MAILBOXES, "mailbox"), (MESSAGES, "message"),
    ):  # fmt: skip
        if suffix in suffixes:
            return kind
    return ("html" if _is_page(head) else "xml") if suffix in XML else ""


def _by_content(head: bytes) -> str:
    opening = _opening(head)
    if opening.startswith((b"{", b"[")):
        return "json"
    if _is_page(head):
        return "html"
    if opening.startswith(b"<") and re.match(rb"<[a-z?!]", opening):
        return "xml"
    if mail.is_mailbox(head):
        return "mailbox"
    if MAIL_OPENING.match(opening) and MAIL_FIELD.search(opening):
        return "message"
    return "text"


def _is_page(head: bytes) -> bool:
    """Whether bytes begin as HTML does, also behind an XML declaration and comments."""
    opening = _opening(head)
    behind = BEFORE_ROOT.sub(b"", opening)
    return behind.startswith(HTML_OPENINGS) or (opening.startswith(b"<!--") and b"<html" in opening)


def _opening(head: bytes) -> bytes:
    """The first letters, small, in any encoding that has those of ASCII."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()


def _json(blob: Blob, context: Context, *, document: bool) -> Iterator[Item]:  # noqa: ARG001 — the same for all
    items = read_json(sources.lines(iter(blob.data)), blob.name, document=document)
    first = next(items, None)
    yield from itertools.chain((first or SetAside(blob.name, "empty"),), items)


def _html(blob: Blob, context: Context) -> Iterator[Item]:
    page = _whole(blob)
    if not page.strip():
        yield SetAside(blob.name, "empty")
        return
    notes = (*blob.notes, *((f"Crawled at {blob.crawled}.",) if blob.crawled else ()))
    yield context.pages.submit(page, blob.name, id_=blob.id, url=blob.url, notes=notes)


def _text(blob: Blob, context: Context) -> Iterator[Item]:  # noqa: ARG001
    data = _whole(blob)
    decoded = decode(data)
    if not data.strip():
        yield SetAside(blob.name, "empty")
    elif decoded is None:
        yield SetAside(blob.name, "not text", NOT_READ)
    else:
        draft = read_plain(decoded.text, blob.id, (*blob.notes, *decoded.notes))
        fields = {**({"url": blob.url} if blob.url else {}), **draft.fields}
        yield replace(draft, name=blob.name, fields=fields)


def _whole(blob: Blob) -> bytes:
    data = blob.data.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise TooLargeError(f"larger than {LARGEST_TEXT // 1024**2} MB")
    return data


_READERS: dict[str, Callable[[Blob, Context], Iterator[Item]]] = {
    "json lines": lambda blob, context: _json(blob, context, document=False),
    "json": lambda blob, context: _json(blob, context, document=True),
    "html": _html,
    "text": _text,
    "xml": lambda blob, _: xmlfiles.read(blob),
    "csv": lambda blob, _: tables.read_csv(blob),
    "parquet": lambda blob, _: tables.read_parquet(blob),
    "sqlite": lambda blob, _: tables.read_sqlite(blob),
    "zip": archives.read_zip,
    "tar": archives.read_tar,
    "mailbox": lambda blob, _: mail.read_mailbox(blob),
    "message": mail.read_message,
    "webarchive": mail.read_webarchive,
}
