"""What a desk keeps so that a new report is compared with few others: fingerprints, and the passages of each pair.

Reports are known here by their ``seq``. Nothing here knows how fingerprints are made or compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from secondsource.records import Furniture, Report
from secondsource.store import schema

Ints = npt.NDArray[Any]

AT_ONCE = 400
"""Values in one query: below SQLite's oldest limit of 999 variables."""


MADE_BY = "index of fingerprints"
"""The fact that names the version of the comparison which the index was made by."""


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds some fingerprints: columns of one row a report and place; ``common`` are those that too many hold."""

    common: Ints
    keys: Ints
    reports: Ints
    around: Ints


@dataclass(frozen=True, slots=True)
class Compared:
    """A report that the index holds, and how many words it has."""

    seq: int
    words: int


def compared(connection: Connection) -> dict[str, Compared]:
    """The reports that the index holds, by id; those that were forgotten or came since are not among them."""
    table, reports = schema.compared, schema.reports
    query = select(reports.c.id, table.c.report, table.c.words).join(reports, reports.c.seq == table.c.report)
    return {row[0]: Compared(row[1], row[2]) for row in connection.execute(query)}


def numbers(connection: Connection) -> dict[str, int]:
    """The ``seq`` of every report on the desk, by id."""
    return {row[0]: row[1] for row in connection.execute(select(schema.reports.c.id, schema.reports.c.seq))}


def number(connection: Connection, report: str) -> int:
    """The ``seq`` of a report. Raises NoResultFound for one that isn't on the desk."""
    found: int = connection.execute(select(schema.reports.c.seq).where(schema.reports.c.id == report)).scalar_one()
    return found


def reports(connection: Connection, wanted: Iterable[int]) -> dict[int, Report]:
    """The reports of these numbers, with what they are compared by: text and furniture."""
    table = schema.reports
    columns = select(table.c.seq, table.c.id, table.c.text, table.c.sha256, table.c.source, table.c.furniture)
    found = {}
    for part in _parts(wanted):
        for row in connection.execute(columns.where(table.c.seq.in_(part))).all():
            furniture = tuple(msgspec.convert(f, Furniture) for f in row.furniture or ())
            found[row.seq] = Report(row.id, row.text, row.sha256, row.source, furniture=furniture)
    return found


def held(connection: Connection, keys: Ints) -> Held:
    """Who holds these fingerprints; of those that are common, only that they are."""
    of, table = schema.common_fingerprints, schema.fingerprints
    distinct = np.unique(keys).tolist()
    common: list[int] = []
    rows: list[Any] = []
    for part in _parts(distinct):
        common += connection.scalars(select(of.c.key).where(of.c.key.in_(part)))
    for part in _parts(set(distinct).difference(common)):
        columns = select(table.c.key, table.c.report, table.c.around)
        rows += connection.execute(columns.where(table.c.key.in_(part))).all()
    of_rows = [np.array(column, np.int64) for column in zip(*rows, strict=True)] or [np.empty(0, np.int64)] * 3
    return Held(np.array(sorted(common), np.int64), *of_rows)


def common(connection: Connection) -> Ints:
    """All fingerprints that too many reports hold."""
    return np.array(sorted(connection.scalars(select(schema.common_fingerprints.c.key))), np.int64)


def holders(connection: Connection, keys: Iterable[int]) -> set[int]:
    """The reports that hold any of these fingerprints."""
    table = schema.fingerprints
    found: set[int] = set()
    for part in _parts(keys):
        found.update(connection.scalars(select(table.c.report).where(table.c.key.in_(part))))
    return found


def put(connection: Connection, report: int, words: int, keys: Ints, places: Ints, around: Ints) -> None:
    """Keeps a report's fingerprints."""
    connection.execute(schema.compared.insert(), {"report": report, "words": words})
    columns = (keys.tolist(), places.tolist(), around.tolist())
    rows = [{"key": k, "report": report, "place": p, "around": a} for k, p, a in zip(*columns, strict=True)]
    if rows:
        connection.execute(schema.fingerprints.insert(), rows)


def count(connection: Connection, keys: Ints, change: int, most: int, fresh: Iterable[int] = ()) -> list[int]:
    """Counts one holder more or fewer for common fingerprints; those that thereby stop being common.

    ``fresh`` are those that become common now, with ``most + 1`` holders.
    """
    table = schema.common_fingerprints
    mine = np.unique(keys).tolist()
    gone: list[int] = []
    for part in _parts(mine):
        connection.execute(update(table).where(table.c.key.in_(part)).values(reports=table.c.reports + change))
        few = table.c.key.in_(part) & (table.c.reports <= most)
        gone += connection.scalars(select(table.c.key).where(few))
        connection.execute(delete(table).where(few))
    rows = [{"key": k, "reports": most + 1} for k in fresh]
    if rows:
        connection.execute(table.insert(), rows)
    return gone


def recount(connection: Connection, most: int) -> None:
    """Counts the holders of all fingerprints anew, after many reports were put at once."""
    table, of = schema.fingerprints, schema.common_fingerprints
    holders_ = func.count(table.c.report.distinct())
    connection.execute(delete(of))
    query = select(table.c.key, holders_).group_by(table.c.key).having(holders_ > most)
    connection.execute(insert(of).from_select(["key", "reports"], query))


def clear(connection: Connection, version: str) -> None:
    """Forgets all fingerprints and passages; those that come are made by this version of the comparison."""
    for table in (schema.compared, schema.fingerprints, schema.common_fingerprints, schema.passages):
        connection.execute(delete(table))
    row = insert(schema.facts).values(name=MADE_BY, value=version)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": version}))


def made_by(connection: Connection) -> str | None:
    """The version of the comparison that the index was made by."""
    return connection.execute(select(schema.facts.c.value).where(schema.facts.c.name == MADE_BY)).scalar()


def holds(connection: Connection, report: int) -> bool:
    """Whether the index holds a report."""
    query = select(schema.compared.c.report).where(schema.compared.c.report == report)
    return connection.execute(query).first() is not None


def drop(connection: Connection, report: int, keys: Ints) -> None:
    """Forgets a report's fingerprints and all passages of its pairs."""
    table, pairs = schema.fingerprints, schema.passages
    for part in _parts(np.unique(keys).tolist()):
        connection.execute(delete(table).where(table.c.key.in_(part), table.c.report == report))
    connection.execute(delete(schema.compared).where(schema.compared.c.report == report))
    connection.execute(delete(pairs).where(pairs.c.a == report))
    connection.execute(delete(pairs).where(pairs.c.b == report))


def put_passages(connection: Connection, pairs: Iterable[tuple[int, int, bytes]]) -> None:
    """Keeps the passages of pairs of reports (packed by the caller), instead of what was kept of these pairs."""
    rows = [{"a": a, "b": b, "passages": packed} for a, b, packed in pairs]
    if rows:
        statement = insert(schema.passages)
        changed = {"passages": statement.excluded.passages}
        connection.execute(statement.on_conflict_do_update(index_elements=["a", "b"], set_=changed), rows)


def drop_passages(connection: Connection, among: Sequence[int]) -> None:
    """Forgets the passages of all pairs of these reports."""
    table = schema.passages
    chosen = set(among)
    for part in _parts(among):
        mine = connection.execute(select(table.c.a, table.c.b).where(table.c.a.in_(part))).all()
        gone = [{"one": a, "other": b} for a, b in mine if b in chosen]
        if gone:
            _delete_pairs(connection, table, gone)


def passages(connection: Connection) -> Iterator[tuple[int, int, bytes]]:
    """All pairs of reports with the passages that are kept of them."""
    table = schema.passages
    for row in connection.execute(select(table.c.a, table.c.b, table.c.passages)):
        yield row.a, row.b, row.passages


def _delete_pairs(connection: Connection, table: Table, gone: list[dict[str, int]]) -> None:
    from sqlalchemy import bindparam

    connection.execute(delete(table).where(table.c.a == bindparam("one"), table.c.b == bindparam("other")), gone)


def _parts(values: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(values)
    for at in range(0, len(every), AT_ONCE):
        yield every[at : at + AT_ONCE]
