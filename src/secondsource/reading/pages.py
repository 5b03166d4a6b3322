"""HTML pages to drafts: one worker process extracts, and is killed and replaced when it is late or dies."""

from __future__ import annotations

import hashlib
import json
import select
import subprocess
import sys
import time
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


class Pages:
    """Reads pages in a process of its own; a context manager, so that the process ends with it."""

    def __init__(self, seconds: float = SECONDS_A_PAGE) -> None:
        self._seconds = seconds
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def read(self, page: bytes, name: str) -> Draft | SetAside:
        """The draft of one page, its text the extracted article; set aside where no article is found in time."""
        try:
            found = self._ask(page)
        except TimeoutError:
            self._stop()
            return SetAside(name, f"no article found within {self._seconds:g} seconds", "Give its text instead.")
        except (OSError, EOFError, ValueError):
            self._stop()
            return SetAside(name, "the page broke the extractor", "Give its text instead.")
        if "fault" in found:  # after running out of memory the process is not to be trusted
            self._stop()
            return SetAside(name, f"the page broke the extractor ({found['fault']})", "Give its text instead.")
        text = without_surrogates(found.get("text") or "")
        if not text.text.strip():
            return SetAside(name, "no article found in the page", "Give its text instead.")
        fields = {k: without_surrogates(str(v)).text for k in FIELDS if (v := found.get(k))}
        return Draft(
            name, text.text, name, fields, extractor=str(found.get("extractor")),
            page_sha256=hashlib.sha256(page).hexdigest(), notes=text.notes,
        )  # fmt: skip

    def _ask(self, page: bytes) -> dict[str, Any]:
        """The worker's answer. Raises TimeoutError, or EOFError and OSError where the worker died."""
        worker = self._start()
        if worker.stdin is None or worker.stdout is None:
            raise EOFError
        until = time.monotonic() + self._seconds
        unsent = memoryview(len(page).to_bytes(HEADER_BYTES, "big") + page)
        while unsent:
            unsent = unsent[worker.stdin.write(unsent) :]
        size = int.from_bytes(self._receive(worker, HEADER_BYTES, until), "big")
        answer: dict[str, Any] = json.loads(self._receive(worker, size, until))
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        if self._worker is not None and self._worker.poll() is None:
            return self._worker
        self._stop()
        self._worker = subprocess.Popen(
            [sys.executable, "-P", "-m", "secondsource.reading.html_worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
        )  # fmt: skip
        self._receive(self._worker, 1, time.monotonic() + SECONDS_TO_START)
        return self._worker

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        for pipe in (worker.stdin, worker.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue
        worker.wait()

    @staticmethod
    def _receive(worker: subprocess.Popen[bytes], size: int, until: float) -> bytes:
        """Exactly ``size`` bytes from the worker, before the clock shows ``until``."""
        if worker.stdout is None:
            raise EOFError
        got = bytearray()
        while len(got) < size:
            left = until - time.monotonic()
            if left <= 0 or not select.select([worker.stdout], [], [], left)[0]:
                raise TimeoutError
            piece = worker.stdout.read(min(size - len(got), 1 << 20))
            if not piece:
                raise EOFError
            got += piece
        return bytes(got)
