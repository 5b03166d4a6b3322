"""Records of any export to a report's fields, by the names that such fields usually have; other names are noted."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from secondsource.reading import markup
from secondsource.reading.decode import without_surrogates
from secondsource.reading.drafts import FIELDS, Draft
from secondsource.records import SetAside

ONE_RECORD = 'A record is one line: {"id": "1", "text": "…", "title": "…", "source": "…", "published": "2024-11-30"}.'
ADDRESS = re.compile(r"https?://[^/\s]+/\S")
EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
ANY_NAME = re.compile(r"[^a-z0-9]")
# What stands for no value in tables.
NOTHING = frozenset(("", "none", "null", "nan", "nat", "n/a", "na", "-"))
HTML_NAME = "html"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A record's values by the names of a report's fields, and the names under which they stood."""

    values: dict[str, Any]
    names: dict[str, str]

    @property
    def notes(self) -> tuple[str, ...]:
        """Which fields were read by other names than their own."""
        other = [f"{field} ← {name}" for field, name in self.names.items() if field != name]
        return (f"Fields read by other names: {', '.join(other)}.",) if other else ()


def named(record: Mapping[str, Any]) -> Mapped:
    """The record's values by field; what stands for no value in tables is none."""
    by_name: dict[str, str] = {}
    for name, value in record.items():
        if not (value is None or (isinstance(value, str) and value.strip().lower() in NOTHING)):
            by_name.setdefault(folded(str(name)), str(name))
    values: dict[str, Any] = {}
    names: dict[str, str] = {}
    for field, others in table().items():
        # An own id or text is kept whatever it is: what is wrong with it is told.
        if field in record and (field in ("id", "text") or by_name.get(field) == field):
            found: str | None = field
        else:
            found = next((by_name[other] for other in others if other in by_name), None)
        if found is not None:
            values[field], names[field] = record[found], found
    return Mapped(*_sorted_out(values, names, record, by_name))


def read_record(record: object, where: str, notes: tuple[str, ...] = (), *, fallback_id: str = "") -> Draft | SetAside:
    """The draft of one decoded record, or why it is none; ``fallback_id`` is for one without id and address."""
    if not isinstance(record, Mapping):
        return SetAside(where, f"not an object but {kind_of(record)}", ONE_RECORD)
    found = named(record)
    values = dict(found.values)
    if "text" not in record and isinstance(values.get("text"), Mapping | list):
        del values["text"]
    text = values.pop("text", None)
    html = values.pop(HTML_NAME, None)
    if text in (None, "") and isinstance(html, str):
        text = markup.plain(html)
    elif isinstance(text, str) and "text" not in record:
        text = markup.plain(text) if markup.PARAGRAPH.search(text) else text
    given = values.pop("id", None)
    if given is None or given == "":
        given = (
            values.get("url") if isinstance(values.get("url"), str) and values["url"].strip() else fallback_id or given
        )
    fault = _fault(given, text)
    if fault:
        return SetAside(where, fault, ONE_RECORD)
    mended, report_id = without_surrogates(str(text)), without_surrogates(str(given).strip())
    fields, odd = _fields(values)
    return Draft(report_id.text, mended.text, where, fields, notes=(*notes, *found.notes, *mended.notes, *odd))


@functools.cache
def table() -> dict[str, tuple[str, ...]]:
    """The names of each field, folded, the surest first."""
    rows: dict[str, list[str]] = tomllib.loads(
        (files("secondsource.reading") / "data" / "fields.toml").read_text("utf-8")
    )
    return {field: tuple(map(folded, names)) for field, names in rows.items()}


def folded(name: str) -> str:
    """A column's name without case and signs."""
    return ANY_NAME.sub("", name.casefold())


def kind_of(value: object) -> str:
    """What kind of value stands where another was expected, in words."""
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "null")


def _sorted_out(
    values: dict[str, Any], names: dict[str, str], record: Mapping[str, Any], by_name: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The same, with an address that stands as the outlet where it belongs, and outlets and people by their names."""
    source = values.get("source")
    if isinstance(source, Mapping):
        values["source"] = source.get("name") or source.get("title") or source.get("id")
    elif isinstance(source, str) and ADDRESS.match(source.strip()):
        if "url" not in values or names["url"] not in record:
            values["url"], names["url"] = source, names["source"]
        del values["source"], names["source"]
        for other in table()["source"][1:]:
            if other in by_name:
                values["source"], names["source"] = record[by_name[other]], by_name[other]
                break
    author = values.get("author")
    if isinstance(author, list):
        values["author"] = [p.get("name") if isinstance(p, Mapping) else p for p in author]
    elif isinstance(author, Mapping):
        values["author"] = author.get("name")
    return values, names


def _fault(given: object, text: object) -> str | None:
    """What makes a record no report: all that is missing or of the wrong kind, in words."""
    faults = []
    for field, kinds, value in (("id", (str, int), given), ("text", (str,), text)):
        if value is None or value == "":
            faults.append(f"no '{field}'")
        elif not isinstance(value, kinds) or isinstance(value, bool):
            faults.append(f"'{field}' is {kind_of(value)}, not text")
        elif field == "id" and not str(value).strip():
            faults.append("'id' is blank")
    return "; ".join(faults) or None


def _fields(values: Mapping[str, Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The optional fields that hold text, and a note on each that holds something else."""
    fields, notes = {}, []
    for field in FIELDS:
        value = values.get(field)
        if value is None:
            continue
        if field in ("published", "updated"):
            value = _date(value)
        if isinstance(value, str):
            mended = without_surrogates(value.strip())
            fields[field] = mended.text
            notes += [f"{field}: {note}" for note in mended.notes]
        elif field == "author" and isinstance(value, list) and all(isinstance(v, str) for v in value):
            fields[field] = without_surrogates(", ".join(value)).text
        else:
            notes.append(f"The field '{field}' is {kind_of(value)}, not text, and was left out.")
    return {name: value for name, value in fields.items() if value}, tuple(notes)


def _date(value: object) -> object:
    """Seconds or milliseconds since 1970 as a date; anything else as it is."""
    written = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    if isinstance(value, datetime):
        return value.isoformat()
    if not EPOCH.fullmatch(written):
        return value
    number = float(written)
    try:
        return datetime.fromtimestamp(number / (1000 if number > 1e11 else 1), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return value
