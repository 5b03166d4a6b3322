"""What came from an address, as reports: pages, texts, JSON Lines and archives, by the same readers as files."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from urllib.parse import urlsplit

from secondsource.reading import archives, formats
from secondsource.reading.build import build
from secondsource.reading.context import Blob, Context
from secondsource.reading.decode import decode, without_surrogates
from secondsource.reading.drafts import Draft
from secondsource.reading.jsonl import read_json
from secondsource.reading.pages import Pages
from secondsource.reading.plain import read_plain
from secondsource.reading.reader import AHEAD, in_order
from secondsource.reading.sources import lines
from secondsource.reading.unpack import opened
from secondsource.records import Report, SetAside

TEXTS = ("text/plain", "text/markdown")
JSONS = ("application/json", "application/x-ndjson", "application/jsonl", "text/json")
# What servers call a page, and what they say when they don't know.
PAGES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "")


class Arrivals:
    """Reads what was fetched; a context manager, so that the process that takes pages apart ends with it."""

    def __init__(self) -> None:
        self._pages = Pages()

    def __enter__(self) -> Arrivals:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._pages.__exit__(kind, why, at)

    def read(
        self, body: bytes, content_type: str, address: str, now: datetime, given: Mapping[str, str] | None = None
    ) -> Iterator[Report | SetAside]:
        """The reports that a body holds: one for a page or a text, each its own for JSON Lines and archives.

        A page's id is ``address``, its ``url`` the one that it names itself. ``given`` are fields that fill gaps;
        ``publisher`` among them is known better than by the page.
        """
        if formats.is_archive(body, _suffix(address)):
            yield from (i if isinstance(i, SetAside) else build(i, now) for i in self._archived(body, address))
            return
        given = given or {}
        for item in self._drafts(body, content_type, address):
            if isinstance(item, SetAside):
                yield item
                continue
            fields = {k: v for k, v in given.items() if v and k != "publisher"} | item.fields
            if given.get("publisher"):
                fields["source"] = given["publisher"]
            yield build(replace(item, fields={"url": address} | fields), now)

    def _archived(self, body: bytes, address: str) -> Iterator[Draft | SetAside]:
        """What the files or records in an archive give; their fields are their own."""
        context: Context = Context(self._pages, lambda blob: formats.read(blob, context))
        data = opened(io.BytesIO(body), context.budget)
        items = context.read(Blob(address, address, data, suffix=_suffix(address)))
        yield from in_order(formats.safely(items, address), AHEAD * self._pages.processes)

    def _drafts(self, body: bytes, content_type: str, address: str) -> Iterator[Draft | SetAside]:
        kind = content_type.partition(";")[0].strip().lower()
        opening = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
        if not opening:
            yield SetAside(address, "empty")
        elif kind in JSONS or (kind in (*TEXTS, "") and opening.startswith((b"{", b"["))):
            yield from read_json(lines(iter((body,))), address, document=True)
        elif kind in TEXTS:
            decoded = decode(body)
            yield read_plain(decoded.text, address, decoded.notes) if decoded else SetAside(address, "not text")
        elif kind in PAGES or opening.startswith((b"<!doctype html", b"<html")):
            yield self._pages.read(_utf8(body, content_type), address, url=address)
        else:
            yield SetAside(
                address, f"not a kind of page that is read ({kind[:60]})", "Save it, and give its text as a file."
            )


def own_text(text: str, address: str, now: datetime, given: Mapping[str, str]) -> Report | SetAside:
    """The report that a feed itself holds of an item, where its page can't be had."""
    fields = {k: v for k, v in given.items() if v and k != "publisher"}
    fields["source"] = given.get("publisher") or fields.get("source", "")
    kept = without_surrogates(text)
    note = "The text is the feed's own; the page was not fetched."
    draft = Draft(
        address, kept.text, address, {k: v for k, v in fields.items() if v}, extractor="feed",
        page_sha256=hashlib.sha256(kept.text.encode()).hexdigest(), notes=(*kept.notes, note),
    )  # fmt: skip
    return build(draft, now)


def _suffix(address: str) -> str:
    return archives.suffix(urlsplit(address).path)


def _utf8(body: bytes, content_type: str) -> bytes:
    """A page in UTF-8, where only the header tells its encoding."""
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    if charset is None:
        return body
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return body.decode(charset[1]).encode("utf-8", "replace")
        except (LookupError, UnicodeDecodeError):
            return body
    return body
