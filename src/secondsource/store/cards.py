"""Cards: what the list of stories shows of each, kept in step by the stories' keys, and what changed when."""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, text

from secondsource.store import schema

# Stories whose cards are made together: their rows are fetched with one query a table.
AT_ONCE = 400
# Of a chief claim's words a card keeps so many characters: three lines of a list.
LONGEST = 300
# People of a story by whom it can be found: those beyond are named once, in passing.
PEOPLE = 12

STAMP = "cards"
"""The fact that changes whenever a card does."""

Figure = list[Any]
"""Of a claim: the statement that stands for it, by how many it is told, low, high, whether it is disputed."""


def refresh(connection: Connection, only: Iterable[str] | None = None) -> None:
    """Makes the cards of stories (``only`` these, or all) in which something new was found.

    A story whose findings are just being found anew keeps the card that it has.
    """
    card, told = schema.cards.c, schema.stories.c
    stale = (
        select(told.id)
        .outerjoin(schema.cards, card.story == told.id)
        .where(told.key != "", card.key.is_distinct_from(told.key))
    )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    parts: Iterable[Sequence[str] | None] = [None] if only is None else _parts(list(only))
    for few in parts:
        anew = stale if few is None else stale.where(told.id.in_(few))
        for part in _parts(connection.scalars(anew.order_by(told.position)).all()):
            _make(connection, part, now)


def sweep(connection: Connection) -> None:
    """Drops the cards of stories that are gone; on a desk of 30,000 stories this takes 10 ms."""
    drop(connection, connection.scalars(select(schema.cards.c.story).where(_IS_GONE)).all())


def forget(connection: Connection, report: str) -> None:
    """Drops the cards in which a report stands, and what they say of it."""
    holds = text("SELECT story FROM cards WHERE instr(report_ids, :report) > 0")
    drop(connection, connection.scalars(holds, {"report": json.dumps(report)}).all())


def drop(connection: Connection, stories: Iterable[str]) -> None:
    """Removes the cards of stories, and what was noted of their changes."""
    for part in _parts(list(stories)):
        for table in (schema.cards, schema.card_names, schema.changes):
            connection.execute(delete(table).where(table.c.story.in_(part)))
        _stamp(connection)


_IS_GONE = schema.cards.c.story.not_in(select(schema.stories.c.id))


def _make(connection: Connection, stories: Sequence[str], now: str) -> None:
    held = {row.story: row for row in connection.execute(select(schema.cards).where(schema.cards.c.story.in_(stories)))}
    heads = connection.execute(select(schema.stories).where(schema.stories.c.id.in_(stories))).all()
    reports, claims = _reports(connection, stories), _by_story(connection, schema.claims, stories)
    conflicts, copied = _conflicts(connection, stories), _copied(connection, stories)
    chiefs = {story: _chief(found) for story, found in claims.items()}
    words = _words(connection, [chief.shown for chief in chiefs.values()])
    made, changes = [], []
    for head in heads:
        chief, own = chiefs.get(head.id), reports.get(head.id, [])
        moments = sorted(filter(None, (r.published or r.updated for r in own)))
        low, high = chief.independent_origins if chief else (0, 0)
        card = {
            "story": head.id, "key": head.key, "title": head.title, "reports": len(own),
            "outlets": len({r.source for r in own}),
            "first": moments[0] if moments else "", "last": moments[-1] if moments else "",
            "told": len(chief.report_ids) if chief else 0, "low": low, "high": high,
            "chief": chief.shown if chief else "", "words": words.get(chief.shown, "") if chief else "",
            "disputed": sum(c.status == "disputed" for c in claims.get(head.id, ())),
            "conflicts": conflicts.get(head.id, 0), "copied": copied.get(head.id, 0.0),
            "report_ids": [r.id for r in own], "figures": [_figure(c) for c in claims.get(head.id, ()) if _counts(c)],
        }  # fmt: skip
        what = _changed(held.get(head.id), card)
        if what:
            changes.append({"story": head.id, "at": now, "what": what})
        made.append({**card, "changed_at": now if what or head.id not in held else held[head.id].changed_at})
    names = _names(connection, stories, reports)
    for table in (schema.cards, schema.card_names):
        connection.execute(delete(table).where(table.c.story.in_(stories)))
    for table, rows in ((schema.cards, made), (schema.card_names, names), (schema.changes, changes)):
        if rows:
            connection.execute(table.insert(), rows)
    _stamp(connection)


def _stamp(connection: Connection) -> None:
    """Lets whoever holds lists in memory see that they are old."""
    connection.execute(delete(schema.facts).where(schema.facts.c.name == STAMP))
    connection.execute(schema.facts.insert(), {"name": STAMP, "value": secrets.token_hex(8)})


def _changed(before: Any, after: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    """What a reader should be told: reports that came and went, claims that are new or whose figure changed."""
    if before is None:
        return {}
    old, new = ({f[0]: f[1:] for f in figures} for figures in (before.figures, after["figures"]))
    what = {
        "reports": [r for r in after["report_ids"] if r not in set(before.report_ids)],
        "gone": len(set(before.report_ids) - set(after["report_ids"])),
        "figures": [[said, old[said], new[said]] for said in new if said in old and old[said] != new[said]],
        "claims": [said for said in new if said not in old],
    }
    return {name: value for name, value in what.items() if value}


def _counts(claim: Any) -> bool:  # noqa: ANN401
    """Whether a change of the claim's figure is news: those that one report alone tells come and go with it."""
    return len(claim.report_ids) > 1 or claim.status == "disputed"


def _figure(claim: Any) -> Figure:  # noqa: ANN401
    return [claim.shown, len(claim.report_ids), *claim.independent_origins, claim.status == "disputed"]


def _chief(claims: Sequence[Any]) -> Any:  # noqa: ANN401
    """The claim that narrows most: told by many for each who knows it. Views come last."""

    def narrowing(claim: Any) -> tuple[bool, float, int]:  # noqa: ANN401
        told = len(claim.report_ids)
        return not claim.opinion, told / max(claim.independent_origins[1], 1), told

    return max(claims, key=narrowing)


def _reports(connection: Connection, stories: Sequence[str]) -> dict[str, list[Any]]:
    """Of each story's reports, in their order, what a card says of them."""
    r, place = schema.reports.c, schema.story_reports.c
    query = (
        select(place.story, r.id, r.source, r.published, r.updated)
        .join(schema.reports, r.id == place.report)
        .where(place.story.in_(stories))
        .order_by(place.story, place.position)
    )
    return _grouped(connection.execute(query))


def _by_story(connection: Connection, table: Table, stories: Sequence[str]) -> dict[str, list[Any]]:
    return _grouped(connection.execute(select(table).where(table.c.story.in_(stories)).order_by(table.c.seq)))


def _grouped(rows: Iterable[Any]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.story].append(row)
    return dict(groups)


def _conflicts(connection: Connection, stories: Sequence[str]) -> dict[str, int]:
    """How many disagreements each story has; updates, inclusions and slips are none."""
    t = schema.conflicts.c
    query = (
        select(t.story, func.count().label("many")).where(t.story.in_(stories), t.label == "conflict").group_by(t.story)
    )
    return {row.story: row.many for row in connection.execute(query)}


def _copied(connection: Connection, stories: Sequence[str]) -> dict[str, float]:
    """The largest part of a report of each story that comes from another text."""
    place = schema.story_reports.c
    query = (
        select(place.story, func.max(schema.edges.c.share).label("share"))
        .join(schema.edges, schema.edges.c.child == place.report)
        .where(place.story.in_(stories))
        .group_by(place.story)
    )
    return {row.story: row.share for row in connection.execute(query)}


def _words(connection: Connection, shown: Sequence[str]) -> dict[str, str]:
    """The words of the statements, on one line."""
    s = schema.statements.c
    said = connection.execute(select(s.id, s.report, s.content).where(s.id.in_(shown))).all()
    reports = schema.reports.c
    query = select(reports.id, reports.text).where(reports.id.in_({row.report for row in said}))
    texts = {row.id: row.text for row in connection.execute(query)}
    return {
        row.id: " … ".join(" ".join(texts[row.report][a : min(b, a + 2 * LONGEST)].split()) for a, b in row.content)[
            :LONGEST
        ]
        for row in said
        if row.report in texts
    }


def _names(connection: Connection, stories: Sequence[str], reports: dict[str, list[Any]]) -> list[dict[str, str]]:
    """By whom and where each story can be found: its outlets, and the people that it names most."""
    found = {(story, "outlet", r.source) for story, own in reports.items() for r in own}
    e = schema.entities.c
    query = select(e.story, e.name, func.json_array_length(e.mentions).label("many"))
    people = _grouped(connection.execute(query.where(e.story.in_(stories), e.kind == "person")))
    for story, named in people.items():
        chief = sorted(named, key=lambda row: -row.many)[:PEOPLE]
        found |= {(story, "person", row.name) for row in chief}
    return [{"story": story, "kind": kind, "name": name} for story, kind, name in sorted(found)]


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
