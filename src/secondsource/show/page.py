"""One self-contained page for a pile: who tells what, what that rests on, who copied whom, and the words.

No script, nothing from the network, readable and printable as it is. Weight is bounded: what is beyond the first
screens folds away, and beyond the limits below it is counted in words.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from secondsource.records import Claim, Doubt, Event, Report
from secondsource.show import claimrows, copytree, neck, sidebyside, speakers, strip
from secondsource.show.differences import difference
from secondsource.show.figures import CAUTION
from secondsource.show.lookup import LONGEST, Known
from secondsource.show.plain import line, safe, short, web_address
from secondsource.show.room import BRIEF, FULL, Room
from secondsource.show.words import (
    count,
    date_words,
    listed,
    number,
    quoted,
    reason,
    sentence,
    spread,
    story_sentence,
    when,
)
from secondsource.store.queries import PileView, StoryView

# Of the differences and of the stories: so many at once, and so many folded; the rest is counted.
CONFLICTS, CONFLICTS_FOLDED = 6, 34
DOUBTS = 12  # what is unsure about a story’s reports, the rest is in `secondsource stories`
STORIES_OPEN, STORIES, INDEXED = 3, 60, 8
# Characters of reports' texts on one page; reports beyond are named without their words, with a word about it.
TEXT = 1_500_000
# Of the letters of a question's words, so much must stand in a claim for it to be an answer.
ASKED = 0.6

_WORD = re.compile(r"\w+")
# Who tells an event stands beside it by name.
_TELLERS = re.compile(r"; \d+ reports tell it")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in its two sizes, under a heading; of a claim, with its row."""

    heading: str
    wide: Markup
    narrow: Markup
    row: claimrows.ClaimRow | None = None


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
    chief = claimrows.chief(heads, known, room)
    if chief:
        heads = [chief[0], *(c for c in heads if c is not chief[0])]
    rows = claimrows.rows(heads[: room.claims + room.claims_folded], known, room, drawn=chief)
    return {
        "id": known.prefix,
        "title": short(view.title, 200) or "A story without a headline",
        "lead": lead,
        "rest": rest,
        "meta": sentence(f"{count(len(view.reports), 'report')}, {spread(view.reports)}").rstrip("."),
        "claims": rows[: room.claims],
        "folded": rows[room.claims :],
        "left_out": max(0, len(heads) - room.claims - room.claims_folded),
        "chief": neck_of(chief[0], rows[0], known) if chief else None,
        "necks": [neck_of(c, rows[heads.index(c)], known) for c in chief[1:]],
        "tree": tree_of(known),
        **_texts(known),
        **lists(known, room, {c: f"#{at}" for c, at in claimrows.anchored(heads, rows, known).items()}),
        "notes": [line(note) for note in found.notes],
        "unsure": [_doubt(doubt, known) for doubt in found.story.unsure[:DOUBTS]],
    }


def _doubt(doubt: Doubt, known: Known) -> dict[str, str]:
    """What is unsure about a report's place, and what to type to settle it."""
    two = " ".join(shlex.quote(line(report)) for report in (doubt.report, doubt.other))
    return {
        "outlet": known.outlet(doubt.report),
        "why": reason(doubt.why, known),
        "judge": f"secondsource judge {doubt.verdict} {two}",
    }


def lists(known: Known, room: Room, chains: Mapping[str, str]) -> dict[str, Any]:
    """Conflicts, speakers and dated events, each with what is folded away."""
    found = known.view.findings
    conflicts = [difference(c, known, chains) for c in found.conflicts[: CONFLICTS + CONFLICTS_FOLDED]]
    # The most told first on the page, all in the order of their dates.
    chief = sorted(found.events, key=lambda e: -len(e.reports))[: room.events]
    events = [event_of(e, known) for e in found.events if e in chief]
    others = [e for e in found.events if e not in chief]
    return {
        "conflicts": conflicts[:CONFLICTS],
        "conflicts_folded": conflicts[CONFLICTS:],
        "speakers": speakers.speakers(known, room),
        "strip": picture_of(strip.draw(known), strip.draw(known, narrow=True)),
        "events": events,
        "events_folded": [event_of(e, known) for e in others[: room.events_folded]],
        "events_left_out": max(0, len(others) - room.events_folded),
    }


def neck_of(claim: Claim, row: claimrows.ClaimRow, known: Known) -> Picture:
    """The drawing of what a claim rests on, with its row."""
    heading = f"What {quoted(claim, known, 110)} rests on"
    return Picture(heading, neck.draw(claim, known).markup, neck.draw_narrow(claim, known).markup, row)


def tree_of(known: Known) -> Picture | None:
    """The drawing of who copied whom; None where nobody did."""
    return picture_of(copytree.draw(known), copytree.draw(known, narrow=True))


def picture_of(wide: Any, narrow: Any, heading: str = "") -> Picture | None:  # noqa: ANN401
    """The two sizes of a drawing; None where there is none."""
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
            "heads": [head_of(two.a, known), head_of(two.b, known)],
            "shares": [f"{share:.0%}" for share in two.share],
            "rows": sidebyside.rows(two, known, anchors),
            "shared": bool(two.passages or two.moved),
            "moved": bool(two.moved),
            "wide": sidebyside.overview(two, known).markup,
            "narrow": sidebyside.overview(two, known, 358).markup,
        },
        "others": [
            {
                **head_of(r, known),
                "bar": sidebyside.bar(r, known).markup,
                "parts": sidebyside.alone(r, known, anchors) if known.href(r.id) else None,
            }
            for r in others
        ],
    }  # fmt: skip


def head_of(report: Report, known: Known) -> dict[str, Any]:
    """What stands at the head of a report: outlet, times, credit, where it has it from and why."""
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
    spots += speakers.places(known)
    at: dict[str, set[int]] = defaultdict(set)
    for report, start in spots:
        if (place := known.place(report, start)) is not None:
            at[report].add(place)
    return {report: sorted(places) for report, places in at.items()}


def event_of(event: Event, known: Known) -> dict[str, Any]:
    """A dated event as the page lists it."""
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
