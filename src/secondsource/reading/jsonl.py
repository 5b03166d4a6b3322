"""JSON Lines (and one JSON array, or one object): a record each, checked field by field."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from secondsource.reading.decode import decode, without_surrogates
from secondsource.reading.drafts import FIELDS, Draft
from secondsource.records import SetAside

ONE_RECORD = 'A record is one line: {"id": "1", "text": "…", "title": "…", "source": "…", "published": "2024-11-30"}.'
BOM = b"\xef\xbb\xbf"


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
        rest = [line for _, line in numbered if line is not None]
        yield from _document(b"".join([first[1], *rest]), name)
        return
    for number, line in itertools.chain((first,), numbered):
        where = f"{name}, line {number}"
        if line is None:
            yield SetAside(where, "longer than any report", "Put one report on each line.")
        else:
            yield from _line(line, where)


def read_record(record: object, where: str, notes: tuple[str, ...] = ()) -> Draft | SetAside:
    """The draft of one decoded record, or why it is none."""
    if not isinstance(record, Mapping):
        return SetAside(where, f"not an object but {_kind(record)}", ONE_RECORD)
    fault = _fault(record)
    if fault:
        return SetAside(where, fault, ONE_RECORD)
    text = without_surrogates(record["text"])
    report_id = without_surrogates(str(record["id"]).strip())
    fields, odd = _fields(record)
    return Draft(report_id.text, text.text, where, fields, notes=(*notes, *text.notes, *odd))


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
    if isinstance(record, list):
        for number, item in enumerate(record, 1):
            yield read_record(item, f"{where}, record {number}", text.notes)
    else:
        yield read_record(record, where, text.notes)


def _document(data: bytes, name: str) -> Iterator[Draft | SetAside]:
    """The records of one JSON array or object that stands on several lines."""
    text = decode(data)
    try:
        found = json.loads(text.text.strip("\ufeff")) if text else None
    except (ValueError, RecursionError) as why:
        yield SetAside(name, f"not JSON ({_short(why)})", "Give one record a line, or one array of records.")
        return
    if not isinstance(found, list):
        yield read_record(found, name)
        return
    for number, record in enumerate(found, 1):
        yield read_record(record, f"{name}, record {number}", text.notes if text else ())


def _is_record(line: bytes) -> bool:
    """Whether a file's first line is whole: a value of its own, so that the file is in lines."""
    text = decode(line)
    try:
        json.loads(text.text.strip("\ufeff \t\r\n") if text else "")
    except (ValueError, RecursionError):
        return False
    return True


def _fault(record: Mapping[str, Any]) -> str | None:
    """What makes a record no report: all that is missing or of the wrong kind, in words."""
    faults = []
    for field, kinds in (("id", (str, int)), ("text", (str,))):
        value = record.get(field)
        if value is None or value == "":
            faults.append(f"no '{field}'")
        elif not isinstance(value, kinds) or isinstance(value, bool):
            faults.append(f"'{field}' is {_kind(value)}, not text")
        elif field == "id" and not str(value).strip():
            faults.append("'id' is blank")
    return "; ".join(faults) or None


def _fields(record: Mapping[str, Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The optional fields that hold text, and a note on each that holds something else."""
    fields, notes = {}, []
    for field in FIELDS:
        value = record.get(field)
        if value is None:
            continue
        if isinstance(value, str):
            mended = without_surrogates(value.strip())
            fields[field] = mended.text
            notes += [f"{field}: {note}" for note in mended.notes]
        elif field == "author" and isinstance(value, list) and all(isinstance(v, str) for v in value):
            fields[field] = without_surrogates(", ".join(value)).text
        else:
            notes.append(f"The field '{field}' is {_kind(value)}, not text, and was left out.")
    return {name: value for name, value in fields.items() if value}, tuple(notes)


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "null")


def _short(why: Exception) -> str:
    return "nested too deeply" if isinstance(why, RecursionError) else str(why)[:120]
