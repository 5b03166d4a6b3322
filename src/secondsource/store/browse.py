"""What the desk in the browser asks of the store: lists by search and filters, and one thing at a time, never all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, case, func, or_, select, text

from secondsource.records import Claim, Edge, Findings, Match, Report, SetAside, Statement
from secondsource.store import pile, schema, search
from secondsource.store.connect import Store
from secondsource.store.queries import FOUND, StoryView
from secondsource.store.rows import from_row

R = TypeVar("R")

ORDERS = {"newest": "newest first", "carried": "most carried first", "changed": "last changed first"}
FLAGS = {
    "one": "several tell it, rests on 1",
    "disputed": "disputed",
    "conflicts": "reports differ",
    "copied": "a report copied ≥ 80 %",
}
COPIED = 0.8
# Names and months that stand among the filters; who wants another writes it into the search.
FACETS, MONTHS = 40, 8
# Those whom an outlet carries, and who carry it, that its page draws.
NAMES = 10
PAGE = 20
# Of a speaker or an outlet a page lists so many lines; the rest is counted.
LINES = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What an editor asks of the list of stories; the address says the same."""

    words: str = ""
    outlet: str = ""
    person: str = ""
    since: str = ""  # ISO days
    until: str = ""
    flags: tuple[str, ...] = ()
    order: str = "newest"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Card:
    """A story as the list shows it."""

    story: str
    title: str
    reports: int
    outlets: int
    first: str
    last: str
    told: int
    low: int
    high: int
    chief: str
    words: str
    disputed: int
    conflicts: int
    copied: float
    changed_at: str
    hits: tuple[str, ...] = ()  # ids of the reports that hold the words asked for


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the stories found are left with one more filter."""

    outlets: tuple[tuple[str, int], ...]
    people: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]
    flags: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of stories, how many there are in all, and the filters; ``capped``: more reports hold the words."""

    cards: tuple[Card, ...]
    total: int
    facets: Facets
    capped: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the desk holds, and the state that its tables are in."""

    reports: int
    stories: int
    set_aside: int
    analysed: bool
    state: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its report and story."""

    statement: Statement
    story: str
    title: str
    source: str
    published: str | None
    words: str


def counts(store: Store) -> Counts:
    """How much the desk holds."""
    with store.reading() as connection:
        reports, stories, aside, waiting, stale = (
            connection.scalar(select(func.count()).select_from(t)) or 0 for t in _COUNTED
        )
        facts = schema.facts.c
        analysed = connection.scalar(select(facts.value).where(facts.name == "analysed"))
        stamp = connection.scalar(select(facts.value).where(facts.name == "cards"))
    return Counts(reports, stories, aside, analysed is not None and not waiting and not stale, f"{reports} {stamp}")


def find(store: Store, asked: Asked) -> Found:
    """The stories that are asked for, a page of them, with the counts of further filters."""
    with store.reading() as connection:
        seqs = search.hits(connection, asked.words)
        within = _stories_of(connection, seqs) if search.wanted(asked.words) else None
        where = _where(asked, within)
        total = connection.scalar(select(func.count()).select_from(schema.cards).where(*where)) or 0
        query = select(*_CARD).where(*where).order_by(*_order(asked.order))
        rows = connection.execute(query.limit(PAGE).offset(PAGE * (asked.page - 1))).all()
        cards = tuple(Card(*row) for row in rows)
        if within is not None:
            cards = tuple(replace(c, hits=tuple(within.get(c.story, ()))) for c in cards)
        return Found(cards, total, _facets(connection, where), len(seqs) == search.MOST)


def card(store: Store, story: str) -> Card | None:
    """The card of a story."""
    with store.reading() as connection:
        row = connection.execute(select(*_CARD).where(schema.cards.c.story == story)).first()
        return Card(*row) if row else None


def story(store: Store, wanted: str) -> StoryView | None:
    """One story with all that was found in it, or None."""
    with store.reading() as connection:
        head = connection.execute(select(schema.stories).where(schema.stories.c.id == wanted)).first()
        if head is None:
            return None
        told = pile.stories(connection, [wanted])[wanted]
        place, r = schema.story_reports.c, schema.reports
        own = select(place.report).where(place.story == wanted)
        rows = connection.execute(select(r).where(r.c.id.in_(own))).mappings()
        held = {row["id"]: from_row(Report, row) for row in rows}
        reports = tuple(held[report] for report in told.reports if report in held)
        m, e = schema.matches, schema.edges
        matches = _records(connection, m, Match, m.c.a.in_(own), m.c.b.in_(own))
        edges = _records(connection, e, Edge, e.c.child.in_(own))
        found: dict[str, Any] = {
            t.name: _records(connection, t, kind, t.c.story == wanted) for t, kind in FOUND.items()
        }
    findings = Findings(told, notes=tuple(head.notes or ()), **found)
    return StoryView(wanted, head.title, reports, matches, edges, findings)


def story_key(store: Store, wanted: str) -> str | None:
    """What names the state of a story's findings; None where there is no such story."""
    with store.reading() as connection:
        return connection.scalar(select(schema.stories.c.key).where(schema.stories.c.id == wanted))


def report(store: Store, wanted: str) -> Report | None:
    """One report."""
    with store.reading() as connection:
        row = connection.execute(select(schema.reports).where(schema.reports.c.id == wanted)).mappings().first()
        return from_row(Report, row) if row else None


def reports(store: Store, wanted: Sequence[str]) -> tuple[Report, ...]:
    """Those of the reports that are here, in the order asked for."""
    with store.reading() as connection:
        rows = connection.execute(select(schema.reports).where(schema.reports.c.id.in_(list(wanted)))).mappings()
        held = {row["id"]: from_row(Report, row) for row in rows}
    return tuple(held[w] for w in dict.fromkeys(wanted) if w in held)


def matches_between(store: Store, wanted: Sequence[str]) -> tuple[Match, ...]:
    """The matching passages among these reports."""
    m, own = schema.matches, list(wanted)
    with store.reading() as connection:
        return _records(connection, m, Match, m.c.a.in_(own), m.c.b.in_(own))


def story_of(store: Store, report_id: str) -> str | None:
    """The story in which a report stands."""
    t = schema.story_reports.c
    with store.reading() as connection:
        return connection.scalar(select(t.story).where(t.report == report_id))


def statement(store: Store, wanted: str) -> tuple[Statement, str] | None:
    """The statement of this id with its story; after a re-run that cut it anew, the one that shares most with it."""
    t = schema.statements
    with store.reading() as connection:
        row = connection.execute(select(t).where(t.c.id == wanted)).mappings().first()
        if row is None and (place := _place(wanted)):
            near = connection.execute(select(t).where(t.c.report == place[0]).order_by(t.c.seq)).mappings().all()
            row = max(
                (n for n in near if _shared(n, *place[1:]) > 0), key=lambda n: _shared(n, *place[1:]), default=None
            )
        return (from_row(Statement, row), row["story"]) if row else None


def statement_here(store: Store, wanted: str) -> bool:
    """Whether there is a statement of exactly this id."""
    t = schema.statements.c
    with store.reading() as connection:
        return connection.scalar(select(t.id).where(t.id == wanted)) is not None


def name_here(store: Store, name: str) -> bool:
    """Whether somebody or something is called so, on this desk or in the words of a report."""
    e = schema.entities.c
    with store.reading() as connection:
        known = connection.scalar(select(e.name).where(func.lower(e.name) == name.lower()).limit(1))
        phrase = name.replace('"', " ")
        return known is not None or bool(search.hits(connection, f'"{phrase}"'))


def people_beside(store: Store, name: str, most: int = 40) -> tuple[str, ...]:
    """Other people in the stories in which somebody speaks."""
    n, s = schema.card_names.c, schema.statements.c
    with store.reading() as connection:
        theirs = select(s.story).where(s.speaker == name)
        query = select(n.name).where(n.kind == "person", n.story.in_(theirs), n.name != name)
        return tuple(connection.scalars(query.distinct().order_by(n.name).limit(most)))


def words_of(store: Store, wanted: str) -> str:
    """The words that a statement's id points at, on one line; empty where its report is gone."""
    place = _place(wanted)
    if place is None:
        return ""
    r = schema.reports.c
    with store.reading() as connection:
        text_ = connection.scalar(select(r.text).where(r.id == place[0]))
    return " ".join((text_ or "")[place[1] : min(place[2], place[1] + 600)].split())


def claim_of(view: StoryView, said: str) -> Claim | None:
    """The claim that a statement belongs to: the one that it stands for, before those that it only tells."""
    claims = view.findings.claims
    return next((c for c in claims if c.shown == said), None) or next((c for c in claims if said in c.statements), None)


def claim_story(store: Store, claim: str) -> str | None:
    """The story of a claim, by the claim's id."""
    with store.reading() as connection:
        return connection.scalar(select(schema.claims.c.story).where(schema.claims.c.id == claim))


def changes(store: Store, story_id: str, since: str) -> list[dict[str, Any]]:
    """What changed in a story after a time, oldest first, each with when."""
    t = schema.changes.c
    with store.reading() as connection:
        query = select(t.at, t.what).where(t.story == story_id, t.at > since).order_by(t.seq)
        return [{"at": row.at, **row.what} for row in connection.execute(query)]


def said_by(store: Store, name: str) -> tuple[tuple[Said, ...], int]:
    """What somebody says, newest first, in all stories, and how many statements there are."""
    t, r = schema.statements, schema.reports.c
    with store.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(t).where(t.c.speaker == name)) or 0
        query = (
            select(t, schema.stories.c.title.label("title"), r.source.label("outlet"), r.published, r.text)
            .join(schema.stories, schema.stories.c.id == t.c.story)
            .join(schema.reports, r.id == t.c.report)
            .where(t.c.speaker == name)
            .order_by(func.coalesce(r.published, r.updated, "").desc(), t.c.seq)
            .limit(LINES)
        )
        rows = connection.execute(query).mappings().all()
    return tuple(_said(row) for row in rows), total


def outlet(store: Store, name: str) -> dict[str, Any] | None:
    """An outlet's reports, how much of each is its own, and whom it carries and who carries it; None if not here."""
    r, e, place = schema.reports.c, schema.edges.c, schema.story_reports.c
    other = schema.reports.alias()
    with store.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(schema.reports).where(r.source == name)) or 0
        if not total:
            return None
        mine = select(r.id).where(r.source == name).scalar_subquery()
        taken = connection.execute(
            select(e.child, func.sum(e.share).label("share")).where(e.child.in_(mine)).group_by(e.child)
        ).all()
        shares = {row.child: min(1.0, row.share) for row in taken}
        house = func.coalesce(other.c.source, e.name, "")
        carries = connection.execute(
            select(house.label("name"), other.c.source.is_(None).label("unseen"), func.count(e.child.distinct()))
            .select_from(schema.edges.outerjoin(other, other.c.id == e.parent))
            .where(e.child.in_(mine), or_(other.c.source.is_(None), other.c.source != name))
            .group_by("name", "unseen")
            .order_by(func.count(e.child.distinct()).desc())
            .limit(NAMES)
        ).all()
        carried = connection.execute(
            select(other.c.source, func.count(e.child.distinct()))
            .select_from(schema.edges.join(other, other.c.id == e.child))
            .where(e.parent.in_(mine), other.c.source != name)
            .group_by(other.c.source)
            .order_by(func.count(e.child.distinct()).desc())
            .limit(NAMES)
        ).all()
        query = (
            select(
                r.id,
                r.title,
                r.published,
                r.updated,
                schema.stories.c.id.label("story"),
                schema.stories.c.title.label("told"),
            )
            .select_from(schema.reports.outerjoin(schema.story_reports, place.report == r.id))
            .outerjoin(schema.stories, schema.stories.c.id == place.story)
            .where(r.source == name)
            .order_by(func.coalesce(r.published, r.updated, "").desc(), r.seq.desc())
            .limit(LINES)
        )
        rows = [dict(row) | {"own": 1 - shares.get(row["id"], 0.0)} for row in connection.execute(query).mappings()]
    return {
        "name": name, "reports": total, "own": 1 - sum(shares.values()) / total, "copying": len(shares),
        "carries": [(n, bool(unseen), many) for n, unseen, many in carries],
        "carried_by": [(n, many) for n, many in carried], "rows": rows,
    }  # fmt: skip


def set_aside(store: Store, limit: int = 200) -> tuple[SetAside, ...]:
    """The inputs that were at fault and not taken in, the latest first."""
    t = schema.set_aside
    with store.reading() as connection:
        rows = connection.execute(select(t).where(t.c.fault).order_by(t.c.seq.desc()).limit(limit)).mappings()
        return tuple(from_row(SetAside, row) for row in rows)


_AT_FAULT = select(schema.set_aside).where(schema.set_aside.c.fault).subquery()
_COUNTED = (schema.reports, schema.cards, _AT_FAULT, schema.pending, schema.stale_stories)
_CARD = tuple(
    schema.cards.c[name]
    for name in (
        "story", "title", "reports", "outlets", "first", "last", "told", "low", "high", "chief", "words",
        "disputed", "conflicts", "copied", "changed_at",
    )
)  # fmt: skip


def _records(connection: Connection, table: Table, kind: type[R], *where: ColumnElement[bool]) -> tuple[R, ...]:
    rows = connection.execute(select(table).where(*where).order_by(table.c.seq)).mappings()
    return tuple(from_row(kind, row) for row in rows)


def _ids(ids: Iterable[str]) -> Any:  # noqa: ANN401
    """Ids of stories as a table of one parameter, because SQLite takes only so many.

    Not for ids of reports: where one holds a NUL, SQLite's JSON ends it there.
    """
    return select(text("value")).select_from(text("json_each(:ids)")).params(ids=json.dumps(list(ids)))


def _stories_of(connection: Connection, seqs: Sequence[int]) -> dict[str, list[str]]:
    """The stories of the reports, each with the ids of those reports."""
    sql = (
        "SELECT p.story, p.report FROM json_each(:seqs) AS h JOIN reports AS r ON r.seq = h.value "
        "JOIN story_reports AS p ON p.report = r.id"
    )
    found: dict[str, list[str]] = {}
    for row in connection.execute(text(sql), {"seqs": json.dumps(seqs)}):
        found.setdefault(row.story, []).append(row.report)
    return found


def _where(asked: Asked, within: Iterable[str] | None) -> list[ColumnElement[bool]]:
    c, n = schema.cards.c, schema.card_names.c
    where: list[ColumnElement[bool]] = []
    if within is not None:
        where.append(c.story.in_(_ids(within)))
    for kind, name in (("outlet", asked.outlet), ("person", asked.person)):
        if name:
            where.append(c.story.in_(select(n.story).where(n.kind == kind, n.name == name)))
    if asked.since:
        where.append(c.last >= asked.since)
    if asked.until:
        where += [c.first != "", func.substr(c.first, 1, 10) <= asked.until]
    return where + [_FLAGGED[flag] for flag in asked.flags]


_FLAGGED: dict[str, ColumnElement[bool]] = {
    "one": (schema.cards.c.told > 1) & (schema.cards.c.high == 1),
    "disputed": schema.cards.c.disputed > 0,
    "conflicts": schema.cards.c.conflicts > 0,
    "copied": schema.cards.c.copied >= COPIED,
}


def _order(order: str) -> list[Any]:
    c = schema.cards.c
    chosen = {"carried": [c.reports.desc(), c.last.desc()], "changed": [c.changed_at.desc(), c.last.desc()]}
    return [*chosen.get(order, [c.last.desc()]), c.story]


def _facets(connection: Connection, where: Sequence[ColumnElement[bool]]) -> Facets:
    c, n = schema.cards.c, schema.card_names.c
    chosen = select(c.story).where(*where)
    many = func.count().label("many")

    def names(kind: str) -> tuple[tuple[str, int], ...]:
        query = select(n.name, many).where(n.kind == kind).group_by(n.name).order_by(many.desc(), n.name).limit(FACETS)
        if where:
            query = query.where(n.story.in_(chosen))
        return tuple((name, count) for name, count in connection.execute(query))

    month = func.substr(c.last, 1, 7).label("month")
    months = select(month, many).where(c.last != "", *where).group_by(month).order_by(month.desc()).limit(MONTHS)
    sums = (func.sum(case((_FLAGGED[f], 1), else_=0)) for f in FLAGS)
    flagged = connection.execute(select(*sums).where(*where)).one()
    return Facets(
        names("outlet"),
        names("person"),
        tuple((m, count) for m, count in connection.execute(months)),
        tuple((flag, int(count or 0)) for flag, count in zip(FLAGS, flagged, strict=True)),
    )


def _place(statement_id: str) -> tuple[str, int, int] | None:
    """Report, start and end, as a statement's id has them."""
    head, _, span = statement_id.rpartition(":")
    start, _, end = span.partition("-")
    return (head, int(start), int(end)) if start.isdecimal() and end.isdecimal() and len(span) < 40 else None


def _shared(row: Any, start: int, end: int) -> int:  # noqa: ANN401
    return sum(max(0, min(e, end) - max(s, start)) for s, e in row["content"])


def _said(row: Any) -> Said:  # noqa: ANN401
    said = from_row(Statement, row)
    told = " … ".join(" ".join(row["text"][s : min(e, s + 600)].split()) for s, e in said.content)
    return Said(said, row["story"], row["title"], row["outlet"], row["published"], told)
