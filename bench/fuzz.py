"""Damaged and made-up inputs for every reader: none may crash the program, none may keep it busy for long.

    python bench/fuzz.py --inputs 100000 --seed 1

Small samples of every format, about invented places, are damaged (bytes changed, cut, doubled, taken from another
format, numbers and lengths blown up) and read as a user would give them. Every input must give reports or be set aside
with a reason, within ten seconds. Prints the figures, and each input that failed, by its number and seed.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import plistlib
import random
import sqlite3
import sys
import tarfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from secondsource.reading import formats
from secondsource.reading.build import build
from secondsource.reading.context import Blob, Context
from secondsource.reading.drafts import Draft
from secondsource.reading.pages import Pages
from secondsource.reading.reader import in_order
from secondsource.reading.unpack import Bytes, DamagedError, TooLargeError
from secondsource.records import Report

SLOW = 10.0
NOW = datetime(2031, 3, 11, tzinfo=UTC)
TEXT = "The ferry Anna Lind ran aground off Port Sella on Monday with 212 people on board, the coast guard said."
MORE = "“Everyone is safe,” the captain told reporters on the quay, where buses waited for the passengers. (AP)"
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry aground | The Norrvik Post</title>'
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry aground", "datePublished": '
    f'"2031-03-10T08:00:00Z", "author": [{{"name": "Jane Roe"}}], "articleBody": "{TEXT}"}}</script></head><body>'
    f"<h1>Ferry aground</h1><article><p>{TEXT}</p><p>{MORE}</p><ul><li><a href='/x'>Read more</a></li></ul></article>"
    "</body></html>"
)  # fmt: skip
WORDS = (
    b"<", b">", b"&", b"&#", b"&lol;", b"<![CDATA[", b"]]>", b"<!--", b"<!ENTITY a 'b'>", b"{", b"[", b'"', b"\\u",
    b"\\ud800", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b\x08", b"PK\x03\x04", b"PK\x05\x06", b"WARC/1.0\r\n",
    b"\r\n\r\n", b"Content-Length: 99999999999", b"From x 2031\n", b"99999999999999999999", b"-1", b"null", b"1e999",
    b"\xf0\x9f\x99\x82", b"<item>", b"</item>", b"<div>" * 50, b"((((" * 20, b"a" * 5000, b"\n" * 300, b" " * 2000,
    b"2031-13-45", b"=?utf-8?b?",
)  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What came of all inputs."""

    reports: int = 0
    set_aside: int = 0
    refused: int = 0
    crashes: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: float = 0.0
    formats: Counter[str] = field(default_factory=Counter)


def run(count: int, seed: int, progress: Callable[[int], None] | None = None) -> Outcome:
    """Reads so many inputs; the same ones for the same seed."""
    outcome = Outcome()
    with Pages() as pages:
        for _ in range(pages.processes):  # starting takes seconds, which are no input's fault
            pages.read(PAGE.encode(), "first")
        for number, (name, data) in enumerate(inputs(count, seed)):
            outcome.formats[name.rpartition(".")[2]] += 1
            since = time.monotonic()
            _read(name, data, pages, outcome, f"input {number} of seed {seed} ({name})")
            took = time.monotonic() - since
            outcome.slowest = max(outcome.slowest, took)
            if took > SLOW:
                outcome.slow.append(f"input {number} of seed {seed} ({name}): {took:.1f} s")
            if progress and number % 1000 == 0:
                progress(number)
    return outcome


def inputs(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and bytes."""
    known = list(samples().items())
    # A Parquet file takes a process of its own to read, so there are few of them.
    parquet = _parquet()
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)  # noqa: S311 — reproducible, nothing secret
        name, data = chance.choice(known)
        if number % 100 == 99:
            name, data = "a.parquet", parquet
        elif chance.random() < 0.1:
            name = chance.choice(known)[0]
        for _ in range(chance.choice((0, 1, 1, 2, 3, 6, 12))):
            data = _damaged(data, chance, known)
        if chance.random() < 0.05:
            data = chance.choice((_gzip, bz2.compress, lzma.compress))(data)
        yield name, data


def samples() -> dict[str, bytes]:
    """A small file of each format."""
    lines = json.dumps({"id": "1", "text": TEXT, "title": "Ferry aground", "published": "2031-03-10"}).encode() + b"\n"
    ninjs = {"uri": "urn:1", "versioncreated": "2031-03-10", "headlines": [{"value": "Ferry"}],
             "bodies": [{"value": TEXT}], "pubstatus": "usable"}  # fmt: skip
    feed = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Post</title><item>'
        f"<title>Ferry</title><link>https://post.example/1</link><description><![CDATA[<p>{TEXT}</p>]]></description>"
        "<source url='x'>W</source></item></channel></rss>"
    )
    newsml = (
        f'<newsItem guid="u"><contentMeta><headline>F</headline></contentMeta><contentSet><inlineXML><p>{TEXT}</p>'
        "</inlineXML></contentSet></newsItem>"
    )
    tei = f"<TEI><teiHeader><title>F</title></teiHeader><text><body><p>{TEXT}</p></body></text></TEI>"
    page = PAGE.encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    body = head + b"%x\r\n" % len(page)
    body += page + b"\r\n0\r\n\r\n"
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://post.example/1\r\nContent-Length: %d\r\n\r\n"
    warc = record % len(body) + body + b"\r\n\r\n"
    arc = b"http://post.example/1 10.0.0.1 20310310080000 text/html %d\n" % len(body) + body + b"\n"
    mail = f"From x Mon Mar 10 08:00:00 2031\nFrom: Post <n@post.example>\nSubject: =?utf-8?q?F?=\n\n{TEXT}\n\n"
    mhtml = (
        "MIME-Version: 1.0\r\nSnapshot-Content-Location: https://post.example/1\r\nContent-Type: multipart/related; "
        f'boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n{PAGE}\r\n--b--'
    )
    saved = {"WebMainResource": {"WebResourceData": PAGE.encode(), "WebResourceURL": "https://post.example/1"}}
    document = json.dumps([json.loads(lines)] * 2, indent=1)
    return {
        "a.jsonl": lines * 3, "a.json": document.encode(), "n.json": json.dumps(ninjs).encode(), "a.html": page,
        "a.txt": f"source: Post\n\n{TEXT}\n{MORE}".encode(), "a.xml": feed.encode(), "n.xml": newsml.encode(),
        "a.csv": f'id,text,date\n1,"{TEXT}",2031-03-10\n'.encode() * 2, "t.xml": tei.encode(), "a.warc": warc * 3,
        "a.warc.gz": gzip.compress(warc, mtime=0) * 3, "a.arc": arc * 2, "a.mbox": mail.encode() * 2,
        "a.zip": _zip({"a.html": PAGE.encode(), "b/c.jsonl": lines}), "a.mhtml": mhtml.encode(), "a.db": _database(),
        "a.tar": _tar({"a.txt": TEXT.encode(), "l.jsonl": lines}), "a": lines, "a.atom": feed.encode("utf-16"),
        "a.webarchive": plistlib.dumps(saved, fmt=plistlib.FMT_BINARY),
    }  # fmt: skip


def _read(name: str, data: bytes, pages: Pages, outcome: Outcome, which: str) -> None:
    context: Context = Context(pages, lambda blob: formats.read(blob, context))
    context.budget.took(len(data))
    stem = name.removesuffix(".gz")
    suffix = f".{stem.rpartition('.')[2]}" if "." in stem else ""
    blob = Blob(name, name, Bytes(iter((data,))), suffix)
    found = 0
    try:
        for item in in_order(context.read(blob), 4):
            result = build(item, NOW) if isinstance(item, Draft) else item
            found += 1
            if isinstance(result, Report):
                outcome.reports += 1
                _check(result)
            else:
                outcome.set_aside += 1
                found -= not result.reason
    except (TooLargeError, DamagedError):
        outcome.refused += 1
    except Exception:  # noqa: BLE001 — finding them is what this is for
        outcome.crashes.append(f"{which}\n{traceback.format_exc(limit=-6)}")
    else:
        if not found:
            outcome.crashes.append(f"{which}: neither a report nor set aside with a reason")


def _check(report: Report) -> None:
    """A report that is built holds its own promises: offsets within the text, and text that can be written."""
    report.text.encode("utf-8")
    spans = [(f.start, f.end) for f in report.furniture] + list(report.paragraphs)
    if any(not 0 <= start < end <= len(report.text) for start, end in spans):
        raise AssertionError("a span outside the text")


def _damaged(data: bytes, chance: random.Random, known: list[tuple[str, bytes]]) -> bytes:
    at = chance.randrange(len(data) + 1)
    size = chance.choice((1, 2, 8, 64, 512))
    how = chance.randrange(8)
    if how == 0:
        return data[:at] + bytes(chance.randrange(256) for _ in range(min(size, 64))) + data[at + size :]
    if how == 1:
        return data[:at] + data[at + size :]
    if how == 2:
        return data[:at] + chance.choice(WORDS) + data[at:]
    if how == 3:
        return data[:at]
    if how == 4:
        other = chance.choice(known)[1]
        return data[:at] + other[chance.randrange(len(other)) :][:4096] + data[at:]
    if how == 5:
        return data[:at] + data[at : at + size] * chance.choice((2, 10, 100)) + data[at + size :]
    if how == 6 and at < len(data):
        return data[:at] + bytes((data[at] ^ (1 << chance.randrange(8)),)) + data[at + 1 :]
    return data + chance.choice(known)[1]


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2031, 3, 10, 8, 0, 0)), data)
    return out.getvalue()


def _tar(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _database() -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE newsdata (id TEXT, content TEXT, source TEXT, date TEXT)")
    database.execute("INSERT INTO newsdata VALUES ('1', ?, 'post', '2031-03-10')", (TEXT,))
    database.commit()
    data = database.serialize()
    database.close()
    return bytes(data)


def _parquet() -> bytes:
    from arro3.core import Array, DataType, Table
    from arro3.io import write_parquet

    columns = {"id": ["1", "2"], "text": [TEXT, MORE]}
    table = Table.from_pydict({name: Array(values, type=DataType.utf8()) for name, values in columns.items()})
    out = io.BytesIO()
    write_parquet(table, out)
    return out.getvalue()


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    outcome = run(given.inputs, given.seed, lambda n: print(f"{n:,}", file=sys.stderr, flush=True))
    print(f"{given.inputs:,} inputs, seed {given.seed}: {outcome.reports:,} reports, {outcome.set_aside:,} set aside, "
          f"{outcome.refused:,} refused as damaged or too large; slowest {outcome.slowest:.2f} s")  # fmt: skip
    print(f"crashes of the main process: {len(outcome.crashes)}; over {SLOW:g} s: {len(outcome.slow)}")
    print("\n".join((*outcome.slow, *outcome.crashes[:20])))
    sys.exit(bool(outcome.crashes or outcome.slow))


if __name__ == "__main__":
    main()
