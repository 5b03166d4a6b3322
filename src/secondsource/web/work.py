"""What the desk does beside answering: adding reports and analysing anew, one thing at a time, in another process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from secondsource.settings import Settings

# Jobs that are remembered when they are done, so that their page still tells what came of them.
REMEMBERED = 20
# Waiting jobs beyond this are refused: each holds what was uploaded on disk.
WAITING = 50


@dataclass
class Job:
    """Something that is being done. ``stage``, ``done`` and ``total`` say how far it is; ``said`` what came of it."""

    id: int
    what: str
    folder: Path | None = None
    inputs: tuple[str, ...] = ()
    state: str = "waiting"  # waiting, working, done, failed
    stage: str = ""
    done: int = 0
    total: int = 0
    added: list[str] = field(default_factory=list)
    aside: list[dict[str, str]] = field(default_factory=list)
    said: str = ""
    process: subprocess.Popen[str] | None = None

    def facts(self) -> dict[str, object]:
        """The job as JSON tells it."""
        names = ("id", "what", "state", "stage", "done", "total", "added", "aside", "said")
        return {name: getattr(self, name) for name in names}

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed")


class Work:
    """The jobs of a desk: one thread starts a process for each, and reads what it says."""

    def __init__(self, desk: Path, settings: Settings) -> None:
        self.desk = desk
        self.settings = settings
        self.jobs: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._next = 1
        self._thread: threading.Thread | None = None

    def add(self, what: str, save: Callable[[Path], list[str]]) -> Job | None:
        """Queues the adding of reports; ``save`` puts them into a folder. None where too much waits already."""
        if sum(not job.ended for job in list(self.jobs)) >= WAITING:
            return None
        folder = Path(tempfile.mkdtemp(prefix="secondsource-"))
        try:
            inputs = save(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self._queue(what, folder, tuple(inputs))

    def again(self, what: str) -> Job:
        """Queues an analysis of what isn't analysed yet; one that waits already will do."""
        with self._changed:
            waiting = next((j for j in self.jobs if j.state == "waiting" and not j.inputs), None)
        return waiting or self._queue(what, None, ())

    def job(self, wanted: int) -> Job | None:
        """A job by its number."""
        return next((job for job in list(self.jobs) if job.id == wanted), None)

    def now(self) -> Job | None:
        """The job that is being done, or waits."""
        return next((job for job in list(self.jobs) if not job.ended), None)

    def close(self) -> None:
        """Ends what is running: what was stored stays, and the next command analyses the rest."""
        with self._changed:
            self._closed = True
            running = [job.process for job in self.jobs if job.process and job.state == "working"]
            self._changed.notify_all()
        for process in running:
            process.terminate()
        if self._thread:
            self._thread.join(5)
        for job in self.jobs:
            self._clean(job)

    def _queue(self, what: str, folder: Path | None, inputs: tuple[str, ...]) -> Job:
        with self._changed:
            job = Job(self._next, what, folder, inputs)
            self._next += 1
            self.jobs.append(job)
            while len(self.jobs) > REMEMBERED and self.jobs[0].ended:
                self.jobs.popleft()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, daemon=True, name="work")
                self._thread.start()
            self._changed.notify_all()
        return job

    def _run(self) -> None:
        while not self._closed:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or any(j.state == "waiting" for j in self.jobs))
                job = next((j for j in self.jobs if j.state == "waiting"), None)
            if job is not None and not self._closed:
                self._do(job)

    def _do(self, job: Job) -> None:
        command = [sys.executable, "-m", "secondsource.web.worker", str(self.desk), self.settings["model"], *job.inputs]
        self._set(job, state="working", stage="starting")
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as complaints,
            subprocess.Popen(  # noqa: S603 — our own module
                command, stdout=subprocess.PIPE, stderr=complaints, text=True, encoding="utf-8"
            ) as job.process,
        ):
            if self._closed:
                job.process.terminate()
            for told in job.process.stdout or ():
                self._set(job, **json.loads(told))
            code = job.process.wait()
            if not job.ended:
                complaints.seek(0)
                last = complaints.read()[-2000:].strip().splitlines()[-1:]
                said = "".join(last) or f"It stopped (exit code {code})."
                self._set(job, state="failed", said=f"{said} What was stored is kept.")
        self._clean(job)

    def _set(self, job: Job, **told: object) -> None:
        with self._changed:
            for name, value in told.items():
                setattr(job, name, value)
            self._changed.notify_all()

    @staticmethod
    def _clean(job: Job) -> None:
        if job.folder:
            shutil.rmtree(job.folder, ignore_errors=True)
            job.folder = None
