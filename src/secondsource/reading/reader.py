"""Inputs to reports, one at a time: find, open, decode by format, fill gaps, mark, settle duplicate ids."""

from __future__ import annotations

import itertools
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from secondsource.reading import sources
from secondsource.reading.build import build
from secondsource.reading.decode import decode
from secondsource.reading.drafts import Draft
from secondsource.reading.duplicates import Register
from secondsource.reading.jsonl import read_json
from secondsource.reading.meta import Meta
from secondsource.reading.pages import Pages
from secondsource.reading.plain import read_plain
from secondsource.records import Report, SetAside

SNIFFED = 64
"""How many bytes of a stream without a telling name are looked at."""

HTML_OPENINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")

NOT_READ = "Give plain text, JSON Lines or HTML (also packed with gzip), or a desk."


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
        for item in _drafts(inputs, stdin or sys.stdin.buffer, pages):
            result = _admit(item, gaps, register, now)
            if result is None:
                continue
            yield result
            if isinstance(result, Report):
                count += 1
                if on_progress:
                    on_progress(count)
    if unmet := gaps.unmet():
        yield unmet


def _admit(item: Draft | SetAside, gaps: Meta, register: Register, now: datetime) -> Report | SetAside | None:
    if isinstance(item, SetAside):
        return item
    report = build(gaps.fill(item), now)
    return report if isinstance(report, SetAside) else register.admit(report, item.name)


def _drafts(inputs: Sequence[str | Path], stdin: BinaryIO, pages: Pages) -> Iterator[Draft | SetAside]:
    for source in sources.find(inputs):
        if isinstance(source, SetAside):
            yield source
            continue
        try:
            if source.path is None:
                yield from _by_content(source, stdin, pages)
            elif source.suffix not in (sources.STDIN, *sources.SUFFIXES):
                yield SetAside(source.id, f"not a kind of file that is read ({source.suffix})", NOT_READ)
            else:
                with source.path.open("rb") as stream:
                    yield from _file(source, stream, pages)
        except sources.TooLargeError as why:
            yield SetAside(
                source.id, str(why), "Split it into smaller files, or give JSON Lines, which are read one by one."
            )
        except (EOFError, zlib.error) as why:
            yield SetAside(
                source.id, f"the packed file is cut or broken ({why}); what came before is kept", "Pack it again."
            )
        except OSError as why:
            yield SetAside(source.id, f"can't be read ({why.strerror or why})", "Check its permissions.")


def _file(source: sources.Source, stream: BinaryIO, pages: Pages) -> Iterator[Draft | SetAside]:
    """What a file gives, by the format that its name tells."""
    if source.suffix == sources.STDIN:
        yield from _by_content(source, stream, pages)
    elif source.suffix in (*sources.JSON_LINES, *sources.JSON):
        pieces = sources.chunks(stream)
        items = read_json(sources.lines(pieces), source.id, document=source.suffix in sources.JSON)
        first = next(items, None)
        yield from itertools.chain((first or SetAside(source.id, "empty"),), items)
    else:
        data = sources.whole(sources.chunks(stream))
        if not data.strip():
            yield SetAside(source.id, "empty")
        elif source.suffix in sources.HTML:
            yield pages.read(data, source.id)
        else:
            yield _text(data, source.id)


def _by_content(source: sources.Source, stream: BinaryIO, pages: Pages) -> Iterator[Draft | SetAside]:
    """What a stream gives, in the format that its first signs show: JSON, HTML or plain text."""
    pieces = sources.chunks(stream)
    first = next(pieces, b"")
    opening = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:SNIFFED].lower()
    everything = itertools.chain((first,), pieces)
    if opening.startswith((b"{", b"[")):
        yield from read_json(sources.lines(everything), source.id, document=True)
        return
    data = sources.whole(everything)
    if not data.strip():
        yield SetAside(source.id, "empty")
    elif opening.startswith(HTML_OPENINGS):
        yield pages.read(data, source.id)
    else:
        yield _text(data, source.id)


def _text(data: bytes, name: str) -> Draft | SetAside:
    if data.startswith(b"SQLite format 3\0"):
        return SetAside(
            name, "a database, not a report", "If it is a desk, name it by itself: secondsource VERB NAME.db."
        )
    decoded = decode(data)
    if decoded is None:
        return SetAside(name, "not text", NOT_READ)
    return read_plain(decoded.text, name, decoded.notes)
