"""What views may ask of the store: records as they were found, and the lines of each verb."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Table, func, select

from secondsource import lines as to
from secondsource.records import (
    Claim,
    Conflict,
    Edge,
    Entity,
    Event,
    Findings,
    Judgement,
    Match,
    Mention,
    Report,
    SetAside,
    Span,
    Statement,
    TimeExpression,
)
from secondsource.store import pile, schema
from secondsource.store.connect import Store
from secondsource.store.rows import from_row

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story with all that was found in it. ``reports`` are in the order of their dates."""

    id: str
    title: str
    reports: tuple[Report, ...]
    matches: tuple[Match, ...]  # between reports of the story, and of one with itself
    edges: tuple[Edge, ...]
    findings: Findings  # .story, .statements, .entities, .dates, .claims, .conflicts, .events, .notes


@dataclass(frozen=True, slots=True)
class PileView:
    """Everything in a desk or a pile, for one page: stories most carried first."""

    name: str
    stories: tuple[StoryView, ...]
    set_aside: tuple[SetAside, ...]
    version: str
    settings_digest: str
    made_at: str


def reports(store: Store) -> tuple[Report, ...]:
    """All reports, in the order in which they were added."""
    return tuple(r for (r,) in _all(store, schema.reports, Report))


def met(store: Store) -> tuple[Report, ...]:
    """All reports without their texts: what tells whether one that comes is here already."""
    # Asked each time a report is added: as plain rows, which take a third of the time of SQLAlchemy's.
    query = "SELECT id, sha256, source, source_given, url FROM reports ORDER BY seq"
    with store.reading() as connection:
        rows = connection.exec_driver_sql(query).cursor.fetchall()
        return tuple(Report(name, "", sha, source, bool(given), url=url) for name, sha, source, given, url in rows)


def size(store: Store) -> int:
    """How many reports there are."""
    with store.reading() as connection:
        return connection.scalar(select(func.count(schema.reports.c.id))) or 0


def story_ids(store: Store) -> list[str]:
    """The ids of all stories, in the order to show."""
    with store.reading() as connection:
        return list(connection.scalars(select(schema.stories.c.id).order_by(schema.stories.c.position)))


def resolve(store: Store, story: str) -> str | None:
    """The story to which an id leads that was ever a story's here; None where it never was, or all of it is forgotten.

    A story is named for its first report, and its id leads to the story that holds this report now, whatever was joined
    or split since. The beginning of an id will do, if it is of 8 digits or more and no other begins so.
    """
    if not re.fullmatch(r"s-[0-9a-f]{8,}", story):
        return None
    reports_, names = schema.story_reports, schema.story_names
    with store.reading() as connection:
        direct = select(reports_.c.story).where(reports_.c.named.startswith(story))
        after = select(reports_.c.story).join(names, names.c.report == reports_.c.report)
        for query in (direct, after.where(names.c.named.startswith(story))):
            if len(found := set(connection.scalars(query))) == 1:
                return str(found.pop())
    return None


def set_aside(store: Store) -> tuple[SetAside, ...]:
    """The inputs that were not taken in, each with its reason."""
    return tuple(s for (s,) in _all(store, schema.set_aside, SetAside))


def judgement_log(store: Store) -> tuple[Judgement, ...]:
    """Every line of the log of judgements, oldest first, those that were taken back too."""
    return tuple(j for (j,) in _all(store, schema.judgements, Judgement))


def judgements(store: Store) -> tuple[Judgement, ...]:
    """The judgements that hold, oldest first: of those on the same two things the last, unless it was taken back."""
    last: dict[frozenset[str], Judgement] = {}
    for judgement in judgement_log(store):
        about = frozenset((judgement.a, judgement.b))
        last.pop(about, None)
        if judgement.verdict != "undo":
            last[about] = judgement
    return tuple(last.values())


def fact(store: Store, name: str) -> str | None:
    """A fact about the desk itself, or None."""
    with store.reading() as connection:
        return connection.scalar(select(schema.facts.c.value).where(schema.facts.c.name == name))


def stories(store: Store) -> tuple[StoryView, ...]:
    """All stories with what was found in them, in the order to show."""
    by_id = {r.id: r for r in reports(store)}
    with store.reading() as connection:
        members = pile.stories(connection)
        heads = connection.execute(select(schema.stories).order_by(schema.stories.c.position)).all()
    found: dict[str, dict[str, list[Any]]] = {t.name: _grouped(store, t, kind) for t, kind in FOUND.items()}
    matches, edges = _links(store, {r: story.id for story in members.values() for r in story.reports})
    return tuple(
        StoryView(
            head.id,
            head.title,
            tuple(by_id[r] for r in members[head.id].reports),
            tuple(matches[head.id]),
            tuple(edges[head.id]),
            Findings(
                members[head.id],
                notes=tuple(head.notes or ()),
                **{name: tuple(groups.get(head.id, ())) for name, groups in found.items()},
            ),
        )
        for head in heads
    )


def titles(store: Store) -> dict[str, str]:
    """The title of each story."""
    with store.reading() as connection:
        return {row.id: row.title for row in connection.execute(select(schema.stories.c.id, schema.stories.c.title))}


def lines(store: Store, verb: str, *, text: bool = False) -> Iterator[object]:
    """The lines that a verb prints, as ``secondsource.lines`` defines them; reports with their text if asked for."""
    if verb == "reports":
        return (report_line(r, text) for r in reports(store))
    return _LINES[verb](store)


def claim_lines(store: Store) -> Iterator[to.ClaimLine]:
    """The claims, story by story, most carried first."""
    texts = {r.id: r.text for r in reports(store)}
    spans = {s.id: (s.report, s.content) for s, _ in _of_stories(store, schema.statements, Statement)}
    for claim, story in _of_stories(store, schema.claims, Claim):
        report, content = spans[claim.shown]
        yield claim_line(claim, story, words(texts[report], content))


def lines_of(view: StoryView, verb: str) -> list[Any]:
    """The lines of a verb for one story alone."""
    found = view.findings
    texts = {r.id: r.text for r in view.reports}
    if verb == "reports":
        return [report_line(r, text=False) for r in view.reports]
    if verb == "reuse":
        return [to.ReuseLine(**_builtins(m)) for m in view.matches]
    if verb == "lineage":
        return [_lineage_line(e, view.id) for e in view.edges]
    if verb == "claims":
        said = {s.id: words(texts[s.report], s.content) for s in found.statements if s.report in texts}
        return [claim_line(c, view.id, said[c.shown]) for c in found.claims if c.shown in said]
    if verb == "timeline":
        return [_timeline_line(e, texts[e.report]) for e in found.events]
    if verb == "entities":
        return [_entity_line(e, e.mentions) for e in found.entities]
    records, kind = {
        "statements": (found.statements, to.StatementLine),
        "conflicts": (found.conflicts, to.ConflictLine),
        "dates": (found.dates, to.DateLine),
    }[verb]
    return [msgspec.convert(_builtins(record), kind) for record in records]


def statement_line(statement: Statement) -> to.StatementLine:
    """The line of a statement."""
    return msgspec.convert(_builtins(statement), to.StatementLine)


def claim_line(claim: Claim, story: str, text: str) -> to.ClaimLine:
    """The line of a claim; ``text`` are the words that stand for it."""
    plain = _builtins(claim) | {"claim": claim.id, "story": story, "text": text, "reports": len(claim.report_ids)}
    return msgspec.convert(plain, to.ClaimLine)


def reuse_lines(store: Store) -> Iterator[to.ReuseLine]:
    """The matching passages."""
    for (match,) in _all(store, schema.matches, Match):
        yield to.ReuseLine(**_builtins(match))


# The tables of what is found in a story, and the records that they hold.
FOUND = {
    schema.statements: Statement,
    schema.entities: Entity,
    schema.dates: TimeExpression,
    schema.claims: Claim,
    schema.conflicts: Conflict,
    schema.events: Event,
}


def _all(store: Store, table: Table, kind: type[R], *more: str) -> Iterator[tuple[R, ...]]:
    """The records of a table in its order, each with the values of ``more`` columns."""
    with store.reading() as connection:
        for row in connection.execute(select(table).order_by(table.c.seq)).mappings():
            yield (from_row(kind, row), *(row[name] for name in more))


def _of_stories(store: Store, table: Table, kind: type[R]) -> Iterator[tuple[R, str]]:
    """The records of a table and their stories, in the order of the stories."""
    with store.reading() as connection:
        query = select(table).join(schema.stories, schema.stories.c.id == table.c.story)
        for row in connection.execute(query.order_by(schema.stories.c.position, table.c.seq)).mappings():
            yield from_row(kind, row), row["story"]


def _grouped(store: Store, table: Table, kind: type[R]) -> dict[str, list[R]]:
    groups: dict[str, list[R]] = defaultdict(list)
    for record, story in _of_stories(store, table, kind):
        groups[story].append(record)
    return groups


def _links(store: Store, story_of: dict[str, str]) -> tuple[dict[str, list[Match]], dict[str, list[Edge]]]:
    """By story: the matches within it, and the edges to its reports."""
    matches: dict[str, list[Match]] = defaultdict(list)
    edges: dict[str, list[Edge]] = defaultdict(list)
    for (match,) in _all(store, schema.matches, Match):
        if story_of.get(match.a) == story_of.get(match.b):
            matches[story_of[match.a]].append(match)
    for (edge,) in _all(store, schema.edges, Edge):
        edges[story_of[edge.child]].append(edge)
    return matches, edges


def _builtins(record: object) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain


def report_line(report: Report, text: bool) -> to.ReportLine:
    """The line of a report, with its text if asked for."""
    return to.ReportLine(
        id=report.id,
        title=report.title,
        source=report.source,
        published=report.published,
        updated=report.updated,
        url=report.url,
        language=report.language,
        sha256=report.sha256,
        read_at=report.read_at,
        credit=report.credit,
        furniture=[(f.start, f.end) for f in report.furniture],
        author=report.author,
        notes=list(report.notes),
        text=report.text if text else None,
    )


def _lineage_lines(store: Store) -> Iterator[to.LineageLine]:
    story_of = _story_of(store)
    for (edge,) in _all(store, schema.edges, Edge):
        yield _lineage_line(edge, story_of.get(edge.child, ""))


def _lineage_line(edge: Edge, story: str) -> to.LineageLine:
    return to.LineageLine(story, edge.parent, edge.child, edge.share, list(edge.why), edge.confidence, edge.name)


def _story_of(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        rows = connection.execute(select(schema.story_reports.c.report, schema.story_reports.c.story))
        return {row.report: row.story for row in rows}


def _story_lines(store: Store) -> Iterator[to.StoryLine]:
    table = schema.story_reports
    with store.reading() as connection:
        query = select(table.c.story, table.c.report, table.c.why, table.c.unsure).join(
            schema.stories, schema.stories.c.id == table.c.story
        )
        rows = connection.execute(query.order_by(schema.stories.c.position, table.c.position)).all()
    story_of = {row.report: row.story for row in rows}
    for row in rows:
        doubts = [
            to.DoubtLine(story_of[doubt["other"]], doubt["other"], doubt["verdict"], doubt["why"])
            for doubt in row.unsure or ()
            if doubt["other"] in story_of
        ]
        yield to.StoryLine(row.story, row.report, row.why, doubts)


def _statement_lines(store: Store) -> Iterator[to.StatementLine]:
    for statement, _ in _of_stories(store, schema.statements, Statement):
        yield statement_line(statement)


def entities(store: Store) -> tuple[Entity, ...]:
    """The people, organisations and places, story by story: one that two stories name stands here twice."""
    return tuple(entity for entity, _ in _of_stories(store, schema.entities, Entity))


def timeline_lines(store: Store) -> Iterator[to.TimelineLine]:
    """The dated events, story by story."""
    texts = {r.id: r.text for r in reports(store)}
    for event, _ in _of_stories(store, schema.events, Event):
        yield _timeline_line(event, texts[event.report])


def _timeline_line(event: Event, text: str) -> to.TimelineLine:
    return to.TimelineLine(
        event.story, event.date, event.report, event.start, event.end, event.trigger,
        text[event.start : event.end], list(event.reports), event.why,
    )  # fmt: skip


def _entity_lines(store: Store) -> Iterator[to.EntityLine]:
    """One line a name: the mentions of all stories together."""
    merged: dict[str, tuple[Entity, list[Mention]]] = {}
    for entity, _ in _of_stories(store, schema.entities, Entity):
        merged.setdefault(entity.id, (entity, []))[1].extend(entity.mentions)
    for entity, mentions in merged.values():
        yield _entity_line(entity, mentions)


def _entity_line(entity: Entity, mentions: Iterable[Mention]) -> to.EntityLine:
    spots = [to.SpotLine(m.report, m.start, m.end) for m in mentions]
    return to.EntityLine(entity.id, str(entity.kind), entity.name, spots)


def words(text: str, spans: tuple[Span, ...]) -> str:
    """The words of the spans as one line; an ellipsis where they leave something out."""
    return " … ".join(" ".join(text[s:e].split()) for s, e in spans)


_LINES: dict[str, Callable[[Store], Iterator[object]]] = {
    "reuse": reuse_lines,
    "lineage": _lineage_lines,
    "stories": _story_lines,
    "statements": _statement_lines,
    "claims": claim_lines,
    "conflicts": lambda store: (
        msgspec.convert(_builtins(c), to.ConflictLine) for c, _ in _of_stories(store, schema.conflicts, Conflict)
    ),
    "dates": lambda store: (to.DateLine(**_builtins(d)) for d, _ in _of_stories(store, schema.dates, TimeExpression)),
    "timeline": timeline_lines,
    "entities": _entity_lines,
}
