"""What a desk keeps so that a new report is compared with few others: fingerprints, and the passages of each pair.

Reports are known here by their ``seq``. Nothing here knows how fingerprints are made or compared.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from secondsource.records import Furniture, Report
from secondsource.store import schema

Ints = npt.NDArray[Any]

AT_ONCE = 400
"""Values in one query: below SQLite's oldest limit of 999 variables."""


MADE_BY = "index of fingerprints"
"""The fact that names the version of the comparison which the index was made by."""


# What is asked each time a report is added is asked without SQLAlchemy's statements and rows: a parameter for each of a
# hundred fingerprints, and an object for each of some thousand holders, took half of the time.
_REPORTS = (
    "SELECT seq, id, text, sha256, source, published, furniture FROM reports"
    " WHERE seq IN (SELECT value FROM json_each(?))"
)
_COMMON = "SELECT key FROM common_fingerprints WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"
_HOLDERS = (
    "SELECT group_concat(key), group_concat(report), group_concat(around)"
    " FROM fingerprints WHERE key IN (SELECT value FROM json_each(?))"
)
_ANCHORED = (
    "SELECT group_concat(f.key), group_concat(f.report), group_concat(f.around)"
    " FROM json_each(?) AS wanted CROSS JOIN anchors AS a CROSS JOIN fingerprints AS f"
    " WHERE a.key = wanted.value AND f.key = a.key AND f.report = a.report"
)
_ANCHORS = (
    "SELECT a.key, a.report FROM json_each(?) AS wanted CROSS JOIN anchors AS a WHERE a.report = wanted.value"
    " ORDER BY a.key, a.report"
)
_RANKS = "SELECT report, rank FROM compared WHERE report IN (SELECT value FROM json_each(?))"
_CHOOSE_ANCHORS = (
    "INSERT INTO anchors (key, report) SELECT key, report FROM ("
    " SELECT key, report, row_number() OVER (PARTITION BY key ORDER BY rank) AS nth FROM ("
    "  SELECT DISTINCT f.key AS key, f.report AS report, c.rank AS rank FROM json_each(?) AS wanted"
    "  CROSS JOIN fingerprints AS f CROSS JOIN compared AS c WHERE f.key = wanted.value AND c.report = f.report))"
    " WHERE nth <= ?"
)
_NO_ANCHORS = "DELETE FROM anchors WHERE key IN (SELECT value FROM json_each(?))"
_COUNT = "UPDATE common_fingerprints SET reports = reports + ? WHERE key IN (SELECT value FROM json_each(?))"
_RARE = "SELECT key FROM common_fingerprints WHERE reports <= ?"
_FORGET_RARE = "DELETE FROM common_fingerprints WHERE reports <= ?"
_NONE = (None, "", "[]", "null")


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds some fingerprints: columns of one row a report and place."""

    keys: Ints
    reports: Ints
    around: Ints

    def of(self, keys: Ints) -> Held:
        """The rows of these fingerprints alone."""
        mine = np.isin(self.keys, keys)
        return Held(self.keys[mine], self.reports[mine], self.around[mine])


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
    found = {}
    for seq, name, text, sha256, source, published, furniture in connection.exec_driver_sql(_REPORTS, _listed(wanted)):
        kept = () if furniture in _NONE else msgspec.json.decode(furniture, type=tuple[Furniture, ...])
        found[seq] = Report(name, text, sha256, source, published=published, furniture=kept)
    return found


def held(connection: Connection, keys: Ints) -> Held:
    """Who holds these fingerprints."""
    return _held(connection, _HOLDERS, keys)


def anchored(connection: Connection, keys: Ints) -> Held:
    """The anchors of these fingerprints, as holders of them."""
    return _held(connection, _ANCHORED, keys)


def common(connection: Connection, among: Ints | None = None) -> Ints:
    """The fingerprints that too many reports hold, of these or of all, in order."""
    if among is None:
        return np.array(sorted(connection.scalars(select(schema.common_fingerprints.c.key))), np.int64)
    found = connection.exec_driver_sql(_COMMON, _listed(np.unique(among).tolist()))
    return np.array([row[0] for row in found], np.int64)


def anchors(connection: Connection, among: Iterable[int]) -> list[tuple[int, int]]:
    """The fingerprints that these reports are anchors of, with the report."""
    return [(row[0], row[1]) for row in connection.exec_driver_sql(_ANCHORS, _listed(among))]


def ranks(connection: Connection, among: Iterable[int]) -> dict[int, str]:
    """What each of these reports is ranked by."""
    return {row[0]: row[1] for row in connection.exec_driver_sql(_RANKS, _listed(set(among)))}


def choose_anchors(connection: Connection, keys: Ints, most: int) -> None:
    """Keeps as anchors of each of these fingerprints the first of its holders, instead of those that it had."""
    (listed,) = _listed(keys.tolist())
    connection.exec_driver_sql(_NO_ANCHORS, (listed,))
    connection.exec_driver_sql(_CHOOSE_ANCHORS, (listed, most))


def holders(connection: Connection, keys: Iterable[int]) -> set[int]:
    """The reports that hold any of these fingerprints."""
    table = schema.fingerprints
    found: set[int] = set()
    for part in _parts(keys):
        found.update(connection.scalars(select(table.c.report).where(table.c.key.in_(part))))
    return found


def put(connection: Connection, report: int, words: int, rank: str, keys: Ints, places: Ints, around: Ints) -> None:
    """Keeps a report's fingerprints."""
    connection.exec_driver_sql("INSERT INTO compared (report, words, rank) VALUES (?, ?, ?)", (report, words, rank))
    columns = (keys.tolist(), itertools.repeat(report), places.tolist(), around.tolist())
    rows = sorted(zip(*columns, strict=False))
    if rows:
        connection.exec_driver_sql("INSERT INTO fingerprints (key, report, place, around) VALUES (?, ?, ?, ?)", rows)


def count(connection: Connection, keys: Ints, change: int, most: int, fresh: Iterable[int] = ()) -> list[int]:
    """Counts one holder more or fewer for common fingerprints; those that thereby stop being common.

    ``fresh`` are those that become common now, with ``most + 1`` holders.
    """
    if len(keys):
        (listed,) = _listed(np.unique(keys).tolist())
        connection.exec_driver_sql(_COUNT, (change, listed))
    gone = [row[0] for row in connection.exec_driver_sql(_RARE, (most,))] if change < 0 else []
    if gone:
        connection.exec_driver_sql(_FORGET_RARE, (most,))
        connection.exec_driver_sql(_NO_ANCHORS, _listed(gone))
    rows = [(k, most + 1) for k in fresh]
    if rows:
        connection.exec_driver_sql("INSERT INTO common_fingerprints (key, reports) VALUES (?, ?)", rows)
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
    for table in (schema.compared, schema.fingerprints, schema.common_fingerprints, schema.anchors, schema.passages):
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
    """Forgets a report's fingerprints, that it was an anchor, and all passages of its pairs."""
    table, pairs = schema.fingerprints, schema.passages
    for part in _parts(np.unique(keys).tolist()):
        connection.execute(delete(table).where(table.c.key.in_(part), table.c.report == report))
    for holders_ in (schema.compared, schema.anchors):
        connection.execute(delete(holders_).where(holders_.c.report == report))
    connection.execute(delete(pairs).where(pairs.c.a == report))
    connection.execute(delete(pairs).where(pairs.c.b == report))


def put_passages(connection: Connection, pairs: Iterable[tuple[int, int, bytes]]) -> None:
    """Keeps the passages of pairs of reports (packed by the caller), instead of what was kept of these pairs."""
    rows = sorted(pairs)
    if rows:
        connection.exec_driver_sql("INSERT OR REPLACE INTO passages (a, b, passages) VALUES (?, ?, ?)", rows)


def drop_passages(connection: Connection, among: Sequence[int]) -> None:
    """Forgets the passages of all pairs of these reports."""
    table = schema.passages
    chosen = set(among)
    for part in _parts(among):
        mine = connection.execute(select(table.c.a, table.c.b).where(table.c.a.in_(part))).all()
        gone = [{"one": a, "other": b} for a, b in mine if b in chosen]
        if gone:
            _delete_pairs(connection, table, gone)


def drop_pairs(connection: Connection, report: int, others: Iterable[int]) -> None:
    """Forgets the passages of the pairs of a report with these others."""
    pairs = [{"one": max(report, other), "other": min(report, other)} for other in others]
    if pairs:
        _delete_pairs(connection, schema.passages, pairs)


def passages(connection: Connection, among: Iterable[int] | None = None) -> Iterator[tuple[int, int, bytes]]:
    """All pairs of reports with the passages that are kept of them; or those with a side in some reports."""
    table = schema.passages
    query = select(table.c.a, table.c.b, table.c.passages)
    if among is None:
        yield from (tuple(row) for row in connection.execute(query))
        return
    found = {
        (row.a, row.b): row.passages
        for part in _parts(among)
        for side in (table.c.a, table.c.b)
        for row in connection.execute(query.where(side.in_(part)))
    }
    yield from ((a, b, packed) for (a, b), packed in sorted(found.items()))


def sharing(connection: Connection, reports_: Iterable[int]) -> set[int]:
    """The reports that share a passage with any of these."""
    table = schema.passages
    found: set[int] = set()
    for part in _parts(reports_):
        found.update(connection.scalars(select(table.c.b).where(table.c.a.in_(part))))
        found.update(connection.scalars(select(table.c.a).where(table.c.b.in_(part))))
    return found


def words(connection: Connection, reports_: Iterable[int]) -> dict[int, int]:
    """How many words each of these reports has, of those that the index holds."""
    table = schema.compared
    found: dict[int, int] = {}
    for part in _parts(reports_):
        rows = connection.execute(select(table.c.report, table.c.words).where(table.c.report.in_(part)))
        found.update({row.report: row.words for row in rows})
    return found


def _delete_pairs(connection: Connection, table: Table, gone: list[dict[str, int]]) -> None:
    from sqlalchemy import bindparam

    connection.execute(delete(table).where(table.c.a == bindparam("one"), table.c.b == bindparam("other")), gone)


def _held(connection: Connection, query: str, keys: Ints) -> Held:
    row = connection.exec_driver_sql(query, _listed(np.unique(keys).tolist())).one()
    return Held(*(np.fromstring(column or "", np.int64, sep=",") for column in row))


def _listed(values: Iterable[int]) -> tuple[str]:
    """Numbers as the one parameter of a query that looks among them."""
    return (str(sorted(values)),)


def _parts(values: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(values)
    for at in range(0, len(every), AT_ONCE):
        yield every[at : at + AT_ONCE]
