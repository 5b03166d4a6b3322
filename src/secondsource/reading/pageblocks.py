"""A page as the blocks of text that a reader sees, each with where it stands and how much of it is links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml import etree

from secondsource.reading.markup import BLOCKS, UNSEEN
from secondsource.reading.xmltree import Element

WORD = re.compile(r"[^\W_]+")
# Posts that a page shows among its own text: the classes that the networks' own snippets of HTML have.
EMBEDDED = re.compile(r"twitter-tweet|twitter-video|instagram-media|tiktok-embed|bluesky-embed")
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# A block that is links from end to end points to other reports; a few words around them change nothing.
LINKS = 0.8
# Prose is longer than labels and teasers, and holds few links. Swept 40–80 and .3–.5 on the saved pages: no difference.
SHORTEST_PROSE = 60
MOST_LINKS = 0.4
# How far up a block looks for what it stands in.
ANCESTORS = 8


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of a page, in its place among the others."""

    number: int
    text: str
    key: str  # its words, folded, for comparing
    element: Element
    links: float  # share of its characters that stand in links

    @property
    def is_prose(self) -> bool:
        """Whether it may be a paragraph of a report."""
        return len(self.text) >= SHORTEST_PROSE and self.links < MOST_LINKS

    @property
    def is_links(self) -> bool:
        """Whether it is a pointer to other pages."""
        return self.links >= LINKS

    @property
    def is_heading(self) -> bool:
        """Whether it stands in a heading's element."""
        return any(e.tag in HEADINGS for e in islice(self._within(), 2))

    @property
    def is_pictures(self) -> bool:
        """Whether it stands in a figure."""
        return any(e.tag in ("figure", "figcaption") for e in self._within())

    @property
    def is_embedded(self) -> bool:
        """Whether it is a post of a social network."""
        return any(EMBEDDED.search(e.get("class") or "") for e in self._within())

    @property
    def place(self) -> tuple[str, str, str, str]:
        """The kind of place where it stands: the elements around it by name and class, as templates repeat them."""
        above = self.element.getparent()
        own = (str(self.element.tag), self.element.get("class") or "")
        return (*own, str(above.tag), above.get("class") or "") if above is not None else (*own, "", "")

    def _within(self) -> Iterator[Element]:
        element = self.element
        for _ in range(ANCESTORS):
            if element is None:
                return
            yield element
            element = element.getparent()


@dataclass(slots=True)
class PageBlocks:
    """The blocks of a page in their order, and by what they say."""

    blocks: list[PageBlock] = field(default_factory=list)
    by_key: dict[str, list[PageBlock]] = field(default_factory=lambda: defaultdict(list))

    def of(self, line: str) -> list[PageBlock]:
        """The blocks that say what a line says."""
        return self.by_key.get(line_key(line), [])


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """The words of a text, folded for comparing; soft hyphens part no words."""
    return " ".join(WORD.findall(text.replace("\u00ad", "").casefold()))


def line_key(line: str) -> str:
    """The same of a line of extracted text, where a list's items begin with a hyphen."""
    return key(line.lstrip("- "))


def split(tree: Element) -> PageBlocks:
    """All blocks of a page."""
    found = PageBlocks()
    for element, text, in_links in _runs(tree):
        shown = " ".join(text.split())
        folded = key(shown)
        if folded:
            block = PageBlock(len(found.blocks), shown, folded, element, min(1.0, in_links / len(shown)))
            found.blocks.append(block)
            found.by_key[folded].append(block)
    return found


def _runs(tree: Element) -> Iterator[tuple[Element, str, int]]:
    """Each run of text between two borders of blocks: the block it stands in, and how many characters are links."""
    within = [tree]
    pieces: list[str] = []
    in_links = links = 0
    hidden: Element = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        words = None
        if event == "start" and hidden is None and tag in UNSEEN:
            hidden = element
        elif event == "start" and hidden is None and tag:
            if tag in BLOCKS:
                yield within[-1], "".join(pieces), in_links
                pieces, in_links = [], 0
                within += [] if tag == "br" else [element]
            links += tag == "a"
            words = element.text
        elif event == "end" and (hidden is None or hidden is element):
            if tag in BLOCKS and hidden is None and tag != "br":
                yield element, "".join(pieces), in_links
                pieces, in_links = [], 0
                within.pop()
            links -= tag == "a" and hidden is None
            hidden = None
            words = element.tail
        if words:
            pieces.append(words)
            in_links += len(" ".join(words.split())) if links else 0
    yield tree, "".join(pieces), in_links
