"""Everything that changes a desk, each function one transaction: all of it happens or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from secondsource.records import Edge, Findings, Judgement, Match, Report, SetAside
from secondsource.store import cards, pile, schema, search
from secondsource.store import stories as index
from secondsource.store.connect import Store
from secondsource.store.results import text_digest
from secondsource.store.rows import to_row

ANALYSED = "analysed"
"""The fact that names the state of the pile which the findings in the tables were computed from."""


ON_NAMES = ("one-name", "two-names", "undo")
"""Verdicts that are on names, or may take back one that was: on whatever prints these."""


def add_reports(store: Store, reports: Sequence[Report], set_aside: Sequence[SetAside] = ()) -> None:
    """Takes in reports that the desk lacks (one of a known id is left as it is), and what was set aside."""
    with store.writing() as connection:
        if reports:
            connection.execute(insert(schema.reports).on_conflict_do_nothing(), [to_row(r) for r in reports])
            _pending(connection, [r.id for r in reports])
        if set_aside:
            connection.execute(insert(schema.set_aside).on_conflict_do_nothing(), [to_row(s) for s in set_aside])


def judge(store: Store, judgements: Sequence[Judgement]) -> None:
    """Adds lines to the log of judgements; none is ever changed. What they are on is to be found anew."""
    with store.writing() as connection:
        if judgements:
            connection.execute(schema.judgements.insert(), [to_row(j) for j in judgements])
            about = {report for j in judgements for spot in (j.a, j.b) for report in _reports_of(spot)}
            _pending(connection, about)
            names = [spot for j in judgements if j.verdict in ON_NAMES for spot in (j.a, j.b) if spot]
            about |= pile.telling(connection, names)
            pile.mark_stale(connection, pile.stories_of(connection, about))


def store_pile(
    store: Store,
    state: str,
    links: tuple[Sequence[Match], Sequence[Edge]],
    heads: Sequence[tuple[str, str, Findings]],
) -> None:
    """Keeps all that was found in a pile that is read at once: (key, title, findings), one a story, in their order.

    ``state`` names what the findings depend on beside the reports, and how deep they go.
    """
    with store.writing() as connection:
        pile.replace_all_links(connection, *links)
        pile.drop_stories(connection, connection.scalars(select(schema.stories.c.id)).all())
        found = [findings for _, _, findings in heads]
        titles = {findings.story.id: title for _, title, findings in heads}
        pile.put_stories(connection, [findings.story for findings in found], titles, {})
        _keep(connection, [(key, findings) for key, _, findings in heads])
        _set_state(connection, state)


def store_findings(store: Store, asked: Iterable[int], findings: Sequence[tuple[str, Findings]]) -> None:
    """Keeps what was found in stories of a desk, each with its key; the requests ``asked`` for it are done.

    The key names what findings were computed from and how far. A story that has other reports by now is passed over.
    """
    with store.writing() as connection:
        now = pile.stories(connection, [f.story.id for _, f in findings])
        same = [(k, f) for k, f in findings if f.story.id in now and now[f.story.id].reports == f.story.reports]
        _keep(connection, same)
        pile.clear_stale(connection, asked)
        cards.sweep(connection)


def set_state(store: Store, state: str) -> None:
    """Keeps what all findings depend on beside the reports, and how deep they go."""
    with store.writing() as connection:
        _set_state(connection, state)


def forget(connection: Connection, report: Report, results: Iterable[str]) -> None:
    """Removes a report and everything found in it; its story, the pile and ``results`` (digests) are found anew."""
    connection.execute(delete(schema.reports).where(schema.reports.c.id == report.id))
    cards.forget(connection, report.id)
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
    gone = [*results]
    connection.execute(delete(schema.results).where(schema.results.c.digest.in_(gone)))
    # Results over several reports name them: they go too.
    several = schema.results.c.stage.in_(("reuse", "lineage", "stories")) | schema.results.c.stage.startswith(
        "findings"
    )
    connection.execute(delete(schema.results).where(several))


def clean(store: Store) -> None:
    """Takes what was deleted out of the files, too."""
    with store.writing() as connection:
        search.purge(connection)
    if store.path is not None:
        with store.engine.connect() as connection:  # outside a transaction
            raw = connection.connection.dbapi_connection
            raw.execute("VACUUM")  # type: ignore[union-attr]
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]


def paragraph_digests(report: Report) -> list[str]:
    """The digests under which the parses of a report's paragraphs are kept."""
    return [text_digest(report.text[s:e]) for s, e in report.paragraphs]


def _rows(table: Table, found: Findings) -> list[dict[str, Any]]:
    return [to_row(record, story=found.story.id) for record in getattr(found, table.name)]


def _keep(connection: Connection, findings: Sequence[tuple[str, Findings]]) -> None:
    """Puts findings instead of what was known of their stories."""
    if not findings:
        return
    for table in schema.OF_A_STORY:
        connection.execute(
            delete(table).where(table.c.story == bindparam("of")), [{"of": found.story.id} for _, found in findings]
        )
        rows = [row for _, found in findings for row in _rows(table, found)]
        if rows:
            connection.execute(table.insert(), rows)
    stories = schema.stories
    told = stories.update().where(stories.c.id == bindparam("of"))
    heads = [{"of": found.story.id, "by": key, "said": msgspec.to_builtins(found.notes)} for key, found in findings]
    connection.execute(told.values(key=bindparam("by"), notes=bindparam("said")), heads)
    cards.refresh(connection, [found.story.id for _, found in findings])


def _set_state(connection: Connection, state: str) -> None:
    row = insert(schema.facts).values(name=ANALYSED, value=state)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": state}))


def _pending(connection: Connection, ids: Iterable[str]) -> None:
    index.put_pending(connection, pile.seqs(connection, ids).values())


def _reports_of(spot: str) -> list[str]:
    """The ids that a spot may name: a report's own, or that of the report which a statement stands in."""
    return [spot, *(spot[:k] for k, character in enumerate(spot) if character == ":")]
