"""The article of a page: what extractors found, mended by what the page shows and says about itself.

The steps in their order: lines that repeat the headline, point to other reports, caption pictures or share are taken
out; paragraphs that the same template shows in the same place are put back; what the page gives machines as the
article's body (schema.org) settles the rest; the standfirst goes to the front. Where nothing was found, that body, the
data in the page's scripts and a second extractor are asked, in this order.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from secondsource.reading import furniture, markup
from secondsource.reading.pageblocks import PageBlock, PageBlocks, key, line_key
from secondsource.reading.witnesses import Witnesses
from secondsource.reading.xmltree import Element
from secondsource.records import FurnitureKind

# A step that would take away more than this share of the text has misunderstood the page, and is not taken.
MOST_TAKEN = {"links": 0.5, "pictures": 0.3, "embedded": 0.6, "furniture": 0.5}
# Headlines are printed again in the first lines only.
HEAD_LINES = 4
# A place where at least this share of the text stands is where the template shows paragraphs.
MAIN_PLACE = 0.3
# Paragraphs in the same places are put back only if they are a large part: the extractor then stopped early. Swept
# 0–.5 on the saved pages: at 0 it puts back teasers on four pages.
MISSED = 0.25
# The body that a page gives machines is the whole article if it is nearly as long as what was found (some give one
# paragraph, some break off), and if so much of it stands in what was found. Swept .6–.9: F1 .9714 at .6, .9709 from .75
# to .85, .9703 at .9; a higher one loses less of an article whose body breaks off.
WHOLE_BODY = 0.8
SHORTEST_BODY = 400
AGREED = 0.7
# … and better than what was found if it is so much longer.
LONGER = 1.5
SHORTEST_FOUND = 300
# With less than this many letters found, other ways are tried.
HARDLY_ANYTHING = 200
# A standfirst is a sentence; a page's description repeats it, or its beginning.
SHORTEST_STANDFIRST = 40
SAME_OPENING = 60
LONGEST_SUBHEAD = 80
SCRIPT_TEXT = re.compile(r'"((?:[^"\\]|\\.){400,}+)"')
PARAGRAPH = re.compile(r"<p[\s>]")
# Marks that a page's own program replaces when it shows the text.
PLACEHOLDER = re.compile(r"\$\$\w+\$\$|\{\{[^{}]*\}\}|\[\[\w+\]\]")


@dataclass(frozen=True, slots=True)
class Article:
    """The text of a page's article, a paragraph a line, and who found it."""

    text: str
    extractor: str


def compose(
    found: str, extractor: str, page: PageBlocks, said: Witnesses, tree: Element, second: Callable[[], Article]
) -> Article:
    """The article of a page in which an extractor has found a text; ``second`` asks another extractor."""
    lines = [line for line in found.split("\n") if key(line)]
    lines = _without_headline(lines, said)
    lines = _without_furniture(lines, page)
    lines = _with_missed(lines, page)
    lines = _settled_by_body(lines, page, said)
    lines = _with_standfirst(lines, page, said)
    lines = _without_repeats(lines)
    return _or_else(Article("\n".join(lines), extractor), said, tree, second)


def _without_headline(lines: Sequence[str], said: Witnesses) -> list[str]:
    kept = list(lines)
    while kept and _is_title(key(kept[0]), said.titles):
        kept = kept[1:]
    return [line for i, line in enumerate(kept) if i >= HEAD_LINES or key(line) not in said.titles]


def _is_title(words: str, titles: frozenset[str]) -> bool:
    """Whether a line is a headline of the page, in part or with something added."""
    count = len(words.split())
    return any(
        words == title
        or (count >= 3 and title.startswith(words))
        or (count >= 3 and words.startswith(title) and count <= len(title.split()) + 4)
        for title in titles
    )


def _without_furniture(lines: Sequence[str], page: PageBlocks) -> list[str]:
    """The lines without pointers to other reports, captions, posts of networks and share bars."""
    shares = (FurnitureKind.SHARE, FurnitureKind.READ_MORE)
    tests: dict[str, Callable[[str], bool]] = {
        "links": lambda line: _all(page.of(line), lambda b: b.is_links),
        "pictures": lambda line: _all(page.of(line), lambda b: b.is_pictures),
        "embedded": lambda line: _all(page.of(line), lambda b: b.is_embedded),
        "furniture": lambda line: furniture.kind_of(line) in shares,
    }
    kept = list(lines)
    for name, is_furniture in tests.items():
        left = [line for line in kept if not is_furniture(line)]
        if _length(left) >= (1 - MOST_TAKEN[name]) * _length(kept):
            kept = left
    return kept


def _with_missed(lines: Sequence[str], page: PageBlocks) -> list[str]:
    """The lines, and the paragraphs in the same places of the page, if the extractor has missed many of them."""
    keys = [line_key(line) for line in lines]
    known = [page.by_key[k][0] for k in keys if k in page.by_key]
    sizes: Counter[tuple[str, str, str, str]] = Counter()
    for block in known:
        sizes[block.place] += len(block.text)
    places = {p for p, size in sizes.items() if size >= MAIN_PLACE * sizes.total()}
    first = min((b.number for b in known if b.place in places), default=None)
    if first is None:
        return list(lines)
    joined = " ".join(keys)
    missed = [
        b for b in page.blocks[first:]
        if b.is_prose and b.place in places and b.key not in joined and not b.is_embedded and not b.is_pictures
    ]  # fmt: skip
    if sum(len(b.text) for b in missed) < MISSED * sizes.total():
        return list(lines)
    return _merged(lines, keys, page, missed)


def _merged(lines: Sequence[str], keys: Sequence[str], page: PageBlocks, missed: Sequence[PageBlock]) -> list[str]:
    """Lines and blocks in the order of the page; a line that the page doesn't show as such stays behind the last."""
    placed: list[tuple[int, int, str]] = []
    last = -1
    for line, folded in zip(lines, keys, strict=True):
        last = next((b.number for b in page.by_key.get(folded, ()) if b.number > last), last)
        placed.append((last, 0, line))
    placed += [(b.number, 1, b.text) for b in missed]
    return [line for _, _, line in sorted(placed, key=lambda p: p[:2])]


def _settled_by_body(lines: Sequence[str], page: PageBlocks, said: Witnesses) -> list[str]:
    """The lines that stand in the body that the page gives machines, with the subheads between them."""
    body = key(said.body)
    if len(body) < max(SHORTEST_BODY, WHOLE_BODY * _length(lines)):
        return list(lines)
    inside = [line_key(line) in body for line in lines]
    if _length([line for line, is_in in zip(lines, inside, strict=True) if is_in]) < AGREED * len(body):
        return list(lines)
    numbers = [i for i, is_in in enumerate(inside) if is_in]
    first, last = numbers[0], numbers[-1]
    return [
        line for i, line in enumerate(lines)
        if inside[i]
        or (first < i < last and len(line) < LONGEST_SUBHEAD and any(b.is_heading for b in page.of(line)))
        or (i < min(first, 2) and len(line) >= SHORTEST_STANDFIRST)
    ]  # fmt: skip


def _with_standfirst(lines: Sequence[str], page: PageBlocks, said: Witnesses) -> list[str]:
    """The lines behind the standfirst, where the page shows what it describes itself with and no line has it yet."""
    joined = " ".join(map(key, lines))
    for block in page.blocks:
        if _is_standfirst(block, said.descriptions):
            known = block.key in joined or block.key in said.titles
            return list(lines) if known else [block.text, *lines]
    return list(lines)


def _is_standfirst(block: PageBlock, descriptions: Sequence[str]) -> bool:
    if len(block.key) <= SHORTEST_STANDFIRST or block.links >= MOST_TAKEN["pictures"] or block.is_pictures:
        return False
    return any(
        block.key == d or (len(d) > SAME_OPENING and block.key.startswith(d[:SAME_OPENING])) for d in descriptions
    )


def _without_repeats(lines: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    kept = []
    for line in lines:
        folded = key(line)
        if folded not in seen or len(folded) < SHORTEST_STANDFIRST:
            kept.append(line)
        seen.add(folded)
    return kept


def _or_else(article: Article, said: Witnesses, tree: Element, second: Callable[[], Article]) -> Article:
    """The article; where next to nothing was found, what the page gives machines, or another extractor finds."""
    size = len(key(article.text))
    body = markup.plain(said.body)
    if len(key(body)) > max(LONGER * size, SHORTEST_FOUND):
        return Article("\n".join(filter(key, body.split("\n"))), "schema.org articleBody")
    if size >= HARDLY_ANYTHING:
        return article
    script = _script_text(tree)
    if len(key(script)) > max(LONGER * size, SHORTEST_FOUND):
        return Article(script, "data of the page's script")
    other = second()
    return other if _is_prose(other.text) and len(key(other.text)) > LONGER * size else article


def _script_text(tree: Element) -> str:
    """The longest text with paragraphs among the strings of a page's scripts, where pages drawn by programs have it."""
    best = ""
    for script in tree.iter("script"):
        for match in SCRIPT_TEXT.finditer(script.text or ""):
            try:
                text = json.loads(f'"{match[1]}"', strict=False)
            except ValueError:
                continue
            if len(text) > len(best) and PARAGRAPH.search(text):
                best = text
    lines = PLACEHOLDER.sub("\n", markup.plain(best)).split("\n")
    return "\n".join(line.strip() for line in lines if key(line))


def _is_prose(text: str) -> bool:
    """Whether a text has two whole paragraphs at least."""
    return sum(len(line) >= SAME_OPENING and line.rstrip()[-1:] in '.!?…”"»。' for line in text.split("\n")) > 1


def _all(blocks: Sequence[PageBlock], test: Callable[[PageBlock], bool]) -> bool:
    return bool(blocks) and all(map(test, blocks))


def _length(lines: Sequence[str]) -> int:
    return sum(len(key(line)) for line in lines)
