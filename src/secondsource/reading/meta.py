"""A table of fields beside the reports (``--meta``): it fills gaps, and never overrules what a report says itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from secondsource.errors import UsageError
from secondsource.reading import when
from secondsource.reading.decode import decode, without_surrogates
from secondsource.reading.drafts import FIELDS, Draft
from secondsource.records import SetAside

COLUMNS = ("id", *FIELDS)


@dataclass(frozen=True, slots=True)
class Meta:
    """Fields by a report's id."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    path: Path | None = None
    _met: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, path: Path | None) -> Meta:
        """The table of a CSV file; an empty one for no file. Raises UsageError where it can't be read."""
        if path is None:
            return cls()
        try:
            decoded = decode(path.read_bytes())
            if decoded is None:
                raise UsageError(f"--meta {path}: not text. Give a CSV file with the columns {', '.join(COLUMNS)}.")
            table = csv.DictReader(io.StringIO(decoded.text, newline=""), dialect=_dialect(decoded.text))
            return cls(_rows(table, path), path)
        except OSError as why:
            raise UsageError(f"--meta {path}: can't be read ({why.strerror}). Check the path.") from why
        except csv.Error as why:
            raise UsageError(f"--meta {path}: not CSV ({why}). Give a CSV file with a line of column names.") from why

    def fill(self, draft: Draft) -> Draft:
        """The draft with what the table knows and it does not give itself."""
        row = self.rows.get(draft.id)
        self._met.add(draft.id)
        if not row:
            return draft
        good = {k: v for k, v in row.items() if k not in ("published", "updated") or when.normal(v)}
        return replace(draft, fields={**good, **draft.fields})

    def faults(self) -> Iterator[SetAside]:
        """What to say of the table once all is read: rows that no report had, and dates that are none."""
        for field_name in ("published", "updated"):
            bad = [i for i, row in self.rows.items() if field_name in row and when.normal(row[field_name]) is None]
            if bad:
                reason = f"'{field_name}' is no date that can be read in {len(bad)} of {len(self.rows)} rows"
                first = f"(for instance '{self.rows[bad[0]][field_name][:40]}' of '{bad[0]}')"
                yield SetAside(str(self.path), f"{reason} {first}, and was left out", "Write it as 2024-11-30.")
        unmet = self._unmet()
        if unmet:
            yield unmet

    def _unmet(self) -> SetAside | None:
        left = [id_ for id_ in self.rows if id_ not in self._met]
        if not left:
            return None
        return SetAside(
            str(self.path),
            f"{len(left)} of {len(self.rows)} rows match no report (for instance '{left[0]}')",
            "A file's id is its path below the input folder, with its ending; `secondsource reports INPUT` lists them.",
        )


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, unless the first line shows semicolons or tabs, as spreadsheets of other countries write."""
    first = text.partition("\n")[0]

    class Table(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Table


def _rows(table: csv.DictReader[str], path: Path) -> dict[str, dict[str, str]]:
    names = {name: name.strip().lower() for name in table.fieldnames or () if name}
    if "id" not in names.values():
        raise UsageError(f"--meta {path}: no column 'id'. The columns may be {', '.join(COLUMNS)}.")
    rows: dict[str, dict[str, str]] = {}
    for line in table:
        row = {
            names[k]: without_surrogates(v).text.strip() for k, v in line.items() if k in names and isinstance(v, str)
        }
        rows.setdefault(row.pop("id", ""), {k: v for k, v in row.items() if k in FIELDS and v})
    return rows
