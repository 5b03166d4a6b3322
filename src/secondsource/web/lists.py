"""The desk page: stories newest or most carried first, searched and filtered; its address says all of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request

from secondsource.records import Report, Span
from secondsource.show.figures import Figure, spoken_range
from secondsource.show.plain import line, short
from secondsource.show.words import count, date_words, number, sentence, when
from secondsource.store import browse, search
from secondsource.web.addresses import address
from secondsource.web.looked import Looked
from secondsource.web.site import Site, View, site_of

# Characters of a report shown around a word that was searched for, on each side.
AROUND = 90
# Places of a word that are looked at for one outside the page furniture: pages name their subject a few times in it.
PLACES = 20
# Names of a filter that stand open; the rest folds away.
NAMED = 6

Day = Annotated[str, Query(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
Text = Annotated[str, Query(max_length=400)]
Flag = Literal["one", "disputed", "conflicts", "copied"]


def asked(
    q: Text = "",
    outlet: Text = "",
    person: Text = "",
    since: Day = "",
    until: Day = "",
    only: Annotated[list[Flag], Query(max_length=4)] = [],  # noqa: B006 — FastAPI copies defaults
    sort: Literal["newest", "carried", "changed"] = "newest",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> browse.Asked:
    """What the address asks for."""
    return browse.Asked(q.strip(), outlet, person, since, until, tuple(dict.fromkeys(only)), sort, page)


def stories(request: Request, wanted: Annotated[browse.Asked, Depends(asked)]) -> View:
    """The stories of the desk: search, filters with counts, order."""
    site = site_of(request)
    many = browse.counts(site.store)
    found = site.found(wanted, many.state)
    given = parameters(wanted)

    def context(alone: bool) -> dict[str, Any]:
        return {
            "found": found, "asked": wanted, "many": many, "alone_file": alone,
            "heading": _heading(many, found, wanted),
            "items": [_item(card, wanted, site, Looked(request.cookies, site.name), alone) for card in found.cards],
            "filters": _filters(found, wanted), "given": _given(wanted), "kept": _pairs(given, "q", "page"),
            "sorts": [(words, _with(wanted, order=o), o == wanted.order) for o, words in browse.ORDERS.items()],
            "pages": _pages(found, wanted),
        }  # fmt: skip

    def lines() -> list[dict[str, Any]]:
        return [{k: v for k, v in asdict(card).items() if k != "hits"} for card in found.cards]

    def facts() -> dict[str, Any]:
        return {
            "asked": given, "total": found.total, "capped": found.capped, "stories": [asdict(c) for c in found.cards],
            "filters": {name: dict(counts) for name, counts in asdict(found.facets).items()},
            "desk": {"reports": many.reports, "stories": many.stories, "set_aside": many.set_aside},
        }  # fmt: skip

    return View("stories", "Stories", given, "desk.html", context, "cards", lines, facts)


def parameters(wanted: browse.Asked) -> dict[str, Any]:
    """What is asked for, as the address has it."""
    given = {
        "q": wanted.words, "outlet": wanted.outlet, "person": wanted.person, "since": wanted.since,
        "until": wanted.until, "only": list(wanted.flags), "sort": wanted.order, "page": wanted.page,
    }  # fmt: skip
    usual = {"sort": "newest", "page": 1}
    return {name: value for name, value in given.items() if value and value != usual.get(name)}


def _with(wanted: browse.Asked, **changed: Any) -> str:  # noqa: ANN401
    return address("/", **parameters(replace(wanted, **{"page": 1, **changed})))


def _pairs(given: Mapping[str, Any], *without: str) -> list[tuple[str, str]]:
    """What a form must carry on, name by name."""
    many = ((name, value if isinstance(value, list) else [value]) for name, value in given.items())
    return [(name, str(v)) for name, values in many if name not in without for v in values]


def _heading(many: browse.Counts, found: browse.Found, wanted: browse.Asked) -> str:
    if not many.reports:
        return "An empty desk"
    stories = "one story" if found.total == 1 else f"{_many(found.total)} stories"
    if not parameters(replace(wanted, order="newest", page=1)):
        return sentence(f"{stories} in {_many(many.reports)} report{'s' * (many.reports > 1)}").rstrip(".")
    return sentence(stories if found.total else "no story").rstrip(".")


def _many(n: int) -> str:
    """A number in words up to twelve, in groups of three digits beyond."""
    return number(n) if n <= 12 else f"{n:,}"


def _item(card: browse.Card, wanted: browse.Asked, site: Site, looked: Looked, alone: bool) -> dict[str, Any]:
    told = "1 report" if card.told == 1 else f"{card.told} reports"
    spoken = f"Its narrowest claim: told by {told}; rests on {spoken_range(card.low, card.high)}."
    notes = [
        f"{card.disputed} disputed" if card.disputed else "",
        f"{card.conflicts} difference{'s' if card.conflicts > 1 else ''}" if card.conflicts else "",
        f"a report {card.copied:.0%} copied" if card.copied >= browse.COPIED else "",
    ]
    return {
        "title": short(card.title, 200) or "A story without a headline",
        "href": None if alone else address("/story", id=card.story),
        "figure": Figure(card.told, card.low, card.high, spoken) if card.chief else None,
        "alone": card.reports == 1,
        "words": short(card.words.removeprefix("that "), 220),
        "claim": None if alone or not card.chief else address("/claim", of=card.chief),
        "told": _told(card), "when": _span(card), "notes": notes,
        "changed": looked.changed(card.story, card.changed_at),
        "changed_at": when(card.changed_at),
        "hits": [] if not wanted.words else _hits(card, wanted, site, alone),
        "more_hits": max(0, len(card.hits) - 2),
    }  # fmt: skip


def _told(card: browse.Card) -> str:
    if card.reports == 1:
        return "one report"
    return f"{count(card.reports, 'report')} by {count(card.outlets, 'outlet')}"


def _span(card: browse.Card) -> str:
    first, last = card.first[:10], card.last[:10]
    if not last:
        return "no date"
    return date_words(last) if first == last else f"{date_words(first).rsplit(' ', 1)[0]} – {date_words(last)}"


def _hits(card: browse.Card, wanted: browse.Asked, site: Site, alone: bool) -> list[dict[str, Any]]:
    """Where the words stand in the first reports that hold them."""
    terms = search.terms(wanted.words)
    found = []
    for report in browse.reports(site.store, card.hits[:2]):
        spots = [at for at in (_place(report, term) for term in terms) if at]
        start, end = min(spots, default=(0, 0))
        before, behind = report.text[max(0, start - AROUND) : start], report.text[end : end + AROUND]
        before, behind = before.rpartition("\n")[2], behind.partition("\n")[0]
        found.append(
            {
                "outlet": line(report.source),
                "href": None
                if alone
                else address("/report", id=report.id, at=f"{start}-{end}" if end else "") + ("#at" if end else ""),
                "before": ("…" + before.partition(" ")[2] if len(before) == AROUND else before).lstrip(),
                "word": line(report.text[start:end]),
                "behind": behind.rpartition(" ")[0] + "…" if len(behind) == AROUND else behind,
            }
        )
    return found


def _place(report: Report, term: str) -> Span | None:
    """Where a term stands first: in what the report tells, if it stands there, else in its furniture."""
    words = re.findall(r"\w+", term)
    if not words:
        return None
    pattern = re.compile(r"\b" + r"\W+".join(map(re.escape, words)) + r"\b", re.IGNORECASE)
    found = [match.span() for match in itertools.islice(pattern.finditer(report.text), PLACES)]
    return next((at for at in found if not _in_furniture(report, at[0])), found[0] if found else None)


def _in_furniture(report: Report, at: int) -> bool:
    return any(f.start <= at < f.end for f in report.furniture)


def _filters(found: browse.Found, wanted: browse.Asked) -> list[dict[str, Any]]:
    """The filters that would leave something, in groups: words, how many, where they lead."""
    facets = found.facets
    flags = [
        (browse.FLAGS[flag], many, _with(wanted, flags=(*wanted.flags, flag)))
        for flag, many in facets.flags
        if many and flag not in wanted.flags
    ]
    outlets = [(line(n), many, _with(wanted, outlet=n)) for n, many in facets.outlets if n != wanted.outlet]
    people = [(line(n), many, _with(wanted, person=n)) for n, many in facets.people if n != wanted.person]
    months = [
        (date_words(m), many, _with(wanted, since=f"{m}-01", until=f"{m}-31"))
        for m, many in facets.months
        if re.fullmatch(r"\d{4}-\d\d", m) and wanted.since != f"{m}-01"
    ]
    groups = (("What it rests on", flags), ("Outlets", outlets), ("People", people), ("Months", months))
    return [{"name": name, "items": items[:NAMED], "folded": items[NAMED:]} for name, items in groups if items]


def _given(wanted: browse.Asked) -> list[tuple[str, str]]:
    """The filters that are on, each with the address without it."""
    on: list[tuple[str, dict[str, Any]] | None] = [
        (f"“{short(wanted.words, 60)}”", {"words": ""}) if wanted.words else None,
        (short(wanted.outlet, 60), {"outlet": ""}) if wanted.outlet else None,
        (short(wanted.person, 60), {"person": ""}) if wanted.person else None,
        (_days(wanted), {"since": "", "until": ""}) if wanted.since or wanted.until else None,
        *((browse.FLAGS[f], {"flags": tuple(x for x in wanted.flags if x != f)}) for f in wanted.flags),
    ]
    return [(words, _with(wanted, **without)) for words, without in filter(None, on)]


def _days(wanted: browse.Asked) -> str:
    if wanted.since and wanted.until == f"{wanted.since[:8]}31" and wanted.since.endswith("-01"):
        return date_words(wanted.since[:7])
    since = f"from {date_words(wanted.since)}" if wanted.since else ""
    return f"{since} {f'until {date_words(wanted.until)}' if wanted.until else ''}".strip()


def _pages(found: browse.Found, wanted: browse.Asked) -> dict[str, Any]:
    last = max(1, -(-found.total // browse.PAGE))
    return {
        "at": wanted.page, "last": last,
        "before": _with(wanted, page=wanted.page - 1) if wanted.page > 1 else None,
        "next": _with(wanted, page=wanted.page + 1) if wanted.page < last else None,
    }  # fmt: skip
