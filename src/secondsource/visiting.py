"""Addresses to reports: fetched safely, read by the same readers as files; a feed's address stands for its items."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType

from secondsource.fetching import FailedError, Fetched, Fetcher, FetchError, RefusedError, Robots, parse
from secondsource.fetching.canonical import own
from secondsource.fetching.fetcher import FEEDS, PAGES
from secondsource.fetching.pacing import Pace
from secondsource.reading.arrivals import Arrivals, own_text
from secondsource.reading.feeds import Feed, FeedError, Item, read_feed, read_opml
from secondsource.records import Report, SetAside
from secondsource.settings import VERSION, Settings

ROBOT = "secondsource"
"""The name by which robots.txt may address us."""

# RFC 9309: rules are not to be used for longer than a day; a host that failed is asked again sooner.
ROBOTS_SECONDS = 24 * 3600.0
ROBOTS_FAILED_SECONDS = 3600.0
# Sites whose rules are remembered, and characters of rules in all: most sites have some hundred.
ROBOTS_KEPT = 5_000
ROBOTS_CHARACTERS = 5_000_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """A report from an address; ``alone`` is its id where the one that the page names belongs to another text."""

    report: Report
    alone: str


def agent(settings: Settings) -> str:
    """Who we say we are: the program, its version, and whom to write to where that is set."""
    contact = "".join(c for c in settings["contact"] if c.isascii() and c.isprintable())
    return f"{ROBOT}/{VERSION} (news desk; reads feeds{'; ' + contact if contact else ''})"


def make_fetcher(settings: Settings) -> Fetcher:
    """A fetcher as the settings have it."""
    return Fetcher(agent(settings), allow_private=settings["allow_private"] == "yes")


@dataclass(frozen=True, slots=True)
class _Known:
    """The rules of a site, until when they hold, and whether it answered."""

    robots: Robots
    until: float
    answered: bool

    @property
    def size(self) -> int:
        """How much is kept of it, in characters."""
        return sum(len(pattern) for _, pattern in self.robots.rules)


class Rules:
    """What robots.txt of each site allows, asked once a day. Threads may share it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._size = 0
        self._lock = threading.Lock()

    def of(self, address: str, fetcher: Fetcher) -> tuple[Robots, bool]:
        """The rules for an address, and whether its site answered: one that failed may be asked again later.

        Raises RefusedError for a site that may not be fetched at all.
        """
        origin = parse(address).origin
        known = self._known.get(origin)
        if known is None or known.until <= self._clock():
            known = self._ask(origin, fetcher)
            with self._lock:
                self._keep(origin, known)
        return known.robots, known.answered

    def check(self, address: str, fetcher: Fetcher) -> None:
        """Raises RefusedError for an address that its site's rules forbid, FailedError where it gave none just now."""
        robots, answered = self.of(address, fetcher)
        if not robots.allows(path_of(address)):
            raise RefusedError(*FORBIDDEN) if answered else FailedError(*FORBIDDEN)

    def _ask(self, origin: str, fetcher: Fetcher) -> _Known:
        status, body = None, b""
        with contextlib.suppress(FailedError):
            found = fetcher.get(f"{origin}/robots.txt", accept="text/plain")
            status, body = found.status, found.body
        answered = status is not None and status < 500 and status != 429
        until = self._clock() + (ROBOTS_SECONDS if answered else ROBOTS_FAILED_SECONDS)
        return _Known(Robots.of_status(status, body, ROBOT), until, answered)

    def _keep(self, origin: str, known: _Known) -> None:
        """Keeps a site's rules, those of other sites in their order of asking as far as there is room."""
        old = self._known.pop(origin, None)
        self._size += known.size - (old.size if old else 0)
        self._known[origin] = known
        while self._size > ROBOTS_CHARACTERS or len(self._known) > ROBOTS_KEPT:
            first = next(iter(self._known))
            self._size -= self._known.pop(first).size


class Visitor:
    """Reads addresses one after another, each host in its own pace. A context manager."""

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._fetcher = fetcher
        self._now = now
        self._clock = clock
        self._sleep = sleep
        self._pace = Pace()
        self._rules = Rules(clock)
        self._arrivals = Arrivals()

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._arrivals.__exit__(kind, why, at)
        self._fetcher.close()

    def visit(self, address: str) -> Iterator[Arrived | SetAside]:
        """The report of a page, the reports of a feed's items, or those of the feeds that an OPML list names."""
        try:
            found = self._get(address, f"{PAGES},{FEEDS}")
        except FetchError as why:
            yield SetAside(address, why.reason, why.remedy)
            return
        if found.status != 200:
            yield SetAside(address, *answered(found))
            return
        feed = feed_of(found)
        if feed is not None:
            yield from self._items(feed)
            return
        for listed in _listed(found):
            yield from self.visit(listed)
        if not _listed(found):
            yield from self.read(found)

    def read(self, found: Fetched, given: dict[str, str] | None = None) -> Iterator[Arrived | SetAside]:
        """The reports of a page that was fetched."""
        yield from arrived(self._arrivals, found, self._now(), given)

    def _items(self, feed: Feed) -> Iterator[Arrived | SetAside]:
        for item in feed.items:
            given = fields_of(item, feed.title)
            fault = ("the feed has no page of it, and no text", "")
            if item.url:
                try:
                    found = self._page(item.url)
                except FetchError as why:
                    fault = (why.reason, why.remedy)
                else:
                    if found.status == 200:
                        yield from self.read(found, given)
                        continue
                    fault = answered(found)
            yield own_of(item, feed.url, given, self._now(), fault)

    def _page(self, address: str) -> Fetched:
        """A page that a feed names, as far as robots.txt of each site on the way to it allows."""
        self._rules.check(address, self._fetcher)
        robots, _ = self._rules.of(address, self._fetcher)
        return self._get(address, PAGES, robots.delay, lambda led: self._rules.check(led, self._fetcher))

    def _get(
        self,
        address: str,
        accept: str,
        delay: float | None = None,
        check_redirect: Callable[[str], object] = lambda _: None,
    ) -> Fetched:
        host = parse(address).host
        wait = self._pace.free_at(host) - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._pace.asked(host, self._clock(), delay)
        return self._fetcher.get(address, accept=accept, check_redirect=check_redirect)


FORBIDDEN = ("robots.txt does not allow its page to be fetched, and the feed has no text of it", "")


def visit(addresses: Sequence[str], settings: Settings, fetcher: Fetcher | None = None) -> Iterator[Arrived | SetAside]:
    """The reports of addresses, one at a time; those that may not be fetched are set aside with the reason."""
    with Visitor(fetcher or make_fetcher(settings)) as visitor:
        for address in addresses:
            yield from visitor.visit(address)


def feed_of(found: Fetched) -> Feed | None:
    """The feed that was fetched, or None where it is none."""
    try:
        return read_feed(found.body, found.content_type, found.url)
    except FeedError:
        return None


def arrived(
    arrivals: Arrivals, found: Fetched, now: datetime, given: dict[str, str] | None = None
) -> Iterator[Arrived | SetAside]:
    """The reports of a page that was fetched, each under the address that it goes by."""
    here = own(found.url, None)
    for item in arrivals.read(found.body, found.content_type, here, now, given):
        if isinstance(item, SetAside):
            yield item
        elif item.id != here:  # one of several, with ids of their own
            yield Arrived(item, item.id)
        else:
            address = own(found.url, item.url)
            yield Arrived(replace(item, id=address, url=address), here)


def fields_of(item: Item, feed: str) -> dict[str, str]:
    """What a feed says of an item, by the names of a report's fields; ``publisher`` where it names the true one."""
    fields = {
        "title": item.title, "published": item.published, "updated": item.updated, "author": item.author,
        "source": item.source or feed, "language": item.language,
    }  # fmt: skip
    if item.source and item.source != feed:
        fields["publisher"] = item.source
    return {name: value for name, value in fields.items() if value}


def own_of(item: Item, feed: str, given: dict[str, str], now: datetime, fault: tuple[str, str]) -> Arrived | SetAside:
    """The report that a feed itself holds of an item; set aside with the page's ``fault`` where it holds none."""
    try:
        address = own(item.url, None) if item.url else ""
    except FetchError:
        address = ""
    name = address or f"{feed or given.get('source', 'feed')}#{item.id or item.title}"
    text = item.text or item.summary
    if not text.strip():
        return SetAside(name, *fault)
    report = own_text(text, name, now, {**given, "url": address})
    return report if isinstance(report, SetAside) else Arrived(report, name)


def answered(found: Fetched) -> tuple[str, str]:
    """Why an answer holds no report, and what would help."""
    return f"the host answered {found.status}", "Check the address in a browser, or give the page as a file."


def path_of(address: str) -> str:
    """Path and query of an address, as robots.txt speaks of them."""
    parsed = parse(address)
    return parsed.url[len(parsed.origin) :]


def _listed(found: Fetched) -> tuple[str, ...]:
    """The feeds that an OPML list names; none where it is no list."""
    try:
        return read_opml(found.body, found.content_type)
    except FeedError:
        return ()
