"""The place that opens a report: ``SEOUL (AP) —``, ``Seoul:``, ``MENASHA, Wis. (AP) --``."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from secondsource.reading import agencies
from secondsource.records import Credit, Dateline

# The longest of the dev reports' 1,500 datelines has 49 characters; two towns, a state, a date and an agency take more.
LONGEST = 120
# A place is 1 to 5 words; more is a sentence in capitals.
MOST_WORDS = 5
# Without an agency or a region behind it, three: "FORT HOOD BASE —", but not "N.Y. MONEY OPENING INDICATIONS -".
MOST_WORDS_ALONE = 3
# American stations sign their texts where others put the place: "WXYZ —".
STATION = re.compile(r"[WK][A-Z]{2,3}(?:-[A-Z]{2})?")

_CAPITALS = r"[A-Z][A-Z.'’]*(?:-[A-Z][A-Z.'’]*)*"
_TITLED = r"[A-Z][\w.'’-]*"
_PLACE = rf"(?:{_CAPITALS}(?:\s(?:{_CAPITALS}|de|del|la|da|al|of))*|{_TITLED}(?:\s(?:{_TITLED}|de|of|es|do)){{0,3}})"
_REGION = r"(?:\s?,\s?[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,2})"
_DAY = (
    r"(?:[,\s]\s?(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}"
    r"(?:\s?,\s?\d{4})?)"
)
OPENING = re.compile(
    rf"(?P<place>{_PLACE})(?P<more>(?:\s?\\?/\s?{_PLACE})?)(?P<region>{_REGION}?)(?P<day>{_DAY}?)"
    r"\s?(?P<brackets>\(\s?(?P<who>[^()]{2,40}?)\s?\))?\s?(?P<mark>—|–|--|-|_|:|\|)(?!\w)\s*"
)
# What pages print before all else: "date 2024-11-30" (an archive's export), or
# "LONDON | Wed Jun 16 , 2010 2:12 pm EDT" (Reuters).
PREFIX = re.compile(
    rf"date\s\d{{4}}-\d\d-\d\d(?!\d)|{_CAPITALS}(?:[\s\\/]{{1,3}}{_CAPITALS}){{0,5}}\s\|\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
    r"[\s,]+[A-Z][a-z]{2,8}\.?\s\d{1,2}[\s,]+\d{4}(?:\s\d{1,2}:\d\d\s?[ap]m(?:\s[A-Z]{2,4}\b)?)?"
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
    found = agencies.in_brackets(who, start + match.start("who"), outlet) if who else ()
    return Opening(Dateline(start, end, _cased(place)), found, start + match.end())


def date_prefix(line: str) -> int:
    """How many of a line's first characters are a date that the page puts before the report; 0 for none."""
    match = PREFIX.match(line[:LONGEST])
    return match.end() if match else 0


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
    table = tomllib.loads((files("secondsource.reading") / "data" / "places.toml").read_text("utf-8"))
    return Places(*(frozenset(map(str.casefold, table[k])) for k in ("cities", "regions", "not_places")))


def _is_place(match: re.Match[str]) -> bool:
    """Whether what opens the line is a place: by its capitals, its region, its agency or its name."""
    place, region = match["place"], match["region"].lstrip(" ,").casefold()
    if place.casefold() in places().not_places or len(place.split()) > MOST_WORDS or len(place) < 2:
        return False
    known = place.casefold() in places().cities or region in places().regions
    if match["mark"] in ":|":
        return known and (not match["region"] or region in places().regions)
    if match["brackets"]:
        return known or place.isupper() or bool(agencies.in_brackets(match["who"], 0))
    opens = place.split()[0].casefold()
    short = len(opens) > 2 and len(place.split()) <= MOST_WORDS_ALONE and not STATION.fullmatch(place)
    return known or (place.isupper() and short and opens not in places().not_places)


def _cased(place: str) -> str:
    """A place in capitals as it is usually written."""
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda m: m[0].capitalize(), place) if place.isupper() else place
