"""What a site's robots.txt allows us to fetch (RFC 9309): the longest rule that matches decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

# RFC 9309 asks for at least 500 KiB; what stands behind is not read.
LONGEST = 500 * 1024
MOST_RULES = 20_000
ALL = "*"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one reader, each (allowed?, pattern); ``delay`` is its Crawl-delay in seconds."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float | None = None

    @classmethod
    def of_status(cls, status: int | None, body: bytes, agent: str) -> Robots:
        """The rules that an answer gives: none where there is no file (4xx), everything forbidden where it failed.

        ``status`` None stands for no answer at all.
        """
        if status is not None and 200 <= status < 300:
            return cls.read(body, agent)
        if status is not None and 400 <= status < 500 and status != 429:
            return cls()
        return cls(((False, "/"),))

    @classmethod
    def read(cls, body: bytes, agent: str) -> Robots:
        r"""The rules for ``agent`` (a bare name), or those for everybody where none are for it.

        >>> Robots.read(b"User-agent: *\nDisallow: /private\nAllow: /private/open", "reader").allows("/private/x")
        False
        """
        groups: dict[str, list[tuple[bool, str]]] = {}
        delays: dict[str, float] = {}
        named: list[str] = []
        heading = False
        for line in body[:LONGEST].decode("utf-8", "replace").lstrip("\ufeff").splitlines()[:MOST_RULES]:
            field, colon, value = line.partition("#")[0].partition(":")
            field, value = field.strip().lower(), value.strip()
            if not colon:
                continue
            if field == "user-agent":
                named = [*(named if heading else ()), _product(value)]
                groups.setdefault(named[-1], [])
            elif field in ("allow", "disallow"):
                for name in named if value else ():
                    groups[name].append((field == "allow", value))
            elif field == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value):
                delays.update(dict.fromkeys(named, float(value)))
            heading = field == "user-agent" or (heading and field not in ("allow", "disallow", "crawl-delay"))
        own = agent.lower() if agent.lower() in groups else ALL
        return cls(tuple(groups.get(own, ())), delays.get(own))

    def allows(self, path: str) -> bool:
        """Whether a path (with its query) may be fetched; of two rules as long as each other the kinder holds."""
        path = _normal(path or "/")
        matching = [(len(rule), allowed) for allowed, rule in self.rules if _matches(_normal(rule), path)]
        return max(matching)[1] if matching else True


def _product(value: str) -> str:
    return ALL if value == ALL else re.split(r"[/\s]", value.lower(), maxsplit=1)[0]


def _normal(path: str) -> str:
    """Percent-escapes of letters and digits undone and the rest in capitals, so that both sides are written alike."""

    def plain(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char.isascii() and (char.isalnum() or char in "-._~") else match[0].upper()

    quoted = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in path)
    return re.sub(r"%([0-9A-Fa-f]{2})", plain, quoted)


def _matches(rule: str, path: str) -> bool:
    """Whether a pattern with ``*`` and a final ``$`` matches, in time that grows with their lengths only."""
    ends = rule.endswith("$")
    first, *pieces = (rule[:-1] if ends else rule).split("*")
    if not path.startswith(first):
        return False
    if not pieces:
        return not ends or path == first
    at = len(first)
    last = pieces.pop() if ends else ""
    for piece in pieces:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not ends or (path.endswith(last) and len(path) - len(last) >= at)
