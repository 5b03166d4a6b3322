"""XML that expands, lies about its encoding or is broken."""

import pytest

from secondsource.reading import markup, xmltree
from secondsource.reading.unpack import TooLargeError


def words(data: bytes, content_type: str = "") -> str:
    found = xmltree.parse(data, content_type)
    assert found is not None
    return xmltree.words(found.root)


def test_no_entity_is_expanded_in_text_or_attributes() -> None:
    data = (
        b"<!DOCTYPE a [<!ENTITY x 'boom'><!ENTITY y SYSTEM 'file:///etc/hostname'>]><a b='&x;'>&x;&y;&amp;&eacute;</a>"
    )
    found = xmltree.parse(data)
    assert found is not None
    assert found.root.get("b") == "&x;"
    assert xmltree.words(found.root) == "&x;&y;&é"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("<a>Ä</a>".encode(), ""),
        ("<?xml version='1.0' encoding='iso-8859-1'?><a>Ä</a>".encode("latin-1"), ""),
        ("<a>Ä</a>".encode("latin-1"), "text/xml; charset=iso-8859-1"),
        ("<?xml version='1.0' encoding='utf-8'?><a>Ä</a>".encode("cp1252"), ""),
        ("<?xml version='1.0'?><a>Ä</a>".encode("utf-16-be"), ""),
        ("<?xml version='1.0' encoding='zlib'?><a>Ä</a>".encode(), ""),
        ("<?xml version='1.0' encoding='punycode'?><a>Ä</a>".encode(), ""),
    ],
)
def test_encodings(data: bytes, content_type: str) -> None:
    assert words(data, content_type) == "Ä"


@pytest.mark.parametrize("data", [b"", b"hello", b"<", b"\0\0\0", b"<!DOCTYPE a>"])
def test_what_is_no_xml(data: bytes) -> None:
    assert xmltree.parse(data) is None


def test_a_tree_beyond_any_feed_is_refused() -> None:
    with pytest.raises(TooLargeError):
        xmltree.parse(b"<a>" + b"<b/>" * xmltree.MOST_TAGS + b"</a>")


def test_markup_to_text() -> None:
    assert markup.plain("<p>One &amp; two.</p><script>x</script><ul><li>Three</li></ul>") == "One & two.\n\nThree"
    assert markup.plain("5 < 6 and 7 > 3") == "5 < 6 and 7 > 3"
    assert markup.plain("<div>" * 4000 + "deep") == "" or "deep" in markup.plain("<div>" * 4000 + "deep")
