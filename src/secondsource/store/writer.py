"""Everything that changes a desk, each function one transaction: all of it happens or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects.sqlite import insert

from secondsource.records import Edge, Findings, Judgement, Match, Report, SetAside, Story
from secondsource.store import schema
from secondsource.store.connect import Store
from secondsource.store.results import text_digest
from secondsource.store.rows import to_row

ANALYSED = "analysed"
"""The fact that names the state of the pile which the findings in the tables were computed from."""


def add_reports(store: Store, reports: Sequence[Report], set_aside: Sequence[SetAside] = ()) -> None:
    """Takes in reports that the desk lacks (one of a known id is left as it is), and what was set aside."""
    with store.writing() as connection:
        if reports:
            connection.execute(insert(schema.reports).on_conflict_do_nothing(), [to_row(r) for r in reports])
            connection.execute(delete(schema.facts).where(schema.facts.c.name == ANALYSED))
        if set_aside:
            connection.execute(insert(schema.set_aside).on_conflict_do_nothing(), [to_row(s) for s in set_aside])


def judge(store: Store, judgements: Sequence[Judgement]) -> None:
    """Adds lines to the log of judgements; none is ever changed."""
    with store.writing() as connection:
        if judgements:
            connection.execute(schema.judgements.insert(), [to_row(j) for j in judgements])
        connection.execute(delete(schema.facts).where(schema.facts.c.name == ANALYSED))


def store_findings(
    store: Store,
    state: str,
    pile: tuple[Sequence[Match], Sequence[Edge], Sequence[Story]],
    findings: Sequence[tuple[str, str, Findings]],
) -> None:
    """Replaces what the tables say of the pile (matches, edges, stories) and of each story whose key has changed.

    ``state`` names the pile's state; ``findings`` are (key, title, findings), one a story, in the order to show; the
    key names what they were computed from and how far.
    """
    matches, edges, stories = pile
    with store.writing() as connection:
        _replace(connection, schema.matches, [to_row(m) for m in matches])
        _replace(connection, schema.edges, [to_row(e) for e in edges])
        _replace(
            connection,
            schema.story_reports,
            [
                {"story": s.id, "position": i, "report": r, "why": dict(s.why).get(r, "")}
                for s in stories
                for i, r in enumerate(s.reports)
            ],
        )
        known = {row.id: row.key for row in connection.execute(select(schema.stories.c.id, schema.stories.c.key))}
        fresh = [(key, found) for key, _, found in findings if known.get(found.story.id) != key]
        stale = set(known) - {found.story.id for _, _, found in findings} | {found.story.id for _, found in fresh}
        for table in schema.OF_A_STORY:
            _delete(connection, table, stale)
            _insert(connection, table, [row for _, found in fresh for row in _rows(table, found)])
        heads = [_head(i, key, title, found) for i, (key, title, found) in enumerate(findings)]
        _replace(connection, schema.stories, heads)
        connection.execute(delete(schema.facts).where(schema.facts.c.name == ANALYSED))
        connection.execute(schema.facts.insert(), {"name": ANALYSED, "value": state})


def forget(store: Store, report: Report, results: Iterable[str]) -> None:
    """Removes a report and everything found in it; its story, the pile and ``results`` (digests) are found anew."""
    with store.writing() as connection:
        connection.execute(delete(schema.reports).where(schema.reports.c.id == report.id))
        story_of = select(schema.story_reports.c.story).where(schema.story_reports.c.report == report.id)
        stale = set(connection.scalars(story_of))
        for table in (*schema.OF_A_STORY, schema.story_reports):
            _delete(connection, table, stale)
        connection.execute(delete(schema.stories).where(schema.stories.c.id.in_(stale)))
        connection.execute(
            delete(schema.matches).where((schema.matches.c.a == report.id) | (schema.matches.c.b == report.id))
        )
        connection.execute(
            delete(schema.edges).where((schema.edges.c.parent == report.id) | (schema.edges.c.child == report.id))
        )
        said = schema.judgements
        mine = [c.startswith(f"{report.id}:", autoescape=True) | (c == report.id) for c in (said.c.a, said.c.b)]
        connection.execute(delete(said).where(mine[0] | mine[1]))
        connection.execute(delete(schema.set_aside).where(schema.set_aside.c.input == report.id))
        # Results over the whole pile name every report of it: they go too, and cost seconds to find again.
        gone = [*results]
        connection.execute(delete(schema.results).where(schema.results.c.digest.in_(gone)))
        whole = schema.results.c.stage.in_(("reuse", "lineage", "stories")) | schema.results.c.stage.startswith(
            "findings"
        )
        connection.execute(delete(schema.results).where(whole))
        connection.execute(delete(schema.facts).where(schema.facts.c.name == ANALYSED))
    if store.path is not None:
        with store.engine.connect() as connection:  # outside a transaction: what was deleted leaves the files too
            raw = connection.connection.dbapi_connection
            raw.execute("VACUUM")  # type: ignore[union-attr]
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]


def paragraph_digests(report: Report) -> list[str]:
    """The digests under which the parses of a report's paragraphs are kept."""
    return [text_digest(report.text[s:e]) for s, e in report.paragraphs]


def _rows(table: Table, found: Findings) -> list[dict[str, Any]]:
    return [to_row(record, story=found.story.id) for record in getattr(found, table.name)]


def _head(position: int, key: str, title: str, found: Findings) -> dict[str, Any]:
    return {
        "position": position,
        "id": found.story.id,
        "title": title,
        "key": key,
        "notes": msgspec.to_builtins(found.notes),
    }


def _replace(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(table))
    _insert(connection, table, rows)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _delete(connection: Connection, table: Table, stories: Iterable[str]) -> None:
    for story in stories:
        connection.execute(delete(table).where(table.c.story == story))
