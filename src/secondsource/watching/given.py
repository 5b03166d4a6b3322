"""The FEEDS of a command: addresses, OPML files, and files that list addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from secondsource.errors import UsageError
from secondsource.fetching import FetchError, parse
from secondsource.inputs import addresses_in, is_address
from secondsource.reading.feeds import FeedError, read_opml

# The largest list of feeds that people share has some 2,000; each takes 300 bytes of OPML.
LONGEST_LIST = 20 << 20
LONGEST_HEAD = 200_000
LINK = re.compile(r"<link\s([^>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def feeds_in(given: Sequence[str]) -> list[str]:
    """The addresses of all feeds, each once. Raises UsageError that names everything that can't be followed."""
    addresses: list[str] = []
    faults: list[str] = []
    for name in given:
        for address in [name] if is_address(name) else _listed(Path(name), faults):
            try:
                addresses.append(parse(address).url)
            except FetchError as why:
                faults.append(f"{address}: {why.reason}. {why.remedy}".rstrip())
    if faults:
        raise UsageError("\n".join(faults))
    return list(dict.fromkeys(addresses))


def is_followable(address: str) -> bool:
    """Whether an address is written as one that can be fetched."""
    try:
        parse(address)
    except FetchError:
        return False
    return True


def feeds_named(page: bytes, base: str) -> list[str]:
    """The feeds that a page names in its head, for whoever gave the page's address instead."""
    found = []
    for tag in LINK.findall(page[:LONGEST_HEAD].decode("utf-8", "replace")):
        said = {name.lower(): value.strip("\"' ") for name, value in ATTRIBUTE.findall(tag)}
        if "alternate" in said.get("rel", "").lower().split() and said.get("type", "").lower() in FEED_TYPES:
            try:
                found.append(parse(unescape(said.get("href", "")), base).url)
            except FetchError:
                continue
    return list(dict.fromkeys(found))


def _listed(path: Path, faults: list[str]) -> list[str]:
    if (listed := addresses_in(path)) is not None:
        return listed
    try:
        if path.stat().st_size <= LONGEST_LIST:
            return list(read_opml(path.read_bytes()))
        faults.append(f"{path}: too large for a list of feeds.")
    except OSError as why:
        faults.append(f"{path}: can't be read ({why.strerror}).")
    except FeedError:
        faults.append(f"{path}: neither OPML nor a list of addresses, one a line. FEEDS are those, or addresses.")
    return []
