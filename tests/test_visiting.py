"""Addresses as inputs: pages, feeds, lists, and what can't be had."""

import gzip
import io
import zipfile

import pytest

import secondsource as ss
from papers import FERRY, PEARS, page, rss
from secondsource import visiting
from secondsource.errors import NothingReadError
from secondsource.fetching import Fetcher
from secondsource.records import SetAside
from secondsource.settings import Settings
from webs import Answer, Web, everyone_public

HTML = {"Content-Type": "text/html; charset=utf-8"}
RSS = {"Content-Type": "application/rss+xml"}


@pytest.fixture
def web():
    web = Web()
    yield web
    web.close()


@pytest.fixture
def visit(web):
    def visited(*addresses):
        slept = []
        now = [1000.0]

        def sleep(seconds):
            slept.append(seconds)
            now[0] += seconds

        fetcher = Fetcher("test/1", network=web.network(), resolve=everyone_public, proxies={})
        with visiting.Visitor(fetcher, clock=lambda: now[0], sleep=sleep) as visitor:
            items = [item for address in addresses for item in visitor.visit(address)]
        web.slept = slept
        return [item.report if isinstance(item, visiting.Arrived) else item for item in items]

    return visited


def test_a_page_is_read_as_a_file_would_be_and_goes_by_its_own_address(web, visit):
    named = page(FERRY, url="http://sella.example/news/ferry", published="2024-03-11T09:00:00Z")
    web.pages["http://sella.example/f?utm_source=x"] = Answer(named, headers=HTML)
    [report] = visit("http://sella.example/f?utm_source=x")
    assert report.id == report.url == "http://sella.example/news/ferry"
    assert (report.source, report.title) == ("Sella Courier", "Ferry runs aground off Port Sella")
    assert report.published.startswith("2024-03-11")
    assert all(p in report.text for p in FERRY)
    assert "trafilatura" in report.extractor or "resiliparse" in report.extractor
    assert report.page_sha256


def test_a_feed_stands_for_its_items_and_source_names_the_publisher(web, visit):
    web.pages |= {
        "http://wires.example/feed": Answer(
            rss(
                [
                    {"title": "Ferry", "link": "http://sella.example/ferry", "guid": "1", "description": "Short."},
                    {
                        "title": "Pears",
                        "link": "http://ammer.example/pears",
                        "guid": "2",
                        "description": " ".join(PEARS),
                        "pubDate": "Fri, 05 Sep 2031 08:00:00 GMT",
                        "source": ("Ammer Bote", "http://ammer.example/"),
                    },
                    {"title": "No page", "guid": "3", "description": PEARS[1]},
                    {"title": "Nothing", "guid": "4"},
                ],
                title="All the Wires",
            ),
            headers=RSS,
        ),
        "http://sella.example/ferry": Answer(page(FERRY), headers=HTML),
        "http://ammer.example/robots.txt": Answer("User-agent: *\nDisallow: /"),
    }
    ferry, pears, loose, nothing = visit("http://wires.example/feed")
    assert ferry.source == "Sella Courier"
    assert (pears.source, pears.url, pears.extractor) == ("Ammer Bote", "http://ammer.example/pears", "feed")
    assert pears.published == "2031-09-05T08:00:00+00:00"
    assert any("feed's own" in note for note in pears.notes)
    assert loose.text == PEARS[1]
    assert isinstance(nothing, SetAside)
    assert "http://ammer.example/pears" not in web.urls()


def test_robots_are_asked_again_where_an_item_redirects_to_another_host(web, visit):
    items = [{"title": "Ferry", "link": "http://sella.example/ferry", "guid": "1", "description": "Short."}]
    web.pages |= {
        "http://wires.example/feed": Answer(rss(items), headers=RSS),
        "http://sella.example/ferry": Answer(status=301, headers={"Location": "http://ammer.example/ferry"}),
        "http://ammer.example/ferry": Answer(page(FERRY), headers=HTML),
        "http://ammer.example/robots.txt": Answer("User-agent: *\nDisallow: /"),
    }
    [ferry] = visit("http://wires.example/feed")
    assert (ferry.text, ferry.extractor) == ("Short.", "feed")
    assert "http://ammer.example/ferry" not in web.urls()


def test_one_host_is_not_asked_in_a_hurry(web, visit):
    items = [{"title": f"F{n}", "link": f"http://sella.example/{n}", "guid": str(n)} for n in range(3)]
    web.pages["http://sella.example/feed"] = Answer(rss(items), headers=RSS)
    web.pages["http://sella.example/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 9")
    for n in range(3):
        web.pages[f"http://sella.example/{n}"] = Answer(page(FERRY, title=f"F{n}"), headers=HTML)
    assert len(visit("http://sella.example/feed")) == 3
    assert web.slept == [2.0, 9.0, 9.0]


def test_opml_is_a_list_of_feeds(web, visit):
    web.pages["http://lists.example/a.opml"] = Answer(
        '<opml version="2.0"><body><outline xmlUrl="http://sella.example/feed"/></body></opml>',
        headers={"Content-Type": "text/x-opml"},
    )
    web.pages["http://sella.example/feed"] = Answer(rss([{"title": "Pears", "guid": "1", "description": PEARS[1]}]))
    [report] = visit("http://lists.example/a.opml")
    assert report.text == PEARS[1]


@pytest.mark.parametrize(
    ("address", "answer", "said"),
    [
        ("http://sella.example/gone", Answer(status=404), "404"),
        ("http://sella.example/x.pdf", Answer(b"%PDF-1.7 x", headers={"Content-Type": "application/pdf"}), "pdf"),
        ("http://sella.example/empty", Answer("", headers=HTML), "empty"),
        ("http://sella.example/cut", Answer("x" * 100, cut=9, headers=HTML), "fetched"),
        ("http://127.0.0.1/x", Answer(), "public"),
        ("ftp://sella.example/x", Answer(), "http"),
    ],
)
def test_what_can_not_be_had_is_set_aside_with_the_reason(web, visit, address, answer, said):
    web.pages[address] = answer
    [aside] = visit(address)
    assert isinstance(aside, SetAside)
    assert aside.input == address
    assert said in aside.reason


def test_texts_and_json_lines_are_read_too(web, visit):
    web.pages["http://sella.example/a.txt"] = Answer(
        "source: Sella Courier\n\n" + FERRY[0], headers={"Content-Type": "text/plain"}
    )
    web.pages["http://sella.example/b.jsonl"] = Answer(
        '{"id": "x", "text": "The harbour is closed."}\n{"id": "y", "text": "It is open."}\n',
        headers={"Content-Type": "application/json"},
    )
    text, x, y = visit("http://sella.example/a.txt", "http://sella.example/b.jsonl")
    assert (text.id, text.source) == ("http://sella.example/a.txt", "Sella Courier")
    assert [x.id, y.id] == ["x", "y"]


def test_archives_are_read_as_files_are(web, visit):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "source: Sella Courier\n\n" + FERRY[0])
        archive.writestr("b.jsonl", '{"id": "x", "text": "The harbour is closed."}\nno line\n')
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(PEARS, title="Pears").encode()
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://ammer.example/pears\r\n"
    crawl = f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    web.pages |= {
        "http://sella.example/all.zip": Answer(packed.getvalue(), headers={"Content-Type": "application/zip"}),
        "http://sella.example/c.warc.gz": Answer(gzip.compress(crawl), headers={"Content-Type": "application/gzip"}),
        "http://sella.example/cut.zip": Answer(packed.getvalue()[:90], headers={"Content-Type": "application/zip"}),
    }
    a, x, bad, pears, cut = visit(*web.pages)
    assert (a.id, a.source, a.url) == ("http://sella.example/all.zip/a.txt", "Sella Courier", None)
    assert x.id == "x"
    assert isinstance(bad, SetAside)
    assert (pears.id, pears.url) == ("http://ammer.example/pears",) * 2
    assert "cut or broken" in cut.reason


def test_pages_that_only_the_header_gives_an_encoding_for(web, visit):
    latin = page([p.replace("Sella", "Sellä") for p in FERRY]).replace('<meta charset="utf-8">', "")
    web.pages["http://sella.example/a"] = Answer(
        latin.encode("cp1252", "replace"), headers={"Content-Type": "text/html; charset=windows-1252"}
    )
    [report] = visit("http://sella.example/a")
    assert "Port Sellä" in report.text


def test_desks_and_piles_take_addresses(web, tmp_path):
    settings = Settings.load({"allow_private": "yes"})
    url = f"http://127.0.0.1:{web.port}/ferry"
    web.pages[url] = Answer(page(FERRY), headers=HTML)
    pile = ss.read([url], settings=settings, cache=False)
    assert [r.id for r in pile.reports()] == [url]
    desk = ss.open(tmp_path / "desk.db", settings=settings)
    assert desk.add(url, now=False) == ([url], ())
    assert desk.add([url], now=False) == ([], ())
    web.pages[url] = Answer(page([FERRY[0].replace("212", "214"), *FERRY[1:]]), headers=HTML)
    assert desk.add(url, now=False) == ([f"{url}@v2"], ())
    web.pages[url] = Answer(status=503)
    added, [aside] = desk.add(url, now=False)
    assert (added, aside.input) == ([], url)
    assert [(v.version, [c.kind for c in v.changes]) for v in desk.versions()] == [(1, []), (2, ["figure"])]
    desk.close()
    with pytest.raises(NothingReadError):
        ss.read([url], settings=Settings.load(), cache=False)


def test_two_texts_whose_pages_name_one_address_stay_two(web, tmp_path):
    settings = Settings.load({"allow_private": "yes"})
    host = f"http://127.0.0.1:{web.port}"
    web.pages[f"{host}/a"] = Answer(page(FERRY, url=f"{host}/news"), headers=HTML)
    web.pages[f"{host}/b"] = Answer(page(PEARS, title="Pears", url=f"{host}/news"), headers=HTML)
    desk = ss.open(tmp_path / "desk.db", settings=settings)
    for _ in range(2):
        desk.add([f"{host}/a", f"{host}/b"], now=False)
        assert [r.id for r in desk.reports()] == [f"{host}/news", f"{host}/b"]
    desk.close()
    pile = ss.read([f"{host}/a", f"{host}/b"], settings=settings, cache=False)
    assert {r.id for r in pile.reports()} == {f"{host}/news", f"{host}/b"}


def test_rules_are_asked_once_a_day_and_take_bounded_room(web, monkeypatch):
    monkeypatch.setattr(visiting, "ROBOTS_CHARACTERS", 100)
    now = [0.0]
    rules = visiting.Rules(lambda: now[0])
    for n in range(20):
        web.pages[f"http://h{n}.example/robots.txt"] = Answer("User-agent: *\nDisallow: /" + "x" * 30)
    web.pages["http://down.example/robots.txt"] = Answer(status=503)
    with Fetcher("test/1", network=web.network(), resolve=everyone_public, proxies={}) as fetcher:
        for _ in range(2):
            assert not rules.of("http://h0.example/a", fetcher)[0].allows("/" + "x" * 30)
            assert rules.of("http://down.example/a", fetcher)[1] is False
        assert len(web.asked) == 2
        now[0] += 2 * 3600
        rules.of("http://down.example/a", fetcher)
        rules.of("http://h0.example/a", fetcher)
        assert len(web.asked) == 3
        now[0] += 25 * 3600
        rules.of("http://h0.example/a", fetcher)
        assert len(web.asked) == 4
        for n in range(20):
            rules.of(f"http://h{n}.example/a", fetcher)
        assert sum(k.size for k in rules._known.values()) == rules._size <= 100
