"""Furniture that shows only beside the rest of the text: headlines, standfirsts, captions, subheads, repeated blocks.

The rule throughout: a block is furniture only where the reporting says the same again, or where it says nothing by
itself (a subhead). A headline whose news stands nowhere else stays reporting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from secondsource.reading.layout import Block, words
from secondsource.records import FurnitureKind

# The head of a page: at most so many blocks before the reporting begins. 99.7 % of 3,170 dev reports have up to 7.
LONGEST_HEAD = 12
# A block of reporting: whole sentences of some length.
FEWEST_BODY_WORDS = 8
# 98 % of 3,238 dev titles have 4–21 words, and two more than 28. Subheads are shorter.
LONGEST_HEADLINE = 28
LONGEST_SUBHEAD = 10
# Share of a head block's content words that the body must have for the block to say nothing of its own.
# Swept .5–1 on the 339 gold statements of the claims: 4 stand in furniture at .5 and .6, 3 at .7, none from .8 on.
COVERED = 0.8
# Content words are compared by their first letters, so that "meets" is found in "meeting".
STEM = 5
FEWEST_CONTENT_WORDS = 3
# A caption tells the report's main points again, which stand in its first blocks.
LEAD = 40
# Shorter repeats (names, "he said") are no standfirst.
FEWEST_REPEATED_WORDS = 6
VIDEO_CAPTION = re.compile(r"\(published [^()]{4,40}\)\W*$", re.IGNORECASE)
# Signs of speech and of lists: what has them is no subhead.
NO_SUBHEAD = frozenset('"“”«»:;•')


@dataclass(slots=True)
class Headings:
    """What each block is by its place among the others; ``title`` is the headline that the text itself shows."""

    kinds: list[FurnitureKind | None]
    title: str | None = None
    folded: list[str] = field(default_factory=list)


def find(
    blocks: Sequence[Block], kinds: Sequence[FurnitureKind | None], title: str | None, *, above: bool = False
) -> Headings:
    """The kinds of all blocks: those given, and those that show beside the rest of the text.

    ``above`` says that a header line before them gives the title.
    """
    found = Headings(list(kinds), None, [f" {' '.join(block.words())} " for block in blocks])
    _release_captions(blocks, found)
    body = _body_start(blocks, kinds)
    _mark_title(blocks, found, title, body, above=above)
    _mark_repeats(blocks, found, body)
    if title is None:
        _mark_headline(blocks, found, body)
    _mark_decks(blocks, found, body)
    for i in _subheads(blocks, found.kinds, body):
        found.kinds[i] = FurnitureKind.HEADLINE
    return found


def _release_captions(blocks: Sequence[Block], found: Headings) -> None:
    """Video captions are summaries: those that tell more than the reporting does are reporting themselves."""
    reporting = [block for block, kind in zip(blocks, found.kinds, strict=True) if kind is None][:LEAD]
    for i, block in enumerate(blocks):
        if found.kinds[i] is FurnitureKind.CAPTION and VIDEO_CAPTION.search(block.text):
            found.kinds[i] = FurnitureKind.CAPTION if _is_covered(block, reporting) else None


def _body_start(blocks: Sequence[Block], kinds: Sequence[FurnitureKind | None]) -> int:
    """Where the reporting begins: the first block of whole sentences; at once where none comes soon."""
    for i, block in enumerate(blocks[:LONGEST_HEAD]):
        if kinds[i] is None and block.ends_sentence and len(words(block.text[:400])) >= FEWEST_BODY_WORDS:
            return i
    return 0


def _mark_title(blocks: Sequence[Block], found: Headings, title: str | None, body: int, *, above: bool) -> None:
    """Blocks that print the title again, whole, or in the head of the page in part or with something added.

    Where it stands ``above`` them, too, in a header line of the text, they repeat it.
    """
    if not title:
        return
    folded = f" {' '.join(words(title))} "
    size = len(folded.split())
    printed = []
    for i, text in enumerate(found.folded):
        if found.kinds[i] is not None or len(text) > len(folded) + 60 or not size:
            continue
        part = text.strip() and text in folded and 2 * len(text) >= len(folded)
        longer = size >= FEWEST_CONTENT_WORDS and folded in text and len(text.split()) <= size + 4
        if text == folded or (i <= max(body, 2) and not blocks[i].text.endswith((".", "!")) and (part or longer)):
            printed.append(i)
    # Printed once, it is furniture where one block tells its news again: as the first line of a text without a title.
    if len(printed) == 1 and not above and not _is_told_again(blocks, printed[0], max(body, printed[0] + 1)):
        found.title = blocks[printed[0]].text
    else:
        for i in printed:
            found.kinds[i] = FurnitureKind.HEADLINE


def _mark_repeats(blocks: Sequence[Block], found: Headings, body: int) -> None:
    """Blocks of the head that stand again further down, and blocks that repeat an earlier one."""
    later = "\n".join(found.folded[1:])
    at = 0
    seen: set[str] = set()
    count = Counter(found.folded)
    for i, text in enumerate(found.folded):
        rest = at
        at += len(found.folded[i + 1]) + 1 if i + 1 < len(found.folded) else 0
        if found.kinds[i] is not None:
            continue
        size = len(text.split()) if len(text) < 4000 else FEWEST_REPEATED_WORDS
        if size < FEWEST_REPEATED_WORDS:
            continue
        again_whole = i >= body and count[text] > 1
        if i < max(body + 1, LONGEST_HEAD // 2) and not again_whole and later.find(text, rest) >= 0:
            short = size <= LONGEST_HEADLINE and not blocks[i].ends_sentence and i < body
            again = [k for k in range(i + 1, body) if found.folded[k] == text]
            found.kinds[i] = FurnitureKind.HEADLINE if short and again else FurnitureKind.STANDFIRST
            if short and again and found.title is None:
                found.title = blocks[i].text
                for k in again:
                    found.kinds[k] = FurnitureKind.HEADLINE
        elif text in seen:
            found.kinds[i] = FurnitureKind.STANDFIRST
        else:
            seen.add(text)


def _mark_headline(blocks: Sequence[Block], found: Headings, body: int) -> None:
    """The first line of a text without a title, where it is shaped like a headline."""
    first = next((i for i in range(body) if found.kinds[i] is None), None)
    if first is None or found.title is not None or not _is_headline(blocks[first]):
        return
    found.title = blocks[first].text
    # One block must tell it again: words scattered over several may tell something else.
    if _is_told_again(blocks, first, body):
        found.kinds[first] = FurnitureKind.HEADLINE


def _mark_decks(blocks: Sequence[Block], found: Headings, body: int) -> None:
    """Lines under the headline that are no sentences and say nothing that the body does not say.

    Under the first headline stands a deck, which one block of the body must tell again; under the second the picture
    with its caption, whose names and places the body has.
    """
    headlines = 0
    for i in range(body):
        if found.kinds[i] is FurnitureKind.HEADLINE or blocks[i].text == found.title:
            headlines += 1
        elif found.kinds[i] is None and headlines and not blocks[i].ends_sentence:
            if headlines > 1 and _is_covered(blocks[i], blocks[body : body + LEAD]):
                found.kinds[i] = FurnitureKind.CAPTION
            elif any(_is_covered(blocks[i], (block,)) for block in blocks[body : body + LONGEST_HEAD]):
                found.kinds[i] = FurnitureKind.STANDFIRST


def _subheads(blocks: Sequence[Block], kinds: Sequence[FurnitureKind | None], body: int) -> Iterator[int]:
    """Short lines in title case between paragraphs."""
    open_blocks = [i for i, kind in enumerate(kinds) if kind is None and i >= body]
    for before, i, after in zip(open_blocks, open_blocks[1:], open_blocks[2:], strict=False):
        if _is_subhead(blocks[i]) and _is_prose(blocks[before]) and _is_prose(blocks[after]):
            yield i


def _is_headline(block: Block) -> bool:
    count = len(block.words()) if len(block.text) < 400 else LONGEST_HEADLINE + 1
    return FEWEST_CONTENT_WORDS <= count <= LONGEST_HEADLINE and not block.text.endswith((".", ":", ",", ";"))


def _is_subhead(block: Block) -> bool:
    text = block.text
    if len(text) > 100 or block.ends_sentence or text[-1] in ",—–-" or not text[0].isupper() or NO_SUBHEAD & set(text):
        return False
    parts = text.split()
    long = [p for p in parts if len(p) >= 4 and p[0].isalpha()]
    return 2 <= len(parts) <= LONGEST_SUBHEAD and bool(long) and all(p[0].isupper() for p in long)


def _is_prose(block: Block) -> bool:
    return block.ends_sentence and len(words(block.text[:400])) >= FEWEST_BODY_WORDS


def _is_told_again(blocks: Sequence[Block], i: int, body: int) -> bool:
    """Whether one of the first blocks of the reporting has nearly all content words of the block."""
    return any(_is_covered(blocks[i], (block,)) for block in blocks[body : body + LONGEST_HEAD])


def _is_covered(block: Block, body: Sequence[Block]) -> bool:
    """Whether the body has nearly all content words of the block."""
    content = {w[:STEM] for w in block.words() if len(w) >= 4 or w.isdigit()}
    if len(content) < FEWEST_CONTENT_WORDS:
        return False
    missing = set(content)
    for paragraph in body:
        missing.difference_update(w[:STEM] for w in paragraph.words())
        if len(content) - len(missing) >= COVERED * len(content):
            return True
    return False
