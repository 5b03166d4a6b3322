"""What a report alone says about where its text is from: when it appeared, whose it is, whom it names."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files

from secondsource.records import Report

# A press release says so in its first lines.
_RELEASE = re.compile(
    r"for immediate release|/PRNewswire|\(?BUSINESS WIRE\)?--|\(GLOBE NEWSWIRE\)|^press release\b", re.IGNORECASE
)
_HEAD = 600  # characters of a report in which it would

# Quotation marks and apostrophes that show in which form a report prints them, and the share of the other form that may
# stand among them (a title, a name).
FEW_MARKS = 3
MIXED = 0.2

# Words around an outlet's name that make it the one that this text is from, not merely someone who is mentioned.
_TELLS = (
    r"(?:first |originally |previously |earlier )?"
    r"(?:reported|reports|published|obtained|broke|writes|wrote|said|revealed)"
)
_FROM = (
    r"(?:according to|(?:first |originally )?reported by|via|h/t|hat tip(?: to)?|citing|with inputs from"
    r"|in a report by|originally published (?:by|in|on|at)|told|courtesy(?: of)?|source:|credit:)"
)


@dataclass(frozen=True, slots=True)
class Time:
    """Between which moments a report appeared."""

    earliest: datetime
    latest: datetime
    exact: bool  # a time of day is given

    def before(self, other: Time) -> bool:
        """Whether this moment lies before the other for certain."""
        return self.latest < other.earliest or (not self.exact and self.latest <= other.earliest)


@dataclass(frozen=True, slots=True)
class Agency:
    """Who hands text to outlets; a ``release`` wire carries what parties say of themselves."""

    name: str
    release: bool = False


def appeared(report: Report) -> Time | None:
    """When a report was first published, as far as it says."""
    given = report.published
    if not given or report.date_doubtful:
        return None
    try:
        moment = datetime.fromisoformat(given.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    exact = len(given.strip()) > len("2024-11-30")
    return Time(moment, moment if exact else moment + timedelta(days=1), exact)


@functools.lru_cache(maxsize=4096)
def agency(source: str) -> Agency | None:
    """The agency that a report's source is, or None.

    >>> agency("bigstory.ap.org")
    Agency(name='Associated Press', release=False)
    """
    names, hosts = _agencies()
    written = plain(source)
    if written in names:
        return names[written]
    return next((found for host, found in hosts.items() if written == host or written.endswith("." + host)), None)


def release(report: Report) -> bool:
    """Whether a report is a press release as it was sent out."""
    found = agency(report.source) if report.source_given else None
    return bool(found and found.release) or bool(_RELEASE.search(report.text[:_HEAD]))


@functools.lru_cache(maxsize=65536)
def plain(source: str) -> str:
    """An outlet's name as it is compared: no case, no ``www.``, no port."""
    return re.sub(r"^(?:https?://)?(?:www\d?\.)?|(?::\d+)?/?$", "", source.strip().casefold())


def same_outlet(a: Report, b: Report) -> bool:
    """Whether both reports are one outlet's."""
    return a.source_given and b.source_given and plain(a.source) == plain(b.source)


def names(report: Report, outlet: str) -> str | None:
    """The words with which a report gives its text to an outlet (*first reported by …*), or None."""
    written = _written(outlet)
    if len(written) < 3 or written not in report.text:
        return None
    name = rf"(?<!\w)(?:the )?{re.escape(written)}(?!\w)"
    found = re.search(rf"(?i:{_FROM}) {name}|{name} (?i:{_TELLS})\b", report.text)
    return found.group() if found else None


@functools.lru_cache(maxsize=65536)
def _written(outlet: str) -> str:
    """An outlet as a text would name it: *Velmark Courier*, and *velmark* for *www.velmark.com*."""
    return re.sub(r"\.(?:com|org|net|co\.uk|in)$", "", re.sub(r"^www\.", "", outlet.strip()))


def curly(report: Report) -> bool | None:
    """Whether a report prints its quotation marks and apostrophes curly; None where it has few, or both forms."""
    bent, straight = (sum(report.text.count(mark) for mark in marks) for marks in ("“”‘’", "\"'"))
    if bent + straight < FEW_MARKS or min(bent, straight) > MIXED * (bent + straight):
        return None
    return bent > straight


@functools.cache
def _agencies() -> tuple[dict[str, Agency], dict[str, Agency]]:
    rows = tomllib.loads((files(__package__) / "agencies.toml").read_text("utf-8"))["agency"]
    by_name = {plain(n): Agency(r["name"], r.get("release", False)) for r in rows for n in r["names"]}
    by_host = {h: Agency(r["name"], r.get("release", False)) for r in rows for h in r["hosts"]}
    return by_name, by_host
