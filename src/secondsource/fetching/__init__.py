"""Addresses to bytes: fetched safely, from public hosts only, within limits, as a guest who announces itself."""

from secondsource.fetching.addresses import Address, is_public, parse
from secondsource.fetching.faults import FailedError, FetchError, RefusedError
from secondsource.fetching.fetcher import Fetched, Fetcher, Limits
from secondsource.fetching.robots import Robots

__all__ = [
    "Address",
    "FailedError",
    "FetchError",
    "Fetched",
    "Fetcher",
    "Limits",
    "RefusedError",
    "Robots",
    "is_public",
    "parse",
]
