"""A view in all its forms: the page, its JSON, and exports as one HTML file, CSV, JSON Lines and Parquet."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from secondsource.show import export
from secondsource.web.site import Site, View, site_of

Form = Callable[[Site, View], tuple[bytes | str, str]]


def offer(router: APIRouter, path: str, build: Callable[..., View]) -> None:
    """Adds the view at ``path``, and its other forms beside it; ``build`` makes it from what the address asks."""
    wanted = Depends(build)
    page(router, path, build)

    def facts(request: Request, view: View = wanted) -> Response:
        return JSONResponse(fit({"made": site_of(request).made(), "view": view.name, **view.facts()}))

    name = path.strip("/")
    router.add_api_route(f"{path}.json", facts, methods=["GET"], name=f"{name} as JSON", summary=build.__doc__)
    for ending, form in FORMS.items():
        router.add_api_route(
            f"{path}.{ending}",
            _file(ending, form, wanted),
            methods=["GET"],
            response_class=PlainTextResponse,
            name=f"{name} as {ending}",
            summary=f"The same as a file: {ending}.",
        )


def page(router: APIRouter, path: str, build: Callable[..., View]) -> None:
    """Adds the view as a page alone."""

    def shown(request: Request, view: View = Depends(build)) -> Response:  # noqa: B008 — FastAPI's way
        return site_of(request).page(view, request)

    name = path.strip("/") or "desk"
    router.add_api_route(path, shown, methods=["GET"], response_class=HTMLResponse, name=name, summary=build.__doc__)


def fit(value: Any) -> Any:  # noqa: ANN401
    """The value as JSON can hold it: no lone surrogate."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {fit(name): fit(inner) for name, inner in value.items()}
    return [fit(inner) for inner in value] if isinstance(value, list | tuple) else value


def _file(ending: str, form: Form, wanted: Any) -> Callable[..., Response]:  # noqa: ANN401
    def file(request: Request, view: View = wanted) -> Response:
        body, kind = form(site_of(request), view)
        name = re.sub(r"[^\w-]+", "-", view.title, flags=re.ASCII).strip("-").lower()[:60] or view.name
        headers = {"content-disposition": f'attachment; filename="{name}.{ending}"'}
        if isinstance(body, str):
            body = body.encode("utf-8", "replace")
        return Response(body, media_type=kind, headers=headers)

    return file


def _alone(site: Site, view: View) -> tuple[str, str]:
    return site.alone(view), "text/html; charset=utf-8"


def _csv(_: Site, view: View) -> tuple[str, str]:
    return export.to_csv(view.lines(), view.verb), "text/csv; charset=utf-8"


def _jsonl(_: Site, view: View) -> tuple[str, str]:
    return export.to_jsonl(view.lines()), "application/x-ndjson"


def _parquet(site: Site, view: View) -> tuple[bytes, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "view.parquet"
        export.to_parquet([*view.lines()], path, view.verb, site.made())
        return path.read_bytes(), "application/vnd.apache.parquet"


FORMS: dict[str, Form] = {"html": _alone, "csv": _csv, "jsonl": _jsonl, "parquet": _parquet}
