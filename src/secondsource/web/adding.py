"""Adding reports in the browser: files, or pasted text; how far it is, and what was set aside and why."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path, PurePath
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from secondsource.errors import UsageError
from secondsource.records import SetAside
from secondsource.show.plain import line, web_address
from secondsource.show.words import count, listed
from secondsource.store import browse
from secondsource.web.addresses import address, report
from secondsource.web.formats import fit
from secondsource.web.site import NotHereError, site_of
from secondsource.web.work import Job

router = APIRouter()

# Files in one go; more come as a folder to `secondsource add`, or as one file of JSON Lines.
FILES = 500
# Between two looks at a job: smooth to the eye, nothing to the machine.
LOOKS_SECONDS = 0.25
# A line without meaning keeps the connection open through whatever stands between.
BEAT_SECONDS = 15.0

_NAME = re.compile(r"[^\w.() -]+")
Short = Annotated[str, Form(max_length=2000)]


@router.get("/add", response_class=HTMLResponse)
def add_page(request: Request) -> HTMLResponse:
    """Where reports are added, with what is being done and what was set aside."""
    site = site_of(request)
    context = {
        "jobs": [_job(job) for job in [*site.work.jobs][::-1]],
        "set_aside": _aside(browse.set_aside(site.store)),
        "many": browse.counts(site.store),
    }
    return HTMLResponse(site.render("add.html", context, request))


@router.get("/add.json")
def add_json(request: Request) -> JSONResponse:
    """What is being done, and what was set aside."""
    site = site_of(request)
    aside = [{"input": a.input, "reason": a.reason, "remedy": a.remedy} for a in browse.set_aside(site.store)]
    return JSONResponse(fit({"jobs": [job.facts() for job in [*site.work.jobs]], "set_aside": aside}))


@router.post("/add", response_class=RedirectResponse, status_code=303)
def add(
    request: Request,
    files: Annotated[list[UploadFile], File()] = [],  # noqa: B006
    text: Annotated[str, Form(max_length=1_000_000)] = "",
    title: Short = "",
    source: Short = "",
    published: Annotated[str, Form(max_length=40)] = "",
    url: Short = "",
    address: Short = "",
) -> Response:
    """Takes files, a pasted text with its fields, or an address, and analyses them behind the reader."""
    named, address = [f for f in files if f.filename], address.strip()
    if not named and not text.strip() and not address:
        raise UsageError("Nothing to add: choose files, or paste a text.")
    if address and not web_address(address):
        raise UsageError("That address can't be fetched. Give one that begins with https://, or paste the text.")
    if len(named) > FILES:
        raise UsageError(f"{len(named)} files are too many at once: {FILES} at most, or one file of JSON Lines.")
    fields = {"title": title, "source": source, "published": published, "url": url}
    given = {name: value.strip() for name, value in fields.items() if value.strip()}

    def save(folder: Path) -> list[str]:
        inside = folder / "reports"
        inside.mkdir()
        _save(named, inside)
        if text.strip():
            record = {"id": _id(given.get("source", ""), text), "text": text, **given}
            (inside / "pasted.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
        return [str(inside)] * bool(named or text.strip()) + [address] * bool(address)

    what = [count(len(named), "file") if named else "", "a pasted text" if text.strip() else "", line(address)]
    job = site_of(request).work.add(f"adding {listed([w for w in what if w])}", save)
    if job is None:
        raise UsageError("Too much is waiting to be added. Try again when some of it is done.")
    return RedirectResponse("/add#jobs", 303)


@router.get("/jobs/{number}/events", response_class=StreamingResponse)
async def events(request: Request, number: int) -> Response:
    """How far a job is, as server-sent events, until it ends."""
    job = site_of(request).work.job(number)
    if job is None:
        raise NotHereError("There is no such job any more.", "The page of added reports lists them.")
    return StreamingResponse(_events(job), media_type="text/event-stream", headers={"cache-control": "no-store"})


async def _events(job: Job) -> AsyncIterator[str]:
    last, quiet = "", 0.0
    while True:
        ended = job.ended
        now = json.dumps(fit(job.facts()))
        if now != last:
            last, quiet = now, 0.0
            yield f"data: {now}\n\n"
        if ended:
            return
        await asyncio.sleep(LOOKS_SECONDS)
        quiet += LOOKS_SECONDS
        if quiet > BEAT_SECONDS:
            quiet = 0.0
            yield ": still here\n\n"


def _save(files: Sequence[UploadFile], folder: Path) -> None:
    """The files under their own names, made harmless; a name that is there already is counted."""
    for file in files:
        name = (
            _NAME.sub("_", PurePath((file.filename or "").replace("\\", "/")).name).lstrip(".")[-120:] or "report.txt"
        )
        path = folder / name
        many = 1
        while path.exists():
            many += 1
            path = folder / f"{Path(name).stem} ({many}){Path(name).suffix}"
        with path.open("wb") as out:
            while chunk := file.file.read(1 << 20):
                out.write(chunk)


def _id(source: str, text: str) -> str:
    """An id for a pasted text: the same text again is the same report."""
    slug = re.sub(r"[\W_]+", "-", source.casefold()).strip("-")[:40] or "pasted"
    return f"{slug}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:10]}"


def _aside(inputs: Sequence[SetAside]) -> list[tuple[str, str, str]]:
    """What was set aside, why, and what would help, said once for those that it helps."""
    said: set[str] = set()
    rows = []
    for one in inputs:
        rows.append((line(one.input), line(one.reason), "" if one.remedy in said else line(one.remedy)))
        said.add(one.remedy)
    return rows


def _job(job: Job) -> dict[str, object]:
    return {
        **job.facts(), "events": f"/jobs/{job.id}/events", "ended": job.ended,
        "reports": [(line(r), report(r)) for r in job.added[:20]], "more": max(0, len(job.added) - 20),
        "find": address("/", sort="changed"),
    }  # fmt: skip
