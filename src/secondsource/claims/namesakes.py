"""Places that reports give under one name and another kind: *Paschal Street* and *Paschal Avenue*."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondsource.claims import words
from secondsource.records import Report, Spot

# Kind → what such a place is called; one name has one of them.
CALLED = {kind: words.listed(kind) for kind in ("streets", "hospitals")}
SHORT = {"St": "Street", "Ave": "Avenue", "Rd": "Road", "Dr": "Drive", "Blvd": "Boulevard", "Ln": "Lane", "Ct": "Court",
         "Centre": "Center"}  # fmt: skip
# Words between a hospital's name and what it is called, which are part of that.
BETWEEN = r"(?:(?:Medical|Health|Regional|Children[’']s|Community|General|Memorial)\s)*"
_LAST = "|".join(sorted((*SHORT, *(w for called in CALLED.values() for w in called)), key=len, reverse=True))
# At most three words of a name, or an ordinal (*32nd*), before what the place is called.
PLACE = re.compile(rf"\b((?:(?:[A-Z][\w’'-]{{1,30}}|\d{{1,3}}(?:st|nd|rd|th))[^\S\n]){{1,3}}?)({BETWEEN})({_LAST})\b")
# What is no part of the name: a direction, an article, the word before it at the beginning of a sentence.
BEFORE = re.compile(r"^(?:The|At|In|On|Near|From|To|North|South|East|West|N|S|E|W)\b\.?\s*")


@dataclass(frozen=True, slots=True)
class Difference:
    """One name with what the reports call the place, by what they call it; ``kind`` is streets or hospitals."""

    kind: str
    sides: tuple[tuple[str, tuple[Spot, ...]], ...]


def compare(reports: Sequence[Report]) -> tuple[Difference, ...]:
    """The places that some reports call one thing and others another; who prints both means two places."""
    forms: dict[tuple[str, str], dict[str, list[tuple[str, Spot]]]] = defaultdict(lambda: defaultdict(list))
    for report in reports:
        for start, end in report.paragraphs:
            for m in PLACE.finditer(report.text, start, end):
                last = SHORT.get(m[3], m[3])
                kind = next(kind for kind, called in CALLED.items() if last in called)
                name = BEFORE.sub("", m[1].strip())
                if name:
                    printed = " ".join(m[0].split()), Spot(report.id, m.start(), m.end())
                    forms[kind, name][f"{m[2]}{last}"].append(printed)
    return tuple(
        Difference(kind, tuple((places[0][0], tuple(spot for _, spot in places)) for places in called.values()))
        for (kind, _), called in forms.items()
        if len(called) > 1 and _apart(called)
    )


def _apart(called: Mapping[str, Sequence[tuple[str, Spot]]]) -> bool:
    """Whether each report calls the place one thing, and none only says less (*Selby Hospital*, *General Hospital*)."""
    reports = [{spot.report for _, spot in places} for places in called.values()]
    names = [set(form.split()) for form in called]
    less = any(a < b for a in names for b in names)
    return not less and sum(map(len, reports)) == len(set().union(*reports))
