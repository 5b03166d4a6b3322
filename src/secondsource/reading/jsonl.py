"""JSON Lines, arrays, single objects and the wrappers of exports: a record each, checked field by field."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from secondsource.reading import feeds, ninjs
from secondsource.reading.columns import ONE_RECORD, read_record
from secondsource.reading.decode import REPLACEMENT, decode
from secondsource.reading.drafts import Draft
from secondsource.reading.unpack import TooLargeError
from secondsource.reading.xmlfiles import drafts_of_feed
from secondsource.records import SetAside

BOM = b"\xef\xbb\xbf"
# One object over many lines is held as a whole, several times over; of an array one element.
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
BETWEEN = re.compile(r"[\s,\ufeff]*")


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
        if first[1].lstrip(BOM + b" \t\r\n").startswith(b"["):
            yield from _array(itertools.chain((first[1],), (line for _, line in numbered)), name)
        else:
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
    """The records of one JSON value over several lines."""
    text = decode(data)
    try:
        found = json.loads(text.text.strip("\ufeff \t\r\n") if text else "")
    except (ValueError, RecursionError) as why:
        yield SetAside(name, f"not JSON ({_short(why)})", "Give one record a line, or one array of records.")
        return
    yield from read_value(found, name, text.notes if text else ())


def _array(lines: Iterator[bytes | None], name: str) -> Iterator[Draft | SetAside]:
    """The records of an array over any number of lines, one by one: a break in it loses only what stands behind."""
    array = _Array(lines)
    number = 0
    while array.has_more:
        number += 1
        where = f"{name}, record {number}"
        try:
            record = array.next()
        except (ValueError, RecursionError):
            fault = f"not JSON from its character {array.place:,} on"
            yield SetAside(where if number > 1 else name, fault, "Give one record a line, or one array of records.")
            return
        yield read_record(ninjs.flat(record), where, array.notes)


class _Array:
    """The elements of a JSON array that is read piece by piece."""

    def __init__(self, lines: Iterator[bytes | None]) -> None:
        self._lines = lines
        self.notes: tuple[str, ...] = ()  # on how its characters were read
        self._text = ""
        self._at = 0  # of the element at hand, in the text
        self._gone = 0  # characters before the text
        self._more()
        self._at = self._text.find("[") + 1

    @property
    def place(self) -> int:
        """How many characters were read before the element at hand."""
        return self._gone + self._at

    @property
    def has_more(self) -> bool:
        """Whether another element begins; False at the array's end."""
        while True:
            match = BETWEEN.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at] != "]"
            if not self._more():
                return True  # it breaks off, which the element that is missing tells

    def next(self) -> Any:  # noqa: ANN401 — any JSON
        """The next element. Raises ValueError or RecursionError where it is none."""
        while True:
            left = len(self._text) - self._at
            try:
                found, end = json.JSONDecoder().raw_decode(self._text, self._at)
            except ValueError:
                # Each further try has twice the text, so that a long element costs little more than a short one.
                if left > LARGEST_DOCUMENT or not self._more(2 * left):
                    raise
                continue
            # What ends with the text may go on behind it, as a number does.
            if end < len(self._text) or not self._more():
                self._at = end
                return found

    def _more(self, size: int = 0) -> bool:
        """Reads on until so many characters are left, one line at least; False if nothing came."""
        kept = self._text[self._at :]
        pieces, length = [kept], len(kept)
        for line in self._lines:
            read = decode(line) if line else None
            pieces.append(read.text if read else REPLACEMENT)
            self.notes = self.notes or (read.notes if read else ())
            length += len(pieces[-1])
            if length > max(size, len(kept)):
                break
        self._gone += self._at
        self._text, self._at = "".join(pieces), 0
        return length > len(kept)


def _is_record(line: bytes) -> bool:
    """Whether a file's first line is whole: a value of its own, so that the file is in lines."""
    text = decode(line)
    try:
        json.loads(text.text.strip("\ufeff \t\r\n") if text else "")
    except (ValueError, RecursionError):
        return False
    return True


def _short(why: Exception) -> str:
    """What is wrong with JSON, and at which of its characters: it counts lines of its own, which mislead here."""
    if isinstance(why, json.JSONDecodeError):
        return f"{why.msg[:1].lower()}{why.msg[1:100]} at its character {why.pos + 1:,}"
    return "nested too deeply" if isinstance(why, RecursionError) else str(why)[:120]
