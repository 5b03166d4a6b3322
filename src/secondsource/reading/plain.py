"""Plain text: kept exactly as it is; header lines at its head give the fields."""

from __future__ import annotations

import re

from secondsource.reading.drafts import Draft
from secondsource.records import Furniture, FurnitureKind

HEADER = re.compile(
    r"[ \t\ufeff]*(source|title|url|published|updated|author|language|id)[ \t]*:[ \t]*(\S[^\r\n]*)", re.IGNORECASE
)
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
    while match := HEADER.match(text, at, at + LONGEST_HEADER):
        name, value = match[1].lower(), match[2].strip()
        if name in fields:
            break
        fields[name] = value
        spans.append(Furniture(match.start(1), match.start(2) + len(value), KINDS.get(name, FurnitureKind.NOTE)))
        at = match.end()
        at += len(re.match(r"\r\n|[\r\n]?", text[at : at + 2])[0])  # type: ignore[index]  # it matches nothing at least
    return fields, tuple(spans)
