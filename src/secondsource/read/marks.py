"""A report's text marked: what is furniture, credit, dateline and reporting. Nothing is cut."""

from __future__ import annotations

from dataclasses import dataclass

from secondsource.read.layout import Block, blocks
from secondsource.records import Credit, Dateline, Furniture, Span


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


def mark(
    text: str, *, title: str | None = None, source: str | None = None, headers: tuple[Furniture, ...] = ()
) -> Marks:
    """The marks of a text; ``headers`` are lines at its head that are known already."""
    body = blocks(text, headers[-1].end if headers else 0)
    return Marks(headers, tuple((b.start, b.end) for b in body))
