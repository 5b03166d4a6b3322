"""Fetches over a web of our own: redirects, limits, proxies, and whom we never connect to."""

import gzip
import shutil
import ssl
import subprocess
import sys
import time

import pytest

from secondsource.fetching import FailedError, Fetcher, Limits, RefusedError, is_public
from webs import PUBLIC_IP, Answer, Web, everyone_public

HIDDEN = ("127.0.0.1", "10.0.0.7", "169.254.169.254", "192.168.1.1", "::1", "::ffff:10.0.0.7", "fd00::1", "100.64.3.3")


@pytest.fixture
def web():
    web = Web()
    yield web
    web.close()


@pytest.fixture
def fetcher(web):
    with Fetcher("test/1", network=web.network(), resolve=everyone_public, proxies={}) as fetcher:
        yield fetcher


class Connections:
    """Every connection that this process opens, by the interpreter's own audit events."""

    def __init__(self):
        self.seen = []
        self.on = False
        sys.addaudithook(self.hear)

    def hear(self, event, args):
        if self.on and event == "socket.connect" and isinstance(args[1], tuple):
            self.seen.append(str(args[1][0]))

    def __enter__(self):
        self.seen.clear()
        self.on = True
        return self.seen

    def __exit__(self, *_):
        self.on = False


CONNECTIONS = Connections()


def test_a_page_comes_with_its_headers_and_says_who_asks(web, fetcher):
    web.pages["http://sella.example/a"] = Answer("x", headers={"ETag": '"1"', "Content-Type": "text/html"})
    found = fetcher.get("http://SELLA.example/a#top", headers={"If-None-Match": '"0"'})
    assert (found.status, found.body, found.url, found.moved) == (200, b"x", "http://sella.example/a", None)
    assert found.headers["etag"] == '"1"'
    assert found.content_type == "text/html"
    assert web.asked[0].headers["user-agent"] == "test/1"
    assert web.asked[0].headers["if-none-match"] == '"0"'
    assert "cookie" not in web.asked[0].headers


def test_any_status_comes_back(web, fetcher):
    for status in (204, 304, 404, 410, 429, 500, 503):
        web.pages["http://sella.example/a"] = Answer(status=status, headers={"Retry-After": "7"})
        found = fetcher.get("http://sella.example/a")
        assert (found.status, found.headers["retry-after"]) == (status, "7")


def test_redirects_are_followed_and_those_for_good_are_told(web, fetcher):
    web.pages |= {
        "http://sella.example/a": Answer(status=301, headers={"Location": "/b"}),
        "http://sella.example/b": Answer(status=308, headers={"Location": "http://norrvik.example/c"}),
        "http://norrvik.example/c": Answer(status=302, headers={"Location": "d"}),
        "http://norrvik.example/d": Answer("here"),
        "http://sella.example/round": Answer(status=302, headers={"Location": "/round"}),
        "http://sella.example/nowhere": Answer("x", status=302),
    }
    found = fetcher.get("http://sella.example/a")
    assert (found.asked, found.url, found.moved) == (
        "http://sella.example/a", "http://norrvik.example/d", "http://norrvik.example/c",
    )  # fmt: skip
    with pytest.raises(FailedError, match="redirects"):
        fetcher.get("http://sella.example/round")
    assert fetcher.get("http://sella.example/nowhere").status == 302


def test_packed_bodies_are_unpacked_and_bombs_refused(web, fetcher):
    packed = {"Content-Encoding": "gzip"}
    web.pages["http://sella.example/a"] = Answer(gzip.compress(b"words"), headers=packed)
    web.pages["http://sella.example/bomb"] = Answer(gzip.compress(b"\0" * 100_000_000), headers=packed)
    web.pages["http://sella.example/cut"] = Answer(gzip.compress(b"words" * 99)[:-9], headers=packed)
    assert fetcher.get("http://sella.example/a").body == b"words"
    with pytest.raises(RefusedError, match="larger"):
        fetcher.get("http://sella.example/bomb")
    with pytest.raises(FailedError, match="cut"):
        fetcher.get("http://sella.example/cut")
    assert fetcher.get("http://sella.example/a").body == b"words"


def test_cut_bodies_and_dead_hosts_are_failures(web, fetcher):
    web.pages["http://sella.example/a"] = Answer("x" * 1000, cut=10)
    with pytest.raises(FailedError):
        fetcher.get("http://sella.example/a")

    def nobody(host, port):
        raise OSError

    with (
        Fetcher("test/1", resolve=nobody, proxies={}) as lost,
        pytest.raises(FailedError, match=r"sella\.example"),
    ):
        lost.get("http://sella.example/a")


@pytest.mark.parametrize("page", [Answer("x" * 50, wait=0.1, pieces=50), Answer("x", wait=30)])
def test_a_fetch_ends_in_time_however_steadily_bytes_drip(web, page):
    web.pages["http://sella.example/slow"] = page
    limits = Limits(seconds=0.5)
    with Fetcher("test/1", network=web.network(), resolve=everyone_public, limits=limits, proxies={}) as fetcher:
        start = time.monotonic()
        with pytest.raises(FailedError, match="too long"):
            fetcher.get("http://sella.example/slow")
        assert time.monotonic() - start < 3


def test_a_resolver_that_hangs_is_left_behind(web):
    def hangs(host, port):
        web.stopped.wait(20)
        return [PUBLIC_IP]

    with (
        Fetcher("test/1", resolve=hangs, limits=Limits(seconds=0.3), proxies={}) as fetcher,
        pytest.raises(FailedError, match="too long"),
    ):
        fetcher.get("http://sella.example/")


def test_private_hosts_need_the_flag(web):
    web.pages[f"http://127.0.0.1:{web.port}/a"] = Answer("x")
    with Fetcher("test/1", proxies={}) as careful, pytest.raises(RefusedError, match="public") as why:
        careful.get(f"http://127.0.0.1:{web.port}/a")
    assert "--allow-private" in why.value.remedy
    with Fetcher("test/1", proxies={}, allow_private=True) as allowed:
        assert allowed.get(f"http://127.0.0.1:{web.port}/a").body == b"x"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_certificates_are_checked_against_the_name_though_the_address_is_pinned(web, tmp_path, monkeypatch):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=sella.example"
    names = ["-addext", "subjectAltName=DNS:sella.example"]
    subprocess.run([*make.split(), *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    web.server.socket = context.wrap_socket(web.server.socket, server_side=True)
    web.pages["http://sella.example/a"] = Answer("secret")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Fetcher("test/1", network=web.network(), resolve=everyone_public, proxies={}) as fetcher:
        assert fetcher.get("https://sella.example/a").body == b"secret"
        with pytest.raises(FailedError, match="certificate"):
            fetcher.get("https://norrvik.example/a")
    monkeypatch.delenv("SSL_CERT_FILE")
    with (
        Fetcher("test/1", network=web.network(), resolve=everyone_public, proxies={}) as fetcher,
        pytest.raises(FailedError, match="certificate"),
    ):
        fetcher.get("https://sella.example/a")
    assert set(web.connected) == {PUBLIC_IP}


def test_post_sends_a_body_and_follows_nothing(web, fetcher):
    web.pages["http://hooks.example/x"] = Answer(status=307, headers={"Location": "http://other.example/"})
    assert fetcher.post("http://hooks.example/x", b'{"a":1}').status == 307
    assert [(a.method, a.body, a.headers["content-type"]) for a in web.asked] == [
        ("POST", b'{"a":1}', "application/json")
    ]


def test_a_proxy_is_used_and_private_hosts_stay_refused(web):
    web.pages["http://sella.example/a"] = Answer("by proxy")
    proxy = {"http": f"http://127.0.0.1:{web.port}"}

    def resolve(host, port):
        if host == "hidden.example":
            return ["10.0.0.1"]
        raise OSError

    with Fetcher("test/1", proxies=proxy, resolve=resolve) as fetcher:
        assert fetcher.get("http://sella.example/a").body == b"by proxy"
        for url in ("http://10.0.0.1/", "http://hidden.example/", "http://router/", "http://nas.local/"):
            with pytest.raises(RefusedError):
                fetcher.get(url)
    assert web.urls() == ["http://sella.example/a"]


def test_a_host_must_be_public_in_every_connection(web):
    """Rebinding: the name is public when it is first asked for, and private the next time."""
    answers = iter([[PUBLIC_IP], ["127.0.0.1"], [PUBLIC_IP, "10.0.0.1"], ["::1", PUBLIC_IP]])
    web.pages["http://sella.example/a"] = Answer("x", headers={"Connection": "close"})
    with Fetcher("test/1", network=web.network(), resolve=lambda *_: next(answers), proxies={}) as fetcher:
        assert fetcher.get("http://sella.example/a").body == b"x"
        for _ in range(3):
            with pytest.raises(RefusedError):
                fetcher.get("http://sella.example/a")
    assert web.connected == [PUBLIC_IP]


def hostile():
    """Some 300 addresses by which somebody might reach what is not public: (address, what its name resolves to)."""
    hosts = [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "017700000001", "0177.0.0.1", "0x7f.0.0.1",
        "0x7f.1", "127.0.0.1.", "127.000.000.001", "127.0.0.01", "00000177.0.0.1", "0", "0.0.0.0", "0x0", "00",
        "10.0.0.1", "167772161", "0xa000001", "012.0.0.1", "10.1", "172.16.0.1", "172.31.255.254", "192.168.0.1",
        "192.168.1", "3232235521", "0xc0a80001", "0300.0250.0.1", "169.254.169.254", "2852039166", "0xa9fea9fe",
        "0251.0376.0251.0376", "169.254.43518", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "4294967295", "192.88.99.1", "203.0.113.7",
        "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[0:0:0:0:0:ffff:7f00:1]",
        "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:a9fe:a9fe::]", "[2001:0:7f00:1::]",
        "[2001::1]", "[2001:db8::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25lo]", "[fe80::1%lo]",
        "[fec0::1]", "[ff02::1]", "[ff01::1]", "[100::1]", "[3fff::1]", "[5f00::1]", "[::1%25lo]",
        "localhost", "LOCALHOST", "localhost.", "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "loc%61lhost",
        "127%2e0%2e0%2e1", "127.0.0.1%00.sella.example", "sella.example%00.127.0.0.1", "127.0.0.1\t", "127.0.0.1 ",
    ]  # fmt: skip
    plain = [(f"http://{host}{port}/x", None) for host in hosts for port in ("", ":8080")]
    named = [(f"http://{name}.example/", [ip]) for ip in HIDDEN for name in ("a", "b.a", "c.b.a", "xn--mnster-3ya")]
    mixed = [
        (f"https://{name}.example/", [PUBLIC_IP, ip])
        for ip in HIDDEN
        for name in ("a", "b.a", "c.b.a", "xn--mnster-3ya")
    ]
    credentials = [
        f"http://{who}@{host}/" for who in ("mara", "mara:secret", ":", "", "sella.example", "sella.example:80#")
        for host in ("127.0.0.1", "localhost", "[::1]", "10.0.0.1")
    ]  # fmt: skip
    schemes = [
        f"{scheme}127.0.0.1/x"
        for scheme in ("ftp://", "file://", "gopher://", "dict://", "ldap://", "tftp://", "ws://", "wss://", "unix://",
                       "jar:http://", "view-source:http://", "javascript:", "data:", "//", "http:", "http:/", "https:/",
                       "http:///", "http:\\\\", "http://\\", "netdoc://", "sftp://", "ssh://", "smb://", "nfs://")
    ]  # fmt: skip
    ports = [f"http://sella.example:{port}/" for port in (0, 1, 22, 23, 25, 53, 110, 135, 139, 445, 631, 65536, -1)]
    return [*plain, *named, *mixed, *((a, None) for a in (*credentials, *schemes, *ports))]


def redirected():
    """The same, each behind a redirect of a public host."""
    return [address for address, ips in hostile() if ips is None and "\t" not in address and address.isascii()]


def test_three_hundred_hostile_addresses_reach_nobody(web):
    resolver = {}

    def resolve(host, port):
        if host in resolver:
            return resolver[host]
        import socket

        return [str(e[4][0]) for e in socket.getaddrinfo(host, port)]

    given = hostile()
    assert len(given) >= 300
    taken = []
    with CONNECTIONS as opened, Fetcher("test/1", resolve=resolve, limits=Limits(seconds=5), proxies={}) as fetcher:
        for address, ips in given:
            resolver.clear()
            if ips is not None:
                resolver |= {f"{name}.example": ips for name in ("a", "b.a", "c.b.a", "xn--mnster-3ya")}
            with pytest.raises((RefusedError, FailedError)):
                taken.append((address, fetcher.get(address)))
    assert taken == []
    assert [ip for ip in opened if not is_public(ip)] == []


def test_nor_do_they_behind_redirects(web, fetcher):
    for number, address in enumerate(redirected()):
        page = f"http://sella.example/{number}"
        web.pages[page] = Answer(status=302, headers={"Location": address})
        try:
            found = fetcher.get(page)
        except (RefusedError, FailedError):
            continue
        assert found.url.startswith("http://sella.example"), address  # relative after all: "http:127.0.0.1/x"
    assert set(web.connected) <= {PUBLIC_IP}
    assert {a.headers["host"] for a in web.asked} <= {"sella.example", "127.0.0.1"}
