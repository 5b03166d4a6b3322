"""A web of our own for tests: hosts with invented names, all of them on one loopback server, and what was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore

PUBLIC_IP = "93.184.216.34"


@dataclass
class Answer:
    """What a page answers. ``cut`` leaves out the last bytes that were announced; ``wait`` comes before each piece."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    wait: float = 0.0
    pieces: int = 1


Page = Answer | Callable[["Asked"], Answer]


@dataclass
class Asked:
    """A request as it came."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""


class Web:
    """Pages by address (``http://host/path``); anything else is 404."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self.connected: list[str] = []
        self.stopped = threading.Event()
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                web.answer(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        target = handler.path if "://" in handler.path else f"http://{handler.headers['Host']}{handler.path}"
        headers = {k.lower(): v for k, v in handler.headers.items()}
        asked = Asked(handler.command, target, headers, handler.rfile.read(length))
        self.asked.append(asked)
        page = self.pages.get(target, Answer(status=404))
        found = page(asked) if callable(page) else page
        body = found.body.encode() if isinstance(found.body, str) else found.body
        try:
            handler.send_response(found.status)
            for name, value in found.headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            sent = body[: len(body) - found.cut]
            size = -(-len(sent) // found.pieces) or 1
            for at in range(0, len(sent), size):
                if found.wait and self.stopped.wait(found.wait):
                    break
                handler.wfile.write(sent[at : at + size])
                handler.wfile.flush()
            handler.close_connection = bool(found.cut)
        except OSError:
            handler.close_connection = True

    def urls(self):
        """The addresses that were asked for, in order."""
        return [a.url for a in self.asked]

    def network(self):
        """Opens what seems to be a connection to any address, and leads to this server; the addresses are noted."""
        return _Network(self)


class _Network(httpcore.NetworkBackend):
    def __init__(self, web):
        self.web = web
        self.real = httpcore.SyncBackend()

    def connect_tcp(self, host, _port, timeout=None, *_):
        self.web.connected.append(host)
        return Stream(self.real.connect_tcp("127.0.0.1", self.web.port, timeout), host)


class Stream(httpcore.NetworkStream):
    def __init__(self, stream, host):
        self.stream = stream
        self.host = host

    def read(self, max_bytes, timeout=None):
        return self.stream.read(max_bytes, timeout)

    def write(self, buffer, timeout=None):
        self.stream.write(buffer, timeout)

    def close(self):
        self.stream.close()

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        return Stream(self.stream.start_tls(ssl_context, server_hostname, timeout), self.host)

    def get_extra_info(self, info):
        return (self.host, 80) if info == "server_addr" else self.stream.get_extra_info(info)


def everyone_public(_host: str, _port: int) -> list[str]:
    """A resolver that knows every name, at one public address."""
    return [PUBLIC_IP]
