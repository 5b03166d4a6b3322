"""A draft and its marks as a Report: fields checked, dates in one form, gaps filled from the text, faults noted."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from secondsource.reading import tongue, when
from secondsource.reading.drafts import Draft
from secondsource.reading.marks import Marks, mark
from secondsource.records import Report, SetAside

# A long book has a million letters: what is longer is no report, and would only stall the stages that read it.
LONGEST_TEXT = 5_000_000
# The longest title of the dev reports has 318 characters, the longest address 409.
LONGEST_FIELD = 4_000
LONGEST_ID = 1_000


def build(draft: Draft, now: datetime) -> Report | SetAside:
    """The report that a draft makes, or why it makes none."""
    fault = _fault(draft)
    if fault:
        return SetAside(draft.name[:LONGEST_ID], *fault)
    fields, field_notes = _fields(draft.fields)
    dates, date_notes = _dates(fields, now)
    source = fields.get("source")
    marks = mark(draft.text, title=fields.get("title"), source=source, headers=draft.headers)
    found, found_notes = _dates(_gaps(marks, dates), now)
    published = dates.get("published") or found.get("published")
    updated = dates.get("updated") or found.get("updated")
    return Report(
        id=draft.id,
        text=draft.text,
        sha256=hashlib.sha256(draft.text.encode("utf-8")).hexdigest(),
        source=source or draft.id,
        source_given=source is not None,
        title=fields.get("title") or marks.title,
        published=published,
        updated=updated,
        url=fields.get("url"),
        language=_language(fields) or tongue.detect(draft.text),
        author=fields.get("author") or marks.author,
        read_at=now.isoformat(timespec="seconds"),
        credits=marks.credits,
        dateline=marks.dateline,
        furniture=marks.furniture,
        paragraphs=marks.paragraphs,
        extractor=draft.extractor,
        page_sha256=draft.page_sha256,
        notes=tuple(dict.fromkeys((*draft.notes, *field_notes, *date_notes, *found_notes))),
        date_doubtful=when.doubt(published or updated, now) is not None,
    )


def _fault(draft: Draft) -> tuple[str, str] | None:
    """Why a draft is no report, and what would help."""
    text = draft.text
    if len(draft.id) > LONGEST_ID:
        return f"an id of {len(draft.id):,} characters", f"Give it an id of at most {LONGEST_ID}."
    if not text.strip():
        return "empty", ""
    if len(text) > LONGEST_TEXT:
        return (
            f"{len(text):,} characters: longer than any one report",
            "If it holds many reports, give them as JSON Lines, one a line, or as a file each.",
        )
    if not any(map(str.isalpha, text)):
        return "no words", "A report needs text; check the export."
    return None


def _fields(given: dict[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The fields on one line each; one that is longer than any title is left out, with a note."""
    fields = {name: " ".join(value.split()) for name, value in given.items() if len(value) <= LONGEST_FIELD}
    long = sorted(given.keys() - fields.keys())
    return fields, tuple(
        f"The field '{name}' is longer than {LONGEST_FIELD} characters, and was left out." for name in long
    )


def _language(fields: dict[str, str]) -> str | None:
    """The language that is given, if it is given as a code: ``en``, ``en-GB``, ``en_US``."""
    code = re.split(r"[-_]", fields.get("language", ""))[0].lower()
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _dates(fields: dict[str, str], now: datetime) -> tuple[dict[str, str], tuple[str, ...]]:
    """The dates among the fields in ISO 8601, and a note on each that is none or lies in the future."""
    dates: dict[str, str] = {}
    notes = []
    for field in ("published", "updated"):
        if field not in fields:
            continue
        value = when.normal(fields[field])
        if value is None:
            notes.append(f"'{field}' is no date that can be read ({fields[field][:40]!r}), and was left out.")
            continue
        dates[field] = value
        if doubt := when.doubt(value, now):
            notes.append(f"'{field}' {doubt} ({value}): it is kept, and no weekday or *last month* is counted from it.")
    return dates, tuple(notes)


def _gaps(marks: Marks, dates: dict[str, str]) -> dict[str, str]:
    """The dates that the text gives and the fields do not."""
    given = {"published": marks.published, "updated": marks.updated}
    return {field: value for field, value in given.items() if value and field not in dates}
