"""One fetch: asked, followed over redirects, each hop checked, read within limits of size and time."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType

import httpcore
import httpx

from secondsource.fetching.addresses import Address, is_local, parse
from secondsource.fetching.connecting import (
    ALLOW,
    NOT_PUBLIC,
    Deadline,
    PinnedBackend,
    Resolve,
    check,
    resolved,
    system_resolve,
)
from secondsource.fetching.faults import FailedError, FetchError, RefusedError
from secondsource.fetching.unpacking import ACCEPTED, unpacked

ANY = "*/*;q=0.5"
PAGES = "text/html,application/xhtml+xml;q=0.9"
FEEDS = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9"
# Connections kept for the next fetch, a page after its feed: few, and shorter than servers keep theirs.
KEPT = 10
KEPT_SECONDS = 4.0
MOVED = (301, 302, 303, 307, 308)
MOVED_FOR_GOOD = (301, 308)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost. ``megabytes`` are counted as received and as unpacked, ``seconds`` over all of it."""

    megabytes: float = 20.0  # the largest news page of the dev set has 4 MB, feeds of whole archives some 10
    seconds: float = 30.0  # beyond that no reader waits either
    redirects: int = 5  # as many as RFC 9309 asks for


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. ``url`` is where it was found; ``moved`` where it is for good now, or None."""

    asked: str
    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # by name in small letters
    body: bytes = b""
    moved: str | None = None

    @property
    def content_type(self) -> str:
        """The Content-Type header, or nothing."""
        return self.headers.get("content-type", "")


class Fetcher:
    """Fetches addresses one after another; for several at once, make several. A context manager."""

    def __init__(
        self,
        agent: str,
        *,
        allow_private: bool = False,
        limits: Limits | None = None,
        resolve: Resolve = system_resolve,
        proxies: Mapping[str, str] | None = None,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._agent = agent
        self._limits = limits or Limits()
        self._allow_private = allow_private
        self._resolve = resolve
        self._network = network  # what opens connections to addresses once they are checked
        self._deadline = Deadline()
        given = urllib.request.getproxies() if proxies is None else proxies
        self._proxies = {scheme: given.get(scheme) or given.get("all") for scheme in ("http", "https")}
        self._skips_proxy = proxies is None
        self._pools: dict[str | None, httpcore.ConnectionPool] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends all connections."""
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    def get(
        self,
        given: str,
        *,
        headers: Mapping[str, str] | None = None,
        accept: str = PAGES,
        check_redirect: Callable[[str], object] = lambda _: None,
    ) -> Fetched:
        """What an address gives, over redirects.

        ``check_redirect`` is told each address that it is led to, and raises a FetchError where it is not to go there;
        what it fetches itself with this fetcher has a time of its own. Raises RefusedError where our rules forbid it,
        FailedError where the network or the host fails. Any status comes back as it is.
        """
        self._deadline.start(self._limits.seconds)
        here = asked = parse(given)
        moved: str | None = None
        for_good = True
        for _ in range(self._limits.redirects + 1):
            wanted = {"Accept": f"{accept},{ANY}", **(headers or {})}
            found = self._once("GET", here, wanted, None)
            target = found.headers.get("location")
            if found.status not in MOVED or not target:
                return Fetched(asked.url, here.url, found.status, found.headers, found.body, moved)
            here = parse(target, here.url)
            left = self._deadline.left()
            check_redirect(here.url)
            self._deadline.start(left)
            for_good = for_good and found.status in MOVED_FOR_GOOD
            moved = here.url if for_good else moved
        raise FailedError(f"more than {self._limits.redirects} redirects", "Give the address that it leads to.")

    def post(self, given: str, body: bytes, content_type: str = "application/json") -> Fetched:
        """What an address answers to a body; redirects are not followed."""
        self._deadline.start(self._limits.seconds)
        address = parse(given)
        return self._once("POST", address, {"Content-Type": content_type, "Accept": ANY}, body)

    def _once(self, method: str, address: Address, headers: Mapping[str, str], body: bytes | None) -> Fetched:
        """One request, no redirect followed."""
        sent = {"User-Agent": self._agent, "Accept-Encoding": ACCEPTED, **headers}
        try:
            with self._pool(address).stream(method, address.url, headers=_wire(address, sent), content=body) as answer:
                got = _by_name(answer.headers)
                if answer.status in MOVED and "location" in got:  # whatever stands beside it is not wanted
                    return Fetched(address.url, address.url, answer.status, got)
                content = unpacked(_read(answer), got.get("content-encoding", ""), int(self._limits.megabytes * 1e6))
                return Fetched(address.url, address.url, answer.status, got, content)
        except FetchError:
            raise
        except httpcore.TimeoutException:
            raise FailedError("took too long", "Try again later.") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, OSError, ValueError) as why:
            raise FailedError(f"could not be fetched ({why or type(why).__name__})", "Try again later.") from None

    def _pool(self, address: Address) -> httpcore.ConnectionPool:
        """The connections that lead to an address: straight to its host, or through the user's proxy."""
        proxy = self._proxies[address.scheme]
        if proxy and self._skips_proxy and urllib.request.proxy_bypass(address.host):
            proxy = None
        if proxy:
            self._check_proxied(address)
        if proxy not in self._pools:
            self._pools[proxy] = self._connections(proxy)
        return self._pools[proxy]

    def _connections(self, proxy: str | None) -> httpcore.ConnectionPool:
        backend = PinnedBackend(
            self._deadline,
            resolve=self._resolve,
            allow_private=self._allow_private,
            proxied=proxy is not None,
            network=self._network,
        )
        context = httpx.create_ssl_context()
        if proxy is None:
            return httpcore.ConnectionPool(
                context, max_keepalive_connections=KEPT, keepalive_expiry=KEPT_SECONDS, network_backend=backend
            )
        url = httpx.URL(proxy if "://" in proxy else f"http://{proxy}")
        if url.scheme not in ("http", "https"):
            raise RefusedError(f"a proxy of the kind '{url.scheme}'", "Give an HTTP proxy.")
        named = (url.username.encode(), url.password.encode()) if url.userinfo else None
        target = httpcore.URL(scheme=url.scheme, host=url.host, port=url.port, target="/")
        return httpcore.HTTPProxy(target, named, ssl_context=context, network_backend=backend)

    def _check_proxied(self, address: Address) -> None:
        """Checks a host as far as can be known here: the proxy resolves it again, and can't be held to the answer."""
        if self._allow_private:
            return
        try:
            ips = resolved(address.host, address.port, self._resolve, self._deadline)
        except FailedError:  # behind a proxy only the proxy may know the names of the Internet
            if "." not in address.host or is_local(address.host):
                raise RefusedError(f"{address.host} {NOT_PUBLIC}", ALLOW) from None
            return
        check(address.host, ips)


def _read(answer: httpcore.Response) -> Iterator[bytes]:
    """The body's bytes as they come."""
    yield from answer.iter_stream()


def _wire(address: Address, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    host = address.url.split("/", 3)[2]
    return [(b"Host", host.encode("ascii")), *((k.encode("ascii"), v.encode("latin-1")) for k, v in headers.items())]


def _by_name(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by name; of those given twice the values stand behind one another."""
    named: dict[str, str] = {}
    for raw, value in headers:
        name = raw.decode("latin-1").lower()
        said = value.decode("latin-1").strip()
        named[name] = f"{named[name]}, {said}" if name in named else said
    return named
