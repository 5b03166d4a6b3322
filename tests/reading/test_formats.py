"""Every format that newsrooms and archives have: its reports go in by the same fields, told by content and by name."""

import bz2
import gzip
import io
import json
import lzma
import plistlib
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest

from secondsource.reading import Reading, read, tables
from secondsource.records import Report

TEXT = "The ferry Anna Lind ran aground off Port Sella on Monday with 212 people on board, the coast guard said."
MORE = "“Everyone is safe,” the captain told reporters on the quay, where buses waited for the passengers."
HTML = f"""<!DOCTYPE html><html><head><title>Ferry aground</title>
<meta property="og:site_name" content="The Norrvik Post"></head><body><article><h1>Ferry aground</h1>
<p>{TEXT}</p><p>{MORE}</p></article></body></html>"""


def one(folder: Path, name: str, data: bytes | str) -> Report:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    found = read([folder / name])
    assert found.set_aside == ()
    (report,) = found.reports
    return report


def aside(found: Reading) -> dict[str, str]:
    return {s.input: s.reason for s in found.set_aside}


JSON = {
    "news-please": (
        {"authors": ["Jane Roe"], "date_publish": "2031-03-10 08:00:00", "date_modify": None, "maintext": TEXT,
         "source_domain": "post.example", "title": "Ferry aground", "url": "https://post.example/1", "language": "en",
         "filename": "x.html", "description": "Short."},
        ("https://post.example/1", "Ferry aground", "post.example", "2031-03-10T08:00:00", "Jane Roe"),
    ),
    "trafilatura": (
        {"title": "Ferry aground", "author": "Jane Roe", "hostname": "post.example", "date": "2031-03-10",
         "source": "https://post.example/1", "source-hostname": "The Norrvik Post", "text": TEXT, "raw_text": "x",
         "excerpt": "", "categories": "", "tags": "", "id": None, "fingerprint": "ab"},
        ("https://post.example/1", "Ferry aground", "The Norrvik Post", "2031-03-10", "Jane Roe"),
    ),
    "passim": (
        {"id": "post/1", "series": "post", "date": "1931-03-10", "ref": 1, "text": TEXT, "group": "g"},
        ("post/1", None, "post", "1931-03-10", None),
    ),
    "newsroom": (
        {"id": 4, "body": TEXT, "headline": "Ferry aground", "publisher": "The Norrvik Post", "date": 1930896000},
        ("4", "Ferry aground", "The Norrvik Post", "2031-03-10T08:00:00+00:00", None),
    ),
    "ninjs 1": (
        {"uri": "http://wire.example/n/1", "versioncreated": "2031-03-10T09:00:00Z", "firstcreated":
         "2031-03-10T08:00:00Z", "headline": "Ferry aground", "body_html": f"<p>{TEXT}</p>", "byline": "Jane Roe",
         "infosource": [{"name": "The Wire"}], "pubstatus": "usable", "language": "en"},
        ("http://wire.example/n/1", "Ferry aground", "The Wire", "2031-03-10T08:00:00+00:00", "Jane Roe"),
    ),
    "ninjs 3": (
        {"uri": "urn:wire:1", "versioncreated": "2031-03-10T09:00:00Z", "firstcreated": "2031-03-10T08:00:00Z",
         "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry aground"}],
         "bodies": [{"role": "caption", "value": "A ferry.", "contenttype": "text/plain"},
                    {"role": "main", "value": TEXT, "contenttype": "text/plain"}],
         "infosources": [{"name": "The Wire", "role": "owner"}], "by": "Jane Roe"},
        ("urn:wire:1", "Ferry aground", "The Wire", "2031-03-10T08:00:00+00:00", "Jane Roe"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("whole", [False, True], ids=["lines", "document"])
def test_json_exports(tmp_path: Path, name: str, whole: bool) -> None:
    record, expected = JSON[name]
    data = json.dumps(record, indent=1) if whole else json.dumps(record) + "\n"
    report = one(tmp_path, "export.json" if whole else "export.jsonl", data)
    source = report.source if report.source_given else None
    assert (report.id, report.title, source, report.published, report.author) == expected
    assert report.text == TEXT


def test_other_names_are_noted(tmp_path: Path) -> None:
    report = one(tmp_path, "a.jsonl", json.dumps({"id": "1", "body": TEXT, "outlet": "The Norrvik Post"}) + "\n")
    assert (report.source, report.source_given) == ("The Norrvik Post", True)
    assert "text ← body" in report.notes[0]
    assert "source ← outlet" in report.notes[0]
    plain = one(tmp_path, "b.jsonl", json.dumps({"id": "1", "text": TEXT, "source": "The Norrvik Post"}) + "\n")
    assert plain.notes == ()


def test_a_wrapper_around_records_and_a_broken_array(tmp_path: Path) -> None:
    records = [{"id": str(i), "text": f"{TEXT} {i}"} for i in range(3)]
    (tmp_path / "a.json").write_text(json.dumps({"status": "ok", "articles": records}, indent=1))
    (tmp_path / "b.json").write_text(json.dumps([{**r, "id": f"b{r['id']}"} for r in records], indent=1)[:-40])
    found = read([tmp_path])
    assert [r.id for r in found.reports] == ["0", "1", "2", "b0", "b1"]
    assert ["not JSON from its character" in why for why in aside(found).values()] == [True]


def test_json_feed(tmp_path: Path) -> None:
    item = {"id": "1", "url": "https://post.example/1", "content_html": f"<p>{TEXT}</p>", "title": "Ferry aground"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Norrvik Post", "items": [item]}
    report = one(tmp_path, "feed.json", json.dumps(feed))
    assert (report.id, report.source, report.text) == ("https://post.example/1", "The Norrvik Post", TEXT)


XML = {
    "feed.xml": (
        f"""<rss version="2.0"><channel><title>The Norrvik Post</title><item><title>Ferry aground</title>
        <link>https://post.example/1</link><pubDate>Mon, 10 Mar 2031 08:00:00 GMT</pubDate>
        <description>{TEXT}</description></item></channel></rss>""",
        ("https://post.example/1", "Ferry aground", "The Norrvik Post", "2031-03-10T08:00:00+00:00"),
    ),
    "newsml.xml": (
        f"""<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
        <newsItem guid="urn:newsml:wire.example:1"><itemMeta><provider literal="The Wire"/>
        <versionCreated>2031-03-10T08:00:00+00:00</versionCreated></itemMeta><contentMeta>
        <headline>Ferry aground</headline></contentMeta><contentSet><inlineXML><nitf><body><body.head><hedline>
        <hl1>Ferry aground</hl1></hedline></body.head><body.content><p>{TEXT}</p></body.content></body></nitf>
        </inlineXML></contentSet></newsItem></itemSet></newsMessage>""",
        ("urn:newsml:wire.example:1", "Ferry aground", "The Wire", "2031-03-10T08:00:00+00:00"),
    ),
    "nitf.xml": (
        f"""<nitf><head><docdata><doc-id id-string="n1"/><date.issue norm="20310310T080000Z"/></docdata></head><body>
        <body.head><hedline><hl1>Ferry aground</hl1></hedline><distributor>The Wire</distributor></body.head>
        <body.content><p>{TEXT}</p></body.content></body></nitf>""",
        ("n1", "Ferry aground", "The Wire", "2031-03-10T08:00:00+00:00"),
    ),
    "tei.xml": (
        f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title type="main">Ferry aground
        </title><author>Jane Roe</author></titleStmt><publicationStmt><publisher>The Norrvik Post</publisher>
        </publicationStmt><sourceDesc><biblFull><publicationStmt><date>2031-03-10</date></publicationStmt>
        <notesStmt><note>x</note></notesStmt></biblFull><bibl><ptr type="URL" target="https://post.example/1"/></bibl>
        </sourceDesc></fileDesc></teiHeader><text><body><div><p>{TEXT}</p></div></body></text></TEI>""",
        ("https://post.example/1", "Ferry aground", "The Norrvik Post", "2031-03-10"),
    ),
    "trafilatura.xml": (
        f"""<doc sitename="The Norrvik Post" title="Ferry aground" author="Jane Roe" date="2031-03-10"
        url="https://post.example/1" hostname="post.example"><main><p>{TEXT}</p></main><comments/></doc>""",
        ("https://post.example/1", "Ferry aground", "The Norrvik Post", "2031-03-10"),
    ),
}


@pytest.mark.parametrize("name", XML)
def test_xml(tmp_path: Path, name: str) -> None:
    data, expected = XML[name]
    report = one(tmp_path, name, data)
    assert (report.id, report.title, report.source, report.published) == expected
    assert report.text == TEXT


def test_xml_of_other_kinds(tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text("<opml><body><outline xmlUrl='https://a.example'/></body></opml>")
    (tmp_path / "b.xml").write_text("<settings><text>no report</text></settings>")
    (tmp_path / "c.xml").write_text("hello")
    found = aside(read([tmp_path]))
    assert found["a.opml"] == "a list of feeds, not reports"
    assert found["b.xml"] == "XML of a kind that is not read (<settings>)"
    assert found["c.xml"] == "no XML that can be read"


def test_tables(tmp_path: Path) -> None:
    row = f'post-1,"{TEXT}",Ferry aground,The Norrvik Post,2031-03-10\n'
    report = one(tmp_path, "a.csv", f"Article ID,Content,Headline,Outlet,Date\n{row}")
    assert (report.id, report.title, report.source, report.published) == (
        "post-1", "Ferry aground", "The Norrvik Post", "2031-03-10",
    )  # fmt: skip
    assert "text ← Content" in report.notes[0]
    tabs = one(tmp_path, "b.tsv", f"url\ttext\nhttps://post.example/1\t{TEXT}\n")
    assert (tabs.id, tabs.url) == ("https://post.example/1", "https://post.example/1")
    german = one(tmp_path, "c.csv", f"id;text;titel\n1;{TEXT};Fähre\n".encode("cp1252"))
    assert german.text == TEXT
    assert any("Windows-1252" in note for note in german.notes)


def test_columns_without_names_are_guessed_by_what_they_hold(tmp_path: Path) -> None:
    report = one(tmp_path, "a.csv", f'7,https://post.example/1,"{TEXT} {MORE}",2031-03-10\n')
    assert (report.text, report.url, report.published) == (f"{TEXT} {MORE}", "https://post.example/1", "2031-03-10")
    assert any("text ← column 3" in note for note in report.notes)
    (tmp_path / "b.csv").write_text("name,age\nJane,44\n")
    assert "without a column for the texts (its columns: name, age)" in aside(read([tmp_path / "b.csv"]))["b.csv"]


def test_a_parquet_process_that_falls_silent_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hang = "import time; print('{\"text\": \"The ferry ran aground.\"}\\n{', end='', flush=True); time.sleep(60)"
    monkeypatch.setattr(tables, "PARQUET_SECONDS", 1.0)
    started = tables._started
    monkeypatch.setattr(tables, "_started", lambda command, stdin: started([command[0], "-c", hang], stdin))
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    found = read([tmp_path / "a.parquet"])
    assert [r.text[:9] for r in found.reports] == ["The ferry"]
    assert "gives nothing" in aside(found)["a.parquet"]


def test_parquet(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    polars.DataFrame({"id": ["1", "2"], "body": [TEXT, MORE], "date": ["2031-03-10", None]}).write_parquet(
        tmp_path / "a.parquet"
    )
    found = read([tmp_path / "a.parquet"])
    assert [(r.id, r.text, r.published) for r in found.reports] == [("1", TEXT, "2031-03-10"), ("2", MORE, None)]
    (tmp_path / "b.parquet").write_bytes(b"PAR1 and no more")
    assert "no Parquet that can be read" in aside(read([tmp_path / "b.parquet"]))["b.parquet"]


def test_databases(tmp_path: Path) -> None:
    path = tmp_path / "nela.db"
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE newsdata (id TEXT PRIMARY KEY, date TEXT, source TEXT, title TEXT, content TEXT, "
            "author TEXT, url TEXT, published TEXT, published_utc INTEGER, collection_utc INTEGER)"
        )
        values = ("p--1", "2031-03-10", "post", "Ferry aground", TEXT, "Jane Roe", "https://post.example/1",
                  "Mon, 10 Mar 2031 08:00:00 +0000", 1930896000, 1930896001)  # fmt: skip
        database.execute("INSERT INTO newsdata VALUES (?,?,?,?,?,?,?,?,?,?)", values)
        database.execute("CREATE TABLE other (a INTEGER)")
    database.close()
    found = read([tmp_path])
    (report,) = found.reports
    assert (report.id, report.source, report.title, report.published) == (
        "p--1", "post", "Ferry aground", "2031-03-10T08:00:00+00:00",
    )  # fmt: skip
    (tmp_path / "bad.db").write_text("not a database")
    assert aside(read([tmp_path / "bad.db"]))["bad.db"] == "no database, though it is named so"


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


LINES = json.dumps({"id": "in-lines", "text": MORE}).encode() + b"\n"


def test_archives_in_archives(tmp_path: Path) -> None:
    inner = zipped(a__page_DOT_html=HTML.encode(), b_DOT_txt=TEXT.encode(), c_DOT_docx=b"PK\x03\x04")
    outer = tarred({"inner.zip": inner, "../../up.txt": MORE.encode(), "lines.jsonl.gz": gzip.compress(LINES)})
    (tmp_path / "all.tar.gz").write_bytes(gzip.compress(outer))
    found = read([tmp_path])
    assert [r.id for r in found.reports] == [
        "all.tar.gz/inner.zip/a/page.html", "all.tar.gz/inner.zip/b.txt", "all.tar.gz/../../up.txt", "in-lines",
    ]  # fmt: skip
    assert aside(found) == {"all.tar.gz/inner.zip/c.docx": "not a kind of file that is read (.docx)"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["all.tar.gz"]
    assert not (tmp_path.parent.parent / "up.txt").exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped()),
        ("hidden.zip", zipped(_DOT_hidden=b"x")),
        ("b.tar", tarred({".x": b"x"})),
    ],
)
def test_an_archive_that_lists_nothing_is_set_aside(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert aside(read([tmp_path / name])) == {name: "an archive that lists no file to read"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, lambda d: gzip.compress(bz2.compress(d))])
def test_packed_files(tmp_path: Path, pack) -> None:
    (tmp_path / "packed").write_bytes(pack(LINES))
    assert [r.id for r in read([tmp_path / "packed"]).reports] == ["in-lines"]


def test_links_in_archives_are_not_followed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("secret.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    (tmp_path / "a.tar").write_bytes(out.getvalue())
    found = read([tmp_path])
    assert (found.reports, aside(found)) == ((), {"a.tar/secret.txt": "no regular file"})


def test_a_wacz_gives_the_pages_of_its_crawl(tmp_path: Path) -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + HTML.encode()
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/1\r\nContent-Length: %d\r\n\r\n"
    crawl = gzip.compress(record % len(body) + body + b"\r\n\r\n")
    (tmp_path / "a.wacz").write_bytes(
        zipped(archive__data_DOT_warc_DOT_gz=crawl, datapackage_DOT_json=b"{}", pages__pages_DOT_jsonl=b"{}\n")
    )
    found = read([tmp_path])
    assert [(r.id, r.source) for r in found.reports] == [("https://post.example/1", "The Norrvik Post")]
    assert found.set_aside == ()


MAIL = f"""From news@post.example Mon Mar 10 08:00:00 2031
From: =?utf-8?q?The_N=C3=B6rrvik_Post?= <news@post.example>
To: all@desk.example
Subject: Ferry aground
Message-ID: <1@post.example>
Date: Mon, 10 Mar 2031 08:00:00 +0000
Content-Type: text/html; charset=utf-8

<html><body><p>{TEXT}</p></body></html>

From news@post.example Tue Mar 11 08:00:00 2031
From: second@post.example
Subject: Again

{MORE}
"""


def test_mailboxes(tmp_path: Path) -> None:
    (tmp_path / "letters.mbox").write_text(MAIL)
    first, second = read([tmp_path]).reports
    assert (first.id, first.title, first.source, first.text) == (
        "1@post.example",
        "Ferry aground",
        "The Nörrvik Post",
        TEXT,
    )
    assert first.published == "2031-03-10T08:00:00+00:00"
    assert (second.id, second.source, second.text.strip()) == ("letters.mbox#2", "second@post.example", MORE)


def test_saved_pages(tmp_path: Path) -> None:
    mhtml = (
        "From: <Saved by Browser>\r\nSnapshot-Content-Location: https://post.example/1\r\nSubject: Ferry aground\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; '
        f"charset=utf-8\r\nContent-Location: https://post.example/1\r\n\r\n{HTML}\r\n--b\r\n"
        "Content-Type: image/png\r\n\r\nx\r\n--b--"
    )
    saved = {"WebMainResource": {"WebResourceData": HTML.encode(), "WebResourceURL": "https://post.example/1"}}
    for name, data in (("a.mhtml", mhtml.encode()), ("b.webarchive", plistlib.dumps(saved, fmt=plistlib.FMT_BINARY))):
        report = one(tmp_path, name, data)
        assert (report.id, report.url, report.source) == (name, "https://post.example/1", "The Norrvik Post")
        assert TEXT in report.text


def test_a_page_without_a_telling_name(tmp_path: Path) -> None:
    for i, opening in enumerate(("", "<!-- saved -->\n", "\ufeff", '<?xml version="1.0"?>\n')):
        assert TEXT in one(tmp_path, f"page{i}", opening + HTML).text
