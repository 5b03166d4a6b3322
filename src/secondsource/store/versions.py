"""The versions of reports that changed at their address: every text that was met, and what changed each time.

The newest version that differs in more than typography stands among the reports, as ``ID@v2``; the ones before it stand
here only, so that one address is one report in everything that is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from secondsource.lines import ChangeLine, VersionLine
from secondsource.records import Report, Revision
from secondsource.store import pile, schema
from secondsource.store import stories as index
from secondsource.store.connect import Store
from secondsource.store.rows import from_row, to_row
from secondsource.store.watched import versions

# Two texts under one address that share so few of their words are two reports. Any two English texts share a quarter
# (the, of, said); set by eye on invented pages, nothing is labelled for it.
SAME_REPORT = 0.4

Compare = Callable[[Report, Report], Revision]

Leave = Callable[[Connection, Report, str], None]
"""Takes a report out of what is kept of it beside its text, as the one of this id takes its place."""


class Outcome(StrEnum):
    """What became of a report that was met at an address."""

    NEW = "new"
    SAME = "same"
    TRIVIAL = "trivial"  # kept, and not worth telling
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a report, under which id it stands, and the line of its version if it is one."""

    outcome: Outcome
    id: str
    first: str  # the id of its first version
    line: VersionLine | None = None
    replaced: Report | None = None  # the version that it stands in the place of


def settle(
    connection: Connection,
    report: Report,
    compare: Compare,
    leave: Leave,
    *,
    live: bool,
    alone: str | None = None,
) -> Settled:
    """Takes in a report by its id and address: as new, as a version of the one that is here, or not at all.

    ``live``: it was met just now, so that a text that was there before is a change again; from files it is nothing new.
    ``alone`` is the id to take where the one that is here is another text altogether: pages of some sites all name one
    address. ``leave`` takes a report that a version replaces out of what is kept of it.
    """
    current = _current(connection, report.id)
    if current is None:
        connection.execute(insert(schema.reports).on_conflict_do_nothing(), [to_row(report)])
        _pending(connection, report.id)
        return Settled(Outcome.NEW, report.id, report.id)
    met = {row.sha256 for row in connection.execute(select(versions.c.sha256).where(versions.c.report == report.id))}
    if report.sha256 == current.sha256 or (not live and report.sha256 in met):
        return Settled(Outcome.SAME, current.id, report.id)
    revision = compare(current, report)
    if alone not in (None, report.id) and revision.kept < SAME_REPORT:
        return settle(connection, replace(report, id=alone, url=alone), compare, leave, live=live)
    trivial = not revision.changes
    if trivial and report.sha256 in met:
        return Settled(Outcome.SAME, current.id, report.id)
    if not met:
        connection.execute(versions.insert(), _row(report.id, 1, current, None))
    number = _next(connection, report.id)
    given = current.id if trivial else f"{report.id}@v{number}"
    row = _row(report.id, number, replace(report, id=given), revision)
    connection.execute(versions.insert(), row)
    if not trivial:
        _supersede(connection, current, replace(report, id=given, notes=_notes(report, number)), leave)
        return Settled(Outcome.VERSION, given, report.id, _line(row), current)
    return Settled(Outcome.TRIVIAL, given, report.id, _line(row))


def lines(store: Store, report: str | None = None) -> Iterator[VersionLine]:
    """The versions of all reports that have several, or of one, by any of its ids; oldest first."""
    query = select(versions).order_by(versions.c.report, versions.c.number)
    if report is not None:
        query = query.where(versions.c.report.in_(_bases(report)))
    with store.reading() as connection:
        for row in connection.execute(query).mappings():
            yield _line(dict(row))


def known(store: Store) -> tuple[Report, ...]:
    """What a reader of files must know of the texts that no longer stand among the reports: ids, digests, addresses."""
    with store.reading() as connection:
        rows = connection.execute(select(versions).order_by(versions.c.report, versions.c.number)).all()
    return tuple(
        Report(
            row.report if row.number == 1 else f"{row.report}@v{row.number}",
            "", row.sha256, row.source, source_given=row.source != row.report, url=row.url,
        )
        for row in rows
    )  # fmt: skip


def first_of(store: Store, report: str) -> str | None:
    """The id by which versions of a report go together, if there are any; it may be given by any of its ids."""
    with store.reading() as connection:
        query = select(versions.c.report).where(versions.c.report.in_(_bases(report)))
        return connection.scalar(query.limit(1))


def current_id(store: Store, report: str) -> str:
    """The id under which a report's newest version stands among the reports."""
    with store.reading() as connection:
        found = _current(connection, report)
    return found.id if found else report


def drop_results(store: Store, digests: Iterable[str]) -> None:
    """Removes what was found in a version that no longer counts, so that nothing of it is left when it is forgotten."""
    with store.writing() as connection:
        connection.execute(delete(schema.results).where(schema.results.c.digest.in_([*digests])))


def forget(connection: Connection, report: str) -> None:
    """Removes all texts of a report, whatever ids they had."""
    connection.execute(delete(versions).where(versions.c.report.in_(_bases(report))))


def _next(connection: Connection, base: str) -> int:
    """The number of the next version: one that neither a version nor a report of the desk has."""
    query = select(versions.c.number).where(versions.c.report == base)
    number = 1 + max(connection.scalars(query), default=0)
    held = schema.reports.c.id
    while connection.scalar(select(held).where(held == f"{base}@v{number}")) is not None:
        number += 1
    return number


def _current(connection: Connection, base: str) -> Report | None:
    """The report's newest version that counts, as it stands among the reports."""
    query = select(versions.c.id).where(versions.c.report == base, versions.c.trivial.is_(False))
    newest = connection.scalar(query.order_by(versions.c.number.desc()).limit(1)) or base
    row = connection.execute(select(schema.reports).where(schema.reports.c.id == newest)).mappings().first()
    return from_row(Report, row) if row else None


def _supersede(connection: Connection, old: Report, new: Report, leave: Leave) -> None:
    """Puts a version in the place of the one before, and drops what was found in that one."""
    leave(connection, old, new.id)
    connection.execute(delete(schema.reports).where(schema.reports.c.id == old.id))
    matches, edges = schema.matches.c, schema.edges.c
    connection.execute(delete(schema.matches).where((matches.a == old.id) | (matches.b == old.id)))
    connection.execute(delete(schema.edges).where((edges.parent == old.id) | (edges.child == old.id)))
    connection.execute(schema.reports.insert(), [to_row(new)])
    _pending(connection, new.id)


def _pending(connection: Connection, report: str) -> None:
    """Marks a report as one that is to be compared with the others."""
    index.put_pending(connection, pile.seqs(connection, [report]).values())


def _row(base: str, number: int, report: Report, revision: Revision | None) -> dict[str, object]:
    return {
        "report": base, "number": number, "id": report.id, "source": report.source, "title": report.title,
        "url": report.url, "published": report.published, "updated": report.updated, "read_at": report.read_at,
        "sha256": report.sha256, "text": report.text, "trivial": revision is not None and not revision.changes,
        "silent": revision is not None and revision.silent,
        "changes": msgspec.to_builtins(revision.changes) if revision else [],
        "why": revision.why if revision else "The first text that was read at this address.",
    }  # fmt: skip


def _line(row: dict[str, object]) -> VersionLine:
    plain = {name: row[name] for name in VersionLine.__dataclass_fields__ if name not in ("version", "changes")}
    return VersionLine(version=row["number"], changes=msgspec.convert(row["changes"], list[ChangeLine]), **plain)  # type: ignore[arg-type]


def _notes(report: Report, number: int) -> tuple[str, ...]:
    return (*report.notes, f"version {number} of {report.id}")


def _bases(report: str) -> Iterable[str]:
    """The ids that a report's first version may have."""
    base, _, number = report.rpartition("@v")
    return (report, base) if base and number.isdigit() else (report,)
