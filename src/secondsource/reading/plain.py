"""Plain text: kept exactly as it is; header lines at its head give the fields."""

from __future__ import annotations

import re

from secondsource.reading.drafts import Draft
from secondsource.records import Furniture, FurnitureKind

# The names of fields that a text may open with, and the names that others give them.
NAMES = {
    "outlet": "source", "publisher": "source", "headline": "title", "link": "url", "date": "published",
    "byline": "author",
}  # fmt: skip
HEADER = re.compile(
    r"[ \t\ufeff]*(source|title|url|published|updated|author|language|id|outlet|publisher|headline|link|date|byline)"
    r"[ \t]*:[ \t]*(\S[^\r\n]*)",
    re.IGNORECASE,
)
# Among such lines stand others that say something about the report: *Section: Harbour*.
OTHER_HEADER = re.compile(r"[A-Z][A-Za-z]{1,20}(?:[ -][A-Za-z]{1,20})?:[ \t]+(\S[^\r\n]{0,200})(?=\r|\n)")
FEWEST_KNOWN = 2
LONGEST_HEADER = 1000
KINDS = {"title": FurnitureKind.HEADLINE, "author": FurnitureKind.BYLINE, "published": FurnitureKind.DATELINE,
         "updated": FurnitureKind.DATELINE}  # fmt: skip


def read_plain(text: str, report_id: str, notes: tuple[str, ...] = ()) -> Draft:
    """The report that a text file holds; the file's name stands for its outlet until something better is known."""
    fields, headers = read_headers(text)
    return Draft(fields.pop("id", report_id), text, report_id, fields, headers, notes=notes)


def read_headers(text: str) -> tuple[dict[str, str], tuple[Furniture, ...]]:
    r"""The fields that the lines at the head of a text give, and where those lines stand.

    >>> read_headers("source: The Example\nurl: http://e.org/1\n\nOne.")[0]
    {'source': 'The Example', 'url': 'http://e.org/1'}
    """
    fields: dict[str, str] = {}
    spans = []
    at = 0
    while match := HEADER.match(text, at, at + LONGEST_HEADER) or _other(text, at, fields):
        value = match[match.lastindex or 0].strip()
        written = match[1].lower() if match.re is HEADER else ""
        name = NAMES.get(written, written)
        if name in fields:
            break
        if name:
            fields[name] = value
        begins, ends = match.start(1 if name else 0), match.start(match.lastindex or 0) + len(value)
        spans.append(Furniture(begins, ends, KINDS.get(name, FurnitureKind.NOTE)))
        at = match.end()
        at += len(re.match(r"\r\n|[\r\n]?", text[at : at + 2])[0])  # type: ignore[index]  # it matches nothing at least
    return fields, tuple(spans)


def _other(text: str, at: int, fields: dict[str, str]) -> re.Match[str] | None:
    """A line of the head with a field that no report has; only behind enough of those that reports have."""
    return OTHER_HEADER.match(text, at) if len(fields) >= FEWEST_KNOWN else None
