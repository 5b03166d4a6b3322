"""The place that opens a report: ``SEOUL (AP) —``, ``Seoul:``, ``MENASHA, Wis. (AP) --``."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from secondsource.read import credits
from secondsource.records import Credit, Dateline

# The longest of the dev reports' 700 datelines has 71 characters: two towns, a state, a date, an agency.
LONGEST = 120
# A place is 1 to 5 words; more is a sentence in capitals.
MOST_WORDS = 5

_CAPITALS = r"[A-Z][A-Z.'’]*(?:-[A-Z][A-Z.'’]*)*"
_TITLED = r"[A-Z][\w.'’-]*"
_PLACE = (
    rf"(?:{_CAPITALS}(?:\s(?:{_CAPITALS}|de|del|la|da|al|of))*|{_TITLED}(?:\s(?:{_TITLED}|de|of|es|do)){{0,3}})"
)
_REGION = r"(?:\s?,\s?[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,2})"
_DAY = (
    r"(?:[,\s]\s?(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}"
    r"(?:\s?,\s?\d{4})?)"
)
OPENING = re.compile(
    rf"(?P<place>{_PLACE})(?P<more>(?:\s?\\?/\s?{_PLACE})?)(?P<region>{_REGION}?)(?P<day>{_DAY}?)"
    r"\s?(?P<brackets>\(\s?(?P<who>[^()]{2,40}?)\s?\))?\s?(?P<mark>—|–|--|-|_|:|\|)(?!\w)\s*"
)
BEFORE_BAR = re.compile(r".*\|\s*(?P<place>[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2})\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Opening:
    """A dateline, the credits in its brackets, and where the reporting begins after it."""

    dateline: Dateline
    credits: tuple[Credit, ...]
    end: int


def opening(paragraph: str, start: int, outlet: str | None = None) -> Opening | None:
    """The dateline that opens a paragraph which begins at ``start`` of the text, or None."""
    match = OPENING.match(paragraph[:LONGEST])
    if not match or not _is_place(match):
        return None
    end = start + len(match[0].rstrip())
    place = " ".join((match["place"] + match["more"]).replace("\\", "").split())
    who = match["who"]
    found = credits.in_brackets(who, start + match.start("who"), outlet) if who else ()
    return Opening(Dateline(start, end, _cased(place)), found, start + match.end())


def behind_bar(line: str, start: int) -> Dateline | None:
    """The place that stands last in a line of dates, as in ``Updated on: 1 May 2020 | Seoul``."""
    match = BEFORE_BAR.match(line)
    if not match or match["place"].split(".")[0].casefold() not in places().cities:
        return None
    return Dateline(start + match.start("place"), start + match.end("place"), match["place"])


@dataclass(frozen=True, slots=True)
class Places:
    """Places by name, folded: cities, the regions behind towns, and capitals that are none."""

    cities: frozenset[str]
    regions: frozenset[str]
    not_places: frozenset[str]


@functools.cache
def places() -> Places:
    """The table of places."""
    table = tomllib.loads((files("secondsource.read") / "data" / "places.toml").read_text("utf-8"))
    return Places(*(frozenset(map(str.casefold, table[k])) for k in ("cities", "regions", "not_places")))


def _is_place(match: re.Match[str]) -> bool:
    """Whether what opens the line is a place: by its capitals, its region, its agency or its name."""
    place, region = match["place"], match["region"].lstrip(" ,").casefold()
    if place.casefold() in places().not_places or len(place.split()) > MOST_WORDS or len(place) < 2:
        return False
    if place.split()[0].casefold() in places().not_places:
        return False
    known = place.casefold() in places().cities or region in places().regions
    if match["mark"] in ":|":
        return known and (not match["region"] or region in places().regions)
    if match["brackets"]:
        return known or place.isupper() or bool(credits.in_brackets(match["who"], 0))
    return known or (place.isupper() and len(place) > 2)


def _cased(place: str) -> str:
    """A place in capitals as it is usually written."""
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda m: m[0].capitalize(), place) if place.isupper() else place
