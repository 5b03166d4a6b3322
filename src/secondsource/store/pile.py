"""A desk's matches, edges and stories, read and changed in part: what a report that comes or goes leaves alone stays.

Each function works within its caller's transaction.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from secondsource.records import Doubt, Edge, Match, Report, Story
from secondsource.store import schema
from secondsource.store.rows import from_row, to_row

MADE_BY = "matches, copying and stories"
"""The fact that names the versions of the stages by which the pile as a whole was read."""

READ_AT = "reports when read as a whole"
"""The fact that tells how many reports the pile held then."""

AT_ONCE = 400
"""Values in one query: below SQLite's oldest limit of 999 variables."""


def made_by(connection: Connection) -> str | None:
    """The versions of the stages by which the pile was read; None where it wasn't."""
    return connection.execute(select(schema.facts.c.value).where(schema.facts.c.name == MADE_BY)).scalar()


def set_made_by(connection: Connection, versions: str, reports: int) -> None:
    """Keeps by which versions the pile was read as a whole, and how many reports it held then."""
    for name, value in ((MADE_BY, versions), (READ_AT, str(reports))):
        row = upsert(schema.facts).values(name=name, value=value)
        connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def read_at(connection: Connection) -> int:
    """How many reports the pile held when it was last read as a whole; 0 where it never was."""
    return int(connection.execute(select(schema.facts.c.value).where(schema.facts.c.name == READ_AT)).scalar() or 0)


def reports(connection: Connection, seqs: Iterable[int] | None = None) -> dict[int, Report]:
    """Reports by their ``seq``, in the order in which they came: these, or all."""
    table = schema.reports
    order = select(table).order_by(table.c.seq)
    queries = [order] if seqs is None else [order.where(table.c.seq.in_(part)) for part in _parts(seqs)]
    return {row["seq"]: from_row(Report, row) for query in queries for row in connection.execute(query).mappings()}


def seqs(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The ``seq`` of each of these reports, by id; those that the desk lacks have none."""
    table = schema.reports
    found: dict[str, int] = {}
    for part in _parts(ids):
        for row in connection.execute(select(table.c.id, table.c.seq).where(table.c.id.in_(part))):
            found[row.id] = row.seq
    return found


def telling(connection: Connection, names: Iterable[str]) -> set[str]:
    """The reports in which a name may stand: those that have its longest word; all, where that has other letters."""
    found: set[str] = set()
    for name in names:
        word = max(re.findall(r"\w+", name), key=len, default="")
        wanted = word.lower() if word.isascii() else ""
        rows = connection.exec_driver_sql("SELECT id FROM reports WHERE instr(lower(text), ?) > 0", (wanted,))
        found.update(rows.scalars())
    return found


def outlets(connection: Connection) -> dict[str, int]:
    """How many reports each outlet has that is given, by its name as it is written."""
    query = "SELECT source, count(*) FROM reports WHERE source_given GROUP BY source"
    return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def matches(connection: Connection, ids: Iterable[str]) -> list[Match]:
    """The matches of which a side stands in one of these reports, in the order in which the reports came."""
    table = schema.matches
    found: dict[int, Match] = {}
    for part in _parts(ids):
        for side in (table.c.a, table.c.b):
            for row in connection.execute(select(table).where(side.in_(part))).mappings():
                found[row["seq"]] = from_row(Match, row)
    place = seqs(connection, {end for m in found.values() for end in (m.a, m.b)})
    return sorted(found.values(), key=lambda m: (place[m.a], place[m.b], m.a_start, m.b_start))


def edges(connection: Connection, children: Iterable[str]) -> list[Edge]:
    """The edges to these reports, in the order in which they came."""
    table = schema.edges
    found = [
        row
        for part in _parts(children)
        for row in connection.execute(select(table).where(table.c.child.in_(part))).mappings()
    ]
    place = seqs(connection, {row["child"] for row in found})
    return [from_row(Edge, row) for row in sorted(found, key=lambda row: (place[row["child"]], row["seq"]))]


def replace_matches(connection: Connection, ids: Iterable[str], fresh: Sequence[Match]) -> None:
    """Puts these matches instead of all that have a side in one of these reports."""
    table = schema.matches
    for part in _parts(ids):
        connection.execute(delete(table).where(table.c.a.in_(part) | table.c.b.in_(part)))
    _insert(connection, table, [to_row(m) for m in fresh])


def replace_all_links(connection: Connection, matches_: Sequence[Match], edges_: Sequence[Edge]) -> None:
    """Puts these matches and edges instead of all that the desk has."""
    for table, fresh in ((schema.matches, matches_), (schema.edges, edges_)):
        connection.execute(delete(table))
        _insert(connection, table, [to_row(record) for record in fresh])


def replace_edges(connection: Connection, children: Iterable[str], fresh: Sequence[Edge]) -> None:
    """Puts these edges instead of all to these reports."""
    table = schema.edges
    for part in _parts(children):
        connection.execute(delete(table).where(table.c.child.in_(part)))
    _insert(connection, table, [to_row(e) for e in fresh])


def last_wire(connection: Connection) -> int:
    """The highest number of an unseen text."""
    query = "SELECT max(CAST(substr(parent, 6) AS INTEGER)) FROM edges WHERE parent >= 'wire:' AND parent < 'wire;'"
    return connection.exec_driver_sql(query).scalar() or 0


def stories_of(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The stories in which these reports stand."""
    table = schema.story_reports
    return {
        story
        for part in _parts(ids)
        for story in connection.scalars(select(table.c.story).where(table.c.report.in_(part)).distinct())
    }


def stories(connection: Connection, chosen: Iterable[str] | None = None) -> dict[str, Story]:
    """Stories by id: these, or all."""
    table = schema.story_reports
    order = select(table).order_by(table.c.story, table.c.position)
    queries = [order] if chosen is None else [order.where(table.c.story.in_(part)) for part in _parts(chosen)]
    rows = [row for query in queries for row in connection.execute(query).mappings()]
    found = {}
    for story, group in itertools.groupby(rows, key=lambda row: row["story"]):
        held = list(group)
        unsure = tuple(from_row(Doubt, doubt) for row in held for doubt in row["unsure"] or ())
        found[story] = Story(
            story, tuple(row["report"] for row in held), tuple((row["report"], row["why"]) for row in held), unsure
        )
    return found


def drop_stories(connection: Connection, gone: Iterable[str]) -> None:
    """Removes stories with all that was found in them."""
    for part in _parts(gone):
        for table in (*schema.OF_A_STORY, schema.story_reports, schema.stale_stories):
            connection.execute(delete(table).where(table.c.story.in_(part)))
        connection.execute(delete(schema.stories).where(schema.stories.c.id.in_(part)))


def put_stories(
    connection: Connection, fresh: Iterable[Story], titles: Mapping[str, str], named: Mapping[str, str]
) -> None:
    """Keeps stories, new or with other reports than before; what was found in them is to be found anew.

    ``named`` is the id of each report's story, if it were the first of it.
    """
    found = list(fresh)
    drop_stories(connection, [story.id for story in found])
    place = seqs(connection, [r for story in found for r in story.reports])
    _insert(connection, schema.story_reports, [row for story in found for row in members(story, named)])
    heads = [
        {
            "position": position(len(story.reports), min(place[r] for r in story.reports)),
            "id": story.id,
            "title": titles[story.id],
            "key": "",
            "notes": [],
        }
        for story in found
    ]
    _insert(connection, schema.stories, heads)
    mark_stale(connection, [story.id for story in found])


def say_anew(connection: Connection, story: Story, named: Mapping[str, str]) -> None:
    """Keeps the reasons and doubts of a story whose reports are the same as before."""
    connection.execute(delete(schema.story_reports).where(schema.story_reports.c.story == story.id))
    _insert(connection, schema.story_reports, members(story, named))


def members(story: Story, named: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of a story's reports."""
    why = dict(story.why)
    return [
        {
            "story": story.id,
            "position": k,
            "report": report,
            "why": why.get(report, ""),
            "unsure": [to_row(doubt) for doubt in story.unsure if doubt.report == report],
            "named": named.get(report),
        }
        for k, report in enumerate(story.reports)
    ]


def position(reports_: int, first: int) -> int:
    """What orders the stories: those of most reports first, then in the order in which their first reports came."""
    return first - (reports_ << 40)


def mark_stale(connection: Connection, ids: Iterable[str]) -> None:
    """Asks for the findings of stories to be found anew."""
    rows = [(story,) for story in sorted(set(ids))]
    if rows:
        connection.exec_driver_sql("INSERT OR REPLACE INTO stale_stories (story) VALUES (?)", rows)


def stale(connection: Connection) -> dict[str, int]:
    """The stories whose findings are to be found anew, in the order to show, and the number of the request."""
    asked = schema.stale_stories
    query = select(asked.c.story, asked.c.number).join(schema.stories, schema.stories.c.id == asked.c.story)
    return {row.story: row.number for row in connection.execute(query.order_by(schema.stories.c.position))}


def clear_stale(connection: Connection, numbers: Iterable[int]) -> None:
    """Marks requests as done; what was asked again since has another number."""
    for part in _parts(numbers):
        connection.execute(delete(schema.stale_stories).where(schema.stale_stories.c.number.in_(part)))


def keys(connection: Connection, chosen: Iterable[str]) -> dict[str, str]:
    """What the findings of these stories were computed from, and how far, as a digest; empty where there are none."""
    table = schema.stories
    found: dict[str, str] = {}
    for part in _parts(chosen):
        found.update(
            {row.id: row.key for row in connection.execute(select(table.c.id, table.c.key).where(table.c.id.in_(part)))}
        )
    return found


def lead_on(connection: Connection, report: str, named: str, heir: str | None) -> None:
    """Lets the addresses that a report carries lead to another one, or nowhere, as it is to be forgotten."""
    table = schema.story_names
    if heir is None:
        connection.execute(delete(table).where(table.c.report == report))
        return
    connection.execute(table.update().where(table.c.report == report).values(report=heir))
    connection.execute(upsert(table).values(named=named, report=heir).on_conflict_do_nothing())


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), list(rows))


def _parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    every = sorted(set(values))
    for at in range(0, len(every), AT_ONCE):
        yield every[at : at + AT_ONCE]
