"""One self-contained page for a pile: who tells what, what that rests on, who copied whom, and the words.

No script, nothing from the network, readable and printable as it is. Weight is bounded: what is beyond the first
screens folds away, and beyond the limits below it is counted in words.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from secondsource.records import Claim, Conflict, Event, Kind, Report, Stance, Statement, Status
from secondsource.show import copytree, neck, sidebyside, strip
from secondsource.show.figures import CAUTION, Figure, figure, range_words, status_word
from secondsource.show.lookup import Known
from secondsource.show.paths import ways
from secondsource.show.plain import line, safe, short, web_address
from secondsource.show.words import (
    count,
    date_words,
    listed,
    number,
    path_words,
    rests_sentence,
    sentence,
    spread,
    story_sentence,
    when,
)
from secondsource.store.queries import PileView, StoryView

# What is shown at once, and what is kept folded; the rest is counted. Twelve claims fill one or two screens; at 60
# stories of 40 reports the page stays under 20 MB, which a phone still opens.
CLAIMS, CLAIMS_FOLDED = 12, 88
STATEMENTS = 24
SPEAKERS, SPEAKERS_FOLDED, QUOTES = 6, 54, 4
CONFLICTS, CONFLICTS_FOLDED = 6, 34
EVENTS, EVENTS_FOLDED = 10, 190
STORIES_OPEN, STORIES = 3, 60
NECKS = 3
# Characters of reports' texts on one page; reports beyond are named without their words.
TEXT = 4_000_000
# Of the letters of a question's words, so much must stand in a claim for it to be an answer.
ASKED = 0.6

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as a claim lists it."""

    outlet: str
    href: str | None
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
    rests_on: str
    why: tuple[str, ...]
    meet: str
    routes: tuple[Route, ...]
    missing: int
    wide: Markup | None
    narrow: Markup | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in its two sizes under a heading."""

    heading: str
    wide: Markup
    narrow: Markup


def render(pile: PileView, *, who: str | None = None) -> str:
    """The page as HTML; with ``who``, some words, it opens with the claims that say so."""
    stories = pile.stories[:STORIES]
    opened = _opened(stories)
    shown = [_story(Known(view, f"s{n}", opened[view.id])) for n, view in enumerate(stories, 1)]
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
            reports=count(sum(len(v.reports) for v in pile.stories), "report"),
            told=sentence("one story" if len(pile.stories) == 1 else f"{number(len(pile.stories))} stories").rstrip(
                "."
            ),
            stories=shown,
            more=[short(v.title, 160) for v in pile.stories[STORIES:]][:1000],
            index=len(stories) > 1,
            open_stories=STORIES_OPEN,
            asked=_asked(who, shown) if who else None,
            set_aside=[(line(a.input), line(a.reason), line(a.remedy)) for a in pile.set_aside],
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
            if (weight := min(len(report.text), sidebyside.LONGEST)) <= left:
                left -= weight
                held.append(report.id)
        opened[view.id] = frozenset(held)
    return opened


def _story(known: Known) -> dict[str, Any]:
    """All that the template shows of a story."""
    view, found = known.view, known.view.findings
    lead, rest = story_sentence(known)
    chief = _chief(found.claims, known)
    claims = [_claim(c, known, n, drawn=c not in chief) for n, c in enumerate(found.claims[: CLAIMS + CLAIMS_FOLDED])]
    return {
        "id": known.prefix,
        "title": short(view.title, 200) or "A story without a headline",
        "lead": lead,
        "rest": rest,
        "meta": sentence(f"{count(len(view.reports), 'report')}, {spread(view.reports)}").rstrip("."),
        "claims": claims[:CLAIMS],
        "folded": claims[CLAIMS:],
        "left_out": max(0, len(found.claims) - CLAIMS - CLAIMS_FOLDED),
        "necks": [_neck(c, known) for c in chief],
        "tree": _tree(known),
        **_texts(known),
        **_lists(known),
        "notes": [line(note) for note in found.notes],
    }


def _lists(known: Known) -> dict[str, Any]:
    """Conflicts, speakers and dated events, each with what is folded away."""
    found = known.view.findings
    conflicts = [_conflict(c, known) for c in found.conflicts[: CONFLICTS + CONFLICTS_FOLDED]]
    speakers = _speakers(known)
    # The most told first on the page, all in the order of their dates.
    chief = sorted(found.events, key=lambda e: -len(e.reports))[:EVENTS]
    events = [_event(e, known) for e in found.events if e in chief]
    others = [_event(e, known) for e in found.events if e not in chief]
    return {
        "conflicts": conflicts[:CONFLICTS],
        "conflicts_folded": conflicts[CONFLICTS:],
        "speakers": speakers[:SPEAKERS],
        "speakers_folded": speakers[SPEAKERS : SPEAKERS + SPEAKERS_FOLDED],
        "strip": _pair_of(strip.draw(known), strip.draw(known, narrow=True)),
        "events": events,
        "events_folded": others[:EVENTS_FOLDED],
        "events_left_out": max(0, len(others) - EVENTS_FOLDED),
    }


def _chief(claims: Sequence[Claim], known: Known) -> list[Claim]:
    """The claims whose necks stand on the first screens: the most carried, the best supported, the disputed."""
    told = [c for c in claims if len(ways(c, known)) >= 2]
    wanted = [
        max(told, key=lambda c: len(c.report_ids), default=None),
        max((c for c in told if c.independent_origins[0] >= 2), key=lambda c: c.independent_origins[0], default=None),
        next((c for c in told if c.status is Status.DISPUTED), None),
    ]
    return list(dict.fromkeys(c for c in wanted if c))[:NECKS]


def _claim(claim: Claim, known: Known, n: int, *, drawn: bool) -> ClaimRow:
    shown = known.statements.get(claim.shown)
    statements = [known.statements[i] for i in claim.statements if i in known.statements]
    many = drawn and n < CLAIMS + 12 and len(ways(claim, known)) >= 2
    meet = list(dict.fromkeys(known.link(name) for name in claim.bottlenecks))
    return ClaimRow(
        f"{known.prefix}-c{n + 1}",
        figure(claim),
        known.told(shown, 320) if shown else "",
        sentence(line(claim.why[0])) if claim.why else rests_sentence(claim, known),
        _status(claim, statements, known),
        claim.status in (Status.DISPUTED, Status.DENIED_ONLY),
        listed(list(dict.fromkeys(known.link(name) for name in claim.rests_on)), 3),
        tuple(sentence(line(why)) for why in claim.why[1:]),
        sentence(f"every way passes through {listed(meet, 6)}") if meet else "",
        _routes(statements[:STATEMENTS], known),
        max(0, len(statements) - STATEMENTS),
        neck.draw(claim, known).markup if many else None,
        neck.draw_narrow(claim, known).markup if many else None,
    )


def _status(claim: Claim, statements: Sequence[Statement], known: Known) -> str:
    """The word beside a claim: who denies it, where someone does."""
    if claim.status in (Status.DISPUTED, Status.DENIED_ONLY):
        deniers = [s.speaker or known.outlet(s.report) for s in statements if s.stance is Stance.DENIES]
        only = "only " if claim.status is Status.DENIED_ONLY else ""
        names = listed([known.link(d) for d in dict.fromkeys(deniers)], 2)
        return f"{only}denied by {names}" if names else status_word(claim)
    if claim.only_party:
        return f"only {known.link(claim.only_party)} can know"
    return status_word(claim)


def _routes(statements: Iterable[Statement], known: Known) -> tuple[Route, ...]:
    """The statements by the chain that brought them."""
    grouped: dict[tuple[tuple[str, ...], bool], list[Told]] = defaultdict(list)
    for s in statements:
        links = tuple(dict.fromkeys(path_words(s.chain, s.copied_from, "", known)[:-1]))
        notes = [
            "carried on from the sentence before" if s.carried else "",
            "as a fuller copy gives it" if s.inherited else "",
            "hedged: names no one" if s.hedge else "",
            "declines to say" if s.stance is Stance.DECLINES else "",
        ]
        told = Told(
            known.outlet(s.report), _href(s, known), known.told(s, 260), ", ".join(note for note in notes if note)
        )
        grouped[links, s.stance is Stance.DENIES].append(told)
    return tuple(Route(links, denies, tuple(told)) for (links, denies), told in grouped.items())


def _href(statement: Statement, known: Known) -> str | None:
    return known.href(statement.report, statement.content[0][0] if statement.content else None)


def _neck(claim: Claim, known: Known) -> Picture:
    shown = known.statements.get(claim.shown)
    words = short(known.words(shown.report, shown.content).removeprefix("that "), 110).rstrip(".,") if shown else "this"
    return Picture(f"What “{words}” rests on", neck.draw(claim, known).markup, neck.draw_narrow(claim, known).markup)


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
        "from": f"{edge.share:.0%} from {known.link(edge.parent)}" if edge else "",
        "why": [sentence(line(why)) for why in edge.why] if edge else [],
        "notes": [line(note) for note in report.notes],
    }


def _anchors(known: Known) -> dict[str, list[int]]:
    """The places that links lead to, by report, in order."""
    found = known.view.findings
    at: dict[str, set[int]] = defaultdict(set)
    for statement in found.statements:
        if statement.content:
            at[statement.report].add(statement.content[0][0])
    for conflict in found.conflicts:
        for side in conflict.sides:
            for spot in side.spans:
                at[spot.report].add(spot.start)
    for event in found.events:
        at[event.report].add(event.start)
    return {report: sorted(places) for report, places in at.items()}


def _conflict(conflict: Conflict, known: Known) -> dict[str, Any]:
    label = {
        "conflict": "", "update": "a later update", "inclusion": "one count includes more than the other",
        "slip": "probably a slip of the pen", "within-report": "within one report",
    }.get(conflict.label, line(conflict.label))  # fmt: skip
    return {
        "about": sentence(short(conflict.about, 240)).rstrip("."),
        "kind": line(conflict.kind),
        "label": label,
        "why": sentence(line(conflict.why)),
        "sides": [
            {
                "value": short(side.value, 240),
                "rests": f"rests on {range_words(*side.origins)}",
                "spots": [
                    {
                        "outlet": known.outlet(s.report),
                        "href": known.href(s.report, s.start),
                        "words": _around(s, known),
                    }
                    for s in side.spans[:6]
                ],
                "more": max(0, len(side.spans) - 6),
            }
            for side in conflict.sides
        ],
    }


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
    return before, line(text[spot.start : spot.end]), behind + ("…" if cut else "")


def _speakers(known: Known) -> list[dict[str, Any]]:
    """Who is quoted, most first, each thing that they say once."""
    said: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for s in known.view.findings.statements:
        if s.speaker and s.kind is not Kind.OWN and s.content:
            key = "".join(_WORD.findall(known.words(s.report, s.content).casefold()))[:200]
            said[s.speaker][key].append(s)
    ranked = sorted(said.items(), key=lambda item: -sum(map(len, item[1].values())))
    return [_speaker(name, list(quotes.values()), known) for name, quotes in ranked]


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
        "why": "" if event.date in text[event.start : event.end] else sentence(line(event.why)),
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
