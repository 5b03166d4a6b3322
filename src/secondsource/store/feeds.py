"""What a desk remembers of the feeds that it follows and of their items, so that watching goes on after anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from secondsource.store.connect import Store
from secondsource.store.schema import facts
from secondsource.store.watched import feed_items, feeds, told, told_reports, versions

Row_ = TypeVar("Row_", "FeedRow", "ItemRow")

# An item is remembered for as long as its feed has it, and then for this long, should it come back.
REMEMBERED_SECONDS = 30 * 24 * 3600.0
# How often the time at which an item was last seen in its feed is written down: a day is near enough.
SEEN_SECONDS = 24 * 3600.0
# What may be cut is left until the feed was asked again, a few times if need be: its address may be half an address.
CUT_SECONDS = 2 * 3600.0
WATCHED = "watched"
"""The fact that tells since when a desk is watched."""
FORGOTTEN = "forgotten"
"""The state of an item whose report was forgotten: it stays away, whatever its feed says of it."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed that is followed. Times are seconds since 1970, UTC."""

    url: str
    at: str
    host: str
    title: str
    etag: str | None
    modified: str | None
    next_at: float
    asked_at: float | None
    news_at: float | None
    failures: int
    state: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of a feed, and how far it is from being a report."""

    feed: str
    key: str
    url: str
    host: str
    sha256: str
    entry: dict[str, str] | None
    next_at: float | None
    looks: int
    failures: int
    etag: str | None
    modified: str | None
    page_sha256: str | None
    report: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as its feed has it now; ``cut`` where the feed breaks off behind it, so that its end may be missing."""

    key: str
    url: str
    host: str
    sha256: str
    entry: dict[str, str]
    cut: bool = False


def follow(store: Store, given: Sequence[tuple[str, str]], now: float) -> None:
    """Follows feeds (address, host) from now on, and no others; those that are known keep what is known of them."""
    with store.writing() as connection:
        connection.execute(update(feeds).values(followed=False))
        add(connection, given, now)


def add(connection: Connection, given: Sequence[tuple[str, str]], now: float) -> None:
    """Follows more feeds (address, host)."""
    for url, host in given:
        row = {"url": url, "at": url, "host": host, "followed": True, "next_at": now}
        again = insert(feeds).values(row).on_conflict_do_update(index_elements=["url"], set_={"followed": True})
        connection.execute(again)


def ask_again(store: Store, state: str, now: float) -> None:
    """Lets the feeds whose last look ended so fall due now."""
    with store.writing() as connection:
        connection.execute(update(feeds).where(feeds.c.state.endswith(state)).values(next_at=now))


def followed(store: Store) -> list[dict[str, Any]]:
    """All feeds that are followed, with their state, by address."""
    with store.reading() as connection:
        query = select(feeds).where(feeds.c.followed).order_by(feeds.c.url)
        return [dict(row) for row in connection.execute(query).mappings()]


def due(store: Store, now: float, feeds_until: float | None = None) -> list[FeedRow | ItemRow]:
    """What is to be looked at: of each host its longest waiting feed, or else item, the longest waiting first.

    Feeds that fall due after ``feeds_until`` are left alone.
    """
    until = now if feeds_until is None else min(now, feeds_until)
    hosts: dict[str, FeedRow | ItemRow] = {}
    with store.reading() as connection:
        # SQLite: beside min(), the other columns are those of the row that has the minimum.
        of_feeds = select(feeds, func.min(feeds.c.next_at)).where(feeds.c.next_at <= until, _asked())
        for row in connection.execute(of_feeds.group_by(feeds.c.host)):
            hosts[row.host] = _row(FeedRow, row)
        of_items = select(feed_items, func.min(feed_items.c.next_at)).where(feed_items.c.next_at <= now)
        for row in connection.execute(of_items.group_by(feed_items.c.host)):
            hosts.setdefault(row.host, _row(ItemRow, row))
    return sorted(hosts.values(), key=lambda row: row.next_at or 0.0)


def next_due(store: Store) -> float | None:
    """When the next feed or item is due; None where nothing is followed."""
    with store.reading() as connection:
        times = (
            connection.scalar(select(func.min(feeds.c.next_at)).where(_asked())),
            connection.scalar(select(func.min(feed_items.c.next_at))),
        )
    return min((at for at in times if at is not None), default=None)


def set_feed(connection: Connection, url: str, **values: object) -> None:
    """Changes what is known of a feed."""
    connection.execute(update(feeds).where(feeds.c.url == url).values(**values))


def set_item(connection: Connection, feed: str, key: str, **values: object) -> None:
    """Changes what is known of an item."""
    connection.execute(update(feed_items).where(feed_items.c.feed == feed, feed_items.c.key == key).values(**values))


def meet(connection: Connection, feed: str, entries: Iterable[Entry], now: float) -> int:
    """Keeps the items that a feed has now: new ones, and known ones of which it says something else, are due at once.

    Returns how many are new or changed.
    """
    table = feed_items.c
    query = select(table.key, table.sha256, table.seen_at).where(table.feed == feed)
    known = {row.key: (row.sha256, row.seen_at) for row in connection.execute(query)}
    forgotten = set(connection.scalars(select(table.key).where(table.feed == feed, table.state == FORGOTTEN)))
    news, seen = 0, []
    for entry in entries:
        values = {"url": entry.url, "host": entry.host, "sha256": entry.sha256, "entry": entry.entry, "seen_at": now}
        if entry.key not in known:
            connection.execute(
                insert(feed_items).values(feed=feed, key=entry.key, **values, **_start(connection, entry, now))
            )
            known[entry.key] = (entry.sha256, now)
            news += 1
        elif known[entry.key][0] != entry.sha256 and entry.key not in forgotten:
            set_item(connection, feed, entry.key, next_at=now + CUT_SECONDS * entry.cut, failures=0, **values)
            known[entry.key] = (entry.sha256, now)
            news += 1
        elif known[entry.key][1] < now - SEEN_SECONDS:
            seen.append(entry.key)
    for key in seen:
        set_item(connection, feed, key, seen_at=now)
    old = (
        (feed_items.c.feed == feed) & feed_items.c.next_at.is_(None) & (feed_items.c.seen_at < now - REMEMBERED_SECONDS)
    )
    connection.execute(delete(feed_items).where(old))
    return news


def begun(store: Store) -> bool:
    """Whether this desk was watched before."""
    with store.reading() as connection:
        return connection.scalar(select(facts.c.value).where(facts.c.name == WATCHED)) is not None


def begin(store: Store, at: str) -> None:
    """Notes that this desk is watched from now on."""
    with store.writing() as connection:
        connection.execute(insert(facts).values(name=WATCHED, value=at).on_conflict_do_nothing())


def figures_told(store: Store) -> dict[str, tuple[int, int]]:
    """The figure of each statement's claim as it was last told."""
    with store.reading() as connection:
        return {row.statement: (row.low, row.high) for row in connection.execute(select(told))}


def reports_told(store: Store) -> set[str]:
    """The reports whose stories were told, by the ids of their first versions."""
    with store.reading() as connection:
        return set(connection.scalars(select(told_reports.c.report)))


def tell(
    store: Store,
    reports: Iterable[str],
    figures: Iterable[tuple[str, str, int, int]] | None,
    told_versions: Iterable[tuple[str, int]],
) -> None:
    """Keeps what was told: reports, the figures (statement, report, low, high) as they are now if given, versions."""
    with store.writing() as connection:
        new = [{"report": r} for r in reports]
        if new:
            connection.execute(insert(told_reports).on_conflict_do_nothing(), new)
        if figures is not None:
            connection.execute(delete(told))
        rows = [{"statement": s, "report": r, "low": low, "high": high} for s, r, low, high in figures or ()]
        if rows:
            connection.execute(insert(told).on_conflict_do_nothing(), rows)
        for report, number in told_versions:
            which = (versions.c.report == report) & (versions.c.number == number)
            connection.execute(update(versions).where(which).values(told=True))


def versions_untold(store: Store) -> set[tuple[str, int]]:
    """The versions (report, number) that were not told yet."""
    with store.reading() as connection:
        rows = connection.execute(select(versions.c.report, versions.c.number).where(versions.c.told.is_(False)))
        return {(row.report, row.number) for row in rows}


def forget(connection: Connection, ids: Sequence[str]) -> None:
    """Removes what a feed said of a report, and what was told of it; its item stays known, so that it stays away."""
    gone = {"entry": None, "next_at": None, "state": FORGOTTEN, "report": None}
    connection.execute(update(feed_items).where(feed_items.c.report.in_(ids)).values(**gone))
    connection.execute(delete(told).where(told.c.report.in_(ids)))
    connection.execute(delete(told_reports).where(told_reports.c.report.in_(ids)))


def _start(connection: Connection, entry: Entry, now: float) -> dict[str, object]:
    """When a new item's page is looked at: at once, or never where another feed's item has brought it already."""
    if entry.url:
        query = select(feed_items.c.report).where(feed_items.c.url == entry.url, feed_items.c.report.is_not(None))
        if (report := connection.scalar(query.limit(1))) is not None:
            return {"next_at": None, "report": report, "state": "in, from another feed"}
    return {"next_at": now + CUT_SECONDS * entry.cut}


def _asked() -> Any:  # noqa: ANN401 — an SQL expression
    return feeds.c.followed & feeds.c.gone.is_(False)


def _row(kind: type[Row_], row: Row[Any]) -> Row_:
    return kind(**{f.name: getattr(row, f.name) for f in fields(kind)})
