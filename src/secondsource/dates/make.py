"""Makers: what a rule's match says, as a Reading. Named in rules.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from secondsource.dates.grammar import Rule, words
from secondsource.dates.numbers import added, duration, number, spoken_year
from secondsource.dates.reading import Reading

Groups = Mapping[str, str | None]
Told = Mapping[str, str | bool]


def read(rule: Rule, match: re.Match[str]) -> Reading | None:
    """The match's reading, or None where the words turn out to be no time (31 February)."""
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    found = MAKERS[rule.make](groups, rule.told, Reading(match.start(), match.end(), "DATE"))
    if found is None:
        return None
    lead = str(rule.told.get("strip", ""))
    if lead and match[0].lower().startswith(lead):
        return replace(found, start=found.start + len(lead))
    blanks = len(match[0]) - len(match[0].lstrip())
    return replace(found, start=found.start + blanks) if blanks else found


def _calendar(g: Groups, told: Told, r: Reading) -> Reading | None:
    """Year, month, day, weekday, as far as they are given."""
    dom = g.get("day") or words("ordinal").get((g.get("ordinalday") or "").lower())
    month = g.get("monthno") or words("month").get((g.get("month") or "").lower())
    if g.get("weekago"):
        return replace(r, weekday=_weekday(g), which=-2, pointed=True)
    if g.get("weekwhich"):
        step = {"last": -1, "this": 0, "next": 1}[str(g["weekwhich"]).lower()]
        return replace(r, weekday=_weekday(g), shift=(step, "W"))
    found = replace(
        r,
        type="TIME" if g.get("hour") else "DATE",
        year=_year(g),
        month=int(month) if month else None,
        dom=int(dom) if dom else None,
        weekday=_weekday(g),
        week=bool(told.get("week")),
        clock=f"T{g['hour']}:{g['minute']}" if g.get("hour") else None,
    )
    return _pointed(found, g)


def _decade(g: Groups, _: Told, r: Reading) -> Reading | None:
    if word := g.get("decadeword"):
        return replace(r, prefix=str(words("decade")[word.lower()]))
    digits = str(g["decade"])
    return replace(r, prefix=digits if len(digits) == 3 else f"19{digits}")


def _century(g: Groups, _: Told, r: Reading) -> Reading | None:
    n = int(g["century"] or 0) if g.get("century") else int(words("ordinal")[str(g["ordinal"]).lower()])
    return replace(r, prefix=f"BC{n:02d}" if g.get("bc") else f"{n - 1:02d}")


def _quarter(g: Groups, _: Told, r: Reading) -> Reading | None:
    n = g.get("quarter") or {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4, "last": 4}.get(_lower(g, "ordinal"))
    n = n or words("ordinal")[_lower(g, "ordinal")]
    return replace(r, quarter=int(n), year=_year(g))


def _half(g: Groups, _: Told, r: Reading) -> Reading | None:
    half = g.get("half") or ("1" if _lower(g, "ordinal") == "first" else "2")
    return replace(r, half=int(half), year=_year(g))


def _season(g: Groups, _: Told, r: Reading) -> Reading | None:
    found = replace(r, season=str(words("season")[_lower(g, "season")]), year=_year(g))
    return _pointed(found, g)


def _holiday(g: Groups, _: Told, r: Reading) -> Reading | None:
    name = _lower(g, "holiday").replace("’", "'")
    return _pointed(replace(r, holiday=str(words("holiday_cased")[name]), year=_year(g)), g)


def _weekly(g: Groups, _: Told, r: Reading) -> Reading | None:
    part = words("part")[_lower(g, "part").removesuffix("s")] if g.get("part") else ""
    return replace(r, type="SET", value=f"XXXX-WXX-{_weekday(g)}" + (f"T{part}" if part else ""))


def _dayword(g: Groups, _: Told, r: Reading) -> Reading | None:
    word = _lower(g, "dayword")
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    step += {"before": -1, "after": 1}.get(_lower(g, "side"), 0)
    night = word == "tonight"
    return replace(r, type="TIME" if night else "DATE", shift=(step, "D"), part="NI" if night else None)


def _daypart(g: Groups, told: Told, r: Reading) -> Reading | None:
    which = str(told.get("which") or _lower(g, "which"))
    part = str(words("part")[_lower(g, "part")])
    found = replace(r, type="TIME", part=part, joined_only=bool(told.get("only_joined")))
    if which in ("this", "last"):
        return replace(found, shift=(-1 if which == "last" else 0, "D"))
    if found.joined_only or not which:
        return found
    step = {"the next": 1, "the following": 1, "the previous": -1}.get(which, 0)
    return replace(found, shift=(step, "D"), anchor="narrative")


def _clock(g: Groups, _: Told, r: Reading) -> Reading | None:
    """A time of day: ``T08:12+05:30``."""
    if noon := g.get("noon"):
        clock = "T24:00" if noon.lower() == "midnight" else "T12:00"
    else:
        hour = number(str(g.get("hour") or g.get("hourword")))
        if hour is None:
            return None
        late = (g.get("ampm") or "").lower().startswith("p") or _lower(g, "part") in ("afternoon", "evening")
        late = late or bool(g.get("part_b"))
        early = (g.get("ampm") or "").lower().startswith("a") and hour == 12
        hours = int(hour) + (12 if late and hour < 12 else -12 if early else 0)
        clock = f"T{hours:02d}:{g.get('minute') or '00'}"
    return replace(r, type="TIME", clock=clock + str(words("zone")[_lower(g, "zone")] if g.get("zone") else ""))


def _relative(g: Groups, told: Told, r: Reading) -> Reading | None:
    """*last week*: counted from the report's date."""
    which = str(told.get("which") or _lower(g, "which"))
    step = -1 if "last" in which else 1 if "next" in which or "coming" in which else 0
    unit = str(told.get("unit") or words("unit")[_lower(g, "unit")])
    step = {"this past": -1, "before last": -2, "after next": 2}.get(which, step)
    return replace(r, shift=(step, unit), which=step, pointed=True)


def _span(g: Groups, _: Told, r: Reading) -> Reading | None:
    """*the past year*: the stretch that ends now, not the calendar's."""
    unit = str(words("unit")[_lower(g, "unit")])
    if _lower(g, "which") == "the latest":
        return replace(r, same=unit, shift=None)
    return replace(r, type="DURATION", value=duration(Fraction(1), unit))


def _narrative(g: Groups, told: Told, r: Reading) -> Reading | None:
    """*the following year*, *that day*: counted from the date that was told last."""
    which = str(told.get("which") or _lower(g, "which"))
    unit = str(told.get("unit") or words("unit")[_lower(g, "unit")])
    back = ("previous", "prior", "preceding")
    if any(w in which for w in ("ago", "earlier", "comparable")):
        return replace(r, same="Q", shift=(-1, "Y"), anchor="narrative")
    step = -1 if any(w in which for w in back) else 1 if any(w in which for w in ("follow", "next", "ensuing")) else 0
    if step:
        return replace(r, shift=(step, unit), anchor="narrative")
    return replace(r, same=unit)


def _period(g: Groups, _: Told, r: Reading) -> Reading | None:
    """*the latest quarter*, *the year-ago period*: the quarter that is being told of, or that of the year before."""
    which = _lower(g, "which")
    if which.isdigit():
        return replace(r, same="Q", year=int(which))
    if "ago" in which or "earlier" in which or "comparable" in which:
        return replace(r, same="Q", shift=(-1, "Y"), anchor="narrative")
    return replace(r, same="Q", pointed=which == "current", latest=which in ("latest", "most recent"))


def _shift(g: Groups, told: Told, r: Reading) -> Reading | None:
    """*two years ago*, *five years later*."""
    unit = str(told.get("unit") or words("unit")[_lower(g, "unit")])
    back = _lower(g, "dir") in ("ago", "earlier", "previously", "prior")
    anchor = "report" if _lower(g, "dir") in ("ago", "from now", "hence") else "narrative"
    n = number(str(g["n"]))
    if n is None:
        return (
            replace(r, value=duration(None, unit), type="DURATION")
            if anchor == "narrative"
            else replace(r, value="PAST_REF")
        )
    if n != int(n) and unit in ("Y", "E"):
        n, unit = n * {"Y": 12, "E": 10}[unit], {"Y": "M", "E": "Y"}[unit]
    return replace(r, shift=(-int(n) if back else int(n), unit), anchor=anchor, counted=True)


def _duration(g: Groups, told: Told, r: Reading) -> Reading | None:
    unit = str(told.get("unit") or words("unit")[_lower(g, "unit")])
    if g.get("halfof"):
        return replace(r, type="DURATION", value=duration(Fraction(1, 2), unit))
    if told.get("uncounted"):
        counted = not _lower(g, "unit").endswith("s") and "unit" in g
        return replace(r, type="DURATION", value=duration(Fraction(1) if counted else None, unit))
    n = number(str(g["n"]))
    value = duration(None if n is None else n + (Fraction(1, 2) if g.get("half") else 0), unit)
    if g.get("n2"):
        more = duration(number(str(g["n2"])), str(words("unit")[_lower(g, "unit2")]))
        value = added(value, more)
    return replace(r, type="DURATION", value=value)


def _repeated(g: Groups, _: Told, r: Reading) -> Reading | None:
    often = {"daily": "P1D", "nightly": "P1D", "hourly": "PT1H", "weekly": "P1W", "monthly": "P1M"}
    if g.get("often"):
        return replace(r, type="SET", value=often[_lower(g, "often")])
    unit = _lower(g, "unit")
    code = "D" if unit in words("part") else str(words("unit")[unit])
    n = Fraction(2) if _lower(g, "n") == "other" else number(str(g["n"])) if g.get("n") else Fraction(1)
    return replace(r, type="SET", value=duration(n, code))


def _ref(_: Groups, told: Told, r: Reading) -> Reading | None:
    return replace(r, value=str(told["value"]))


MAKERS: Mapping[str, Callable[[Groups, Told, Reading], Reading | None]] = {
    "calendar": _calendar,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "holiday": _holiday,
    "weekly": _weekly,
    "dayword": _dayword,
    "daypart": _daypart,
    "clock": _clock,
    "relative": _relative,
    "span": _span,
    "narrative": _narrative,
    "period": _period,
    "shift": _shift,
    "duration": _duration,
    "repeated": _repeated,
    "ref": _ref,
}


def _lower(g: Groups, name: str) -> str:
    return " ".join((g.get(name) or "").lower().split())


def _weekday(g: Groups) -> int | None:
    name = _lower(g, "weekday")
    found = words("weekday").get(name) or words("weekday_short").get(name)
    return int(found) if found else None


def _year(g: Groups) -> int | None:
    if full := g.get("year") or g.get("year_b"):
        return int(full)
    if spoken := g.get("spoken"):
        return spoken_year(spoken)
    short = g.get("year2")
    if not short:
        return None
    # Two digits are the last such year that newsprint can mean: '68 is 1968, '24 is 2024.
    return int(short) if len(short) == 4 else int(short) + (1900 if int(short) >= 40 else 2000)


def _pointed(r: Reading, g: Groups) -> Reading:
    """With *last*, *this* or *next* in front, if it stands there."""
    which = _lower(g, "which")
    if not which:
        return r
    narrative = which in ("the previous", "the following")
    back = which in ("last", "past", "this past", "the past", "the previous")
    step = -1 if back else 1 if which in ("next", "coming", "this coming", "the following", "the coming") else 0
    return replace(r, which=step, pointed=True, anchor="narrative" if narrative else "report")
