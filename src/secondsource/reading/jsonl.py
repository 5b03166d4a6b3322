"""JSON Lines, arrays, single objects and the wrappers of exports: a record each, checked field by field."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from secondsource.reading import feeds, ninjs
from secondsource.reading.columns import ONE_RECORD, read_record
from secondsource.reading.decode import decode
from secondsource.reading.drafts import Draft
from secondsource.reading.unpack import TooLargeError
from secondsource.reading.xmlfiles import drafts_of_feed
from secondsource.records import SetAside

BOM = b"\xef\xbb\xbf"
# One array or object over many lines is held as a whole, several times over.
LARGEST_DOCUMENT = 48 * 1024 * 1024
# Under which names exports keep their list of reports.
WRAPPERS = (
    "articles",
    "items",
    "results",
    "documents",
    "docs",
    "records",
    "reports",
    "entries",
    "stories",
    "data",
    "hits",
)
BETWEEN = re.compile(r"[\s,]*")


def read_json(lines: Iterable[bytes | None], name: str, *, document: bool) -> Iterator[Draft | SetAside]:
    """Each record of a file as a draft, or set aside with the line that it stands in; the others go on.

    A None among the lines is one that was too long to read. With ``document``, a file whose first line is no record of
    its own is read as one array or object over many lines.
    """
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line is None or line.strip(BOM + b" \t\r\n"))
    first = next(numbered, None)
    if first is None:
        return
    if document and first[1] is not None and not _is_record(first[1]):
        yield from _document(_joined(first[1], numbered), name)
        return
    for number, line in itertools.chain((first,), numbered):
        where = f"{name}, line {number}"
        if line is None:
            yield SetAside(where, "longer than any report", "Put one report on each line.")
        else:
            yield from _line(line, where)


def read_value(found: object, where: str, notes: tuple[str, ...] = ()) -> Iterator[Draft | SetAside]:
    """The drafts of one decoded value: a record, a list of them, or an export's wrapper around such a list."""
    if isinstance(found, Mapping) and feeds.is_json_feed(found):
        yield from drafts_of_feed(feeds.read_json_feed(found), where, where)
        return
    inner = _wrapped(found)
    if inner is None:
        yield read_record(ninjs.flat(found), where, notes)
        return
    for number, record in enumerate(inner, 1):
        yield read_record(ninjs.flat(record), f"{where}, record {number}", notes)


def _wrapped(found: object) -> list[Any] | None:
    """The list that a value is, or wraps; None for a record."""
    if isinstance(found, list):
        return found
    if not isinstance(found, Mapping) or "text" in found:
        return None
    lists = (found.get(name) for name in WRAPPERS)
    return next((v for v in lists if isinstance(v, list) and v and all(isinstance(r, Mapping) for r in v)), None)


def _joined(first: bytes, rest: Iterator[tuple[int, bytes | None]]) -> bytes:
    """A document's lines together. Raises TooLargeError where there are too many."""
    whole = bytearray(first)
    for _, line in rest:
        whole += line or b""
        if line is None or len(whole) > LARGEST_DOCUMENT:
            raise TooLargeError(f"one JSON document of more than {LARGEST_DOCUMENT // 1024**2} MB")
    return bytes(whole)


def _line(line: bytes, where: str) -> Iterator[Draft | SetAside]:
    text = decode(line)
    if text is None:
        yield SetAside(where, "not text", ONE_RECORD)
        return
    try:
        record = json.loads(text.text.strip("\ufeff \t\r\n"))
    except (ValueError, RecursionError) as why:
        yield SetAside(where, f"not JSON ({_short(why)})", ONE_RECORD)
        return
    yield from read_value(record, where, text.notes)


def _document(data: bytes, name: str) -> Iterator[Draft | SetAside]:
    """The records of one JSON array or object over several lines; of a broken array those before the break."""
    text = decode(data)
    whole = text.text.strip("\ufeff \t\r\n") if text else ""
    if whole.startswith("["):
        yield from _elements(whole, name, text.notes if text else ())
        return
    try:
        found = json.loads(whole)
    except (ValueError, RecursionError) as why:
        yield SetAside(name, f"not JSON ({_short(why)})", "Give one record a line, or one array of records.")
        return
    yield from read_value(found, name, text.notes if text else ())


def _elements(array: str, name: str, notes: tuple[str, ...]) -> Iterator[Draft | SetAside]:
    """The records of an array one by one, so that a break in it loses only what stands behind."""
    decoder = json.JSONDecoder()
    at, number = 1, 0
    while True:
        match = BETWEEN.match(array, at)
        at = match.end() if match else at
        if array[at : at + 1] == "]":
            return
        number += 1
        where = f"{name}, record {number}"
        try:
            record, at = decoder.raw_decode(array, at)
        except (ValueError, RecursionError) as why:
            fault = f"not JSON from its character {at:,} on ({_short(why)})"
            yield SetAside(where if number > 1 else name, fault, "Give one record a line, or one array of records.")
            return
        yield read_record(ninjs.flat(record), where, notes)


def _is_record(line: bytes) -> bool:
    """Whether a file's first line is whole: a value of its own, so that the file is in lines."""
    text = decode(line)
    try:
        json.loads(text.text.strip("\ufeff \t\r\n") if text else "")
    except (ValueError, RecursionError):
        return False
    return True


def _short(why: Exception) -> str:
    return "nested too deeply" if isinstance(why, RecursionError) else str(why)[:120]
