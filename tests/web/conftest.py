"""A served desk, and a real browser before it; what needs Chromium is skipped, with the reason, where there is none."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import secondsource as ss

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)


# Milliseconds for anything that a page does at once; an analysis has its own.
PATIENCE = 20_000


@dataclass(frozen=True)
class Served:
    """A desk that is being served: its address, and its file."""

    url: str
    desk: Path

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def get(self, path: str, method: str = "GET", body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
        """What it answers: status, headers, body."""
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(
                method, path, body.encode() or None, {k.replace("_", "-"): v for k, v in headers.items()}
            )
            answer = connection.getresponse()
            return (
                answer.status,
                {k.lower(): v for k, v in answer.getheaders()},
                answer.read().decode("utf-8", "replace"),
            )
        finally:
            connection.close()

    def json(self, path: str) -> dict:
        status, _, body = self.get(path)
        assert status == 200, body[:300]
        return json.loads(body)

    def settled(self, seconds: float = 60) -> None:
        """Waits until nothing is being added or analysed."""
        until = time.monotonic() + seconds
        while any(job["state"] in ("waiting", "working") for job in self.json("/add.json")["jobs"]):
            assert time.monotonic() < until, self.json("/add.json")
            time.sleep(0.2)


@contextmanager
def serving(desk: Path, *more: str) -> Iterator[Served]:
    """`secondsource serve` on a free port, until the block ends."""
    command = [sys.executable, "-m", "secondsource", "serve", "--desk", str(desk), "--port", "0", *more]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = ""
            while not (found := re.search(r"http://\S+", said)):
                line = process.stderr.readline()
                assert line, f"it ended: {said}"
                said += line
            yield Served(found[0].rstrip("/"), desk)
        finally:
            process.terminate()
            process.wait(15)


@pytest.fixture(scope="session")
def analysed(tmp_path_factory) -> Path:
    """The example desk, analysed once."""
    path = tmp_path_factory.mktemp("desk") / "example.db"
    with as_file(files("secondsource") / "example") as folder:
        desk = ss.open(path)
        desk.add(folder)
        desk.close()
    return path


@pytest.fixture(scope="session")
def served(analysed) -> Iterator[Served]:
    """The example desk, for tests that only read."""
    with serving(analysed) as made:
        yield made


@pytest.fixture
def own(analysed, tmp_path) -> Iterator[Served]:
    """A copy of the example desk, for a test that changes it."""
    copy = tmp_path / "own.db"
    shutil.copy(analysed, copy)
    with serving(copy) as made:
        yield made


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install Debian's package chromium to run this")
    sync = pytest.importorskip("playwright.sync_api", reason="the development group isn't installed: no Playwright")
    with sync.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


class Watched:
    """A page, and all that must not happen on it."""

    def __init__(self, context, url: str) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.url = url
        self.faults: list[str] = []
        self.page.on("dialog", lambda d: (self.faults.append(f"dialog: {d.message}"), d.dismiss()))
        self.page.on("pageerror", lambda e: self.faults.append(f"error: {e}"))
        self.page.on(
            "console", lambda m: self.faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None
        )
        self.page.on("request", self._requested)

    def _requested(self, request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.faults.append(f"request: {request.url}")

    def open(self, path: str):
        self.page.goto(self.url + path)
        return self.page


@pytest.fixture
def watch(browser):
    """Opens pages of a desk, and fails the test on a script error, a blocked script, a dialog or an outside request."""
    opened: list[Watched] = []
    contexts = []

    def make(served: Served, **options) -> Watched:
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        opened.append(Watched(contexts[-1], served.url))
        return opened[-1]

    yield make
    for context in contexts:
        context.close()
    assert [fault for one in opened for fault in one.faults] == []
