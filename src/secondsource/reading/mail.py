"""Mail and what is kept in its form: mailboxes of newsletters, single messages, pages saved as MHTML or webarchive."""

from __future__ import annotations

import email
import email.header
import email.message
import plistlib
import re
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from secondsource.reading import markup, xmltree
from secondsource.reading.context import Blob, Context, Item
from secondsource.reading.decode import decode, without_surrogates
from secondsource.reading.drafts import Draft
from secondsource.reading.sources import lines
from secondsource.reading.unpack import TooLargeError
from secondsource.records import SetAside

# A newsletter with its pictures; a page with all that it shows.
LARGEST_MESSAGE = 24 * 1024 * 1024
LARGEST_SAVED_PAGE = 48 * 1024 * 1024
# A plain part shorter than this beside an HTML part says only where to read on.
SHORTEST_PLAIN = 300
FROM_LINE = re.compile(rb"From \S.{0,200}\d{4}\s*$")
NAME = re.compile(r'^\s*"?(?P<name>[^"<>]{1,200}?)"?\s*<[^<>]*>\s*$')
# What the standard library raises on messages that break its rules.
BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


def read_mailbox(blob: Blob) -> Iterator[Item]:
    """The messages of a mailbox one by one; each begins with a line ``From …``."""
    message: list[bytes] = []
    number = size = 0
    for line in lines(iter(blob.data)):
        if line is not None and FROM_LINE.match(line) and (not message or message[-1].strip() == b""):
            if message:
                yield _message(message, size, blob, number)
            message, size, number = [], 0, number + 1
            continue
        size += len(line or b"") if line is not None else LARGEST_MESSAGE + 1
        if size <= LARGEST_MESSAGE and line is not None:
            message.append(line)
    if number:
        yield _message(message, size, blob, number)
    else:
        yield SetAside(blob.name, "no messages in it", "A mailbox has a line From … before each message.")


def read_message(blob: Blob, context: Context) -> Iterator[Item]:
    """One message, or the page that was saved as one (MHTML)."""
    data = blob.data.read(LARGEST_SAVED_PAGE + 1)
    if len(data) > LARGEST_SAVED_PAGE:
        raise TooLargeError(f"a message of more than {LARGEST_SAVED_PAGE // 1024**2} MB")
    try:
        parsed = email.message_from_bytes(data)
        page = _saved_page(parsed)
    except BROKEN:
        yield SetAside(blob.name, "no message that can be read", "Give its text instead.")
        return
    if page is None:
        yield _draft(parsed, blob.name, blob.id)
        return
    url = _header(parsed, "Snapshot-Content-Location") or _header(page, "Content-Location")
    body = page.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        yield SetAside(blob.name, "no page in it", "Save the page again, as HTML.")
        return
    yield context.pages.submit(body, blob.name, id_=blob.id, url=url if url.startswith("http") else "")


def read_webarchive(blob: Blob, context: Context) -> Iterator[Item]:
    """The page that Safari saved."""
    data = blob.data.read(LARGEST_SAVED_PAGE + 1)
    if len(data) > LARGEST_SAVED_PAGE:
        raise TooLargeError(f"a saved page of more than {LARGEST_SAVED_PAGE // 1024**2} MB")
    try:
        main = plistlib.loads(data)["WebMainResource"]
        body, url = main["WebResourceData"], str(main.get("WebResourceURL", ""))
    except (*BROKEN, plistlib.InvalidFileException, ExpatError, OverflowError, MemoryError):
        body, url = None, ""
    if not isinstance(body, bytes) or not body.strip():
        yield SetAside(blob.name, "no web archive that can be read", "Save the page again, as HTML.")
        return
    yield context.pages.submit(body, blob.name, id_=blob.id, url=url if url.startswith("http") else "")


def _message(message: list[bytes], size: int, blob: Blob, number: int) -> Item:
    where = f"{blob.name}, message {number}"
    if size > LARGEST_MESSAGE:
        return SetAside(where, f"larger than {LARGEST_MESSAGE // 1024**2} MB", "Give its text instead.")
    try:
        return _draft(email.message_from_bytes(b"".join(message)), where, f"{blob.id}#{number}")
    except BROKEN:
        return SetAside(where, "no message that can be read", "Give its text instead.")


def _draft(message: email.message.Message, where: str, fallback_id: str) -> Item:
    plain, html = _bodies(message)
    text = plain if len(plain) >= SHORTEST_PLAIN or not html else markup.plain(html)
    if not text.strip():
        return SetAside(where, "a message without text", "Give its text instead.")
    sender = _header(message, "From")
    named = NAME.match(sender)
    number = _header(message, "Message-ID").strip("<> ")
    fields = {
        "title": _header(message, "Subject"), "source": named["name"].strip() if named else sender,
        "published": _header(message, "Date"),
    }  # fmt: skip
    mended = without_surrogates(text)
    return Draft(
        number or fallback_id, mended.text, where, {k: v for k, v in fields.items() if v}, extractor="message",
        notes=mended.notes,
    )  # fmt: skip


def _bodies(message: email.message.Message) -> tuple[str, str]:
    """The first part in plain text and the first in HTML."""
    plain = html = ""
    for part in message.walk():
        kind = part.get_content_type()
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if kind == "text/plain" and not plain:
            plain = _decoded(part)
        elif kind == "text/html" and not html:
            html = _decoded(part)
    return plain, html


def _decoded(part: email.message.Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset() or ""
    if xmltree.is_charset(charset):
        return data.decode(charset, "replace")
    found = decode(data)
    return found.text if found else ""


def _header(message: email.message.Message, name: str) -> str:
    """A header's field on one line, its encoded words decoded."""
    value = str(message.get(name) or "")[:4000]
    try:
        pieces = email.header.decode_header(value)
    except BROKEN:
        return " ".join(value.split())
    words = (
        p.decode(c if c and xmltree.is_charset(c) else "utf-8", "replace") if isinstance(p, bytes) else p
        for p, c in pieces
    )
    return " ".join(without_surrogates("".join(words)).text.split())


def _saved_page(message: email.message.Message) -> email.message.Message | None:
    """The page of a message that is one: related parts of which the first HTML is the page; None for a letter."""
    is_saved = message.get_content_type() in ("multipart/related", "text/html") and not message.get("To")
    if not is_saved or not (message.get("Snapshot-Content-Location") or message.get("MIME-Version")):
        return None
    return next((p for p in message.walk() if p.get_content_type() == "text/html"), None)


def is_mailbox(head: bytes) -> bool:
    """Whether bytes begin as a mailbox does: a line ``From …`` and fields of a header."""
    first, _, rest = head.partition(b"\n")
    return bool(FROM_LINE.match(first)) and re.match(rb"[A-Za-z-]{2,40}:", rest) is not None
