"""Who says what: speakers with the things that they say, each with its chain as chips that open the reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from secondsource.records import Kind, Stance, Statement
from secondsource.show.claimrows import href
from secondsource.show.lookup import Known
from secondsource.show.plain import short
from secondsource.show.room import Room
from secondsource.show.words import count, sentence

# Of the outlets that print the same words by the same chain, so many stand in a row of chips; the rest is counted.
OUTLETS = 8
# Ways of one quotation: a third is rare, and a reader who wants them all has the chains of the claim.
WAYS = 3
# Characters of a quotation, and of the words that describe someone whom a report doesn't name.
LONGEST, LONGEST_DESCRIPTION = 260, 60

_WORD = re.compile(r"\w+")
_STANCE = {Stance.DENIES: "denies it", Stance.DECLINES: "leaves it open"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A link of a chain: its name, where its words stand, and whether it is a text that no one here has."""

    words: str
    href: str | None
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One chain: its links from whoever says it outward, the outlets that print it, and how many more there are."""

    links: tuple[Chip, ...]
    outlets: tuple[Chip, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """One thing that somebody says, whoever prints it: the words, whether they are denied or hedged, the chains."""

    words: str
    denies: bool
    note: str
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted, with what the reports have of them, most printed first."""

    name: str
    reports: str
    quotes: tuple[Quotation, ...]
    folded: tuple[Quotation, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Speakers:
    """All who are quoted in a story: those with a name, and those whom a report doesn't name; how many are left out."""

    named: tuple[Speaker, ...]
    folded: tuple[Speaker, ...]
    unnamed: tuple[Speaker, ...]
    more: int


def speakers(known: Known, room: Room) -> Speakers:
    """Who is quoted in the story, most carried first, each thing that they say once."""
    said: dict[str, list[Statement]] = defaultdict(list)
    for s in known.view.findings.statements:
        if s.speaker and s.kind is not Kind.OWN and s.content:
            said[known.same(s.speaker)].append(s)
    ranked = sorted(said.items(), key=lambda item: (-len(_reports(item[1])), -len(item[1])))
    named = [item for item in ranked if not _is_unnamed(item[0])]
    unnamed = [item for item in ranked if _is_unnamed(item[0])]
    chief, rest = named[: room.speakers], named[room.speakers : room.speakers + room.speakers_folded]
    return Speakers(
        tuple(_speaker(sentence(known.link(name)).rstrip("."), all_, known, room) for name, all_ in chief),
        tuple(_speaker(sentence(known.link(name)).rstrip("."), all_, known, room, fold=False) for name, all_ in rest),
        tuple(_speaker(_described(all_, known), all_, known, room, fold=False) for _, all_ in unnamed[: room.speakers]),
        len(named) - len(chief) - len(rest) + max(0, len(unnamed) - room.speakers),
    )


def places(known: Known) -> list[tuple[str, int]]:
    """Where the words stand that name a source: chips lead there."""
    return [(s.report, s.source[0][0]) for s in known.view.findings.statements if s.speaker and s.source]


def _is_unnamed(name: str) -> bool:
    return name.startswith("anonymous") and "@" in name


def _reports(statements: Iterable[Statement]) -> set[str]:
    return {s.report for s in statements}


def _described(statements: Sequence[Statement], known: Known) -> str:
    """How the report describes someone whom it doesn't name: *“a senior official”, unnamed by the Courier*."""
    told = max((known.words(s.report, s.source[:1]) for s in statements if s.source), key=len, default="")
    outlet = known.outlet(statements[0].report)
    return f"“{short(told, LONGEST_DESCRIPTION)}”, unnamed by {outlet}" if told else f"Unnamed by {outlet}"


def _speaker(name: str, statements: Sequence[Statement], known: Known, room: Room, *, fold: bool = True) -> Speaker:
    groups: dict[tuple[str, Stance], list[Statement]] = defaultdict(list)
    for s in statements:
        groups["".join(_WORD.findall(known.words(s.report, s.content).casefold()))[:200], s.stance].append(s)
    ranked = sorted(groups.values(), key=lambda same: -len(_reports(same)))
    last = room.quotes + (room.quotes_folded if fold else 0)
    shown = tuple(_quotation(same, known) for same in ranked[:last])
    reports = f"in {count(len(_reports(statements)), 'report')}"
    return Speaker(name, reports, shown[: room.quotes], shown[room.quotes :], len(ranked) - len(shown))


def _quotation(same: Sequence[Statement], known: Known) -> Quotation:
    ways: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for s in same:
        ways[tuple(_names(s, known))].append(s)
    ranked = sorted(ways.values(), key=lambda way: -len(way))
    hedge = "hedged" if all(s.hedge for s in same) else ""
    return Quotation(
        known.told(same[0], LONGEST),
        same[0].stance is Stance.DENIES,
        ", ".join(filter(None, (_STANCE.get(same[0].stance, ""), hedge))),
        tuple(route(way, known) for way in ranked[:WAYS]),
    )


def _names(statement: Statement, known: Known) -> list[str]:
    """The names of the links, outward, each once, without the outlet."""
    links = [_called(link, known) for link in statement.chain]
    if statement.copied_from:
        links.append(_called((statement.copied_from,), known))
    return [name for name in dict.fromkeys(links) if name != known.outlet(statement.report)]


def _called(link: Sequence[str], known: Known) -> str:
    """What a chip calls the link: the outlet that doesn't name its agency stands at the end of the chain anyway."""
    names = (known.same(name) for name in link)
    return " and ".join("An unnamed agency" if n.startswith("agencies@") else known.label(n) for n in names)


def route(way: Sequence[Statement], known: Known) -> Route:
    """The chain of statements that came the same way, and the outlets that print them."""
    first = way[0]
    steps = [(link, _spot(first, n, link, known)) for n, link in enumerate(first.chain)]
    if first.copied_from:
        steps.append(((first.copied_from,), known.href(first.copied_from)))
    made = {_called(link, known): (spot, any(known.is_unseen(name) for name in link)) for link, spot in reversed(steps)}
    links = tuple(Chip(name, *made[name]) for name in _names(first, known))
    outlets = list({known.outlet(s.report): s for s in reversed(way)}.items())[::-1]
    shown = tuple(Chip(outlet, href(s, known)) for outlet, s in outlets[:OUTLETS])
    return Route(links, shown, len(outlets) - len(shown))


def _spot(statement: Statement, n: int, link: Sequence[str], known: Known) -> str | None:
    """Where the report names the link: the source's words, those of whoever tells it, or the report's head."""
    if n == 0 and statement.source:
        return known.href(statement.report, statement.source[0][0])
    names = {known.same(name) for name in link}
    for via in (known.statements[v] for v in statement.via if v in known.statements):
        if via.source and via.speaker and known.same(via.speaker) in names:
            return known.href(via.report, via.source[0][0])
    credit = known.reports[statement.report].credit if statement.report in known.reports else None
    return known.href(statement.report) if credit and known.same(credit) in names else href(statement, known)
