"""Which addresses may be fetched: written plainly, http or https, of a host on the public Internet."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

import httpx

from secondsource.fetching.faults import RefusedError

SCHEMES = {"http": 80, "https": 443}
# The longest address of the dev reports has 409 characters; servers take no more than some 8,000.
LONGEST = 4_000
# Below this, only the two ports of the web: a feed's address must not speak to a mail server or a printer.
FIRST_FREE_PORT = 1024

# Not on the public Internet, by IANA's registries of special-purpose addresses.
SPECIAL_V4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by a carrier's customers (CGNAT)
            "127.0.0.0/8",  # loopback
            "169.254.0.0/16",  # link-local, where clouds keep their secrets
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
# Everything else is no unicast of the Internet: loopback, mapped IPv4, NAT64, link-local, unique local, multicast …
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
SPECIAL_V6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo (hides an IPv4 address), ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: hides an IPv4 address
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)

# Names that are no business of the Internet's, whatever a resolver makes of them (RFC 6761, 6762, 8375, ICANN).
LOCAL = re.compile(r"(?:.*\.)?(?:localhost|local|internal|localdomain|lan|home\.arpa)", re.IGNORECASE)

# The system reads 2130706433, 0x7f.1 and 0177.1 as 127.0.0.1; nobody writes a feed's address so.
_LAST_LABEL_NUMERIC = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?", re.IGNORECASE)
_DOTTED = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is written as it should be; whether its host is public is known once the host is resolved."""

    url: str  # normal form: small host, no fragment
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt is asked of."""
        return self.url[: self.url.index("/", len(self.scheme) + 3)]


def parse(given: str, base: str | None = None) -> Address:
    """An address taken apart; one that is relative counts from ``base``.

    Raises RefusedError for other schemes, credentials, hosts written oddly, and what is no address at all.
    """
    given = given.strip()
    if len(given) > LONGEST:
        raise RefusedError(f"an address of {len(given):,} characters", f"Give one of at most {LONGEST:,}.")
    if "\\" in given or any(c.isspace() or not c.isprintable() for c in given):
        raise RefusedError("an address with blanks or control characters in it", "Check how it is written.")
    try:
        url = httpx.URL(base).join(given) if base else httpx.URL(given)
    except (httpx.InvalidURL, ValueError) as why:
        raise RefusedError(f"no address that can be read ({why})", "Give it as https://HOST/PATH.") from None
    if url.scheme not in SCHEMES:
        raise RefusedError(f"'{url.scheme or given[:20]}' is neither http nor https", "Give a web address.")
    if url.userinfo or "@" in url.netloc.decode("ascii"):
        raise RefusedError("an address with a name or password in it", "Give it without what stands before the @.")
    host = _host(url.raw_host.decode("ascii").lower())
    port = SCHEMES[url.scheme] if url.port is None else url.port
    if not 0 < port < 2**16 or (port < FIRST_FREE_PORT and port not in SCHEMES.values()):
        raise RefusedError(f"port {port} is none of the web's", "Give an address of port 80, 443 or above 1023.")
    plain = url.copy_with(fragment=None, host=host, raw_path=url.raw_path or b"/")
    return Address(str(plain), url.scheme, host, port)


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the public Internet's, reached as it stands.

    >>> is_public("93.184.216.34"), is_public("169.254.169.254"), is_public("::ffff:8.8.8.8"), is_public("nonsense")
    (True, False, False, False)
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in network for network in SPECIAL_V4)
    return address in GLOBAL_V6 and address.is_global and not any(address in network for network in SPECIAL_V6)


def is_local(host: str) -> bool:
    """Whether a name stands for a host that is nearby, as *localhost* and *printer.local* do."""
    return LOCAL.fullmatch(host) is not None


def literal(host: str) -> str | None:
    """The IP address that a host is written as, or None for a name."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


def _host(host: str) -> str:
    if ":" in host:
        if "%" in host or literal(host) is None:
            raise RefusedError(f"'{host}' is no IPv6 address of the Internet", "Give the host's name.")
        return host
    if _LAST_LABEL_NUMERIC.fullmatch(host) and not _DOTTED.fullmatch(host):
        raise RefusedError(f"'{host}' is an odd way to write a host", "Give its name.")
    if len(host) > 253 or not _NAME.fullmatch(host):
        raise RefusedError(f"'{host[:80]}' is no host's name", "Check how it is written.")
    return host.rstrip(".")
