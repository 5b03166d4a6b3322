"""A simulated day of `watch`: local feeds that fail in every way, a clock that only sleeping moves.

    python bench/watch.py --feeds 1000 --hours 24

All hosts are one server on loopback, in a process of its own. Feeds answer 200, 304, 404, 429, 500 and 503, hang,
break off, are cut within, and end (410); pages fail, hang, are forbidden by robots.txt, and are edited. After the hours
a calm follows, in which nothing is published and nothing fails, so that what is still to be tried again comes in. Then
every item that was published must be one report: none lost, none doubled; and the memory of the watching process must
be flat from the second hour on. Analysis is off: it has its own benchmarks, and grows with the desk.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import random
import re
import resource
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

import secondsource
from secondsource.fetching import Fetcher, Limits
from secondsource.settings import Settings
from secondsource.store import versions
from secondsource.watching import Watch

START = 1_790_000_000.0
HOUR = 3600.0
# Longer than the longest backoff of a feed and all tries of a page that began at the very end.
CALM_HOURS = 14.0
# How long a feed shows an item.
SHOWN = 12 * HOUR
SECONDS = 0.5  # what a fetch may take here: hosts that hang cost real time
FAULTS = ("500", "503", "429", "404", "hang", "break off", "cut within")
WORDS = (
    "harbour", "ferry", "council", "valley", "orchard", "tugboat", "mayor", "bridge", "survey", "storm", "winter",
    "lantern", "market", "engineer", "railway", "quarry", "museum", "parade", "library", "summit", "reservoir",
    "bakery", "tunnel", "garden", "signal", "courtyard", "meadow", "chimney",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """An item: its feed, its number there, when it came out, and when its page is edited, if ever."""

    feed: int
    number: int
    at: float
    edited_at: float | None

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"/a/{self.number}"


@dataclass(slots=True)
class World:
    """What is published when, and how each request is answered: the same for the same seed."""

    feeds: int
    hours: float
    seed: int = 1
    faulty: float = 0.12  # share of answers that are none
    items: dict[int, list[Published]] = field(default_factory=dict)
    gone: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)  # noqa: S311
        end = START + self.hours * HOUR
        for feed in range(self.feeds):
            count = max(1, round(chance.expovariate(1 / (self.hours / 4))))
            times = sorted(chance.uniform(START - HOUR, end) for _ in range(count))
            self.items[feed] = [
                Published(feed, n, at, at + chance.uniform(HOUR / 2, 8 * HOUR) if chance.random() < 0.1 else None)
                for n, at in enumerate(times)
            ]
            if chance.random() < 0.01:
                self.gone[feed] = chance.uniform(START + HOUR, end)

    def closed(self, feed: int) -> bool:
        """Whether robots.txt forbids its pages."""
        return feed % 5 == 4

    def listed(self, feed: int) -> list[Published]:
        """The items of a feed; each 50th takes those of its neighbours too, under addresses of its own."""
        if feed % 50 != 49:
            return self.items[feed]
        return sorted((i for near in range(feed - 3, feed + 1) for i in self.items[near]), key=lambda i: i.at)

    def text(self, item: Published, now: float) -> list[str]:
        """The paragraphs of an item's page, as they are by then."""
        chance = random.Random(f"{self.seed} {item.feed} {item.number}")  # noqa: S311
        figure = 100 + item.number + (7 if item.edited_at is not None and now >= item.edited_at else 0)
        first = (
            f"Report {item.number} of house {item.feed} counts {figure} boats, the {chance.choice(WORDS)} board said."
        )
        return [first, *(self._sentences(chance) for _ in range(3))]

    @staticmethod
    def _sentences(chance: random.Random) -> str:
        return " ".join(f"The {' of the '.join(chance.sample(WORDS, 4))} was seen again." for _ in range(3))

    def address(self, item: Published, port: int) -> str:
        """The address of an item's page."""
        return f"http://house{item.feed}.test:{port}{item.path}"


class Server:
    """Answers as the world has it at the simulated time."""

    def __init__(self, world: World, clock: Synchronized[float], calm: Synchronized[int]) -> None:
        self.world = world
        self.clock = clock
        self.calm = calm
        self.asked: dict[str, int] = {}
        self.port = 0

    async def serve(self, ready: Any) -> None:  # noqa: ANN401 — a pipe's end
        """Runs until the process is ended."""
        server = await asyncio.start_server(self.talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.send(self.port)
        async with server:
            await server.serve_forever()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, request after request."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                path = head[0].split()[1]
                headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
                kept = await self.answer(writer, headers["host"], path, headers.get("if-none-match"))
                await writer.drain()
                if not kept:
                    break
        writer.close()

    async def answer(self, writer: asyncio.StreamWriter, host: str, path: str, tag: str | None) -> bool:
        """One answer; whether the connection goes on."""
        now, feed = self.clock.value, int(host.split(".")[0].removeprefix("house"))
        count = self.asked[host + path] = self.asked.get(host + path, 0) + 1
        chance = random.Random(f"{self.world.seed} {host.split(':')[0]}{path} {count}")  # noqa: S311
        fault = chance.choice(FAULTS) if not self.calm.value and chance.random() < self.world.faulty else ""
        if path == "/robots.txt":
            body = "User-agent: *\nDisallow: /a/" if self.world.closed(feed) else ""
            return self._send(writer, 503 if fault == "503" else 200, body)
        if path == "/feed" and now >= self.world.gone.get(feed, now + 1):
            return self._send(writer, 410, "")
        if fault in ("500", "503", "404") and not (fault == "404" and path != "/feed"):
            return self._send(writer, int(fault), "sorry")
        if fault == "429":
            return self._send(writer, 429, "", {"Retry-After": str(chance.choice((60, 1800, 5400)))})
        if fault == "hang":
            await asyncio.sleep(4 * SECONDS)
            return False
        body = self._feed(feed, now) if path == "/feed" else self._page(feed, path, now)
        if not body:
            return self._send(writer, 404, "")
        own = f'"{hash(body) & 0xFFFFFFFF:x}"'
        if own == tag:
            return self._send(writer, 304, "")
        if fault == "break off":
            self._send(writer, 200, body, {"ETag": own}, cut=len(body) // 2)
            return False
        if fault == "cut within":
            body = body[: len(body) * 2 // 3] if path == "/feed" else body
        return self._send(writer, 200, body, {"ETag": own})

    def _send(
        self, writer: asyncio.StreamWriter, status: int, body: str, headers: dict[str, str] | None = None, cut: int = 0
    ) -> bool:
        data = body.encode()
        lines = [f"HTTP/1.1 {status} x", *(f"{k}: {v}" for k, v in (headers or {}).items())]
        lines += ["Content-Type: text/html; charset=utf-8"] if body.startswith("<!doctype") else []
        if status != 304:
            lines.append(f"Content-Length: {len(data)}")
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data[: len(data) - cut])
        return True

    def _feed(self, feed: int, now: float) -> str:
        shown = [i for i in self.world.listed(feed) if now - SHOWN < i.at <= now]
        entries = "".join(
            f"<item><guid isPermaLink='false'>{i.feed}-{i.number}</guid><title>Report {i.number} of {i.feed}</title>"
            f"<link>{self.world.address(i, self.port)}{'?utm_source=near' if i.feed != feed else ''}</link>"
            f"<pubDate>{formatdate(i.at)}</pubDate><description>{self.world.text(i, i.at)[0]}</description></item>"
            for i in reversed(shown)
        )
        return f"<rss version='2.0'><channel><title>House {feed}</title>{entries}</channel></rss>"

    def _page(self, feed: int, path: str, now: float) -> str:
        number = re.fullmatch(r"/a/(\d+)", path.partition("?")[0])
        if number is None or int(number[1]) >= len(self.world.items[feed]):
            return ""
        item = self.world.items[feed][int(number[1])]
        body = "".join(f"<p>{p}</p>" for p in self.world.text(item, now))
        return (
            f"<!doctype html><html lang='en'><head><title>Report {item.number} of {feed}</title>"
            f"<link rel='canonical' href='{self.world.address(item, self.port)}'></head>"
            f"<body><article><h1>Report {item.number} of {feed}</h1>{body}</article></body></html>"
        )


def _serve(world: World, clock: Synchronized[float], calm: Synchronized[int], ready: Any) -> None:  # noqa: ANN401
    asyncio.run(Server(world, clock, calm).serve(ready))


@dataclass(slots=True)
class Outcome:
    """What a simulated day gave. Memory is that of the watching process, in MB, hour by hour."""

    published: int = 0
    reports: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    edited: int = 0
    versions: int = 0
    shortest_pause: float = 0.0
    looks: int = 0
    failed: int = 0
    pages: int = 0
    memory: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0

    @property
    def swing(self) -> float:
        """By how much memory differs from the second hour on, as a share of what it was then."""
        later = self.memory[2:] or self.memory
        return (max(later) - min(later)) / later[0] if later else 0.0


def simulate(folder: Path, world: World) -> Outcome:
    """A simulated day of a world on a desk in a folder."""
    context = multiprocessing.get_context("spawn")
    clock, calm = context.Value("d", START), context.Value("i", 0)
    ready, theirs = context.Pipe()
    server = context.Process(target=_serve, args=(world, clock, calm, theirs), daemon=True)
    server.start()
    port = ready.recv()
    out = Outcome(published=sum(map(len, world.items.values())))
    began, cpu = time.monotonic(), time.process_time()
    try:
        desk = secondsource.open(folder / "desk.db", settings=Settings.load({"allow_private": "yes"}))
        _watch(desk, world, port, clock, calm, out)
        _judge(desk, world, port, out)
        desk.close()
    finally:
        server.kill()
        server.join()
    out.wall_seconds, out.cpu_seconds = time.monotonic() - began, time.process_time() - cpu
    return out


def _watch(
    desk: secondsource.Desk,
    world: World,
    port: int,
    clock: Synchronized[float],
    calm: Synchronized[int],
    out: Outcome,
) -> None:
    asked: dict[str, float] = {}
    pauses = [float("inf")]

    class Noted(Fetcher):
        """A fetcher that notes how long each feed was left alone."""

        def get(self, given: str, **how: Any) -> Any:  # noqa: ANN401
            if given.endswith("/feed"):
                pauses[0] = min(pauses[0], clock.value - asked.get(given, float("-inf")))
                asked[given] = clock.value
            return super().get(given, **how)

    def sleep(seconds: float) -> None:
        hour = int((clock.value - START) // HOUR)
        clock.value += seconds
        if int((clock.value - START) // HOUR) > hour:
            out.memory.append(_memory())

    def fetcher() -> Fetcher:
        return Noted(
            "bench/1", allow_private=True, limits=Limits(seconds=SECONDS), resolve=lambda *_: ["127.0.0.1"], proxies={}
        )

    chance = random.Random(world.seed)  # noqa: S311
    with Watch(
        desk, fetcher, tell=lambda _: None, clock=lambda: clock.value, sleep=sleep, random=chance, analyse=False
    ) as watch:
        watch.follow([f"http://house{n}.test:{port}/feed" for n in range(world.feeds)])
        end = START + world.hours * HOUR
        watch.run(lambda: clock.value >= end)
        calm.value = 1
        counts = watch.run(lambda: clock.value >= end + CALM_HOURS * HOUR)
    out.looks, out.failed, out.pages, out.shortest_pause = counts.asked, counts.failed, counts.pages, pauses[0]


def _judge(desk: secondsource.Desk, world: World, port: int, out: Outcome) -> None:
    """Counts what was lost, doubled and noticed. What came within a feed's last hour, it may never have shown."""
    reports = [r.id.split("@v")[0] for r in desk.reports()]
    texts = [r.text[:60].split(" counts ")[0] for r in desk.reports(text=True)]
    out.reports = len(reports)
    held = set(reports)
    for items in world.items.values():
        for item in items:
            ended = world.gone.get(item.feed)
            if ended is not None and item.at > ended - HOUR:
                continue
            if world.address(item, port) not in held:
                out.lost.append(world.address(item, port))
    counted = Counter(texts) + Counter(reports)
    out.doubled = sorted(what for what, count in counted.items() if count > 1)
    out.versions = len({line.report for line in versions.lines(desk.store) if line.version > 1})
    out.edited = sum(i.edited_at is not None and not world.closed(f) for f, items in world.items.items() for i in items)


def _memory() -> float:
    """What this process has for itself, in MB: not the pages of its files, which come and go as the system likes."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return sum(int(kb) for kb in re.findall(r"^(?:RssAnon|VmSwap):\s+(\d+) kB", status, re.MULTILINE)) / 1024


def main() -> None:
    """Prints what a simulated day gave."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = simulate(Path(folder), World(given.feeds, given.hours, given.seed))
    print(
        json.dumps(
            {
                "feeds": given.feeds, "hours": given.hours, "published": out.published, "reports": out.reports,
                "lost": len(out.lost), "doubled": len(out.doubled), "edited": out.edited, "versions": out.versions,
                "looks": out.looks, "failed": out.failed, "items looked at": out.pages,
                "shortest pause of a feed (s)": round(out.shortest_pause, 1),
                "memory (MB)": [round(m) for m in out.memory], "memory swing": round(out.swing, 3),
                "cpu (s)": round(out.cpu_seconds), "wall (s)": round(out.wall_seconds),
                "some lost": out.lost[:5], "some doubled": out.doubled[:5],
            },
            indent=1,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
