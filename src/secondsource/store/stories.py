"""What a desk keeps so that one more report is grouped with few others: its terms, whom it can be found by, its pairs.

Reports are known here by their ``seq``. Nothing here knows how reports are compared. What is asked for each report that
comes is asked without SQLAlchemy's statements and rows, which would take most of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from secondsource.store import schema

Ints = npt.NDArray[Any]
Floats = npt.NDArray[Any]

MADE_BY = "index of stories"
"""The fact that names the version of the stage which the index was made by."""

_COUNT = (
    "INSERT INTO story_terms (key, term, shown, held, inside, capital, figure) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (key) DO UPDATE SET held = held + excluded.held,"
    " inside = inside + excluded.inside, capital = capital + excluded.capital"
)
_TERMS = (
    "SELECT key, term, shown, held, inside, capital, figure"
    " FROM story_terms WHERE key IN (SELECT value FROM json_each(?))"
)
_ROWS = "SELECT report, day, year, weekdays, terms FROM story_rows WHERE report IN (SELECT value FROM json_each(?))"
_HOLDERS = "SELECT report FROM story_keys WHERE key = ? LIMIT ?"
_EARLIER = "SELECT report FROM story_keys WHERE key = ? AND day <= ? ORDER BY day DESC, report DESC LIMIT ?"
_LATER = "SELECT report FROM story_keys WHERE key = ? AND day > ? ORDER BY day, report LIMIT ?"
_PAIRS = "SELECT a, b, score FROM story_pairs WHERE a IN (SELECT value FROM json_each(?)) ORDER BY a, b"

# A day that is not known, where days are ordered.
NO_DAY = -1.0


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of a desk, columns beside one another, in the order of their keys."""

    keys: Ints
    terms: Sequence[str]
    shown: Sequence[str]
    held: Ints
    inside: Ints
    capital: Ints
    figure: Ints


@dataclass(frozen=True, slots=True)
class Row:
    """One report's terms: for each its key, how often it stands in the report and in its lead; and when it stands."""

    day: float  # NaN where not known …
    year: float  # … here too
    weekdays: int
    keys: Ints
    whole: Ints
    lead: Ints


def made_by(connection: Connection) -> str | None:
    """The version of the stage that the index was made by."""
    return connection.execute(select(schema.facts.c.value).where(schema.facts.c.name == MADE_BY)).scalar()


def clear(connection: Connection, version: str) -> None:
    """Forgets everything; what comes is made by this version of the stage."""
    for table in (schema.story_terms, schema.story_rows, schema.story_keys, schema.story_pairs):
        connection.execute(delete(table))
    row = upsert(schema.facts).values(name=MADE_BY, value=version)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": version}))


def size(connection: Connection) -> int:
    """How many reports the index holds."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM story_rows").scalar_one())


def holds(connection: Connection, report: int) -> bool:
    """Whether the index holds a report."""
    return connection.exec_driver_sql("SELECT 1 FROM story_rows WHERE report = ?", (report,)).first() is not None


def languages(connection: Connection) -> list[str]:
    """The languages of the desk's reports."""
    return [row[0] for row in connection.exec_driver_sql("SELECT DISTINCT language FROM reports") if row[0]]


def count(connection: Connection, terms: Terms, sign: int = 1) -> None:
    """Counts what reports tell of their terms, or takes it back (``sign`` −1); a term that none holds is forgotten."""
    order = np.argsort(terms.keys)
    columns = (terms.held, terms.inside, terms.capital)
    told = ((sign * column[order]).tolist() for column in columns)
    words = ([terms.terms[k], terms.shown[k]] for k in order.tolist())
    figure = terms.figure[order].astype(int).tolist()
    rows = [
        (key, *word, held, inside, capital, digit)
        for key, word, held, inside, capital, digit in zip(
            terms.keys[order].tolist(), words, *told, figure, strict=True
        )
    ]
    if rows:
        connection.exec_driver_sql(_COUNT, rows)
    if sign < 0:
        gone = "DELETE FROM story_terms WHERE held <= 0 AND key IN (SELECT value FROM json_each(?))"
        connection.exec_driver_sql(gone, _listed(terms.keys.tolist()))


def put_rows(connection: Connection, rows: Iterable[tuple[int, Row]]) -> None:
    """Keeps the terms of reports."""
    columns = [
        (seq, _given(row.day), _given(row.year), row.weekdays, _packed(row.keys, row.whole, row.lead))
        for seq, row in rows
    ]
    if columns:
        query = "INSERT OR REPLACE INTO story_rows (report, day, year, weekdays, terms) VALUES (?, ?, ?, ?, ?)"
        connection.exec_driver_sql(query, columns)


def rows(connection: Connection, reports: Iterable[int]) -> dict[int, Row]:
    """The terms of these reports."""
    found = connection.exec_driver_sql(_ROWS, _listed(reports))
    return {
        seq: Row(np.nan if day is None else day, np.nan if year is None else year, weekdays, *_unpacked(terms))
        for seq, day, year, weekdays, terms in found
    }


def terms(connection: Connection, keys: Ints) -> Terms:
    """What the desk knows of the terms with these keys, which are distinct, in the order of the keys."""
    found = sorted(connection.exec_driver_sql(_TERMS, _listed(keys.tolist())).cursor.fetchall())
    columns = list(zip(*found, strict=True)) or [()] * 7
    held, inside, capital = (np.array(columns[k], np.int64) for k in (3, 4, 5))
    figure = np.array(columns[6], np.bool_)
    return Terms(np.array(columns[0], np.int64), columns[1], columns[2], held, inside, capital, figure)


def put_keys(connection: Connection, keys: Iterable[tuple[int, float, int]]) -> None:
    """Keeps by which terms reports can be found: (key, day, report)."""
    found = sorted((key, NO_DAY if np.isnan(day) else day, report) for key, day, report in keys)
    if found:
        connection.exec_driver_sql("INSERT OR IGNORE INTO story_keys (key, day, report) VALUES (?, ?, ?)", found)


def holders(connection: Connection, key: int, day: float, most: int, beside: int) -> Ints:
    """The reports that can be found by a term; where they are more than ``most``, the ones beside ``day``."""
    found = connection.exec_driver_sql(_HOLDERS, (key, most + 1)).scalars().all()
    if len(found) > most:
        at = NO_DAY if np.isnan(day) else day
        sides = (connection.exec_driver_sql(side, (key, at, beside)).scalars() for side in (_EARLIER, _LATER))
        found = [report for side in sides for report in side]
    return np.array(found, np.int64)


def put_pairs(connection: Connection, pairs: Ints, scores: Floats) -> None:
    """Keeps the first scores of pairs of reports."""
    both = [(a, b, s) for (a, b), s in zip(pairs.tolist(), scores.tolist(), strict=True)]
    found = sorted([*both, *((b, a, s) for a, b, s in both)])
    if found:
        connection.exec_driver_sql("INSERT OR REPLACE INTO story_pairs (a, b, score) VALUES (?, ?, ?)", found)


def pairs(connection: Connection, reports: Iterable[int]) -> list[tuple[int, int, float]]:
    """The pairs of these reports with any, and their first scores: (report, other, score)."""
    return [tuple(row) for row in connection.exec_driver_sql(_PAIRS, _listed(reports))]


def drop(connection: Connection, report: int) -> None:
    """Forgets a report; what it told of its terms is taken back by ``count``."""
    for table in (schema.story_rows, schema.story_keys):
        connection.execute(delete(table).where(table.c.report == report))
    others = [row[1] for row in pairs(connection, [report])]
    gone = [(a, b) for other in others for a, b in ((report, other), (other, report))]
    if gone:
        connection.exec_driver_sql("DELETE FROM story_pairs WHERE a = ? AND b = ?", gone)


def pending(connection: Connection) -> dict[int, int]:
    """The reports whose matches, copying and story are to be found anew, and the number of the request."""
    return {row[0]: row[1] for row in connection.exec_driver_sql("SELECT report, number FROM pending ORDER BY report")}


def put_pending(connection: Connection, reports: Iterable[int]) -> None:
    """Asks for matches, copying and story of these reports to be found anew."""
    found = [(report,) for report in sorted(set(reports))]
    if found:
        connection.exec_driver_sql("INSERT OR REPLACE INTO pending (report) VALUES (?)", found)


def clear_pending(connection: Connection, numbers: Iterable[int]) -> None:
    """Marks requests as done; what was asked again since has another number."""
    connection.exec_driver_sql("DELETE FROM pending WHERE number IN (SELECT value FROM json_each(?))", _listed(numbers))


def _packed(keys: Ints, whole: Ints, lead: Ints) -> bytes:
    most = np.iinfo(np.uint16).max
    counts = (np.minimum(column, most).astype(np.uint16).tobytes() for column in (whole, lead))
    return keys.astype(np.int64).tobytes() + b"".join(counts)


def _unpacked(packed: bytes) -> Iterator[Ints]:
    size_ = len(packed) // 12
    yield np.frombuffer(packed, np.int64, size_)
    yield np.frombuffer(packed, np.uint16, size_, 8 * size_).astype(np.int64)
    yield np.frombuffer(packed, np.uint16, size_, 10 * size_).astype(np.int64)


def _given(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _listed(values: Iterable[int]) -> tuple[str]:
    """Numbers as the one parameter of a query that looks among them."""
    return (str(sorted(values)),)
