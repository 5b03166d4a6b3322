"""Serving a desk: checks what would fail, says where to look, and runs until it is stopped."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from secondsource.errors import UsageError
from secondsource.settings import Settings
from secondsource.web.app import create_app

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 — compared with, not bound to
# Requests at once: a browser opens six connections, and fifty readers at a time are many for one desk.
AT_ONCE = 400
KEPT_ALIVE_SECONDS = 15
LONGEST_HEADERS = 32_000


def serve(desk: Path, *, host: str, port: int, settings: Settings, say: Callable[[str], None]) -> None:
    """Serves the desk until it is stopped. Raises DeskError or UsageError where it can't begin."""
    token = None if host in LOOPBACK else secrets.token_urlsafe(24)
    listening = listen(host, port)
    port = listening.getsockname()[1]
    app = create_app(desk, settings, hosts=names(host, port), token=token, any_address=host in ANYWHERE)
    shown = f"[{host}]" if ":" in host else host
    say(f"{desk}: http://{shown}:{port}/" + (f"?token={token}" if token else "") + "  (Ctrl+C stops it)")
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        lifespan="on",
        limit_concurrency=AT_ONCE,
        timeout_keep_alive=KEPT_ALIVE_SECONDS,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=LONGEST_HEADERS,
        proxy_headers=False,
    )
    uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that is bound there. Raises UsageError where it can't be."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # asyncio sends small answers at once only on sockets whose protocol is named: else each waits 40 ms.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as why:
        raise UsageError(f"--host {host}: no address of this machine ({why.strerror}).") from why
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(socket.SOMAXCONN)
    except OSError as why:
        listening.close()
        remedy = f"Another program has it: choose one with --port {port + 1}, or --port 0 for any that is free."
        raise UsageError(f"port {port} of {host} can't be used ({why.strerror}). {remedy}") from why
    return listening


def names(host: str, port: int) -> frozenset[str]:
    """The values of a request's Host header that mean this desk."""
    known = {*LOOPBACK, host} if host in (*LOOPBACK, *ANYWHERE) else {host}
    if host in ANYWHERE:
        known |= {socket.gethostname()} - {""}
    known -= set(ANYWHERE)
    written = {f"[{name}]" if ":" in name else name for name in known}
    return frozenset({f"{name}:{port}" for name in written} | (written if port == 80 else set()))
