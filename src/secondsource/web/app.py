"""The desk's application: its pages, what becomes of faults, and the guard before all of it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from starlette.exceptions import HTTPException

from secondsource.errors import SecondsourceError
from secondsource.settings import VERSION, Settings
from secondsource.show.plain import line
from secondsource.web import adding, claims, formats, judging, lists, people, reports, stories, watched
from secondsource.web.guard import App, Guard
from secondsource.web.site import STATIC, NotHereError, Site, site_of

JSON_ENDINGS = (".json", ".jsonl", ".csv", ".parquet")


def create_app(
    desk: Path, settings: Settings, *, hosts: frozenset[str], token: str | None = None, any_address: bool = False
) -> App:
    """The desk as an ASGI application. Raises DeskError where the desk can't be opened."""
    return Guard(pages(Site(desk, settings)), hosts, token, any_address=any_address)


def pages(site: Site) -> FastAPI:
    """The pages of an open desk, without the guard."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        site.catch_up()
        yield
        site.close()

    app = FastAPI(
        title="secondsource", version=VERSION, docs_url=None, redoc_url=None, lifespan=lifespan,
        description="What each claim rests on. It measures how reporting depends on reporting, never truth.",
    )  # fmt: skip
    app.state.site = site
    router = APIRouter()
    formats.offer(router, "/stories", lists.stories)
    formats.offer(router, "/story", stories.story)
    formats.offer(router, "/claim", claims.claim)
    formats.offer(router, "/report", reports.report)
    formats.offer(router, "/compare", reports.compare)
    formats.offer(router, "/speaker", people.speaker)
    formats.offer(router, "/outlet", people.outlet)
    formats.offer(router, "/feeds", watched.feeds)
    formats.offer(router, "/versions", watched.versions)
    formats.page(router, "/", lists.stories)
    for more in (router, adding.router, judging.router, _plain):
        app.include_router(more)
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return app


_plain = APIRouter()


@_plain.get("/keys", response_class=HTMLResponse)
def keys(request: Request) -> HTMLResponse:
    """The keys, and what they do."""
    return HTMLResponse(site_of(request).render("keys.html", {}, request))


@_plain.get("/method", response_class=HTMLResponse)
def method(request: Request) -> HTMLResponse:
    """How the figures are computed."""
    return HTMLResponse(site_of(request).render("about.html", {}, request))


@_plain.get("/static/{name}", include_in_schema=False)
def static(name: str) -> Response:
    """A style sheet, a script or the mark: for ever, because its address changes with it."""
    if name not in STATIC:
        raise HTTPException(404)
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(STATIC[name].body, media_type=STATIC[name].kind, headers=headers)


@_plain.get("/favicon.ico", include_in_schema=False)
def icon() -> Response:
    """The mark, where browsers look for it."""
    return RedirectResponse(STATIC["mark.svg"].address, 301)


def _fault(request: Request, status: int, reason: str, remedy: str) -> Response:
    """One shape of fault everywhere: what is wrong, and what would help."""
    if request.url.path.endswith(JSON_ENDINGS):
        body = {"error": {"status": status, "reason": reason, "remedy": remedy}}
        return JSONResponse(formats.fit(body), status)
    context = {"status": status, "reason": line(reason), "remedy": line(remedy)}
    return HTMLResponse(site_of(request).render("fault.html", context, request), status)


async def _not_here(request: Request, why: Exception) -> Response:
    remedy = why.remedy if isinstance(why, NotHereError) else ""
    return _fault(request, 404, str(why), remedy)


async def _http(request: Request, why: Exception) -> Response:
    status = why.status_code if isinstance(why, HTTPException) else 500
    known = {404: ("There is no such page.", "Begin at the list of stories."), 405: ("That can't be done here.", "")}
    headers = why.headers if isinstance(why, HTTPException) else None
    answer = _fault(request, status, *known.get(status, ("That didn't work.", "Go back and try again.")))
    answer.headers.update(headers or {})
    return answer


async def _wrong(request: Request, why: Exception) -> Response:
    """What the address or the form asks for can't be: which part, and why."""
    faults = why.errors() if isinstance(why, RequestValidationError) else []
    said = "; ".join(f"{'.'.join(map(str, f['loc'][1:]))}: {f['msg']}" for f in faults[:4])
    return _fault(
        request, 422, f"The address asks for something that can't be. {said}"[:600], "Begin at the list of stories."
    )


async def _usage(request: Request, why: Exception) -> Response:
    return _fault(request, 400, str(why), "Go back and change it.")


async def _busy(request: Request, _: Exception) -> Response:
    return _fault(request, 503, "The desk's file is busy.", "Try again in a moment.")


async def _broken(request: Request, _: Exception) -> Response:
    return _fault(request, 500, "This page can't be drawn: a fault of the program.", "The other pages still work.")


_HANDLERS = {
    NotHereError: _not_here,
    HTTPException: _http,
    RequestValidationError: _wrong,
    SecondsourceError: _usage,
    OperationalError: _busy,
    NoConnectionError: _busy,
    Exception: _broken,
}
