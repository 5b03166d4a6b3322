"""How addresses may be written, and which hosts are public."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsource.fetching import RefusedError, is_public, parse


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("HTTP://Sella.Example:80/a b?q=ü#top".replace(" ", "%20"), "http://sella.example/a%20b?q=%C3%BC"),
        ("https://sella.example", "https://sella.example/"),
        ("https://sella.example./x", "https://sella.example/x"),
        ("http://münster.example/", "http://xn--mnster-3ya.example/"),
        ("http://93.184.216.34:8080/x", "http://93.184.216.34:8080/x"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("  https://sella.example/x  ", "https://sella.example/x"),
    ],
)
def test_an_address_has_one_form(written, url):
    assert parse(written).url == url
    assert parse(url).url == url


def test_a_relative_address_counts_from_its_page():
    assert parse("../b", "https://sella.example/news/a/").url == "https://sella.example/news/b"
    assert parse("//norrvik.example/b", "https://sella.example/").url == "https://norrvik.example/b"
    assert parse("https://sella.example:8443/x?y").origin == "https://sella.example:8443"


@pytest.mark.parametrize(
    "written",
    [
        "", "ftp://sella.example/x", "file:///etc/passwd", "javascript:alert(1)", "data:text/plain,x", "sella.example",
        "gopher://sella.example/", "http://", "http:///x", "http://sella.example:0/", "http://sella.example:70000/",
        "http://sella.example:25/", "http://mara@sella.example/", "http://mara:secret@sella.example/",
        "http://sella.example\\@norrvik.example/", "http://sella.example/\r\nHost: x", "http://sel la.example/",
        "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://127.0.0.1.5/",
        "http://0x7f.1/", "http://1.2.3.4.:99999/", "http://[fe80::1%25eth0]/", "http://[::1", "http://a..b/",
        "http://１２７.０.０.１/", "http://sella%2eexample/", "http://" + "a" * 64 + ".example/",
        "https://sella.example/" + "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_written_oddly_is_refused_with_a_reason(written):
    with pytest.raises(RefusedError) as refused:
        parse(written)
    assert refused.value.reason


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("93.184.216.34", True), ("8.8.8.8", True), ("2606:4700:4700::1111", True), ("2a00:1450::1", True),
        ("0.0.0.0", False), ("10.1.2.3", False), ("100.64.0.1", False), ("100.127.255.254", False),
        ("127.0.0.1", False), ("127.9.9.9", False), ("169.254.169.254", False), ("172.16.0.1", False),
        ("172.31.255.255", False), ("192.0.0.1", False), ("192.0.2.1", False), ("192.88.99.1", False),
        ("192.168.1.1", False), ("198.18.0.1", False), ("198.51.100.1", False), ("203.0.113.1", False),
        ("224.0.0.1", False), ("239.255.255.255", False), ("240.0.0.1", False), ("255.255.255.255", False),
        ("::", False), ("::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", False), ("::8.8.8.8", False),
        ("64:ff9b::7f00:1", False), ("64:ff9b:1::1", False), ("2002:7f00:1::", False), ("2001::1", False),
        ("2001:db8::1", False), ("3fff::1", False), ("fc00::1", False), ("fd12::1", False), ("fe80::1", False),
        ("fec0::1", False), ("ff02::1", False), ("100::1", False), ("5f00::1", False), ("fe80::1%eth0", False),
        ("sella.example", False), ("", False),
    ],
)  # fmt: skip
def test_only_the_public_internet_is_public(ip, public):
    assert is_public(ip) is public


@given(st.ip_addresses())
def test_what_the_library_knows_as_private_is_never_public(ip):
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local:
        assert not is_public(str(ip))


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text):
    for written in (text, f"http://{text}", f"http://sella.example/{text}"):
        try:
            address = parse(written)
        except RefusedError:
            continue
        assert parse(address.url).url == address.url
