"""One self-contained page for a pile: who tells what, what that rests on, who copied whom, and the words.

No script, nothing from the network, readable and printable as it is. Weight is bounded: what is beyond the first
screens folds away, and beyond the limits below it is counted in words.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from secondsource.records import Claim, Conflict, Event, Kind, Report, Side, Stance, Statement, Status
from secondsource.show import copytree, neck, sidebyside, strip
from secondsource.show.figures import CAUTION, Figure, figure, range_words, status_word
from secondsource.show.lookup import LONGEST, Known
from secondsource.show.paths import OWN, steps, tellers, ways
from secondsource.show.plain import line, safe, short, web_address
from secondsource.show.words import (
    count,
    date_words,
    listed,
    number,
    path_words,
    quoted,
    reason,
    rests_sentence,
    sentence,
    spread,
    story_sentence,
    when,
)
from secondsource.store.queries import PileView, StoryView


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a story stands on the page: at once, and folded; the rest is counted."""

    claims: int
    claims_folded: int
    statements: int  # of a claim, chain by chain
    outlines: int  # claims with a drawing of their own in their chains
    necks: int  # drawings beside the chief one
    events: int
    events_folded: int
    speakers: int
    speakers_folded: int


# Twelve claims fill one or two screens. The first stories are shown in full; those behind them, which open on demand,
# with what an editor reads first. A story of twelve reports then weighs 182 kB without their words. Measured on 40
# stories of 123 reports (750 kB of words): everything in full 5.9 MB, the first three in full 3.3 MB.
FULL = Room(12, 40, 24, 10, 2, 10, 50, 6, 24)
BRIEF = Room(8, 12, 8, 0, 0, 4, 8, 3, 6)
QUOTES = 4
CONFLICTS, CONFLICTS_FOLDED = 6, 34
STORIES_OPEN, STORIES, INDEXED = 3, 60, 8
# Characters of reports' texts on one page; reports beyond are named without their words, with a word about it.
TEXT = 1_500_000
# Of the letters of a question's words, so much must stand in a claim for it to be an answer.
ASKED = 0.6

_WORD = re.compile(r"\w+")
# Who tells an event stands beside it by name.
_TELLERS = re.compile(r"; \d+ reports tell it")


@dataclass(frozen=True, slots=True)
class Told:
    """Words that a claim stands in, with everyone who tells it in these words, as (outlet, link)."""

    by: tuple[tuple[str, str | None], ...]
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Route:
    """One chain with the statements that came by it."""

    links: tuple[str, ...]
    denies: bool
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as the page lists it."""

    id: str
    figure: Figure
    words: str
    under: str
    status: str
    disputed: bool
    why: tuple[str, ...]
    meet: str
    routes: tuple[Route, ...]
    missing: int
    outline: Markup | None
    parts: tuple[ClaimRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in its two sizes, under a heading; of a claim, with its row."""

    heading: str
    wide: Markup
    narrow: Markup
    row: ClaimRow | None = None


def render(pile: PileView, *, who: str | None = None) -> str:
    """The page as HTML; with ``who``, some words, it opens with the claims that say so."""
    stories = pile.stories[:STORIES]
    opened = _opened(stories)
    shown = [
        _story(Known(view, f"s{n}", opened[view.id]), FULL if n <= STORIES_OPEN else BRIEF)
        for n, view in enumerate(stories, 1)
    ]
    told = "one story" if len(pile.stories) == 1 else f"{number(len(pile.stories))} stories"
    reports = count(sum(len(v.reports) for v in pile.stories), "report")
    css = _css()
    html = (
        _environment()
        .get_template("page.html")
        .render(
            pile={
                "name": line(pile.name),
                "made": when(pile.made_at),
                "version": pile.version,
                "settings": pile.settings_digest,
            },
            heading=sentence(f"{told} in {reports}").rstrip("."),
            stories=shown,
            more=[short(v.title, 160) for v in pile.stories[STORIES:]][:1000],
            index=len(stories) > 1,
            indexed=INDEXED,
            open_stories=STORIES_OPEN,
            asked=_asked(who, shown) if who else None,
            set_aside=[(line(a.input), line(a.reason), line(a.remedy)) for a in pile.set_aside],
            without=sum(len(v.reports) - len(opened[v.id]) for v in stories),
            caution=CAUTION,
            css=Markup(css),  # noqa: S704 — our own file
            hash=base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        )
    )
    return safe(html)


def _opened(stories: Sequence[StoryView]) -> dict[str, frozenset[str]]:
    """For each story the reports whose words the page holds, as far as its weight allows."""
    left, opened = TEXT, {}
    for view in stories:
        held = []
        for report in view.reports:
            if (weight := min(len(report.text), LONGEST)) <= left:
                left -= weight
                held.append(report.id)
        opened[view.id] = frozenset(held)
    return opened


def _story(known: Known, room: Room) -> dict[str, Any]:
    """All that the template shows of a story."""
    view, found = known.view, known.view.findings
    lead, rest = story_sentence(known)
    heads = [c for c in found.claims if c.id not in known.folded]
    chief = _chief(heads, known, room)
    if chief:
        heads = [chief[0], *(c for c in heads if c is not chief[0])]
    rows = _rows(heads[: room.claims + room.claims_folded], known, room, drawn=chief)
    return {
        "id": known.prefix,
        "title": short(view.title, 200) or "A story without a headline",
        "lead": lead,
        "rest": rest,
        "meta": sentence(f"{count(len(view.reports), 'report')}, {spread(view.reports)}").rstrip("."),
        "claims": rows[: room.claims],
        "folded": rows[room.claims :],
        "left_out": max(0, len(heads) - room.claims - room.claims_folded),
        "chief": _neck(chief[0], rows[0], known) if chief else None,
        "necks": [_neck(c, rows[heads.index(c)], known) for c in chief[1:]],
        "tree": _tree(known),
        **_texts(known),
        **_lists(known, room, _anchored(heads, rows, known)),
        "notes": [line(note) for note in found.notes],
    }


def _anchored(heads: Sequence[Claim], rows: Sequence[ClaimRow], known: Known) -> dict[str, str]:
    """The claims on the page by id, each with the anchor of its chains; a part's are those of the fuller one."""
    anchors = {claim.id: f"{row.id}-chains" for claim, row in zip(heads, rows, strict=False)}
    return anchors | {part: anchors[whole] for part, whole in known.folded.items() if whole in anchors}


def _lists(known: Known, room: Room, chains: Mapping[str, str]) -> dict[str, Any]:
    """Conflicts, speakers and dated events, each with what is folded away."""
    found = known.view.findings
    conflicts = [_conflict(c, known, chains) for c in found.conflicts[: CONFLICTS + CONFLICTS_FOLDED]]
    speakers = _speakers(known, room.speakers + room.speakers_folded)
    # The most told first on the page, all in the order of their dates.
    chief = sorted(found.events, key=lambda e: -len(e.reports))[: room.events]
    events = [_event(e, known) for e in found.events if e in chief]
    others = [e for e in found.events if e not in chief]
    return {
        "conflicts": conflicts[:CONFLICTS],
        "conflicts_folded": conflicts[CONFLICTS:],
        "speakers": speakers[: room.speakers],
        "speakers_folded": speakers[room.speakers :],
        "strip": _pair_of(strip.draw(known), strip.draw(known, narrow=True)),
        "events": events,
        "events_folded": [_event(e, known) for e in others[: room.events_folded]],
        "events_left_out": max(0, len(others) - room.events_folded),
    }


def _chief(claims: Sequence[Claim], known: Known, room: Room) -> list[Claim]:
    """The claims whose necks stand open: the one that narrows most, a disputed one, the best supported one."""
    told = [c for c in claims[: room.claims + room.claims_folded] if len(ways(c, known)) >= 2]
    wanted = [
        max(told, key=_narrowing, default=None),
        next((c for c in told if c.status is Status.DISPUTED), None),
        max((c for c in told if c.independent_origins[0] >= 2), key=lambda c: c.independent_origins[0], default=None),
    ]
    return list(dict.fromkeys(c for c in wanted if c))[: 1 + room.necks]


def _narrowing(claim: Claim) -> tuple[bool, float, int]:
    """How many tell a claim for each who knows it: what a reader must see first. Views come last."""
    told = len(claim.report_ids)
    return not claim.opinion, told / max(claim.independent_origins[1], 1), told


def _rows(heads: Sequence[Claim], known: Known, room: Room, drawn: Sequence[Claim]) -> list[ClaimRow]:
    """The claims as rows; a claim that is a part of a fuller one stands under it."""
    under: dict[str, list[Claim]] = defaultdict(list)
    for claim in known.view.findings.claims:
        if claim.id in known.folded:
            under[known.folded[claim.id]].append(claim)
    made = []
    for n, claim in enumerate(heads):
        few = room.statements if n < room.claims else room.statements // 2
        row = _claim(claim, known, f"{known.prefix}-c{n + 1}", few, outline=n < room.outlines and claim not in drawn)
        parts = tuple(
            _claim(part, known, f"{row.id}-{k}", room.statements // 4, outline=False)
            for k, part in enumerate(under[claim.id][:6], 1)
        )
        made.append(replace(row, parts=parts))
    return made


def _claim(claim: Claim, known: Known, anchor: str, room: int, *, outline: bool) -> ClaimRow:
    shown = known.statements.get(claim.shown)
    statements = [known.statements[i] for i in claim.statements if i in known.statements]
    meet = known.links(claim.bottlenecks)
    return ClaimRow(
        anchor,
        figure(claim),
        known.told(shown, 280) if shown else "",
        rests_sentence(claim, known),
        _status(claim, statements, known),
        claim.status in (Status.DISPUTED, Status.DENIED_ONLY),
        # The first reason is the figure in a sentence, which stands above in the page's own names.
        tuple(reason(why, known) for why in claim.why[1:]),
        sentence(f"every way passes through {listed(meet, 6)}") if meet else "",
        _routes(statements[:room], known, tellers(statements)),
        max(0, len(statements) - room),
        neck.draw_narrow(claim, known).markup if outline and len(ways(claim, known)) >= 2 else None,
    )


def _status(claim: Claim, statements: Sequence[Statement], known: Known) -> str:
    """The word beside a claim: who denies it, where someone does."""
    if claim.status in (Status.DISPUTED, Status.DENIED_ONLY):
        deniers = [s.speaker or known.outlet(s.report) for s in statements if s.stance is Stance.DENIES]
        only = "only " if claim.status is Status.DENIED_ONLY else ""
        names = listed(known.links(deniers), 2)
        return f"{only}denied by {names}" if names else status_word(claim)
    if claim.only_party:
        return f"only {known.link(claim.only_party)} can know"
    return status_word(claim)


def _routes(statements: Iterable[Statement], known: Known, held: Mapping[str, Statement]) -> tuple[Route, ...]:
    """The statements by the chain that brought them, those in the same words together."""
    grouped: dict[tuple[tuple[str, ...], bool], dict[tuple[str, str], list[Statement]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for s in statements:
        links = tuple(_link_words(step, known) for step in steps(s, known, held))
        notes = [
            "carried on from the sentence before" if s.carried else "",
            "as a fuller copy gives it" if s.inherited else "",
            "hedged: names no one" if s.hedge else "",
            "declines to say" if s.stance is Stance.DECLINES else "",
        ]
        words = known.told(s, 200)
        grouped[links, s.stance is Stance.DENIES][words, ", ".join(filter(None, notes))].append(s)
    return tuple(
        Route(
            links,
            denies,
            tuple(
                Told(tuple(dict.fromkeys((known.outlet(s.report), _href(s, known)) for s in same)), words, note)
                for (words, note), same in told.items()
            ),
        )
        for (links, denies), told in grouped.items()
    )


def _link_words(step: Sequence[str], known: Known) -> str:
    if step[0].startswith(OWN):
        return "in its own voice"
    return " and ".join(known.link(name) for name in step)


def _href(statement: Statement, known: Known) -> str | None:
    return known.href(statement.report, statement.content[0][0] if statement.content else None)


def _neck(claim: Claim, row: ClaimRow, known: Known) -> Picture:
    heading = f"What {quoted(claim, known, 110)} rests on"
    return Picture(heading, neck.draw(claim, known).markup, neck.draw_narrow(claim, known).markup, row)


def _tree(known: Known) -> Picture | None:
    return _pair_of(copytree.draw(known), copytree.draw(known, narrow=True))


def _pair_of(wide: Any, narrow: Any, heading: str = "") -> Picture | None:  # noqa: ANN401
    return Picture(heading, wide.markup, narrow.markup) if wide and narrow else None


def _texts(known: Known) -> dict[str, Any]:
    """The two most alike reports side by side, and every other report's words."""
    anchors = _anchors(known)
    two = sidebyside.pair(known)
    if two and not {two.a.id, two.b.id} <= (known.opened or frozenset(known.reports)):
        two = None
    in_pair = {two.a.id, two.b.id} if two else set()
    others = [r for r in known.view.reports if r.id not in in_pair]
    return {
        "two": two and {
            "heads": [_head(two.a, known), _head(two.b, known)],
            "shares": [f"{share:.0%}" for share in two.share],
            "rows": sidebyside.rows(two, known, anchors),
            "shared": bool(two.passages or two.moved),
            "moved": bool(two.moved),
            "wide": sidebyside.overview(two, known).markup,
            "narrow": sidebyside.overview(two, known, 358).markup,
        },
        "others": [
            {
                **_head(r, known),
                "bar": sidebyside.bar(r, known).markup,
                "parts": sidebyside.alone(r, known, anchors) if known.href(r.id) else None,
            }
            for r in others
        ],
    }  # fmt: skip


def _head(report: Report, known: Known) -> dict[str, Any]:
    edge = known.parents.get(report.id)
    return {
        "anchor": known.anchor(report.id),
        "outlet": known.outlet(report.id),
        "given": report.source_given,
        "title": short(report.title or "", 200),
        "when": when(report.published),
        "updated": when(report.updated),
        "credit": short(report.credit or "", 60),
        "url": web_address(report.url),
        "language": report.language if report.language not in (None, "en") else "",
        "from": f"{edge.share:.0%} from {known.text(edge.parent).removesuffix(' that no one here has')}"
        if edge
        else "",
        "why": [reason(why, known) for why in edge.why] if edge else [],
        "notes": [line(note) for note in report.notes],
    }


def _anchors(known: Known) -> dict[str, list[int]]:
    """The places that links lead to, by report, in order."""
    found = known.view.findings
    spots = [(s.report, s.content[0][0]) for s in found.statements if s.content]
    spots += [(spot.report, spot.start) for c in found.conflicts for side in c.sides for spot in side.spans]
    spots += [(event.report, event.start) for event in found.events]
    at: dict[str, set[int]] = defaultdict(set)
    for report, start in spots:
        if (place := known.place(report, start)) is not None:
            at[report].add(place)
    return {report: sorted(places) for report, places in at.items()}


def _conflict(conflict: Conflict, known: Known, chains: Mapping[str, str]) -> dict[str, Any]:
    label = {
        "conflict": "", "update": "a later update", "inclusion": "one count includes more than the other",
        "slip": "probably a slip of the pen", "within-report": "within one report",
    }.get(conflict.label, line(conflict.label))  # fmt: skip
    return {
        "about": sentence(short(conflict.about, 240)).rstrip("."),
        "kind": line(conflict.kind),
        "label": label,
        "why": reason(conflict.why, known),
        "sides": [_side(side, known, chains) for side in conflict.sides],
    }


def _side(side: Side, known: Known, chains: Mapping[str, str]) -> dict[str, Any]:
    """One side of a difference: where it stands, in the same words once, and the chains that its figure comes from."""
    told: dict[tuple[str, str, str], dict[str, str | None]] = {}
    for spot in side.spans:
        words = _around(spot, known)
        # What leads up to it is cut at another word where the line before is longer: the words themselves tell.
        key = next((k for k in told if k[1].casefold() == words[1].casefold()), words)
        told.setdefault(key, {}).setdefault(known.outlet(spot.report), known.href(spot.report, spot.start))
    return {
        "value": sentence(short(side.value, 240)).rstrip("."),
        "rests": f"rests on {range_words(*side.origins)}",
        "chains": _claim_of(side, known, chains),
        "spots": [{"by": tuple(by.items()), "words": words} for words, by in [*told.items()][:6]],
        "more": max(0, len(told) - 6),
    }


def _claim_of(side: Side, known: Known, chains: Mapping[str, str]) -> str | None:
    """The anchor of the claim on the page that this side tells, by its figure and its words."""
    for claim in known.view.findings.claims:
        if claim.id in chains and claim.independent_origins == side.origins:
            held = [known.statements[i] for i in claim.statements if i in known.statements]
            for spot in side.spans:
                if any(h.report == spot.report and s < spot.end and spot.start < e for h in held for s, e in h.content):
                    return chains[claim.id]
    return None


def _around(spot: Any, known: Known) -> tuple[str, str, str]:  # noqa: ANN401
    """The words at a spot, with some before and behind."""
    text = known.reports[spot.report].text if spot.report in known.reports else ""
    if spot.end - spot.start > 80:
        return "", short(text[spot.start : spot.end], 240), ""
    before = text[max(0, spot.start - 60) : spot.start].rsplit("\n", 1)[-1]
    behind = text[spot.end : spot.end + 60].split("\n", 1)[0]
    before = "…" + before.split(" ", 1)[-1] if len(before) == 60 else before
    behind = behind.rsplit(" ", 1)[0] if len(behind) == 60 else behind
    before, behind = line(before), line(behind)
    cut = len(behind) > 40 and behind[-1:] not in ".!?"
    gap = " " if behind[:1].isalnum() or behind[:1] in tuple("“‘(—–") else ""
    return before, line(text[spot.start : spot.end]), gap + behind + ("…" if cut else "")


def _speakers(known: Known, most: int) -> list[dict[str, Any]]:
    """Who is quoted, most first, each thing that they say once."""
    said: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for s in known.view.findings.statements:
        if s.speaker and s.kind is not Kind.OWN and s.content:
            key = "".join(_WORD.findall(known.words(s.report, s.content).casefold()))[:200]
            said[known.same(s.speaker)][key].append(s)
    ranked = sorted(said.items(), key=lambda item: -sum(map(len, item[1].values())))
    return [_speaker(name, list(quotes.values()), known) for name, quotes in ranked[:most]]


def _speaker(name: str, quotes: list[list[Statement]], known: Known) -> dict[str, Any]:
    quotes.sort(key=len, reverse=True)
    return {
        "name": sentence(known.link(name)).rstrip("."),
        "quotes": [
            {
                "words": known.told(same[0], 260),
                "stance": {Stance.DENIES: "denies", Stance.DECLINES: "declines"}.get(same[0].stance, ""),
                "through": ", ".join(path_words(same[0].chain, None, "", known)[1:-1]),
                "in": [(known.outlet(s.report), _href(s, known)) for s in _each_outlet(same, known)],
            }
            for same in quotes[:QUOTES]
        ],
        "more": max(0, len(quotes) - QUOTES),
    }


def _each_outlet(statements: Iterable[Statement], known: Known) -> list[Statement]:
    return list({known.outlet(s.report): s for s in reversed(list(statements))}.values())[::-1][:12]


def _event(event: Event, known: Known) -> dict[str, Any]:
    text = known.reports[event.report].text if event.report in known.reports else ""
    return {
        "date": date_words(event.date),
        "words": short(text[event.start : event.end], 240),
        "href": known.href(event.report, event.start),
        "told": listed(known.outlets(event.reports), 5),
        # That "2008" is 2008 needs no reason.
        "why": "" if event.date in text[event.start : event.end] else reason(_TELLERS.sub("", event.why), known),
    }


def _asked(who: str, stories: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The claims that hold most of the question's words, all its figures among them."""
    wanted = _letters(who)
    found = []
    for story in stories:
        for row in [*story["claims"], *story["folded"]]:
            here = _letters(row.words)
            figures = {w for w in wanted if any(c.isdigit() for c in w)}
            share = sum(len(w) for w in wanted & here) / max(sum(map(len, wanted)), 1)
            if share >= ASKED and figures <= here:
                found.append((share, row, story["title"]))
    found.sort(key=lambda item: (-item[0], -item[1].figure.told))
    return {"words": short(who, 200), "rows": [(row, title) for _, row, title in found[:8]]}


def _letters(text: str) -> set[str]:
    """The words that carry meaning: of more than three letters, or with a figure."""
    return {w for w in _WORD.findall(text.casefold()) if len(w) > 3 or any(c.isdigit() for c in w)}


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("secondsource.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> str:
    """The style sheet without its comments."""
    text = resources.files("secondsource.show").joinpath("page.css").read_text("utf-8")
    return re.sub(r"/\*.*?\*/\s*", "", text, flags=re.DOTALL).strip()
