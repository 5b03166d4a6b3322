"""What every page of a desk shares: the store, the frame around a page, and how a view becomes a page or a file."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from secondsource.desk import open_desk
from secondsource.settings import VERSION, Settings
from secondsource.show.figures import CAUTION
from secondsource.show.plain import line, safe, web_address
from secondsource.show.words import count, listed, number, sentence, when
from secondsource.store import browse
from secondsource.store.connect import Store
from secondsource.store.queries import PileView, StoryView
from secondsource.web import addresses
from secondsource.web.held import Held
from secondsource.web.work import Work

# Stories that are held in memory: an editor goes from one to its claims and reports and back. A megabyte each at most.
HELD = 16

STYLES = (("secondsource.show", "page.css"), ("secondsource.web", "static/desk.css"))


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows, before it is a page or a file.

    ``context`` makes what its template reads; it is told whether the page is for a file by itself. ``lines`` makes the
    table that is exported, as lines of ``verb`` (see ``secondsource.lines``), and ``facts`` the page's JSON.
    """

    name: str
    title: str
    asked: Mapping[str, Any]
    template: str
    context: Callable[[bool], dict[str, Any]]
    verb: str
    lines: Callable[[], Sequence[Mapping[str, Any]]]
    facts: Callable[[], dict[str, Any]]
    cookies: dict[str, str] = field(default_factory=dict)
    file: Callable[[], str] | None = None  # the HTML file by itself, where it is more than the page without its links


class NotHereError(Exception):
    """What is asked for isn't on this desk; ``remedy`` says where to look."""

    def __init__(self, reason: str, remedy: str = "Search for it, or begin at the list of stories.") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class Site:
    """An open desk as the pages read it."""

    def __init__(self, desk: Path, settings: Settings) -> None:
        self.store = Store(desk, create=False)
        self.path = desk
        self.settings = settings
        self.name = line(desk.name)
        self.desk = open_desk(desk, create=False, settings=settings)
        self.work = Work(desk, settings)
        self._stories: Held[StoryView | None] = Held(HELD)
        self._drawn: Held[tuple[StoryView, dict[str, Any]]] = Held(4 * HELD)
        self._found: Held[browse.Found] = Held(4 * HELD)

    def catch_up(self) -> None:
        """Analyses what isn't analysed yet, behind the reader."""
        many = browse.counts(self.store)
        if many.reports and not many.analysed:
            self.work.again("analysing what is new")

    def close(self) -> None:
        """Lets go of the file, and ends what is still running."""
        self.work.close()
        self.desk.close()
        self.store.close()

    def story(self, wanted: str) -> StoryView | None:
        """A story; one that was looked at a moment ago is held, until what was found in it changes."""
        key = browse.story_key(self.store, wanted)
        return None if key is None else self._stories.get((wanted, key), lambda: browse.story(self.store, wanted))

    def drawn(self, view: StoryView, what: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What a page draws of a story, held as the story itself is."""
        return self._drawn.get((id(view), what), lambda: (view, make()))[1]

    def found(self, asked: browse.Asked, state: str) -> browse.Found:
        """The stories that are asked for, held until the desk changes."""
        return self._found.get((asked, state), lambda: browse.find(self.store, asked))

    def pile(self, view: StoryView) -> PileView:
        """A story as a pile of its own, for the page that stands alone."""
        return PileView(self.name, (view,), (), VERSION, self.settings.digest, self.made()["made_at"])

    def made(self) -> dict[str, str]:
        """What every export and citation names: program, settings, desk, and when."""
        return {
            "secondsource": VERSION,
            "settings": self.settings.digest,
            "model": self.settings["model"],
            "desk": self.name,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }

    def page(self, view: View, request: Request) -> HTMLResponse:
        """The view as a page of the desk."""
        html = self.render(view.template, {**view.context(False), "view": view}, request)
        answer = HTMLResponse(html)
        for name, value in view.cookies.items():
            answer.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="strict")
        return answer

    def alone(self, view: View) -> str:
        """The view as one HTML file that needs nothing else."""
        if view.file is not None:
            return view.file()
        css = _css()
        digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
        style = {"css": Markup(css), "hash": digest}  # noqa: S704 — our own files
        context = {**view.context(True), **self._frame(), "view": view, "alone": style, "q": "", "working": None}
        return safe(self.templates.get_template(view.template).render(context))

    def render(self, template: str, context: Mapping[str, Any], request: Request) -> str:
        """A template in the desk's frame."""
        frame = {
            **self._frame(),
            "alone": None,
            "q": request.query_params.get("q", "")[:400] if request.url.path in ("/", "/stories") else "",
            "here": f"{request.url.scheme}://{request.url.netloc}",
            "working": self.work.now(),
        }
        return safe(self.templates.get_template(template).render({**frame, **context}))

    def _frame(self) -> dict[str, Any]:
        made = self.made()
        return {
            "desk": self.name, "made": made, "made_words": when(made["made_at"]), "caution": CAUTION, "here": "",
            "styles": STATIC["desk.css"].address, "script": STATIC["desk.js"].address, "view": None,
            "mark": STATIC["mark.svg"].address,
        }  # fmt: skip

    @cached_property
    def templates(self) -> Environment:
        """The pages' templates, and those of the page that stands alone; everything in them is escaped."""
        made = Environment(
            loader=ChoiceLoader([PackageLoader("secondsource.web"), PackageLoader("secondsource.show")]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters |= {"sentence": sentence, "capital": lambda words: words[:1].upper() + words[1:]}
        made.globals |= {
            "address": addresses.address, "to_report": addresses.report, "to_claim": addresses.claim,
            "to_story": addresses.story, "count": count, "number": number, "listed": listed, "web_address": web_address,
        }  # fmt: skip
        return made


@dataclass(frozen=True, slots=True)
class Static:
    """A file that pages load, under an address that changes with it."""

    name: str
    body: bytes
    kind: str

    @property
    def address(self) -> str:
        """Its address, with a digest of what it holds."""
        return f"/static/{self.name}?v={hashlib.sha256(self.body).hexdigest()[:12]}"


_YEAR = 366 * 24 * 3600


@cache
def _css() -> str:
    """The style sheets as one, without comments."""
    sheets = [resources.files(package).joinpath(name).read_text("utf-8") for package, name in STYLES]
    return re.sub(r"/\*.*?\*/\s*", "", "\n".join(sheets), flags=re.DOTALL).strip()


def _read(name: str) -> bytes:
    return resources.files("secondsource.web").joinpath(f"static/{name}").read_bytes()


STATIC = {
    "desk.css": Static("desk.css", _css().encode(), "text/css; charset=utf-8"),
    "desk.js": Static("desk.js", _read("desk.js"), "text/javascript; charset=utf-8"),
    "mark.svg": Static("mark.svg", _read("mark.svg"), "image/svg+xml"),
}


def site_of(request: Request) -> Site:
    """The desk that a request is for."""
    site: Site = request.app.state.site
    return site
