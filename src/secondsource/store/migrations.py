"""Numbered steps that bring an older desk to today's tables. Add one at the end; never change one that has landed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, inspect, select, text

from secondsource.errors import DeskError
from secondsource.store import cards, schema, search, watched

Step = Callable[[Connection], None]


def migrate(connection: Connection) -> int:
    """Applies the steps that this desk lacks, in one transaction of the caller's; returns the number it is at now.

    Raises DeskError for a file that a newer version wrote, or one that is no desk.
    """
    present = set(inspect(connection).get_table_names())
    if present and schema.schema_versions.name not in present:
        raise DeskError("it is a SQLite file, but no desk of secondsource. Choose another name.")
    schema.schema_versions.create(connection, checkfirst=True)
    done = set(connection.scalars(select(schema.schema_versions.c.number)))
    if done and max(done) > len(STEPS):
        raise DeskError(f"it was written by a newer secondsource (tables {max(done)}, known {len(STEPS)}). Upgrade.")
    for number, (title, step) in enumerate(STEPS, 1):
        if number not in done:
            step(connection)
            row = {"number": number, "title": title, "applied_at": datetime.now(UTC).isoformat(timespec="seconds")}
            connection.execute(schema.schema_versions.insert(), row)
    return len(STEPS)


def _first_tables(connection: Connection) -> None:
    schema.metadata.create_all(connection)


def _fingerprints(connection: Connection) -> None:
    tables = (schema.compared, schema.fingerprints, schema.common_fingerprints, schema.passages)
    schema.metadata.create_all(connection, tables=tables)


def _who_judged(connection: Connection) -> None:
    if "who" not in {column["name"] for column in inspect(connection).get_columns(schema.judgements.name)}:
        connection.execute(text("ALTER TABLE judgements ADD COLUMN who TEXT NOT NULL DEFAULT ''"))


def _anchors(connection: Connection) -> None:
    schema.metadata.create_all(connection, tables=[schema.anchors])
    if "rank" not in {column["name"] for column in inspect(connection).get_columns(schema.compared.name)}:
        connection.execute(text("ALTER TABLE compared ADD COLUMN rank TEXT NOT NULL DEFAULT ''"))


def _lasting_stories(connection: Connection) -> None:
    tables = (
        schema.story_names, schema.pending, schema.stale_stories,
        schema.story_terms, schema.story_rows, schema.story_keys, schema.story_pairs,
    )  # fmt: skip
    schema.metadata.create_all(connection, tables=tables)
    known = {column["name"] for column in inspect(connection).get_columns(schema.story_reports.name)}
    for name, kind in (("unsure", "JSON"), ("named", "TEXT")):
        if name not in known:
            connection.execute(text(f"ALTER TABLE story_reports ADD COLUMN {name} {kind}"))
    if "date_doubtful" not in {column["name"] for column in inspect(connection).get_columns(schema.reports.name)}:
        connection.execute(text("ALTER TABLE reports ADD COLUMN date_doubtful BOOLEAN NOT NULL DEFAULT 0"))
    for name, on in (
        ("story_reports_named", "story_reports (named)"),
        ("reports_language", "reports (language)"),
        ("reports_outlet", "reports (source, source_given)"),
    ):
        connection.execute(text(f"CREATE INDEX IF NOT EXISTS ix_{name} ON {on}"))
    connection.execute(text("INSERT OR IGNORE INTO pending (report) SELECT seq FROM reports"))


def _cards_and_search(connection: Connection) -> None:
    schema.metadata.create_all(connection, tables=(schema.cards, schema.card_names, schema.changes))
    for table, column in ((schema.statements, "speaker"), (schema.stories, "position")):
        name = f"ix_{table.name}_{column}"
        connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {table.name} ({column})"))
    search.create(connection)
    cards.refresh(connection)


def _no_fault(connection: Connection) -> None:
    if "fault" not in {column["name"] for column in inspect(connection).get_columns(schema.set_aside.name)}:
        connection.execute(text("ALTER TABLE set_aside ADD COLUMN fault BOOLEAN NOT NULL DEFAULT 1"))


STEPS: tuple[tuple[str, Step], ...] = (
    ("first tables", _first_tables),
    ("index of fingerprints", _fingerprints),
    ("who judged", _who_judged),
    ("anchors of fingerprints", _anchors),
    ("stories that keep their ids", _lasting_stories),
    ("what is watched", watched.create),
    ("cards of stories, full-text search", _cards_and_search),
    ("what is set aside without fault", _no_fault),
)
