"""Connections to checked hosts only: names are resolved here, checked, and the very address that was checked is used.

It stands below redirects, pooling and TLS, so that nothing connects past it; certificates are still checked against
the host's name.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from secondsource.fetching.addresses import is_local, is_public, literal
from secondsource.fetching.faults import FailedError, RefusedError

Resolve = Callable[[str, int], list[str]]
"""A host's IP addresses, in the order in which to try them. Raises OSError where there are none."""

NOT_PUBLIC = "is not on the public Internet"
ALLOW = "Private hosts are reached with --allow-private only."


class Deadline:
    """When the fetch that is under way must be over, whatever the host does."""

    def __init__(self) -> None:
        self._until = float("inf")

    def start(self, seconds: float) -> None:
        """Gives the next fetch so many seconds."""
        self._until = time.monotonic() + seconds

    def left(self, timeout: float | None = None) -> float:
        """The seconds left, or ``timeout`` if that is less. Raises FailedError where none are."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise late()
        return left if timeout is None else min(left, timeout)


def late() -> FailedError:
    """The fault of a fetch that took too long."""
    return FailedError("took too long", "Try again later.")


def system_resolve(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class PinnedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore: to a proxy as it is told, to any other host only where all of it is public."""

    def __init__(
        self,
        deadline: Deadline,
        *,
        resolve: Resolve,
        allow_private: bool,
        proxied: bool = False,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._allow_private = allow_private
        self._proxied = proxied  # what is connected to is the user's own proxy
        self._network = network or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 — httpcore's own signature
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers."""
        ips = resolved(host, port, self._resolve, self._deadline)
        if not (self._proxied or self._allow_private):
            check(host, ips)
        fault: Exception | None = None
        for ip in ips:
            try:
                stream = self._network.connect_tcp(ip, port, self._deadline.left(timeout), local_address)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as why:
                fault = why
                continue
            return _Timed(self._peer_checked(stream, ip), self._deadline)
        raise fault or FailedError(f"no address of {host} is known", "Check the host's name.")

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:  # noqa: ANN401
        """Nothing: no web address leads to a socket on this machine."""
        raise RefusedError("a socket on this machine")

    def sleep(self, seconds: float) -> None:
        """Waits, as far as the deadline allows."""
        time.sleep(self._deadline.left(seconds))

    def _peer_checked(self, stream: httpcore.NetworkStream, ip: str) -> httpcore.NetworkStream:
        """The stream, if its other end is who was asked for."""
        peer = str(stream.get_extra_info("server_addr")[0]).partition("%")[0]
        if ipaddress.ip_address(peer) != ipaddress.ip_address(ip.partition("%")[0]):
            stream.close()
            raise RefusedError(f"asked for {ip}, connected to {peer}")
        return stream


def check(host: str, ips: list[str]) -> None:
    """Raises RefusedError unless all addresses of a host are public: a mixture is how checks are slipped past."""
    hidden = [ip for ip in ips if not is_public(ip)]
    if hidden or is_local(host):
        at = "" if host in (*hidden[:1], *ips) else f" ({', '.join(hidden[:1] or ips[:1])})"
        raise RefusedError(f"{host}{at} {NOT_PUBLIC}", ALLOW)


def resolved(host: str, port: int, resolve: Resolve, deadline: Deadline) -> list[str]:
    """The host's addresses. Raises FailedError where it has none, or where the resolver takes too long."""
    if (ip := literal(host)) is not None:
        return [ip]
    answer: list[list[str] | Exception] = []

    def ask() -> None:
        try:
            answer.append(resolve(host, port))
        except (OSError, UnicodeError) as why:
            answer.append(why)

    # The system's resolver can't be told to hurry: it is left behind where it is late.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if not answer:
        raise late()
    if isinstance(answer[0], Exception) or not answer[0]:
        raise FailedError(f"no host {host} is known", "Check how it is written, and the network.")
    return answer[0]


class _Timed(httpcore.NetworkStream):
    """A stream that ends with the fetch's deadline, however slowly and steadily bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes."""
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends bytes."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """Ends the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        return _Timed(
            self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 — httpcore's own signature
        """What is known of the connection."""
        return self._stream.get_extra_info(info)
