"""The pages in WARC and ARC files: each record a page to read, or counted under why it holds none."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from secondsource.errors import MissingExtraError
from secondsource.reading import warc
from secondsource.reading.context import Blob, Context, Item
from secondsource.reading.unpack import Bytes, DamagedError, SwollenError, TooLargeError, unpacked
from secondsource.records import SetAside

HTML = ("text/html", "application/xhtml")
TEXT = ("text/plain",)
FEED = ("application/rss", "application/atom", "application/feed+json", "text/xml", "application/xml")
CHUNK = re.compile(rb"\s{0,4}([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")
# A page that a browser would show; longer ones are data.
LARGEST_PAGE = 16 * 1024 * 1024
LOST = "Get the file again, or keep what could be read."


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered: the status, the header's fields by small names, and the body as it was meant."""

    status: int
    fields: dict[str, str]
    body: bytes
    notes: tuple[str, ...] = ()


class NotAPageError(Exception):
    """A record that holds no page; the message says what it holds."""


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The reports in an archive of a crawl, what was lost of it byte by byte, and how many records held no page."""
    others: Counter[str] = Counter()
    count = 0
    for number, found in enumerate(warc.records(blob.data, context.budget), 1):
        count = number
        if isinstance(found, warc.Lost):
            yield SetAside(f"{blob.name}, {found.start:,}", f"lost {found}", LOST)
            continue
        try:
            yield from _record(found, blob, context)
        except NotAPageError as why:
            others[str(why)] += 1
        except SwollenError:
            raise
        except TooLargeError as why:
            others[str(why)] += 1
        except MissingExtraError as why:
            yield SetAside(f"{blob.name}, record at byte {found.start:,}", str(why), why.remedy)
    if not count:
        yield SetAside(blob.name, "no records in it", "Give a WARC or ARC file.")
    for held, many in others.most_common():
        reason = f"{many:,} {'record holds' if many == 1 else 'records hold'} no page: {held}"
        yield SetAside(f"{blob.name}, records", reason, fault=False)


def _record(record: warc.Record, blob: Blob, context: Context) -> Iterator[Item]:
    """What one record gives. Raises NotAPageError."""
    kind = record.fields.get("warc-type", "").lower()
    url = record.fields.get("warc-target-uri", "").strip("<> ")
    content = record.fields.get("content-type", "").lower()
    notes = _digest_notes(record)
    if kind == "response" and url.startswith(("http:", "https:")):
        answer = response(record.block, context)
        if answer.status != 200:
            raise NotAPageError(f"the server answered {answer.status}")
        body, content, notes = answer.body, answer.fields.get("content-type", "").lower(), (*notes, *answer.notes)
    elif kind in ("resource", "conversion") and url.startswith(("http:", "https:")):
        body = record.block
    elif kind == "revisit":
        raise NotAPageError("it points back at an earlier record")
    else:
        raise NotAPageError(f"it is {_article(kind or 'record without a type')}")
    kinds = next((k for k in (HTML, TEXT, FEED) if content.startswith(k)), None)
    if kinds is None:
        raise NotAPageError(f"it holds {content.partition(';')[0][:60] or 'data of no known type'}")
    if not body.strip():
        raise NotAPageError("it is empty")
    page = Blob(
        f"{blob.name}, record at byte {record.start:,}", _id(url, blob, record), Bytes(iter((body,))),
        depth=blob.depth + 1, url=url, content_type=content, crawled=record.fields.get("warc-date", ""), notes=notes,
        kind="html" if kinds is HTML else "text" if kinds is TEXT else "xml",
    )  # fmt: skip
    yield from context.read(page)


def _id(url: str, blob: Blob, record: warc.Record) -> str:
    """The page's address; where it is longer than any id, the file and the place in it."""
    return url if url and len(url) <= 900 else f"{blob.id}#{record.start}"


def response(block: bytes, context: Context) -> Response:
    """The server's answer that a record holds. Raises NotAPageError where it is none or too large."""
    end = warc.HEADER_END.search(block, 0, warc.LARGEST_HEADER)
    head = block[: end.start()] if end else block[: warc.LARGEST_HEADER]
    status = re.match(rb"HTTP/\d(?:\.\d)?\s+(\d{3})", head)
    if status is None or end is None:
        raise NotAPageError("it is no answer of a server")
    fields: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    answer = Response(int(status[1]), fields, block[end.end() :])
    if "chunked" in fields.get("transfer-encoding", "").lower():
        answer = _unchunked(answer)
    return _decoded(answer, context)


def _unchunked(answer: Response) -> Response:
    """The body without the marks of its chunks; as it is, where it has none."""
    body, at = answer.body, 0
    pieces: list[bytes] = []
    while match := CHUNK.match(body, at):
        size = int(match[1], 16)
        if not size:
            return replace(answer, body=b"".join(pieces))
        pieces.append(body[match.end() : match.end() + size])
        at = match.end() + size
        if at > len(body):
            break
    if not pieces:
        return replace(answer, notes=("Sent in chunks by its header, but not in chunks.",))
    rest = body[at:].lstrip(b"\r\n")
    note = "The chunks in which it was sent break off; what follows them is kept as it is."
    return replace(answer, body=b"".join((*pieces, rest)), notes=(note,))


def _decoded(answer: Response, context: Context) -> Response:
    """The body unpacked, as the header says it is packed; as it is, where it is not."""
    coding = answer.fields.get("content-encoding", "").strip().lower()
    body = answer.body
    try:
        if coding in ("gzip", "x-gzip", "zstd") or body.startswith(b"\x1f\x8b"):
            body = _bounded(unpacked(Bytes(iter((body,))), context.budget))
        elif coding == "deflate":
            body = _inflated(body, context)
        elif coding == "br":
            body = _brotli(body, context)
    except DamagedError as why:
        raise NotAPageError(f"its body is packed and broken ({why})") from why
    if len(body) > LARGEST_PAGE:
        raise NotAPageError(f"it is larger than {LARGEST_PAGE // 1024**2} MB")
    return replace(answer, body=body)


def _bounded(data: Bytes) -> bytes:
    return data.read(LARGEST_PAGE + 1)


def _inflated(body: bytes, context: Context) -> bytes:
    """Deflated data, with zlib's header or, as many servers send it, without."""
    for wbits in (15, -15):
        try:
            out = zlib.decompressobj(wbits=wbits).decompress(body, LARGEST_PAGE + 1)
        except zlib.error:
            continue
        context.budget.gave(len(out))
        return out
    return body


def _brotli(body: bytes, context: Context) -> bytes:
    try:
        import brotli
    except ImportError:
        raise MissingExtraError("pages packed with Brotli", "archive") from None
    unpack, pieces, size = brotli.Decompressor(), [], 0
    try:
        for at in range(0, len(body), 1024):
            pieces.append(unpack.process(body[at : at + 1024]))
            size += len(pieces[-1])
            context.budget.gave(len(pieces[-1]))
            if size > LARGEST_PAGE:
                break
    except brotli.error as why:
        raise DamagedError(str(why)) from why
    return b"".join(pieces)


def _digest_notes(record: warc.Record) -> tuple[str, ...]:
    """A note where what the record holds is not what its header's digest was taken of."""
    name, _, given = record.fields.get("warc-block-digest", "").partition(":")
    if name.lower() != "sha1" or not given:
        return ()
    digest = hashlib.sha1(record.block, usedforsecurity=False)
    same = given.upper() in (base64.b32encode(digest.digest()).decode(), digest.hexdigest().upper())
    return () if same else ("The record's digest is not that of what it holds: one of them was changed.",)


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind[:40]}" if kind else ""
