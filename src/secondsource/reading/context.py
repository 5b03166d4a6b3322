"""What the readers of the formats share: the input at hand, and what they may use to read what they find in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from secondsource.reading.drafts import Draft
from secondsource.reading.pages import Pages
from secondsource.reading.unpack import Budget, Bytes
from secondsource.records import SetAside

Item = Draft | SetAside | Future[Draft | SetAside]
"""A draft, why there is none, or a page that is being read."""

# A page or text in a container in a container: deeper nesting is a trick.
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes to read, by name. ``name`` is for messages, ``id`` for the report; ``kind`` where the format is known."""

    name: str
    id: str
    data: Bytes
    suffix: str = ""
    path: Path | None = None  # the file, where the bytes are a whole file as it lies there
    named: bool = True  # by itself, not found in a folder
    depth: int = 0
    kind: str = ""
    url: str = ""
    content_type: str = ""
    crawled: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """The reader of pages, the limits of the input that is read, and the way back to the reader of all formats."""

    pages: Pages
    read: Callable[[Blob], Iterator[Item]]
    budget: Budget = field(default_factory=Budget)
