"""What stands before every request: who may ask (host, token), who may change things (origin), how much, how long."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import ipaddress
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "secondsource-token"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# A long address is a mistake or an attack: a search of 400 characters with all filters has a tenth of this.
LONGEST_QUERY = 8_000
# Bytes of a request's body: of reports that are added, and of anything else (a judgement with its note).
LARGEST_UPLOAD, LARGEST_BODY = 64_000_000, 64_000
# Seconds for a body to arrive and for an answer to begin; a story of 500 reports is drawn in five.
BODY_SECONDS, ANSWER_SECONDS = 120.0, 30.0

# Pieces of a body that is refused which are still taken in, of 64 kB at most.
DRAINED = 40

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # A change is told from a stranger's by its Origin, which browsers withhold under "no-referrer".
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered, and what would help."""

    status: int
    reason: str
    remedy: str


class Guard:
    """ASGI middleware. ``hosts`` are the names by which the desk may be asked for; ``token`` None needs none."""

    def __init__(self, app: App, hosts: frozenset[str], token: str | None, *, any_address: bool = False) -> None:
        self.app = app
        self.hosts = hosts
        self.token = token
        self.any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or refuses with one clear message."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is None and self.token is not None:
            given = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("token")
            if given is not None and hmac.compare_digest(given.encode(), self.token.encode()):
                await _enter(scope, send, self.token)
                return
            if not hmac.compare_digest(_cookie(headers).encode(), self.token.encode()):
                refusal = Refusal(401, "This desk asks for a token.", "Open the address that `serve` printed.")
        if refusal:
            await _refuse(scope, send, refusal)
            return
        await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = asyncio.Event()
        body = _Body(receive, LARGEST_UPLOAD if scope["path"] == "/add" else LARGEST_BODY)

        async def sending(message: Message) -> None:
            if body.refused:
                return  # what the application makes of half a request is not what went wrong
            if message["type"] == "http.response.start":
                begun.set()
                names = {name.lower() for name, _ in message["headers"]}
                more = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in names]
                if b"cache-control" not in names:
                    more.append((b"cache-control", b"private, no-cache"))
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        work = asyncio.ensure_future(self.app(scope, body, sending))
        waits = asyncio.ensure_future(begun.wait())
        limit = ANSWER_SECONDS + (BODY_SECONDS if scope["method"] not in SAFE_METHODS else 0)
        try:
            await asyncio.wait({work, waits}, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            if not begun.is_set() and not work.done():
                work.cancel()
                await _refuse(scope, send, Refusal(503, "This takes too long.", "Ask for less, or try again."))
                return
            with contextlib.suppress(_TooMuchError):
                await work
            if body.refused and not begun.is_set():
                await body.drain()
                await _refuse(scope, send, body.refused)
        except asyncio.CancelledError:
            work.cancel()
            raise
        finally:
            waits.cancel()

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> Refusal | None:
        host = headers.get("host", "")
        if not self._known(host):
            return Refusal(421, "The desk is not asked for by that name.", f"Open {self._home()}.")
        if len(scope["query_string"]) > LONGEST_QUERY:
            return Refusal(414, "The address is too long.", "Ask with fewer words.")
        if scope["method"] in SAFE_METHODS:
            return None
        limit = LARGEST_UPLOAD if scope["path"] == "/add" else LARGEST_BODY
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            return Refusal(
                413, f"That is more than {limit // 1000:,} kB at once.", "`secondsource add` takes any size."
            )
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        same = origin is not None and urlsplit(origin).netloc == host and urlsplit(origin).scheme in ("http", "https")
        if (origin is not None and not same) or site not in (None, "same-origin") or (origin is None and site is None):
            remedy = "Change things on its own pages; a program sends the header Origin with the desk's address."
            return Refusal(403, "A change that doesn't come from the desk's own pages.", remedy)
        return None

    def _known(self, host: str) -> bool:
        if host in self.hosts:
            return True
        if not self.any_address:
            return False
        name = urlsplit(f"//{host}").hostname or ""
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _home(self) -> str:
        return f"http://{next((h for h in sorted(self.hosts) if h.startswith('127.')), min(self.hosts))}/"


class _TooMuchError(Exception):
    """The body is too large or too late."""


class _Body:
    """The request's body as it arrives, within its limits."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive = receive
        self.left = limit
        self.ended = False
        self.refused: Refusal | None = None

    async def __call__(self) -> Message:
        if self.ended:
            return await self.receive()
        try:
            message = await asyncio.wait_for(self.receive(), BODY_SECONDS)
        except TimeoutError:
            self.refused = Refusal(408, "The request didn't arrive in time.", "Try again.")
            raise _TooMuchError from None
        self.left -= len(message.get("body", b""))
        self.ended = message["type"] != "http.request" or not message.get("more_body", False)
        if self.left < 0:
            self.refused = Refusal(413, "That is too much at once.", "`secondsource add` takes any size.")
            raise _TooMuchError
        return message

    async def drain(self) -> None:
        """Takes in a little more: who is still sending doesn't hear an answer, and is told nothing but a reset."""
        for _ in range(DRAINED):
            if self.ended:
                return
            try:
                message = await asyncio.wait_for(self.receive(), 1.0)
            except TimeoutError:
                return
            self.ended = message["type"] != "http.request" or not message.get("more_body", False)


def _cookie(headers: dict[str, str]) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


async def _enter(scope: Scope, send: Send, token: str) -> None:
    """The token becomes a cookie and leaves the address, so that it stands in no history and no citation."""
    rest = [(k, v) for k, v in parse_qsl(scope["query_string"].decode("latin-1")) if k != "token"]
    # One slash: "//elsewhere" would lead away from here.
    path = "/" + quote(scope["path"].lstrip("/\\"))
    to = path + (f"?{urlencode(rest)}" if rest else "")
    cookie = f"{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/"
    headers = [(b"location", to.encode()), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, send: Send, why: Refusal) -> None:
    if scope["path"].endswith((".json", ".jsonl")):
        kind = "application/json"
        body = json.dumps({"error": {"status": why.status, "reason": why.reason, "remedy": why.remedy}}).encode()
    else:
        kind = "text/html; charset=utf-8"
        title = f"<title>{escape(why.reason)}</title>"
        body = (
            f'<!doctype html><html lang="en">{title}<h1>{escape(why.reason)}</h1><p>{escape(why.remedy)}</p>'.encode()
        )
    headers = {**HEADERS, "content-type": kind, "content-length": str(len(body)), "connection": "close"}
    await send(
        {
            "type": "http.response.start",
            "status": why.status,
            "headers": [(n.encode(), v.encode()) for n, v in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
