"""How often one host may be asked: never twice within its pause."""

from __future__ import annotations

import ipaddress

from secondsource.fetching.addresses import literal

# A reader who clicks quickly asks as often; robots.txt may ask for more, up to a minute.
HOST_SECONDS = 2.0
LONGEST_PAUSE = 60.0
# Hosts that are remembered: those whose pause is over are dropped beyond that.
REMEMBERED = 5_000


class Pace:
    """When each host may be asked again, by whatever clock its caller has."""

    def __init__(self) -> None:
        self._free: dict[str, float] = {}

    def free_at(self, host: str) -> float:
        """From when on a host may be asked."""
        return self._free.get(host, 0.0)

    def asked(self, host: str, now: float, delay: float | None = None) -> None:
        """Notes that a host is asked now; ``delay`` is the pause that it wants. This machine itself needs none."""
        least = 0.0 if _is_here(host) else HOST_SECONDS
        self._free[host] = now + max(least, min(delay or 0.0, LONGEST_PAUSE))
        if len(self._free) > REMEMBERED:
            self._free = {h: at for h, at in self._free.items() if at > now}


def _is_here(host: str) -> bool:
    ip = literal(host)
    return host == "localhost" or (ip is not None and ipaddress.ip_address(ip).is_loopback)
