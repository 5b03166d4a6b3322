"""What the readers of the formats hand on: a report's raw fields before its text is marked, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from secondsource.records import Furniture

FIELDS = ("title", "source", "published", "updated", "url", "language", "author")
"""The optional fields of a report, by the names that all formats use."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as its format gives it. ``name`` says where it was read, for messages."""

    id: str
    text: str
    name: str
    fields: dict[str, str] = field(default_factory=dict)
    headers: tuple[Furniture, ...] = ()  # header lines at the head of the text
    extractor: str = "text"
    page_sha256: str | None = None
    notes: tuple[str, ...] = ()
