"""The desk in the browser on a large desk: ``python bench/web.py --reports 100000``.

Makes a desk of made-up reports (its tables are written directly: texts of invented words, stories of one to two hundred
reports, for each story statements, claims, copying, differences and events as the stages write them; nothing is
parsed), serves it with ``secondsource serve``, and measures from outside: searches and stories one after another, the
first page in Chromium where it is here, and fifty readers while another process adds reports, 200 in a transaction,
each batch with its findings. ``--keep FILE`` keeps the desk, ``--desk FILE`` takes one that was kept.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from sqlalchemy import Connection, delete

from secondsource.records import (
    Claim,
    Conflict,
    Edge,
    Entity,
    EntityKind,
    Event,
    Kind,
    Match,
    MatchKind,
    Mention,
    Origin,
    Report,
    Side,
    Spot,
    Stance,
    Statement,
    Status,
)
from secondsource.store import cards, schema, writer
from secondsource.store.connect import Store
from secondsource.store.results import text_digest
from secondsource.store.rows import to_row

AT_ONCE = 2_000
BATCH = 200
# Share of stories by how many reports they have: most events are told once or twice, a few by everyone.
SIZES = ((1, 0.62), (2, 0.16), (4, 0.12), (9, 0.07), (25, 0.025), (60, 0.004), (200, 0.001))
SENTENCES = 14
SYLLABLES = [
    "ba",
    "ke",
    "lo",
    "mi",
    "nu",
    "ra",
    "si",
    "ta",
    "ve",
    "do",
    "fen",
    "gor",
    "hal",
    "jun",
    "kel",
    "lam",
    "mor",
    "nes",
    "pol",
    "rin",
    "sul",
    "tor",
    "vin",
    "wes",
    "yar",
    "zel",
]


@dataclass
class Pool:
    """Invented words and names, some of them common, as in news."""

    random: random.Random

    def __post_init__(self) -> None:
        pick = self.random
        self.words = [self._word(2) for _ in range(400)] + [self._word(3) for _ in range(20_000)]
        self.weights = [1 / (n + 3) for n in range(len(self.words))]
        self.outlets = [
            f"{self._word(2).title()} {kind}" for kind in ("Post", "Courier", "Radio", "Day") for _ in range(60)
        ]
        self.people = [f"{self._word(2).title()} {self._word(2).title()}" for _ in range(6_000)]
        self.bodies = [
            f"{self._word(2).title()} {kind}" for kind in ("ministry", "police", "council") for _ in range(150)
        ]
        self.stock = pick.choices(self.words, self.weights, k=400_000)

    def _word(self, parts: int) -> str:
        return "".join(self.random.choices(SYLLABLES, k=parts))

    def sentence(self) -> str:
        """A sentence of twelve to twenty-four words."""
        at, many = self.random.randrange(len(self.stock) - 30), self.random.randint(12, 24)
        words = " ".join(self.stock[at : at + many])
        return f"{words[0].upper()}{words[1:]}."


def main() -> None:
    """Prints what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--added", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--desk", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--adder", nargs=3, help=argparse.SUPPRESS)  # the process that adds: desk, how many, seed
    given = parser.parse_args()
    if given.adder:
        _add(Path(given.adder[0]), int(given.adder[1]), int(given.adder[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        began = time.monotonic()
        if given.desk:
            shutil.copy(given.desk, path)
        else:
            fill(path, given.reports, given.seed)
        told: dict[str, Any] = {
            "made_s": round(time.monotonic() - began, 1),
            "file_mb": round(path.stat().st_size / 1e6),
        }
        if given.keep:
            shutil.copy(path, given.keep)
        with serving(path) as (address, server):
            told |= _measure(address, server, given.asked, given.seed)
            told |= _first_page(address)
            told |= _readers(address, path, given.readers, given.added, given.seed)
    print(json.dumps(told, indent=1))


def fill(path: Path, many: int, seed: int) -> None:
    """Writes a desk of so many made-up reports."""
    store, pool = Store(path), Pool(random.Random(seed))  # noqa: S311
    for stories in _grouped(_stories(pool, many, ""), AT_ONCE):
        with store.writing() as connection:
            _write(connection, stories)
    with store.writing() as connection:
        cards.refresh(connection)
        connection.execute(delete(schema.facts))
        connection.execute(schema.facts.insert(), {"name": writer.ANALYSED, "value": "made up"})
    store.close()


Made = dict[str, list[dict[str, Any]]]


def _stories(pool: Pool, many: int, prefix: str) -> Iterator[Made]:
    """Stories until they hold so many reports."""
    sizes, shares = zip(*SIZES, strict=True)
    made = n = 0
    while made < many:
        size = min(pool.random.choices(sizes, shares)[0], many - made)
        yield _story(pool, f"s-{prefix}{n:07x}", size, n)
        made, n = made + size, n + 1


def _story(pool: Pool, name: str, size: int, position: int) -> Made:
    pick = pool.random
    day = pick.randrange(600)
    person, body = pick.choice(pool.people), pick.choice(pool.bodies)
    shared = [pool.sentence() for _ in range(SENTENCES)]
    reports: list[Report] = []
    statements: list[Statement] = []
    told: dict[int, list[Statement]] = {}
    for k in range(size):
        copied = k > 0 and pick.random() < 0.6
        lines = [s if copied and pick.random() < 0.8 else pool.sentence() for s in shared] if copied else list(shared)
        if not copied and k:
            lines = [pool.sentence() for _ in shared]
            lines[0] = shared[0]
        lines[1] = f"{person} of the {body} said {lines[1][0].lower()}{lines[1][1:]}"
        text = "\n\n".join(lines)
        date = f"20{24 + day // 336}-{1 + day % 336 // 28:02d}-{1 + day % 28:02d}"
        date += f"T{6 + k % 16:02d}:{k * 7 % 60:02d}:00+00:00"
        report = Report(
            f"{name}-{k}", text, text_digest(text), pick.choice(pool.outlets), title=shared[0][:60], published=date,
            language="en", read_at=date, paragraphs=((0, len(text)),),
        )  # fmt: skip
        reports.append(report)
        at = 0
        for n, line in enumerate(lines[:8]):
            start, at = at, at + len(line) + 2
            chain = ((person,), (body,)) if n in (1, 3) else ()
            said = Statement(
                f"{report.id}:{start}-{start + len(line)}", report.id, Kind.INDIRECT if chain else Kind.OWN,
                ((start, start + len(person)),) if n == 1 else (), (), ((start, start + len(line)),),
                person if chain else None, chain, copied_from=f"{name}-0" if copied else None,
                stance=Stance.DENIES if n == 3 and k == 2 else Stance.ASSERTS,
            )  # fmt: skip
            statements.append(said)
            if line == shared[n] or n == 1:
                told.setdefault(n, []).append(said)
    return _rows(name, position, shared[0], reports, statements, list(told.values()), (person, body))


def _rows(
    name: str, position: int, title: str, reports: Sequence[Report], statements: Sequence[Statement],
    told: Sequence[Sequence[Statement]], who: tuple[str, str],
) -> Made:  # fmt: skip
    """All rows of a story, as the stages would write them."""
    first, size = reports[0], len(reports)
    claims = []
    for n, same in enumerate(told):
        ids = tuple(dict.fromkeys(s.report for s in same if s.stance is Stance.ASSERTS))
        high = 1 if n % 3 else min(3, len(ids))
        disputed = any(s.stance is Stance.DENIES for s in same)
        status = Status.DISPUTED if disputed else Status.SINGLE if high == 1 else Status.UNSURE
        origins = (Origin(who[0], "person", tuple(s.id for s in same), "named in the words"),)
        claims.append(
            Claim(
                f"c-{name}-{n}", name, same[0].id, tuple(s.id for s in same), origins, (who[n % 2],), (who[1],),
                (1, high), 1, ids, False, None, status, ("they go back to one briefing", "both print the same words"),
                tuple("they print the same words" for _ in same[1:]),
            )
        )  # fmt: skip
    copies = [r for r in reports[1:] if any(s.report == r.id and s.copied_from for s in statements)]
    matches = [Match(first.id, 0, 400, r.id, 0, 400, 0.97, MatchKind.COPIED, "the same words") for r in copies]
    edges = [Edge(first.id, r.id, 0.8, ("112 of its words stand in it",), 0.9) for r in copies]
    entities = [
        Entity(f"person:{who[0]}", EntityKind.PERSON, who[0], tuple(Mention(r.id, 0, 9) for r in reports)),
        Entity(f"organisation:{who[1]}", EntityKind.ORGANISATION, who[1], (Mention(first.id, 0, 9),)),
    ]
    day = (first.published or "")[:10]
    events = [Event(name, day, r.id, 0, 60, (0, 5), (r.id,), "the report says so") for r in reports[:6]]
    sides = (
        Side("12", (Spot(first.id, 0, 12),), (1, 1)),
        Side("15", tuple(Spot(r.id, 0, 12) for r in reports[-1:]), (1, 2)),
    )
    conflicts = [Conflict(name, "number", "conflict", title[:60], sides, "both count the same")] if size > 3 else []
    found = {
        "statements": statements, "claims": claims, "entities": entities, "events": events, "conflicts": conflicts,
    }  # fmt: skip
    return {
        "reports": [to_row(r) for r in reports],
        "matches": [to_row(m) for m in matches],
        "edges": [to_row(e) for e in edges],
        "stories": [{"position": position, "id": name, "title": title[:80], "key": name, "notes": []}],
        "story_reports": [
            {"story": name, "position": k, "report": r.id, "why": "shares its words"} for k, r in enumerate(reports)
        ],
        **{table: [to_row(record, story=name) for record in records] for table, records in found.items()},
    }


def _write(connection: Connection, stories: Sequence[Made]) -> None:
    for table in schema.metadata.sorted_tables:
        if rows := [row for made in stories for row in made.get(table.name, ())]:
            connection.execute(table.insert(), rows)


def _grouped(stories: Iterator[Made], most: int) -> Iterator[list[Made]]:
    group: list[Made] = []
    for made in stories:
        group.append(made)
        if sum(len(m["reports"]) for m in group) >= most:
            yield group
            group = []
    if group:
        yield group


def _add(path: Path, many: int, seed: int) -> None:
    """Adds made-up reports in batches, each with its findings in the same transaction; prints each one's seconds."""
    store, pool = Store(path, create=False), Pool(random.Random(seed + 99))  # noqa: S311
    for group in _grouped(_stories(pool, many, "new"), BATCH):
        began = time.monotonic()
        with store.writing() as connection:
            _write(connection, group)
            cards.refresh(connection)
        print(round(time.monotonic() - began, 3), flush=True)
    store.close()


@contextmanager
def serving(desk: Path) -> Iterator[tuple[str, int]]:
    """The address of the served desk, and the process that serves it."""
    command = [sys.executable, "-m", "secondsource", "serve", "--desk", str(desk), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            found = None
            while process.stderr and not (found := re.search(r"http://\S+?/", process.stderr.readline())):
                pass
            yield (found[0].rstrip("/") if found else ""), process.pid
        finally:
            process.terminate()


class Reader:
    """One reader: a connection that is kept, and how long each answer took."""

    def __init__(self, address: str, server: int = 0) -> None:
        self.server = server
        self.cpu: list[float] = []
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.took: list[float] = []
        self.faults: list[str] = []
        self.bytes = 0

    def get(self, path: str) -> str:
        """The answer's body."""
        began, before = time.monotonic(), _cpu(self.server)
        try:
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as why:
            self.faults.append(f"{path}: {why!r}")
            self.connection.close()
            return ""
        self.took.append(time.monotonic() - began)
        self.cpu.append(_cpu(self.server) - before)
        self.bytes = max(self.bytes, len(body))
        if answer.status >= 400:
            self.faults.append(f"{path}: {answer.status}")
        return body.decode("utf-8", "replace")


def _cpu(process: int) -> float:
    """Seconds that a process has spent on a CPU; 0 where nobody counts them."""
    try:
        tasks = [task.read_text().split()[0] for task in Path(f"/proc/{process}/task").glob("*/schedstat")]
    except OSError:
        return 0.0
    return sum(map(int, tasks)) / 1e9


def _measure(address: str, server: int, many: int, seed: int) -> dict[str, Any]:
    """Searches, stories, claims and reports, one after another."""
    pick = random.Random(seed)  # noqa: S311
    asked = _questions(address, pick, many)
    told: dict[str, Any] = {}
    for kind, paths in asked.items():
        reader = Reader(address, server)
        for path in paths:
            reader.get(path)
        cpu = {f"cpu_{name}": value for name, value in _times(reader.cpu).items()}
        told[kind] = _times(reader.took) | cpu | {"most_kb": round(reader.bytes / 1000), "faults": reader.faults[:3]}
    return told


def _questions(address: str, pick: random.Random, many: int) -> dict[str, list[str]]:
    """What an editor asks: words, common and rare, with filters, and what the lists lead to."""
    reader = Reader(address)
    pool = Pool(random.Random(1))  # noqa: S311
    stories = []
    for page in range(1, 13):
        for sort in ("newest", "carried"):
            listed = json.loads(reader.get(f"/stories.json?sort={sort}&page={page}") or '{"stories": []}')
            stories += [(s["story"], s["chief"]) for s in listed["stories"]]
    words = pick.choices(pool.words, pool.weights, k=many)
    searches = [f"/?q={quote(w)}" for w in words[: many // 2]]
    searches += [f"/?q={quote(f'{a} {b}')}" for a, b in zip(words[: many // 6], words[many // 6 :], strict=False)]
    searches += [f"/?q={quote(w)}&only=one&sort=carried" for w in words[: many // 6]]
    searches += [f"/?outlet={quote(pick.choice(pool.outlets))}&only=disputed" for _ in range(many // 6)]
    pick.shuffle(searches)
    chosen = [pick.choice(stories) for _ in range(many)]
    return {
        "list": [f"/?page={1 + n % 40}&sort={('newest', 'carried', 'changed')[n % 3]}" for n in range(many // 3)],
        "search": searches,
        "story": [f"/story?id={story}" for story, _ in chosen],
        "claim": [f"/claim?of={quote(said)}" for _, said in chosen[: many // 3] if said],
        "report": [f"/report?id={story}-0" for story, _ in chosen[: many // 3]],
        "outlet": [f"/outlet?name={quote(pick.choice(pool.outlets))}" for _ in range(many // 10)],
        "person": [f"/?person={quote(pick.choice(pool.people))}" for _ in range(many // 10)],
    }


def _times(took: Sequence[float]) -> dict[str, float]:
    if len(took) < 2:
        return {}
    cuts = statistics.quantiles(took, n=100)
    return {"p50_ms": round(1000 * cuts[49]), "p95_ms": round(1000 * cuts[94]), "p99_ms": round(1000 * cuts[98])}


def _first_page(address: str) -> dict[str, Any]:
    """Milliseconds until the first page can be read and used, in a browser that was never here."""
    browser = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    if browser is None:
        return {"first_page": "no Chromium here"}
    from playwright.sync_api import sync_playwright

    took = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for _ in range(7):
            page = chromium.new_context().new_page()
            page.goto(address + "/")
            page.locator(".card a.go").first.wait_for()
            took.append(
                page.evaluate("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart")
            )
            page.context.close()
        chromium.close()
    return {"first_page_ms": round(statistics.median(took)), "first_page_most_ms": max(took)}


def _readers(address: str, path: Path, many: int, added: int, seed: int) -> dict[str, Any]:
    """Readers who come within five seconds and go on, each a page in five seconds, while reports are added."""
    asked = _questions(address, random.Random(seed + 1), 200)  # noqa: S311
    paths = asked["search"] + asked["story"] + asked["list"]
    readers = [Reader(address) for _ in range(many)]
    done = threading.Event()

    def read(reader: Reader, own: random.Random) -> None:
        done.wait(own.uniform(0, 5))
        while not done.is_set():
            reader.get(own.choice(paths))
            done.wait(own.uniform(2, 8))

    threads = [
        threading.Thread(target=read, args=(reader, random.Random(n)), daemon=True)  # noqa: S311
        for n, reader in enumerate(readers)
    ]
    command = [sys.executable, __file__, "--adder", str(path), str(added), str(seed)]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as adder:
        for thread in threads:
            thread.start()
        batches = [float(line) for line in adder.stdout or ()]
    took = time.monotonic() - began
    done.set()
    for thread in threads:
        thread.join(60)
    faults = [fault for reader in readers for fault in reader.faults]
    return {
        "readers_while_adding": {
            "readers": many, "added": added, "adder_exit": adder.returncode, "seconds": round(took, 1),
            "batches": len(batches), "batch_median_s": round(statistics.median(batches), 2) if batches else None,
            "pages": sum(len(r.took) for r in readers), **_times([t for r in readers for t in r.took]),
            "faults": len(faults), "first_faults": faults[:3],
        }
    }  # fmt: skip


if __name__ == "__main__":
    main()
