"""HTML pages to drafts: worker processes extract, several at once, and are killed and replaced when late or dead."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import select
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

from secondsource.reading.decode import without_surrogates
from secondsource.reading.drafts import FIELDS, Draft
from secondsource.records import SetAside

# A page takes 50 ms; one of 1 MB up to 17 s, and its text is no longer for that.
SECONDS_A_PAGE = 10.0
# Loading trafilatura takes 1–3 s on a busy machine; that is not the page's fault.
SECONDS_TO_START = 60.0
HEADER_BYTES = 8
# Each process takes 150 MB; beyond four, reading them in becomes the bottleneck.
MOST_PROCESSES = 4
# A process that can't start is no page's fault; after a few tries it will not start for the next page either.
MOST_FAILED_STARTS = 3
GIVE_TEXT = "Give its text instead."

Item = Draft | SetAside


class NotStartedError(Exception):
    """The process that reads pages dies before it has read one."""


class Pages:
    """Reads pages in processes of its own; a context manager, so that the processes end with it."""

    def __init__(self, seconds: float = SECONDS_A_PAGE, processes: int | None = None) -> None:
        self._seconds = seconds
        self.processes = processes or min(MOST_PROCESSES, os.cpu_count() or 1)
        self._unstarted = 0
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        self._workers = [Worker() for _ in range(self.processes)]
        for worker in self._workers:
            self._idle.put(worker)
        # These threads only wait at pipes; the extractors run in the processes.
        self._threads = ThreadPoolExecutor(self.processes, thread_name_prefix="pages")

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._stop_all()
        self._threads.shutdown(wait=True)
        self._stop_all()  # a thread may have started one more meanwhile

    def _stop_all(self) -> None:
        for worker in self._workers:
            worker.stop()

    def submit(
        self, page: bytes, name: str, *, id_: str = "", url: str = "", notes: tuple[str, ...] = ()
    ) -> Future[Item]:
        """The draft of a page, which is read while others are: see ``read``."""
        return self._threads.submit(self.read, page, name, id_=id_, url=url, notes=notes)

    def read(self, page: bytes, name: str, *, id_: str = "", url: str = "", notes: tuple[str, ...] = ()) -> Item:
        """The draft of one page, its text the extracted article; set aside where no article is found in time.

        ``url`` is where the page came from, ``notes`` what is known of it beside.
        """
        if self._unstarted > MOST_FAILED_STARTS:
            return SetAside(name, "the process that reads pages does not start", "`secondsource doctor` says why.")
        worker = self._idle.get()
        try:
            found = worker.ask(page, url, self._seconds)
        except TimeoutError:
            worker.stop()
            return SetAside(name, f"no article found within {self._seconds:g} seconds", GIVE_TEXT)
        except NotStartedError:
            self._unstarted += 1
            worker.stop()
            return SetAside(name, "the process that reads pages does not start", "`secondsource doctor` says why.")
        except (OSError, EOFError, ValueError):
            worker.stop()
            return SetAside(name, "the page broke the extractor", GIVE_TEXT)
        finally:
            self._idle.put(worker)
        if "fault" in found:  # after running out of memory the process is not to be trusted
            worker.stop()
            return SetAside(name, f"the page broke the extractor ({found['fault']})", GIVE_TEXT)
        return _draft(found, page, name, id_ or name, url, notes)


class Worker:
    """One process, started when it is first asked, and again after it was stopped."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, page: bytes, url: str, seconds: float) -> dict[str, Any]:
        """The process's answer. Raises TimeoutError, or EOFError and OSError where the process died."""
        process = self._start()
        until = time.monotonic() + seconds
        address = url.encode("utf-8", "replace")
        self._send(process, _framed(address) + _framed(page), until)
        size = int.from_bytes(_receive(process, HEADER_BYTES, until), "big")
        answer: dict[str, Any] = json.loads(_receive(process, size, until))
        return answer

    def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue
        process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        if self.process is not None and self.process.poll() is None:
            return self.process
        self.stop()
        self.process = process = subprocess.Popen(
            [sys.executable, "-P", "-m", "secondsource.reading.html_worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
        )  # fmt: skip
        try:
            _receive(process, 1, time.monotonic() + SECONDS_TO_START)
        except (OSError, EOFError) as why:
            raise NotStartedError from why
        if process.stdin is not None:
            os.set_blocking(process.stdin.fileno(), False)
        return process

    @staticmethod
    def _send(process: subprocess.Popen[bytes], data: bytes, until: float) -> None:
        """Writes all of it before the clock shows ``until``: a process that is stuck doesn't read either."""
        if process.stdin is None:
            raise EOFError
        unsent = memoryview(data)
        while unsent:
            left = until - time.monotonic()
            if left <= 0 or not select.select([], [process.stdin], [], left)[1]:
                raise TimeoutError
            unsent = unsent[process.stdin.write(unsent) or 0 :]


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(HEADER_BYTES, "big") + data


def _receive(process: subprocess.Popen[bytes], size: int, until: float) -> bytes:
    """Exactly ``size`` bytes from the process, before the clock shows ``until``."""
    if process.stdout is None:
        raise EOFError
    got = bytearray()
    while len(got) < size:
        left = until - time.monotonic()
        if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
            raise TimeoutError
        piece = process.stdout.read(min(size - len(got), 1 << 20))
        if not piece:
            raise EOFError
        got += piece
    return bytes(got)


def _draft(found: dict[str, Any], page: bytes, name: str, id_: str, url: str, known: tuple[str, ...]) -> Item:
    text = without_surrogates(str(found.get("text") or ""))
    if not text.text.strip():
        return SetAside(name, "no article found in the page", GIVE_TEXT)
    given = {**({"url": url} if url else {}), **{k: v for k in FIELDS if (v := found.get(k))}}
    fields = {k: without_surrogates(str(v)).text for k, v in given.items()}
    notes = (*known, *map(str, found.get("notes", ())), *text.notes)
    return Draft(
        id_, text.text, name, fields, extractor=str(found.get("extractor")),
        page_sha256=hashlib.sha256(page).hexdigest(), notes=notes,
    )  # fmt: skip
