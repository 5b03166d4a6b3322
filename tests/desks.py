"""Desks whose findings are written, not found: for tests of what reads them."""

from __future__ import annotations

from collections.abc import Sequence

from secondsource.store import pile, schema, writer
from secondsource.store.connect import Store
from secondsource.store.queries import StoryView


def put(store: Store, *views: StoryView, key: str = "1") -> None:
    """Keeps the stories as an analysis does, with nothing left to be found."""
    for view in views:
        writer.add_reports(store, view.reports)
    links: tuple[Sequence, Sequence] = ([m for v in views for m in v.matches], [e for v in views for e in v.edges])
    heads = [(f"{key} {view.id}", view.title, view.findings) for view in views]
    writer.store_pile(store, "made up", links, heads)
    with store.writing() as connection:
        connection.execute(schema.pending.delete())
        asked = pile.stale(connection).values()
    writer.store_findings(store, asked, [])
