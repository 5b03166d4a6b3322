"""The FEEDS of a command: addresses, OPML files, and files that list addresses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from secondsource.errors import UsageError
from secondsource.fetching import FetchError, is_address, parse
from secondsource.reading.feeds import FeedError, read_opml
from secondsource.visiting import addresses_in

# The largest list of feeds that people share has some 2,000; each takes 300 bytes of OPML.
LONGEST_LIST = 20 << 20


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
