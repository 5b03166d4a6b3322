"""The pages of crawls: each record goes in, or is counted under why it holds no page."""

import gzip
import zlib
from pathlib import Path

import pytest

from secondsource.reading import Reading, read

PAGE = b"""<html><head><meta property="og:site_name" content="The Norrvik Post"></head><body><article>
<p>The ferry Anna Lind ran aground off Port Sella on Monday with 212 people on board, the coast guard said.</p>
<p>Everyone is safe, the captain told reporters on the quay, where buses waited for the passengers.</p>
</article></body></html>"""
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)


def record(block: bytes, kind: str = "response", url: str = "http://post.example/1", more: str = "") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n{more}Content-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, more: str = "", status: int = 200, kind: str = "text/html") -> bytes:
    return f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def found(folder: Path, *records: bytes) -> Reading:
    (folder / "a.warc").write_bytes(b"".join(records))
    return read([folder / "a.warc"])


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (PAGE, ""),
        (CHUNKED, "Transfer-Encoding: chunked\r\n"),
        (PAGE, "Transfer-Encoding: chunked\r\n"),
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate\r\n"),
    ],
    ids=["plain", "chunked", "not chunked", "gzip", "not gzip", "deflate", "raw deflate"],
)
def test_bodies_however_they_were_sent(tmp_path: Path, body: bytes, more: str) -> None:
    (report,) = found(tmp_path, record(answer(body, more))).reports
    assert (report.id, report.url, report.source) == ("http://post.example/1",) * 2 + ("The Norrvik Post",)
    assert "212 people" in report.text


def test_what_is_no_page_is_counted_by_kind(tmp_path: Path) -> None:
    reading = found(
        tmp_path, record(b"x", "warcinfo"), record(b"GET", "request"), record(b"GET", "request"),
        record(answer(PAGE, status=404)), record(answer(b"\x89PNG", kind="image/png")), record(b"", "revisit"),
        record(answer(gzip.compress(PAGE)[:40], "Content-Encoding: gzip\r\n")), record(answer(b" ")),
        record(b"arguments", "resource", "metadata://tool/arguments", "Content-Type: text/plain\r\n"),
    )  # fmt: skip
    assert reading.reports == ()
    assert not any(s.fault for s in reading.set_aside)
    reasons = {s.reason.partition("no page: ")[2]: s.reason[:1] for s in reading.set_aside}
    assert sum(map(int, reasons.values())) == 9
    assert reasons["it is a request"] == "2"
    assert {"it is a warcinfo", "the server answered 404", "it holds image/png", "it points back at an earlier record",
            "it is empty", "it is a resource"} <= set(reasons)  # fmt: skip
    assert any(why.startswith("its body is packed and broken") for why in reasons)


def test_a_digest_that_is_not_that_of_the_block_is_noted(tmp_path: Path) -> None:
    wrong = "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
    (report,) = found(tmp_path, record(answer(PAGE), more=wrong)).reports
    assert any("digest" in note for note in report.notes)


def test_the_same_address_again_is_a_version(tmp_path: Path) -> None:
    reading = found(tmp_path, record(answer(PAGE)), record(answer(PAGE.replace(b"212", b"214"))), record(answer(PAGE)))
    assert [r.id for r in reading.reports] == ["http://post.example/1", "http://post.example/1@v2"]


def test_what_was_lost_is_told_with_its_bytes(tmp_path: Path) -> None:
    whole = record(answer(PAGE))
    reading = found(tmp_path, whole, b"rubbish", record(answer(PAGE), url="http://post.example/2"))
    assert [r.id for r in reading.reports] == ["http://post.example/1", "http://post.example/2"]
    (lost,) = reading.set_aside
    assert f"bytes {len(whole):,} to {len(whole) + 7:,} (7 bytes)" in lost.reason
