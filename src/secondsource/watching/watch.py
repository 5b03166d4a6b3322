"""The watch itself: rounds of fetches, each host in its pace; what came is taken in, analysed and told.

Everything that must survive is in the desk before the next fetch: a feed's ETag together with its items, a report
before its item counts as done, and news as told only once it was.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from random import Random
from types import TracebackType

from secondsource.desk import Desk
from secondsource.fetching import FailedError, Fetched, Fetcher, FetchError, parse
from secondsource.fetching.connecting import NOT_PUBLIC
from secondsource.fetching.fetcher import FEEDS, PAGES
from secondsource.fetching.pacing import Pace
from secondsource.lines import NewsLine
from secondsource.reading.arrivals import Arrivals
from secondsource.reading.feeds import Feed, FeedError, Item, read_feed, read_opml
from secondsource.records import SetAside
from secondsource.store import feeds as kept
from secondsource.store import writer
from secondsource.store.feeds import Entry, FeedRow, ItemRow
from secondsource.store.versions import Outcome
from secondsource.visiting import FORBIDDEN, Arrived, Rules, answered, arrived, fields_of, own_of, path_of
from secondsource.watching import schedule, telling
from secondsource.watching.given import feeds_named, is_followable

# Fetches at once, each of another host: enough that one slow host holds nobody up, few enough for a small machine.
WORKERS = 8
AT_ONCE = 64
# New reports are analysed together: each analysis goes over the whole desk.
ANALYSE_SECONDS = 300.0
# The longest sleep, after which the clock is looked at again: a laptop may have slept, too.
LONGEST_SLEEP = 60.0
# Several feeds that fall due within a second are one round.
SHORTEST_SLEEP = 1.0
NO_PAGE = ("the feed has no page of it, and no text", "")
GONE, UNCHANGED, FOUND = 410, 304, 200
# What a page answers that will not be another tomorrow.
FINAL = (400, 401, 402, 403, 404, 405, 406, 410, 451)
# The longest ETags in use are digests of some 130 characters, doubled and quoted.
LONGEST_VALIDATOR = 500
LONGEST_KEY = 1_000
ENOUGH = len(schedule.REVISITS) + 1

Row = FeedRow | ItemRow


@dataclass(frozen=True, slots=True)
class Got:
    """What a fetch gave: an answer, or why there is none. ``delay`` is the pause that the host wants."""

    found: Fetched | None = None
    fault: tuple[str, str] = NO_PAGE
    for_good: bool = True  # asking again won't help
    delay: float | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The answer's headers, or none."""
        return dict(self.found.headers) if self.found else {}


@dataclass(frozen=True, slots=True)
class Seen:
    """By what a page is known again."""

    etag: str | None
    modified: str | None
    page_sha256: str


@dataclass(slots=True)
class Counts:
    """What a run has done, for its last line."""

    asked: int = 0
    failed: int = 0
    pages: int = 0
    reports: int = 0
    versions: int = 0
    set_aside: int = 0
    news: int = 0


class Watch:
    """Follows the feeds of a desk. ``clock`` (seconds since 1970) and ``sleep`` may be another day's than today's."""

    def __init__(
        self,
        desk: Desk,
        fetchers: Callable[[], Fetcher],
        *,
        tell: Callable[[Sequence[NewsLine]], None],
        complain: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], object] = time.sleep,
        random: Random | None = None,
        analyse: bool = True,
        workers: int = WORKERS,
    ) -> None:
        self._desk = desk
        self._tell = tell
        self._complain = complain
        self._clock = clock
        self._sleep = sleep
        self._random = random or Random()  # noqa: S311 — spreads fetches over time, hides nothing
        self._analyse = analyse
        self._pace = Pace()
        self._rules = Rules(clock)
        self._arrivals = Arrivals()
        self._fetchers = fetchers
        self._made: list[Fetcher] = []
        self._of_thread = threading.local()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="fetch")
        self._fresh = False  # something came that isn't analysed yet
        self._analysed_at = 0.0
        self.counts = Counts()

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        for fetcher in self._made:
            fetcher.close()
        self._arrivals.__exit__(kind, why, at)

    def follow(self, addresses: Sequence[str]) -> None:
        """Follows these feeds from now on, and no others; those that were never asked for being near may be now."""
        kept.follow(self._desk.store, [(a, parse(a).host) for a in addresses], self._clock())
        if self._desk.settings["allow_private"] == "yes":
            kept.ask_again(self._desk.store, NOT_PUBLIC, self._clock())

    def run(self, stop: Callable[[], bool] = lambda: False, *, once: bool = False) -> Counts:
        """Looks at all that is due, again and again until ``stop``; with ``once`` until nothing is due any more."""
        self._prime()
        started = self._analysed_at = self._clock()
        while not stop():
            wait = self.round(started if once else None)
            if self._fresh and self._clock() - self._analysed_at >= ANALYSE_SECONDS:
                self.tell()
            if wait is None and once:
                break
            if wait != 0:
                self._sleep(LONGEST_SLEEP if wait is None else wait)
        self.tell()
        return self.counts

    def round(self, until: float | None = None) -> float | None:
        """Fetches what is due of hosts that are free, takes it in, and returns how long to sleep.

        ``until``: feeds that fall due later than that are left alone. None: nothing is due.
        """
        store, now = self._desk.store, self._clock()
        waiting = kept.due(store, now, until)
        free = [row for row in waiting if self._pace.free_at(row.host) <= now][:AT_ONCE]
        for row in free:
            self._pace.asked(row.host, now)
        for row, got in zip(free, self._pool.map(self._fetch, free), strict=True):
            if isinstance(row, FeedRow):
                self._feed(row, got)
            else:
                self._pace.asked(row.host, now, got.delay)
                self._item(row, got)
        if free:
            return 0.0
        if waiting:
            return max(SHORTEST_SLEEP / 10, min(self._pace.free_at(row.host) for row in waiting) - now)
        later = kept.next_due(store)
        if until is not None or later is None:
            return None
        return min(max(SHORTEST_SLEEP, later - now), LONGEST_SLEEP)

    def tell(self) -> None:
        """Analyses what came, and tells what is new."""
        self._analysed_at = self._clock()
        self._fresh = False
        if self._analyse:
            self._desk.analyse()
        found = (telling.news if self._analyse else telling.changed)(self._desk.store, self._at())
        self.counts.news += len(found.lines)
        if found.lines:
            self._tell(found.lines)
        found.remember(self._desk.store)

    def _prime(self) -> None:
        """On a desk's first watch all that is there already counts as told."""
        store = self._desk.store
        if kept.begun(store):
            return
        held = [line.id for line in self._desk.reports()]
        if held and self._analyse:
            self._desk.analyse()
            telling.news(store, self._at()).remember(store)
        else:
            kept.tell(store, map(telling.first, held), None, ())
        kept.begin(store, self._at())

    # fetching, in threads ---------------------------------------------------------------------------------------------

    def _fetch(self, row: Row) -> Got:
        """What a feed or an item's page answers."""
        fetcher = self._fetcher()
        try:
            if isinstance(row, FeedRow):
                return Got(fetcher.get(row.at, headers=_unless(row), accept=FEEDS))
            if not row.url:
                return Got()
            rules, known = self._rules.of(row.url, fetcher)
            if not rules.allows(path_of(row.url)):
                return Got(fault=FORBIDDEN, for_good=known, delay=rules.delay)
            found = fetcher.get(
                row.url, headers=_unless(row), accept=PAGES, check_redirect=lambda led: self._rules.check(led, fetcher)
            )
            return Got(found, delay=rules.delay)
        except FetchError as why:
            return Got(fault=(why.reason, why.remedy), for_good=not isinstance(why, FailedError))

    def _fetcher(self) -> Fetcher:
        if not hasattr(self._of_thread, "fetcher"):
            self._of_thread.fetcher = self._fetchers()
            self._made.append(self._of_thread.fetcher)
        fetcher: Fetcher = self._of_thread.fetcher
        return fetcher

    # taking in --------------------------------------------------------------------------------------------------------

    def _feed(self, row: FeedRow, got: Got) -> None:
        """Keeps a feed's new items, and when to ask it again."""
        self.counts.asked += 1
        found = got.found
        if found is not None and found.status == UNCHANGED:
            self._set_feed(row, failures=0, state="unchanged", next_at=self._next(got, row.news_at))
        elif found is not None and found.status == GONE:
            self._set_feed(row, gone=True, state="has ended (410)")
            self._tell([telling.gone(row.url, row.title, self._at())])
        elif found is not None and found.status == FOUND:
            self._feed_body(row, got, found)
        else:
            self._failed(row, *(answered(found) if found else got.fault), headers=got.headers)

    def _failed(self, row: FeedRow, why: str, remedy: str, *, headers: Mapping[str, str]) -> None:
        """Keeps that a feed failed, and when to ask it again; the first failure in a row is said."""
        self.counts.failed += 1
        again = schedule.after_failure(self._clock(), row.failures + 1, headers, self._random)
        if not row.failures:
            self._complain(
                f"{row.url}: {why}. {remedy}{' ' * bool(remedy)}"
                f"It is asked again in {(again - self._clock()) / schedule.MINUTE:.0f} minutes."
            )
        self._set_feed(row, failures=row.failures + 1, state=why, next_at=again)

    def _feed_body(self, row: FeedRow, got: Got, found: Fetched) -> None:
        now = self._clock()
        try:
            feed = read_feed(found.body, found.content_type, found.url)
        except FeedError as why:
            self._no_feed(row, found, str(why))
            return
        with self._desk.store.writing() as connection:
            entries = [_entry(item, feed, row) for item in feed.items]
            if feed.notes and entries:  # broken: it may have been cut within its last item
                entries[-1] = replace(entries[-1], cut=True)
            news = kept.meet(connection, row.url, entries, now)
            news_at = now if news or row.news_at is None else row.news_at
            values: dict[str, object] = {
                "failures": 0, "news_at": news_at, "asked_at": now, "next_at": self._next(got, news_at)
            }  # fmt: skip
            if not feed.notes:  # a broken feed is asked for whole the next time
                values |= {"etag": _validator(found, "etag"), "modified": _validator(found, "last-modified")}
                if found.moved:
                    values |= {"at": found.moved, "host": parse(found.moved).host}
            state = f"{len(feed.items)} items, {news} of them new" + "".join(f"; {note}" for note in feed.notes)
            kept.set_feed(connection, row.url, title=feed.title[:500] or row.title, state=state[:500], **values)

    def _no_feed(self, row: FeedRow, found: Fetched, why: str) -> None:
        """An address that holds a list of feeds is followed as those; anything else failed."""
        try:
            listed = [parse(a) for a in read_opml(found.body, found.content_type) if is_followable(a)]
        except FeedError:
            listed = []
        now = self._clock()
        if not listed:
            named = feeds_named(found.body, found.url)
            hint = f"; the page names {' and '.join(named[:3])}" if named else ""
            self._failed(row, why + hint, "", headers=found.headers)
            return
        with self._desk.store.writing() as connection:
            kept.add(connection, [(a.url, a.host) for a in listed], now)
            again = now + schedule.DAY
            kept.set_feed(connection, row.url, state=f"a list of {len(listed)} feeds", next_at=again, failures=0)

    def _item(self, row: ItemRow, got: Got) -> None:
        """Makes an item a report, or says when to try again."""
        self.counts.pages += 1
        now, found = self._clock(), got.found
        if found is not None and found.status == UNCHANGED:
            self._done(row, row.report, "unchanged")
        elif found is not None and found.status == FOUND:
            self._page(row, found)
        elif not (got.for_good if found is None else found.status in FINAL) and (
            again := schedule.page_again(now, row.failures + 1, got.headers, self._random)
        ):
            state = answered(found)[0] if found else got.fault[0]
            self._set_item(row, failures=row.failures + 1, next_at=again, state=state)
        else:
            self._own(row, answered(found) if found else got.fault)

    def _page(self, row: ItemRow, found: Fetched) -> None:
        """Takes in a page that was fetched, if it isn't the same as before to the byte."""
        digest = hashlib.sha256(found.body).hexdigest()
        seen = Seen(_validator(found, "etag"), _validator(found, "last-modified"), digest)
        if digest == row.page_sha256:
            self._done(row, row.report, "unchanged", seen=seen)
            return
        now = datetime.fromtimestamp(self._clock(), UTC)
        items = list(arrived(self._arrivals, found, now, _given(row)))
        ids = [self._take(item, row) for item in items if isinstance(item, Arrived)]
        faults = [item for item in items if isinstance(item, SetAside)]
        if ids:
            self._done(row, ids[0], "in", seen=seen)
        else:
            self._own(row, (faults[0].reason, faults[0].remedy) if faults else ("empty", ""))

    def _own(self, row: ItemRow, fault: tuple[str, str]) -> None:
        """Takes the feed's own text of an item whose page can't be had; it is set aside where there is none."""
        item = _item_of(row)
        if row.report is not None and (row.page_sha256 is not None or not (item.text or item.summary)):
            self._done(row, row.report, fault[0], looks=ENOUGH)  # what was read of it stays
            return
        now = datetime.fromtimestamp(self._clock(), UTC)
        made = own_of(item, row.feed, _given(row), now, fault)
        if isinstance(made, SetAside):
            writer.add_reports(self._desk.store, (), [made])
            self.counts.set_aside += 1
            self._complain(f"set aside: {made.input}: {made.reason}. {made.remedy}".rstrip())
            self._done(row, row.report, f"set aside: {fault[0]}", looks=ENOUGH)
        else:
            self._done(row, self._take(made, row), f"the feed's own text: {fault[0]}", looks=ENOUGH)

    def _take(self, made: Arrived, row: ItemRow) -> str:
        """Takes in a report, under the id that its item has if it has one; returns the id of its first version."""
        report = made.report
        if row.report is not None and made.report.url == made.report.id:
            report = replace(report, id=row.report)
        settled = self._desk.take(report, alone=made.alone)
        self.counts.reports += settled.outcome is Outcome.NEW
        self.counts.versions += settled.outcome is Outcome.VERSION
        self._fresh = self._fresh or settled.outcome in (Outcome.NEW, Outcome.VERSION)
        return settled.first

    def _done(
        self, row: ItemRow, report: str | None, state: str, *, looks: int | None = None, seen: Seen | None = None
    ) -> None:
        """Keeps that an item was looked at, and when to look at its page again."""
        looks = row.looks + 1 if looks is None else looks
        values = {
            "report": report, "state": state[:500], "looks": looks, "failures": 0,
            "entry": {k: v for k, v in (row.entry or {}).items() if k not in ("text", "summary")},
            "next_at": schedule.revisit(self._clock(), looks, self._random),
        } | (asdict(seen) if seen else {})  # fmt: skip
        self._set_item(row, **values)

    def _next(self, got: Got, news_at: float | None) -> float:
        return schedule.after_success(self._clock(), news_at, got.headers, self._random)

    def _set_feed(self, row: FeedRow, **values: object) -> None:
        with self._desk.store.writing() as connection:
            kept.set_feed(connection, row.url, **{"asked_at": self._clock(), **values})

    def _set_item(self, row: ItemRow, **values: object) -> None:
        with self._desk.store.writing() as connection:
            kept.set_item(connection, row.feed, row.key, **values)

    def _at(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="seconds")


def _validator(found: Fetched, name: str) -> str | None:
    """A header that is to be sent back; one that is too long to be meant for that is left."""
    value = found.headers.get(name)
    return value if value and len(value) <= LONGEST_VALIDATOR else None


def _unless(row: Row) -> dict[str, str]:
    """The headers that ask for an answer only if something has changed."""
    given = {"If-None-Match": row.etag, "If-Modified-Since": row.modified}
    return {name: value for name, value in given.items() if value}


def _entry(item: Item, feed: Feed, row: FeedRow) -> Entry:
    """An item as it is kept until its report is in."""
    said = {k: v for k, v in asdict(item).items() if v} | {"feed": feed.title}
    try:
        address = parse(item.url) if item.url else None
    except FetchError:
        address = None
    told = json.dumps([item.title, item.url, item.text, item.summary, item.updated]).encode()
    digest = hashlib.sha256(told).hexdigest()
    key = item.id or item.url
    if not key or len(key) > LONGEST_KEY:
        key = hashlib.sha256((key or f"{item.title}\n{item.published}").encode("utf-8", "replace")).hexdigest()
    return Entry(key, address.url if address else "", address.host if address else row.host, digest, said)


def _item_of(row: ItemRow) -> Item:
    said = {k: v for k, v in (row.entry or {}).items() if k != "feed"}
    return Item(**{**said, "id": row.key, "url": row.url})


def _given(row: ItemRow) -> dict[str, str]:
    """What the feed says of an item, by the names of a report's fields."""
    return fields_of(_item_of(row), (row.entry or {}).get("feed", ""))
