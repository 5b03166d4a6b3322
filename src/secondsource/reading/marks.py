"""A report's text marked: what is furniture, credit, dateline and reporting. Nothing is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from secondsource.reading import agencies, datelines, furniture, headings, when
from secondsource.reading.layout import Block, blocks
from secondsource.records import Credit, Dateline, Furniture, FurnitureKind, Span

# The dateline stands in one of the first blocks of reporting; further down it opens other reports' summaries.
DATELINE_WITHIN = 3
# Dates of publication stand at the head or the foot of a page.
DATES_WITHIN = 8
# So do credits; in the middle of a text "From Bloomberg:" and "(Reuters)" name the source of one passage only.
CREDITS_HEAD = 6
CREDITS_FOOT = 5
# Headlines of other reports below *Read more*: longer lines, or lines that end like a sentence, are reporting.
LINK_LONGEST = 100
SENTENCE_ENDS = ".!?:;,”\"’'"
UPDATED = re.compile(r"\b(?:updated|modified|revised)\b", re.IGNORECASE)
AUTHOR = re.compile(r"(?:posted |written |reported )?by:?\s+(?P<name>[^\W\d_][^,|/–—:;@\d]{2,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marks:
    """All that the words of a report's page say about the page."""

    furniture: tuple[Furniture, ...]
    paragraphs: tuple[Span, ...]
    credits: tuple[Credit, ...] = ()
    dateline: Dateline | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None


@dataclass(slots=True)
class _Page:
    """The marks while they are being gathered."""

    outlet: str | None
    furniture: list[Furniture] = field(default_factory=list)
    paragraphs: list[Span] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    dateline: Dateline | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None


def mark(
    text: str, *, title: str | None = None, source: str | None = None, headers: tuple[Furniture, ...] = ()
) -> Marks:
    """The marks of a text; ``headers`` are lines at its head that are known already.

    Furniture, paragraphs and the dateline together cover every character that is not white space, and never overlap.
    """
    page = _Page(source, list(headers))
    body = _without_date(text, blocks(text, headers[-1].end if headers else 0), page)
    above = any(header.kind is FurnitureKind.HEADLINE for header in headers)
    found = headings.find(body, [furniture.kind_of(block.text) for block in body], title, above=above)
    kinds = _with_links_below(text, body, found.kinds)
    for i, block in enumerate(body):
        kind = kinds[i]
        if kind is None:
            _reporting(block, page, near_edge=i < CREDITS_HEAD or i >= len(body) - CREDITS_FOOT)
        else:
            _furniture(block, kind, page, near_edge=i < DATES_WITHIN or i >= len(body) - DATES_WITHIN)
    return Marks(
        tuple(sorted(page.furniture, key=lambda f: f.start)), tuple(page.paragraphs),
        tuple(sorted(page.credits, key=lambda c: c.start)), page.dateline,
        found.title, page.author, page.published, page.updated,
    )  # fmt: skip


def _with_links_below(
    text: str, body: Sequence[Block], kinds: Sequence[FurnitureKind | None]
) -> list[FurnitureKind | None]:
    """The kinds, and as pointers the headlines that stand right below a line such as *Read more*."""
    found = list(kinds)
    for i in range(1, len(body)):
        right_below = text.count("\n", body[i - 1].end, body[i].start) == 1
        if found[i - 1] is FurnitureKind.READ_MORE and found[i] is None and right_below and _is_headline(body[i].text):
            found[i] = FurnitureKind.READ_MORE
    return found


def _is_headline(line: str) -> bool:
    """Whether a line is as short as a headline and ends as no sentence does."""
    return len(line) <= LINK_LONGEST and line.rstrip()[-1:] not in SENTENCE_ENDS


def _without_date(text: str, body: tuple[Block, ...], page: _Page) -> Sequence[Block]:
    """The blocks without the date that the first line may open with; it is furniture."""
    size = datelines.date_prefix(body[0].text) if body else 0
    if not size:
        return body
    first = body[0]
    page.furniture.append(Furniture(first.start, first.start + size, FurnitureKind.DATELINE))
    date = when.find(first.text[:size])
    page.published = date.value if date else None
    rest = first.text[size:]
    start = first.start + size + len(rest) - len(rest.lstrip())
    return [Block(start, first.end, text[start : first.end]), *body[1:]] if rest.strip() else body[1:]


def _furniture(block: Block, kind: FurnitureKind, page: _Page, *, near_edge: bool) -> None:
    """A block of furniture, and what it says about the page."""
    page.furniture.append(Furniture(block.start, block.end, kind))
    if kind is FurnitureKind.DATELINE:
        page.dateline = page.dateline or datelines.behind_bar(block.text, block.start)
    if kind in (FurnitureKind.NOTE, FurnitureKind.BYLINE, FurnitureKind.CREDIT):
        credited = agencies.in_line(block.text, block.start, page.outlet)
        page.credits += credited.credits if credited else ()
    if kind is FurnitureKind.BYLINE and page.author is None:
        page.author = _author(block.text)
    if near_edge and kind in (FurnitureKind.DATELINE, FurnitureKind.BYLINE):
        _date(block.text, page)


def _reporting(block: Block, page: _Page, *, near_edge: bool) -> None:
    """A block of reporting: its dateline and the credit at its end are taken off, the rest is a paragraph."""
    start, end = block.start, block.end
    if page.dateline is None and len(page.paragraphs) < DATELINE_WITHIN:
        opening = datelines.opening(block.text, start, page.outlet)
        if opening:
            page.dateline, start = opening.dateline, opening.end
            page.credits += opening.credits
    credited = None
    if start < end and (near_edge or "ontribut" in block.text[: agencies.LONGEST]):
        credited = agencies.in_line(block.text[start - block.start :], start, page.outlet)
    if credited and (near_edge or credited.contributed):
        page.credits += credited.credits
        page.furniture.append(Furniture(credited.start, end, FurnitureKind.CREDIT))
        end = credited.start
    while end > start and block.text[end - 1 - block.start].isspace():
        end -= 1
    if start < end:
        page.paragraphs.append((start, end))


def _date(line: str, page: _Page) -> None:
    """The dates of publication and of the last update that a line gives."""
    update = UPDATED.search(line)
    first, last = (line[: update.start()], line[update.end() :]) if update else (line, "")
    published, updated = when.find(first), when.find(last)
    page.published = page.published or (published.value if published else None)
    page.updated = page.updated or (updated.value if updated else None)


def _author(line: str) -> str | None:
    match = AUTHOR.match(line)
    name = match["name"].split(". ")[0].strip(" .") if match else ""
    return name if name and agencies.table().name(name) is None else None
