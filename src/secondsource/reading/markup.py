"""A piece of HTML, as feeds and exports hold it, to plain text: a line each paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from secondsource.reading import xmltree
from secondsource.reading.xmltree import Element

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
UNSEEN = frozenset((
    "script", "style", "template", "noscript", "svg", "iframe", "object", "audio", "video", "head", "select", "button",
))  # fmt: skip
TAG = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?|!--)")
PARAGRAPH = re.compile(r"<(?:p|br|div)[\s/>]", re.IGNORECASE)
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# A report's text is bounded anyway; a parser of HTML should not be given more at once.
LONGEST = 8_000_000


def plain(fragment: str) -> str:
    r"""The text of a piece of HTML, its paragraphs parted by an empty line; plain text stays as it is.

    >>> plain("<p>One &amp; two.</p><p>Three<br>four.</p>")
    'One & two.\n\nThree\n\nfour.'
    """
    if not (TAG.search(fragment) or REFERENCE.search(fragment)):
        return fragment.strip()
    parser = etree.HTMLParser(
        recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
    )
    source = fragment[:LONGEST].replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(b"<html><body><div>" + source + b"</div></body></html>", parser)
    except (etree.XMLSyntaxError, ValueError):
        return fragment.strip()
    return text_of(root) if root is not None else ""


def text_of(root: Element, more: Iterable[str] = ()) -> str:
    """The text below an element of HTML, without what no reader sees, its paragraphs parted by an empty line.

    ``more`` are names of elements that are paragraphs in other formats.
    """
    blocks, unseen = BLOCKS.union(more), UNSEEN.difference(more)
    lines = (" ".join(line.split()) for line in "".join(_pieces(root, blocks, unseen)).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _pieces(root: Element, blocks: frozenset[str], unseen: frozenset[str]) -> Iterator[str]:
    """The text in its order, a line end at each border of a block."""
    hidden: Element = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = xmltree.local(node)
        if event == "start" and hidden is None:
            if name in blocks:
                yield "\n"
            if name in unseen:
                hidden = node
            elif node.text:
                yield node.text.replace("\n", " ")
        elif event == "end":
            if hidden is node:
                hidden = None
            if hidden is None:
                if name in blocks:
                    yield "\n"
                if node.tail and node is not root:
                    yield node.tail.replace("\n", " ")
