"""When to look again: never sooner than a feed's quarter of an hour, later for what is quiet, busy or failing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from random import Random

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

# No feed is asked more often, whatever it says.
LEAST = 15 * MINUTE
# A feed without news for a day, or for a week, is asked half, or a quarter, as often.
QUIET = ((7 * DAY, 4 * LEAST), (DAY, 2 * LEAST))
# What a feed's own max-age may make of it: beyond an hour news would be late, and short feeds lose items.
LONGEST_AGE = HOUR
# After the n-th failure in a row: twice as long each time, up to six hours.
LONGEST_BACKOFF = 6 * HOUR
# What a host may ask us to wait with Retry-After.
LONGEST_WAIT = DAY
# Added at random, so that a thousand feeds that were added at once don't stay in step.
JITTER = 0.1

# Pages are looked at again so long after they were read: most silent edits come within a day of publication.
REVISITS = (HOUR, 6 * HOUR, DAY)
# A page that fails is tried again after these; then the feed's own text must do.
RETRIES = (5 * MINUTE, 15 * MINUTE, 45 * MINUTE, 2 * HOUR, 6 * HOUR)


def after_success(now: float, news_at: float | None, headers: Mapping[str, str], random: Random) -> float:
    """When a feed that answered is asked again."""
    quiet = now - news_at if news_at is not None else 0.0
    pause = next((pause for since, pause in QUIET if quiet > since), LEAST)
    asked = re.search(r"(?:^|[\s,])max-age\s*=\s*(\d{1,9})", headers.get("cache-control", ""), re.IGNORECASE)
    if asked:
        pause = max(pause, min(float(asked[1]), LONGEST_AGE))
    return now + jittered(pause, random)


def after_failure(now: float, failures: int, headers: Mapping[str, str], random: Random) -> float:
    """When a feed that failed for the n-th time in a row is asked again."""
    backoff = min(LEAST * 2 ** min(failures - 1, 10), LONGEST_BACKOFF)
    return now + jittered(max(backoff, wanted(headers, now)), random)


def page_again(now: float, failures: int, headers: Mapping[str, str], random: Random) -> float | None:
    """When a page that failed for the n-th time in a row is tried again; None where it was tried enough."""
    if failures > len(RETRIES):
        return None
    return now + jittered(max(RETRIES[failures - 1], wanted(headers, now)), random)


def revisit(now: float, looks: int, random: Random) -> float | None:
    """When a page that was read so many times is looked at again; None where it was looked at enough."""
    return now + jittered(REVISITS[looks - 1], random) if looks <= len(REVISITS) else None


def wanted(headers: Mapping[str, str], now: float) -> float:
    """The seconds that a Retry-After header asks for, given in seconds or as a date; 0 without one."""
    value = headers.get("retry-after", "")
    if re.fullmatch(r"\d{1,9}", value):
        return min(float(value), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, min(until.timestamp() - now, LONGEST_WAIT))


def jittered(pause: float, random: Random) -> float:
    """A pause, longer by chance, never shorter."""
    return pause * (1 + JITTER * random.random())
