"""Judgements from the page: kept at once, undone by one more line of the log, and analysed anew behind the reader."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from secondsource.errors import UsageError
from secondsource.records import Judgement
from secondsource.show.plain import line, short
from secondsource.show.words import when
from secondsource.store import browse, queries
from secondsource.web import addresses
from secondsource.web.formats import fit
from secondsource.web.site import NotHereError, Site, site_of

router = APIRouter()

SAID = {
    "same": "the same claim",
    "different": "not the same claim",
    "copied": "copied",
    "not-copied": "not copied",
    "wrong-link": "a wrong link",
    "not-a-statement": "no statement",
    "one-story": "of one story",
    "two-stories": "of two stories",
    "one-name": "one and the same",
    "two-names": "not one and the same",
    "undo": "taken back",
}
OF_REPORTS = ("copied", "not-copied", "one-story", "two-stories")
OF_NAMES = ("one-name", "two-names")
# Lines of the log that the page shows; `secondsource judge` lists all.
SHOWN = 300

Verdict = Literal[
    "same",
    "different",
    "copied",
    "not-copied",
    "one-story",
    "two-stories",
    "wrong-link",
    "not-a-statement",
    "one-name",
    "two-names",
    "undo",
]
Id = Annotated[str, Form(max_length=2000)]


@router.post("/judge", response_class=RedirectResponse, status_code=303)
def judge(
    request: Request,
    verdict: Annotated[Verdict, Form()],
    a: Id,
    b: Id = "",
    note: Annotated[str, Form(max_length=2000)] = "",
    who: Annotated[str, Form(max_length=200)] = "",
    back: Id = "/judgements",
) -> Response:
    """Keeps a judgement, and goes back to where it was made."""
    site = site_of(request)
    _check(site, verdict, a, b)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = Judgement(verdict, a, "" if verdict == "not-a-statement" else b, now, note.strip(), who.strip())
    site.desk.take_judgements([msgspec.json.encode(made).decode()])
    site.work.again("analysing anew, with your judgement")
    return RedirectResponse(_home(back), 303)


@router.get("/judgements", response_class=HTMLResponse)
def judgements(request: Request) -> Response:
    """Every judgement that was made on this desk, the last first."""
    site = site_of(request)
    log = queries.judgement_log(site.store)[::-1]
    held = set(queries.judgements(site.store))
    rows = [_row(site, j, j in held) for j in log[:SHOWN]]
    context = {"rows": rows, "more": max(0, len(log) - SHOWN), "held": len(held)}
    return HTMLResponse(site.render("judgements.html", context, request))


@router.get("/judgements.json")
def judgements_json(request: Request) -> JSONResponse:
    """The log of judgements, the oldest first."""
    log = queries.judgement_log(site_of(request).store)
    return JSONResponse(fit({"judgements": [msgspec.to_builtins(j) for j in log]}))


def _check(site: Site, verdict: str, a: str, b: str) -> None:
    """Raises NotHereError or UsageError for a judgement on nothing."""
    if verdict == "undo":
        if not any({j.a, j.b} == {a, b} for j in queries.judgements(site.store)):
            raise NotHereError("There is no judgement on these two to take back.", "The log lists those that hold.")
        return
    if a == b or (not b and verdict != "not-a-statement"):
        raise UsageError(f"“{SAID[verdict]}” needs two different things.")
    things = (a,) if verdict in ("wrong-link", "not-a-statement") else (a, b)
    for thing in things:
        if verdict in OF_REPORTS:
            known = browse.report(site.store, thing) is not None or (thing == a and thing.startswith("wire:"))
        elif verdict in OF_NAMES:
            known = browse.name_here(site.store, thing)
        else:
            known = browse.statement_here(site.store, thing)
        if not known:
            raise NotHereError(
                f"“{short(thing, 60)}” is not on this desk.", "It may have been read anew: look for it again."
            )


def _home(back: str) -> str:
    """Where to go back to: a page of this desk, whatever the form said."""
    parts = urlsplit(back)
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and not parts.netloc and back.isprintable()
    return back if inside else "/judgements"


def _row(site: Site, judged: Judgement, holds: bool) -> dict[str, object]:
    things = [_thing(site, judged, thing) for thing in (judged.a, judged.b) if thing]
    return {
        "said": SAID[judged.verdict], "things": things, "when": when(judged.made_at), "who": line(judged.who),
        "note": short(judged.note, 300), "a": judged.a, "b": judged.b, "holds": holds,
    }  # fmt: skip


def _thing(site: Site, judged: Judgement, thing: str) -> tuple[str, str | None]:
    """What a judgement is about, in words, with its address."""
    if judged.verdict in OF_NAMES:
        return line(thing), addresses.address("/", q=f'"{thing}"')
    if judged.verdict in OF_REPORTS or browse.report(site.store, thing):
        return line(thing), addresses.report(thing)
    words = browse.words_of(site.store, thing)
    return (f"“{short(words, 140)}”", addresses.claim(thing)) if words else (line(thing), None)
