"""Lines that another process prints, for as long as it goes on printing: one that falls silent is ended."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from types import TracebackType

# Between two looks at whether a process is overdue.
LOOK_SECONDS = 0.5


class Patience:
    """Ends a process whose next line is waited for longer than ``seconds``; a context manager.

    Only the waiting counts: a process that is kept from printing by a slow reader may take any time.
    """

    def __init__(self, worker: subprocess.Popen[bytes], seconds: float) -> None:
        self._worker = worker
        self._seconds = seconds
        self._since: float | None = time.monotonic()
        self._over = threading.Event()
        self.lost = False

    def __enter__(self) -> Patience:
        threading.Thread(target=self._watch, daemon=True, name="patience").start()
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()

    def lines(self) -> Iterator[bytes]:
        """The whole lines as they come, until the process ends or is ended."""
        stream = iter(self._worker.stdout or ())
        while True:
            self._since = time.monotonic()
            line = next(stream, None)
            self._since = None
            if line is None or not line.endswith(b"\n"):  # one that was cut short is no line
                return
            yield line

    def _watch(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            since = self._since
            if since is not None and time.monotonic() - since > self._seconds:
                self.lost = True
                self._worker.kill()
                return
