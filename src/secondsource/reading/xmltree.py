"""XML from anywhere, parsed safely: no entity is expanded, nothing is fetched, and broken files give what they hold."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html.entities import html5
from typing import Any, TypeAlias

from lxml import etree

from secondsource.reading.decode import MARKS
from secondsource.reading.unpack import TooLargeError

Element: TypeAlias = Any  # lxml comes without types

# Where a declaration can stand, and what no XML may hold.
HEAD = 1024
DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*?(?:\?>|>)")
DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']?([\w.:-]{1,40})")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# An element takes some 200 bytes, however short its tag is; a feed of a megabyte has some 20,000.
MOST_TAGS = 600_000
# What may stand before the root: comments and processing instructions, then the document type.
BEFORE_ROOT = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)+", re.DOTALL)
DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
# A reference, an ampersand that begins none, or a section in which ampersands are characters like any other.
REFERENCE = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*\Z)|&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[^\s&;<>#]{1,64};)?", re.DOTALL
)
XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# Encodings that Python knows and no file is written in; some of them take very long on hostile bytes.
NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
UTF16_OPENINGS = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be", b"<\0\0\0": "utf-32-le", b"\0\0\0<": "utf-32-be"}
EBCDIC_OPENING = b"\x4c\x6f\xa7\x94"  # "<?xm"


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file, and what of it could not be read."""

    root: Element
    notes: tuple[str, ...] = ()


def parse(data: bytes, content_type: str = "") -> Document | None:
    """The tree of an XML file, mended where it is broken (noted); None where nothing of it is XML.

    Raises TooLargeError.
    """
    text, notes = to_text(data, content_type)
    text = ILLEGAL.sub("", DECLARATION.sub("", text.lstrip("\ufeff"), count=1)).lstrip()
    if not text.startswith("<"):
        return None
    if text.count("<") > MOST_TAGS:
        raise TooLargeError(f"XML of more than {MOST_TAGS:,} tags")
    text = _without_entities(text)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or not isinstance(root.tag, str):
        return None
    faults = [e for e in parser.error_log if e.level >= etree.ErrorLevels.FATAL]
    if faults:
        notes = (*notes, f"The XML is broken (line {faults[0].line}: {' '.join(faults[0].message.split())[:100]}).")
    return Document(root, notes)


def to_text(data: bytes, content_type: str = "") -> tuple[str, tuple[str, ...]]:
    """The characters of an XML file, by its mark, the content type it came with, its declaration, or a guess; notes."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    declared = DECLARED.match(data[:HEAD])
    header = CHARSET.search(content_type[:200])
    named = (
        header[1] if header else "",
        UTF16_OPENINGS.get(data[:4], ""),
        "cp037" if data.startswith(EBCDIC_OPENING) else "",
        declared[1].decode("ascii") if declared else "",
        "utf-8",
    )
    for name in named:
        if not is_charset(name):
            continue
        try:
            return data.decode(name), ()
        except ValueError:
            continue
    return data.decode("cp1252", "replace"), (
        "The encoding is not given, or not what is given: read as Windows-1252, a guess.",
    )


def is_charset(name: str) -> bool:
    """Whether a name is that of an encoding that files are written in."""
    try:
        found = codecs.lookup(name) if name else None
    except (LookupError, ValueError):
        return False
    # Codecs such as base64 turn bytes into bytes and would not give text.
    return found is not None and getattr(found, "_is_text_encoding", True) and found.name not in NO_CHARSETS


def local(element: Element) -> str:
    """An element's name without its namespace, in small letters; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def words(element: Element) -> str:
    """All text inside an element."""
    return "".join(element.itertext())


def _without_entities(text: str) -> str:
    """The text without a document type, HTML's named characters as themselves, other references as they are written.

    No reference is left that a parser could expand.
    """
    before = BEFORE_ROOT.match(text)
    doctype = DOCTYPE.match(text, before.end() if before else 0)
    return REFERENCE.sub(_meaning, text[doctype.end() :] if doctype else text)


def _meaning(found: re.Match[str]) -> str:
    name = found[1]
    if found[0].startswith("<"):
        return found[0]
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        return found[0].lower()
    if name[:-1] in XML_NAMES:
        return found[0]
    meant = html5.get(name, "")
    return "".join(f"&#{ord(c)};" if c in "<>&" else c for c in meant) or f"&amp;{name}"
