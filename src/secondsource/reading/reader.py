"""Inputs to reports, one at a time: find, open, decode by format, fill gaps, mark, settle duplicate ids."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from secondsource.reading import archives, formats, sources
from secondsource.reading.build import build
from secondsource.reading.context import Blob, Context, Item
from secondsource.reading.drafts import Draft
from secondsource.reading.duplicates import Register
from secondsource.reading.meta import Meta
from secondsource.reading.pages import Pages
from secondsource.reading.unpack import opened
from secondsource.records import Report, SetAside

# Pages that are read ahead of the one that is waited for, a process.
AHEAD = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """The reports that the inputs gave, and what was not taken in, with the reason."""

    reports: tuple[Report, ...]
    set_aside: tuple[SetAside, ...]


def read(
    inputs: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    meta: Path | None = None,
    now: datetime | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Reading:
    """All reports of files, folders and standard input (``-``), and what was set aside. See ``iter_read``."""
    items = list(iter_read(inputs, stdin=stdin, meta=meta, now=now, on_progress=on_progress))
    return Reading(
        tuple(item for item in items if isinstance(item, Report)),
        tuple(item for item in items if isinstance(item, SetAside)),
    )


def iter_read(
    inputs: Sequence[str | Path],
    *,
    stdin: BinaryIO | None = None,
    meta: Path | None = None,
    now: datetime | None = None,
    known: Iterable[Report] = (),
    on_progress: Callable[[int], None] | None = None,
) -> Iterator[Report | SetAside]:
    """Reports, and what was set aside, one at a time in the order of the inputs.

    ``meta`` is a CSV file (id, source, published, …) that fills gaps; ``now`` stands in ``read_at`` and tells which
    dates lie in the future; ``known`` are a desk's reports, which are not given again; ``on_progress`` is told the
    number of reports so far after each.
    Raises UsageError where ``meta`` can't be read.
    """
    now = now or datetime.now(UTC)
    gaps = Meta.load(meta)
    register = Register()
    for report in known:
        register.remember(report)
    count = 0
    with Pages() as pages:
        items = _drafts(inputs, stdin or sys.stdin.buffer, pages)
        for item in in_order(items, AHEAD * pages.processes):
            result = _admit(item, gaps, register, now)
            if result is None:
                continue
            yield result
            if isinstance(result, Report):
                count += 1
                if on_progress:
                    on_progress(count)
    yield from gaps.faults()


def _admit(item: Draft | SetAside, gaps: Meta, register: Register, now: datetime) -> Report | SetAside | None:
    if isinstance(item, SetAside):
        return item
    report = build(gaps.fill(item), now)
    return report if isinstance(report, SetAside) else register.admit(report, item.name)


def _drafts(inputs: Sequence[str | Path], stdin: BinaryIO, pages: Pages) -> Iterator[Item]:
    for source in sources.find(inputs):
        if isinstance(source, SetAside):
            yield source
            continue
        try:
            yield from formats.safely(_source(source, stdin, pages), source.id)
        except OSError as why:
            yield SetAside(source.id, f"can't be read ({why.strerror or why})", "Check its permissions.")


def _source(source: sources.Source, stdin: BinaryIO, pages: Pages) -> Iterator[Item]:
    """What one input gives, within limits of its own."""
    context: Context = Context(pages, lambda blob: formats.read(blob, context))
    if source.path is None:
        yield from context.read(Blob(source.id, source.id, opened(stdin, context.budget)))
        return
    suffix = archives.suffix(source.id)
    if not source.named and not formats.is_read(suffix):
        yield SetAside(source.id, f"not a kind of file that is read ({suffix})", formats.NOT_READ)
        return
    with source.path.open("rb") as stream:
        data = opened(stream, context.budget)
        path = source.path if source.path.is_file() else None
        yield from context.read(Blob(source.id, source.id, data, suffix, path, source.named))


def in_order(items: Iterator[Item], ahead: int) -> Iterator[Draft | SetAside]:
    """The items in their order, with up to so many pages being read behind the one that is waited for."""
    waiting: deque[Item] = deque()
    for item in items:
        waiting.append(item)
        while waiting and (len(waiting) > ahead or not isinstance(waiting[0], Future) or waiting[0].done()):
            yield _done(waiting.popleft())
    while waiting:
        yield _done(waiting.popleft())


def _done(item: Item) -> Draft | SetAside:
    return item.result() if isinstance(item, Future) else item
